"""Scrubbing: raw text in, text without personal data out, or nothing at all.

Receives `RawText`; gives `Scrubbed`, or raises `ScrubbingFailed` on any failure and on any message that takes more than
50 ms of processor time or 1 s of wall time. Must never return partly scrubbed text, and never put a learner's words into
an exception, a log or a repr.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer

from bot.errors import ScrubbingFailed
from bot.messages import RawText, ScrubbedText
from bot.privacy.budget import Budget, Limits
from bot.privacy.entities import EntityType
from bot.privacy.merge import Finding, merged
from bot.privacy.pipeline import NamePipeline
from bot.privacy.protected import Protected, matcher
from bot.privacy.reading import Reading
from bot.privacy.recognizers import all_recognizers
from bot.privacy.recognizers.base import LANGUAGE, TEXT, Recognizer, Text

LONGEST = 4_000  # characters; the contract's limit is 1,000, a text message has at most 1,600
_WARM_UP = "hola soy X, my number is 555-0100, vivo en 12 Calle Uno, x@example.com"


@dataclass(frozen=True, slots=True)
class Span:
    """Where something personal stood in the raw text."""

    start: int
    end: int
    type: EntityType


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """Text with a placeholder such as `<PERSON>` for each span, and the spans in offsets of the raw text."""

    text: ScrubbedText
    spans: list[Span]


class Scrubber:
    """Scrubs messages. Built once; threads may share it, one message at a time (a spaCy memory zone is not shared).

    `protected`: phrases, or a function from text to spans, that survive unless a cue says otherwise (names of programs,
    credentials and places, from the knowledge base). `model`: path of a spaCy pipeline to use for names instead of ours.
    """

    def __init__(
        self,
        protected: Protected = (),
        *,
        recognizers: Sequence[Recognizer] | None = None,
        model: str = "",
        limits: Limits | None = None,
    ) -> None:
        chosen = list(all_recognizers() if recognizers is None else recognizers)
        if not chosen:
            # Presidio would load its own recognizers for an empty registry.
            raise ValueError("a scrubber needs at least one recognizer")
        self._protected = matcher(protected)
        self._limits = limits or Limits()
        self._one_at_a_time = threading.Lock()
        self._pipeline = NamePipeline(model)
        self._pipeline.load()
        registry = RecognizerRegistry(recognizers=list(chosen), supported_languages=[LANGUAGE])
        self._analyzer = AnalyzerEngine(
            registry=registry,
            nlp_engine=self._pipeline,
            supported_languages=[LANGUAGE],
            context_aware_enhancer=_NoContext(),
        )
        self._entities = sorted({entity for recognizer in chosen for entity in recognizer.supported_entities})
        if recognizers is None:
            self._findings(Reading(_WARM_UP), Limits(cpu_seconds=60, wall_seconds=60).start())

    def scrub(self, raw: RawText) -> Scrubbed:
        """The text without personal data. Raises `ScrubbingFailed`, which says nothing about the text."""
        with self._one_at_a_time:
            return self._scrub(raw)

    def _scrub(self, raw: RawText) -> Scrubbed:
        budget = self._limits.start()
        try:
            text = raw.reveal()
            if len(text) > LONGEST:
                raise ValueError("too long")
            reading = Reading(text)
            findings = self._findings(reading, budget)
            result = _replaced(text, reading, findings)
            budget.check()
        except Exception:
            # Not chained: a traceback of the cause could show the text.
            failed = True
        else:
            failed = False
        if failed:
            raise ScrubbingFailed
        return result

    def _findings(self, reading: Reading, budget: Budget) -> list[Finding]:
        with self._pipeline.memory_zone():
            artifacts = self._pipeline.artifacts(reading)
            text: Text = artifacts.tokens.user_data[TEXT]
            text.each = budget.check
            results: list[RecognizerResult] = self._analyzer.analyze(
                reading.folded, LANGUAGE, entities=self._entities, nlp_artifacts=artifacts
            )
            return merged(text, results, list(self._protected(reading.clean)))


def _replaced(raw: str, reading: Reading, findings: list[Finding]) -> Scrubbed:
    spans: list[Span] = []
    pieces: list[str] = []
    last = 0
    for finding in findings:
        start, end = reading.raw(finding.start, finding.end)
        if start < last:
            raise ValueError("findings out of order")
        pieces.append(raw[last:start])
        pieces.append(f"<{finding.type}>")
        spans.append(Span(start, end, finding.type))
        last = end
    pieces.append(raw[last:])
    return Scrubbed(ScrubbedText("".join(pieces)), spans)


class _NoContext(ContextAwareEnhancer):
    """Our recognizers look at context themselves."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(self, text, raw_results, nlp_artifacts, recognizers, context=None):  # type: ignore[no-untyped-def]
        return raw_results
