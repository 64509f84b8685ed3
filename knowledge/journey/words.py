"""The facts of a stop as lines a learner reads, in their language; the words themselves are in `domain/pathways.yml`.

Used by the assistant's cards, the picture's text twin and the printed plan, so that all three say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge import phrasebook
from knowledge.freshness import Stage, stage
from knowledge.journey.stops import HIGH_SCHOOL, Stop, Way
from knowledge.phrasing import cite, hourly, listing, money
from knowledge.repository import Knowledge
from knowledge.views import Credential, Fact, Occupation, Price, Program, ProgramMatch

# BLS's closed list of typical entry education, and the responses (`utter_education_…`) that say it.
EDUCATION = {
    "No formal educational credential": "none",
    "High school diploma or equivalent": "high_school",
    "Some college, no degree": "some_college",
    "Postsecondary nondegree award": "certificate",
    "Associate's degree": "associate",
    "Bachelor's degree": "bachelor",
    "Master's degree": "master",
    "Doctoral or professional degree": "doctoral",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says responses of `domain/` in one language, always the first of equal variations: a page does not change its mind."""

    language: str
    channel: str = "web"
    today: date | None = None  # what prices are too old by; the machine's day where none is given

    @property
    def day(self) -> date:
        return self.today or date.today()

    def say(self, name: str, /, **values: object) -> str:
        return phrasebook.fill(phrasebook.variations(name, self.language, self.channel)[0]["text"], values)


def origin_name(knowledge: Knowledge, way: Way, speaker: Speaker) -> str:
    """Where a way begins: "retail", or the diploma its first step asks for where no step begins with the job itself."""
    if way.origin == HIGH_SCHOOL and way.start != HIGH_SCHOOL:
        return speaker.say("utter_start_diploma")
    return start_name(knowledge, way.origin, speaker)


def start_name(knowledge: Knowledge, start: str, speaker: Speaker) -> str:
    """A start by its name: "high school", "retail"."""
    name = f"utter_start_{start.replace('-', '_')}"
    if name in phrasebook.responses():
        return speaker.say(name)
    role = knowledge.occupation(start)
    return role.short.say(speaker.language) if role else speaker.say("utter_start_no_experience")


def title(role: Occupation, language: str) -> str:
    short = role.short.say(language)
    return short[0].upper() + short[1:]


def time_line(stop: Stop, speaker: Speaker) -> tuple[str, list[Fact[Any]]]:
    """How long: study time of a certification where stated, else the schooling usual for the job."""
    timed = next((c for c in stop.credentials if c.study), None)
    if timed and timed.study:
        text = speaker.say(
            "utter_stop_time_study", credential=timed.name, time=timed.study.value.say(speaker.language),
            cite=cite(timed.study, speaker.language),
        )  # fmt: skip
        return text, [timed.study]
    schooling = EDUCATION.get(stop.role.outlook.value.entry_education) if stop.role.outlook else None
    if schooling and stop.role.outlook:
        education = speaker.say(f"utter_education_{schooling}")
        text = speaker.say(
            "utter_stop_time_school", education=education, cite=cite(stop.role.outlook, speaker.language)
        )
        return text, [stop.role.outlook]
    return speaker.say("utter_stop_time_unknown"), []


def price(credential: Credential) -> str:
    """ "$300-$330", or nothing where nobody states a price."""
    if credential.cost is None:
        return ""
    low, high = credential.cost.value.low, credential.cost.value.high
    return money(low) if low == high else f"{money(low)}-{money(high)}"


def told_price(credential: Credential, speaker: Speaker) -> Fact[Price] | None:
    """The price of a certification while it may be told: one too old to repeat is withheld."""
    cost = credential.cost
    return None if cost is None or stage(cost, "credential", speaker.day, "cost") is Stage.STALE else cost


def told_cost(program: Program, speaker: Speaker) -> bool:
    """Whether a program's cost, and that it is free, may still be told."""
    return stage(program.fact("cost"), "program", speaker.day, "cost") is not Stage.STALE


def cost_line(stop: Stop, speaker: Speaker) -> tuple[str, list[Fact[Any]]]:
    """What the certifications' exams cost, each with source and date; says so when nobody states it."""
    priced = [(c, cost) for c in stop.credentials if (cost := told_price(c, speaker))]
    if priced:
        each = [f"{c.name} {price(c)} ({cite(cost, speaker.language)})" for c, cost in priced]
        return speaker.say("utter_stop_cost", each="; ".join(each)), [cost for _, cost in priced]
    return (speaker.say("utter_stop_cost_unknown") if stop.credentials else speaker.say("utter_stop_cost_none")), []


