"""Which of the overlapping candidates the message means: the longest, then the likeliest, then by kind.

Receives judged candidates, gives at most one record for each stretch of words, except where two readings are both true:
a field of work and its usual job share one mention, and a town inside a program's name ("Year Up Boston") is told too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge.mentions.candidates import Candidate
from knowledge.mentions.index import CONDITIONS
from knowledge.mentions.text import Folded, stem, words

# Of two readings of the same words, the earlier kind wins.
_ORDER = {
    kind: rank
    for rank, kind in enumerate(
        (
            "credential",
            "category",
            "role",
            "region",
            "place",
            "provider",
            "program",
            "support",
            "career_center",
            "background",
        )
    )
}
Judged = tuple[Candidate, float]
_SURE = 0.5
_GENERAL = frozenset(
    [
        "dev",
        "devs",
        "developer",
        "designer",
        "tester",
        "programmer",
        "coder",
        "engineer",
        "desarrollador",
        "programador",
        "disenador",
    ]
)
_PERSONS = frozenset(stem(word) for word in ("tecnico", "especialista", "encargado"))
_SCHOOLS = frozenset(
    [
        "college",
        "community",
        "cc",
        "school",
        "escuela",
        "campus",
        "colegio",
        "universidad",
        "university",
        "student",
        "students",
        "estudiante",
        "academy",
    ]
)


def choose(judged: Iterable[Judged], message: Folded) -> list[tuple[Candidate, float, dict[str, str]]]:
    """The chosen candidates with their score and what goes into `more`, by position."""
    likely = [one for one in judged if one[1] >= _SURE]
    names = _heads_joined([one for one in likely if one[0].entry.type not in CONDITIONS], message)
    chosen = _without_tails(_greedy(names, message), message)
    told = [(candidate, score, _more(candidate, names, chosen)) for candidate, score in chosen]
    for candidate, score in _towns_inside(names, chosen):
        told.append((candidate, score, dict(candidate.entry.more)))
    for kind in CONDITIONS:
        for candidate, score in _greedy([one for one in likely if one[0].entry.type == kind], message):
            if not any(_inside(candidate, name) and name.entry.type != "category" for name, _ in chosen):
                told.append((candidate, score, {}))
    return sorted(told, key=lambda one: (one[0].first, -one[0].last))


def _greedy(judged: list[Judged], message: Folded) -> list[Judged]:
    taken = [False] * len(message.tokens)
    chosen: list[Judged] = []
    for candidate, score in sorted(judged, key=lambda one: _rank(one, message)):
        if not any(taken[candidate.first : candidate.last]):
            taken[candidate.first : candidate.last] = [True] * (candidate.last - candidate.first)
            chosen.append((candidate, score))
    return chosen


def _heads_joined(names: list[Judged], message: Folded) -> list[Judged]:
    """ "técnico de mantenimiento de computadoras" does the latter: a general word at the head, the field last."""
    roles = [one for one in names if one[0].entry.type == "role"]
    joined: list[Judged] = []
    for head, _ in names:
        if head.entry.type not in ("role", "background"):
            continue
        if stem(message.tokens[head.first].text) not in _PERSONS:
            continue
        for field, score in roles:
            if head.first < field.first < head.last < field.last:
                joined.append((Candidate(head.first, field.last, field.entry, field.score), score))
    return [*names, *joined]


def _without_tails(chosen: list[Judged], message: Folded) -> list[Judged]:
    """ "full stack dev" is one job: a general word right after a job's name names no second one."""
    ends = {candidate.last for candidate, _ in chosen if candidate.entry.type == "role"}
    return [
        (candidate, score)
        for candidate, score in chosen
        if not (
            candidate.entry.type == "role"
            and candidate.last - candidate.first == 1
            and candidate.first in ends
            and message.tokens[candidate.first].text in _GENERAL
            and not message.gap(candidate.first).strip(" -/")
        )
    ]


def _rank(judged: Judged, message: Folded) -> tuple[float, ...]:
    candidate, score = judged
    entry = candidate.entry
    letters = sum(len(token.text) for token in message.tokens[candidate.first : candidate.last])
    kind = float(_ORDER.get(entry.type, len(_ORDER)))
    if entry.type == "provider" and _is_school_here(candidate, message):
        kind = -1.0
    served = 0.0 if entry.type != "place" or entry.more.get("region") else 1.0
    return (-letters * (score if score < 0.9 else 1.0), kind, served, -score, candidate.first)


def _is_school_here(candidate: Candidate, message: Folded) -> bool:
    """ "classes at Quincy", "Miami Dade campus": the school, not the town of the same name."""
    before = message.tokens[candidate.first - 1].text if candidate.first else ""
    after = message.tokens[candidate.last].text if candidate.last < len(message.tokens) else ""
    return before == "at" or after in _SCHOOLS


def _more(candidate: Candidate, names: list[Judged], chosen: list[Judged]) -> dict[str, str]:
    more = {key: value for key, value in candidate.entry.more.items() if key != "cued" and value}
    if candidate.entry.type == "category":
        same = [
            other.entry.id
            for other, _ in names
            if other.entry.type == "role" and (other.first, other.last) == (candidate.first, candidate.last)
        ]
        if same:
            more["role"] = same[0]
    if candidate.entry.type == "region":
        same = [
            other.entry.id
            for other, _ in names
            if other.entry.type == "place" and (other.first, other.last) == (candidate.first, candidate.last)
        ]
        if same:
            more["place"] = same[0]
    return more


def _towns_inside(names: list[Judged], chosen: list[Judged]) -> list[Judged]:
    """Towns and regions named inside a chosen program's name, unless its provider is called so."""
    found = []
    for outer, _ in chosen:
        if outer.entry.type not in ("program", "provider"):
            continue
        own = set(words(_called(outer.entry.more)))
        for candidate, score in names:
            served_town = candidate.entry.type in ("place", "region") and candidate.entry.more.get("region")
            if served_town and _inside(candidate, outer) and own.isdisjoint(words(candidate.entry.alias)):
                found.append((candidate, score))
                break
    return found


def _called(more: Mapping[str, str]) -> str:
    return more.get("name") or more.get("provider", "").replace("-", " ")


def _inside(inner: Candidate, outer: Candidate) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last
