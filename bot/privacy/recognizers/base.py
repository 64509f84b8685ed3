"""What every recognizer is: a Presidio `EntityRecognizer` that finds spans in folded text, in both languages at once.

Receives `Text` (folded and clean text of equal length, and its words); gives `Found`s. Presidio's `PatternRecognizer` is
not used: when a pattern runs out of time it logs and goes on, which would let personal data through. Here a pattern that
runs out of time raises, and the scrubber fails closed.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import regex
from presidio_analyzer import EntityRecognizer, RecognizerResult

from bot.privacy.names.words import Word

# One pipeline for both languages: learners mix them in one message, and the language is only known after scrubbing.
LANGUAGE = "xx"
PATTERN_SECONDS = 0.25

# CERTAIN: a checksum or a plain cue ("my name is"); stands even inside a protected phrase. CUED: a cue that may mean
# otherwise ("my friend", "im"); stands against a protected word that is also a given name. LIKELY: the form alone.
CERTAIN, CUED, LIKELY = 0.95, 0.8, 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, in offsets of the folded text."""

    start: int
    end: int
    score: float = LIKELY


@dataclass(slots=True, repr=False)
class Text:
    """A message as recognizers get it. `each` is called before every recognizer and may raise (the time is up)."""

    folded: str
    clean: str
    words: list[Word] = field(default_factory=list)
    each: Callable[[], None] = lambda: None

    def before(self, position: int, reach: int) -> str:
        return self.folded[max(0, position - reach) : position]

    def after(self, position: int, reach: int) -> str:
        return self.folded[position : position + reach]

    def word_at(self, position: int) -> int | None:
        """Index of the first word that starts at or after `position`."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].start < position:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.words) else None


TEXT = "sendero_text"  # where the pipeline leaves the `Text` in a spaCy document's user data


class Recognizer(EntityRecognizer):
    """A recognizer for one of the entity types of `bot.privacy.scrub.EntityType`."""

    entity: ClassVar[str]
    name: str

    def __init__(self) -> None:
        super().__init__(supported_entities=[self.entity], supported_language=LANGUAGE, name=type(self).__name__)

    def load(self) -> None:
        """Nothing to load: patterns are compiled when their module is imported."""

    @abstractmethod
    def find(self, text: Text) -> Iterable[Found]:
        """The findings in one message."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        message: Text = nlp_artifacts.tokens.user_data[TEXT]
        message.each()
        return [self.result(f) for f in self.find(message) if f.start < f.end]

    def result(self, found: Found) -> RecognizerResult:
        """Presidio's form of a finding; the metadata it wants keeps it from logging that there is none."""
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(self.entity, found.start, found.end, found.score, recognition_metadata=metadata)


def pattern(source: str) -> regex.Pattern[str]:
    """A verbose pattern over folded text."""
    return regex.compile(source, regex.VERBOSE | regex.VERSION1)


def matches(compiled: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """Matches within the time a pattern may take; raises TimeoutError after it."""
    yield from compiled.finditer(text, timeout=PATTERN_SECONDS)


def search(compiled: regex.Pattern[str], text: str) -> regex.Match[str] | None:
    return compiled.search(text, timeout=PATTERN_SECONDS)


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
