"""The hotline cards: fixed, whole, short enough for two text messages, and honest about what they are."""

from __future__ import annotations

import re

import pytest

from bot.channels.sms.segments import measure
from bot.messages import Channel, Language
from bot.safety.cards import CARD_FILE, card_for, crisis_turn
from bot.safety.screen import KINDS, Hit, Kind

LANGUAGES: tuple[Language, ...] = ("en", "es")
EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]
NUMBERS = {
    "self_harm": ["741741"],
    "threat_to_others": ["741741"],
    "medical_emergency": [],
    "abuse": ["1-800-799-7233"],
    "trafficking": ["1-888-373-7888", "233733"],
    "unsafe_home": ["1-800-786-2929"],
}


def words(kind: Kind, language: Language, channel: Channel) -> str:
    reply = card_for(Hit.of_kind(kind, language), language, channel)
    return " ".join([reply.text, *(part for card in reply.cards for part in (card.title, *card.lines))])


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_text_message_card_fits_two_segments_of_gsm(kind: Kind, language: Language) -> None:
    text = card_for(Hit.of_kind(kind, language), language, "sms").text
    size = measure(text)
    assert size.encoding == "GSM-7" and size.segments <= 2


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_card_names_its_numbers(kind: Kind, language: Language, channel: Channel) -> None:
    said = words(kind, language, channel)
    for number in ["988", "911", *NUMBERS[kind]]:
        assert re.search(rf"(?<!\d){number}(?!\d)", said), number
    if language == "es":
        assert "oprime 2" in said


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_card_says_it_is_a_bot_and_nobody_watches(kind: Kind, language: Language, channel: Channel) -> None:
    said = words(kind, language, channel)
    assert ("nobody watches this chat" if language == "en" else "nadie vigila este chat") in said
    assert ("I'm a bot" if language == "en" else "Soy un bot") in said


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_no_card_promises_diagnoses_or_asks(kind: Kind, language: Language, channel: Channel) -> None:
    said = words(kind, language, channel).lower()
    for forbidden in ("i will", "i'll", "we will", "you should", "deberías", "te prometo", "i promise", "depress", "?"):
        assert forbidden not in said


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_web_card_has_one_tap_links(kind: Kind, language: Language) -> None:
    reply = card_for(Hit.of_kind(kind, language), language)
    assert [card.kind for card in reply.cards] == ["hotline"]
    assert re.fullmatch(r"(tel|sms):[\d-]+", reply.cards[0].url or "")
    assert reply.choices == []


def test_self_harm_offers_texting_in_both_languages() -> None:
    assert "text HOME to 741741" in words("self_harm", "en", "web")
    assert "manda AYUDA al 988" in words("self_harm", "es", "web") and "HOLA al 741741" in words(
        "self_harm", "es", "sms"
    )


def test_a_crisis_turn_reports_its_topic_and_outcome() -> None:
    turn = crisis_turn(Hit.of_kind("abuse", "es"), "sms")
    assert turn.understanding.topics == ["danger"] and turn.understanding.outcome == "crisis"
    assert turn.understanding.language == "es" and len(turn.replies) == 1
    assert crisis_turn(Hit.of_topic("crisis", "en"), "web", "es").understanding.language == "es"


def test_cards_are_marked_as_not_reviewed_until_a_clinician_has_read_them() -> None:
    assert (CARD_FILE.reviewed_by is None) == (CARD_FILE.reviewed_on is None)
