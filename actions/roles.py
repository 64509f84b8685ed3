"""Which jobs a turn is about, and how a job is spoken of. Receives a turn, gives occupations; says nothing itself.

A job named in this message wins; a field's name ("cyber") stands for its best-known job; then the list last shown when
the learner compares ("which one pays more"); then what the conversation was about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import cite, thousands
from actions.turn import TurnContext
from actions.wording import exists, say
from knowledge.views import Occupation

MOST_COMPARED = 3
_LABELS = {"credentials_for_role": "utter_choice_certs_that_help"}
_WHICH = re.compile(
    r"\b(which|wich|whats? the (best|highest|lowest)|cu[aá]l(es)?|vs|versus|between|entre|highest|best|mejor|both|ambos|dos)\b",
    re.IGNORECASE,
)


def in_question(turn: TurnContext) -> list[Occupation]:
    """The jobs the turn is about, at most three, in the order they were named."""
    named = named_now(turn)
    if named:
        return named[:MOST_COMPARED]
    shown = [item["id"] for item in turn.slots.get("shown") or [] if item["kind"] == "role"]
    if len(shown) > 1 and _WHICH.search(turn.text):
        return known(shown)[:MOST_COMPARED]
    return known(turn.all("role"))[:MOST_COMPARED]


def named_now(turn: TurnContext) -> list[Occupation]:
    """The jobs this very message names or picks, in its order; a field's name counts unless one of its jobs is named."""
    if turn.choice or turn.picked:
        return known(turn.named("role"))
    ids = []
    fields = {(m.get("more") or {}).get("category") for m in turn.mentions if m["type"] == "role"}
    for mention in sorted(turn.mentions, key=lambda m: m.get("start", 0)):
        best_known = (mention.get("more") or {}).get("role")
        if mention["type"] == "role":
            ids.append(mention["value"])
        elif mention["type"] == "category" and best_known and mention["value"] not in fields:
            ids.append(best_known)
    return known(ids)


def known(ids: Sequence[str]) -> list[Occupation]:
    """These occupations, each once; ids nobody knows are left out."""
    return [role for id in dict.fromkeys(ids) if (role := knowledge().occupation(id))]


def target(turn: TurnContext) -> Occupation | None:
    """The digital job the learner wants; the job they come from is `background`."""
    goals = [role for role in in_question(turn) if role.role == "target"]
    return goals[0] if goals else None


def background(turn: TurnContext) -> Occupation | None:
    """The job the learner comes from, said now or earlier in this conversation."""
    now = [*turn.named("background"), *(role.id for role in named_now(turn) if role.role == "feeder")]
    earlier = (turn.slots.get("about_me") or {}).get("start")
    found = known([*now, *([earlier] if earlier else [])])
    return found[0] if found else None


def names(turn: TurnContext, role: Occupation) -> dict[str, str]:
    """A job's names for a response: {role} within a sentence, {title} at its start, {name} in full, {people} who do it."""
    short = role.short.say(turn.language)
    return {
        "role": short,
        "title": short[0].upper() + short[1:],
        "name": role.name.say(turn.language),
        "people": role.people.say(turn.language),
    }


def label(turn: TurnContext, role: Occupation) -> str:
    """A choice's words for a job: "Help desk, $62k", or the job alone where its pay is not known."""
    title = names(turn, role)["title"]
    return f"{title}, {thousands(role.pay.value.median)}" if role.pay and role.pay.value.median else title


def next_label(turn: TurnContext, role: Occupation) -> str:
    """The same where the words above cite no pay: by text the job alone, on the web its card has the source."""
    return names(turn, role)["title"] if turn.sms else label(turn, role)


def group_of(turn: TurnContext, title: str) -> str:
    """Who else a figure counts, when BLS gives one for several jobs: "data scientists"; empty when it is the job's own."""
    if not title:
        return ""
    same = [role for role in knowledge().occupations(role=None) if role.official_title.casefold() == title.casefold()]
    return same[0].people.say(turn.language) if same else title


def covers(turn: TurnContext, title: str) -> str:
    """The sentence that says so, or nothing."""
    group = group_of(turn, title)
    return say("utter_pay_covers", turn, group=group) if group else ""


def offer(answer: Answer, turn: TurnContext, role: Occupation, *topics: str) -> None:
    """Next steps about a job, in the words of `utter_choice_<topic>`, else by the topic's plain name."""
    for topic in topics:
        name = _LABELS.get(topic, f"utter_choice_{topic}")
        name = name if exists(name) else f"utter_topic_{topic}"
        answer.choice(say(name, turn), topic, role=role.id)


def pay_cite(turn: TurnContext, ids: Sequence[str]) -> str:
    """Where the pay shown beside these jobs is from."""
    return next((cite(role.pay, turn.language) for role in known(ids) if role.pay), "BLS")
