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
AWAY_FROM = re.compile(
    r"\b(no|not|ya no|sin|instead of|en vez de|don'?t|can'?t|cannot|isn'?t|tan good)\b", re.IGNORECASE
)

# "my English is not good", "mi español es malo": said after the language one has little of.
POORLY = re.compile(
    r"^\W+(is|isn'?t|es|no es|está|no)\b.*\b(not|no|isn'?t|bad|poor|weak|rusty|terrible|mal[oa]?|poc[oa]|pésim[oa]|bien|buen[oa])\b",
    re.IGNORECASE,
)
# "can't you speak English?", "¿no hablas español?", "why not in English": a no that asks for the language.
CALLS_FOR = re.compile(
    r"\b(can'?t|don'?t|do|won'?t) you\b|\bwhy not\b|\bpor qu[eé] no\b|\bno (hablas|puedes|sabes|tienes|hay)\b",
    re.IGNORECASE,
)


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


def _lacks(text: str, named: re.Match[str]) -> bool:
    """Whether the language is named as one the learner does without: "I don't read English", "my English is not good"."""
    if CALLS_FOR.search(text):
        return False
    return bool(AWAY_FROM.search(text[: named.start()]) or POORLY.search(text[named.end() :]))


def wanted(text: str, current: str) -> str:
    """The language asked for. With both named, the one that is not being left."""
    spanish, english = SPANISH.search(text), ENGLISH.search(text)
    if spanish and english:
        leaves = AWAY_FROM.search(text)
        if leaves:
            nearest = min((spanish, english), key=lambda found: abs(found.start() - leaves.end()))
            return "en" if nearest is spanish else "es"
        return "es" if spanish.start() > english.start() else "en"
    named = spanish or english
    if named:
        asked, other = ("es", "en") if spanish else ("en", "es")
        return other if _lacks(text, named) else asked
    return "en" if current == "es" else "es"
