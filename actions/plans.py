"""The plan to keep, told in chat: a page on the web, a short form by text. The page's address holds codes, nobody's record."""

from __future__ import annotations

import os
import re

from actions import ageing, roles
from actions.answer import TWO_SEGMENTS, Answer, listed_length
from actions.library import knowledge
from actions.phrasing import cite, money
from actions.turn import TurnContext
from actions.wording import exists, say
from knowledge.journey import plan as plans
from knowledge.journey import words
from knowledge.journey.plan import Asked, Plan
from knowledge.journey.stops import Stop, Way
from knowledge.journey.words import Speaker

PUBLIC_URL = "SENDERO_PUBLIC_URL"
_PLAN = re.compile(
    r"\b(?:(?:my|a|the|whole|step.by.step|written?|printed?) plan|plan (?:for me|of my|to keep|i can)|make (?:me )?a plan|one page|print"
    r"|mi plan|un plan|plan para m[ií]|hazme (?:un|el) plan|imprimi\w*|en una hoja|una p[aá]gina)\b",
    re.IGNORECASE,
)


def wanted(turn: TurnContext) -> bool:
    """Whether this message (or the chosen button) asks for the plan itself."""
    return bool(turn.named("plan")) if turn.choice else bool(_PLAN.search(turn.text))


def asked(turn: TurnContext, way: Way) -> Asked:
    """The way with what the learner told in this conversation that a plan can use: the area and coded needs."""
    path = turn.slots.get("path") or {}
    told = [*turn.named("need"), *((turn.slots.get("about_me") or {}).get("needs") or [])]
    needs = tuple(need for need in dict.fromkeys(told) if exists(f"utter_need_{need}"))
    by = way.stops[0].role.id if path.get("by") == way.stops[0].role.id else None
    return Asked(way.goal.id, way.start, way.region, way.place, needs, by)


def page(wish: Asked, turn: TurnContext) -> str:
    """The address of the plan's page; without a public address of the service, from its own root."""
    return os.environ.get(PUBLIC_URL, "").rstrip("/") + wish.address(plans.PAGE, turn.language)


def answer(turn: TurnContext, way: Way) -> Answer:
    """Who helps with what, in order; on the web a card with the page, by text the short form and its address."""
    wish = asked(turn, way)
    made_plan = plans.make(knowledge(), wish, Speaker(turn.language, turn.channel, ageing.today(turn)))
    assert made_plan is not None, "the way was found a moment ago"
    made = Answer("", topics=["pathway"], about={"role": way.goal.id})
    if not turn.sms:
        lines = [
            f"{part.heading}: " + "; ".join(_task(task) for task in part.tasks)
            for part in made_plan.parts
            if part.tasks
        ]
        made.card("plan", say("utter_plan_title", turn), lines, made_plan.sources, page(wish, turn),
                  wish.address(plans.PICTURE, turn.language))  # fmt: skip
    if way.region is None:
        made.choice(say("utter_choice_near_me", turn), "find_program", role=way.stops[0].role.id)
    roles.offer(made, turn, way.stops[0].role, "find_program") if way.region else None
    made.choice(say("utter_topic_pay_for_training", turn), "pay_for_training")
    if not turn.sms:
        made.choice(say("utter_topic_career_center", turn), "career_center")
    made.text = _text(turn, made_plan, wish, listed_length(made.labels))
    while turn.sms and len(made.choices) > 1 and len(made.text) + listed_length(made.labels) > TWO_SEGMENTS:
        made.choices.pop()  # the page has it all
    return made


def _text(turn: TurnContext, made: Plan, wish: Asked, taken: int) -> str:
    """By text two segments with the choices, which take up `taken` characters."""
    if not turn.sms:
        name = "utter_plan_web" if wish.region else "utter_plan_web_anywhere"
        return say(name, turn, **roles.names(turn, made.way.goal))
    address = page(wish, turn) if os.environ.get(PUBLIC_URL) else ""
    told = {"page": address, **roles.names(turn, made.way.goal)}
    room = TWO_SEGMENTS - taken - len(say("utter_plan_sms", turn, steps="-", **told))
    short = plans.short(made, Speaker(turn.language, "sms", ageing.today(turn)), room)
    return say("utter_plan_sms", turn, steps=short, **told)


def _task(task: plans.Task) -> str:
    return f"{task.who} ({task.contact})" if task.contact else task.who


def step_in_short(turn: TurnContext, stop: Stop) -> str:
    """Time, cost and pay of one step in a few words, each with its source."""
    speaker = Speaker(turn.language, turn.channel, ageing.today(turn))
    if not turn.sms:
        return say("utter_step_detail_web", turn, number=stop.number, **roles.names(turn, stop.role))
    bits = [_time(turn, stop, speaker)]
    for credential in stop.credentials:
        if cost := words.told_price(credential, speaker):
            bits.append(say("utter_step_price", turn, name=credential.name, price=words.price(credential),
                            cite=cite(cost, turn.language)))  # fmt: skip
            break
    median = stop.role.pay.value.median if stop.role.pay else None
    if median and stop.role.pay:
        bits.append(say("utter_step_pay", turn, pay=money(median), cite=cite(stop.role.pay, turn.language)))
    bits.append(say("utter_step_off", turn, **roles.names(turn, stop.role)))
    return say("utter_step_detail_sms", turn, number=stop.number, facts=" ".join(bit for bit in bits if bit),
               **roles.names(turn, stop.role))  # fmt: skip


def _time(turn: TurnContext, stop: Stop, speaker: Speaker) -> str:
    timed = next((c for c in stop.credentials if c.study), None)
    if timed and timed.study:
        return say("utter_step_study", turn, name=timed.name, time=timed.study.value.say(turn.language))
    schooling = words.EDUCATION.get(stop.role.outlook.value.entry_education) if stop.role.outlook else None
    return say("utter_step_school", turn, education=speaker.say(f"utter_education_{schooling}")) if schooling else ""
