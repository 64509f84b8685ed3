"""The crisis screen: is the person behind this message, or someone they tell of, in danger?

Receives a message's raw words and gives a `Hit` or None. Runs before everything else with every other part of the
service down: no engine, database or network. Two readers: phrases, and a small learned model (bot/safety/learned)
that hears what they are silent about and lets go what is plainly everyday; without the second the first still stands. Never keeps, logs or raises a word of the message.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import structlog

from bot.messages import Language, RawText
from bot.safety.automaton import Match
from bot.safety.learned import features
from bot.safety.learned.detector import ENCODED_WINDOWS, Detector, Heard, load_or_none
from bot.safety.lexicon import HARMLESS, Lexicon
from bot.safety.words import Word, is_plain

log = structlog.get_logger()

Kind = Literal["self_harm", "abuse", "threat_to_others", "trafficking", "medical_emergency", "unsafe_home"]
Topic = Literal["crisis", "danger"]

# Where several kinds are found equally strong, what cannot wait comes first.
KINDS: tuple[Kind, ...] = (
    "medical_emergency", "self_harm", "threat_to_others", "abuse", "trafficking", "unsafe_home",
)  # fmt: skip
CRISIS: frozenset[Kind] = frozenset({"self_harm", "medical_emergency"})

WORTH = {"sure": 3, "likely": 2, "hint": 1}
THRESHOLD = 2
"""A sure phrase is a hit wherever it stands (but see EVERYDAY), a likely one where nothing everyday is near, two hints together."""
EVERYDAY = {WORTH["sure"]: -5.0, WORTH["likely"]: -3.0, WORTH["hint"]: -3.0}
"""The learned score below which a phrase is no hit, by its worth: "me va a matar mi jefe, I broke the build". Of 898 messages of
danger nobody had learned from that have a phrase, none was below -1."""
SHORT = features.WINDOW + (ENCODED_WINDOWS - 1) * features.STEP
"""Words of the longest message the model reads whole; a phrase in a longer one is not weighed against the rest."""
NEAR = 6
"""Words on either side within which an everyday subject takes 1 off a phrase that is not sure."""
LONG_AGO = 8
"""Words on either side within which "years ago", in a message about work or study, takes a phrase out."""
STRETCH, OVERLAP = 600, 60
"""A long body is read in stretches of so many words, each seeing a little of the next."""
TOGETHER = 40
"""Words within which phrases add up."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: the kind of danger, the topic it is reported as, and the language it was said in."""

    kind: Kind
    topic: Topic
    language: Language

    @classmethod
    def of_kind(cls, kind: Kind, language: Language) -> Hit:
        return cls(kind, "crisis" if kind in CRISIS else "danger", language)

    @classmethod
    def of_topic(cls, topic: Topic, language: Language) -> Hit:
        """The hit for a topic found some other way, by the engine or by a choice."""
        return cls("self_harm" if topic == "crisis" else "abuse", topic, language)


