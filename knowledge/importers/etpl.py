"""A state's list of eligible training providers (ETPL) as CSV: Texas's own columns, New Jersey's, and the common layout.

Each approved program becomes a program of a provider, with its cost part by part, hours and weeks, format, CIP and
occupation codes, and the certificate it names where we know it. Descriptions in these files are English only, so the
learner's line is made of the coded fields in both languages. Contact persons are not read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from knowledge.awards import FIELDS
from knowledge.importers.batch import (
    CellError,
    Context,
    Found,
    Item,
    Problem,
    SourceOf,
    amount,
    checked,
    header,
    lines,
    plain_text,
    slug,
    unique,
    yes_no,
)
from knowledge.records import Record
from knowledge.views import ELSEWHERE

_FIELDS_OF_CIP = Path(__file__).parent.parent / "content" / "official" / "cip_fields.csv"
# Our name for a column → what the layouts call it.
_COLUMNS = {
    "id": ("Program ID", "programid", "program_code", "TWIST Program ID"),
    "provider": ("ProviderName", "standardized_name_1", "program_provider", "name"),
    "name": ("Program Name", "officialname", "program_name"),
    "status": ("Program Status", "statusname", "program_status"),
    "city": ("Campus City", "city"),
    "state": ("Campus State", "state"),
    "zip": ("Campus Zip Code", "zip"),
    "street": ("Campus Address", "street1", "program_address"),
    "cip": ("Instructional Program (CIP) Code", "cipcode"),
    "url": ("Program URL", "website", "program_url"),
    "phone": ("phone", "program_contact_phone"),
    "outcome": ("Program Outcome", "credentialtype", "credential_earned"),
    "credential": ("Associted Credential Name", "industrycredentialname", "degreeawardedname"),
    "hours": ("Length: Contact Hours", "totalclockhours", "program_length_hours"),
    "weeks": ("Length: Weeks", "program_length_weeks"),
    "delivery": ("Delivery Method",),
    "tuition": ("Required Cost: Tuition & Fees", "tuition", "program_fees"),
    "fees": ("fees",),
    "books": ("Required Cost: Books & Supplies", "booksmaterialscost"),
    "soc1": ("Occupation Code (ONET 1)", "program_soc"),
    "soc2": ("Occupation Code (ONET 2)",),
    "soc3": ("Occupation Code (ONET 3)",),
    "needs": ("Academic PreRequisites", "prerequisites"),
    "childcare": ("Information: Onsite Childcare", "childcare"),
    "evenings": ("eveningcourses",),
    "updated": ("Program ETPL Last Update", "dtsubmitted"),
    "type": ("Institution Type",),
    "capacity": ("current_intake_capacity",),
}
_CLOSED = ("suspend", "denied", "removed", "withdrawn", "discontinued", "deferred", "inactive", "expired")
_MODALITY = {
    "distance education": ["online"],
    "hybrid": ["hybrid"],
    "in-person": ["in_person"],
    "in person": ["in_person"],
}
_EARNED = (  # what the outcome column holds → how it is said, and the kind of program
    ("apprenticeship", "an apprenticeship certificate", "un certificado de apprenticeship", "apprenticeship"),
    ("associate", "an associate degree", "un título associate (2 años)", "degree"),
    ("baccalaureate", "a bachelor's degree", "un bachelor's (4 años)", "degree"),
    ("bachelor", "a bachelor's degree", "un bachelor's (4 años)", "degree"),
    ("industry", "an industry certification", "una certificación de la industria", "training"),
    ("community college", "a college certificate", "un certificado de college", "training"),
    ("license", "a license", "una licencia", "training"),
    ("certificate", "a certificate", "un certificado", "training"),
)
_SCHOOLS = (
    ("higher ed", "college"),
    ("non-profit", "nonprofit"),
    ("apprenticeship", "partnership"),
    ("public", "school"),
)


class Etpl:
    """One state's list."""

    name = "etpl"
    about = "a state's list of eligible training providers (CSV)"
    source = SourceOf("etpl", "State list of eligible training providers (ETPL)", "State ETPL")

    def accepts(self, path: Path) -> bool:
        named = set(header(path)) if path.suffix.lower() == ".csv" else set()
        return all(named & set(_COLUMNS[name]) for name in ("id", "provider", "name", "status"))

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        named = set(header(path))
        columns = {ours: next((c for c in theirs if c in named), "") for ours, theirs in _COLUMNS.items()}
        for line, cells in lines(path):
            row = {ours: cells.get(theirs, "") for ours, theirs in columns.items()}
            yield from self._row(path, line, row, context)

    def _row(self, path: Path, line: int, row: dict[str, str], context: Context) -> Iterator[Found | Problem]:
        if any(word in row["status"].casefold() for word in _CLOSED):
            return
        for name in ("id", "provider", "name"):
            if not row[name]:
                yield Problem(path.name, f"line {line}", _COLUMNS[name][0], "is empty")
                return
        try:
            program = self._program(row, context)
        except CellError as error:
            yield Problem(path.name, f"line {line}", error.column, str(error))
            return
        if program["provider"] not in context.known["providers"]:
            yield from checked(path, line, "provider", self._provider(row, program, context))
            context.known["providers"].add(program["provider"])
        yield from checked(path, line, "program", program)

    def _program(self, row: dict[str, str], context: Context) -> Record:
        tuition, fees, books = (_number(row, name) for name in ("tuition", "fees", "books"))
        hours, weeks, seats = (_number(row, name) for name in ("hours", "weeks", "capacity"))
        earned = _earned(row["outcome"])
        name, field = plain_text(row["name"], 70), _field(row["cip"])
        credential = plain_text(row["credential"], 90)
        place = context.places.find(row["city"], state=row["state"] or None) if row["city"] else None
        provider = context.provider(row["provider"]) or slug(f"{row['provider']} {row['state']}")[:96]
        return {
            "id": f"{context.origin}-{slug(row['id'])}",
            "provider": provider,
            "name": {"en": name, "es": name},
            "short": {"en": plain_text(row["name"], 40), "es": plain_text(row["name"], 40)},
            "aliases": [],
            "region": (place.region if place else None) or ELSEWHERE,
            "places": [place.name if place else row["city"].title()] if row["city"] else [],
            "online": True if "distance" in row["delivery"].casefold() else None,
            "categories": [field[2]] if field else [],
            "roles": [role for role in unique(map(_soc, (row["soc1"], row["soc2"], row["soc3"]))) if role in context.targets],
            "credentials": unique([context.credential(credential)]) if credential else [],
            "kind": earned[2] if earned else "training",
            "about": _about(row, field, earned),
            "cost": {
                "free": True if tuition == 0 and not books and not fees else None,
                "tuition_low": tuition, "tuition_high": tuition, "fees": fees, "books": books, "stipend": None,
                "text": None,
            },
            "length": {"weeks_low": weeks or None, "weeks_high": weeks or None, "hours": hours or None, "text": None},
            "schedule": {"full_time": None, "evenings": _said(row["evenings"]), "weekends": None, "text": None},
            "modality": _MODALITY.get(row["delivery"].casefold(), []),
            "languages": [],
            "eligibility": _eligibility(row["needs"]),
            "apply": {"text": None, "url": None},
            "deadline": None,
            "start_dates": None,
            "supports": ["child_care"] if _said(row["childcare"]) else [],
            "url": _url(row["url"]),
            "phone": row["phone"] or None,
            "outcomes": None,
            "capacity": seats,
            "earns": {"en": credential, "es": credential} if credential and not context.credential(credential) else None,
            "cip": _cip(row["cip"]),
            **context.sourced,
            "as_of": _day(row["updated"]) or context.source.as_of,
        }  # fmt: skip

    def _provider(self, row: dict[str, str], program: Record, context: Context) -> Record:
        kind = next((kind for words, kind in _SCHOOLS if words in row["type"].casefold()), "company")
        at = f"{row['city'].title()}, {row['state']}" if row["city"] and row["state"] else row["state"]
        region = program["region"]
        return {
            "id": program["provider"],
            "name": plain_text(row["provider"], 90),
            "aliases": [],
            "regions": [] if region == ELSEWHERE else [region],
            "kind": kind,
            "about": {
                "en": plain_text(
                    f"On the state's list of training providers; {at}." if at else "On the state's list.", 150
                ),
                "es": plain_text(
                    f"Está en la lista estatal de capacitación; {at}." if at else "En la lista estatal.", 150
                ),
            },
            "url": None,
            "phone": None,
            "address": ", ".join(part for part in (row["street"], at, row["zip"]) if part) or None,
            "closed": None,
            **context.sourced,
        }


