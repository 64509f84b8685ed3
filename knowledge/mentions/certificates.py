"""Whether "a+", "a plus", "net +" or "google it" names a certificate here, or a school grade, a plus, or a verb."""

from __future__ import annotations

from knowledge.mentions.around import Around
from knowledge.mentions.catalogue import cues

_LIKELY = 0.9
_GRADED = frozenset({"an", "straight", "all", "got", "get", "gets", "blood"})
_SUBJECT_FOLLOWS = frozenset({"in", "on", "en", "student", "students"})
_IS_A_PLUS = frozenset({"is", "be", "its", "as", "thats", "definitely", "big", "es", "are", "considered", "huge"})


def credential(here: Around) -> float:
    """1 or a little less when it does, else 0."""
    if here.name == "a plus":
        return _a_plus(here)
    if here.name.endswith(" plus") and _joins_two_fields(here):
        return 0.0
    if here.ordinary:
        capital = here.name == "google it" and here.typed.endswith("IT") and not here.message.original.isupper()
        return _LIKELY if capital or here.near(cues()["certificate"], 2, 2) else 0.0
    return 1.0


def _a_plus(here: Around) -> float:
    if "+" in here.typed:
        graded = here.before(1) == ["an"] or (here.near(_GRADED, 1, 0) and here.near(_SUBJECT_FOLLOWS, 0, 1))
        return 0.0 if graded else 1.0
    if here.near(_IS_A_PLUS, 1, 0):
        return 0.0
    return 1.0 if here.near(cues()["certificate"], 1, 2) or here.alone else 0.0


def _joins_two_fields(here: Around) -> bool:
    """ "network + security" joins two fields; "net +" and "security plus" are names."""
    tokens, last = here.message.tokens, here.candidate.last
    plus = tokens[last - 1]
    if not here.typed.endswith("+") or last >= len(tokens):
        return False
    spaced = plus.start > tokens[last - 2].end and tokens[last].start > plus.end
    return spaced and tokens[last].text in cues()["fields"]
