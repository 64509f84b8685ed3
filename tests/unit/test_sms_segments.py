"""Exact counting, splitting and spelling: the table of vectors, then properties over any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.sms.segments import PART, SINGLE, encoding_of, graphemes, measure, segments_of
from bot.channels.sms.transliteration import economical, expensive_characters

FAMILY = "👨‍👩‍👧‍👦"  # one grapheme, 11 UTF-16 units

VECTORS = [
    ("", "GSM-7", 0, 1),
    ("a" * 160, "GSM-7", 160, 1),
    ("a" * 161, "GSM-7", 161, 2),
    ("a" * 306, "GSM-7", 306, 2),
    ("a" * 307, "GSM-7", 307, 3),
    ("a" * 459, "GSM-7", 459, 3),
    ("a" * 460, "GSM-7", 460, 4),
    ("á" * 70, "UCS-2", 70, 1),
    ("á" * 71, "UCS-2", 71, 2),
    ("á" * 134, "UCS-2", 134, 2),
    ("á" * 135, "UCS-2", 135, 3),
    ("€" * 80, "GSM-7", 160, 1),
    ("€" * 81, "GSM-7", 162, 2),
    ("€" * 152, "GSM-7", 304, 2),  # 76 a part: an escape pair is never torn apart
    ("€" * 153, "GSM-7", 306, 3),
    ("a" * 152 + "€" + "a" * 20, "GSM-7", 174, 2),
    ("[" * 80, "GSM-7", 160, 1),
    ("[" * 81, "GSM-7", 162, 2),
    ("\\^{}|~[]\f" * 5, "GSM-7", 90, 1),
    ("😀" * 35, "UCS-2", 70, 1),
    ("😀" * 36, "UCS-2", 72, 2),
    ("😀" * 66, "UCS-2", 132, 2),  # 33 a part: a surrogate pair is never torn apart
    ("😀" * 67, "UCS-2", 134, 3),
    (FAMILY * 6, "UCS-2", 66, 1),
    (FAMILY * 7, "UCS-2", 77, 2),
    ("éñü¿¡" * 32, "GSM-7", 160, 1),
    ("ÉÑÜàèìòù" * 20, "GSM-7", 160, 1),
    ("Ç", "GSM-7", 1, 1),
    ("ç", "UCS-2", 1, 1),
    ("\r\n" * 80, "GSM-7", 160, 1),
    ("\x1b", "UCS-2", 1, 1),
    ("`", "UCS-2", 1, 1),
    ("“a”", "UCS-2", 3, 1),
    ("e\u0301" * 35, "UCS-2", 70, 1),  # an accent typed apart costs the whole message its GSM-7
]  # fmt: skip


@pytest.mark.parametrize(("text", "encoding", "units", "segments"), VECTORS)
def test_measure_matches_the_vector(text: str, encoding: str, units: int, segments: int) -> None:
    measured = measure(text)
    assert (measured.encoding, measured.units, measured.segments) == (encoding, units, segments)
    assert len(segments_of(text)) == segments


@pytest.mark.parametrize("letter", "áíóúÁÍÓÚ")
def test_these_accents_force_ucs2(letter: str) -> None:
    assert encoding_of(letter) == "UCS-2"


@pytest.mark.parametrize("letter", "éñü¿¡ÉÑÜà")
def test_these_letters_cost_nothing_extra(letter: str) -> None:
    assert encoding_of(letter) == "GSM-7"


def test_a_310_character_spanish_answer_costs_five_segments_and_three_when_respelled() -> None:
    sentence = "El soporte técnico en Nogales paga más de lo que crees: la mediana está en 27 dólares por hora. "
    text = (sentence * 4)[:310]
    assert len(text) == 310
    assert measure(text).segments == 5
    assert measure(economical(text)).segments == 3


ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcñáé€[]{} \n😀👩🏽‍💻\u200d\u0301🇲🇽"), st.characters(exclude_categories=["Cs"])
    ),
    max_size=700,
)


@settings(deadline=None)
@given(ANY_TEXT)
def test_segments_join_to_the_text_and_none_is_too_long(text: str) -> None:
    parts = segments_of(text)
    measured = measure(text)
    assert "".join(parts) == text
    assert len(parts) == measured.segments
    limit = SINGLE[measured.encoding] if len(parts) == 1 else PART[measured.encoding]
    for part in parts:
        size = measure(part).units if measured.encoding == "GSM-7" else len(part.encode("utf-16-le")) // 2
        assert size <= limit


@settings(deadline=None)
@given(ANY_TEXT)
def test_no_segment_cuts_a_grapheme_that_fits_one(text: str) -> None:
    whole = graphemes(text)
    if all(len(g.encode("utf-16-le")) // 2 <= 67 for g in whole):
        assert [g for part in segments_of(text) for g in graphemes(part)] == whole or "".join(whole) == text
        ends = {0}
        for g in whole:
            ends.add(max(ends) + len(g))
        position = 0
        for part in segments_of(text):
            position += len(part)
            assert position in ends


@settings(deadline=None)
@given(ANY_TEXT)
def test_respelling_never_costs_more_and_never_again_less(text: str) -> None:
    once = economical(text)
    assert measure(once).segments <= measure(text).segments or measure(once).units <= measure(text).units
    assert economical(once) == once


def test_respelling_leaves_alone_what_saves_nothing() -> None:
    assert economical("¿Cuánto gana un analista?") == "¿Cuánto gana un analista?"
    assert economical("He said “yes” – really") == "He said “yes” – really"


def test_respelling_prefers_the_gentler_step() -> None:
    english = "“Help desk” – " + "a" * 140
    assert economical(english) == '"Help desk" - ' + "a" * 140


def test_respelling_never_touches_n_with_tilde_nor_u_with_dots() -> None:
    text = "Un año de información en español, con vergüenza ninguna, cuesta menos de lo que tú crees. " * 2
    respelled = economical(text)
    assert "año" in respelled
    assert "español" in respelled
    assert "vergüenza" in respelled
    assert "informacion" in respelled


def test_respelling_keeps_accents_where_the_word_would_become_another() -> None:
    text = "Dile a tu papá que la información está en español y que pregunte cuánto cuesta el año. " * 2
    assert "papá" in economical(text)


def test_expensive_characters_are_named_once() -> None:
    assert expensive_characters("más “más” ñ") == ["á", "“", "”"]
