"""The one module every count passes on its way out. Pure: counts in, publishable groups and figures out.

Receives how many sessions fell into each base cell (subject × language × region × channel × week) of one closed set of
weeks; gives a `Published` cube. It must never give a number that is not the sum of whole groups of eleven or more
sessions, and no caller may compute one around it.

How: every session's entry is put into exactly one group. A base cell with eleven or more is a group of its own. What is
left over is pooled with its neighbours, giving up as little detail as needed, until at least eleven stand together.
Every figure (cell, total, chart, export) is a sum of whole groups, rounded once. So whatever is added, subtracted or
solved for, the lower bound of any cell is nothing, or eleven and more: docs/decisions/0004-suppression.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.messages import ScrubbedText

Dimension = Literal["subject", "language", "region", "channel", "week"]
DIMENSIONS: tuple[Dimension, ...] = ("subject", "language", "region", "channel", "week")
_AT: dict[str, int] = {name: at for at, name in enumerate(DIMENSIONS)}

# In which order detail is given up, last first; each subject takes the order that keeps what is worth most.
ORDERS: tuple[tuple[Dimension, ...], ...] = (
    ("language", "week", "region", "channel"),
    ("language", "region", "week", "channel"),
    ("week", "language", "region", "channel"),
    ("region", "language", "week", "channel"),
    ("language", "region", "channel", "week"),
    ("channel", "language", "region", "week"),
)
WORTH: Mapping[Dimension, int] = {"subject": 0, "language": 4, "week": 4, "region": 3, "channel": 1}


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds; other values than these exist for tests that show what goes wrong without them."""

    fewest: int = 11
    step: int = 5
    lowest_shown: int = 15
    top: int = 95
    bottom: int = 5


RULES = Rules()
Key = tuple[str, str, str, str, str]  # in the order of DIMENSIONS
Domain = Mapping[Dimension, Collection[str]]


class Label(NamedTuple):
    """What is known of a group; None: not told apart."""

    subject: str | None = None
    language: str | None = None
    region: str | None = None
    channel: str | None = None
    week: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """Sessions that are only ever counted together."""

    label: Label
    size: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may be shown, rounded; None: hidden, and the same whether nobody is behind it or ten are."""

    value: int | None

    @property
    def why_hidden(self) -> str | None:
        """Plain words for a hidden cell. One reason only: to say which of the two it is would give it away."""
        return "Fewer than 11 sessions, or kept back to protect a group that small." if self.value is None else None


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage that may be shown; `code` is "top" for 95 and more, "bottom" for 5 and less."""

    percent: int
    code: Literal["top", "bottom"] | None = None

    def __str__(self) -> str:
        ends = {"top": f"{self.percent}% or more", "bottom": f"{self.percent}% or less", None: f"{self.percent}%"}
        return ends[self.code]


class Published:
    """The groups of one cube or several; answers every question that may be asked of them."""

    def __init__(self, groups: Iterable[Group], rules: Rules = RULES) -> None:
        self._groups, self._rules = tuple(groups), rules

    @property
    def is_empty(self) -> bool:
        return not self._groups

    def __add__(self, other: Published) -> Published:
        """Both periods together; their groups stay as they are, so nothing new can be told apart."""
        return Published((*self._groups, *other._groups), self._rules)

    def count(self, **where: str | None) -> Figure:
        """Sessions known to be in the cell, e.g. `count(subject="role_pay", region="miami-dade")`."""
        return figure(sum(g.size for g in self._groups if _inside(g.label, where)), self._rules)

    def by(self, dimension: Dimension, **where: str | None) -> dict[str, Figure]:
        """The cells along one dimension that may be shown; what is absent is hidden."""
        sums: dict[str, int] = defaultdict(int)
        at = _AT[dimension]
        for group in self._groups:
            value = group.label[at]
            if value is not None and _inside(group.label, where):
                sums[value] += group.size
        return {value: figure(size, self._rules) for value, size in sums.items()}

    def apart(self, dimension: Dimension, **where: str | None) -> Figure:
        """Sessions that may be in the table `by(dimension, **where)` but in none of its cells, as not told apart."""
        wanted = {name: value for name, value in where.items() if value is not None}
        at = _AT[dimension]
        sizes = (
            g.size
            for g in self._groups
            if _touches(g.label, wanted) and (g.label[at] is None or not _inside(g.label, wanted))
        )
        return figure(sum(sizes), self._rules)


