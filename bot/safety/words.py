"""Undoes what people do to words when they text: case, accents, elongation, digits for letters, spaces, missing apostrophes.

Receives any text and gives plain words with the number of the sentence each stands in. Knows no phrase and judges
nothing; never raises, keeps nothing, and takes time linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 20_000
"""Characters looked at: a body has at most 16 KB, and compatibility forms can only make it this much longer."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_MARKS = re.compile("[\u0300-\u036f]")
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u04bb\u043a\u043c\u0442\u03b1\u03bf\u03b5\u03b9\u03ba\u03bd\u03c1\u0131\u0142\u00f8",
    "aeopcyxisjdhkmtaoeikvpilo",
)
_LEET = str.maketrans("013457@$!|", "oieastasil")
_EDGES = "!|*@$"  # marks that end a word as often as they stand for a letter
_TOKEN = re.compile(r"[a-z0-9@$!|*]+|[.?;\n]")
_KEPT = frozenset({"good", "food", "meet", "meets"})
_SOFT_C = re.compile(r"c(?=[ei])")
_SOUNDS = str.maketrans("vz", "bs")
_SPELLED = re.compile(r"\b(?:[a-z][ .]+){2}[a-z]\b")
_ELONGATED = re.compile(r"([a-z])\1+")
_ONE_APOSTROPHE = str.maketrans("\u2019\u2018`\u02bc", "''''")
_LONG_FORMS = {"ll": " will", "re": " are", "ve": " have", "d": " would", "m": " am"}
_SHORT_FORMS = re.compile(r"(?<=[a-z])'(ll|re|ve|d|m)\b")


class Word(NamedTuple):
    text: str
    sentence: int


def fold(text: str) -> str:
    """Lower case without accents, invisible characters, apostrophes or look-alike letters of other alphabets."""
    text = _INVISIBLE.sub("", text[:LONGEST])
    text = text.replace("\u00b4", "'")  # NFKC would make a space of it
    text = unicodedata.normalize("NFKC", text)[:LONGEST].casefold()
    text = _MARKS.sub("", unicodedata.normalize("NFD", text))[:LONGEST]
    text = text.translate(_LOOKALIKES).translate(_ONE_APOSTROPHE).replace("od'd", "overdosed")
    return _SHORT_FORMS.sub(lambda found: _LONG_FORMS[found[1]], text).replace("'", "")


def is_plain(text: str) -> bool:
    """Whether it is written as words are: no look-alike or invisible letters, no digits for letters, none spelled out."""
    if _INVISIBLE.search(text) or text.casefold().translate(_LOOKALIKES) != text.casefold():
        return False
    tokens = _TOKEN.findall(fold(text))
    undone = any(any(c.isalpha() for c in t) and t.rstrip(_EDGES).translate(_LEET) != t.rstrip(_EDGES) for t in tokens)
    return not undone and not _SPELLED.search(" ".join(tokens))


def shorten(word: str) -> str:
    """The word as it sounds and without doubling: "killl" is "kil", "bibir" and "vivir" are "bibir", "dise" is "dise"."""
    if word in _KEPT:
        return word
    return _SOFT_C.sub("s", _ELONGATED.sub(r"\1", word)).translate(_SOUNDS)


def plain_words(text: str) -> list[Word]:
    """The words of `text` in order, shortened; single letters in a row ("d i e") are written together."""
    found: list[Word] = []
    letters: list[str] = []
    spelled: dict[str, str] = {}
    sentence = 0
    for raw in _TOKEN.findall(fold(text)):
        token = raw.rstrip(_EDGES) if len(raw) > 1 else raw
        if len(token) == 1 and token.isalpha():
            letters.append(token)
            continue
        # "k.m.s" is one word; a full stop elsewhere ends the spelled-out run and the sentence.
        if token in ".?;\n":
            if not letters:
                sentence += 1
            elif token != ".":
                _spell_out(found, letters, sentence)
                sentence += 1
            continue
        _spell_out(found, letters, sentence)
        if token not in spelled:
            plain = token.translate(_LEET) if any(c.isalpha() for c in token) else token
            spelled[token] = "" if plain in "!|@$*" else shorten(plain)
        if spelled[token]:
            found.append(Word(spelled[token], sentence))
        if "!" in raw[len(token) :]:
            sentence += 1
    _spell_out(found, letters, sentence)
    return found


def _spell_out(found: list[Word], letters: list[str], sentence: int) -> None:
    """Moves a run of single letters into `found`: together when it spells something, else one by one."""
    if len(letters) >= 3:
        found.append(Word(shorten("".join(letters)), sentence))
    else:
        found.extend(Word(letter, sentence) for letter in letters)
    letters.clear()
