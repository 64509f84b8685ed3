"""The phrase notation, the automaton over it, and the reading of texted words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.safety.automaton import Automaton, Label, PhraseInvalid, pieces_of
from bot.safety.lexicon import read_phrases
from bot.safety.words import LONGEST, fold, plain_words

LABEL = Label("kind", "sure", "en")


def spans(phrase: str, text: str) -> list[str]:
    automaton = Automaton()
    automaton.add(pieces_of(phrase, str.split), LABEL)
    words = plain_words(text)
    symbols = {"die": ["<die>"], "dead": ["<die>"]}
    found = automaton.find(words, lambda w: automaton.steps([w, *symbols.get(w, []), w[:3] + "*"]))
    return [" ".join(word.text for word in words[m.start : m.end]) for m in found]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("i want", "now i want it", ["i want"]),
        ("i (want|do not) it", "i want it i do not it", ["i want it", "i do not it"]),
        ("i so? want", "i want and i so want", ["i want", "i so want"]),
        ("i ~2 end", "i want to end", ["i want to end"]),
        ("i ~1 end", "i want to end", []),
        ("i <die>", "i die or i dead", ["i die", "i dead"]),
        ("sui* note", "suimidal note", ["suimidal note"]),
        ("at ~2 (by)?", "x at y", ["at"]),
        ("we ~2 end", "we. want end", []),
        ("we want", "we. want", ["we want"]),
    ],
)
def test_notation_finds_what_it_says(phrase: str, text: str, expected: list[str]) -> None:
    assert spans(phrase, text) == expected


@pytest.mark.parametrize("phrase", ["", "a (b", "(a)?", "~2", "(a (b) c)"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseInvalid):
        pieces_of(phrase, str.split)


def test_a_file_that_is_not_plain_lists_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "abuse.en.yml"
    path.write_text("sure:\n  - a\n    b: c\n")
    with pytest.raises(PhraseInvalid):
        read_phrases(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Me QUIERO morír", "me quiero morir"),
        ("k.m.s", "kms"),
        ("d i e", "die"),
        ("he'll come", "he wil come"),
        ("dieeee", "die"),
        ("m0r1r", "morir"),
        ("988", "988"),
        ("vivir", "bibir"),
        ("it\u2019s", "its"),
    ],
)
def test_words_are_read_plainly(text: str, expected: str) -> None:
    assert " ".join(word.text for word in plain_words(text)) == expected


def test_no_text_grows_without_bound() -> None:
    assert len(fold("\ufdfa" * 40_000)) <= 2 * LONGEST
