"""Writes providers and programs as a CTDL graph that registries read: organizations, learning programs, their costs.

CTDL has no terms for some of what we know (supports on site, the age of a fact), and one language map where we have
two texts; so each resource also carries the record itself (`sendero:record`, a JSON literal), which our importer takes.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from knowledge.database import Database
from knowledge.exporters.reading import every
from knowledge.records import Record

Node = dict[str, Any]
_NAMESPACE = uuid.UUID("5a1e9f6c-3f5b-4b1e-9a53-6d2f0f4f8b10")
CONTEXT = {
    "ceterms": "https://purl.org/ctdl/terms/",
    "costType": "https://purl.org/ctdl/vocabs/costType/",
    "sendero": "https://sendero.example/terms/",
    "sendero:record": {"@id": "sendero:record", "@type": "@json"},
}


def write(database: Database, path: Path, count: Callable[[], None] = lambda: None) -> int:
    """One JSON-LD file; gives how many resources it holds."""
    graph: list[Node] = []
    for kind, made in (("provider", _organization), ("program", _learning)):
        for record in every(database, kind):
            graph.append(made(record))
            count()
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return len(graph)


def ctid(kind: str, id: str) -> str:
    """The identifier CTDL asks for; the same for the same record in every export."""
    return f"ce-{uuid.uuid5(_NAMESPACE, f'{kind}/{id}')}"


def _organization(record: Record) -> Node:
    node: Node = _resource("provider", record, "ceterms:CredentialOrganization")
    node["ceterms:name"] = {"en": record["name"]}
    if record["address"]:
        node["ceterms:address"] = [{"@type": "ceterms:Place", "ceterms:streetAddress": {"en": record["address"]}}]
    return node


def _learning(record: Record) -> Node:
    node: Node = _resource("program", record, "ceterms:LearningProgram")
    node["ceterms:name"] = record["name"]
    node["ceterms:offeredBy"] = {"@id": f"sendero:{ctid('provider', record['provider'])}"}
    node |= {
        "ceterms:inLanguage": record["languages"] or None,
        "ceterms:occupationType": [_aligned(code, "O*NET-SOC") for code in record["roles"]] or None,
        "ceterms:instructionalProgramType": [_aligned(record["cip"], "CIP")] if record["cip"] else None,
        "ceterms:estimatedCost": _costs(record["cost"]) or None,
        "ceterms:estimatedDuration": _durations(record["length"]) or None,
        "ceterms:availableAt": [
            {"@type": "ceterms:Place", "ceterms:addressLocality": {"en": place}} for place in record["places"]
        ] or None,
    }  # fmt: skip
    return {name: value for name, value in node.items() if value is not None}


def _resource(kind: str, record: Record, type: str) -> Node:
    node: Node = {
        "@id": f"sendero:{ctid(kind, record['id'])}",
        "@type": type,
        "ceterms:ctid": ctid(kind, record["id"]),
        "ceterms:description": record["about"],
    }
    if record["url"]:
        node["ceterms:subjectWebpage"] = record["url"]
    return node | {"sendero:record": {"kind": kind, "record": record}}


def _aligned(code: str, framework: str) -> Node:
    return {
        "@type": "ceterms:CredentialAlignmentObject",
        "ceterms:codedNotation": code,
        "ceterms:frameworkName": {"en": framework},
    }


def _costs(cost: Record) -> list[Node]:
    parts = (("Tuition", cost["tuition_low"]), ("MandatoryFees", cost["fees"]), ("LearningResource", cost["books"]),
             ("AssessmentFee", cost["exam"]))  # fmt: skip
    return [
        {
            "@type": "ceterms:CostProfile",
            "ceterms:directCostType": {"@id": f"costType:{name}"},
            "ceterms:price": price,
            "ceterms:currency": "USD",
        }
        for name, price in parts
        if price is not None
    ]


def _durations(length: Record) -> list[Node]:
    weeks, hours = length["weeks_low"], length["hours"]
    exact = [f"P{weeks}W"] if weeks is not None else []
    exact += [f"PT{hours}H"] if hours is not None else []
    return [{"@type": "ceterms:DurationProfile", "ceterms:exactDuration": one} for one in exact]
