"""Records as JSON, as the HTTP contract names them: a fact that can age is an object that says where it is from.

`as_json(view)` gives plain dicts, lists and values. A fact is {"value", "source", "as_of", "verified_on", "status"}; pay
adds "basis" (what kind of figure), "area", and names each percentile or level in its value.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from knowledge.views import Fact, LocalPay, NationalPay

NATIONAL_BASIS = "percentiles of yearly pay"
LOCAL_BASIS = "prevailing wage levels (legal pay levels by experience, never medians)"


def as_json(view: Any) -> Any:
    """A view, or anything made of views, as JSON values."""
    if isinstance(view, Fact):
        return _fact(view)
    if is_dataclass(view) and not isinstance(view, type):
        return {field.name: as_json(getattr(view, field.name)) for field in fields(view)}
    if isinstance(view, dict):
        return {key: as_json(value) for key, value in view.items()}
    if isinstance(view, (tuple, list)):
        return [as_json(value) for value in view]
    return view


def _fact(fact: Fact[Any]) -> dict[str, Any]:
    out = {
        "value": as_json(fact.value),
        "source": as_json(fact.source),
        "as_of": fact.as_of,
        "verified_on": fact.verified_on,
        "status": fact.status,
    }
    if isinstance(fact.value, NationalPay):
        out |= {"basis": NATIONAL_BASIS, "area": "United States"}
    elif isinstance(fact.value, LocalPay):
        out |= {"basis": LOCAL_BASIS, "area": fact.value.area_name}
    return out
