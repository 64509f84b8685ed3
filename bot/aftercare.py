"""What the gateway adds to an answer by itself: the hotline on offer after a crisis, a boundary where a message was abusive,
and the offer to pass an unanswered question on.

Receives a conversation and the engine's turn; changes the replies' choices and what the conversation remembers (codes, and
one scrubbed question until the next turn). Never forces anything: everything here is a choice beside the answer.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from bot import passing_on
from bot.dialogue import menu
from bot.dialogue.engine import EngineTurn
from bot.messages import Channel, Language, ScrubbedText, Turn
from bot.safety.cards import crisis_turn
from bot.safety.screen import Hit, Kind
from bot.store.models import Conversation

HOTLINE = "hotline"
# What may be counted as a coded need, and never kept as words beside a conversation.
SENSITIVE_TOPICS = frozenset(
    [
        "crisis",
        "danger",
        "abusive",
        "barrier_record",
        "barrier_immigration",
        "barrier_disability",
        "privacy",
        "delete_data",
    ]
)
SENSITIVE_NEEDS = frozenset(
    ["record", "immigration-status", "documents", "disability-access", "safety", "housing", "food"]
)


def is_sensitive(topics: Collection[str], needs: Collection[str]) -> bool:
    """Whether a turn tells of status, health, disability, record, hunger or danger: its words are kept nowhere."""
    return not SENSITIVE_TOPICS.isdisjoint(topics) or not SENSITIVE_NEEDS.isdisjoint(needs)


def note_danger(conversation: Conversation, hit: Hit) -> None:
    """The card stays on offer while the session lives; only its kind is remembered."""
    conversation.hotline = hit.kind
    conversation.open_question = None


def hotline_again(conversation: Conversation) -> Turn:
    """The card once more, because it was asked for."""
    language, channel = _of(conversation)
    return crisis_turn(Hit.of_kind(cast(Kind, conversation.hotline or "self_harm"), language), channel)


def boundary(conversation: Conversation) -> dict[str, Any]:
    """One calm boundary and the menu; after that, shorter each time and never a lecture."""
    language, channel = _of(conversation)
    conversation.boundaries += 1
    if conversation.boundaries == 1:
        said = menu.say("utter_gateway_boundary", language, channel)
        return {"text": said, "choices": menu.menu(language, channel), "cards": []}
    name = "utter_gateway_boundary_again" if conversation.boundaries == 2 else "utter_gateway_boundary_short"
    return {"text": menu.say(name, language, channel), "choices": [], "cards": []}


def replies(
    conversation: Conversation, answer: EngineTurn, words: ScrubbedText, needs: Collection[str], *, typed: bool
) -> list[dict[str, Any]]:
    """The engine's replies as the gateway lets them go."""
    conversation.open_question = None
    said = [boundary(conversation)] if answer.topics[0] == "abusive" else [dict(reply) for reply in answer.replies]
    language, channel = _of(conversation)
    more = []
    if typed and answer.outcome == "not_known" and not is_sensitive(answer.topics, needs):
        asked = " ".join(words.reveal().split())[: passing_on.LONGEST]
        if len(asked.split()) > 2 and not conversation.under_13:
            conversation.open_question = {"text": asked, "topic": answer.topics[0]}
            more.append(passing_on.offered(language, channel))
    if conversation.hotline:
        more.append(passing_on.choice("utter_choice_hotline", HOTLINE, language, channel))
    if said and more:
        said[-1] = {**said[-1], "choices": [*said[-1]["choices"], *more]}
    return said


def _of(conversation: Conversation) -> tuple[Language, Channel]:
    return cast(Language, conversation.language), cast(Channel, conversation.channel)
