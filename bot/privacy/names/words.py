"""A message cut into words, as the tagger and the name recognizers see them.

Receives clean and folded text of equal length; gives `Word`s with offsets. Every character belongs to exactly one word or
is white space between two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for lists that read as one."""
    return frozenset(text.split())


_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[^\w\s]|_|\n")
# "marcus's" is a name and a clitic; in these the apostrophe belongs to the cue ("it's keisha", "name's luis").
_KEEP_S = word_set("it that what name he she who here there let where how this")


@dataclass(frozen=True, slots=True)
class Word:
    """One token: where it is, its norm (folded, without apostrophes) and how it is written."""

    start: int
    end: int
    norm: str
    shape: str  # lower, title, upper, mixed, number, mark, break

    @property
    def is_alpha(self) -> bool:
        return self.shape in ("lower", "title", "upper", "mixed")


def words_of(clean: str, folded: str) -> list[Word]:
    words: list[Word] = []
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        text = match.group()
        if text.endswith("'s") and text[:-2] not in _KEEP_S and len(text) > 3:
            words.append(_word(clean, folded, start, end - 2))
            words.append(Word(end - 2, end, "'s", "mark"))
        else:
            words.append(_word(clean, folded, start, end))
    return words


def _word(clean: str, folded: str, start: int, end: int) -> Word:
    written, norm = clean[start:end], folded[start:end].replace("'", "")
    if norm == "\n":
        return Word(start, end, norm, "break")
    if any(c.isdigit() for c in norm):
        return Word(start, end, re.sub(r"\d", "0", norm)[:8], "number")
    if not norm[:1].isalpha():
        return Word(start, end, norm or "'", "mark")
    if written.islower():
        shape = "lower"
    elif written.isupper():
        shape = "upper" if len(written) > 1 else "title"
    else:
        shape = "title" if written[0].isupper() else "mixed"
    return Word(start, end, norm, shape)
