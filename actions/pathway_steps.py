"""The way to a job in words, for the actions that tell it. By text one step at a time, MORE for each further one."""

from __future__ import annotations

from typing import Any

from actions import asking, role_cards, roles, starting_points
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import cite, listing
from actions.turn import TurnContext
from actions.wording import exists, say
from knowledge.views import Occupation, Step


def answer(turn: TurnContext, goal: Occupation, start: str) -> Answer:
    """All steps on the web, the first by text; without a way on record, what the job usually asks for."""
    steps = steps_of(start, goal)
    if not steps:
        return _without_steps(turn, goal)
    made = _step(turn, goal, steps, 0)
    if not turn.sms:
        names = listing(
            [roles.names(turn, stop)["role"] for step in steps[:-1] for stop in roles.known([step.to])], turn.language
        )
        name = "utter_pathway_one" if len(steps) == 1 else "utter_pathway"
        made.text = say(
            name, turn, count=len(steps), stops=names, start=start_name(turn, start), **roles.names(turn, goal)
        )
        for number, step in enumerate(steps, 1):
            _card(made, turn, step, number)
    made.about = {"role": goal.id}
    made.slots |= starting_points.told(turn, start)
    if turn.sms and len(steps) > 1:
        made.slots["more"] = {"topic": "pathway", "role": goal.id, "start": start, "offset": 1}
    return made


def steps_of(start: str, goal: Occupation) -> tuple[Step, ...]:
    """The way from the start, else the way for somebody with no experience, or out of high school."""
    for origin in dict.fromkeys((start, starting_points.NO_EXPERIENCE, starting_points.HIGH_SCHOOL)):
        if (found := knowledge().pathway(origin, goal.id)) and found.steps:
            return found.steps
    return ()


def more_steps(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """MORE by text: the next step of the way."""
    goal = roles.known([more["role"]])
    steps = steps_of(more["start"], goal[0]) if goal else ()
    if more["offset"] >= len(steps):
        return _without_steps(turn, goal[0]) if goal else asking.for_role(turn)
    made = _step(turn, goal[0], steps, more["offset"])
    offset = more["offset"] + 1
    made.about = {"role": goal[0].id}
    made.slots["more"] = more | {"offset": offset} if offset < len(steps) else None
    return made


def start_name(turn: TurnContext, start: str) -> str:
    """Where the way begins, in words: "high school", "retail"."""
    name = f"utter_start_{start.replace('-', '_')}"
    if exists(name):
        return say(name, turn)
    found = roles.known([start])
    return roles.names(turn, found[0])["role"] if found else say("utter_start_no_experience", turn)


def _step(turn: TurnContext, goal: Occupation, steps: tuple[Step, ...], at: int) -> Answer:
    step = steps[at]
    stop = roles.known([step.to])[0]
    name = "utter_path_only" if len(steps) == 1 else "utter_path_first" if at == 0 else "utter_path_next"
    if len(steps) > 1 and at == len(steps) - 1:
        name = "utter_path_last"
    made = Answer(
        say(name, turn, stop=roles.names(turn, stop)["role"], number=at + 1, count=len(steps),
            takes=step.takes.say(turn.language), cite=cite(step.described, turn.language),
            unchecked=doubt(turn, step), **roles.names(turn, goal)),
        topics=["pathway"],
    )  # fmt: skip
    if turn.sms and at + 1 < len(steps):
        made.choice(say("utter_choice_following_step", turn), "more")
    roles.offer(made, turn, stop, "find_program", "credentials_for_role")
    if not turn.sms:
        roles.offer(made, turn, goal, "role_pay")
    return made


def doubt(turn: TurnContext, step: Step) -> str:
    """The words beside a step's source when nobody has checked it yet."""
    return say("utter_step_unchecked", turn) if unchecked(step.described, turn) else ""


def _card(made: Answer, turn: TurnContext, step: Step, number: int) -> None:
    stop = roles.known([step.to])[0]
    certs = [c.name for id in step.credentials if (c := knowledge().credential(id))]
    role_cards.add(
        made, turn, "pathway", say("utter_card_step_title", turn, number=number, **roles.names(turn, stop)),
        [
            step.takes.say(turn.language) + unchecked(step.described, turn),
            say("utter_card_step_certs", turn, certs=listing(certs, turn.language, last="or")) if certs else None,
            role_cards.pay_line(turn, stop),
        ],
        [step.described, stop.pay],
    )  # fmt: skip


def _without_steps(turn: TurnContext, goal: Occupation) -> Answer:
    """No steps on record: what the job usually asks for is still an answer."""
    if goal.way_in:
        text = say("utter_pathway_way_in", turn, way_in=goal.way_in.say(turn.language), **roles.names(turn, goal))
    elif goal.outlook and (education := role_cards.education_of(turn, goal)):
        text = say("utter_role_requirements_usual", turn, education=education, cite=cite(goal.outlook, turn.language),
                   **roles.names(turn, goal))  # fmt: skip
    else:
        text = say("utter_pathway_unknown", turn, **roles.names(turn, goal))
    made = Answer(text, topics=["pathway"], about={"role": goal.id}, slots={"more": None})
    role_cards.add_role(made, turn, goal)
    roles.offer(made, turn, goal, "find_program", "credentials_for_role")
    return made
