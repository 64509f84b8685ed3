"""Where a message holds two questions, and where it only seems to."""

from __future__ import annotations

import pytest

from bot.dialogue import questions
from bot.dialogue.engine import EngineTurn


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        (
            "what does a web developer do and how much do they make",
            ("what does a web developer do", "how much do they make"),
        ),
        ("is the CCNA hard? what does it cost", ("is the CCNA hard", "what does it cost")),
        ("qué es el A+ y cuánto cuesta", ("qué es el A+", "cuánto cuesta")),
        ("¿Dónde queda el centro? ¿Y cuándo abre?", None),
        ("where is year up, and is it free", ("where is year up", "is it free")),
    ],
)
def test_split_finds_two_questions(text: str, halves: tuple[str, str] | None) -> None:
    found = questions.split(text)
    assert found == halves or (halves is None and found is not None)


@pytest.mark.parametrize(
    "text",
    [
        "I drive a truck and want to move into IT",
        "how do I become a data analyst",
        "me gusta dibujar y soy callada",
        "hi and how are you",
        "what is it and what does it cost and where is it",
        "classes in Boston and Worcester",
    ],
)
def test_one_question_is_left_whole(text: str) -> None:
    assert questions.split(text) is None


def turn(topic: str, text: str = "x", confidence: float = 0.9, outcome: str = "answered") -> EngineTurn:
    reply = {"text": text, "choices": [{"label": topic, "payload": {}}], "cards": []}
    return EngineTurn([reply], [topic], outcome, {topic: "1"}, {"active_topic": topic}, {"confidence": confidence})


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (turn("role_pay"), turn("pathway"), True),
        (turn("role_pay"), turn("role_pay"), False),
        (turn("greet"), turn("role_pay"), False),
        (turn("role_pay"), turn("pathway", confidence=0.3), False),
        (turn("role_pay"), turn("pathway", outcome="asked_back"), False),
    ],
)
def test_both_halves_must_be_sure_answers(first: EngineTurn, second: EngineTurn, both: bool) -> None:
    assert questions.both_answered(first, second) is both


def test_merged_answer_is_shortest_first_and_offers_one_list() -> None:
    made = questions.merged(turn("role_pay", "a long answer"), turn("pathway", "short"))
    assert [reply["text"] for reply in made.replies] == ["short", "a long answer"]
    assert made.topics == ["role_pay", "pathway"]
    assert sum(len(reply["choices"]) for reply in made.replies) == 1
    assert made.context == {"active_topic": "pathway"}
