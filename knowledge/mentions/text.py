"""A message as names are looked up in it: lower case, no accents, tokens that know where they stood.

Receives any text and gives a `Folded`; offsets are code points of the text as it came. Never fails, keeps nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:['’`´]s?(?=[^\W_]|\b)[^\W_]*)?|\+")
_QUOTES = str.maketrans("", "", "'’`´")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
# Texting forms that stand inside names ("administrador d redes"), and spellings by ear; the word before and after stay as they are.
_SHORT = {
    "d": "de",
    "x": "por",
    "nite": "night",
    "ablo": "hablo",
    "ablar": "hablar",
    "acer": "hacer",
    "aser": "hacer",
    "dl": "del",
    "pa": "para",
    "n": "and",
    "tec": "tecnico",
    "compus": "computadoras",
    "compu": "computadora",
}
# Words a name is the same without: "técnico en redes", "tecnico de redes".
SKIPPED = frozenset({"de", "del", "la", "las", "el", "los", "en", "of", "the", "a", "al", "y", "and", "para"})


@dataclass(slots=True)
class Token:
    """One word: `text` folded, `start`/`end` in the original, `capital` as it was written."""

    text: str
    start: int
    end: int
    capital: bool


@dataclass(slots=True)
class Folded:
    """The folded text (for patterns), where each of its characters stood, and its words."""

    text: str
    places: list[int] | None  # None: every character stands where it stood
    original: str
    tokens: list[Token]

    def gap(self, at: int) -> str:
        """What stands between word `at` and the one before it."""
        return self.original[self.tokens[at - 1].end : self.tokens[at].start]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of the original for a range of the folded text."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


def fold(text: str) -> Folded:
    """Folds a message and cuts it into words; "+" is the word "plus", "3D" one word."""
    plain, places = _plain(text)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(plain):
        start, end = match.span()
        first = places[start] if places else start
        last = places[end - 1] + 1 if places else end
        tokens.append(Token(_word(match.group()), first, last, text[first].isupper()))
    return Folded(plain, places, text, tokens)


def words(name: str) -> tuple[str, ...]:
    """The words of a name, as `fold` cuts them."""
    return tuple(map(_word, _TOKEN.findall(_plain(name)[0])))


@lru_cache(maxsize=65536)
def _word(typed: str) -> str:
    if typed == "+":
        return "plus"
    word = typed if typed.isalnum() else typed.translate(_QUOTES)
    if len(word) > 3:
        word = _LONG_RUN.sub(r"\1\1", word)
    return _SHORT.get(word, word)


def _plain(text: str) -> tuple[str, list[int] | None]:
    if text.isascii():
        return text.lower(), None
    out: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        base = character if character < "\x80" else _base(character)
        for one in base.lower():
            out.append(one)
            places.append(index)
    return "".join(out), places


@lru_cache(maxsize=4096)
def _base(character: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return "'" if kept in ("’", "‘", "´") else kept[:8]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without plural and gender, enough that "administradoras" finds "administrador"."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("es") and len(word) > 5 and word[-3] in "rnldz":
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 5:
        if word.endswith("ora"):
            return word[:-1]
        if word.endswith(("a", "o", "e")):
            return word[:-1]
    return word


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """The stem without a verb's ending too: "instalando", "instalar" and "instalo" are one, as are "making" and "make"."""
    if len(word) > 5:
        for ending in ("ando", "iendo", "ing", "ar", "er", "ir"):
            if (
                word.endswith(ending)
                and len(word) - len(ending) >= 3
                and not word.endswith(("eer", "ster", "ber", "per"))
            ):
                rest = word[: -len(ending)]
                return root(rest) if ending in ("ing", "ando", "iendo") else rest
    stemmed = stem(word)
    return stemmed[:-1] if len(stemmed) == 4 and stemmed[-1] in "eao" else stemmed
