"""What the gateway itself says, without the engine: the notice, the menu fallback, and "I speak English and Spanish".

The words are in `domain/gateway.yml`; the choices lead to topics like any other.
"""

from __future__ import annotations

import random
from typing import Any

from bot.messages import Channel, Language
from knowledge import phrasebook

NOTICE_VERSION = "2026-11-26"  # changes with every change of the notice's meaning
MENU_TOPICS = ("entry_jobs", "find_program", "career_center")


def say(name: str, language: Language, channel: Channel, /, **values: object) -> str:
    """A gateway response of the domain, filled in."""
    return phrasebook.fill(random.choice(phrasebook.variations(name, language, channel))["text"], values)


def notice(language: Language, channel: Channel, program: str, contact: str) -> str:
    return say("utter_gateway_notice", language, channel, program=program, contact=contact)


def fallback(language: Language, channel: Channel) -> dict[str, Any]:
    """The engine-shaped reply for when the engine cannot answer."""
    return {"text": say("utter_gateway_menu", language, channel), "choices": menu(language, channel), "cards": []}


def not_kept(language: Language, channel: Channel) -> dict[str, Any]:
    """The reply for a message that could not be made anonymous: nothing of it was kept."""
    return {"text": say("utter_gateway_not_kept", language, channel), "choices": menu(language, channel), "cards": []}


def other_language(channel: Channel) -> dict[str, Any]:
    """A bilingual answer to a message in neither language."""
    text = f"{say('utter_gateway_languages', 'en', channel)} {say('utter_gateway_languages', 'es', channel)}"
    return {"text": text, "choices": [], "cards": []}


def menu(language: Language, channel: Channel) -> list[dict[str, Any]]:
    """The menu's choices with their payloads."""
    return [
        {"label": say(f"utter_choice_{topic}", language, channel), "payload": {"topic": topic, "entities": {}}}
        for topic in MENU_TOPICS
    ]
