"""Which word of a name a mistyped word stands for (SymSpell's idea: both sides are looked up with letters left out).

Receives the words of all names and a list of ordinary words of both languages; an ordinary word is never corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.mentions.text import stem

SHORTEST = 5  # letters of a word that may be mistyped
LONG = 9  # letters from which two errors are forgiven


class TypingErrors:
    """Corrections of single words."""

    def __init__(self, vocabulary: Iterable[str], ordinary: Collection[str]) -> None:
        self._known = frozenset(vocabulary)
        self._stems = frozenset(stem(word) for word in self._known)
        self._ordinary = ordinary
        deletes: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            for shorter in _without_letters(word):
                deletes[shorter].append(word)
        self._deletes = dict(deletes)
        self.correct = lru_cache(maxsize=4096)(self._correct)

    def _correct(self, word: str) -> tuple[str, ...]:
        """The nearest words of names, at most three; none when the word is known or ordinary."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._known or word in self._ordinary:
            return ()
        if stem(word) != word and stem(word) in self._stems:
            return ()  # a plural or gender of a known word, not an error
        found: dict[str, int] = {}
        for shorter in _without_letters(word):
            for candidate in self._deletes.get(shorter, ()):
                if candidate in found:
                    continue
                allowed = 2 if min(len(word), len(candidate)) >= LONG else 1
                distance = OSA.distance(word, candidate, score_cutoff=allowed)
                # The first letter is rarely wrong; asking for it keeps "rented" from becoming "mented".
                if distance <= allowed and (word[0] == candidate[0] or len(word) >= 8 or word[:2] == candidate[1::-1]):
                    found[candidate] = distance
        best = min(found.values(), default=0)
        return tuple(sorted(candidate for candidate, distance in found.items() if distance == best)[:3])


def _without_letters(word: str) -> Iterator[str]:
    """The word, and the word with one letter left out (two for a long word)."""
    shorter = {word}
    ones = {word[:i] + word[i + 1 :] for i in range(len(word))}
    shorter |= ones
    if len(word) >= LONG:
        for one in ones:
            shorter.update(one[:i] + one[i + 1 :] for i in range(len(one)))
    return iter(shorter)
