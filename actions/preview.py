"""What learners would be told of a record if it were published: the real actions, over the knowledge base with a draft in it.

Receives a record as a content file holds it; gives, for each question it answers, the reply in both languages and on both
channels. Keeps nothing.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.library import knowledge
from knowledge.preview import with_record

RULES = Path(__file__).resolve().parent.parent / "data" / "rules"
LANGUAGES, CHANNELS = ("en", "es"), ("web", "sms")
# What is asked about a record, the first question first; an article answers its own topic.
QUESTIONS = {
    "program": ("program_details", "program_cost", "program_eligibility", "program_schedule", "program_apply"),
    "provider": ("program_details",),
    "support": ("supports",),
    "career_center": ("career_center",),
    "national_wage": ("role_pay",),
    "local_wage": ("role_pay",),
    "local_median": ("role_pay",),
}
_ENTITY = {"career_center": "center"}


async def answers(run: ActionExecutor, kind: str, data: dict[str, Any]) -> list[dict[str, Any]]:
    """[{"topic", "language", "channel", "reply": {"text", "choices", "cards"}}]; raises RecordError for a bad record."""
    told = []
    with with_record(knowledge(), kind, data):
        about, slots = _about(kind, data)
        for topic in QUESTIONS.get(kind) or (data["topic"],):
            for language in LANGUAGES:
                for channel in CHANNELS:
                    reply = await _ask(run, topic, about, {**slots, "language": language, "channel": channel})
                    told.append({"topic": topic, "language": language, "channel": channel, "reply": reply})
    return told


async def _ask(run: ActionExecutor, topic: str, about: dict[str, Any], slots: dict[str, Any]) -> dict[str, Any]:
    """One turn, as if a choice about this record had been tapped."""
    message = {
        "text": "", "intent": {"name": topic, "confidence": 1.0}, "intent_ranking": [],
        "metadata": {"mentions": [], "choice": {"topic": topic, "entities": about}},
    }  # fmt: skip
    today = {"today": date.today().isoformat()}
    tracker = Tracker("preview", {**slots, **today}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    await run.actions[_action(topic)](dispatcher, tracker, {})
    said: dict[str, Any] = dispatcher.messages[0]["custom"]
    return {
        "text": said["text"],
        "choices": [{"label": choice["label"]} for choice in said["choices"]],
        "cards": said["cards"],
    }


def _about(kind: str, data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the question names, and what the conversation remembers: for pay, the job and a town of the area."""
    if "soc" not in data:
        return {_ENTITY.get(kind, kind): data["id"]}, {}
    jobs = knowledge().occupations(role=None)
    job = next((job.id for job in jobs if job.id[:7] == data["soc"]), data["soc"])
    towns = (place.id for place in knowledge().places() if place.wage_area == data.get("area", ""))
    town = next(towns, None)
    return {"role": job}, {"place": town} if town else {}


@cache
def _action(topic: str) -> str:
    """The action that the rules select for a topic."""
    for path in sorted(RULES.glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules") or ():
            asked = [step["intent"] for step in rule["steps"] if "intent" in step]
            taken = [step["action"] for step in rule["steps"] if "action" in step]
            if asked == [topic] and taken:
                return str(taken[0])
    raise LookupError(topic)
