"""CTDL JSON-LD, as the Credential Registry publishes it: organizations, learning programs and courses, pathways.

A graph (or one resource) with `ceterms:` terms, prefixed or as full addresses. What we wrote ourselves
(`sendero:record`) is read back exactly; anything else by its CTDL terms. Of a pathway the ways between the
certifications we know are kept, with each one's CTID.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.importers.batch import Context, Item, Problem, Rows, SourceOf, checked, plain_text, slug, unique
from knowledge.models import CredentialStep, IdentifierRow
from knowledge.records import KINDS, Record
from knowledge.views import ELSEWHERE

Node = dict[str, Any]
_BASES = (
    "https://purl.org/ctdl/terms/",
    "http://purl.org/ctdl/terms/",
    "https://purl.org/ctdlasn/terms/",
    "ceterms:",
    "ceasn:",
    "asn:",
)
_LEARNING = ("LearningProgram", "LearningOpportunityProfile", "Course")
_ORGANIZATIONS = ("CredentialOrganization", "QACredentialOrganization", "Organization")
_CERTIFICATIONS = ("Certification", "Certificate", "CredentialComponent", "License", "Badge")
_WEEKS = {"Y": 52.0, "M": 52 / 12, "W": 1.0, "D": 1 / 7}


class Ctdl:
    """Reads a graph of CTDL resources."""

    name = "ctdl"
    about = "CTDL JSON-LD: programs, organizations, a pathway of credentials"
    source = SourceOf("ctdl", "Credential Registry (CTDL)", "CTDL", "third_party", "https://credentialfinder.org/")

    def accepts(self, path: Path) -> bool:
        if path.suffix.lower() not in (".json", ".jsonld"):
            return False
        return "ctdl" in path.read_text(encoding="utf-8-sig", errors="replace")[:4000] and bool(_nodes(_loaded(path)))

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        graph = _nodes(_loaded(path))
        by_id = {node.get("@id"): node for node in graph}
        for order in (_ORGANIZATIONS, _LEARNING):
            for position, node in enumerate(graph, 1):
                if "sendero:record" in node or _type(node) not in order:
                    continue
                made = _provider if order is _ORGANIZATIONS else _program
                yield from self._checked(path, position, node, made, by_id, context)
        for position, node in enumerate(graph, 1):
            if own := node.get("sendero:record"):
                kind, record = own.get("kind"), own.get("record")
                if kind in KINDS and isinstance(record, dict):
                    yield from checked(path, position, kind, record)
                else:
                    yield Problem(path.name, f"resource {position}", "sendero:record", "has no kind we know")
        yield from self._pathway(path, graph, by_id, context)

    def _checked(
        self, path: Path, position: int, node: Node, made: Any, by_id: dict[Any, Node], context: Context
    ) -> Iterator[Item]:
        try:
            kind, record = made(node, by_id, context)
        except ValueError as error:
            field, _, message = str(error).partition(": ")
            yield Problem(path.name, f"resource {position}", field, message)
            return
        if kind == "program" and record["provider"] not in context.known["providers"]:
            yield Problem(path.name, f"resource {position}", "ceterms:ownedBy", "its organization is not in the file")
            return
        if kind == "provider":
            context.known["providers"].add(record["id"])
        yield from checked(path, position, kind, record)

    def _pathway(self, path: Path, graph: list[Node], by_id: dict[Any, Node], context: Context) -> Iterator[Item]:
        names = [_said(node, "name") for node in graph if _type(node) == "Pathway"]
        if not names:
            return
        known: dict[str, str] = {}
        for position, node in enumerate(graph, 1):
            if _type(node) in _CERTIFICATIONS:
                if id := context.credential(_said(node, "name")):
                    known[str(node.get("@id"))] = id
                else:
                    yield Problem(
                        path.name,
                        f"resource {position}",
                        "ceterms:name",
                        f"{_said(node, 'name')!r} is no credential we know",
                    )
        steps = [
            {"pathway": plain_text(names[0], 160), "before": known[before], "after": known[after]}
            for after, node in ((str(node.get("@id")), node) for node in graph)
            for before in _targets(node)
            if before in known and after in known and known[before] != known[after]
        ]
        yield Rows(CredentialStep, list({tuple(step.values()): step for step in steps}.values()))
        yield Rows(
            IdentifierRow,
            [
                {"kind": "credential", "entity_id": known[id], "scheme": "ctid", "value": ctid}
                for id in dict.fromkeys(known)
                if (ctid := str(_get(by_id[id], "ctid") or ""))
            ],
        )


def _provider(node: Node, _by_id: dict[Any, Node], context: Context) -> tuple[str, Record]:
    name = plain_text(_said(node, "name"), 90)
    if not name:
        raise ValueError("ceterms:name: is missing")
    about = plain_text(_said(node, "description") or f"{name} offers training.", 150)
    places = [place for address in _list(node, "address") if (place := _place(address, context))]
    return "provider", {
        "id": context.provider(name) or slug(name), "name": name, "aliases": [],
        "regions": unique(place.region for place in places), "kind": "nonprofit",
        "about": {"en": about, "es": _said(node, "description", "es") or plain_text(f"{name} ofrece capacitación.", 150)},
        "url": _url(node), "phone": None, "closed": None, **context.sourced,
    }  # fmt: skip


def _program(node: Node, by_id: dict[Any, Node], context: Context) -> tuple[str, Record]:
    name = plain_text(_said(node, "name"), 70)
    if not name:
        raise ValueError("ceterms:name: is missing")
    owner = by_id.get(_reference(_first(node, "offeredBy") or _first(node, "ownedBy")), {})
    owned = _said(owner, "name")
    spots = [by_id.get(_reference(one), one if isinstance(one, dict) else {}) for one in _list(node, "availableAt")]
    place = next(
        (found for spot in spots for at in (_list(spot, "address") or [spot]) if (found := _place(at, context))), None
    )
    tuition = _cost(node, "Tuition")
    online = True if _list(node, "availableOnlineAt") else None
    weeks, hours = _duration(node)
    spanish = plain_text(_said(node, "name", "es") or name, 70)
    about = plain_text(_said(node, "description") or name, 170)
    return "program", {
        "id": slug(f"{context.origin} {str(_get(node, 'ctid') or node.get('@id') or name).rsplit('/', 1)[-1]}")[:96],
        "provider": (context.provider(owned) or slug(owned)) if owned else "",
        "name": {"en": name, "es": spanish},
        "short": {"en": plain_text(name, 40), "es": plain_text(spanish, 40)},
        "aliases": [], "region": (place.region if place else None) or (None if online else ELSEWHERE), "places": [place.name] if place else [],
        "online": online, "categories": [],
        "roles": [role for role in unique(_codes(node, "occupationType")) if role in context.targets],
        "credentials": unique(context.credential(_said(by_id.get(_reference(one), {}), "name")) for one in _list(node, "isRequiredFor")),
        "kind": "course" if _type(node) == "Course" else "training",
        "about": {"en": about, "es": plain_text(_said(node, "description", "es") or f"{spanish}. Pregunta los detalles.", 170)},
        "cost": {"free": None, "tuition_low": tuition, "tuition_high": tuition, "stipend": None, "text": None},
        "length": {"weeks_low": weeks, "weeks_high": weeks, "hours": hours, "text": None},
        "schedule": {"full_time": None, "evenings": None, "weekends": None, "text": None},
        "modality": [], "languages": [code for code in unique(str(one)[:2] for one in _list(node, "inLanguage")) if code in ("en", "es")],
        "eligibility": {"min_age": None, "max_age": None, "diploma": None, "in_high_school": None, "residency": None,
                        "income_limited": None, "work_authorization": None, "text": None},
        "apply": {"text": None, "url": None}, "deadline": None, "start_dates": None, "supports": [],
        "url": _url(node), "phone": None, "outcomes": None,
        "cip": next((code for code in _codes(node, "instructionalProgramType") if re.fullmatch(r"\d\d\.\d{4}", code)), None),
        **context.sourced,
    }  # fmt: skip


# --- JSON-LD in small pieces -----------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        return None


def _nodes(loaded: Any) -> list[Node]:
    graph = loaded.get("@graph", [loaded]) if isinstance(loaded, dict) else loaded
    return [node for node in graph if isinstance(node, dict) and _type(node)] if isinstance(graph, list) else []


def _type(node: Node) -> str:
    kinds = node.get("@type") or node.get("type") or ""
    return _term(str(kinds[0] if isinstance(kinds, list) and kinds else kinds))


def _term(name: str) -> str:
    return next((name.removeprefix(base) for base in _BASES if name.startswith(base)), name)


def _get(node: Node, name: str) -> Any:
    return next((value for key, value in node.items() if _term(key) == name), None)


def _list(node: Node, name: str) -> list[Any]:
    value = _get(node, name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(node: Node, name: str) -> Any:
    found = _list(node, name)
    return found[0] if found else None


def _said(node: Node, name: str, language: str = "en") -> str:
    """A text in a language; a plain string is English."""
    value = _first(node, name)
    if isinstance(value, dict):
        found = next((text for key, text in value.items() if key[:2] == language), "")
        return str(found[0] if isinstance(found, list) and found else found)
    return str(value or "") if language == "en" else ""


def _reference(value: Any) -> str:
    return str(value.get("@id") or "") if isinstance(value, dict) else str(value or "")


def _targets(node: Node) -> Iterator[str]:
    for condition in _list(node, "hasCondition"):
        for target in _list(condition, "targetComponent") if isinstance(condition, dict) else ():
            yield _reference(target)


def _codes(node: Node, name: str) -> Iterator[str]:
    for one in _list(node, name):
        code = _get(one, "codedNotation") if isinstance(one, dict) else one
        if code:
            yield str(code).rsplit("/", 1)[-1].removesuffix(".00")


def _cost(node: Node, kind: str) -> int | None:
    for profile in _list(node, "estimatedCost"):
        direct = _get(profile, "directCostType") or {}
        named = json.dumps(direct)
        price = _get(profile, "price")
        if isinstance(price, int | float) and (kind in named or not direct):
            return round(price)
    return None


def _duration(node: Node) -> tuple[int | None, int | None]:
    """Weeks and hours of the exact duration: "P12W", "P6M", "PT120H"."""
    for profile in _list(node, "estimatedDuration"):
        text = str(_get(profile, "exactDuration") or "")
        hours = re.search(r"T(\d+)H", text)
        length = re.match(r"P(\d+)([YMWD])", text)
        weeks = round(int(length[1]) * _WEEKS[length[2]]) if length else None
        return weeks, int(hours[1]) if hours else None
    return None, None


def _place(address: Any, context: Context) -> Any:
    if not isinstance(address, dict):
        return None
    city, state = _said(address, "addressLocality"), _said(address, "addressRegion")
    return context.places.find(city, state=state or None) if city else None


def _url(node: Node) -> str | None:
    url = str(_first(node, "subjectWebpage") or "")
    return url if url.startswith("http") else None
