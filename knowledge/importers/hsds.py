"""Human Services Data Specification (Open Referral) 2 and 3: a JSON file of services or organizations, or a CSV folder.

Services become supports, organizations the providers behind them. A service is for the region of its location; one
outside our regions is left out. Long descriptions are cut; contact persons and e-mail addresses are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.importers.batch import Context, Item, Problem, SourceOf, checked, header, lines, plain_text, slug, unique
from knowledge.records import Record

Row = dict[str, Any]
# Words of a service's name, description and taxonomy → the need it meets and the kind of support it is.
_NEEDS = (
    (("child care", "childcare", "day care"), "child-care", "child_care"),
    (("transport", "bus pass", "transit"), "transport", "transport"),
    (("laptop", "computer lab", "device"), "laptop", "devices"),
    (("internet", "wi-fi", "broadband"), "internet", "internet"),
    (("food", "meal", "pantry", "grocer"), "food", "food"),
    (("housing", "shelter", "rent "), "housing", "housing"),
    (("english language", "esl", "english class"), "english", "english"),
    (("expunge", "record clearing", "reentry", "re-entry"), "record", "legal"),
    (("immigra",), "immigration-status", "legal"),
    (("disabilit", "accommodation"), "disability-access", "disability"),
    (("job training", "job search", "employment"), "experience", "employment"),
)


class Hsds:
    """Reads services with their organization, location, phones and languages."""

    name = "hsds"
    about = "human services in HSDS 2 or 3: a JSON file, or a folder with services.csv"
    source = SourceOf("hsds", "A partner's services directory (HSDS)", "Directory", "provider")

    def accepts(self, path: Path) -> bool:
        if path.is_dir():
            return {"organization_id"} <= set(header(path / "services.csv")) | set(header(path / "locations.csv"))
        return path.suffix.lower() == ".json" and bool(_services(_json(path)))

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        found = _from_folder(path) if path.is_dir() else list(enumerate(_services(_json(path)), 1))
        for line, service in found:
            yield from self._service(path, line, service, context)

    def _service(self, path: Path, line: int, service: Row, context: Context) -> Iterator[Item]:
        if str(service.get("status") or "active") != "active":
            return
        organization = service.get("organization") or {}
        name = plain_text(str(service.get("name") or ""), 70)
        if not name or not organization.get("name"):
            yield Problem(path.name, f"line {line}", "name" if not name else "organization", "is missing")
            return
        place, address = _where(service, context)
        if place is None or place.region is None:
            yield Problem(path.name, f"line {line}", "location", "is in none of our regions")
            return
        provider = context.provider(organization["name"]) or slug(organization["name"])[:96]
        if provider not in context.known["providers"]:
            yield from checked(path, line, "provider", _organization(organization, provider, place.region, context))
            context.known["providers"].add(provider)
        yield from checked(path, line, "support", _support(service, name, provider, place, address, context))


def _support(service: Row, name: str, provider: str, place: Any, address: str | None, context: Context) -> Record:
    words = " ".join(str(service.get(key) or "") for key in ("name", "description", "keywords")).casefold()
    needs = [(need, kind) for cues, need, kind in _NEEDS if any(cue in words for cue in cues)]
    about = plain_text(str(service.get("description") or name), 130)
    organization = plain_text(service["organization"]["name"], 60)
    day = str(service.get("assured_date") or service.get("last_modified") or "")[:10]
    return {
        "id": f"{context.origin}-{slug(str(service['id']))}",
        "name": {"en": name, "es": name},
        "aliases": [],
        "region": place.region,
        "kind": needs[0][1] if needs else "general",
        "needs": unique(need for need, _ in needs),
        "about": {
            "en": about,
            "es": plain_text(f"Servicio de {organization} en {place.name}. Llama para saber más.", 130),
        },
        "eligibility": None,
        "amount": None,
        "url": service.get("url") or service.get("website") or service["organization"].get("website") or None,
        "phone": _phone(service),
        "provider": provider,
        "address": address,
        "hours": _hours(service),
        "languages": unique(_language(one) for one in service.get("languages") or ()),
        **context.sourced,
        "as_of": day or context.source.as_of,
    }


def _organization(organization: Row, id: str, region: str, context: Context) -> Record:
    name = plain_text(organization["name"], 90)
    about = plain_text(str(organization.get("description") or f"{name} offers services."), 150)
    return {
        "id": id, "name": name, "aliases": [], "regions": [region], "kind": "nonprofit",
        "about": {"en": about, "es": plain_text(f"{name} ofrece servicios en la región.", 150)},
        "url": organization.get("website") or organization.get("url") or None, "phone": None, "closed": None,
        **context.sourced,
    }  # fmt: skip


def _where(service: Row, context: Context) -> tuple[Any, str | None]:
    """The place of a service's first location we know, and its address in one line."""
    for at in service.get("service_at_locations") or ():
        location = at.get("location") or {}
        for address in location.get("addresses") or ():
            city, state = str(address.get("city") or ""), str(address.get("state_province") or "")
            if city and (place := context.places.find(city, state=state or None)):
                line = (address.get("address_1"), city, f"{state} {address.get('postal_code') or ''}".strip())
                return place, ", ".join(str(part) for part in line if part)
    return None, None


