"""What a text asks to be reminded of, and when."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.sms.nudges import wish
from bot.channels.sms.optout import decide

HERE = datetime(2026, 11, 25, 16, 40, tzinfo=ZoneInfo("America/Phoenix"))  # a Wednesday

WISHES = [
    ("remind me sunday", "2026-11-29 10:00", "plan"),
    ("Remind me Sunday!", "2026-11-29 10:00", "plan"),
    ("recuérdame el domingo", "2026-11-29 10:00", "plan"),
    ("recuerdame mañana por favor", "2026-11-26 10:00", "plan"),
    ("remind me tmrw at 5", "2026-11-26 17:00", "plan"),
    ("can you remind me tomorrow at 9:30 am", "2026-11-26 09:30", "plan"),
    ("recuérdame mañana a las 3 de la tarde", "2026-11-26 15:00", "plan"),
    ("recuérdame mañana en la mañana", "2026-11-26 10:00", "plan"),
    ("remind me wednesday", "2026-12-02 10:00", "plan"),
    ("set a reminder for friday evening to apply", "2026-11-27 18:00", "deadline"),
    ("remind me in 3 days", "2026-11-28 10:00", "plan"),
    ("remind me in two hours", "2026-11-25 18:40", "plan"),
    ("recuérdame en una semana", "2026-12-02 10:00", "plan"),
    ("recuérdame pasado mañana", "2026-11-27 10:00", "plan"),
    ("remind me about the fafsa dec 5", "2026-12-05 10:00", "fafsa"),
    ("remind me on January 3rd about the open house", "2027-01-03 10:00", "open_house"),
    ("recuérdame el 5 de diciembre de la fecha límite", "2026-12-05 10:00", "deadline"),
    ("recuérdame el 3", "2026-12-03 10:00", "plan"),
    ("remind me 12/5 at noon", "2026-12-05 12:00", "plan"),
    ("remind me 2026-12-05", "2026-12-05 10:00", "plan"),
    ("remind me next week to study", "2026-12-02 10:00", "class"),
    ("recuérdame la próxima semana de mi cita", "2026-12-02 10:00", "appointment"),
    ("remind me later", "2026-11-25 18:40", "plan"),
    ("text me sunday", "2026-11-29 10:00", "plan"),
    ("mándame un recordatorio el sabado", "2026-11-28 10:00", "plan"),
    ("me puedes recordar el viernes a las 4 pm", "2026-11-27 16:00", "plan"),
    ("remind me this weekend", "2026-11-28 10:00", "plan"),
    ("remind me", None, "plan"),
    ("remind me before the deadline", None, "deadline"),
    ("recuérdame luego", None, "plan"),
]


@pytest.mark.parametrize(("text", "at", "occasion"), WISHES)
def test_read_gives_moment_and_occasion(text: str, at: str | None, occasion: str) -> None:
    found = wish.read(text, HERE)
    assert found is not None
    assert (f"{found.at:%Y-%m-%d %H:%M}" if found.at else None, found.occasion) == (at, occasion)


@pytest.mark.parametrize(
    "text",
    ["when is the deadline", "classes on sunday?", "cursos el domingo", "text me the list", "what does a web developer make",
     "i may apply", "does the class meet mon", "avísame cuando abran", "this reminds me of my job", "no recuerdo el nombre"],
)  # fmt: skip
def test_read_leaves_questions_to_the_dialogue(text: str) -> None:
    assert wish.read(text, HERE) is None


@pytest.mark.parametrize("text", [text for text, _, _ in WISHES])
def test_a_wish_is_in_its_own_language_and_no_stop(text: str) -> None:
    found = wish.read(text, HERE)
    assert found is not None
    assert found.language == ("es" if any(w in text for w in ("recu", "recor", "cordatorio")) else "en")
    assert decide(text) != "opt_out"


@pytest.mark.parametrize(
    "text",
    ["SKIP", "skip", "Quita", "QUITA.", "cancel my reminder", "cancela mi recordatorio", "no more reminders please"],
)
def test_cancels_knows_the_words(text: str) -> None:
    assert wish.cancels(text)


@pytest.mark.parametrize(
    "text", ["skip the math part", "quita ese programa", "cancel", "STOP", "cancel all my reminders and texts"]
)
def test_cancels_leaves_other_messages_alone(text: str) -> None:
    assert not wish.cancels(text)


@settings(deadline=None)
@given(st.text(max_size=120))
def test_odd_texts_raise_nothing(text: str) -> None:
    wish.read(f"remind me {text}", HERE)
    wish.read(text, HERE)


@settings(deadline=None)
@given(st.integers(0, 99), st.integers(0, 99))
def test_impossible_dates_are_no_moment(month: int, day: int) -> None:
    found = wish.read_moment(f"{month}/{day}", HERE)
    assert found is None or found.date() >= HERE.date()
