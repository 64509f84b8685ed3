"""The only module that talks to the Rasa engine. Receives scrubbed text and context, gives the engine's turn.

Raises `EngineUnavailable` when the engine is down, slow, answers an error or says nothing: the caller then answers with
the menu. Never sends raw text, a pseudonym or an id of the conversation.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import httpx

from bot.errors import EngineUnavailable
from bot.messages import Channel, Language, ScrubbedText
from knowledge.mentions import Mention

TURN = "/webhooks/sendero/turn"


@dataclass(frozen=True, slots=True)
class EngineTurn:
    """What the engine made of one message; `choices` of a reply still carry their payloads."""

    replies: list[dict[str, Any]]
    topics: list[str]
    outcome: str
    entities: dict[str, Any]
    context: dict[str, Any]
    intent: dict[str, Any] = field(default_factory=dict)
    encoder: str = "present"


class Engine:
    """A client of one engine; `transport` is replaced in tests."""

    def __init__(self, base_url: str, timeout: float, transport: httpx.AsyncBaseTransport | None = None) -> None:
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=32)
        self._client = httpx.AsyncClient(base_url=base_url, timeout=timeout, transport=transport, limits=limits)

    async def turn(
        self,
        text: ScrubbedText,
        *,
        language: Language,
        channel: Channel,
        context: dict[str, Any],
        mentions: list[Mention],
        choice: dict[str, Any] | None = None,
        today: date | None = None,
    ) -> EngineTurn:
        """One turn; raises `EngineUnavailable`."""
        body = {
            "text": text.reveal(),
            "language": language,
            "channel": channel,
            "context": context,
            "mentions": [asdict(mention) for mention in mentions],
            "choice": choice,
            "today": (today or date.today()).isoformat(),
        }
        try:
            response = await self._client.post(TURN, json=body)
            response.raise_for_status()
            answer = response.json()
            turn = EngineTurn(
                replies=answer["replies"],
                topics=answer["topics"],
                outcome=answer["outcome"],
                entities=answer["entities"],
                context=answer["context"],
                intent=answer.get("intent") or {},
                encoder=answer.get("encoder") or "present",
            )
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise EngineUnavailable(type(error).__name__) from None
        if not turn.replies:
            # Rasa goes on when an action fails and answers nothing; to the learner that is a failure all the same.
            raise EngineUnavailable("no reply")
        return turn

    async def close(self) -> None:
        await self._client.aclose()