def _phone(service: Row) -> str | None:
    groups = [service, *(at.get("location") or {} for at in service.get("service_at_locations") or ())]
    groups.append(service.get("organization") or {})
    return next((str(p["number"]).strip('"') for g in groups for p in g.get("phones") or () if p.get("number")), None)


def _hours(service: Row) -> str | None:
    groups = [service, *(at.get("location") or {} for at in service.get("service_at_locations") or ())]
    for group in groups:
        for schedule in group.get("schedules") or ():
            if schedule.get("description"):
                return plain_text(str(schedule["description"]), 200)
            if schedule.get("opens_at") and schedule.get("byday"):
                return f"{schedule['byday']} {schedule['opens_at'][:5]}-{str(schedule.get('closes_at') or '')[:5]}"
    return None


def _language(one: Any) -> str | None:
    text = str(one.get("code") or one.get("name") or "") if isinstance(one, dict) else str(one)
    return text[:2].casefold() if text else None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        return None


def _services(loaded: Any) -> list[Row]:
    """Services of a service, an organization, a list or a page of either; empty when the file is something else."""
    if isinstance(loaded, dict):
        loaded = loaded.get("contents") or loaded.get("services_page") or [loaded]
    found: list[Row] = []
    for one in loaded if isinstance(loaded, list) else ():
        if not isinstance(one, dict) or "name" not in one:
            continue
        if "services" in one:
            organization = {key: value for key, value in one.items() if key != "services"}
            for service in one["services"]:
                at = service.get("service_at_locations") or [{"location": spot} for spot in one.get("locations") or ()]
                found.append(service | {"organization": organization, "service_at_locations": at})
        elif "organization" in one and "description" in one:
            found.append(one)
    return found


def _from_folder(folder: Path) -> list[tuple[int, Row]]:
    """Services of a CSV folder, with what hangs off them put in place."""

    def table(name: str) -> list[Row]:
        path = folder / f"{name}.csv"
        return [dict(row) for _, row in lines(path)] if path.exists() else []

    def by(rows: list[Row], key: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in rows:
            if row.get(key):
                found.setdefault(row[key], []).append(row)
        return found

    phones, schedules = table("phones"), table("schedules") or table("regular_schedules")
    addresses, languages = by(table("addresses"), "location_id"), by(table("languages"), "service_id")
    locations = {row["id"]: row for row in table("locations")}
    for id, location in locations.items():
        location["addresses"] = addresses.get(id, [])
        location["phones"] = by(phones, "location_id").get(id, [])
        location["schedules"] = by(schedules, "location_id").get(id, [])
    organizations = {row["id"]: row for row in table("organizations")}
    at = by(table("service_at_location") or table("services_at_location"), "service_id")
    found = []
    for line, row in lines(folder / "services.csv"):
        service: Row = dict(row)
        spots = [one["location_id"] for one in at.get(row["id"], ())] or [row.get("location_id") or ""]
        known = [locations[spot] for spot in spots if spot in locations]
        owner = row.get("organization_id") or (known[0].get("organization_id") if known else "")
        service |= {
            "organization": organizations.get(owner or "", {}),
            "service_at_locations": [{"location": location} for location in known],
            "phones": by(phones, "service_id").get(row["id"], []),
            "schedules": by(schedules, "service_id").get(row["id"], []),
            "languages": languages.get(row["id"], []),
        }
        found.append((line, service))
    return found
