"""Starting over, changing language, not understanding, going on, and reaching a person."""

from __future__ import annotations

import re

import pytest
import yaml

from actions.change_language import wanted
from actions.library import knowledge
from actions.restart import FORGOTTEN
from tests.unit.action_harness import RULES, ask, mention, tap
from tests.unit.soundness import SIDES, is_sound
from tests.unit.soundness import seeded as seeded

REACH = re.compile(r"\d{3}-\d{3}-\d{4}|\b211\b|\b[\w-]+\.(org|gov|com|edu|net)\b")
RANKED = ("role_pay", "find_program", "credential_cost", "supports", "pathway", "talk_to_human", "greet")


def rule_topics() -> list[str]:
    rules = yaml.safe_load((RULES / "conversation.yml").read_text(encoding="utf-8"))["rules"]
    return [str(rule["rule"]) for rule in rules if str(rule["steps"][1]["action"]).startswith("action_")]


@pytest.mark.parametrize("topic", rule_topics())
def test_every_action_answers_with_nothing_known(topic: str) -> None:
    for language, channel in SIDES:
        said = ask(topic, language=language, channel=channel)
        if topic == "change_language":
            said = type(said)(said.text, said.choices, said.cards, said.slots, said.slots["chosen_language"])
        is_sound(said, channel)
        assert channel == "web" or said.segments() <= 2


def test_restart_forgets_all_but_the_language() -> None:
    known = ask("role_pay", mentions=[mention("role", "15-1254"), mention("place", "nogales-az")]).slots
    known = ask("find_program", context=known).slots
    known = known | {"about_me": {"start": "41-2031"}, "chosen_language": "es"}
    assert known["role"]
    assert known["search"]
    said = ask("restart", "start over", context=known, language="es")
    assert {name: said.slots[name] for name in FORGOTTEN if said.slots.get(name)} == {}
    assert said.slots["chosen_language"] == "es"
    asked = ask("role_pay", context=said.slots, language="es")
    assert asked.outcome == "asked_back"
    assert len(said.choices) == 3


@pytest.mark.parametrize(
    ("text", "current", "expected"),
    [
        ("can we do this in spanish", "en", "es"),
        ("Spanish please", "es", "es"),
        ("prefiero el español", "en", "es"),
        ("en espanol porfa", "en", "es"),
        ("mi mamá solo lee castellano", "en", "es"),
        ("could you write in English", "es", "en"),
        ("mejor en inglés", "es", "en"),
        ("en ingles si se puede", "es", "en"),
        ("ENGLISH", "en", "en"),
        ("my english is not good", "en", "es"),
        ("i don't read english", "en", "es"),
        ("no entiendo inglés", "en", "es"),
        ("no hablo mucho inglés", "en", "es"),
        ("my spanish is not great", "es", "en"),
        ("i don't speak spanish", "es", "en"),
        ("I can't read Spanish", "es", "en"),
        ("no sé leer en español", "es", "en"),
        ("español, no inglés", "en", "es"),
        ("english not spanish", "es", "en"),
        ("english instead of spanish", "es", "en"),
        ("en español en vez de inglés", "en", "es"),
        ("switch from english to spanish", "en", "es"),
        ("de español a inglés", "es", "en"),
        ("can't you speak english?", "es", "en"),
        ("why not in english?", "es", "en"),
        ("¿no hablas español?", "en", "es"),
        ("the other language", "en", "es"),
        ("el otro idioma", "es", "en"),
        ("", "es", "en"),
    ],
)
def test_the_language_wanted_is_heard(text: str, current: str, expected: str) -> None:
    assert wanted(text, current) == expected


def test_the_change_is_said_in_the_new_language_and_kept() -> None:
    said = ask("change_language", "mejor en español", language="en")
    assert said.slots["chosen_language"] == "es"
    assert "español" in said.text
    later = ask("change_language", "english", language="es", context={"active_topic": "role_pay"})
    assert later.slots["chosen_language"] == "en"
    assert "go on" in later.text
    assert later.slots["active_topic"] == "role_pay"


# --- not understood ---


def test_asking_back_offers_the_nearest_topics_and_a_person() -> None:
    from actions.ask_back import nearest
    from actions.turn import TurnContext

    turn = TurnContext("nlu_fallback", "en", "web", "", "", ranking=tuple({"name": name} for name in RANKED))
    assert nearest(turn)[:2] == ["role_pay", "find_program"]
    assert "greet" not in nearest(turn)


def test_the_way_out_of_a_question_is_a_person() -> None:
    for language, channel in SIDES:
        said = ask("nlu_fallback", "asdf", language=language, channel=channel)
        is_sound(said, channel)
        assert said.outcome == "asked_back"
        person = tap(said, said.labels[-1], channel)
        assert person.topics == ["talk_to_human"]
        assert REACH.search(person.everything)


@pytest.mark.parametrize("topic", ["not_understood", "inform", "correct", "choose"])
def test_doubt_is_admitted_and_counted_as_unanswered(topic: str) -> None:
    before = {"active_topic": "role_pay", "role": "15-1254"}
    for language, channel in SIDES:
        said = ask(topic, "qwerty", language=language, channel=channel, context=before)
        is_sound(said, channel)
        assert said.outcome == "not_known"
        assert said.slots["active_topic"] == "role_pay"
        assert "talk_to_human" in [choice["payload"]["topic"] for choice in said.choices]


# --- going on ---


def test_clarify_says_the_last_answer_plainly() -> None:
    for language, channel in SIDES:
        for topic in ("role_overview", "role_pay", "role_outlook", "role_requirements"):
            for role in knowledge().occupations():
                before = {"active_topic": topic, "role": role.id}
                said = ask("clarify", "huh", context=before, language=language, channel=channel)
                is_sound(said, channel)
                assert said.outcome == "answered"
                assert said.slots["active_topic"] == topic
                assert channel == "web" or said.segments() <= 2
        for credential in knowledge().credentials():
            before = {"active_topic": "credential_overview", "credential": credential.id}
            said = ask("clarify", "huh", context=before, language=language, channel=channel)
            is_sound(said, channel)
            assert credential.what.say(language) in said.text


def test_clarify_with_nothing_said_before_asks_what() -> None:
    assert ask("clarify", "what").outcome == "asked_back"


def test_more_with_nothing_listed_says_that_was_all() -> None:
    for language, channel in SIDES:
        for stale in ({}, {"more": None}, {"more": {"topic": "a list of an earlier version"}}):
            said = ask("more", "more", context=stale, language=language, channel=channel)
            is_sound(said, channel)
            assert len(said.choices) == 3
            assert said.topics == ["more"]


# --- a person ---


def test_a_person_can_be_reached_from_everywhere() -> None:
    for language, channel in SIDES:
        places = [[mention("place", place.id, name=place.name)] for place in knowledge().places()[::8]]
        regions = [[mention("region", region.id)] for region in knowledge().regions()]
        for named in ([], *regions, *places):
            said = ask("talk_to_human", mentions=named, language=language, channel=channel)
            is_sound(said, channel)
            links = " ".join(card["url"] or "" for card in said.cards)
            assert REACH.search(f"{said.everything} {links}"), said.everything
            assert said.outcome == "handed_over"
            assert channel == "web" or said.segments() <= 2
