"""Whether the words around a candidate let it be a name: "in Bowie", "design classes", "soy mesera", never "my data".

Receives one candidate and the message, gives its score (0: not a name here). Meaning is never flipped: a doubtful
ordinary word is left alone, since the classifier reads the words anyway.
"""

from __future__ import annotations

from collections.abc import Callable

from knowledge.mentions.around import FEW_WORDS, Around
from knowledge.mentions.candidates import Candidate
from knowledge.mentions.catalogue import cues, ordinary_words
from knowledge.mentions.certificates import credential
from knowledge.mentions.index import EXACT, LOOSE
from knowledge.mentions.text import Folded

_LIKELY, _WEAK = 0.9, 0.8
_NARROW = frozenset({"support", "software", "network", "networks", "code"})
_LONG_ENOUGH = 8  # letters of a mistyped field word ("progamming", never "desing")
_TWO_LETTER_WORDS = frozenset({"va", "pa", "me", "mi", "ma"})  # states that are words of Spanish or English


def score(candidate: Candidate, message: Folded) -> float:
    """The candidate's score here; 0 when the words around it speak against a name."""
    judge = _JUDGES.get(candidate.entry.type)
    return candidate.score * judge(Around(candidate, message)) if judge else candidate.score


def _place(here: Around) -> float:
    factor = 1.0 if here.entry.more.get("region") else _LIKELY
    mistyped = here.score < LOOSE
    if not (here.entry.more.get("cued") or here.name in cues()["place_ordinary"] or mistyped):
        return factor
    # A town's name may be a common word or, mistyped, near one: such a one needs "in" or its state beside it.
    if any(word in cues()["states"] and word not in _TWO_LETTER_WORDS for word in here.after(1)):
        return factor
    if here.name in ordinary_words() and not here.first.capital:
        return factor if here.near(cues()["place_sure"], 2, 0) else 0.0
    clear = cues()["place_strong"] if here.single and len(here.name) < 5 else cues()["place_before"]
    if here.near(clear, 1, 0):
        return factor
    if here.capitalised and not mistyped:
        return factor * _LIKELY
    return factor * _WEAK if here.short else 0.0


def _region(here: Around) -> float:
    if here.entry.more.get("cued"):
        return _LIKELY if here.near(cues()["place_before"], 1, 0) else 0.0
    return 1.0


def _category(here: Around) -> float:
    if not here.entry.more.get("cued") and (here.score >= LOOSE or len(here.name) >= _LONG_ENOUGH):
        return 1.0
    if here.score < EXACT and len(here.name) < _LONG_ENOUGH:
        return 0.0
    narrow = here.name in _NARROW
    if here.near(cues()["not_category"], 0, 1) or (here.near(cues()["not_category"], 1, 0) and not narrow):
        return 0.0
    if narrow:
        return _LIKELY if here.near(cues()["narrow_after"], 0, 1) else 0.0
    if here.near(cues()["category_before"], 1, 0) or here.near(cues()["category_after"], 0, 1):
        return _LIKELY
    return _WEAK if len(here.message.tokens) <= FEW_WORDS + 1 else 0.0


def _role(here: Around) -> float:
    if here.ordinary:
        if here.name in cues()["capitals"]:
            return _LIKELY if here.in_capitals else 0.0
        cued = here.near(cues()["category_after"], 3, 2) or here.near(cues()["background"], 3, 2)
        return _LIKELY if cued or here.alone else 0.0
    if here.single and here.score < LOOSE:
        cued = here.near(cues()["role_before"], 1, 0) or here.near(cues()["category_after"], 0, 1)
        return _LIKELY if cued or here.alone else 0.0
    return 1.0


def _background(here: Around) -> float:
    if not here.single and here.score >= EXACT:
        return 1.0
    if here.score < LOOSE:
        return 0.0
    alone = here.score >= EXACT and here.short
    return _LIKELY if alone or here.near(cues()["background"], 4, 2) else 0.0


def _schedule(here: Around) -> float:
    return 0.0 if here.near(cues()["not_evening"], 1, 0) else 1.0


def _modality(here: Around) -> float:
    if here.name != "online":
        return 1.0
    return 0.0 if here.near(cues()["not_online_before"], 1, 0) or here.near(cues()["not_online_after"], 0, 1) else 1.0


def _named_by_school(here: Around) -> float:
    """Providers, programs, supports and centers: "Mason", "generation" and "pima" need a school beside them."""
    if here.single and here.score < EXACT and len(here.name) < 6:
        return 0.0
    if not here.ordinary and not (here.single and here.name in ordinary_words()):
        return 1.0
    if (here.name in cues()["capitals"] and here.in_capitals) or here.capitalised:
        return _LIKELY
    return _LIKELY if here.near(cues()["school"], 3, 2) else 0.0


_JUDGES: dict[str, Callable[[Around], float]] = {
    "place": _place,
    "region": _region,
    "category": _category,
    "role": _role,
    "background": _background,
    "credential": credential,
    "provider": _named_by_school,
    "program": _named_by_school,
    "support": _named_by_school,
    "career_center": _named_by_school,
    "schedule": _schedule,
    "modality": _modality,
}
