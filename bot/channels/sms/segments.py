"""Exact SMS arithmetic: how a text is encoded, how many segments it costs, where those segments end.

Receives any text, gives a `Measure` or the segments themselves. Never changes the text, never cuts a character a person
would see as one (an emoji family, a letter with its accent).

GSM 03.38 septets where every character has one (160 in a single message, 153 a part in a longer one; the extension
table costs two), UCS-2 otherwise (70 and 67 UTF-16 units). Source: 3GPP TS 23.038 §6.2.1 and TS 23.040 §9.2.3.24.1.
No library on PyPI counts all of this: smsutil takes ESC for a letter and cuts emoji families, gsm0338 only encodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

Encoding = Literal["GSM-7", "UCS-2"]

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
GSM_CHARACTERS = GSM_BASIC | GSM_EXTENSION

SINGLE = {"GSM-7": 160, "UCS-2": 70}
PART = {"GSM-7": 153, "UCS-2": 67}

_grapheme = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a text costs: `units` are septets (GSM-7) or UTF-16 units (UCS-2)."""

    encoding: Encoding
    units: int
    segments: int


def encoding_of(text: str) -> Encoding:
    return "GSM-7" if GSM_CHARACTERS.issuperset(text) else "UCS-2"


def measure(text: str) -> Measure:
    """Encoding, units and segments of `text`; an empty text still costs the segment it travels in."""
    encoding = encoding_of(text)
    units = _units(text, encoding)
    if units <= SINGLE[encoding]:
        return Measure(encoding, units, 1)
    return Measure(encoding, units, sum(1 for _ in _parts(text, encoding)))


def segments_of(text: str) -> list[str]:
    """The parts a phone receives and joins again; joined they are exactly `text`."""
    encoding = encoding_of(text)
    if _units(text, encoding) <= SINGLE[encoding]:
        return [text]
    return list(_parts(text, encoding))


def graphemes(text: str) -> list[str]:
    """The characters of `text` as a person sees them."""
    return _grapheme.findall(text)


def _units(text: str, encoding: Encoding) -> int:
    if encoding == "GSM-7":
        return len(text) + sum(1 for character in text if character in GSM_EXTENSION)
    return len(text) + sum(1 for character in text if character > "\uffff")


def _parts(text: str, encoding: Encoding) -> Iterator[str]:
    """Fills part after part with whole graphemes; one longer than a part is cut between its code points."""
    limit = PART[encoding]
    start = end = used = 0
    for grapheme in graphemes(text):
        pieces = [grapheme] if _units(grapheme, encoding) <= limit else list(grapheme)
        for piece in pieces:
            cost = _units(piece, encoding)
            if used + cost > limit:
                yield text[start:end]
                start, used = end, 0
            end += len(piece)
            used += cost
    yield text[start:]
