"""What is known of a word: given name, family name, ordinary word, place.

Receives a folded word (lower case, no accents); gives its classes from `data/`. Lists only; no learner's word is kept.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.privacy.names.words import word_set

DATA = Path(__file__).resolve().parent / "data"
# n: almost always a name; a: a name and an ordinary word (grace, rosa); w: mostly an ordinary word (will); -: not listed
NameClass = Literal["n", "a", "w", "-"]

_VOWELS = frozenset("aeiouy")  # without one it is an abbreviation
_CLITICS = ("", "me", "te", "se", "lo", "la", "le", "nos", "los", "las", "les", "melo", "selo", "mela", "sela", "telo")
_AR = word_set(
    "o as a amos an e es emos en aba abas abamos aban aste aron ando ado ada ados adas ar are ara aras aremos "
    "aran aria arias ariamos arian ase"
)  # fmt: skip
_ER = word_set(
    "o es e emos en imos a as amos an ia ias iamos ian i iste io ieron iendo ido ida idos idas er ir ere era "
    "eras eremos eran eria erias erian ire ira iremos iran iria irian iera ieran iese"
)  # fmt: skip
# What may be put for an ending to reach a listed word: the plural's singular, the infinitive of a verb form.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("s", ("",)),
    ("es", ("", "e")),
    ("ces", ("z",)),
    ("as", ("o", "a", "")),
    ("os", ("o", "a")),
    ("a", ("o", "")),
    ("ito", ("o", "")),
    ("ita", ("a", "")),
    ("iones", ("ion",)),
    ("ing", ("", "e")),
    ("ed", ("", "e")),
    ("er", ("", "e")),
    ("que", ("car",)),
    ("quen", ("car",)),
    ("gue", ("gar",)),
    ("guen", ("gar",)),
    ("ce", ("zar",)),
    ("zco", ("cer", "cir")),
    *((ending, ("ar",)) for ending in _AR),
    *((ending, ("er", "ir")) for ending in _ER),
)


class Lexicon:
    """The word lists, read once."""

    def __init__(self, data: Path = DATA) -> None:
        self._names: dict[str, str] = {}
        for line in (data / "names.tsv").read_text(encoding="utf-8").splitlines():
            word, classes = line.split("\t")
            self._names[word] = classes
        self._words = frozenset((data / "words.txt").read_text(encoding="utf-8").split("\n"))
        self._sounds = frozenset(map(_sound, self._words))
        places = [line.strip() for line in (data / "places.txt").read_text(encoding="utf-8").splitlines()]
        self._places = frozenset(line for line in places if line and not line.startswith("#"))
        self._place_words = frozenset(word for place in self._places for word in place.split())

    def given(self, word: str) -> str:
        return self._names.get(word, "--")[0]

    def family(self, word: str) -> str:
        return self._names.get(word, "--")[1]

    def is_word(self, word: str) -> bool:
        """An ordinary word of English or Spanish, or one of the career chat, also inflected."""
        if word in self._words:
            return True
        if word in self._names:
            return False
        # An abbreviation, a form of a listed word, or one written as it sounds ("umano", "siudadano").
        return (
            not _VOWELS.intersection(word)
            or self._is_inflected(word)
            or (len(word) > 3 and _sound(word) in self._sounds)
        )

    def is_listed_word(self, word: str) -> bool:
        """An ordinary word exactly as listed, not merely by its ending."""
        return word in self._words

    def _is_inflected(self, word: str) -> bool:
        """A plural, feminine or verb form of a listed word: Spanish has too many to list them all."""
        if word.endswith("mente") and (word[:-5] in self._words or word[:-6] + "o" in self._words):
            return True
        for clitics in _CLITICS:
            if not word.endswith(clitics):
                continue
            stem = word[: len(word) - len(clitics)] if clitics else word
            if clitics and stem in self._words:
                return True
            for ending, replacements in _ENDINGS:
                if len(stem) - len(ending) >= 2 and stem.endswith(ending):
                    base = stem[: len(stem) - len(ending)]
                    if any(base + replacement in self._words for replacement in replacements):
                        return True
        return False

    def is_place(self, phrase: str) -> bool:
        return phrase in self._places

    def in_place(self, word: str) -> bool:
        """Part of the name of a place ("rico" of Rio Rico)."""
        return word in self._place_words

    def is_unknown(self, word: str) -> bool:
        """Neither a listed name nor an ordinary word nor a place: a misspelling, or a name no list has."""
        return word not in self._names and word not in self._place_words and not self.is_word(word)

    def __len__(self) -> int:
        return len(self._names) + len(self._words)


def _sound(word: str) -> str:
    """A word as hurried Spanish spelling hears it: no h, b for v, s for z and soft c, k for hard c and qu, y for ll."""
    word = (
        word.replace("ch", "#")
        .replace("h", "")
        .replace("#", "ch")
        .replace("v", "b")
        .replace("z", "s")
        .replace("ll", "y")
    )
    word = word.replace("qu", "k").replace("ce", "se").replace("ci", "si").replace("x", "s")
    return word.replace("c", "k").replace("kh", "ch").replace("ss", "s")


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped lists, shared by everything that asks."""
    return Lexicon()
