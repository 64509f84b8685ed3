"""Every run of words of a message that may be a name, with the entries it may mean.

Receives a folded message, gives candidates in no order; judging them is `context`, choosing among them `choice`.
The work grows with the message: each word asks which lengths of names begin with it and looks only those up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from knowledge.mentions.index import EXACT, JOINED, LONGEST, LOOSE, NameIndex
from knowledge.mentions.names import Entry
from knowledge.mentions.text import SKIPPED, Folded, root
from knowledge.mentions.typos import TypingErrors

_TYPED_WRONG = 0.9  # each corrected word multiplies the score by this
_MOST_READINGS = 8  # ways to correct the words of one run
_BREAK = re.compile(r"[.?!;:\n(](?=\s|$)|[\n;]|,\s")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` (exclusive) of the message may mean `entry`."""

    first: int
    last: int
    entry: Entry
    score: float


def candidates(message: Folded, index: NameIndex, errors: TypingErrors) -> Iterator[Candidate]:
    """All candidates of a message."""
    readings = [(token.text, *errors.correct(token.text)) for token in message.tokens]
    ends = _unbroken(message)
    yield from _exact(readings, ends, index)
    yield from _joined(readings, ends, index)
    yield from _loose(readings, ends, index)


def _unbroken(message: Folded) -> list[int]:
    """For each word, how far a name that begins there may reach: not past the end of a sentence or a comma."""
    tokens = message.tokens
    ends = [len(tokens)] * len(tokens)
    end = len(tokens)
    for at in range(len(tokens) - 1, -1, -1):
        ends[at] = min(end, at + LONGEST)
        if at:
            gap = message.gap(at)
            if len(gap) > 1 and _BREAK.search(gap):
                end = at
    return ends


def _exact(readings: list[tuple[str, ...]], ends: list[int], index: NameIndex) -> Iterator[Candidate]:
    for at, first in enumerate(readings):
        for typed, word in enumerate(first):
            lengths = index.lengths(word)
            length = 0
            while lengths:
                if lengths & 1 and at + length <= ends[at]:
                    for key, wrong in _keys(readings, at, length, word, typed):
                        for entry in index.exact(key):
                            yield Candidate(at, at + length, entry, EXACT * _TYPED_WRONG**wrong)
                lengths >>= 1
                length += 1


def _keys(readings: list[tuple[str, ...]], at: int, length: int, word: str, typed: int) -> Iterator[tuple[str, int]]:
    """The ways to read a run that begins with `word`, and how many of its words were mistyped."""
    rest = readings[at + 1 : at + length]
    wrong = 1 if typed else 0
    if all(len(reading) == 1 for reading in rest):
        yield " ".join([word, *(reading[0] for reading in rest)]), wrong
        return
    for count, run in enumerate(product(*rest)):
        if count == _MOST_READINGS:
            return
        yield (
            " ".join([word, *run]),
            wrong + sum(one != reading[0] for one, reading in zip(run, rest, strict=True)),
        )


def _joined(readings: list[tuple[str, ...]], ends: list[int], index: NameIndex) -> Iterator[Candidate]:
    for at in range(len(readings)):
        run = ""
        for last in range(at, min(at + 4, ends[at])):
            run += readings[last][0]
            for entry in index.joined(run):
                yield Candidate(at, last + 1, entry, JOINED)


def _loose(readings: list[tuple[str, ...]], ends: list[int], index: NameIndex) -> Iterator[Candidate]:
    for at, reading in enumerate(readings):
        for word in reading:
            for entry in index.single(word):
                yield Candidate(at, at + 1, entry, LOOSE * (1.0 if word == reading[0] else _TYPED_WRONG))
    kept = [at for at, reading in enumerate(readings) if reading[0] not in SKIPPED]
    stems = [tuple(dict.fromkeys(root(word) for word in readings[at])) for at in kept]
    for position, at in enumerate(kept):
        for typed, word in enumerate(stems[position]):
            lengths = index.loose_lengths(word)
            length = 0
            while lengths:
                if lengths & 1 and position + length <= len(kept) and kept[position + length - 1] < ends[at]:
                    for key, wrong in _keys(stems, position, length, word, typed):
                        for entry in index.loose(key):
                            yield Candidate(at, kept[position + length - 1] + 1, entry, LOOSE * _TYPED_WRONG**wrong)
                lengths >>= 1
                length += 1
