"""A message as the recognizers read it.

Receives raw text; gives `clean` (composed, invisible characters gone) and `folded` (lower case, no accents, plain quotes
and dashes), both of one length, and the way back to offsets of the raw text. Must never log or show what it holds.
"""

from __future__ import annotations

import re
import unicodedata

# Characters that show nothing and would hide a number from every pattern: zero-width spaces and joiners, soft hyphen.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]")
_PLAIN = {"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u00b4": "'", "`": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"',
          "\u00bb": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
          "\uff0d": "-", "\uff20": "@", "\uff0e": ".", "\u3002": ".", "\u2022": ".", "\u00b7": ".", "\u2024": "."}  # fmt: skip


class Reading:
    """One message: `clean` and `folded` text of equal length, and `raw(start, end)` for offsets of what was typed."""

    __slots__ = ("_offsets", "clean", "folded")
    _offsets: list[int] | None

    def __init__(self, raw: str) -> None:
        self._offsets = None
        if raw.isascii() or (unicodedata.is_normalized("NFC", raw) and not _INVISIBLE.search(raw)):
            self.clean = raw
        else:
            pieces: list[str] = []
            offsets: list[int] = []
            for start, end in _clusters(raw):
                piece = unicodedata.normalize("NFC", _INVISIBLE.sub("", raw[start:end]))
                pieces.append(piece)
                offsets.extend([start] * len(piece))
            self.clean = "".join(pieces)
            self._offsets = [*offsets, len(raw)]
        self.folded = self.clean.translate(_FOLDS)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the raw text of `clean[start:end]`."""
        if self._offsets is None:
            return start, end
        # What belongs to a character (an accent, an invisible mark after it) goes with it.
        last = self._offsets[end - 1]
        return self._offsets[start], next(offset for offset in self._offsets[end:] if offset > last)

    def __repr__(self) -> str:
        return f"<Reading: {len(self.clean)} characters>"


def _clusters(text: str) -> list[tuple[int, int]]:
    """Runs of one character and the combining marks after it."""
    starts = [i for i, c in enumerate(text) if i == 0 or not unicodedata.combining(c)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


class _Folds(dict[int, str]):
    """What each character folds to: one character for one, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_FOLDS = _Folds()


def _fold(character: str) -> str:
    """One character for one character."""
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isspace() and character not in "\n\r\t":
        return " "
    base = unicodedata.normalize("NFKD", character)[0:1] or character
    lower = base.lower()
    return lower if len(lower) == 1 else character
