"""Answers on programs: every named program and provider, every region and field, pages, and searches that find nothing."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from actions import eligibility, unknown_names
from actions import programs as naming
from actions.library import knowledge
from knowledge.journey.words import Speaker
from knowledge.views import Program
from tests.unit.action_harness import Said, ask, mention, tap
from tests.unit.soundness import SIDES, is_sound, mostly_two_segments
from tests.unit.soundness import seeded as seeded

TOPICS = ("program_details", "program_cost", "program_eligibility", "program_apply", "program_schedule")
EVERY = 8  # of 696 places, one in eight
MOST_PAGES = 40


@cache
def programs() -> tuple[Program, ...]:
    """Those described by hand; the rest are known by their award counts only."""
    return tuple(program for program in knowledge().programs() if program.awards is None)


@cache
def names() -> tuple[str, ...]:
    found = {program.provider_name for program in knowledge().programs()}
    for provider in knowledge().providers():
        found.add(provider.name)
    # On a choice the school's name may be cut at a word.
    for program in knowledge().programs():
        labels = (naming.fitted(program.short.say(language)) for language in ("en", "es"))
        found |= {label.partition(": ")[0] for label in labels if ": " in label}
    return tuple(found)


@cache
def sources() -> tuple[str, ...]:
    return tuple({p.described.source.short for p in knowledge().programs()})


def sound(said: Said, channel: str) -> None:
    is_sound(said, channel, names(), sources())


@pytest.mark.parametrize("topic", TOPICS)
def test_every_named_program_is_answered(topic: str) -> None:
    lengths: Counter[int] = Counter()
    for language, channel in SIDES:
        for program in programs():
            said = ask(topic, choice={"program": program.id}, language=language, channel=channel)
            assert said.topics == [topic]
            sound(said, channel)
            if channel == "sms":
                lengths[said.segments()] += 1
    mostly_two_segments(lengths)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_provider_is_answered(topic: str) -> None:
    lengths: Counter[int] = Counter()
    for language, channel in SIDES:
        for provider in knowledge().providers():
            said = ask(topic, choice={"provider": provider.id}, language=language, channel=channel)
            sound(said, channel)
            assert said.slots["answered_about"]["provider"] == provider.id
            if channel == "sms":
                lengths[said.segments()] += 1
    mostly_two_segments(lengths)


@pytest.mark.parametrize("age", ["15", "19", "52"])
def test_an_age_is_held_against_the_rule(age: str) -> None:
    for language, channel in SIDES:
        for program in programs():
            told = [mention("program", program.id), mention("age", age)]
            said = ask("program_eligibility", mentions=told, language=language, channel=channel)
            sound(said, channel)
            rules = [("utter_rule_min_age", program.min_age), ("utter_rule_max_age", program.max_age)]
            broken = [name for name, limit in rules if limit and (int(age) < limit) is (name == "utter_rule_min_age")
                      and int(age) != limit]  # fmt: skip
            told_no = [name for name, limit in rules if limit and Speaker(language).say(name, age=limit) in said.text]
            assert told_no == broken, said.text


def test_a_program_without_a_rule_is_not_a_no() -> None:
    silent = next(p for p in programs() if not eligibility.states_rules(p))
    said = ask("program_eligibility", choice={"program": silent.id})
    assert said.outcome == "not_known"
    assert "Not a no" in said.text


def test_a_cost_nobody_states_is_not_invented() -> None:
    for program in programs():
        if not (program.cost_text or program.tuition or program.free):
            said = ask("program_cost", choice={"program": program.id}, channel="sms")
            assert said.outcome == "not_known"
            assert "$" not in said.text


def test_how_to_apply_always_names_a_way() -> None:
    for program in programs():
        for language in ("en", "es"):
            said = ask("program_apply", choice={"program": program.id}, language=language, channel="sms")
            way = program.apply_text or program.apply_url or program.url or program.phone
            assert way or program.provider_name in said.text, said.text


def test_no_program_named_asks_which() -> None:
    for topic in TOPICS:
        for language, channel in SIDES:
            said = ask(topic, language=language, channel=channel)
            sound(said, channel)
            assert said.outcome == "asked_back"
            assert said.choices


# --- finding ---


def searches() -> Iterator[tuple[Mapping[str, Any], list[dict[str, Any]]]]:
    for region in knowledge().regions():
        yield {"region": region.id}, []
        for category in knowledge().categories():
            yield {"region": region.id, "category": category.id}, []
    for place in knowledge().places()[::EVERY]:
        yield {}, [mention("place", place.id, name=place.name, state=place.state)]


def test_every_region_field_and_place_is_searched() -> None:
    lengths: Counter[int] = Counter()
    for language, channel in SIDES:
        for chosen, named in searches():
            said = ask("find_program", mentions=named, choice=chosen or None, language=language, channel=channel)
            sound(said, channel)
            assert said.choices
            if channel == "sms":
                lengths[said.segments()] += 1
    mostly_two_segments(lengths)


def test_more_goes_on_to_the_end_and_shows_nothing_twice() -> None:
    lengths: Counter[int] = Counter()
    for language, channel in SIDES:
        for region in knowledge().regions():
            chosen = {"region": region.id, "category": "crosscutting"}
            said = ask("find_program", choice=chosen, language=language, channel=channel)
            seen = [item["id"] for item in said.slots["shown"]]
            pages = 0
            while said.slots.get("more") and pages < MOST_PAGES:
                said = ask("more", "more", context=said.slots, language=language, channel=channel)
                sound(said, channel)
                assert said.topics == ["more"]
                seen += [item["id"] for item in said.slots["shown"]]
                pages += 1
                if channel == "sms":
                    lengths[said.segments()] += 1
            assert pages < MOST_PAGES
            assert len(set(seen)) == len(seen)
    mostly_two_segments(lengths)


def test_when_nothing_fits_it_says_so_and_what_to_give_up() -> None:
    none = loosened = 0
    wishes = [mention("budget", "0"), mention("schedule", "weekends"), mention("age", "14")]
    subjects = [mention("credential", credential.id) for credential in knowledge().credentials()]
    subjects += [mention("provider", provider.id) for provider in knowledge().providers()[::EVERY]]
    for language, channel in SIDES:
        for region in knowledge().regions():
            for subject in subjects:
                what = [*wishes, subject, mention("region", region.id)]
                said = ask("find_program", mentions=what, language=language, channel=channel)
                sound(said, channel)
                if said.outcome != "not_known":
                    continue
                none += 1
                assert said.choices[-1]["payload"]["topic"] == "career_center"
                if said.choices[0]["payload"]["topic"] == "find_program":
                    loosened += 1
                    found = tap(said, said.labels[0], channel)
                    sound(found, channel)
                    assert found.outcome == "answered", (said.text, said.labels, found.text)
    assert none
    assert loosened


def test_without_a_place_it_asks_where_and_keeps_the_search() -> None:
    said = ask("find_program", mentions=[mention("budget", "0"), mention("category", "support")])
    assert said.outcome == "asked_back"
    assert said.slots["search"] == {"category": "support", "free": True}


def test_a_program_picked_from_the_list_is_the_one_spoken_of() -> None:
    found = ask("find_program", choice={"region": "dc-metro", "category": "support"}, channel="sms")
    for position, item in enumerate(found.slots["shown"], start=1):
        said = ask("program_details", mentions=[mention("ordinal", str(position))], context=found.slots)
        assert said.slots["program"] == item["id"]


def test_a_provider_that_closed_is_said_to_have_closed() -> None:
    closed = [provider for provider in knowledge().providers() if provider.closed]
    assert closed
    for provider in closed:
        for topic in TOPICS:
            for language, channel in SIDES:
                said = ask(topic, choice={"provider": provider.id}, language=language, channel=channel)
                sound(said, channel)
                assert ("has closed" if language == "en" else "ya cerró") in said.text
                assert [choice["payload"]["topic"] for choice in said.choices] == ["find_program"]
        for region in knowledge().regions():
            listed = ask("find_program", choice={"region": region.id, "provider": provider.id})
            assert all(knowledge().program(i["id"]).provider != provider.id for i in listed.slots.get("shown") or [])  # type: ignore[union-attr]


def test_why_a_program_stands_where_it_does() -> None:
    """Each match says what decides: free, near, a wish that is met, or the job it is for."""
    named = [mention("role", "15-1232"), mention("region", "dc-metro"), mention("budget", "0")]
    said = ask("find_program", "free help desk course in dc", mentions=named)
    for card in (card for card in said.cards if card["kind"] == "program"):
        why = next(line for line in card["lines"] if line.startswith("Why this one:"))
        assert why.removeprefix("Why this one: ")
    assert "free" in said.labels[0] or "free" in said.everything


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("classes within 10 miles", {"radius": 10}),
        ("clases a menos de 5 millas", {"radius": 5}),
        ("i dont have a diploma", {"has_diploma": False}),
        ("sin diploma", {"has_diploma": False}),
        ("cursos en español", {"language": "es"}),
        ("child care until 3", {"daytime": True}),
    ],
)
def test_conditions_no_name_carries_are_heard(text: str, condition: dict[str, object]) -> None:
    said = ask("find_program", text, mentions=[mention("category", "networking"), mention("place", "nogales-az")])
    assert condition.items() <= said.slots["search"].items()


@pytest.mark.parametrize("channel", ["web", "sms"])
def test_when_nothing_fits_one_condition_is_named_with_what_it_opens(channel: str) -> None:
    named = [mention("category", "networking"), mention("place", "nogales-az"), mention("budget", "0")]
    said = ask("find_program", "free networking within 5 miles of Nogales", mentions=named, channel=channel)
    assert said.outcome == "not_known"
    opened = said.labels[0]
    assert re.search(r"\d+$", opened)
    assert opened[1:] in said.text and "first" in said.text
    found = tap(said, opened, channel)
    assert found.outcome == "answered" and found.slots["shown"]


def test_what_nobody_offers_is_a_coded_gap() -> None:
    named = [mention("category", "networking"), mention("region", "southern-arizona"), mention("need", "child-care")]
    said = ask("find_program", "networking classes with child care in Tucson", mentions=named)
    assert said.slots["gaps"] == ["child-care:networking"]
    assert ask("find_program", "networking in Tucson", mentions=named[:2]).slots["gaps"] is None


@pytest.mark.parametrize(
    ("program", "text", "mentions", "decision"),
    [
        ("per-scholas-it-support-dc", "im 17", [mention("age", "17")], "no"),
        ("year-up-dc", "i dont have a diploma", [], "no"),
        ("year-up-dc", "can i join", [], "unknown"),
        ("genesys-works-dc", "I'm in 11th grade", [mention("age", "16", grade="11")], "yes"),
        ("az-cyber-youth-ambassador", "im 40", [mention("age", "40")], "no"),
    ],
)
def test_eligibility_is_yes_no_or_not_known_with_the_rule(
    program: str, text: str, mentions: list[dict[str, object]], decision: str
) -> None:
    for channel in ("web", "sms"):
        said = ask("program_eligibility", text, mentions=[mention("program", program), *mentions], channel=channel)
        starts = {"yes": "Looks like yes", "no": "No, by", "unknown": "I can't say yet"}[decision]
        assert starts in said.text
        record = knowledge().program(program)
        assert record and record.eligibility_text and record.eligibility_text.en in said.text
        assert record.described.source.short in said.text or record.described.source.name in str(said.cards)


def test_eligibility_never_turns_silence_into_no() -> None:
    for program in knowledge().programs():
        if not eligibility.states_rules(program):
            assert eligibility.decide(program, eligibility.Told(age=40, diploma=False)).decision == "yes"
            said = ask("program_eligibility", "im 40, no diploma", mentions=[mention("program", program.id)])
            assert said.outcome == "not_known"
            break


@pytest.mark.parametrize(("language", "channel"), SIDES)
def test_programs_side_by_side(language: str, channel: str) -> None:
    pair = ["per-scholas-it-support-dc", "year-up-dc"]
    said = ask("program_details", choice={"program": pair}, language=language, channel=channel)
    assert said.topics == ["program_details"]
    for id in pair:
        program = knowledge().program(id)
        assert program and program.short.say(language) in said.text
    assert [item["id"] for item in said.slots["shown"]] == pair


@pytest.mark.parametrize("language", ["en", "es"])
def test_programs_side_by_side_mostly_fit_two_text_messages(language: str) -> None:
    named = [program.id for program in knowledge().programs() if program.awards is None]
    pairs = random.Random(7).sample(list(itertools.combinations(named, 2)), 120)
    lengths: Counter[int] = Counter()
    for pair in pairs:
        said = ask("program_details", choice={"program": list(pair)}, language=language, channel="sms")
        lengths[said.segments()] += 1
    mostly_two_segments(lengths)


@pytest.mark.parametrize(
    "text",
    ["is npower legit", "is tech elevator a scam", "and npower?", "what about tech elevator", "y revature?", "npower es confiable?",
     "npower es real?", "npower legit?", "npower is it legit?", "is the npower school legit", "es confiable revature", "y que tal revature"],
)  # fmt: skip
def test_a_school_nobody_knows_is_heard_by_name(text: str) -> None:
    assert unknown_names.weighed_by_name(text)


@pytest.mark.parametrize(
    "text",
    ["is this legit", "are you sure thats legit", "is their program accredited?", "is program legit", "is it real",
     "how do i know if it is really legit", "is what he said legit", "are online schools legit", "are coding boot camps a scam",
     "es confiable o no?", "es real o es estafa?", "son esas escuelas legítimas?", "es su programa legítimo?", "no es nada seguro",
     "es real o falso", "¿Es confiable o me van a engañar?", "será de verdad o es fraude", "este curso es real o es engaño",
     "y qué tal el sueldo", "and how much is it?", "and the cost?", "y los horarios", "and how do i apply", "y gracias", "¿Y qué más?"],
)  # fmt: skip
def test_what_names_no_school_is_not_taken_for_one(text: str) -> None:
    assert not unknown_names.weighed_by_name(text)


def test_a_neighbour_town_plans_with_the_region_it_borders_on() -> None:
    said = ask("pathway", choice={"role": "15-1232", "plan": "yes"}, context={"place": "abington-ma"}, channel="sms")
    assert "MassHire" in said.text and "JobPath" not in said.text


@pytest.mark.parametrize(("language", "text"), [("en", "where do i sign up for npower"), ("es", "que es ironhack")])
@pytest.mark.parametrize("channel", ["web", "sms"])
def test_a_program_nobody_knows_is_said_to_be_unknown(language: str, text: str, channel: str) -> None:
    said = ask("program_apply", text, language=language, channel=channel)
    assert text.rsplit(" ", 1)[-1] in said.text and said.outcome == "not_known"
    is_sound(said, channel, names=(text.rsplit(" ", 1)[-1],))


@pytest.mark.parametrize(
    "text",
    [
        "whats the price",
        "sign up for that",
        "puedo entrar sin papeles",
        "cuanto cuesta",
        "who can join",
        "what is this",
    ],
)
def test_a_question_that_names_nothing_is_asked_back(text: str) -> None:
    assert ask("program_apply", text).outcome == "asked_back"
