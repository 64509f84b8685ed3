"""A plan to keep: the way to a job in order, who helps with what, across providers. One page, one learner, no record of them.

Receives coded wishes (start, goal, area, needs), gives tasks with their sources. The same codes make the same plan again,
so the page's address is the plan; nothing of the learner is written anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from knowledge.journey import stops as journey
from knowledge.journey import words
from knowledge.journey.stops import Stop, Way
from knowledge.journey.words import Speaker
from knowledge.phrasing import cite, money
from knowledge.repository import Knowledge
from knowledge.views import CareerCenter, Fact, Program, Support

PAGE, PICTURE, PAINTED = "/plan", "/api/knowledge/pathways/map.svg", "/api/knowledge/pathways/map.png"
MOST_SUPPORTS = 2
# What a plan looks for help with when the learner named nothing: money.
USUAL_NEEDS = ("cost",)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is made of: ids and codes only."""

    goal: str
    start: str = journey.NO_EXPERIENCE
    region: str | None = None
    place: str | None = None
    needs: tuple[str, ...] = ()
    by: str | None = None

    def address(self, page: str, language: str) -> str:
        """The address of this plan's page or picture; short, for text messages: what is usual or follows is left out."""
        given = {
            "from": self.start if self.start != journey.NO_EXPERIENCE else None, "to": self.goal,
            "region": None if self.place else self.region, "place": self.place, "by": self.by,
            "needs": ",".join(self.needs), "lang": language if language != "en" else None,
        }  # fmt: skip
        return f"{page}?{urlencode({name: value for name, value in given.items() if value})}"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: who helps, what with, how to reach them, and the facts it rests on."""

    who: str
    what: str
    contact: str
    facts: tuple[Fact[Any], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the plan in order: a heading and its tasks; `stop` is the stop of the way it belongs to."""

    heading: str
    tasks: tuple[Task, ...]
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole page."""

    asked: Asked
    way: Way
    center: CareerCenter | None
    parts: tuple[Part, ...]

    @property
    def sources(self) -> tuple[Fact[Any], ...]:
        """Each source once, with the date of what was taken from it."""
        found: dict[tuple[str, str], Fact[Any]] = {}
        for part in self.parts:
            _, told = words.lines(part.stop, Speaker("en"), asked=True) if part.stop else ([], [])
            for fact in (*told, *(fact for task in part.tasks for fact in task.facts)):
                found.setdefault((fact.source.name, fact.as_of), fact)
        return tuple(found.values())


def make(knowledge: Knowledge, asked: Asked, speaker: Speaker) -> Plan | None:
    """The plan, or None when there is no way with a source to the job."""
    way = journey.way(knowledge, asked.start, asked.goal, asked.region, asked.place, asked.by)
    if way is None:
        return None
    asked = replace(asked, region=way.region)
    center = _center(knowledge, asked)
    parts = [_beginning(knowledge, asked, center, speaker)]
    parts += [_of_stop(knowledge, stop, center, speaker) for stop in way.stops]
    return Plan(asked, way, center, tuple(part for part in parts if part.tasks or part.stop))


def short(plan: Plan, speaker: Speaker, room: int) -> str:
    """The plan for a text message: whom to call, where to learn, which exam, which job first, then on.

    What does not fit into `room` characters goes, the least needed first: the jobs in between, the pay, the price, how to
    reach the center, the goal (which the text begins with). The shortest form is given where even that is too long.
    """
    for count in range(len(_SPARE) + 1):
        found = _short(plan, speaker, frozenset(_SPARE[:count]))
        if len(found) <= room:
            break
    return found


_SPARE = ("between", "pay", "price", "contact", "goal")


def _short(plan: Plan, speaker: Speaker, without: frozenset[str]) -> str:
    first, last = plan.way.stops[0], plan.way.stops[-1]
    bits = []
    if plan.center:
        contact = _reach(plan.center)
        name = "utter_plan_sms_center" if contact else "utter_plan_sms_center_by_211"
        name = "utter_plan_sms_center_only" if contact and "contact" in without else name
        bits.append(speaker.say(name, center=plan.center.name, contact=contact))
    if first.places:
        bits.append(speaker.say("utter_plan_sms_learn", program=first.places[0].program.short.say(speaker.language)))
    for credential in first.credentials:
        if cost := words.told_price(credential, speaker):
            name = "utter_plan_sms_exam_only" if "price" in without else "utter_plan_sms_exam"
            bits.append(
                speaker.say(
                    name, exam=credential.name, price=words.price(credential), cite=cite(cost, speaker.language)
                )
            )
            break
    pay = first.role.pay if "pay" not in without else None
    job = first.role.short.say(speaker.language)
    if pay and pay.value.median:
        bits.append(
            speaker.say("utter_plan_sms_job", job=job, pay=money(pay.value.median), cite=cite(pay, speaker.language))
        )
    else:
        bits.append(speaker.say("utter_plan_sms_job_only", job=job))
    if last is not first and "goal" not in without:
        onward = plan.way.stops[-1:] if "between" in without else plan.way.stops[1:]
        names = " > ".join(stop.role.short.say(speaker.language) for stop in onward)
        bits.append(speaker.say("utter_plan_sms_then", jobs=names))
    return " ".join(f"{number}) {bit}" for number, bit in enumerate(bits, 1))


def _beginning(knowledge: Knowledge, asked: Asked, center: CareerCenter | None, speaker: Speaker) -> Part:
    """Before the first step: a person who goes through it with you, money, and help with what stands in the way."""
    tasks = []
    if center:
        tasks.append(Task(center.name, speaker.say("utter_plan_center"), _reach(center), (center.described,)))
    for need in dict.fromkeys((*asked.needs, *USUAL_NEEDS)):
        found = [s for s in knowledge.supports(asked.region, need) if s.region != "all"] if asked.region else []
        for support in (found or [s for s in knowledge.supports(None, need) if s.region == "all"])[:MOST_SUPPORTS]:
            if all(task.who != support.name.say(speaker.language) for task in tasks):
                tasks.append(_support(support, need, speaker))
    return Part(speaker.say("utter_plan_first"), tuple(tasks))


def _support(support: Support, need: str, speaker: Speaker) -> Task:
    about = support.about.say(speaker.language)
    what = speaker.say("utter_plan_support", need=speaker.say(f"utter_need_{need}"), about=about)
    return Task(support.name.say(speaker.language), what, support.phone or _bare(support.url), (support.described,))


def _of_stop(knowledge: Knowledge, stop: Stop, center: CareerCenter | None, speaker: Speaker) -> Part:
    """Learn, take the exam, apply: with whom."""
    tasks = [_learn(match.program, speaker) for match in stop.places]
    for credential in stop.credentials[:1]:
        cost = words.told_price(credential, speaker)
        note = cite(cost, speaker.language) if cost else ""
        what = (
            speaker.say("utter_plan_exam", price=words.price(credential), cite=note)
            if note
            else speaker.say("utter_plan_exam_unpriced")
        )
        tasks.append(Task(credential.name, what, "", (cost or credential.described,)))
    heading = speaker.say("utter_plan_stop", number=stop.number, name=words.title(stop.role, speaker.language))
    return Part(heading, tuple(tasks), stop)


def _learn(program: Program, speaker: Speaker) -> Task:
    language = speaker.language
    bits = [program.about.say(language)]
    if program.cost_text and words.told_cost(program, speaker):
        bits.append(program.cost_text.say(language))
    if program.length_text:
        bits.append(program.length_text.say(language))
    if program.apply_text:
        bits.append(program.apply_text.say(language))
    who = f"{program.name.say(language)}, {program.provider_name}"
    if program.provider_name.casefold() in program.name.say(language).casefold():
        who = program.name.say(language)
    text = " ".join(bit if bit.endswith((".", "?", "!")) else f"{bit}." for bit in bits)
    return Task(who, text, program.phone or _bare(program.apply_url or program.url), (program.described,))


def _center(knowledge: Knowledge, asked: Asked) -> CareerCenter | None:
    """The career center to begin with: of the town where there is one, one that can be reached first."""
    if asked.region is None and asked.place is None:
        return None
    place = knowledge.place(asked.place) if asked.place else None
    centers = knowledge.career_centers(asked.region or (place.region if place else None), asked.place)
    served = [c for c in centers if place and place.name in c.places] or list(centers)
    return min(served, key=lambda c: (c.phone is None, c.address is None), default=None)


def _reach(center: CareerCenter) -> str:
    return center.phone or center.address or _bare(center.url)


def _bare(url: str | None) -> str:
    return (url or "").removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
