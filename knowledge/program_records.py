"""A program between its three shapes: the content file's record, the view readers get, and the rows of the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge import content_schema as schema
from knowledge.content_schema import Both
from knowledge.models import WHOLE_RECORD, ProgramRow, ProgramText, Provenance
from knowledge.views import Fact, OutcomeFigures, Program, Rule, Source, Words

PARTS = ("cost", "eligibility", "outcomes")


def as_program(
    record: schema.Program, provider_name: str, sources: Mapping[str, Source], at: tuple[float, float] | None = None
) -> Program:
    """The view of a record; `at` are the coordinates of its first place where they are known better than by town."""
    cost, length, who = record.cost, record.length, record.eligibility
    figures = record.outcome_figures
    verified_on = record.verified_on.isoformat() if record.verified_on else None
    return Program(
        id=record.id,
        provider=record.provider,
        provider_name=provider_name,
        kind=record.kind,
        region=None if record.region == "all" else record.region,
        places=record.places,
        online=record.online,
        categories=record.categories,
        roles=record.roles,
        credentials=record.credentials,
        free=cost.free,
        tuition=span(cost.tuition_low, cost.tuition_high),
        fees=cost.fees,
        books=cost.books,
        exam_fee=cost.exam,
        stipend=cost.stipend,
        stipend_range=span(cost.stipend_low, cost.stipend_high),
        stipend_per=cost.stipend_per,
        weeks=span(length.weeks_low, length.weeks_high) if length.weeks_high is not None else None,
        shortest_weeks=length.weeks_low,
        hours=length.hours,
        hours_per_week=length.hours_per_week,
        full_time=record.schedule.full_time,
        evenings=record.schedule.evenings,
        weekends=record.schedule.weekends,
        modality=record.modality,
        languages=record.languages,
        min_age=who.min_age,
        max_age=who.max_age,
        diploma=who.diploma,
        in_high_school=who.in_high_school,
        income_limited=who.income_limited,
        work_authorization=who.work_authorization,
        rules=tuple(Rule(rule.about, rule.values, rule.text.words) for rule in who.rules),
        apply_url=record.apply.url,
        deadline=record.deadline,
        deadline_on=record.deadline_on.isoformat() if record.deadline_on else None,
        start_dates=record.start_dates,
        starts=tuple(start.isoformat() for start in record.starts),
        capacity=record.capacity,
        supports=record.supports,
        employers=record.employers,
        cip=record.cip,
        url=record.url,
        phone=record.phone,
        described=Fact(record.name.en, sources[record.source], record.as_of, verified_on, record.status),
        sourced=_sourced(record, sources),
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        name=record.name.words,
        short=record.short.words,
        about=record.about.words,
        cost_text=maybe(cost.text),
        length_text=maybe(length.text),
        schedule_text=maybe(record.schedule.text),
        eligibility_text=maybe(who.text),
        residency=maybe(who.residency),
        apply_text=maybe(record.apply.text),
        check=maybe(record.check),
        outcomes=maybe(record.outcomes),
        outcome_figures=OutcomeFigures(**figures.model_dump(exclude={"source", "as_of"})) if figures else None,
        accessibility=maybe(record.accessibility),
        earns=maybe(record.earns),
    )


def _sourced(record: schema.Program, sources: Mapping[str, Source]) -> dict[str, Fact[str]]:
    parts: tuple[schema.PartlySourced | None, ...] = (record.cost, record.eligibility, record.outcome_figures)
    return {
        name: Fact(record.name.en, sources[part.source], part.as_of, status=record.status)
        for name, part in zip(PARTS, parts, strict=True)
        if part and part.source and part.as_of
    }


def program_record(
    row: ProgramRow, text: ProgramText, facts: Mapping[str, Provenance], aliases: tuple[str, ...]
) -> dict[str, Any]:
    """The rows of a program as a content file would hold it."""
    whole = facts[WHOLE_RECORD]
    figures = text.outcome_figures

    def lists(ids: str | None) -> list[str]:
        return (ids or "").split()

    return {
        "id": row.id,
        "provider": row.provider_id,
        "name": _both(text.name),
        "short": _both(text.short),
        "aliases": list(aliases),
        "region": row.region,
        "places": list(text.places),
        "online": row.online,
        "categories": lists(row.categories),
        "roles": lists(row.roles),
        "credentials": lists(row.credentials),
        "kind": row.kind,
        "about": _both(text.about),
        "cost": {
            "free": row.free,
            "tuition_low": row.tuition_low,
            "tuition_high": row.tuition_high,
            "fees": text.fees,
            "books": text.books,
            "exam": text.exam_fee,
            "stipend": row.stipend,
            "stipend_low": text.stipend_low,
            "stipend_high": text.stipend_high,
            "stipend_per": text.stipend_per,
            "text": _both(text.cost_text),
            **_part(facts.get("cost")),
        },
        "length": {
            "weeks_low": row.weeks_low,
            "weeks_high": row.weeks_high,
            "hours": text.hours,
            "hours_per_week": text.hours_per_week,
            "text": _both(text.length_text),
        },
        "schedule": {
            "full_time": row.full_time,
            "evenings": row.evenings,
            "weekends": row.weekends,
            "text": _both(text.schedule_text),
        },
        "modality": list(text.modality),
        "languages": lists(row.languages),
        "eligibility": {
            "min_age": row.min_age,
            "max_age": row.max_age,
            "diploma": row.diploma,
            "in_high_school": row.in_high_school,
            "residency": _both(text.residency),
            "income_limited": row.income_limited,
            "work_authorization": row.work_authorization,
            "rules": text.rules or [],
            "text": _both(text.eligibility_text),
            **_part(facts.get("eligibility")),
        },
        "apply": {"text": _both(text.apply_text), "url": text.apply_url},
        "deadline": text.deadline,
        "deadline_on": text.deadline_on,
        "start_dates": text.start_dates,
        "starts": list(text.starts or ()),
        "capacity": text.capacity,
        "supports": lists(row.supports),
        "accessibility": _both(text.accessibility),
        "earns": _both(text.earns),
        "employers": list(text.employers or ()),
        "cip": text.cip,
        "url": text.url,
        "phone": text.phone,
        "outcomes": _both(text.outcomes),
        "outcome_figures": figures | _part(facts.get("outcomes")) if figures else None,
        "check": _both(text.check),
        "source": whole.source_id,
        "as_of": whole.as_of,
        "status": whole.status,
        "verified_on": whole.verified_on,
        "reviewed_by": whole.reviewed_by,
    }


def _part(fact: Provenance | None) -> dict[str, str | None]:
    return {"source": fact.source_id if fact else None, "as_of": fact.as_of if fact else None}


def _both(words: Words | None) -> dict[str, str] | None:
    return {"en": words.en, "es": words.es} if words else None


def maybe(both: Both | None) -> Words | None:
    return both.words if both else None


def span(low: int | None, high: int | None) -> tuple[int, int] | None:
    """(low, high); when only one end is known it stands for both."""
    ends = [end for end in (low, high) if end is not None]
    return (ends[0], ends[-1]) if ends else None
