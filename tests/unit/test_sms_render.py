"""Answers become text messages people can read, afford and reply to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.sms.paging import HARD_LIMIT, asks_for_more, pages
from bot.channels.sms.render import bodies, bodies_at_once
from bot.channels.sms.segments import graphemes, measure
from bot.channels.sms.wording import language_of_command, say
from bot.messages import Card, Choice, Reply, Turn, Understanding


def turn(*replies: Reply, language: str = "en") -> Turn:
    return Turn.model_validate(
        {"replies": [r.model_dump() for r in replies], "understanding": {"topics": ["role_pay"], "language": language}}
    )


def choices(*labels: str) -> list[Choice]:
    return [Choice(label=label, value=str(n)) for n, label in enumerate(labels)]


def test_render_numbers_the_choices_on_lines_of_their_own() -> None:
    body = bodies(turn(Reply(text="Which one?", choices=choices("Web developer", "Help desk"))))
    assert body == ["Which one?\n1) Web developer\n2) Help desk"]


def test_render_numbers_only_the_list_a_number_would_mean() -> None:
    two = turn(Reply(text="Pay: $30.", choices=choices("Outlook")), Reply(text="Programs:", choices=choices("A", "B")))
    assert bodies(two) == ["Pay: $30.\n\nPrograms:\n1) A\n2) B"]


def test_render_lets_cards_speak_only_where_there_are_no_words() -> None:
    card = Card(kind="program", title="IT Ready", lines=["Free, 8 weeks"], url="https://example.org/it")
    assert bodies(turn(Reply(text="", cards=[card]))) == ["IT Ready\nFree, 8 weeks\nhttps://example.org/it"]
    assert bodies(turn(Reply(text="IT Ready is free.", cards=[card]))) == ["IT Ready is free."]


def test_render_keeps_an_answer_of_three_segments_whole() -> None:
    text = ("A sentence of forty characters, exactly. " * 11).strip()
    assert bodies(turn(Reply(text=text))) == [text]
    assert measure(text).segments == 3


@pytest.mark.parametrize(("language", "hint"), [("en", "Reply MORE"), ("es", "Responde M")])
def test_render_pages_a_longer_answer_by_two_segments(language: str, hint: str) -> None:
    text = "El curso es gratis y dura ocho semanas. Empieza en enero. " * 14
    found = bodies(turn(Reply(text=text, choices=choices("Costo", "Fechas")), language=language))
    assert len(found) > 1
    assert all(measure(page).segments <= 2 for page in found)
    assert all(hint in page for page in found[:-1])
    assert hint not in found[-1]
    assert found[-1].endswith("1) Costo\n2) Fechas")


def test_render_spells_cheaply_only_when_asked() -> None:
    text = "La información está aquí: un técnico gana más según la región y el año. " * 2
    assert measure(bodies(turn(Reply(text=text), language="es"))[0]).segments == 1
    assert measure(bodies(turn(Reply(text=text), language="es"), transliterate=False)[0]).segments == 3


def test_render_gives_nothing_for_an_empty_turn() -> None:
    assert bodies(turn(Reply(text="  "))) == []


def test_render_at_once_holds_nothing_back() -> None:
    found = bodies_at_once(turn(Reply(text="Call 988. " * 60)))
    assert "".join(found).count("988") == 60
    assert not any("MORE" in body for body in found)


URL = "https://www.example.org/programs/it-ready?region=nogales&utm=sms-" + "x" * 60


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(1, 3))
def test_pages_never_cut_an_address(before: int, budget: int) -> None:
    found = pages(("palabra " * 60)[:before] + " " + URL + " fin. " * 30, budget, "Reply MORE for the rest.")
    assert any(URL in page for page in found)


def test_pages_give_an_endless_address_a_page_of_its_own() -> None:
    endless = "https://example.org/" + "a" * 600
    found = pages(f"Look: {endless} and then more words " + "w " * 200, 2)
    assert any(endless in page for page in found)
    assert all(len(page) <= HARD_LIMIT for page in found)


CHARACTERS = st.lists(st.sampled_from([*"abc ñáé€. \n", "👩🏽‍💻", "😀", "e\u0301"]), max_size=700).map("".join)


@settings(deadline=None)
@given(CHARACTERS, st.integers(1, 3))
def test_pages_keep_every_word_and_every_character(text: str, budget: int) -> None:
    found = pages(text, budget)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(measure(page).segments <= budget for page in found)
    seen = [g for page in found for g in graphemes(page) if g.strip()]
    assert seen == [g for g in graphemes(text) if g.strip()]


@pytest.mark.parametrize("text", ["MORE", "more!", "más", "MAS", "Más.", "next", "siguiente", "ver más"])
def test_asks_for_more_knows_the_words(text: str) -> None:
    assert asks_for_more(text)


@pytest.mark.parametrize("text", ["more programs", "más barato", "tell me more about web developers", "no más", ""])
def test_asks_for_more_leaves_questions_to_the_engine(text: str) -> None:
    assert not asks_for_more(text)


@pytest.mark.parametrize("name", ["help", "opted_out", "opted_in", "stop_or_not", "media", "failed", "more", "empty"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_wording_of_the_channel_fits_two_segments(name: str, language: str) -> None:
    said = say(name, language, program="Sendero", contact="MassHire Boston, 617-541-1400, masshireboston.org")  # type: ignore[arg-type]
    body = bodies(Turn(replies=[Reply(text=said)], understanding=Understanding(topics=["help"], language="en")))
    assert measure(body[0]).segments <= 2


@pytest.mark.parametrize("language", ["en", "es"])
def test_help_names_program_contact_stop_and_crisis_lines(language: str) -> None:
    said = say("help", language, program="Sendero", contact="Ana")  # type: ignore[arg-type]
    assert all(word in said for word in ("Sendero", "Ana", "911", "988"))
    assert "STOP" in said or "ALTO" in said


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("STOP", "en"),
        ("ALTO", "es"),
        ("no más mensajes", "es"),
        ("stop texting me", "en"),
        ("AYUDA", "es"),
        ("🛑", "es"),
    ],
)
def test_language_of_command_follows_the_words(text: str, language: str) -> None:
    assert language_of_command(text, "es") == language
