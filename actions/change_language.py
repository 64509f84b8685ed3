"""change_language: to the language the learner names, else to the other one; the gateway makes it stick."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Answer
from actions.turn import TurnContext
from actions.wording import say

SPANISH = re.compile(r"spanish|espa[nñ]ol|castellano|latino", re.IGNORECASE)
ENGLISH = re.compile(r"english|ingl[eé]s|gringo", re.IGNORECASE)
# "ya no me hables en inglés": the language one wants to leave.
AWAY_FROM = re.compile(r"\b(no|not|ya no|sin|instead of|en vez de|don'?t|isn'?t|tan good)\b", re.IGNORECASE)


class ActionChangeLanguage(Action):
    def name(self) -> str:
        return "action_change_language"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        turn = TurnContext.of(tracker)
        language = wanted(turn.text, turn.language)
        turn = replace(turn, language=language)
        name = "utter_language_changed_back_to" if turn.previous_topic else "utter_language_changed"
        answer = Answer(say(name, turn), slots={"chosen_language": language}, keeps_topic=True)
        return answer.send(dispatcher, turn)


def wanted(text: str, current: str) -> str:
    """The language asked for. With both named, the one that is not being left."""
    spanish, english = SPANISH.search(text), ENGLISH.search(text)
    if spanish and english:
        leaves = AWAY_FROM.search(text)
        if leaves:
            nearest = min((spanish, english), key=lambda found: abs(found.start() - leaves.end()))
            return "en" if nearest is spanish else "es"
        return "es" if spanish.start() > english.start() else "en"
    if spanish:
        return "es"
    if english:
        return "es" if AWAY_FROM.search(text[: english.start()]) else "en"
    return "en" if current == "es" else "es"
