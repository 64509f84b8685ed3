"""The floors of the scrubber on labelled chat: structured data, names, precision, both languages alike, time."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field

import pytest

from bot.messages import RawText
from bot.privacy.budget import Limits
from bot.privacy.scrub import Scrubber
from tests.cases.pii.reading import Case, letters, read


@dataclass
class Score:
    """Characters (letters and digits) that are personal, found, and both."""

    marked: int = 0
    found: int = 0
    shared: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.shared / max(1, self.marked)

    @property
    def precision(self) -> float:
        return self.shared / max(1, self.found)


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber(limits=Limits(cpu_seconds=5, wall_seconds=30))


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [*read("en.txt", "en"), *read("es.txt", "es"), *read("clean.txt"), *read("second.txt"), *read("fresh.txt")]


@pytest.fixture(scope="module")
def scores(scrubber: Scrubber, cases: list[Case]) -> dict[str, Score]:
    """Over all, by language, for names and for everything structured."""
    by: dict[str, Score] = defaultdict(Score)
    for case in cases:
        found = letters(case.text, [(s.start, s.end) for s in scrubber.scrub(RawText(case.text)).spans])
        marked = case.letters()
        for key in ("all", case.language):
            by[key].marked += len(marked)
            by[key].found += len(found)
            by[key].shared += len(marked & found)
        for start, end, kind in case.spans:
            size = letters(case.text, [(start, end)])
            score = by["names" if kind == "PERSON" else "structured"]
            score.marked += len(size)
            score.shared += len(size & found)
            if not size <= found:
                score.wrong.append(case.where)
    return by


def test_there_are_enough_cases_in_both_languages(cases: list[Case]) -> None:
    assert len(cases) >= 600
    assert all(sum(case.language == language for case in cases) >= 250 for language in ("en", "es"))
    assert sum(len(case.spans) for case in cases) >= 400


def test_structured_data_is_found(scores: dict[str, Score]) -> None:
    assert scores["structured"].recall >= 0.99, scores["structured"].wrong


def test_names_are_found_in_chat(scores: dict[str, Score]) -> None:
    assert scores["names"].recall >= 0.95, scores["names"].wrong


def test_little_else_is_touched(scores: dict[str, Score]) -> None:
    assert scores["all"].precision >= 0.95


def test_languages_are_served_alike(scores: dict[str, Score]) -> None:
    assert abs(scores["en"].recall - scores["es"].recall) <= 0.03
    assert abs(scores["en"].precision - scores["es"].precision) <= 0.03


def test_clean_messages_are_left_alone(scrubber: Scrubber) -> None:
    clean = read("clean.txt")
    touched = [case.where for case in clean if scrubber.scrub(RawText(case.text)).spans]
    assert len(touched) <= 0.02 * len(clean), touched


def test_scrubbing_is_quick(scrubber: Scrubber, cases: list[Case]) -> None:
    times = []
    for case in cases:
        began = time.thread_time()
        scrubber.scrub(RawText(case.text))
        times.append(time.thread_time() - began)
    assert sorted(times)[int(len(times) * 0.95)] <= 0.020


def test_lower_case_changes_little(scrubber: Scrubber, cases: list[Case]) -> None:
    marked = missed = 0
    for case in cases:
        text = case.text.lower()
        if len(text) != len(case.text):
            continue
        found = letters(text, [(s.start, s.end) for s in scrubber.scrub(RawText(text)).spans])
        for start, end, kind in case.spans:
            if kind == "PERSON":
                size = letters(text, [(start, end)])
                marked += len(size)
                missed += len(size - found)
    assert 1 - missed / marked >= 0.90
