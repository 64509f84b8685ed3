"""The calendar of the counts."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from bot.insights.weeks import monday, period_of, periods_until, week_of, weeks_in


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 11, 23), "2026-W48"), (date(2027, 1, 3), "2026-W53"), (date(2024, 12, 30), "2025-W01")],
)
def test_week_of_follows_iso(day: date, week: str) -> None:
    assert week_of(day) == week


def test_every_week_is_in_exactly_one_period() -> None:
    weeks = [week_of(date(2024, 1, 1) + timedelta(weeks=n)) for n in range(160)]
    for week in weeks:
        assert week in weeks_in(period_of(week))
        assert all(period_of(other) == period_of(week) for other in weeks_in(period_of(week)))


def test_periods_until_are_adjacent_and_end_with_today() -> None:
    periods = periods_until(date(2026, 11, 23), 3)
    assert week_of(date(2026, 11, 23)) in weeks_in(periods[-1])
    assert [monday(b) - monday(a) for a, b in itertools.pairwise(periods)] == [timedelta(weeks=4)] * 2


@pytest.mark.parametrize("wrong", ["", "2026", "2026-W60", "2026-W1", "'; drop", "２０２６-W01"])
def test_monday_refuses_what_is_not_a_week(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        monday(wrong)
