"""Runs actions in-process, as Rasa would, on a knowledge base seeded from the project's content.

`ask(topic, …)` builds the tracker the engine would send and gives back what a learner gets: text, choices, cards, slots.
`context` of one answer goes into the next `ask`, so that a conversation can be played.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.server import executor
from bot.channels.sms.render import bodies
from bot.channels.sms.segments import measure
from bot.messages import Card, Choice, Reply, Turn, Understanding

RULES = Path(__file__).resolve().parents[2] / "data" / "rules"
_executor = executor()


@dataclass(frozen=True)
class Said:
    """One answer."""

    text: str
    choices: list[dict[str, Any]]
    cards: list[dict[str, Any]]
    slots: dict[str, Any]
    language: str

    @property
    def topics(self) -> list[str]:
        return list(self.slots["topics"])

    @property
    def outcome(self) -> str:
        return str(self.slots["outcome"])

    @property
    def labels(self) -> list[str]:
        return [choice["label"] for choice in self.choices]

    @property
    def everything(self) -> str:
        """All the words a learner may read."""
        cards = (line for card in self.cards for line in (card["title"], *card["lines"]))
        return "\n".join([self.text, *self.labels, *cards])

    def sms(self) -> list[str]:
        """The text messages this answer is sent as."""
        reply = Reply(
            text=self.text,
            choices=[Choice(label=label, value=label) for label in self.labels],
            cards=[Card(**card) for card in self.cards],
        )
        understanding = Understanding(topics=self.topics, language=self.language)  # type: ignore[arg-type]
        return bodies(Turn(replies=[reply], understanding=understanding))

    def segments(self) -> int:
        return sum(measure(body).segments for body in self.sms())


def mention(type: str, value: str, text: str = "", words: str = "", **more: str) -> dict[str, Any]:
    """A linked name; its place is where `words` stand in `text`."""
    start = max(text.find(words), 0)
    return {"type": type, "value": value, "start": start, "end": start + len(words), "text": words, "more": more}


@cache
def actions_of(topic: str) -> str:
    """The action the rules select for a topic."""
    for path in RULES.glob("*.yml"):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            steps = rule["steps"]
            if steps[0]["intent"] == topic:
                return str(steps[1]["action"])
    raise LookupError(topic)


def ask(
    topic: str,
    text: str = "",
    *,
    mentions: Iterable[Mapping[str, Any]] = (),
    choice: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
    language: str = "en",
    channel: str = "web",
    today: str = "2026-11-23",
) -> Said:
    """What the assistant says to a message classified as `topic`; `choice` is the entities of a tapped choice."""
    slots = {**(context or {}), "language": language, "channel": channel, "today": today}
    metadata = {
        "mentions": list(mentions),
        "choice": {"topic": topic, "entities": dict(choice)} if choice is not None else None,
    }
    message = {"text": text, "intent": {"name": topic, "confidence": 1.0}, "intent_ranking": [], "metadata": metadata}
    tracker = Tracker("test", slots, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(_executor.actions[actions_of(topic)](dispatcher, tracker, {}))
    sent = dispatcher.messages[0]["custom"]
    updates = {event["name"]: event["value"] for event in events}
    return Said(sent["text"], sent["choices"], sent["cards"], slots | updates, language)


def tap(said: Said, label_part: str, channel: str = "web") -> Said:
    """Picks the choice whose label holds this."""
    picked = next(choice for choice in said.choices if label_part in choice["label"])["payload"]
    return ask(picked["topic"], choice=picked["entities"], context=said.slots, language=said.language, channel=channel)