def _number(row: dict[str, str], name: str) -> int | None:
    try:
        found = amount(row[name])
    except ValueError:
        raise CellError(_COLUMNS[name][0], f"{row[name]!r} is not a number") from None
    if found is not None and found < 0:
        raise CellError(_COLUMNS[name][0], "is below zero")
    return found


def _earned(outcome: str) -> tuple[str, str, str] | None:
    word = outcome.casefold()
    return next(((en, es, kind) for key, en, es, kind in _EARNED if key in word), None)


def _about(row: dict[str, str], field: tuple[str, str, str] | None, earned: tuple[str, str, str] | None) -> Record:
    english, spanish = (field[0], field[1]) if field else ("this field", "este campo")
    if earned:
        return {
            "en": f"Training in {english}. It leads to {earned[0]}.",
            "es": f"Curso de {spanish}. Lleva a {earned[1]}.",
        }
    return {"en": f"Training in {english}.", "es": f"Curso de {spanish}."}


@cache
def _fields() -> dict[str, tuple[str, str, str]]:
    """CIP → field in English, in Spanish, and our category."""
    with _FIELDS_OF_CIP.open(encoding="utf-8", newline="") as file:
        return {
            row["cip"]: (FIELDS[row["field"]].en, FIELDS[row["field"]].es, row["category"])
            for row in csv.DictReader(file)
            if row["field"]
        }