class Screen:
    """The screen over one lexicon, with a learned detector or without. Safe to share between threads: nothing of a
    message stays in it."""

    def __init__(self, lexicon: Lexicon, detector: Detector | None = None) -> None:
        self._lexicon, self._detector = lexicon, detector

    def __call__(self, text: RawText) -> Hit | None:
        words = self._lexicon.words(text.reveal())
        hit, worth = self._phrases(words)
        if hit and len(words) > SHORT:
            return hit
        heard = self._listen(text)
        if hit:
            return None if heard and self._is_everyday(heard, worth, text) else hit
        if self._detector and heard and heard.score >= self._detector.threshold:
            return Hit.of_kind(cast(Kind, heard.kind), self._lexicon.language(words) or "en")
        return None

    def _is_everyday(self, heard: Heard, worth: int, text: RawText) -> bool:
        """Whether the phrase stands in a message that the model, which has read all of it, is sure is none of danger.

        Not where anything of the message had to be undone to read it: the model sees it as it was written.
        """
        return heard.whole and heard.score < EVERYDAY[worth] and is_plain(text.reveal())

    def _listen(self, text: RawText) -> Heard | None:
        """What the learned model hears; its failing leaves the phrases standing."""
        if self._detector is None:
            return None
        try:
            return self._detector(text.reveal())
        except Exception as error:
            log.error("learned_screen_failed", reason=type(error).__name__)
            return None

    def _phrases(self, words: list[Word]) -> tuple[Hit | None, int]:
        """The hit, and what its strongest phrase is worth."""
        for start in range(0, len(words) or 1, STRETCH):
            scores = self._scores(words[start : start + STRETCH + OVERLAP])
            if scores:
                kind = max(scores, key=lambda k: (scores[k][0], -KINDS.index(k)))
                return Hit.of_kind(kind, self._lexicon.language(words) or scores[kind][1]), scores[kind][0]
        return None, 0

    def _scores(self, words: list[Word]) -> dict[Kind, tuple[int, Language]]:
        """The kinds that reach the threshold, with their worth and the language of their strongest phrase."""
        weighed = self._weigh(words)
        best: dict[Kind, tuple[int, Language]] = {}
        first = 0
        for last, (match, _) in enumerate(weighed):
            while weighed[first][0].start < match.start - TOGETHER:
                first += 1
            together = weighed[first : last + 1]
            if sum(worth for _, worth in together) < THRESHOLD:
                continue
            for found, worth in together:
                kind = cast(Kind, found.label.kind)
                if worth > best.get(kind, (0, "en"))[0]:
                    best[kind] = (worth, cast(Language, found.label.language))
        return best

    def _weigh(self, words: list[Word]) -> list[tuple[Match, int]]:
        """The phrases found, none overlapping another, each with what it is worth where it stands; in order."""
        matches = self._lexicon.find(words)
        setting = _Setting(words, [m for m in matches if m.label.kind == HARMLESS])
        found = [(m, setting.worth(m)) for m in matches if m.label.kind != HARMLESS]
        found.sort(key=lambda item: (-item[1], item[0].start - item[0].end))
        taken: set[int] = set()
        kept = []
        for match, worth in found:
            span = range(match.start, match.end)
            if worth and taken.isdisjoint(span):
                taken.update(span)
                kept.append((match, worth))
        return sorted(kept, key=lambda item: item[0].start)


class _Setting:
    """What stands around the phrases of one message: harmless sayings, everyday subjects, words that tell of the past."""

    def __init__(self, words: list[Word], found: list[Match]) -> None:
        self._words = words
        self._covered: dict[str, set[int]] = {"harmless": set(), "mild": set()}
        self._begins: dict[str, set[int]] = {"ordinary": set(), "past": set()}
        for match in found:
            if match.label.strength in self._covered:
                self._covered[match.label.strength].update(range(match.start, match.end))
            else:
                self._begins[match.label.strength].add(match.start)

    def worth(self, match: Match) -> int:
        """A harmless saying hides every phrase it overlaps, a mild one only those that are not sure."""
        sure = match.label.strength == "sure"
        span = range(match.start, match.end)
        if not self._covered["harmless"].isdisjoint(span) or not (sure or self._covered["mild"].isdisjoint(span)):
            return 0
        if self._begins["ordinary"] and self._near("past", match, LONG_AGO, within=True):
            return 0
        return WORTH[match.label.strength] - (not sure and self._near("ordinary", match, NEAR, within=False))

    def _near(self, strength: str, match: Match, reach: int, *, within: bool) -> bool:
        """Whether such a phrase begins at most `reach` words from `match`, in a sentence of it."""
        around = set(range(max(0, match.start - reach), match.end + reach)) & self._begins[strength]
        if not within:
            around.difference_update(range(match.start, match.end))
        sentences = {self._words[match.start].sentence, self._words[match.end - 1].sentence}
        return any(self._words[index].sentence in sentences for index in around)


@cache
def _default() -> Screen:
    return Screen(Lexicon(), load_or_none())


def screen(text: RawText) -> Hit | None:
    """The hit in `text`, or None."""
    return _default()(text)


_default()  # compiled when the service starts, not when the first person needs it
gc.freeze()  # and kept out of every later garbage collection, which would cost more than the reading
