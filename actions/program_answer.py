"""Answers about one program: finds which one is meant, asks when several are, and says so when we know none of it."""

from __future__ import annotations

from collections.abc import Callable

from actions import programs, unknown_names
from actions.answer import Answer
from actions.library import knowledge
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Program, Provider

MOST_OFFERED = 3
FOLLOW_UPS = ("program_cost", "program_eligibility", "program_apply", "program_schedule")


def about_one(turn: TurnContext, answer: Callable[[TurnContext, Program], Answer]) -> Answer:
    """The answer for the program meant, with its card and the questions that usually follow.

    A name that is none of ours is said to be unknown, whatever was spoken of before.
    """
    if not (turn.mentions or turn.choice) and (name := unknown_names.asked_about(turn.text)):
        return unknown(turn, name)
    program, provider = programs.asked_about(turn)
    if provider and provider.closed:
        return closed(turn, provider)
    others = []
    if program is None and provider:
        offered = programs.offers(provider, turn)
        if not offered or turn.topic == "program_details":
            return of_provider(turn, provider, offered)
        # The question first, for the nearest or first site; the others one tap away.
        program, others = offered[0], offered[1:3]
    if program is None:
        return which(turn)
    made = answer(turn, program)
    made.about = {"program": program.id, "provider": program.provider}
    made.slots = {"shown": None}
    programs.card(made, turn, program)
    for other in others:
        made.choice(own_name(turn, other), turn.topic, program=other.id)
    for topic in [t for t in FOLLOW_UPS if t != turn.topic][: 3 - len(others)]:
        made.choice(say(f"utter_choice_{topic}", turn), topic, program=program.id)
    return made


def closed(turn: TurnContext, provider: Provider) -> Answer:
    """It no longer exists: better said than a search that finds nothing."""
    assert provider.closed is not None
    made = Answer(say("utter_provider_closed", turn, name=provider.name, note=provider.closed.say(turn.language)))
    made.about = {"provider": provider.id}
    made.choice(say("utter_topic_find_program", turn), "find_program")
    return made


def of_provider(turn: TurnContext, provider: Provider, offered: list[Program]) -> Answer:
    """Several programs of one provider, or a provider of which no program is known."""
    about = provider.about.say(turn.language)
    made = Answer(say("utter_provider" if offered else "utter_provider_only", turn, name=provider.name, about=about))
    made.about = {"provider": provider.id}
    lines = [about, provider.address, provider.phone]
    made.card("program", provider.name, lines, [provider.described], provider.url)
    for program in offered[:MOST_OFFERED]:
        made.choice(own_name(turn, program), turn.topic, program=program.id)
    made.shown = [{"kind": "program", "id": program.id} for program in offered[:MOST_OFFERED]] or None
    if not offered:
        made.outcome = "not_known"
        made.choice(say("utter_topic_find_program", turn), "find_program")
    return made


def own_name(turn: TurnContext, program: Program) -> str:
    """A program's name among its provider's own: without the provider's, which the answer has just said."""
    return programs.fitted(program.short.say(turn.language).removeprefix(f"{program.provider_name}: "))


def unknown(turn: TurnContext, name: str) -> Answer:
    """Nothing is known by this name: said so, with who may know and what we do know of."""
    made = Answer(say("utter_program_unknown_name", turn, name=name), outcome="not_known")
    made.choice(say("utter_topic_find_program", turn), "find_program")
    made.choice(say("utter_topic_career_center", turn), "career_center")
    return made


def which(turn: TurnContext) -> Answer:
    """No program named: asks, offering what was shown last."""
    made = Answer(say("utter_ask_program", turn), outcome="asked_back")
    shown = [item for item in turn.slots.get("shown") or [] if item["kind"] == "program"]
    for item in shown[:MOST_OFFERED]:
        program = knowledge().program(item["id"])
        if program:
            made.choice(programs.label(turn, program)[:40], turn.topic, program=program.id)
    if not shown:
        made.choice(say("utter_topic_find_program", turn), "find_program")
    return made


def contact(program: Program) -> str:
    """Whom to ask: the phone, else the site, else the provider's name."""
    return program.phone or short(program.url or "") or program.provider_name


def short(url: str) -> str:
    """A link as short as a phone can use it: no scheme, no www, no closing slash."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
