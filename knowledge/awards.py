"""Turns IPEDS award counts into programs a learner can find: "Networking degrees and certificates" at a college.

The counts say that a field was taught and finished in a year; they name no program, price or date, and the record says
so. Where the content names a program of the same college in the same category, the bare count is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from knowledge.content import Content
from knowledge.official import slug
from knowledge.views import Fact, Program, Provider, Source, Words

FIELDS = {
    "cybersecurity": Words("cybersecurity", "ciberseguridad"),
    "information-systems": Words("information systems", "sistemas de información"),
    "project-management": Words("project management", "gestión de proyectos"),
    "it-support": Words("IT and computer support", "IT y soporte"),
    "health-records": Words("health records", "datos de salud"),
    "networking": Words("networking", "redes"),
    "computer-engineering": Words("computer engineering", "ingeniería de computadoras"),
    "programming": Words("computer science and programming", "computación y programación"),
    "web-design": Words("web and interface design", "diseño web"),
    "graphic-design": Words("graphic and digital design", "diseño gráfico y digital"),
    "data": Words("data and statistics", "datos y estadística"),
}
LEVELS = {
    "certificate": Words("certificates", "certificados"),
    "associate": Words("associate degrees", "títulos associate (2 años)"),
    "bachelor": Words("bachelor's degrees", "bachelor's (4 años)"),
    "graduate": Words("graduate degrees", "posgrados"),
}
_CONTROLS = {
    "public": Words("Public", "públic"),
    "nonprofit": Words("Private nonprofit", "privad"),
    "for_profit": Words("Private for-profit", "privad"),
}
CHECK = Words(
    "From federal counts, not a class list. Ask the school what is open now.",
    "Son datos federales, no una lista de clases. Pregunta a la escuela.",
)
GRADUATE = "graduate"
FOR_GRADUATES = Words("For people who have a bachelor's degree.", "Para quien ya tiene un bachelor's (4 años).")


class Awards:
    """The IPEDS part of the content, joined to the providers the content names itself."""

    def __init__(self, content: Content, sources: dict[str, Source]) -> None:
        self._content = content
        self._sources = sources
        self._institutions = content.official.get("ipeds_institutions", [])
        self._awards = content.official.get("ipeds_awards", [])

    @cached_property
    def _provider_ids(self) -> dict[str, str]:
        """unitid → provider id: the content's own provider where name or web address agree, else IPEDS's name."""
        by_name = {slug(provider.name): provider.id for provider in self._content.providers}
        by_site: dict[str, str] = {}
        for provider in self._content.providers:
            if provider.kind == "college" and provider.url and (site := _site(provider.url)):
                by_site[site] = provider.id if site not in by_site else ""
        own = {provider.id for provider in self._content.providers}
        found = {}
        for row in self._institutions:
            name = row["provider_id"]
            known = by_name.get(name) or (name if name in own else None) or by_site.get(_site(row["url"]))
            found[row["unitid"]] = known or name
        return found

    def providers(self) -> list[Provider]:
        """Colleges that only IPEDS names."""
        own = {provider.id for provider in self._content.providers}
        return [
            Provider(
                id=row["provider_id"],
                name=row["name"],
                kind="college",
                regions=(row["region"],),
                about=_about(row),
                url=row["url"] or None,
                phone=row["phone"] or None,
                closed=None,
                described=self._fact(row, row["name"]),
                address=row["address"],
            )
            for row in self._institutions
            if self._provider_ids[row["unitid"]] not in own
        ]

    def programs(self) -> Iterator[Program]:
        """One program per institution and field of study, with its award counts."""
        named = {(program.provider, category) for program in self._content.programs for category in program.categories}
        grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in self._awards:
            grouped.setdefault((row["unitid"], row["field"]), []).append(row)
        institutions = {row["unitid"]: row for row in self._institutions}
        for (unitid, field), rows in grouped.items():
            provider = self._provider_ids[unitid]
            if (provider, rows[0]["category"]) not in named:
                yield self._program(institutions[unitid], provider, field, rows)

    def rows(self) -> list[dict[str, Any]]:
        """Rows of the `awards` table: every count, also where a named program stands for it."""
        sums: dict[tuple[str, str, str], dict[str, Any]] = {}
        for row in self._awards:
            key = (row["unitid"], row["category"], row["level"])
            if key in sums:
                sums[key]["awards"] += int(row["awards"])
                sums[key]["fields"] += f"; {row['fields']}"
            else:
                sums[key] = {
                    "unitid": row["unitid"],
                    "category": row["category"],
                    "level": row["level"],
                    "provider_id": self._provider_ids[row["unitid"]],
                    "awards": int(row["awards"]),
                    "fields": row["fields"],
                }
        return list(sums.values())

    def campus(self, provider: str, place: str | None) -> tuple[float, float] | None:
        """Coordinates of a provider's main address, when that is in this place."""
        for row in self._institutions:
            if self._provider_ids[row["unitid"]] == provider and (place is None or row["city"] == place):
                return float(row["latitude"]), float(row["longitude"])
        return None

    def _program(self, school: dict[str, str], provider: str, field: str, rows: list[dict[str, str]]) -> Program:
        counts = {level: sum(int(row["awards"]) for row in rows if row["level"] == level) for level in LEVELS}
        levels = [level for level in LEVELS if counts[level]]
        lows = [int(row["weeks_low"]) for row in rows if row["weeks_low"]]
        highs = [int(row["weeks_high"]) if row["weeks_high"] else None for row in rows]
        high = None if None in highs else max(weeks or 0 for weeks in highs)
        weeks = (min(lows), high) if lows and high is not None else None
        name = _name(field, levels)
        city = school["city"]
        return Program(
            id=f"{provider}-{field}-awards",
            provider=provider,
            provider_name=school["name"],
            name=name,
            short=Words(*(f"{school['name']}: {words}" for words in (FIELDS[field].en, FIELDS[field].es))),
            kind=GRADUATE if levels == [GRADUATE] else "degree" if set(levels) - {"certificate"} else "training",
            region=school["region"],
            places=(city,),
            online=None,
            categories=(rows[0]["category"],),
            roles=tuple(sorted({role for row in rows for role in row["roles"].split()})),
            credentials=(),
            about=_counted(counts, levels),
            free=None,
            tuition=None,
            stipend=None,
            cost_text=None,
            weeks=weeks,
            length_text=None,
            full_time=None,
            evenings=None,
            weekends=None,
            schedule_text=None,
            modality=(),
            languages=(),
            min_age=None,
            max_age=None,
            diploma=True if levels == [GRADUATE] else None,
            in_high_school=None,
            income_limited=None,
            work_authorization=None,
            eligibility_text=FOR_GRADUATES if levels == [GRADUATE] else None,
            apply_text=None,
            apply_url=school["admissions_url"] or None,
            deadline=None,
            start_dates=None,
            supports=(),
            url=school["url"] or None,
            phone=school["phone"] or None,
            check=CHECK,
            described=self._fact(rows[0], name.en),
            awards=sum(counts.values()),
            latitude=float(school["latitude"]),
            longitude=float(school["longitude"]),
            shortest_weeks=min(lows) if lows and len(lows) == len(rows) else None,
        )

    def _fact(self, row: dict[str, str], value: str) -> Fact[str]:
        return Fact(value, self._sources[row["source"]], row["as_of"], status="reported")


