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
Steps = dict[int, tuple[int, ...]]


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
        self._shared: dict[tuple[int, str], int] = {}
        self._by_symbol: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
        self._marks: list[tuple[tuple[Label, ...], tuple[tuple[int, int], ...]]] = []

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
            if (node, symbol) not in self._shared:
                self._shared[node, symbol] = self._new()
                self._edges[node].setdefault(symbol, []).append(self._shared[node, symbol])
            node = self._shared[node, symbol]
        return node

    def _path(self, node: int, choice: Symbols, target: int) -> None:
        for symbol in choice[:-1]:
            following = self._new()
            self._edges[node].setdefault(symbol, []).append(following)
            node = following
        self._edges[node].setdefault(choice[-1], []).append(target)

    def steps(self, symbols: Iterable[str]) -> Steps:
        """From which nodes to which nodes a word with these symbols leads."""
        if not self._by_symbol:
            for node, edges in enumerate(self._edges):
                for symbol, children in edges.items():
                    self._by_symbol.setdefault(symbol, []).append((node, tuple(children)))
            self._marks = [(tuple(self._labels[n]), tuple(self._waits[n].items())) for n in range(len(self._edges))]
        steps: Steps = {}
        for symbol in symbols:
            for node, targets in self._by_symbol.get(symbol, ()):
                steps[node] = steps[node] + targets if node in steps else targets
        return steps

    def find(self, words: Sequence[Word], steps_of: Callable[[str], Steps]) -> list[Match]:
        """All spans at which a phrase stands; `steps_of` gives `steps` for a word."""
        found: list[Match] = []
        active: dict[int, tuple[int, int]] = {}
        sentence = -1
        for index, word in enumerate(words):
            steps = steps_of(word.text)
            after: dict[int, tuple[int, int]] = {}
            active[0] = (0, index)
            # A phrase may run on over a full stop, but may not skip words across it.
            may_skip = word.sentence == sentence
            sentence = word.sentence
            for node, (left, start) in active.items():
                for child in steps.get(node, ()):
                    if child not in after or after[child][1] < start:
                        after[child] = (0, start)
                        labels, waits = self._marks[child]
                        for label in labels:
                            found.append(Match(start, index + 1, label))
                        for length, waiting in waits:
                            after[waiting] = (length, start)
                if left and may_skip and after.get(node, (0, 0))[0] < left:
                    after[node] = (left - 1, start)
            active = after
        return found
