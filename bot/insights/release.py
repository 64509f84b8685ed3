"""Public releases: a closed quarter's counts with calibrated noise, paid for from a logged budget.

Receives an organization, a quarter and an epsilon; gives counts that anyone may have, each with its error. The unit that
is protected is the session: it leaves at most eight rows behind (`recorder.ROWS_PER_SESSION`), which bounds what it can
change. All releases of a quarter together spend at most epsilon 1; a quarter that was released is shown again, not
drawn again. The noise is OpenDP's (discrete Laplace); nothing here draws randomness of its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.insights.codes import Codes
from bot.insights.recorder import ROWS_PER_SESSION
from bot.insights.suppression import RULES
from bot.insights.weeks import monday, week_of
from bot.store.database import Database
from bot.store.models import DEFAULT_ORGANIZATION, InsightRow, PrivacySpend

BUDGET = 1.0
"""Epsilon all public releases of one quarter may spend together."""
CONFIDENCE = 0.05
"""The error beside a number holds for 95 of 100 numbers."""


class BudgetSpent(Exception):
    """The quarter's budget does not cover this release."""


class QuarterOpen(Exception):
    """The quarter is not over."""


@dataclass(frozen=True, slots=True)
class Line:
    """One published count; `value` is None where the noise leaves less than the smallest number shown."""

    code: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Release:
    """What may be shown to anyone: sessions by topic in one quarter, all with the same error."""

    quarter: str
    epsilon: float
    error: int
    lines: tuple[Line, ...]

    def csv(self) -> str:
        """The table with the error beside every number."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["quarter", "topic", "sessions", "error_95_percent", "epsilon"])
        for line in self.lines:
            value = f"fewer than {smallest(self.error)}" if line.value is None else line.value
            writer.writerow([self.quarter, line.code, value, f"+/- {self.error}", self.epsilon])
        return out.getvalue()


async def release(
    database: Database,
    quarter: str,
    epsilon: float,
    *,
    organization: str = DEFAULT_ORGANIZATION,
    today: date | None = None,
) -> Release:
    """Publishes a closed quarter, or shows again what was published. Raises `BudgetSpent`, `QuarterOpen`, ValueError."""
    weeks = weeks_of(quarter)
    if monday(weeks[-1]) + timedelta(days=6) >= (today or datetime.now(UTC).date()):
        raise QuarterOpen(quarter)
    if not 0 < epsilon <= BUDGET:
        raise BudgetSpent(f"epsilon is more than 0 and at most {BUDGET}")
    what = f"topics {organization}"
    async with database.begin() as session:
        lines = list((await session.scalars(select(PrivacySpend).where(PrivacySpend.quarter == quarter))).all())
        if same := next((line for line in lines if line.what == what), None):
            return _read(same)
        if sum(line.epsilon for line in lines) + epsilon > BUDGET + 1e-9:
            raise BudgetSpent(f"{quarter} has {BUDGET - sum(line.epsilon for line in lines):.2f} left")
        topics = sorted(Codes().topics)
        exact = await _counts(session, organization, weeks, topics)
        noisy, error = noised(exact, epsilon)
        made = Release(
            quarter, epsilon, error, tuple(Line(t, _shown(n, error)) for t, n in zip(topics, noisy, strict=True))
        )
        session.add(PrivacySpend(quarter=quarter, epsilon=epsilon, what=what, released=_written(made)))
        return made


def noised(counts: Sequence[int], epsilon: float) -> tuple[list[int], int]:
    """The counts with discrete Laplace noise for sessions that change at most ROWS_PER_SESSION of them, and the error."""
    import opendp.prelude as dp

    dp.enable_features("contrib")
    scale = ROWS_PER_SESSION / epsilon
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    mechanism = space >> dp.m.then_laplace(scale=scale)
    if mechanism.map(ROWS_PER_SESSION) > epsilon + 1e-9:
        raise BudgetSpent("the noise does not cover what a session may change")
    error = dp.discrete_laplacian_scale_to_accuracy(scale=scale, alpha=CONFIDENCE)
    return [int(n) for n in mechanism(list(counts))], int(-(-error // 1))


def smallest(error: int) -> int:
    """The smallest number shown: never under the rule for small groups, and never within the noise."""
    return max(RULES.lowest_shown, -(-error // RULES.step) * RULES.step)


def weeks_of(quarter: str) -> tuple[str, ...]:
    """The weeks whose Monday lies in a quarter such as "2026-Q3". Raises ValueError."""
    year, separator, number = quarter.partition("-Q")
    if (
        separator != "-Q"
        or number not in ("1", "2", "3", "4")
        or not (year.isascii() and year.isdigit() and len(year) == 4)
    ):
        raise ValueError("a quarter is written 2026-Q3")
    first = date(int(year), 3 * int(number) - 2, 1)
    after = date(int(year) + (number == "4"), (3 * int(number)) % 12 + 1, 1)
    day = first + timedelta(days=-first.weekday() % 7)
    return tuple(week_of(day + timedelta(weeks=n)) for n in range(((after - day).days + 6) // 7))


async def _counts(session: AsyncSession, organization: str, weeks: Sequence[str], topics: Sequence[str]) -> list[int]:
    query = (
        select(InsightRow.topic, func.count())
        .where(InsightRow.organization_id == organization, InsightRow.week.in_(weeks))
        .where(InsightRow.kind.in_(("session", "turn")))
        .group_by(InsightRow.topic)
    )
    rows = (await session.execute(query)).all()
    found: dict[str, int] = {row[0]: row[1] for row in rows}
    return [found.get(topic, 0) for topic in topics]


def _shown(noisy: int, error: int) -> int | None:
    rounded = RULES.step * round(noisy / RULES.step)
    return None if rounded < smallest(error) else rounded


def _written(made: Release) -> dict[str, Any]:
    return {"error": made.error, "lines": [[line.code, line.value] for line in made.lines]}


def _read(row: PrivacySpend) -> Release:
    kept = row.released
    return Release(row.quarter, row.epsilon, kept["error"], tuple(Line(code, value) for code, value in kept["lines"]))
