"""The first words after the notice: a site's own greeting, and what its page is about with questions one may ask of it.

Receives a greeting and the name found in what the page says it is about; gives an engine-shaped reply, or None where there is
nothing to say. The words are in `domain/gateway.yml`.
"""

from __future__ import annotations

from typing import Any

from bot.dialogue.menu import say
from bot.messages import Channel, Language
from knowledge.mentions import Mention

# What a page may be about, and what people ask about such a thing first.
ASKED: dict[str, tuple[str, ...]] = {
    "credential": ("credential_cost", "credential_prep", "credential_value"),
    "role": ("role_pay", "role_requirements", "pathway"),
    "program": ("program_cost", "program_eligibility", "program_apply"),
}
LONGEST_ABOUT = 100


def subject(mentions: list[Mention]) -> Mention | None:
    """What the page is about: the first name of a kind one can ask about."""
    return next((mention for mention in mentions if mention.type in ASKED), None)


def opening(greeting: str, about: Mention | None, language: Language, channel: Channel) -> dict[str, Any] | None:
    """The reply with its choices; each leads to a topic about exactly this record."""
    texts, offered = [greeting] if greeting else [], []
    if about:
        texts.append(say("utter_gateway_page", language, channel, name=about.text))
        offered = [
            {
                "label": say(f"utter_gateway_ask_{topic}", language, channel),
                "payload": {"topic": topic, "entities": {about.type: about.value}},
            }
            for topic in ASKED[about.type]
        ]
    return {"text": "\n".join(texts), "choices": offered, "cards": []} if texts else None
