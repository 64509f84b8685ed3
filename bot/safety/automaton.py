"""The phrase notation, and an automaton that finds all phrases of all files in one pass over the words.

Notation, words apart by spaces: `(a|b c)` one of them; `x?` or `(a|b)?` may be missing; `<want>` any word of a class;
`suicid*` any word so beginning; `~3` up to three words of any kind. Receives phrases, gives the spans where they stand.
Never backtracks: the time grows with words times the handful of phrases begun, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bot.safety.words import Word

_PIECE = re.compile(r"\(([^()]*)\)(\??)|~(\d)|(<[a-z_]+>|[^\s()?~]+)(\??)")

Symbols = tuple[str, ...]


class PhraseInvalid(ValueError):
    """A phrase file holds something the notation does not know; the service does not start."""


class Label(NamedTuple):
    """What a phrase says when it is found: its kind, its strength, and the language it is in."""

    kind: str
    strength: str
    language: str


class Match(NamedTuple):
    start: int
    end: int
    label: Label


class Piece(NamedTuple):
    """One step of a phrase: any of `choices`, or nothing if `optional`; or a gap of up to `gap` words."""

    choices: list[Symbols]
    optional: bool = False
    gap: int = 0


def pieces_of(phrase: str, normalise: Callable[[str], Iterable[str]], *, strict: bool = False) -> list[Piece]:
    """The steps of `phrase`, its words passed through `normalise`.

    Where one word of a group normalises to nothing, the group may be missing; if `strict`, that word falls away.
    """
    pieces: list[Piece] = []
    position = 0
    for found in _PIECE.finditer(phrase):
        if phrase[position : found.start()].strip():
            break
        position = found.end()
        group, group_optional, gap, word, word_optional = found.groups()
        if gap:
            pieces.append(Piece([], gap=int(gap)))
            continue
        texts = group.split("|") if group is not None else [word]
        choices = list(dict.fromkeys(_symbols(text, normalise) for text in texts))
        optional = bool(group_optional or word_optional) or (() in choices and not strict)
        if choices := [c for c in choices if c]:
            pieces.append(Piece(choices, optional))
    if phrase[position:].strip() or all(piece.optional or piece.gap for piece in pieces):
        raise PhraseInvalid(f"cannot read the phrase {phrase!r}")
    return pieces


def _symbols(text: str, normalise: Callable[[str], Iterable[str]]) -> Symbols:
    symbols: list[str] = []
    for word in text.split():
        if word[0] == "<":
            symbols.append(word)
        elif word[-1] == "*":
            symbols.append("".join(normalise(word[:-1])) + "*")
        else:
            symbols.extend(normalise(word))
    return tuple(symbols)


class Automaton:
    """A graph over symbols whose nodes may wait a few words before they go on; phrases that begin alike share nodes."""

    def __init__(self) -> None:
        self._edges: list[dict[str, list[int]]] = [{}]
        self._waits: list[dict[int, int]] = [{}]
        self._labels: list[list[Label]] = [[]]
        self._waits_for: dict[int, int] = {}

    def add(self, pieces: Sequence[Piece], label: Label) -> None:
        ends = {0}
        for number, piece in enumerate(pieces):
            if piece.gap:
                ends = {self._waiting(node, piece.gap) for node in ends if node}
            elif number == 0:
                ends = {self._begun(choice) for choice in piece.choices} | (ends if piece.optional else set())
            else:
                joined = self._new()
                for node in ends:
                    for choice in piece.choices:
                        self._path(node, choice, joined)
                ends = {joined} | (ends if piece.optional else set())
        # A phrase whose end may be missing ends where the gap before it begins.
        for node in {self._waits_for.get(node, node) for node in ends}:
            if label not in self._labels[node]:
                self._labels[node].append(label)

    def _new(self) -> int:
        self._edges.append({})
        self._waits.append({})
        self._labels.append([])
        return len(self._edges) - 1

    def _waiting(self, node: int, gap: int) -> int:
        if gap not in self._waits[node]:
            self._waits[node][gap] = self._new()
            self._waits_for[self._waits[node][gap]] = node
        return self._waits[node][gap]

    def _begun(self, choice: Symbols) -> int:
        """The one node at which every phrase stands that begins with `choice`."""
        node = 0
        for symbol in choice:
            shared = self._edges[node].setdefault("begun " + symbol, [])
            if not shared:
                shared.append(self._new())
                self._edges[node].setdefault(symbol, []).append(shared[0])
            node = shared[0]
        return node

    def _path(self, node: int, choice: Symbols, target: int) -> None:
        for symbol in choice[:-1]:
            following = self._new()
            self._edges[node].setdefault(symbol, []).append(following)
            node = following
        self._edges[node].setdefault(choice[-1], []).append(target)

    def find(self, words: Sequence[Word], symbols_of: Callable[[str], Sequence[str]]) -> list[Match]:
        """All spans at which a phrase stands; `symbols_of` gives a word and the classes it is in."""
        found: list[Match] = []
        active: dict[int, tuple[int, int]] = {}
        for index, word in enumerate(words):
            symbols = symbols_of(word.text)
            after: dict[int, tuple[int, int]] = {}
            same = index > 0 and words[index - 1].sentence == word.sentence
            active[0] = (0, index)
            for node, (left, start) in active.items():
                edges = self._edges[node]
                for symbol in symbols:
                    for child in edges.get(symbol, ()):
                        self._enter(child, start, index, after, found)
                # A phrase may run on over a full stop, but may not skip words across it.
                if left and same and after.get(node, (0, 0))[0] < left:
                    after[node] = (left - 1, start)
            active = after
        return found

    def _enter(self, node: int, start: int, index: int, after: dict[int, tuple[int, int]], found: list[Match]) -> None:
        if node not in after or after[node][1] < start:
            after[node] = (0, start)
            found.extend(Match(start, index + 1, label) for label in self._labels[node])
            for length, waiting in self._waits[node].items():
                after[waiting] = (length, start)
