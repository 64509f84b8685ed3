"""Makes the small CSV extracts of official data that the repository ships, from the large files they come from.

`extract(source, target)` reads the layout described in that folder's INDEX.md and writes `content/official/*.csv`, one
line a fact, sorted, each line ending in its source id and date, so that a new vintage shows up as a readable diff.
It copies and reshapes; it computes nothing but sums of award counts. The extracts are what `seed` loads.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

OEWS = ("bls-oews-2025", "2025-05")
PROJECTIONS = ("bls-ep-2024-34", "2024")
OFLC = ("dol-oflc-2025-26", "2025-07")
ONET = ("onet-29-2", "2025-02")
AWARDS = ("ipeds-2023-24", "2024")
INSTITUTIONS = ("ipeds-hd2024", "2024")
AWARDED = "programs/ipeds_digital_programs_2023_24.csv"
DOD = ("dod-8140", "2024-02-16")

REGIONS = {
    "southern_arizona": "southern-arizona",
    "washington_dc": "dc-metro",
    "boston": "massachusetts",
    "miami_dade": "miami-dade",
}
# The areas learners of our regions and their neighbours live and commute in.
WAGE_AREAS = ("46060", "400001", "43420", "38060", "47900", "12580", "14460", "49340", "44140", "33100")
LEVELS = {  # IPEDS award level → the four groups a learner tells apart
    "20": "certificate", "21": "certificate", "2": "certificate", "4": "certificate",
    "3": "associate", "5": "bachelor",
    "6": "graduate", "7": "graduate", "8": "graduate", "17": "graduate", "18": "graduate",
}  # fmt: skip
# The shortest and longest length of an award level in weeks, by IPEDS's own definitions of the levels.
WEEKS: dict[str, tuple[int | None, int | None]] = {
    "20": (None, 12), "21": (12, 52), "2": (52, 104), "4": (104, 208), "3": (104, 208), "5": (208, None),
}  # fmt: skip
RIASEC = {"1": "R", "2": "I", "3": "A", "4": "S", "5": "E", "6": "C"}

Row = dict[str, str]


def extract(source: Path, target: Path) -> dict[str, int]:
    """Writes every extract into `target` and gives how many lines each has. Raises KeyError when a column is gone."""
    target.mkdir(parents=True, exist_ok=True)
    occupations = list(_read(source / "onet/digital_occupations.csv"))
    ids = {row["onet_soc"].removesuffix(".00") for row in occupations}
    socs = {row["soc"] for row in occupations}
    fields = {row["cip"]: row for row in _read(target / "cip_fields.csv")}
    written: dict[str, int] = {}
    for name, rows in (
        ("wages_national", _wages(source, socs)),
        ("wages_local", _local_wages(source, socs)),
        ("projections", _projections(source, socs)),
        ("interests", _interests(source, ids)),
        ("job_zones", _job_zones(occupations)),
        ("related", _related(source, ids)),
        ("ipeds_institutions", institutions(_read(source / "programs/ipeds_institutions_2024.csv"))),
        ("ipeds_awards", awards(_read(source / AWARDED), fields, _roles_of_cips(source, ids))),
        ("dod8140", _dod8140(source)),
    ):
        written[name] = _write(target / f"{name}.csv", rows)
    return written


def _wages(source: Path, socs: set[str]) -> Iterator[Row]:
    for row in _read(source / "bls/oews_national_2022_2025.csv"):
        if row["YEAR"] == "2025" and row["OCC_CODE"] in socs:
            percentiles = {
                "p10": row["A_PCT10"], "p25": row["A_PCT25"], "median": row["A_MEDIAN"],
                "p75": row["A_PCT75"], "p90": row["A_PCT90"],
            }  # fmt: skip
            yield {
                "soc": row["OCC_CODE"],
                "title": row["OCC_TITLE"].strip(),
                **{name: value if value.isdigit() else "" for name, value in percentiles.items()},
                "top_coded": "yes" if "#" in percentiles.values() else "no",
                "employment": row["TOT_EMP"] if row["TOT_EMP"].isdigit() else "",
                **_from(OEWS),
            }


def _local_wages(source: Path, socs: set[str]) -> Iterator[Row]:
    for row in _read(source / "oflc/oflc_2025_26_metro_wage_levels.csv"):
        if row["soc"] in socs and row["area_code"] in WAGE_AREAS:
            yield {
                "soc": row["soc"],
                "area": row["area_code"],
                "area_name": row["area_name"],
                **{f"level{n}": row[f"level{n}_annual"] for n in (1, 2, 3, 4)},
                **_from(OFLC),
            }


def _projections(source: Path, socs: set[str]) -> Iterator[Row]:
    for row in _read(source / "bls/employment_projections_2024_34_all_occupations.csv"):
        if row["Occupation Code"] in socs:
            yield {
                "soc": row["Occupation Code"],
                "title": row["Occupation Title"],
                "employment_2024": _people(row["Employment 2024"]),
                "employment_2034": _people(row["Employment 2034"]),
                "growth_percent": row["Employment Percent Change, 2024-2034"],
                "openings_per_year": _people(row["Occupational Openings, 2024-2034 Annual Average"]),
                "entry_education": row["Typical Entry-Level Education"],
                "experience": row["Work Experience in a Related Occupation"],
                "training": row["Typical on-the-job Training"],
                **_from(PROJECTIONS),
            }


def _interests(source: Path, ids: set[str]) -> Iterator[Row]:
    """RIASEC high-points, strongest first; O*NET gives 0 where there is no second or third."""
    order = {"First Interest High-Point": 0, "Second Interest High-Point": 1, "Third Interest High-Point": 2}
    found: dict[str, list[str]] = {}
    for row in _read(source / "onet/interests.csv"):
        if row["Element Name"] in order:
            letters = found.setdefault(row["O*NET-SOC Code"].removesuffix(".00"), ["", "", ""])
            letters[order[row["Element Name"]]] = RIASEC.get(str(int(float(row["Data Value"]))), "")
    for occupation, letters in found.items():
        if occupation in ids:
            yield {"id": occupation, "interests": "".join(letters), **_from(ONET)}


def _job_zones(occupations: Iterable[Row]) -> Iterator[Row]:
    for row in occupations:
        if row["job_zone"]:
            yield {"id": row["onet_soc"].removesuffix(".00"), "job_zone": row["job_zone"], **_from(ONET)}


def _related(source: Path, ids: set[str]) -> Iterator[Row]:
    for row in _read(source / "onet/related_occupations.csv"):
        pair = [row[name].removesuffix(".00") for name in ("O*NET-SOC Code", "Related O*NET-SOC Code")]
        if ids.issuperset(pair):
            yield {"id": pair[0], "related": pair[1], "tier": row["Relatedness Tier"], "rank": row["Index"]} | _from(
                ONET
            )


def institutions(rows: Iterable[Row]) -> Iterator[Row]:
    """Lines of the directory of institutions; each says the region it is in."""
    controls = {"1": "public", "2": "nonprofit", "3": "for_profit"}
    lengths = {"1": "four_year", "2": "two_year", "3": "less_than_two_year"}
    for row in rows:
        city = row["CITY"].title() if row["CITY"].isupper() else row["CITY"]
        yield {
            "unitid": row["UNITID"],
            "provider_id": slug(row["INSTNM"]),
            "name": row["INSTNM"],
            "region": REGIONS[row["region"]],
            "address": f"{row['ADDR']}, {city}, {row['STABBR']} {row['ZIP'][:5]}",
            "city": city,
            "state": row["STABBR"],
            "county": row["COUNTYNM"],
            "phone": _phone(row["GENTELE"]),
            "url": _url(row["WEBADDR"]),
            "admissions_url": _url(row["ADMINURL"] or row["APPLURL"]),
            "control": controls[row["CONTROL"]],
            "length": lengths[row["ICLEVEL"]],
            "latitude": row["LATITUDE"],
            "longitude": row["LONGITUD"],
            **_from(INSTITUTIONS),
        }


def awards(rows: Iterable[Row], fields: dict[str, Row], roles: dict[str, set[str]]) -> Iterator[Row]:
    """Sums awards per institution, field of study and level group; a sum of 0 says nothing and is left out."""
    sums: dict[tuple[str, str, str], int] = {}
    counted: dict[tuple[str, str, str], dict[str, tuple[str, str]]] = {}
    for row in rows:
        field = fields[row["CIPCODE"]]["field"]
        if not field or row["awards_2023_24"] == "0":
            continue
        key = (row["UNITID"], field, LEVELS[row["AWLEVEL"]])
        sums[key] = sums.get(key, 0) + int(row["awards_2023_24"])
        counted.setdefault(key, {})[f"{row['CIPCODE']}/{row['AWLEVEL']}"] = (row["CIPCODE"], row["AWLEVEL"])
    categories = {row["field"]: row["category"] for row in fields.values()}
    for key, total in sums.items():
        cips = sorted({cip for cip, _ in counted[key].values()})
        weeks = [WEEKS.get(level, (None, None)) for _, level in counted[key].values()]
        yield {
            "unitid": key[0],
            "category": categories[key[1]],
            "field": key[1],
            "level": key[2],
            "awards": str(total),
            "weeks_low": _text(min((low for low, _ in weeks if low is not None), default=None)),
            "weeks_high": "" if any(high is None for _, high in weeks) else str(max(high or 0 for _, high in weeks)),
            "fields": "; ".join(fields[cip]["title"] for cip in cips),
            "roles": " ".join(sorted({role for cip in cips for role in roles.get(cip, ())})),
            **_from(AWARDS),
        }


def _roles_of_cips(source: Path, ids: set[str]) -> dict[str, set[str]]:
    """NCES's own CIP-to-SOC crosswalk, as far as it leads to digital jobs (not to jobs people come from)."""
    targets = {
        row["onet_soc"].removesuffix(".00")
        for row in _read(source / "onet/digital_occupations.csv")
        if row["role"] == "target"
    }
    roles: dict[str, set[str]] = {}
    for row in _read(source / "crosswalks/cip2020_soc2018_digital.csv"):
        if row["SOC2018Code"] in targets & ids:
            roles.setdefault(row["CIP2020Code"], set()).add(row["SOC2018Code"])
    return roles


