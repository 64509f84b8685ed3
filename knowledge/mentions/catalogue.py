"""Where names come from: the content folder's records, and this package's own lists of fields, hours, needs and towns.

Gives `Entry` objects and nothing else; reads files once, never writes. The database gives the same entries row by row
(`Entry(kind, entity_id, alias, language, more)`), so that what staff publish is linked without a restart.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.mentions.names import Entry
from knowledge.mentions.text import words

HERE = Path(__file__).resolve().parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def content_entries(content_dir: Path) -> Iterator[Entry]:
    """Every name in the content folder: occupations, credentials, providers, programs, places, supports, centers."""
    for path in sorted((content_dir / "occupations").glob("*.yml")):
        for record in _records(path):
            yield from _occupation(record)
    for record in _records(content_dir / "credentials.yml"):
        for alias in (record["name"], record["id"], *record.get("exam_codes", ()), *record.get("aliases", ())):
            yield Entry("credential", record["id"], str(alias))
    for record in _records(content_dir / "providers.yml"):
        for alias in (*_without_brackets(record["name"]), *record.get("aliases", ())):
            yield Entry("provider", record["id"], str(alias), more={"name": record["name"]})
    for record in _records(content_dir / "programs.yml"):
        more = {"provider": record["provider"], "region": record.get("region") or ""}
        for alias in record.get("aliases", ()):
            yield Entry("program", record["id"], str(alias), more=more)
    for name, kind in (("supports.yml", "support"), ("career_centers.yml", "career_center")):
        for record in _records(content_dir / name):
            names = record["name"].values() if isinstance(record["name"], dict) else [record["name"]]
            for alias in (*names, *record.get("aliases", ())):
                yield Entry(kind, record["id"], str(alias), more={"region": str(record.get("region") or "")})
    yield from _content_places(content_dir / "places.csv")


def own_entries(given: Iterable[Entry]) -> Iterator[Entry]:
    """Names of this package: fields, regions, hours, ways to study, needs, and towns the given entries lack."""
    given = list(given)
    roles = {entry.id: dict(entry.more) for entry in given if entry.type == "role"}
    for kind, values in _vocabulary().items():
        for value, names in values.items():
            if kind == "role" and value not in roles:
                continue
            more = {"region": value} if kind == "region" else {"role": names["role"]} if "role" in names else {}
            more = roles[value] if kind == "role" else more
            for alias in names.get("names", ()):
                yield Entry(kind, value, alias, more=more)
            for alias in names.get("cued", ()):
                yield Entry(kind, value, alias, more={**more, "cued": "1"})
    known = {
        (words(entry.more.get("name", "")), entry.more.get("state", "")): entry
        for entry in given
        if entry.type == "place"
    }
    yield from _own_places(known)


@cache
def cues() -> dict[str, Any]:
    """The word lists of cues.yml, as sets."""
    loaded = yaml.load((HERE / "cues.yml").read_text(encoding="utf-8"), Loader=_LOADER)
    out: dict[str, Any] = {key: frozenset(value) for key, value in loaded.items() if isinstance(value, list)}
    out["states"] = {str(name): str(code) for name, code in loaded["states"].items()}
    out["ordinary"] = {(kind, " ".join(words(name))) for kind, names in loaded["ordinary"].items() for name in names}
    return out


@cache
def ordinary_words() -> frozenset[str]:
    """Common words of both languages, five letters or more: never taken for a mistyped name."""
    lines = (HERE / "ordinary_words.txt").read_text(encoding="ascii").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _occupation(record: dict[str, Any]) -> Iterator[Entry]:
    target = record["role"] == "target"
    more = {"category": record["category"]} if record.get("category") else {}
    seen: set[tuple[str, ...]] = set()
    for language in ("en", "es"):
        named = [record["short"][language], record["people"][language], *record["aliases"][language]]
        for alias in [*named, record["official_title"]] if language == "en" else named:
            if (key := words(alias)) not in seen:
                seen.add(key)
                yield Entry("role" if target else "background", record["id"], alias, language, more)


def _without_brackets(name: str) -> list[str]:
    """ "Generation USA (GenUSA)" also answers to what stands before the brackets."""
    before = re.sub(r"\s*\(.*", "", name)
    return [name] if before == name else [before]


def _content_places(path: Path) -> Iterator[Entry]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            more = {"name": row["name"], "state": row["state"], "region": row.get("region") or ""}
            for alias in (row["name"], *(row.get("aliases") or "").split(";")):
                if alias.strip():
                    yield Entry("place", row["id"], alias.strip(), more=more)
            for code in f"{row.get('zips') or ''} {row.get('also_zips') or ''}".split():
                yield Entry("zip", code, code, more={**more, "place": row["id"]})


# A neighbourhood the knowledge base has no record of is told by its city's.
_CITIES = {"DC": ("washington",), "FL": ("miami",), "MA": ("boston",)}


def _own_places(known: dict[tuple[tuple[str, ...], str], Entry]) -> Iterator[Entry]:
    for name, state, region, kind, cue, others in _gazetteer():
        shown = name.removesuffix(f" {state}")
        record = known.get((words(shown), state))
        if record is None and kind == "area" and region:
            record = known.get((_CITIES.get(state, ()), state))
        place_id = (
            record.id if record else re.sub(r"[^a-z0-9]+", "-", f"{shown}-{state}".lower().replace("'", "")).strip("-")
        )
        more = {"name": shown, "state": state, "region": (record.more.get("region") or region) if record else region}
        for alias in (name, *others.split("|")):
            if alias:
                cued = (cue == "1" and alias == name) or alias.startswith("?")
                yield Entry("place", place_id, alias.removeprefix("?"), more={**more, "cued": "1"} if cued else more)


@cache
def _gazetteer() -> tuple[tuple[str, ...], ...]:
    lines = (HERE / "places.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def _vocabulary() -> dict[str, dict[str, dict[str, Any]]]:
    loaded: dict[str, dict[str, dict[str, Any]]] = yaml.load(
        (HERE / "vocabulary.yml").read_text(encoding="utf-8"), Loader=_LOADER
    )
    return loaded


def _records(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    records: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or []
    return records
