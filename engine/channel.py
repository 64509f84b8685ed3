"""The gateway's channel: one POST, one turn, one answer with everything the gateway needs (see ARCHITECTURE.md).

Receives scrubbed text, mentions, an offered choice and the conversation's context; returns replies, the topic the turn
was answered as, entities and the new context. Keeps nothing once the answer is out.
"""

from __future__ import annotations

import logging
import uuid
from typing import Any, Awaitable, Callable, Dict, List, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from engine import sentence_encoder, tracker_store

logger = logging.getLogger(__name__)
# Slots that describe this turn only; everything else is context and goes back to the gateway.
TURN_SLOTS = frozenset(
    {"session_started_metadata", "topics", "outcome", "answered_about", "language", "channel", "today"}
)


class TurnOutput(CollectingOutputChannel):
    """Collects what the turn says; its name selects channel-specific wording."""

    def __init__(self, channel: Text) -> None:
        super().__init__()
        self._channel = channel

    def name(self) -> Text:  # type: ignore[override]
        return self._channel


class SenderoInput(InputChannel):
    """`POST /webhooks/sendero/turn`."""

    @classmethod
    def name(cls) -> Text:
        return "sendero"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("sendero_webhook", __name__)

        @blueprint.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            return response.json(await take_turn(request.json, on_new_message))

        return blueprint


async def take_turn(body: Dict[Text, Any], on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Dict[Text, Any]:
    """Runs one message through Rasa and gives the answer in the gateway's form."""
    turn_id = uuid.uuid4().hex
    context = {**(body.get("context") or {}), "language": body["language"], "channel": body["channel"],
               "today": body.get("today")}  # fmt: skip
    output = TurnOutput(body["channel"])
    metadata = {"mentions": body.get("mentions") or [], "choice": body.get("choice"), "context": context}
    # Typed text is never a command: Rasa would read a leading "/" as an intent.
    text = (body.get("text") or "").lstrip("/ \t") or "-"
    tracker_store.open_turn(turn_id, context)
    try:
        await on_new_message(UserMessage(text, output, turn_id, input_channel="sendero", metadata=metadata))
        tracker = tracker_store.peek(turn_id)
        latest = tracker.latest_message if tracker else None
        intent = dict(latest.intent) if latest else {}
        slots = tracker.current_slot_values() if tracker else {}
        return {
            "replies": replies(output.messages),
            "topics": slots.get("topics") or [intent.get("name", "not_understood")],
            "outcome": slots.get("outcome") or "answered",
            "entities": slots.get("answered_about") or {},
            "intent": {"name": intent.get("name"), "confidence": intent.get("confidence")},
            "encoder": "present" if sentence_encoder.loaded else "missing",
            "context": {
                name: value for name, value in tracker_store.context_of(turn_id).items() if name not in TURN_SLOTS
            },
        }
    finally:
        tracker_store.close_turn(turn_id)


def replies(messages: List[Dict[Text, Any]]) -> List[Dict[Text, Any]]:
    """Rasa's messages in the gateway's form: an action's `custom` part is already in it, plain text is wrapped."""
    out = []
    for message in messages:
        custom = message.get("custom") or {}
        reply = {
            "text": custom.get("text") or message.get("text") or "",
            "choices": custom.get("choices")
            or [{"label": b["title"], "payload": {"topic": b["payload"]}} for b in message.get("buttons") or []],
            "cards": custom.get("cards") or [],
        }
        if reply["text"] or reply["cards"]:
            out.append(reply)
    return out
