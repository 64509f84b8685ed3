"""The interest quiz: at most twelve questions, out at any time, a question in between does not end it, reasons for each job."""

from __future__ import annotations

import re

import pytest

from actions import interest_quiz, way_back
from actions.library import knowledge
from knowledge import interests
from tests.unit.action_harness import Said, ask, mention, tap
from tests.unit.soundness import is_sound, seeded

__all__ = ["seeded"]

YES = {"en": "Yes", "es": "Sí"}
OUT = {"en": "Show my jobs", "es": "Ya, mis empleos"}
SIDES = [("en", "sms"), ("es", "sms"), ("en", "web"), ("es", "web")]


def began(language: str = "en", channel: str = "sms") -> Said:
    return ask("career_match", choice={"quiz": "start"}, language=language, channel=channel)


@pytest.mark.parametrize(("language", "channel"), SIDES)
def test_twelve_questions_at_most_then_three_jobs_with_reasons(language: str, channel: str) -> None:
    said, asked = began(language, channel), 0
    while said.slots["quiz"]:
        asked += 1
        assert re.search(rf"\b{asked} (of|de) 12\b", said.text), said.text
        assert channel == "web" or said.segments() == 1
        said = tap(said, YES[language] if asked % 3 else "No", channel)
    assert asked == 12
    assert len(said.slots["shown"]) == 3
    assert said.text.count("(") >= 3
    is_sound(said, channel, sources=("O*NET",))


@pytest.mark.parametrize("answered", range(12))
def test_one_may_stop_at_any_question(answered: int) -> None:
    said = began()
    for _ in range(answered):
        said = tap(said, "Yes", "sms")
    said = tap(said, OUT["en"], "sms")
    assert said.slots["quiz"] is None and said.choices
    assert ("answers; more would" in said.text) is (answered >= interest_quiz.FEWEST)


def test_typed_answers_count_as_tapped_ones() -> None:
    said = began()
    for topic, text in (("affirm", "yes"), ("deny", "nah"), ("career_match", "kinda"), ("not_understood", "no sé")):
        if topic == "not_understood":
            topic = "career_match"  # what an unclear message after a question is taken for (the slot `asking`)
        said = ask(topic, text, context=said.slots, channel="sms")
    assert said.slots["quiz"]["answers"] == "2011"


def test_an_answer_nobody_can_read_asks_the_question_again() -> None:
    said = began()
    again = ask("career_match", "purple monkey", context=said.slots, channel="sms")
    assert again.slots["quiz"]["answers"] == ""
    assert "1 of 12" in again.text


def test_a_question_in_between_does_not_end_it() -> None:
    said = tap(began(), "Yes", "sms")
    aside = ask(
        "role_pay", "what does help desk pay", mentions=[mention("role", "15-1232")], context=said.slots, channel="sms"
    )
    assert "$61,860" in aside.text
    back = tap(aside, "Back to the quiz", "sms")
    assert "2 of 12" in back.text
    assert back.slots["quiz"]["answers"] == "2"


def test_a_bare_yes_after_the_aside_is_not_taken_for_an_answer() -> None:
    said = tap(began(), "Yes", "sms")
    aside = ask(
        "role_pay", "pay of help desk", mentions=[mention("role", "15-1232")], context=said.slots, channel="sms"
    )
    yes = ask("affirm", "yes", context=aside.slots, channel="sms")
    assert yes.slots["quiz"]["answers"] == "2"


def test_who_moves_on_is_not_reminded_for_ever() -> None:
    said = began()
    for _ in range(way_back.PATIENCE):
        said = ask("role_pay", mentions=[mention("role", "15-1232")], context=said.slots)
        assert any("Back to the quiz" in label for label in said.labels)
    said = ask("role_pay", mentions=[mention("role", "15-1232")], context=said.slots)
    assert said.slots["quiz"] is None
    assert not any("Back to the quiz" in label for label in said.labels)


def test_an_older_button_answers_the_question_it_stood_under() -> None:
    first = began(channel="web")
    later = tap(tap(first, "Yes", "web"), "Yes", "web")
    changed = ask("career_match", choice=first.choices[2]["payload"]["entities"], context=later.slots)
    assert changed.slots["quiz"]["answers"] == "0"


@pytest.mark.parametrize(("letter", "likes"), [("R", "49-2022"), ("A", "27-1024"), ("E", "13-1082")])
def test_the_answers_decide(letter: str, likes: str) -> None:
    answers = "".join("2" if asked == letter else "0" for asked in interest_quiz.LETTERS)
    assert interest_quiz.liked(answers) == [letter]
    assert likes in [role.id for role in interest_quiz.ranked(answers)]


def test_no_suggestion_vanishes_or_is_a_twin() -> None:
    for at in range(3**6):
        answers = "".join(str(at // 3**place % 3) for place in range(6)) * 2
        found = interest_quiz.ranked(answers)
        assert len({role.category for role in found}) >= len(found) - 1
        assert all(role.outlook is None or role.outlook.value.growth_percent > -10 for role in found)


def test_every_occupation_with_letters_has_its_six_scores() -> None:
    for role in knowledge().occupations(role=None):
        if role.interests:
            assert set(interests.profiles()[role.id]) == set("RIASEC")
            strongest = max(interests.profiles()[role.id].items(), key=lambda item: item[1])[0]
            assert strongest == role.interests[0]


def test_restart_forgets_the_quiz() -> None:
    assert ask("restart", context=tap(began(), "Yes", "sms").slots).slots["quiz"] is None
