"""What a learner may wish of a program, as SQL: each wish is met, or not, or nobody says. "Unknown is not no"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, false, func, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from knowledge.models import ProgramRow
from knowledge.views import ProgramSearch

Sql = ColumnElement[Any]

_SUPPORTS_FOR_NEED = {
    "child-care": ("child_care", "child-care", "childcare"),
    "transport": ("transport", "transportation"),
    "laptop": ("laptop", "device"),
    "internet": ("internet",),
    "food": ("food", "meals"),
    "housing": ("housing",),
    "english": ("english", "esl"),
    "confidence": ("coaching", "mentoring"),
    "disability-access": ("disability-access", "accommodations"),
    "experience": ("internship", "work_experience"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One wish: programs pass where it is met, or where nobody says."""

    name: str
    met: Sql
    unknown: Sql

    @property
    def passes(self) -> Sql:
        return or_(self.met, self.unknown)


def _flag(name: str, column: InstrumentedAttribute[bool | None]) -> Callable[[ProgramSearch], Condition | None]:
    def build(search: ProgramSearch) -> Condition | None:
        return Condition(name, column.is_(True), column.is_(None)) if getattr(search, name) else None

    return build


def _too_old(search: ProgramSearch) -> Sql:
    """The price may not be told any more, so nobody knows whether the program is free or how much it is."""
    return func.coalesce(ProgramRow.priced_until < search.today, false()) if search.today is not None else false()


def _by_price(name: str, met: Sql, unknown: Sql, search: ProgramSearch) -> Condition:
    return Condition(name, and_(met, ~_too_old(search)), or_(unknown, _too_old(search)))


def _free(search: ProgramSearch) -> Condition | None:
    if not search.free:
        return None
    met = or_(ProgramRow.free.is_(True), and_(ProgramRow.free.is_(None), ProgramRow.tuition_high == 0))
    return _by_price("free", met, and_(ProgramRow.free.is_(None), ProgramRow.tuition_low.is_(None)), search)


def _max_cost(search: ProgramSearch) -> Condition | None:
    if search.max_cost is None:
        return None
    met = or_(ProgramRow.free.is_(True), ProgramRow.total_low <= search.max_cost)
    return _by_price("max_cost", met, and_(ProgramRow.total_low.is_(None), ProgramRow.free.is_not(True)), search)


def _stipend(search: ProgramSearch) -> Condition | None:
    if not search.stipend:
        return None
    return _by_price("stipend", ProgramRow.stipend.is_(True), ProgramRow.stipend.is_(None), search)


def _age(search: ProgramSearch) -> Condition | None:
    if search.age is None:
        return None
    fits = and_(
        func.coalesce(ProgramRow.min_age, 0) <= search.age, func.coalesce(ProgramRow.max_age, 200) >= search.age
    )
    said = or_(ProgramRow.min_age.is_not(None), ProgramRow.max_age.is_not(None))
    return Condition("age", and_(fits, said), ~said)


def _has_diploma(search: ProgramSearch) -> Condition | None:
    """Having a diploma rules nothing out; having none rules out what asks for one."""
    if search.has_diploma is not False:
        return None
    return Condition("has_diploma", ProgramRow.diploma.is_(False), ProgramRow.diploma.is_(None))


def _in_high_school(search: ProgramSearch) -> Condition | None:
    if search.in_high_school is None:
        return None
    if search.in_high_school:
        return Condition("in_high_school", ProgramRow.in_high_school.is_(True), ProgramRow.in_high_school.is_(None))
    return Condition("in_high_school", ProgramRow.in_high_school.is_not(True), false())


def _language(search: ProgramSearch) -> Condition | None:
    """In the United States a program that names no language is in English."""
    if not search.language or search.language == "en":
        return None
    return Condition("language", lists(ProgramRow.languages, (search.language,)), ProgramRow.languages.is_(None))


def _max_weeks(search: ProgramSearch) -> Condition | None:
    if search.max_weeks is None:
        return None
    met = func.coalesce(ProgramRow.weeks_low <= search.max_weeks, false())
    return Condition("max_weeks", met, ProgramRow.weeks_low.is_(None))


CONDITIONS: tuple[Callable[[ProgramSearch], Condition | None], ...] = (
    _free,
    _max_cost,
    _stipend,
    _age,
    _has_diploma,
    _in_high_school,
    _flag("evenings", ProgramRow.evenings),
    _flag("weekends", ProgramRow.weekends),
    _flag("online", ProgramRow.online),
    _flag("in_person", ProgramRow.in_person),
    _language,
    _max_weeks,
)  # fmt: skip


def meeting(need: str, search: ProgramSearch) -> Condition | None:
    """A need never rules a program out; one that meets it comes first. Needs no program can meet are passed over."""
    name = f"need:{need}"
    if need == "cost":
        paid_for = or_(ProgramRow.free.is_(True), ProgramRow.stipend.is_(True))
        return Condition(name, and_(paid_for, ~_too_old(search)), true())
    if need in ("schedule", "time"):
        return Condition(name, or_(ProgramRow.evenings.is_(True), ProgramRow.weekends.is_(True)), true())
    if need == "distance":
        return Condition(name, ProgramRow.online.is_(True), true())
    if supports := _SUPPORTS_FOR_NEED.get(need):
        return Condition(name, lists(ProgramRow.supports, supports), true())
    return None


def can_be_met(need: str) -> bool:
    """Whether a program can meet this need at all."""
    return meeting(need, ProgramSearch()) is not None


def lists(column: Any, ids: Sequence[str | BindParameter[str]]) -> Sql:
    """One of these ids is in a padded list of the program at hand; false, not NULL, where nobody says.

    A bound parameter is given as the pattern itself: "% id %".
    """
    found = [column.contains(f" {id} ", autoescape=True) if isinstance(id, str) else column.like(id) for id in ids]
    return func.coalesce(or_(false(), *found), false())
