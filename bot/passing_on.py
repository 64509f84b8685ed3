"""Passing one question on to the team: asked for after the fact, shown before it goes, without a name, taken back at will.

Receives a conversation, its last scrubbed question and the step a learner picked; gives what to say and what to keep or
take back. Never offers it to someone under 13, and never passes on words that were not shown first.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogue import menu
from bot.insights.weeks import week_of
from bot.messages import Channel, Language
from bot.store.models import Conversation, PassedQuestion

CONSENT_VERSION = "2026-11-pass-on-1"
OFFER, YES, NO, TAKE_BACK = "pass_on.offer", "pass_on.yes", "pass_on.no", "pass_on.take_back"
STEPS = frozenset({OFFER, YES, NO, TAKE_BACK})
LONGEST = 500
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no letter or digit that is read as another
_CODE = re.compile(r"^\W*(?:take\s*back|retirar|retira)\W+([a-z0-9]{8})\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Step:
    """What is said, the row to keep, and the key of the row to take back."""

    reply: dict[str, Any]
    keep: PassedQuestion | None = None
    take_back: str | None = None


def may_offer(conversation: Conversation) -> bool:
    """Whether there is a question to pass on and someone old enough to decide it."""
    return bool(conversation.open_question) and not conversation.under_13


def choice(name: str, step: str, language: Language, channel: Channel) -> dict[str, Any]:
    return {"label": menu.say(name, language, channel), "payload": {"topic": step, "entities": {}}}


def offered(language: Language, channel: Channel) -> dict[str, Any]:
    return choice("utter_choice_pass_on", OFFER, language, channel)


def take(step: str, conversation: Conversation) -> Step:
    """One step of the way, with what it leaves on the conversation."""
    language: Language = conversation.language  # type: ignore[assignment]
    channel: Channel = conversation.channel  # type: ignore[assignment]
    question = conversation.open_question

    def reply(name: str, *choices: dict[str, Any], **values: object) -> dict[str, Any]:
        return {"text": menu.say(name, language, channel, **values), "choices": list(choices), "cards": []}

    if step == TAKE_BACK:
        keys = [*conversation.passed_on]
        conversation.passed_on = keys[:-1]
        return Step(reply("utter_gateway_taken_back"), take_back=keys[-1] if keys else None)
    if not question or conversation.under_13:
        return Step(reply("utter_gateway_nothing_to_pass_on"))
    if step == OFFER:
        yes = choice("utter_choice_pass_on_yes", YES, language, channel)
        no = choice("utter_choice_pass_on_no", NO, language, channel)
        return Step(reply("utter_gateway_may_i_pass_on", yes, no, question=question["text"]))
    conversation.open_question = None
    if step == NO:
        return Step(reply("utter_gateway_not_passed_on"))
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    row = PassedQuestion(
        id=key_of(code), week=week_of(datetime.now(UTC).date()), language=language,
        region=_one(conversation.context.get("region")), topic=question["topic"], text=question["text"],
        consent_version=CONSENT_VERSION, received_on=datetime.now(UTC).date(),
        organization_id=conversation.organization_id, site_id=conversation.site_id,
    )  # fmt: skip
    conversation.passed_on = [*conversation.passed_on, row.id]
    back = choice("utter_choice_take_back", TAKE_BACK, language, channel)
    return Step(reply("utter_gateway_passed_on", back, code=code), keep=row)


def code_in(text: str) -> str | None:
    """The key of the question that "TAKE BACK <code>" names, or None for any other message."""
    found = _CODE.match(text)
    return key_of(found[1]) if found else None


def key_of(code: str) -> str:
    """The row's key: a hash of the code, which only the learner has."""
    return hashlib.sha256(b"sendero passed question\x00" + code.upper().encode()).hexdigest()[:32]


async def forget(session: AsyncSession, keys: list[Any]) -> None:
    """Takes back every question passed on from one session."""
    if keys:
        await session.execute(delete(PassedQuestion).where(PassedQuestion.id.in_(keys)))


def _one(region: Any) -> str | None:
    return region if isinstance(region, str) else None
