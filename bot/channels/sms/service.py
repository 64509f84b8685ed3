"""Puts the text-message channel together: built once by `bot.main`, started and stopped with the service.

Receives the settings, the store, the scrubber and the conversations; everything else comes from `Parts`, which tests
replace. Nothing is global; nothing here decides anything.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.sms.bell import Bell
from bot.channels.sms.carriers import Carriers
from bot.channels.sms.errands import Errands
from bot.channels.sms.forget import forget_number
from bot.channels.sms.gate import SendGate
from bot.channels.sms.inbound import SignatureCheck
from bot.channels.sms.inbox import Inbox
from bot.channels.sms.network import Network
from bot.channels.sms.nudges.nudger import Nudger
from bot.channels.sms.nudges.words import Words
from bot.channels.sms.optouts import OptOuts
from bot.channels.sms.plans import PlanTexts
from bot.channels.sms.ports import Carrier, Parts, Scrubs, TextTurns
from bot.channels.sms.sender import Sender
from bot.channels.sms.status import Statuses
from bot.channels.sms.twilio_carrier import TwilioCarrier
from bot.channels.sms.worker import Worker
from bot.channels.sms.writer import Writer
from bot.messages import RawText
from bot.settings import Settings
from bot.store.database import Database
from bot.store.models import SmsInbound, SmsOutbound, now

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far behind the channel is."""

    waiting: int
    oldest_seconds: float
    unsent: int


class SmsService:
    """The text-message channel, whole."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        scrubber: Scrubs,
        turns: TextTurns,
        parts: Parts | None = None,
        *,
        twilio: Carrier | None = None,
        network: Network | None = None,
    ) -> None:
        if parts is None:
            from bot.channels.sms.parts import production_parts  # what tests replace is not even imported there

            parts = production_parts(settings)
        self.settings, self._database, self._parts = settings, database, parts
        token = settings.twilio_auth_token.get_secret_value()
        if twilio is None and settings.twilio_account_sid and token:
            twilio = TwilioCarrier(settings)
        writer, to_answer, to_send, gate = Writer(database), Bell(), Bell(), SendGate()
        self.opt_outs = OptOuts(parts.identities)
        self.network = network or Network(answers_keywords=settings.twilio_answers_keywords)
        self.signature = SignatureCheck(token, settings.public_url or f"http://{settings.host}:{settings.port}")
        self.inbox = Inbox(settings, database, writer, scrubber, parts, self.opt_outs, gate, to_answer, to_send)
        self.statuses = Statuses(writer, parts.numbers, self.opt_outs, to_send)
        words = Words(settings, parts.label)
        errands = Errands(parts.numbers, turns, words)
        self.worker = Worker(settings, database, writer, turns, parts, to_answer, to_send, errands=errands)
        self.nudger = Nudger(database, writer, parts.numbers, self.opt_outs, turns, words, to_send)
        carriers = Carriers(self.network, twilio)
        self.sender = Sender(database, writer, carriers, parts.numbers, self.opt_outs, gate, to_send)
        self.plans = PlanTexts(settings, writer, parts, self.opt_outs, self.network, to_send)
        self.network.connect(self.inbox.receive, self.statuses.receive)

    def start(self) -> list[asyncio.Task[None]]:
        """The channel's one task; cancelling it finishes what is under way first."""
        return [asyncio.create_task(self.run(), name="sms")]

    async def run(self) -> None:
        """Answers and sends until cancelled."""
        try:
            await self.begin()
            await asyncio.Event().wait()
        finally:
            await self.stop()

    async def begin(self) -> None:
        """Takes up what an earlier process left, as soon as the store can be read, and goes to work."""
        while True:
            try:
                await self.worker.recover()
                break
            except (SQLAlchemyError, OSError) as error:
                log.error("sms_store_unreadable", reason=type(error).__name__)
                await asyncio.sleep(1.0)
        self.worker.start()
        self.sender.start()
        self.nudger.start()

    async def stop(self) -> None:
        """Finishes what is under way; everything else is in the store and goes on after the next start."""
        await self.nudger.stop()
        await asyncio.gather(self.worker.stop(), self.sender.stop())
        await self.inbox.settle()

    def in_danger(self, words: str) -> bool:
        """Whether a message must pass every limit."""
        return self._parts.screen(RawText(words)) is not None

    async def opted_out(self, e164: str) -> bool:
        async with self._database.begin() as session:
            return await self.opt_outs.has(session, e164)

    async def forget(self, e164: str, *, opt_out_too: bool = False) -> None:
        """Deletes everything kept about a number; the opt-out hash stays unless asked (simulated phones only)."""
        async with self._database.begin() as session:
            await forget_number(session, self._parts.identities.of(e164))
            if opt_out_too:
                await self.opt_outs.lift(session, e164, twilio_too=True)
        await self._database.wipe()

    async def backlog(self) -> Backlog:
        """For /metrics and alerts."""
        async with self._database.begin() as session:
            unanswered = SmsInbound.state.in_(("waiting", "working"))
            waiting = await session.scalar(select(func.count()).where(unanswered))
            oldest = await session.scalar(select(func.min(SmsInbound.received_at)).where(unanswered))
            unsent = await session.scalar(select(func.count()).where(SmsOutbound.state.in_(("queued", "sending"))))
        age = (now() - oldest).total_seconds() if oldest else 0.0
        return Backlog(waiting or 0, age, unsent or 0)
