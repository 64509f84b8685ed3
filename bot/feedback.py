"""What learners say about an answer: whether it was useful, and that something in it is wrong.

Receives the conversation's token and the id of the message that was answered; leaves behind a count (a code, by the
insight writer) or a report (what *we* had said, a reason, a scrubbed note) in which nothing leads back to a conversation.
A note that shows danger is answered with the hotline card and kept nowhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation import Conversations, Scrubs
from bot.errors import NotFound, ScrubbingFailed
from bot.insights.recorder import InsightRecorder, TurnFacts
from bot.messages import Inbound, RawText, Reply, Turn
from bot.safety.screen import screen
from bot.store.database import Database
from bot.store.models import Conversation, MistakeReport

log = structlog.get_logger()
Reason = Literal["wrong_fact", "out_of_date", "broken_link", "unclear", "something_else"]
REASONS: tuple[Reason, ...] = get_args(Reason)
LONGEST_NOTE = 500
LONGEST_ANSWER = 4_000


class Feedback:
    """Ratings and reports of mistakes. `today` gives the day in UTC."""

    def __init__(
        self, database: Database, conversations: Conversations, scrubber: Scrubs, recorder: InsightRecorder,
        today: Callable[[], date] | None = None,
    ) -> None:  # fmt: skip
        self._database, self._conversations = database, conversations
        self._scrubber, self._recorder = scrubber, recorder
        self._today = today or (lambda: datetime.now(UTC).date())

    async def rate(self, conversation_id: str, token: str | None, client_message_id: str, rating: str) -> None:
        """Counts one answer to "was this useful?"; a second one about the same topic is not counted."""
        async with self._conversations.lock(conversation_id), self._database.begin() as session:
            conversation, turn = await self._answer(session, conversation_id, token, client_message_id)
            facts = TurnFacts.of(
                turn.understanding, channel=conversation.channel, region=conversation.context.get("region"),
                organization_id=conversation.organization_id, site_id=conversation.site_id,
            )  # fmt: skip
            conversation.fed_cells = await self._recorder.rate(session, facts, rating, conversation.fed_cells)

    async def help_in_danger(self, conversation_id: str, token: str | None, note: RawText) -> list[Reply]:
        """The hotline card where a note shows danger, before any limit or check of the rest; else nothing."""
        if not (hit := screen(note)):
            return []
        turn = await self._conversations.answer_danger(Inbound(conversation_id, "web", note), token, hit)
        return turn.replies

    async def report(
        self, conversation_id: str, token: str | None, client_message_id: str, reason: Reason, note: RawText | None,
        card: int | None,
    ) -> bool:  # fmt: skip
        """Keeps a report for staff; gives whether its note was kept. `card` counts the answer's cards from 0."""
        async with self._database.begin() as session:
            conversation, turn = await self._answer(session, conversation_id, token, client_message_id)
            kept = self._kept(note) if note and not conversation.under_13 else None
            session.add(self._row(conversation, turn, reason, kept, card))
        log.info("mistake_reported", reason=reason, topic=turn.understanding.topics[0])
        return kept is not None

    async def answers(self, conversation_id: str, token: str | None, ids: list[str]) -> list[Turn]:
        """The answers to these messages, in this order, leaving out what is not there; raises `NotFound` for none."""
        found = []
        async with self._database.begin() as session:
            for one in ids:
                try:
                    found.append((await self._answer(session, conversation_id, token, one))[1])
                except NotFound:
                    continue
        if not found:
            raise NotFound()
        return found

    async def _answer(
        self, session: AsyncSession, conversation_id: str, token: str | None, client_message_id: str
    ) -> tuple[Conversation, Turn]:
        return await self._conversations.answer_to(session, conversation_id, token, client_message_id)

    def _kept(self, note: RawText) -> str | None:
        """The note without personal data; None where it could not be made anonymous."""
        try:
            scrubbed: str = self._scrubber.scrub(note).text.reveal()[:LONGEST_NOTE]
        except ScrubbingFailed:
            return None
        return scrubbed

    def _row(
        self, conversation: Conversation, turn: Turn, reason: Reason, note: str | None, card: int | None
    ) -> MistakeReport:
        cards = [card for reply in turn.replies for card in reply.cards]
        doubted = cards[card] if card is not None and 0 <= card < len(cards) else None
        understood = turn.understanding
        entities: dict[str, Any] = dict(understood.entities)
        return MistakeReport(
            id=secrets.token_hex(16), reported_on=self._today(), reason=reason, language=understood.language,
            channel=conversation.channel, topic=understood.topics[0], entities=entities,
            card_kind=doubted.kind[:24] if doubted else None, card_title=doubted.title[:300] if doubted else None,
            answer=_said(turn)[:LONGEST_ANSWER], note=note, organization_id=conversation.organization_id,
            site_id=conversation.site_id,
        )  # fmt: skip


def _said(turn: Turn) -> str:
    """The answer as plain text."""
    parts = []
    for reply in turn.replies:
        parts.append(reply.text)
        parts += ["\n".join([card.title, *card.lines]) for card in reply.cards]
    return "\n\n".join(part for part in parts if part)
