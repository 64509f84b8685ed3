"""Two questions in one message: where it splits, and whether both halves are worth answering apart.

Pure. "How much is the exam, and is it worth it?" is two; "I drive a truck and want into IT" is one.
"""

from __future__ import annotations

import re

from bot.dialogue.engine import EngineTurn

ASKS = (
    r"how|what|whats|what's|which|where|wheres|when|who|is|are|do|does|did|can|could|will|would|should"
    r"|cu[aá]nt[oa]s?|qu[eé]|q|k|cu[aá]l(?:es)?|c[oó]mo|d[oó]nde|cu[aá]ndo|qui[eé]n|se puede|hay|vale|sirve|puedo"
    r"|if|whether|si (?:hay|se|es|son|cuesta|puedo|tengo|dan)"
)
_BOUNDARY = re.compile(
    rf"(?:[?]+[\s,]*(?:(?:and|n|&|y|e|also|plus|adem[aá]s|tambi[eé]n)\s+)?|[\s,;]+(?:and|n|&|y|also|plus|adem[aá]s|tambi[eé]n)\s+)"
    rf"(?=[¿]?(?:{ASKS})\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"[¿?]|\b(?:{ASKS})\b", re.IGNORECASE)
# A learner who begins with who they are tells it for the question that follows: one question, not two.
_TELLS = re.compile(
    r"\s*(?:i|im|i'm|ive|i've|my|we|our|yo|mi|mis|soy|tengo|estoy|vivo|trabajo|me|nos)\b", re.IGNORECASE
)
ANSWERS = frozenset({"answered", "not_known"})
SURE = 0.5
# Topics that are answers of ours; a greeting or a yes beside a question is no second question.
CONVERSATION = frozenset(
    "greet goodbye thanks affirm deny help clarify more restart change_language bot_challenge small_talk out_of_scope"
    " not_understood nlu_fallback give_feedback report_wrong_info privacy delete_data opt_out opt_in abusive".split()
)


def split(text: str) -> tuple[str, str] | None:
    """The two questions of a message, or None when it holds one (or more than two)."""
    cuts = [m for m in _BOUNDARY.finditer(text) if m.start() > 0]
    if len(cuts) != 1:
        return None
    first, second = text[: cuts[0].start()].strip(" ,;"), text[cuts[0].end() :].strip(" ,;")
    long_enough = len(first.split()) >= 3 and len(second.split()) >= 2
    return (first, second) if long_enough and (_ASKS.search(first) or not _TELLS.match(first)) else None


def both_answered(first: EngineTurn, second: EngineTurn) -> bool:
    """Whether the halves are two sure answers to different questions; otherwise the message is better taken whole."""
    turns = (first, second)
    return (
        first.topics[0] != second.topics[0]
        and all(turn.outcome in ANSWERS and turn.topics[0] not in CONVERSATION for turn in turns)
        and all(float(turn.intent.get("confidence") or 0) >= SURE for turn in turns)
    )


def merged(first: EngineTurn, second: EngineTurn) -> EngineTurn:
    """One turn that answers both, the shorter answer first; the choices offered are those of the last."""
    ordered = sorted((first, second), key=lambda turn: sum(len(reply["text"]) for reply in turn.replies))
    quiet = [{**reply, "choices": []} for reply in ordered[0].replies]
    return EngineTurn(
        replies=[*quiet, *ordered[1].replies],
        topics=list(dict.fromkeys([*first.topics[:1], *second.topics[:1]])),
        outcome="answered" if "answered" in (first.outcome, second.outcome) else first.outcome,
        entities={**first.entities, **second.entities},
        context=second.context,
        intent=first.intent,
        encoder=first.encoder,
    )
