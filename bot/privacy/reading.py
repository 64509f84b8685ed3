"""A message as the recognizers read it.

Receives raw text; gives `clean` (composed, invisible characters gone) and `folded` (lower case, no accents, plain quotes
and dashes), both of one length, and the way back to offsets of the raw text. Must never log or show what it holds.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Characters that show nothing and would hide a number from every pattern: zero-width spaces and joiners, soft hyphen.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0xFE00, 0xFE10)]
)
_PLAIN = {"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u00b4": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"',
          "\u00bb": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
          "\uff0d": "-", "\uff20": "@", "\uff0e": ".", "\u3002": ".", "\u2022": ".", "\u00b7": ".", "\u2024": "."}  # fmt: skip


class Reading:
    """One message: `clean` and `folded` text of equal length, and `raw(start, end)` for offsets of what was typed."""

    __slots__ = ("_offsets", "clean", "folded")
    _offsets: list[int] | None

    def __init__(self, raw: str) -> None:
        if raw.isascii():
            self.clean, self._offsets = raw, None
            self.folded = raw.lower().replace("`", "'")
            return
        pieces: list[str] = []
        offsets: list[int] = []
        for start, end in _clusters(raw):
            piece = unicodedata.normalize("NFC", raw[start:end].translate(_INVISIBLE))
            pieces.append(piece)
            offsets.extend([start] * len(piece))
        self.clean = "".join(pieces)
        self._offsets = [*offsets, len(raw)]
        self.folded = "".join(map(_fold, self.clean))

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the raw text of `clean[start:end]`."""
        if self._offsets is None:
            return start, end
        # The end is where the last character ends, so that a trailing invisible one does not join the span.
        last, after = self._offsets[end - 1], self._offsets[end]
        width = after - last
        return self._offsets[start], last + max(1, width) if end > start else self._offsets[start]

    def __repr__(self) -> str:
        return f"<Reading: {len(self.clean)} characters>"


def _clusters(text: str) -> list[tuple[int, int]]:
    """Runs of one character and the combining marks after it."""
    starts = [i for i, c in enumerate(text) if i == 0 or not unicodedata.combining(c)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """One character for one character."""
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isspace() and character not in "\n\r\t":
        return " "
    base = unicodedata.normalize("NFKD", character)[0:1] or character
    lower = base.lower()
    return lower if len(lower) == 1 else character
