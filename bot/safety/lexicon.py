"""The phrase files, read and made ready: how words are repaired, and what is looked for.

Receives a folder of phrase files (`<kind>.<language>.yml`, `words.yml`, `classes.yml`); gives a `Lexicon`. The files are
a small part of YAML read here, so that the screen needs nothing but Python: `key:` lines, `  - text` lines, comments.
Anything else refuses to load. Never sees a message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.messages import Language
from bot.safety.automaton import Automaton, Label, Match, PhraseInvalid, Steps, pieces_of
from bot.safety.words import Word, fold, plain_words, shorten

PHRASES = Path(__file__).parent / "phrases"
HARMLESS = "harmless"
_LONGEST_RUN_TOGETHER = 40
_SHORTEST_RUN_TOGETHER = 7


def read_phrases(path: Path) -> dict[str, list[str]]:
    """The lists of one file, by key."""
    lists: dict[str, list[str]] = {}
    items: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("  - ") and items is not None:
            items.append(line[4:].strip())
        elif line.endswith(":") and line[0].isalpha():
            items = lists.setdefault(line[:-1], [])
        else:
            raise PhraseInvalid(f"{path.name}, line {number}: neither a key nor an item")
    return lists


class Lexicon:
    """All phrases in one automaton, with the word list that repairs spelling on the way to it."""

    def __init__(self, folder: Path = PHRASES) -> None:
        words = read_phrases(folder / "words.yml")
        pairs = [item.split(" = ") for item in words["expand"]]
        self._expand = {shorten(fold(short)): long for short, long in pairs}
        self._fillers = {w.text for item in words["fillers"] for w in plain_words(item)}
        self._fillers |= {w for item in words["fillers"] for w in item.split() if len(w) == 1}
        self._normal: dict[str, list[str]] = {}
        self._common = {
            name: {shorten(fold(w)) for item in words[name] for w in item.split()} for name in ("spanish", "english")
        }
        self._classes: dict[str, list[str]] = {}
        for name, items in read_phrases(folder / "classes.yml").items():
            for word in " ".join(items).split():
                for normal in self.normalise(word)[-1:]:
                    self._classes.setdefault(normal, []).append(f"<{name}>")
        self._vocabulary = set(self._classes)
        self._prefixes: set[str] = set()
        self._steps: dict[str, Steps] = {}
        self.automaton = Automaton()
        for path in sorted(folder.glob("*.*.yml")):
            self._add_file(path)
        self._prefix_lengths = sorted({len(p) for p in self._prefixes})
        self._vocabulary |= self._fillers | set(self._expand)
        self._keys = {shorten(fold(w)) for item in words["keys"] for w in item.split()}
        self._misspelled = dict(self._deletions(shorten(fold(w)) for item in words["fuzzy"] for w in item.split()))
        self._by_shape: dict[tuple[int, str], list[str]] = {}
        for word in self._vocabulary:
            self._by_shape.setdefault((len(word), word[0]), []).append(word)
            self._steps[word] = self.automaton.steps(self._symbols(word))

    def _add_file(self, path: Path) -> None:
        kind, language, _ = path.name.split(".")
        for strength, phrases in read_phrases(path).items():
            for phrase in phrases:
                pieces = pieces_of(phrase, self.normalise, strict=kind == HARMLESS)
                self.automaton.add(pieces, Label(kind, strength, language))
                symbols = {s for piece in pieces for choice in piece.choices for s in choice}
                self._vocabulary.update(s for s in symbols if s[0] != "<" and s[-1] != "*")
                self._prefixes.update(s[:-1] for s in symbols if s[-1] == "*")

    def normalise(self, text: str) -> list[str]:
        """The words of a phrase as the automaton knows them: expanded, without fillers."""
        if text not in self._normal:
            words = [expanded for word in plain_words(text) for expanded in self._expanded(word.text)]
            self._normal[text] = [w for w in words if w not in self._fillers]
        return self._normal[text]

    def _expanded(self, word: str) -> list[str]:
        return [shorten(fold(w)) for w in self._expand[word].split()] if word in self._expand else [word]

    def words(self, text: str) -> list[Word]:
        """The words of a message: repaired, expanded, without fillers and immediate repetition."""
        found: list[Word] = []
        repaired: dict[str, list[str]] = {}
        for word in plain_words(text):
            if word.text not in repaired:
                repaired[word.text] = [
                    w for part in self._repair(word.text) for w in self._expanded(part) if w not in self._fillers
                ]
            for part in repaired[word.text]:
                if not found or found[-1].text != part:
                    found.append(Word(part, word.sentence))
        return found

    def language(self, words: Sequence[Word]) -> Language | None:
        """The language most of a message is in; None where it cannot be told."""
        spanish, english = (sum(w.text in self._common[name] for w in words) for name in ("spanish", "english"))
        return None if spanish == english else "es" if spanish > english else "en"

    def find(self, words: Sequence[Word]) -> list[Match]:
        """All phrases in `words`, of every kind and strength."""
        # A word of no phrase may still begin as one does; it is looked up, and not kept: it is the learner's.
        return self.automaton.find(words, lambda w: self._steps.get(w) or self.automaton.steps(self._symbols(w)))

    def _symbols(self, word: str) -> list[str]:
        """The word, its classes, and the beginnings it has that phrases look for."""
        found = [word, *self._classes.get(word, ())]
        for length in self._prefix_lengths:
            if len(word) < length:
                break
            if word[:length] in self._prefixes:
                found.append(word[:length] + "*")
        return found

    def _repair(self, word: str) -> Sequence[str]:
        """`word`, or the known words it was meant to be."""
        if word in self._vocabulary:
            return (word,)
        if "*" in word:
            same = self._by_shape.get((len(word), word[0]), [])
            fits = [w for w in same if all(a in ("*", b) for a, b in zip(word, w, strict=True))]
            word = fits[0] if fits else word.replace("*", "")
        if word in self._vocabulary or not word:
            return (word,) if word else ()
        for shorter in _shortened(word):
            for known in self._misspelled.get(shorter, ()):
                ends_alike = known[-1] == word[-1] or known[:-1] == word
                if known[0] == word[0] and ends_alike and _one_slip_apart(word, known):
                    return (known,)
        return self._taken_apart(word) or (word,)

    def _taken_apart(self, word: str) -> list[str]:
        """The known words `word` was run together from, if one of them matters; else nothing."""
        if not _SHORTEST_RUN_TOGETHER <= len(word) <= _LONGEST_RUN_TOGETHER or not any(k in word for k in self._keys):
            return []
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 12), end):
                before, piece = best[start], word[start:end]
                if before is None or (piece not in self._vocabulary) or (len(piece) == 1 and piece not in "iay"):
                    continue
                if best[end] is None or len(before) + 1 < len(best[end] or []):
                    best[end] = [*before, piece]
        pieces = best[-1] or []
        return pieces if self._keys.intersection(pieces) else []

    @staticmethod
    def _deletions(words: Iterator[str]) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for word in words:
            for shorter in _shortened(word):
                table.setdefault(shorter, []).append(word)
        return table


def _shortened(word: str) -> list[str]:
    """`word` and all it becomes by losing one letter; a very long word only itself."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))] if 4 <= len(word) <= 20 else [word]


def _one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter lost, added or replaced, or two neighbours swapped, makes `other` of `one`."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(differing) == 2:
            i, j = differing
            return j == i + 1 and one[i] == other[j] and one[j] == other[i]
        return len(differing) <= 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
