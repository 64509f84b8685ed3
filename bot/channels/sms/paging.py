"""Cuts a long answer into pages that each fit a number of segments.

Receives text and a budget, gives pages in order. Breaks at a paragraph, a line, a sentence or a word, in that order of
preference; never inside a web address, an email or a phone number, and never inside a character as people see it. An
address too long for any page gets one of its own.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from bot.channels.sms.segments import graphemes, measure

HARD_LIMIT = 1600  # Twilio refuses longer bodies (error 21617)

_UNBREAKABLE = regex.compile(
    r"https?://\S+|\b(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?|[\w.+-]+@[\w-]+\.[\w.-]+|\+?\d[\d\-() ]{6,}\d", regex.IGNORECASE
)
_PARAGRAPH = regex.compile(r"\n\s*\n")
_LINE = regex.compile(r"\n")
_SENTENCE = regex.compile(r"(?<=[.!?…])\s+(?=[\p{Lu}¿¡\d\"'(])")
_WORD = regex.compile(r"\s+")

_MORE = regex.compile(
    r"(?:more|m[aá]s|next(?: page)?|siguiente|sigue|contin[uú]a|continue|go on|show more|ver m[aá]s)"
    r"(?: please| pls| por favor| porfa)?[\s.!?)]*",
    regex.IGNORECASE,
)

Spelling = Callable[[str], str]


def pages(text: str, budget: int, hint: str = "", spelling: Spelling = str) -> list[str]:
    """`text` as pages of at most `budget` segments, each but the last ending in `hint`."""
    rest, found = text.strip(), []
    while rest:
        if _fits(spelling(rest), budget):
            found.append(spelling(rest))
            break
        end = _cut(rest, budget, hint, spelling)
        page, rest = rest[:end].rstrip(), rest[end:].lstrip()
        found.append(spelling(_with(page, hint)) if rest and hint else spelling(page))
    return found


def asks_for_more(text: str) -> bool:
    """Whether the message asks for the next page and nothing else."""
    return bool(_MORE.fullmatch(text.strip()))


def _fits(text: str, budget: int) -> bool:
    return len(text) <= HARD_LIMIT and measure(text).segments <= budget


def _with(page: str, hint: str) -> str:
    return f"{page}\n{hint}" if hint else page


def _cut(text: str, budget: int, hint: str, spelling: Spelling) -> int:
    """Where the first page of `text` ends."""
    ends, position = [], 0
    for grapheme in graphemes(text):
        position += len(grapheme)
        ends.append(position)
    low, high = 0, len(ends) - 1
    while low < high:  # the last end whose page still fits
        middle = (low + high + 1) // 2
        if _fits(spelling(_with(text[: ends[middle]].rstrip(), hint)), budget):
            low = middle
        else:
            high = middle - 1
    limit = ends[low]
    whole = [match.span() for match in _UNBREAKABLE.finditer(text)]
    for pattern, least in ((_PARAGRAPH, 0.6), (_LINE, 0.6), (_SENTENCE, 0.5), (_WORD, 0.0)):
        breaks = [m.start() for m in pattern.finditer(text) if least * limit < m.start() <= limit and m.start() > 0]
        breaks = [at for at in breaks if not _inside(at, whole)]
        if breaks:
            return breaks[-1]
    return _around(limit, whole, ends)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < position < end for start, end in spans)


def _around(limit: int, spans: list[tuple[int, int]], ends: list[int]) -> int:
    """A break near `limit` outside every unbreakable span: before it, or after it when it begins the page."""
    for start, end in spans:
        if start < limit < end:
            return start if start > 0 else min(end, HARD_LIMIT)
    return limit if limit > 0 else ends[0]
