"""The fixed calendar of the counts: ISO weeks, and periods of four of them.

Receives dates, gives codes such as "2026-W47". Buckets are the same for everyone and every question, so that two
questions can never be subtracted to a day or to a time of somebody's choosing.
"""

from __future__ import annotations

from datetime import date, timedelta

WEEKS_IN_PERIOD = 4


def week_of(day: date) -> str:
    """The ISO week of a day: "2026-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday(week: str) -> date:
    """The first day of a week. Raises ValueError for anything that is not the code of a week."""
    year, separator, number = week.partition("-W")
    if not separator or len(year) != 4 or len(number) != 2 or not (year + number).isascii():
        raise ValueError("not a week")
    return date.fromisocalendar(int(year), int(number), 1)


def period_of(week: str) -> str:
    """The period a week is in, named by its first week. Periods are counted from the calendar's start, never moved."""
    first = monday(week)
    offset = (first.toordinal() // 7) % WEEKS_IN_PERIOD
    return week_of(first - timedelta(weeks=offset))


def weeks_in(period: str) -> tuple[str, ...]:
    """The four weeks of a period."""
    first = monday(period)
    return tuple(week_of(first + timedelta(weeks=n)) for n in range(WEEKS_IN_PERIOD))


def periods_until(day: date, count: int) -> tuple[str, ...]:
    """The last `count` periods, the one that `day` is in last."""
    last = monday(period_of(week_of(day)))
    return tuple(week_of(last - timedelta(weeks=WEEKS_IN_PERIOD * back)) for back in reversed(range(count)))