def _field(cip: str) -> tuple[str, str, str] | None:
    return _fields().get(_cip(cip) or "")


def _cip(code: str) -> str | None:
    digits = "".join(c for c in code if c.isdigit())
    return f"{digits[:2]}.{digits[2:6]}" if len(digits) == 6 else None


def _soc(code: str) -> str | None:
    """ "15122000" or "15-1220.00" → "15-1220"; an eighth digit that is not zero stays."""
    digits = "".join(c for c in code if c.isdigit())
    if len(digits) not in (6, 8):
        return None
    detail = digits[6:]
    return f"{digits[:2]}-{digits[2:6]}" + (f".{detail}" if detail and detail != "00" else "")


def _eligibility(needs: str) -> Record:
    word = needs.casefold()
    diploma = True if "high school" in word and "ability to benefit" not in word else False if word == "none" else None
    return {
        "min_age": None, "max_age": None, "diploma": diploma, "in_high_school": None, "residency": None,
        "income_limited": None, "work_authorization": None, "text": None,
    }  # fmt: skip


def _said(text: str) -> bool | None:
    try:
        return yes_no(text)
    except ValueError:
        return None


def _url(text: str) -> str | None:
    text = text.strip()
    if not text or " " in text or "." not in text or text.casefold() in ("n/a", "none"):
        return None
    return text if text.startswith("http") else f"https://{text}"


def _day(text: str) -> str | None:
    """ "November 6, 2023 5:25 PM" → 2023-11-06."""
    for shape in ("%B %d, %Y %I:%M %p", "%m/%d/%y %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, shape).date().isoformat()
        except ValueError:
            continue
    return None