def credential_line(stop: Stop, speaker: Speaker) -> str | None:
    names = [c.name for c in stop.credentials]
    return speaker.say("utter_card_step_certs", certs=listing(names, speaker.language, last="or")) if names else None


def where_line(stop: Stop, speaker: Speaker, asked: bool) -> tuple[str, list[Fact[Any]]]:
    """Where to do it near the learner; `asked` says whether an area was given at all."""
    if stop.places:
        names = listing([program_name(match, speaker) for match in stop.places], speaker.language)
        return speaker.say("utter_stop_where", programs=names), [match.program.described for match in stop.places]
    return (speaker.say("utter_stop_where_none") if asked else speaker.say("utter_stop_where_ask")), []


def program_name(match: ProgramMatch, speaker: Speaker) -> str:
    """A program with what decides: free, and how far."""
    program = match.program
    extras = [speaker.say("utter_label_free")] if program.free and told_cost(program, speaker) else []
    if match.distance_miles is not None:
        extras.append(speaker.say("utter_stop_miles", miles=f"{match.distance_miles:.0f}"))
    name = program.short.say(speaker.language)
    return f"{name} ({', '.join(extras)})" if extras else name


def pay_line(stop: Stop, speaker: Speaker) -> tuple[str | None, list[Fact[Any]]]:
    """What one earns at this stop: nationally in the middle, locally DOL's levels, never called a median."""
    lines, facts = [], list[Fact[Any]]()
    pay = stop.role.pay
    if pay and pay.value.median is not None:
        lines.append(
            speaker.say("utter_card_pay_median", yearly=money(pay.value.median), hourly=hourly(pay.value.median))
        )
        facts.append(pay)
        if stop.pay_group:
            lines.append(speaker.say("utter_pay_covers", group=stop.pay_group.say(speaker.language)).rstrip("."))
    if stop.local:
        levels = stop.local.value
        lines.append(
            speaker.say(
                "utter_card_pay_levels", area=levels.area_name, level1=money(levels.level1), level4=money(levels.level4)
            )
        )
        facts.append(stop.local)
    return (". ".join(lines) or None), facts


def off_line(stop: Stop, speaker: Speaker) -> str:
    """One can get off here and work; and where else one can go from here."""
    job = stop.role.short.say(speaker.language)
    if not stop.offs:
        return speaker.say("utter_stop_goal" if stop.last else "utter_stop_off", job=job)
    others = listing([other.short.say(speaker.language) for other in stop.offs], speaker.language, last="or")
    return speaker.say("utter_stop_goal_to" if stop.last else "utter_stop_off_to", job=job, others=others)


def lines(stop: Stop, speaker: Speaker, asked: bool) -> tuple[list[str], list[Fact[Any]]]:
    """Everything about a stop, in the order one asks, with the facts it rests on."""
    time, time_facts = time_line(stop, speaker)
    cost, cost_facts = cost_line(stop, speaker)
    where, where_facts = where_line(stop, speaker, asked)
    pay, pay_facts = pay_line(stop, speaker)
    review = None if stop.reviewed else speaker.say("utter_stop_unreviewed")
    found = [
        stop.step.takes.say(speaker.language), time, credential_line(stop, speaker), cost, where, pay,
        off_line(stop, speaker), review,
    ]  # fmt: skip
    return [line for line in found if line], [
        stop.step.described, *time_facts, *cost_facts, *where_facts, *pay_facts,
    ]  # fmt: skip


def twin(knowledge: Knowledge, way: Way, speaker: Speaker) -> list[str]:
    """The picture in words: one line a stop, with its pay and where one can get off."""
    names = [origin_name(knowledge, way, speaker), *(stop.role.short.say(speaker.language) for stop in way.stops)]
    told = [" > ".join(names) + "."]
    for stop in way.stops:
        median = stop.role.pay.value.median if stop.role.pay else None
        offs = listing([o.short.say(speaker.language) for o in stop.offs], speaker.language, last="or")
        told.append(
            speaker.say(
                "utter_map_stop" if offs else "utter_map_stop_only", number=stop.number,
                name=title(stop.role, speaker.language), pay=money(median) if median else speaker.say("utter_map_no_pay"),
                offs=offs,
            )
        )  # fmt: skip
    return told
