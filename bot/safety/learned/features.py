"""What the learned detector looks at: hashed word and letter n-grams, and the sentence encoder's vector.

Receives a message's words, gives numbers from which no word can be read back. Keeps nothing. Training and screening
share this module, so that both see the same.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator

BUCKETS = 1 << 16
DENSE = 384
DENSE_WEIGHT, SPARSE_WEIGHT = 1.5, 3.0
WINDOW, STEP = 24, 12
"""A long message is read in windows of so many words, each seeing half of the one before."""
LONG = 400
"""Words from which windows no longer overlap: no message of the contract is that long."""

_REPEATED = re.compile(r"(.)\1{2,}")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Lower case without accents and punctuation, no letter more than twice in a row."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", _REPEATED.sub(r"\1\1", bare)).strip()


def buckets(words: list[str]) -> list[int]:
    """Bucket numbers (0 to BUCKETS - 1, each at most once) of word 1- to 4-grams, word pairs with a gap, letter 3- to 5-grams."""
    return sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in set(_grams(words))})


def windows(text: str) -> list[list[str]]:
    """The message's words, whole when it is short, else in overlapping windows."""
    words = plain(text).split()
    if len(words) <= WINDOW:
        return [words]
    step = STEP if len(words) <= LONG else WINDOW
    return [words[start : start + WINDOW] for start in range(0, len(words) - STEP, step)]


def _grams(words: list[str]) -> Iterator[str]:
    for size in range(1, 5):
        for start in range(len(words) - size + 1):
            yield f"{size}:{' '.join(words[start : start + size])}"
    for first, third in zip(words, words[2:], strict=False):
        yield f"s:{first} _ {third}"
    for word in words:
        padded = f" {word} "
        for size in range(3, 6):
            for start in range(len(padded) - size + 1):
                yield f"c:{padded[start : start + size]}"
