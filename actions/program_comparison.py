"""Programs side by side: cost, length, times and who may join, as far as anybody states it. Never says which is better."""

from __future__ import annotations

import re

from actions import programs
from actions.answer import TWO_SEGMENTS, Answer, listed_length
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program

MOST_WEB, MOST_SMS = 3, 2
CLEAR = 4  # words a sentence needs to stand alone
_SENTENCE_END = re.compile(r"(?<=[a-z\d)])\. (?=[A-ZÁÉÍÓÚ¿¡])")
_COMPARE = re.compile(
    r"\b(?:comp[aá]r\w+|versus|vs|side by side|differ\w+|diferenc\w+|both|ambos|better|best|mejor|conviene)\b",
    re.IGNORECASE,
)


def to_compare(turn: TurnContext) -> list[Program]:
    """Two or more programs named, picked, on the list when it is to be compared, or carried by the button; nothing when the turn is about one."""
    picked = turn.picked_of("program")
    listed = [item["id"] for item in turn.last_list("program")]
    asked = bool(_COMPARE.search(turn.text)) and not (picked or turn.choice or turn.named("provider"))
    several = listed if asked else []
    ids = picked if len(picked) > 1 else turn.named("program") or several
    found = knowledge().programs_by_id(list(dict.fromkeys(ids)))
    return list(found[: MOST_SMS if turn.sms else MOST_WEB]) if len(found) > 1 else []


def answer(turn: TurnContext, found: list[Program]) -> Answer:
    """A line a program, and a card each."""
    names = {p.id: programs.fitted(p.short.say(turn.language)) for p in found}
    doubt = next((said for p in found if (said := programs.doubt(turn, p))), "")
    for shorter in range(3 if turn.sms else 1):
        text = _side_by_side(turn, found, names, shorter) + doubt
        if len(text) + listed_length(names.values()) <= TWO_SEGMENTS:
            break
    made = Answer(text, topics=["program_details"], about={"program": [p.id for p in found]})
    for program in found:
        programs.card(made, turn, program)
        # The facts a choice carries elsewhere have just been said.
        label = names[program.id] if turn.sms else programs.label(turn, program)
        made.choice(label, "program_details", program=program.id)
    made.shown = [{"kind": "program", "id": program.id} for program in found]
    return made


def _side_by_side(turn: TurnContext, found: list[Program], names: dict[str, str], shorter: int) -> str:
    return " ".join(say("utter_compare_program", turn, name=names[p.id], facts=_facts(turn, p, shorter)) for p in found)


def _facts(turn: TurnContext, program: Program, shorter: int) -> str:
    """Cost and length in a few words; shorter by 1: the beginning of the cost, by 2: without the length."""
    cost = programs.cost(turn, program)
    if shorter:
        first, *_ = _SENTENCE_END.split(cost, maxsplit=1)
        cost = first if len(first.split()) >= CLEAR else cost  # "Paid." alone could be read either way
    if shorter == 2 and not cost:
        return say("utter_compare_no_cost", turn) + "."
    length = program.length_text.say(turn.language) if program.length_text and shorter < 2 else ""
    facts = [fact.rstrip(".") for fact in (cost, length) if fact]
    if not facts:
        return say("utter_compare_no_facts", turn) + "."
    return "; ".join(f"{fact[0].lower()}{fact[1:]}" for fact in facts) + "."
