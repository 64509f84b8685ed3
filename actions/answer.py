"""A structured answer on its way back: text, choices, cards, and what the turn was answered as."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import ageing, way_back
from actions.library import knowledge
from actions.phrasing import when
from actions.turn import Shown, TurnContext
from actions.wording import say
from knowledge.views import Fact

# What carries over from turn to turn.
CARRIED = ("role", "credential", "category", "region", "place", "program", "provider")

TWO_SEGMENTS = 306  # characters two segments of a text message hold (GSM)


def listed_length(labels: Iterable[str]) -> int:
    """Characters that choices take up in a text message, each on a line with its number."""
    return sum(len(label) + len("\n1) ") for label in labels)


@dataclass
class Answer:
    """Filled by an action, sent once. `about` holds the entity ids the answer speaks of, by type."""

    text: str
    choices: list[dict[str, Any]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    outcome: str = "answered"
    topics: list[str] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)
    shown: list[Shown] | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    keeps_topic: bool = False  # True for asides (thanks, greet) after which "and in Nogales?" still refers back

    @property
    def labels(self) -> list[str]:
        return [choice["label"] for choice in self.choices]

    def choice(self, label: str, topic: str, **entities: Any) -> None:
        """Offers a next step; picking it asks `topic` about `entities`."""
        self.choices.append({"label": label, "payload": {"topic": topic, "entities": entities}})

    def card(
        self, kind: str, title: str, lines: Sequence[str | None] = (), facts: Sequence[Fact[Any] | None] = (),
        url: str | None = None, image_url: str | None = None,
    ) -> None:  # fmt: skip
        """Adds a card; empty lines are left out and each fact's source is cited once."""
        sources = {
            (f.source.name, f.as_of): {"name": f.source.name, "as_of": f.as_of, "url": f.source.url} for f in facts if f
        }
        self.cards.append(
            {
                "kind": kind,
                "title": title,
                "lines": [line for line in lines if line],
                "url": url,
                "image_url": image_url,
                "sources": list(sources.values()),
            }
        )

    def send(self, dispatcher: CollectingDispatcher, turn: TurnContext) -> list[EventType]:
        """Hands the answer over and gives the events that update the context."""
        way_back.offer(self, turn)
        dispatcher.utter_message(json_message={"text": self.text, "choices": self.choices, "cards": self.cards})
        topics = self.topics or [turn.topic]
        about = named(turn) | self.about
        updates: dict[str, Any] = {"topics": topics, "outcome": self.outcome, "answered_about": reported(about)}
        updates |= {kind: value for kind, value in about.items() if kind in CARRIED}
        updates |= _jobs(turn, about)
        shown = turn.slots.get("shown") or []
        if self.shown is not None:
            updates |= {"shown": self.shown, "last_list": self.shown}
        elif shown and about.get(shown[0]["kind"]):
            updates["shown"] = None  # the answer speaks of one of them (or of another): the list is done with
        asks = self.outcome == "asked_back" and not self.keeps_topic and turn.slots.get("asking") != topics[0]
        updates["asking"] = topics[0] if asks else None  # once: who asks the same twice is not understanding
        if not self.keeps_topic:
            updates["active_topic"] = topics[0]
            updates.setdefault("more", None)
        updates |= self.slots
        if needs := turn.named("need"):
            # Coded, and gone with the conversation: a plan and a search made later still know of them.
            about_me = updates.get("about_me") or turn.slots.get("about_me") or {}
            updates["about_me"] = {**about_me, "needs": list(dict.fromkeys([*about_me.get("needs", []), *needs]))}
        return [SlotSet(name, value) for name, value in updates.items()]


def _jobs(turn: TurnContext, about: dict[str, Any]) -> dict[str, Any]:
    """The job a named field stands for ("cyber"), and the one spoken of before, for "which is better"."""
    now = about.get("role") or next(
        (stands for m in turn.mentions if m["type"] == "category" and (stands := (m.get("more") or {}).get("role"))),
        None,
    )
    before = turn.slots.get("role")
    if now is None:
        return {}
    changed = isinstance(before, str) and isinstance(now, str) and before != now
    return {"role": now} | ({"earlier_role": before} if changed else {})


def named(turn: TurnContext) -> dict[str, Any]:
    """What this message itself names, and the place the turn is about."""
    found: dict[str, Any] = {}
    for kind in CARRIED:
        if ids := turn.named(kind):
            found[kind] = ids[0] if len(ids) == 1 else ids
    if where := turn.where():
        found |= {"region": where.region, "place": where.place}
    return {kind: value for kind, value in found.items() if value}


def reported(about: dict[str, Any]) -> dict[str, Any]:
    """The same for the outside: a place by its name, nothing empty."""
    place = knowledge().place(about["place"]) if isinstance(about.get("place"), str) else None
    return {kind: value for kind, value in about.items() if value and kind != "place"} | (
        {"place": place.name} if place else {}
    )


def is_checked(fact: Fact[Any]) -> bool:
    """Whether a person has checked it, or an official source reports it."""
    return fact.verified_on is not None or fact.status in ("verified", "reported")


def unchecked(fact: Fact[Any], turn: TurnContext, kind: str, part: str = "*") -> str:
    """The few words that say a fact has not been checked by a person, or how old it is once it is past its time."""
    if is_checked(fact):
        return ageing.hedge(turn, fact, kind, part)
    if fact.as_of == "undated":
        return " " + say("utter_unchecked_undated", turn)
    return " " + say("utter_unchecked", turn, date=when(fact.as_of, turn.language))
