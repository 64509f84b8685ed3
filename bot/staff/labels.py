"""Plain words for codes, and the shapes of the charts.

Receives codes and figures, gives words and percentages of a drawing's height or width; a code without words is shown
as it is. It computes nothing from figures that is shown as a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import yaml

from bot.insights.reports import Line, Table
from bot.insights.weeks import monday

HERE = Path(__file__).resolve().parent
MOST_LINES = 15


class Catalogue(Protocol):
    """What knows the names of roles, credentials and programs; the knowledge base does."""

    def occupation(self, id: str, /) -> Any: ...
    def credential(self, id: str, /) -> Any: ...
    def program(self, id: str, /) -> Any: ...


class Labels:
    """Words for the codes of a table."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        loaded: dict[str, dict[str, str]] = yaml.safe_load((HERE / "labels.yml").read_text("utf-8"))
        return loaded

    def table(self, name: str) -> dict[str, str]:
        """Every code of a table with its words, in the order of the file; the empty code is left out."""
        return {code: words for code, words in self._words[name].items() if code}

    def of(self, table: str, code: str) -> str:
        """What staff read for a code of the table of that name."""
        if table == "week":
            return week_label(code)
        if table in ("roles", "credentials", "programs"):
            return self._name(table, code)
        if table == "unmet":
            need, _, field = code.partition(":")
            return f"{self._words['needs'].get(need, need)}, {self._words['fields'].get(field, field)}"
        words = self._words["topics" if table in ("topics", "unanswered") else table]
        return words.get(code, code)

    def _name(self, table: str, code: str) -> str:
        if self._catalogue is None:
            return code
        found = {"roles": self._catalogue.occupation, "credentials": self._catalogue.credential}.get(
            table, self._catalogue.program
        )(code)
        name = getattr(found, "name", None)
        return str(getattr(name, "en", name) or code)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: `size` is percent of the longest."""

    label: str
    line: Line
    size: float
    at: float = 0
    width: float = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A table ready to be drawn: bars in order, and in words what is to be seen."""

    table: Table
    bars: tuple[Bar, ...]
    more: int
    summary: str


def chart(table: Table, labels: Labels, most: int = MOST_LINES) -> Chart:
    """Bars for the lines of a table; the longest list is cut, and says by how many."""
    largest = max((line.figure.value or 0 for line in table.lines), default=0) or 1
    lines = table.lines[:most] if table.name not in ("week",) else table.lines
    step = 100 / max(1, len(lines))
    bars = tuple(
        Bar(labels.of(table.name, line.code), line, 100 * (line.figure.value or 0) / largest, n * step, step * 0.72)
        for n, line in enumerate(lines)
    )
    return Chart(table, bars, len(table.lines) - len(lines), _summary(table, labels))


def week_label(week: str) -> str:
    """The week's Monday: "16 Nov 2026"."""
    first = monday(week)
    return f"{first.day} {first:%b %Y}"


def _summary(table: Table, labels: Labels) -> str:
    shown = table.shown
    if not shown:
        return "No cell of this table has enough sessions to be shown."
    top = max(shown, key=lambda line: line.figure.value or 0)
    return f"Highest: {labels.of(table.name, top.code)}, about {top.figure.value} sessions."
