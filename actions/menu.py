"""Choices that many answers end in: where to start, and topics by their plain name."""

from __future__ import annotations

from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import exists, say

START = ("entry_jobs", "find_program", "career_match")


def offer_start(answer: Answer, turn: TurnContext) -> None:
    """The three places most people start from."""
    for topic in START:
        offer_topic(answer, turn, topic)


def offer_topic(answer: Answer, turn: TurnContext, topic: str) -> None:
    """One topic by its plain name; topics without one (greetings and the like) are never offered."""
    if exists(f"utter_topic_{topic}"):
        answer.choice(say(f"utter_topic_{topic}", turn), topic)