def publish(counts: Mapping[Key, int], domain: Domain | None = None, rules: Rules = RULES) -> Published:
    """Puts every counted session into one group. Sessions that find no company in all are left out.

    `domain` says which values there can be, counted or not; without one it is what was counted.
    """
    cells = {key: size for key, size in counts.items() if size > 0}
    values: dict[Dimension, list[str]] = {
        name: sorted({key[at] for key in cells} | set((domain or {}).get(name, ())))
        for at, name in enumerate(DIMENSIONS)
    }
    subjects: dict[str, dict[Key, int]] = defaultdict(dict)
    for key, size in cells.items():
        subjects[key[0]][key] = size
    groups: list[Group] = []
    rest = capacity = 0
    for subject in values["subject"]:
        parts = subjects.get(subject, {})
        best = max((_subject(subject, parts, order, values, rules) for order in ORDERS), key=_detail)
        groups += best.groups
        rest += best.rest
        capacity += best.capacity
    if rules.fewest <= rest <= capacity - (rules.fewest - 1):
        groups.append(Group(Label(), rest))
    return Published(groups, rules)


def figure(size: int, rules: Rules = RULES) -> Figure:
    """The number as it may be shown. Eleven and twelve look like thirteen: 10 would look like a small cell."""
    if size < rules.fewest:
        return Figure(None)
    return Figure(max(rules.lowest_shown, rules.step * round(size / rules.step)))


def may_quote(text: ScrubbedText | None, consent_version: str | None, theme: Figure, approved_by: str | None) -> bool:
    """Whether somebody's own wording may be shown outside: scrubbed, consented to, one of a theme large enough to be
    shown, and approved by a named person. Nothing quotes around this."""
    return bool(text and text.reveal() and consent_version and theme.value is not None and approved_by)


def share(part: Figure, whole: Figure, rules: Rules = RULES) -> Share | None:
    """A percentage of two figures as shown, its ends coded; None where either is hidden."""
    if part.value is None or not whole.value:
        return None
    percent = round(100 * part.value / whole.value)
    if percent >= rules.top:
        return Share(rules.top, "top")
    return Share(rules.bottom, "bottom") if percent <= rules.bottom else Share(percent)


class _Split(NamedTuple):
    """Groups that stand; how many are still without company, how many there could be, and what is common to them."""

    groups: list[Group]
    rest: int = 0
    capacity: int = 0
    common: Label | None = None


def _subject(
    subject: str,
    cells: dict[Key, int],
    order: tuple[Dimension, ...],
    domain: Mapping[Dimension, list[str]],
    rules: Rules,
) -> _Split:
    """The groups of one subject. Its total is whole: a rest joins its smallest group, and both are known by less."""
    split = _split(Label(subject=subject), cells, order, domain, rules)
    if not split.rest or not split.groups:
        return split
    joined = _smallest_given_up(split.groups)
    return _Split([*split.groups, Group(_common(joined.label, split.common), split.rest + joined.size)])


def _split(
    label: Label,
    cells: dict[Key, int],
    order: tuple[Dimension, ...],
    domain: Mapping[Dimension, list[str]],
    rules: Rules,
) -> _Split:
    """Bottom up: children first, then the rests of all children pooled at this level if they are enough."""
    small = rules.fewest - 1
    if not order:
        size = sum(cells.values())
        return _Split([Group(label, size)]) if size > small else _Split([], size, small, label)
    name, at = order[0], _AT[order[0]]
    parts: dict[str, dict[Key, int]] = defaultdict(dict)
    for key, size in cells.items():
        parts[key[at]][key] = size
    groups: list[Group] = []
    rest = capacity = 0
    common: Label | None = None
    for value in domain[name]:
        if value not in parts:
            capacity += small  # an empty cell looks like a small one, and so helps to hide one
            continue
        child = _split(label._replace(**{name: value}), parts[value], order[1:], domain, rules)
        groups += child.groups
        rest += child.rest
        capacity += child.capacity
        common = _common(child.common, common) if child.rest else common
    if rest <= small:
        return _Split(groups, rest, min(small, capacity), common)
    if rest > capacity - small and groups:
        # Each child holds at most ten of the rest, so a rest this large would prove that one of them holds some:
        # the smallest group that stands gives up its detail and joins (complementary suppression).
        rest += _smallest_given_up(groups).size
    return _Split([*groups, Group(label, rest)])


def _common(one: Label | None, other: Label | None) -> Label:
    """What two labels agree on."""
    if one is None or other is None:
        return one or other or Label()
    return Label(*(a if a == b else None for a, b in zip(one, other, strict=True)))


def _smallest_given_up(groups: list[Group]) -> Group:
    """Takes the smallest group out of the list."""
    smallest = min(groups, key=lambda g: (g.size, [value or "" for value in g.label]))
    groups.remove(smallest)
    return smallest


def _detail(split: _Split) -> int:
    """What the groups say is worth: known labels times sessions."""
    return sum(
        group.size * sum(WORTH[name] for name, value in zip(DIMENSIONS, group.label, strict=True) if value is not None)
        for group in split.groups
    )


def _inside(label: Label, where: Mapping[str, str | None]) -> bool:
    return all(value is None or label[_AT[name]] == value for name, value in where.items())


def _touches(label: Label, where: Mapping[str, str | None]) -> bool:
    return all(label[_AT[name]] in (None, value) for name, value in where.items())