def _site(url: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return ".".join(host.split(".")[-2:])


def _name(field: str, levels: list[str]) -> Words:
    """ "Networking degrees and certificates" / "Títulos y certificados en redes"."""
    subject = FIELDS[field]
    if levels == [GRADUATE]:
        what = Words("graduate degrees", "Posgrados")
    elif levels == ["certificate"]:
        what = Words("certificates", "Certificados")
    elif "certificate" in levels:
        what = Words("degrees and certificates", "Títulos y certificados")
    else:
        what = Words("degrees", "Títulos")
    english = f"{subject.en} {what.en}"
    return Words(english[0].upper() + english[1:], f"{what.es} en {subject.es}")


def _counted(counts: dict[str, int], levels: list[str]) -> Words:
    english = ", ".join(f"{counts[level]} {LEVELS[level].en}" for level in levels)
    spanish = ", ".join(f"{counts[level]} {LEVELS[level].es}" for level in levels)
    return Words(f"Awarded in 2023-24: {english}.", f"Otorgados en 2023-24: {spanish}.")


def _about(row: dict[str, str]) -> Words:
    control = _CONTROLS[row["control"]]
    for_profit = " con fines de lucro" if row["control"] == "for_profit" else ""
    if row["length"] == "four_year":
        english, spanish = "four-year college", f"Universidad {control.es}a{for_profit}"
    elif row["length"] == "two_year":
        english, spanish = "two-year college", f"College de 2 años, {control.es}o{for_profit}"
    else:
        english, spanish = "school with programs under two years", f"Escuela {control.es}a de cursos cortos{for_profit}"
    return Words(
        f"{control.en} {english} in {row['city']}, {row['state']}.", f"{spanish}, en {row['city']}, {row['state']}."
    )