def _dod8140(source: Path) -> Iterator[Row]:
    """Which certifications count for which work role of the DoD 8140 list."""
    names = {row["Acronym"]: row["Name"] for row in _read(source / "credentials/dod8140_tabB_certification_index.csv")}
    seen: set[tuple[str, ...]] = set()
    for row in _read(source / "credentials/dod8140_tabA_offering_to_work_role.csv"):
        if row["Offering Type"] != "Certification":
            continue
        # the published sheet has one "BAsic"
        line = (row["Acronym"], row["Work Role Code"], row["Work Role Title"], row["Proficiency"].capitalize())
        if line not in seen:
            seen.add(line)
            yield {
                "certification": line[0],
                "name": names.get(line[0], ""),
                "work_role": line[1],
                "work_role_title": line[2],
                "proficiency": line[3],
                **_from(DOD),
            }


# --- reading and writing ---------------------------------------------------------------------------------------------


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _write(path: Path, rows: Iterator[Row]) -> int:
    lines = sorted(rows, key=lambda row: tuple(row.values()))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    return len(lines)


def _from(source: tuple[str, str]) -> Row:
    return {"source": source[0], "as_of": source[1]}


def _people(thousands: str) -> str:
    """ "1,579.8" thousand → "1579800"."""
    return str(round(float(thousands.replace(",", "")) * 1000))


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _url(address: str) -> str:
    address = address.strip()
    return address if not address or address.startswith("http") else f"https://{address}"


def _phone(digits: str) -> str:
    digits = re.sub(r"\D", "", digits)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:10]}" if len(digits) >= 10 else ""


def slug(name: str) -> str:
    """ "Franklin Cummings Tech" → "franklin-cummings-tech"."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.replace("'", "")).strip("-")
