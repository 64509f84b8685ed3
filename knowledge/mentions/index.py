"""Names by their words: exact, without spaces, and without plurals and small words. Each lookup costs one hash.

Receives entries, gives the entries a run of words may mean. Nothing here scans the catalogue: memory grows with it,
time grows with the message. An alias shared by more than `MOST_SHARED` programs names none of them and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.mentions.names import Entry
from knowledge.mentions.text import SKIPPED, root, stem, words

LONGEST = 9  # words of a name
MOST_SHARED = 4
_SHORTEST_JOINED = 6
CONDITIONS = frozenset({"schedule", "modality", "need"})
EXACT, JOINED, LOOSE = 1.0, 0.97, 0.92


class NameIndex:
    """Finds the entries whose name a run of words is."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._exact: dict[str, Entry | tuple[Entry, ...]] = {}
        self._joined: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        self._single: dict[str, str] = {}
        self._lengths: dict[str, int] = {}  # first word -> bits: lengths of names that begin with it
        self._loose_lengths: dict[str, int] = {}
        self.vocabulary: set[str] = set()  # words of names that are worth correcting typing errors toward
        for entry in entries:
            self._add(entry)
        self._drop_shared()

    def __len__(self) -> int:
        return len(self._exact)

    def lengths(self, word: str) -> int:
        return self._lengths.get(word, 0)

    def loose_lengths(self, stemmed: str) -> int:
        return self._loose_lengths.get(stemmed, 0)

    def exact(self, key: str) -> tuple[Entry, ...]:
        found = self._exact.get(key, ())
        return found if isinstance(found, tuple) else (found,)

    def joined(self, run: str) -> tuple[Entry, ...]:
        """Entries whose name is this once spaces are taken out ("helpdesk", "boot camp")."""
        key = self._joined.get(run) if len(run) >= _SHORTEST_JOINED else None
        return self.exact(key) if key is not None else ()

    def loose(self, key: str) -> tuple[Entry, ...]:
        full = self._loose.get(key)
        return self.exact(full) if full is not None else ()

    def single(self, word: str) -> tuple[Entry, ...]:
        """Entries of one word that this is a plural or other gender of."""
        full = self._single.get(stem(word)) if len(word) >= 6 else None
        return self.exact(full) if full is not None else ()

    def _add(self, entry: Entry) -> None:
        run = words(entry.alias)
        if not run or len(run) > LONGEST:
            return
        key = " ".join(run)
        before = self._exact.get(key)
        if before is None:
            self._exact[key] = entry
            self._lengths[run[0]] = self._lengths.get(run[0], 0) | 1 << len(run)
        else:
            known = before if isinstance(before, tuple) else (before,)
            if any(other.type == entry.type and other.id == entry.id for other in known):
                return
            if len(known) <= MOST_SHARED or entry.type != "program":
                self._exact[key] = (*known, entry)
        if entry.type == "program":
            return  # a hundred thousand of these: found by their exact words alone
        joined = "".join(run)
        if len(joined) >= _SHORTEST_JOINED and entry.type not in CONDITIONS:
            self._joined.setdefault(joined, key)
        if not entry.more.get("cued"):
            kept = [word for word in run if word not in SKIPPED]
            if len(run) == 1 and len(run[0]) >= 6 and entry.type not in CONDITIONS:
                self._single.setdefault(stem(kept[0]), key)
            elif len(kept) > 1:
                loose = [root(word) for word in kept]
                self._loose.setdefault(" ".join(loose), key)
                self._loose_lengths[loose[0]] = self._loose_lengths.get(loose[0], 0) | 1 << len(loose)
        if entry.type not in CONDITIONS:
            self.vocabulary.update(word for word in run if len(word) >= 5 and word.isalpha())

    def _drop_shared(self) -> None:
        for key, found in self._exact.items():
            if isinstance(found, tuple) and sum(entry.type == "program" for entry in found) > MOST_SHARED:
                self._exact[key] = tuple(entry for entry in found if entry.type != "program")
