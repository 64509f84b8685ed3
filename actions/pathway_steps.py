"""The way to a job in words, for the actions that tell it. By text one step at a time, MORE for each further one."""

from __future__ import annotations

from typing import Any

from actions import ageing, asking, plans, role_cards, roles, starting_points
from actions.answer import Answer, is_checked
from actions.library import knowledge
from actions.phrasing import cite, listing
from actions.turn import TurnContext
from actions.wording import say
from knowledge.journey import plan, stops, words
from knowledge.journey.stops import Stop, Way
from knowledge.journey.words import Speaker
from knowledge.views import Occupation, Step


def answer(turn: TurnContext, goal: Occupation, start: str, by: str | None = None) -> Answer:
    """All steps and the map on the web, the first step by text; without a way on record, what the job asks for."""
    found = way(turn, goal, start, by)
    if found is None:
        return _without_steps(turn, goal)
    made = _told(turn, found, found.stops[0], brief=True) if turn.sms else _whole(turn, found)
    if turn.sms:
        _map_card(made, turn, found, plan.PAINTED)  # never in words here: a picture message, where those are allowed
    made.about = {"role": goal.id}
    made.slots |= starting_points.told(turn, start) | remembered(found, by)
    if turn.sms and len(found.stops) > 1:
        made.slots["more"] = {"topic": "pathway", "role": goal.id, "start": start, "by": by, "offset": 1}
    return made


def way(turn: TurnContext, goal: Occupation, start: str, by: str | None = None) -> Way | None:
    where = turn.where()
    region, place = (where.region, where.place) if where else (None, None)
    return stops.way(knowledge(), start, goal.id, region, place, by)


def remembered(path: Way, by: str | None) -> dict[str, Any]:
    """The slot that lets "after step 2" mean something later."""
    kept = {"start": path.start, "role": path.goal.id, "stops": [stop.role.id for stop in path.stops], "by": by}
    return {"path": kept}


def shown_before(turn: TurnContext) -> Way | None:
    """The way last shown, looked up again for where the learner is now."""
    path = turn.slots.get("path") or {}
    goal = knowledge().occupation(path.get("role") or "")
    return way(turn, goal, path["start"], path.get("by")) if goal else None


def detail(turn: TurnContext, shown: Way, number: int) -> Answer:
    """Everything about one step: time, cost, certification, where, pay, and getting off."""
    stop = shown.stops[number - 1]
    made = _told(turn, shown, stop, brief=False)
    made.about = {"role": shown.goal.id}
    _stop_card(made, turn, shown, stop)
    return made


def more_steps(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """MORE by text: the next step of the way."""
    goal = knowledge().occupation(more["role"])
    found = way(turn, goal, more["start"], more.get("by")) if goal else None
    if goal is None:
        return asking.for_role(turn)
    if found is None or more["offset"] >= len(found.stops):
        return _without_steps(turn, goal)
    made = _told(turn, found, found.stops[more["offset"]], brief=True)
    offset = more["offset"] + 1
    made.about = {"role": goal.id}
    made.slots["more"] = more | {"offset": offset} if offset < len(found.stops) else None
    return made


def _speaker(turn: TurnContext) -> Speaker:
    return Speaker(turn.language, turn.channel, ageing.today(turn))


def _whole(turn: TurnContext, path: Way) -> Answer:
    """The web's answer: the way in a sentence, the map, a card a step."""
    names = listing([roles.names(turn, stop.role)["role"] for stop in path.stops[:-1]], turn.language)
    made = Answer(
        say(
            "utter_pathway_one" if len(path.stops) == 1 else "utter_pathway", turn, count=len(path.stops), stops=names,
            start=words.origin_name(knowledge(), path, _speaker(turn)), unreviewed="" if path.reviewed else say("utter_pathway_unreviewed", turn),
            **roles.names(turn, path.goal),
        ),
        topics=["pathway"],
    )  # fmt: skip
    _map_card(made, turn, path, plan.PICTURE)
    for stop in path.stops:
        _stop_card(made, turn, path, stop)
    made.choice(say("utter_choice_plan", turn), "pathway", role=path.goal.id, plan="yes")
    if turn.where() is None:
        made.choice(say("utter_choice_near_me", turn), "find_program", role=path.stops[0].role.id)
    _other_ways(made, turn, path)
    roles.offer(made, turn, path.stops[0].role, "find_program" if turn.where() else "credentials_for_role")
    return made


def _other_ways(made: Answer, turn: TurnContext, path: Way) -> None:
    """Another first step, and another place to start from where none was told."""
    for other in knowledge().pathways(path.start, path.goal.id, 2)[1:]:
        via = roles.known([other.steps[0].to])
        if via and via[0].id != path.goal.id:
            made.choice(say("utter_choice_other_way", turn, **roles.names(turn, via[0])), "pathway",
                        role=path.goal.id, start=path.start, by=via[0].id)  # fmt: skip
    if starting_points.unsaid(turn):
        made.choice(say("utter_choice_other_start", turn), "pathway", role=path.goal.id, ask_start="yes")


def _told(turn: TurnContext, path: Way, stop: Stop, brief: bool) -> Answer:
    """One step in words: what it takes (brief), or time, cost and pay."""
    count = len(path.stops)
    if brief:
        name = "utter_path_only" if count == 1 else "utter_path_first" if stop.number == 1 else "utter_path_next"
        name = "utter_path_last" if stop.number == count > 1 else name
        text = say(name, turn, stop=roles.names(turn, stop.role)["role"], number=stop.number, count=count,
                   takes=stop.step.takes.say(turn.language), cite=cite(stop.step.described, turn.language),
                   unchecked=doubt(turn, stop.step), **roles.names(turn, path.goal))  # fmt: skip
    else:
        text = plans.step_in_short(turn, stop)
    made = Answer(text, topics=["pathway"])
    if turn.sms and stop.number < count:
        made.choice(say("utter_choice_following_step", turn), "more") if brief else made.choice(
            say("utter_choice_following_step", turn), "pathway", step=str(stop.number + 1)
        )
    if brief:
        made.choice(say("utter_choice_step_detail", turn), "pathway", step=str(stop.number))
    roles.offer(made, turn, stop.role, "find_program")
    made.choice(say("utter_choice_plan", turn), "pathway", role=path.goal.id, plan="yes")
    return made


def doubt(turn: TurnContext, step: Step) -> str:
    """The words beside a step's source when no advisor has looked at it yet."""
    return "" if is_checked(step.described) else say("utter_step_unchecked", turn)


def _map_card(made: Answer, turn: TurnContext, path: Way, picture: str) -> None:
    """The picture with its words, and the page to keep."""
    asked = plans.asked(turn, path)
    title = say("utter_map_title", turn, start=words.origin_name(knowledge(), path, _speaker(turn)), count=len(path.stops),
                **roles.names(turn, path.goal))  # fmt: skip
    made.card(
        "pathway", title, words.twin(knowledge(), path, _speaker(turn)), [stop.step.described for stop in path.stops],
        plans.page(asked, turn), asked.address(picture, turn.language),
    )  # fmt: skip


def _stop_card(made: Answer, turn: TurnContext, path: Way, stop: Stop) -> None:
    lines, facts = words.lines(stop, _speaker(turn), asked=path.region is not None)
    title = say("utter_card_step_title", turn, number=stop.number, **roles.names(turn, stop.role))
    role_cards.add(made, turn, "pathway", title, lines, facts)


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
