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
_SENTENCE_END = re.compile(r"(?<=[a-z\d)])\. (?=[A-ZÁÉÍÓÚ¿¡])")
_COMPARE = re.compile(
    r"\b(?:compar\w+|comp[aá]r\w+|versus|vs|side by side|differ\w+|diferenc\w+|both|ambos|better|best|mejor|conviene)\b",
    re.IGNORECASE,
)


def to_compare(turn: TurnContext) -> list[Program]:
    """Two or more programs named, picked, on the list when it is to be compared, or carried by the button; nothing when the turn is about one."""
    picked = turn.picked_of("program")
    listed = [item["id"] for item in turn.last_list("program")]
    several = listed if not picked and _COMPARE.search(turn.text) and not turn.choice else []
    ids = picked if len(picked) > 1 else turn.named("program") or several
    found = knowledge().programs_by_id(list(dict.fromkeys(ids)))
    return list(found[: MOST_SMS if turn.sms else MOST_WEB]) if len(found) > 1 else []


def answer(turn: TurnContext, found: list[Program]) -> Answer:
    """A line a program, and a card each."""
    names = {p.id: programs.fitted(p.short.say(turn.language)) for p in found}
    doubt = next((said for p in found if (said := programs.doubt(turn, p))), "")
    text = _side_by_side(turn, found, names) + doubt
    if turn.sms and len(text) + listed_length(names.values()) > TWO_SEGMENTS:
        text = _side_by_side(turn, found, names, brief=True) + doubt
    made = Answer(text, topics=["program_details"], about={"program": [p.id for p in found]})
    for program in found:
        programs.card(made, turn, program)
        # The facts a choice carries elsewhere have just been said.
        label = names[program.id] if turn.sms else programs.label(turn, program)
        made.choice(label, "program_details", program=program.id)
    made.shown = [{"kind": "program", "id": program.id} for program in found]
    return made


def _side_by_side(turn: TurnContext, found: list[Program], names: dict[str, str], brief: bool = False) -> str:
    return " ".join(say("utter_compare_program", turn, name=names[p.id], facts=_facts(turn, p, brief)) for p in found)


def _facts(turn: TurnContext, program: Program, brief: bool) -> str:
    """Cost and length in a few words; by text the first sentence of the cost. Brief: the first that is known."""
    cost = programs.cost(turn, program)
    told = [
        _SENTENCE_END.split(cost)[0] if turn.sms else cost,
        program.length_text.say(turn.language) if program.length_text else "",
    ]
    facts = [fact.rstrip(".") for fact in told if fact]
    if not facts:
        return say("utter_compare_no_facts", turn) + "."
    return "; ".join(f"{fact[0].lower()}{fact[1:]}" for fact in facts[: 1 if brief else None]) + "."
