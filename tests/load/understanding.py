"""Labelled conversations through the running product: what it took each message for, and what it dared to answer.

Receives cases (JSON Lines: `lang`, `channel`, `turns` of `user`, `topic`, `also`, `entities`) and a URL; gives shares with
their counts. The held-out cases of `tests/cases/understanding` were written by people who had not seen the training
messages; nothing of theirs may be copied into `data/nlu`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.settings import PROJECT
from tests.stack import Answer, Talk

TOPICS = PROJECT / "knowledge" / "content" / "topics.yml"
OURS = ("digital_jobs", "pathways", "credentials", "programs", "support")
NOT_OURS = frozenset({"out_of_scope", "small_talk"})
# An answer that admits doubt: it asks back, says it does not know, or offers the menu.
DOUBTING = frozenset({"asked_back", "not_known", "out_of_scope"})
Case = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """One turn: what was wanted, what came."""

    case: str
    language: str
    single: bool
    turn: dict[str, Any]
    answer: Answer

    @property
    def right(self) -> bool:
        return self.answer.topic in self.turn["topic"]

    @property
    def wrong_and_sure(self) -> bool:
        return not self.right and self.answer.outcome not in DOUBTING

    @property
    def taken(self) -> bool:
        """Small talk or a request that is not ours, answered as if it were one of ours."""
        return self.wrong_and_sure and group_of().get(self.answer.topic) in OURS

    def entities(self) -> Iterator[bool]:
        for slot, wanted in (self.turn.get("entities") or {}).items():
            yield same(slot, wanted, self.answer.entities.get(slot))


def group_of() -> dict[str, str]:
    """The group of each topic code."""
    loaded = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    return {code: group for group, codes in loaded.items() for code in codes}


def same(slot: str, wanted: Any, found: Any) -> bool:
    """Whether every wanted value is among those found; a place is compared as text."""
    listed = [str(value).casefold() for value in (found if isinstance(found, list) else [found]) if value]
    needed = [str(value).casefold() for value in (wanted if isinstance(wanted, list) else [wanted])]
    if slot == "place":
        return all(any(need in value or value in need for value in listed) for need in needed)
    return set(needed) <= set(listed)


def read(paths: Iterable[Path]) -> list[Case]:
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def run(url: str, cases: list[Case], jobs: int = 4) -> list[Seen]:
    """Every case in a fresh conversation, a few at once."""

    def one(case: Case) -> list[Seen]:
        talk = Talk(url, case["channel"])
        single = len(case["turns"]) == 1
        return [Seen(case["id"], case["lang"], single, turn, talk.say(turn["user"])) for turn in case["turns"]]

    with ThreadPoolExecutor(jobs) as pool:
        return [seen for turns in pool.map(one, cases) for seen in turns]


def measure(seen: list[Seen]) -> dict[str, Any]:
    """The keys `single`, `multi`, `entities`, `wrong_confident`, `oos_taken` and `both`; shares from 0 to 1."""
    by_language: dict[str, list[bool]] = defaultdict(list)
    for one in seen:
        if one.single:
            by_language[one.language].append(one.right)
    not_ours = [one for one in seen if NOT_OURS.issuperset(one.turn["topic"])]
    return {
        "single": {language: share(hits) for language, hits in sorted(by_language.items())},
        "multi": share([one.right for one in seen if not one.single]),
        "entities": share([hit for one in seen for hit in one.entities()]),
        "wrong_confident": share([one.wrong_and_sure for one in seen]),
        "oos_taken": share([one.taken for one in not_ours]),
        "both": share([both(one) for one in seen if one.turn.get("also")]),
        "turns": len(seen),
    }


def both(one: Seen) -> bool:
    """Whether both questions of the message were answered."""
    topics = set(one.answer.body["understanding"]["topics"])
    return len(topics & {*one.turn["topic"], *one.turn["also"]}) > len(one.turn["also"])


def share(hits: list[bool]) -> float | None:
    return round(sum(hits) / len(hits), 4) if hits else None


def misses(seen: list[Seen]) -> list[dict[str, Any]]:
    """What went wrong, for the author who mends it."""
    return [
        {
            "case": one.case, "user": one.turn["user"], "wanted": one.turn["topic"], "got": one.answer.topic,
            "outcome": one.answer.outcome, "wanted_entities": one.turn.get("entities"), "entities": one.answer.entities,
        }
        for one in seen
        if not one.right or not all(one.entities())
    ]  # fmt: skip


def confusions(seen: list[Seen]) -> list[tuple[str, int]]:
    counts = Counter(f"{'|'.join(one.turn['topic'])} -> {one.answer.topic}" for one in seen if not one.right)
    return counts.most_common(25)
