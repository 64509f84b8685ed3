"""What is wrong with the training messages: doubles, contradictions, near-twins, the wrong language, too few.

Receives messages (`bot.training.Example`) and the linker; gives findings that a person without Python can act on. Reads
nothing else and changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.dialogue import language
from bot.training import Example
from knowledge.mentions import Mention

# The floors of each topic, by the group it is in.
LARGE_GROUPS = frozenset({"digital_jobs", "pathways", "credentials", "programs", "support"})
FEWEST = {True: 100, False: 40}  # examples a language, for a topic of the large groups and for any other
FEWEST_MIXED, FEWEST_WRITERS = 25, 12
NEAR = 93.0  # of 100: two messages are the same but for a letter or two
INTERNAL = frozenset({"inform", "correct", "choose", "not_understood"})
_PUNCTUATION = re.compile(r"[^\w$+#]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: `kind` is duplicate, contradiction, near_twin, wrong_language or short_of_examples."""

    kind: str
    topic: str
    where: str
    says: str
    serious: bool = True

    def line(self) -> str:
        return f"{self.kind.replace('_', ' ')}: {self.topic}: {self.where}: {self.says}"


def check(examples: Sequence[Example], link: Callable[[str], list[Mention]]) -> list[Finding]:
    """Every finding, the serious ones first."""
    found = [
        *doubles(examples), *near_twins(examples), *wrong_language(examples, link), *too_few(examples),
    ]  # fmt: skip
    return sorted(found, key=lambda finding: (not finding.serious, finding.kind, finding.topic))


def plain(text: str) -> str:
    """The message as it is compared: lower case, no accents, no punctuation."""
    return _PUNCTUATION.sub(" ", language.fold(text)).strip()


def doubles(examples: Iterable[Example]) -> list[Finding]:
    """The same message twice: under one topic it is dead weight, under two it contradicts itself."""
    seen: dict[str, Example] = {}
    found = []
    for example in examples:
        key = plain(example.text) or example.text
        first = seen.setdefault(key, example)
        if first is example:
            continue
        same = first.intent == example.intent
        # Short answers ("ok", "no") are what many people write: the same one from another writer is no mistake.
        if same and (first.writer != example.writer or len(key.split()) <= 2):
            continue
        says = f'"{example.text}" is already under {first.intent} ({first.writer})'
        found.append(Finding("duplicate" if same else "contradiction", example.intent, example.writer, says))
    return found


def near_twins(examples: Sequence[Example]) -> list[Finding]:
    """Nearly the same words under two topics; a pair is compared when it shares one of its two rarest words."""
    words = [plain(example.text).split() for example in examples]
    rarity = Counter(word for said in words for word in set(said))
    holding: dict[str, list[int]] = defaultdict(list)
    for row, said in enumerate(words):
        for word in sorted(set(said), key=lambda w: (rarity[w], w))[:2]:
            holding[word].append(row)
    found: list[Finding] = []
    done: set[tuple[int, int]] = set()
    for rows in holding.values():
        for at, first in enumerate(rows):
            for second in rows[at + 1 :]:
                one, other = examples[first], examples[second]
                if one.intent == other.intent or (first, second) in done or len(words[first]) < 3:
                    continue
                done.add((first, second))
                a, b = " ".join(words[first]), " ".join(words[second])
                if a != b and fuzz.ratio(a, b, score_cutoff=NEAR):
                    says = f'"{other.text}" is nearly "{one.text}", which is under {one.intent} ({one.writer})'
                    found.append(Finding("near_twin", other.intent, other.writer, says, serious=False))
    return found


def wrong_language(examples: Iterable[Example], link: Callable[[str], list[Mention]]) -> list[Finding]:
    """A Spanish message in an English writer's file, or the other way round; mixed writers may write anything."""
    found = []
    for example in examples:
        if example.language not in ("en", "es") or example.intent in INTERNAL | {"change_language"}:
            continue
        spans = [(mention.start, mention.end) for mention in link(example.text)]
        decision = language.decide(example.text, None, spans)
        if decision.certain and decision.language != example.language:
            says = f'"{example.text}" reads as {decision.language}'
            found.append(Finding("wrong_language", example.intent, example.writer, says, serious=False))
    return found


def too_few(examples: Iterable[Example]) -> list[Finding]:
    """Topics short of examples or of writers, by language."""
    counts: Counter[tuple[str, str]] = Counter()
    writers: dict[tuple[str, str], set[str]] = defaultdict(set)
    groups: dict[str, str] = {}
    for example in examples:
        counts[example.intent, example.language] += 1
        writers[example.intent, example.language].add(example.writer)
        groups.setdefault(example.intent, example.group)
    found = []
    for topic, group in sorted(groups.items()):
        if topic in INTERNAL:
            continue
        large = group in LARGE_GROUPS
        for code in ("en", "es"):
            if (count := counts[topic, code]) < FEWEST[large]:
                says = f"{count} examples, {FEWEST[large]} wanted"
                found.append(Finding("short_of_examples", topic, code, says))
            if (count := len(writers[topic, code])) < FEWEST_WRITERS:
                says = f"{count} writers, {FEWEST_WRITERS} wanted"
                found.append(Finding("short_of_examples", topic, code, says))
        if large and (count := counts[topic, "mix"]) < FEWEST_MIXED:
            found.append(Finding("short_of_examples", topic, "mix", f"{count} examples, {FEWEST_MIXED} wanted"))
    return found
