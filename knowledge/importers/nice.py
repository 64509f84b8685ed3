"""The NICE framework as JSON: work roles with their on-ramps and off-ramps, or the framework's own elements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.importers.batch import Context, Item, Problem, Rows, SourceOf
from knowledge.models import WorkRoleRelation, WorkRoleRow

_ELEMENTS = {
    "OG": "Oversight and Governance",
    "DD": "Design and Development",
    "IO": "Implementation and Operation",
    "PD": "Protection and Defense",
    "IN": "Investigation",
    "CE": "Cyberspace Effects",
    "CI": "Cyberspace Intelligence",
}


class Nice:
    """Reads a list of work roles (id, name, common_relationships), or the NIST reference tool's export of elements."""

    name = "nice"
    about = "NICE framework work roles with on-ramps and off-ramps (JSON)"
    source = SourceOf("nice", "NICE Workforce Framework for Cybersecurity, NIST", "NICE", url="https://niccs.cisa.gov/")

    def accepts(self, path: Path) -> bool:
        return path.suffix.lower() == ".json" and bool(_roles(_loaded(path)))

    def read(self, path: Path, context: Context) -> Iterator[Item]:
        roles, ways = [], []
        found = _roles(_loaded(path))
        ids = {role.get("name"): role.get("id") for role in found}
        for position, role in enumerate(found, 1):
            if not role.get("id") or not role.get("name"):
                yield Problem(path.name, f"record {position}", "id", "a work role has an id and a name")
                continue
            element = _ELEMENTS.get(role["id"][:2], "")
            roles.append(
                {"id": role["id"], "name": role["name"], "element": element, "description": role.get("text") or ""}
            )
            relations = role.get("common_relationships") or {}
            for key, kind in (("on_ramps", "on_ramp"), ("off_ramps", "off_ramp"), ("related_roles_by_tks", "related")):
                for other in relations.get(key) or ():
                    to = ids.get(other.get("name"))
                    if to is None:
                        yield Problem(path.name, role["id"], key, f"{other.get('name')!r} is no work role of this file")
                        continue
                    ways.append({"work_role_id": role["id"], "kind": kind, "to": to})
        described = [("work_role", role["id"], "*") for role in roles]
        yield Rows(WorkRoleRow, roles, gives_way=("id",), described=described)
        unique = {tuple(way.values()): way for way in ways}
        yield Rows(WorkRoleRelation, list(unique.values()), gives_way=("work_role_id",))


@lru_cache(maxsize=4)
def _loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        return None


def _roles(loaded: Any) -> list[dict[str, Any]]:
    """Work roles of either layout; empty when the file is something else."""
    if isinstance(loaded, list):
        return loaded if any("common_relationships" in one for one in loaded if isinstance(one, dict)) else []
    try:
        elements = loaded["response"]["elements"]["elements"]
    except (KeyError, TypeError):
        return []
    return [
        {"id": one["element_identifier"], "name": one.get("title"), "text": one.get("text")}
        for one in elements
        if one.get("element_type") == "work_role"
    ]
