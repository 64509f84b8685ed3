"""From what the recognizers found to what is replaced.

Receives Presidio's results and the protected spans; gives disjoint findings in order. A finding without a cue yields to
a protected phrase; findings that overlap become one that covers both, of the surer one's type.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from presidio_analyzer import RecognizerResult

from bot.privacy.entities import ENTITY_TYPES, EntityType
from bot.privacy.names.lexicon import lexicon
from bot.privacy.protected import is_body_named_after_person
from bot.privacy.recognizers.base import CERTAIN, CUED, Text


@dataclass(frozen=True, slots=True)
class Finding:
    """Offsets into the clean text."""

    start: int
    end: int
    type: EntityType
    score: float


def merged(text: Text, results: Iterable[RecognizerResult], protected: Sequence[tuple[int, int]]) -> list[Finding]:
    kinds: dict[str, EntityType] = {kind: kind for kind in ENTITY_TYPES}
    # A type nobody knows raises, and the scrubber fails closed.
    findings = [Finding(r.start, r.end, kinds[r.entity_type], r.score) for r in results]
    kept = [piece for finding in findings for piece in _unprotected(text, finding, protected)]
    figures = [finding for finding in kept if finding.type != "PERSON"]
    names = [piece for finding in kept if finding.type == "PERSON" for piece in _beside(text, finding, figures)]
    joined: list[Finding] = []
    for finding in sorted(figures + names, key=lambda f: (f.start, -f.end)):
        if joined and finding.start < joined[-1].end:
            last = joined[-1]
            surer = max(last, finding, key=lambda f: (f.score, f.end - f.start))
            joined[-1] = Finding(last.start, max(last.end, finding.end), surer.type, surer.score)
        else:
            joined.append(finding)
    return [finding for finding in joined if any(c.isalnum() for c in text.clean[finding.start : finding.end])]


def _beside(text: Text, name: Finding, figures: Sequence[Finding]) -> Iterable[Finding]:
    """The parts of a name outside other findings; of a name found without a cue only parts that lists know."""
    touching = [(f.start, f.end) for f in figures if f.start < name.end and name.start < f.end]
    if not touching:
        yield name
        return
    for start, end in _without(text, (name.start, name.end), touching):
        words = text.folded[start:end].split()
        if name.score >= CERTAIN or any("n" in lexicon().given(w) + lexicon().family(w) for w in words):
            yield Finding(start, end, name.type, name.score)


def _without(text: Text, whole: tuple[int, int], holes: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """What is left of a span, without punctuation at the edges."""
    pieces = [whole]
    for a, b in holes:
        pieces = [
            (start, end)
            for s, e in pieces
            for start, end in (((s, min(e, a)), (max(s, b), e)) if a < e and s < b else ((s, e),))
            if start < end
        ]
    for start, end in pieces:
        while start < end and not text.clean[start].isalnum():
            start += 1
        while end > start and not text.clean[end - 1].isalnum():
            end -= 1
        if start < end:
            yield start, end


def _unprotected(text: Text, finding: Finding, protected: Sequence[tuple[int, int]]) -> Iterable[Finding]:
    """The parts of a finding that stand: a name loses protected words, anything else stands or falls whole."""
    if finding.type == "PERSON" and is_body_named_after_person(text, finding.start, finding.end):
        return
    if finding.score >= CERTAIN:
        yield finding
        return
    written = text.folded[finding.start : finding.end]
    if finding.type == "PERSON" and lexicon().is_place(written) and (finding.score < CUED or " " in written):
        return
    if finding.type != "PERSON":
        if not any(a <= finding.start and finding.end <= b for a, b in protected):
            yield finding
        return
    holes = [span for span in protected if _protects(text, finding, *span)]
    for start, end in _without(text, (finding.start, finding.end), holes):
        yield Finding(start, end, finding.type, finding.score)


def _protects(text: Text, name: Finding, start: int, end: int) -> bool:
    """Whether a protected phrase takes its words out of a name. One word that is also a name (the town of Sharon) does so
    only where it is the whole finding, and no cue says that someone is meant."""
    word = text.folded[start:end]
    given, family = lexicon().given(word), lexicon().family(word)
    if " " not in word and start > name.start and name.score >= CUED and family != "-":
        return False  # "my friend marcus washington": the cue and the given name say that someone is meant
    if " " in word or not {given, family} & {"n", "a"}:
        return True
    return start <= name.start and name.end <= end and (name.score < CUED or given != "n")
