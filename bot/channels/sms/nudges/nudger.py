"""Puts due nudges into the outbox: once each, in the receiver's hours, with the conversation taken up where it was.

Receives nothing from outside: it reads the book. A nudge and its text are one transaction, so a crash leaves both or
neither; the sender checks hours and opt-out again at the last moment. Never logs a number or a word.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import structlog
from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.bell import Bell
from bot.channels.sms.nudges import book
from bot.channels.sms.nudges.hours import Reach, is_open, next_open
from bot.channels.sms.nudges.words import Words, language_of
from bot.channels.sms.optouts import OptOuts
from bot.channels.sms.ports import Numbers, TextTurns
from bot.channels.sms.segments import measure
from bot.channels.sms.writer import Writer
from bot.store.database import Database
from bot.store.models import Nudge, SmsOutbound, now

log = structlog.get_logger()
EVERY = 20.0  # seconds between looks at the book
TOO_LATE = timedelta(days=2)  # a reminder that could not be sent for so long confuses more than it helps


class Nudger:
    """Works through the book."""

    def __init__(
        self, database: Database, writer: Writer, numbers: Numbers, opt_outs: OptOuts, turns: TextTurns, words: Words,
        sender_bell: Bell, clock: book.Clock = now,
    ) -> None:  # fmt: skip
        self._database, self._writer, self._numbers, self._opt_outs = database, writer, numbers, opt_outs
        self._turns, self._words, self._bell, self._clock = turns, words, sender_bell, clock
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="sms-nudger")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def send_due(self) -> int:
        """Queues what is due now; gives how many texts."""
        query = select(Nudge.id).where(Nudge.state == "waiting", Nudge.due_at <= self._clock())
        async with self._database.begin() as session:
            due = list((await session.scalars(query.order_by(Nudge.due_at).limit(200))).all())
        return sum([await self._writer.write(partial(self._queue, number=number)) for number in due])

    async def _run(self) -> None:
        while True:
            try:
                if await self.send_due():
                    self._bell.ring()
            except (SQLAlchemyError, OSError) as error:
                log.error("sms_nudges_unreadable", reason=type(error).__name__)
            await asyncio.sleep(EVERY)

    async def _queue(self, session: AsyncSession, number: int) -> bool:
        """One nudge into the outbox, unless a rule says no."""
        nudge, at = await session.get(Nudge, number), self._clock()
        if nudge is None or nudge.state != "waiting":
            return False
        e164 = await self._numbers.number_of(session, nudge.pseudonym)
        reach = Reach.read(nudge.reach)
        if e164 is None or await self._opt_outs.has(session, e164):
            nudge.state, nudge.context = "cancelled", {}
            return False
        if at - nudge.due_at > TOO_LATE or not await book.room(session, nudge.pseudonym, at, but=nudge.id):
            nudge.state, nudge.context = "dropped", {}
            log.warning("sms_nudge_dropped", nudge=number)
            return False
        if not is_open(reach, at):
            nudge.due_at = next_open(reach, at)
            return False
        claimed = await session.execute(
            update(Nudge).where(Nudge.id == number, Nudge.state == "waiting").values(state="sent", due_at=at),
            execution_options={"synchronize_session": False},
        )
        assert isinstance(claimed, CursorResult)
        if claimed.rowcount != 1:
            return False
        body = self._words.nudge(nudge)
        # The pair of in_reply_to and part is unique: a second text for this nudge cannot be written.
        session.add(
            SmsOutbound(
                pseudonym=nudge.pseudonym, from_number=nudge.from_number, in_reply_to=f"nudge-{number}", part=0,
                body=body, segments=measure(body).segments, reach=nudge.reach,
            )
        )  # fmt: skip
        await self._turns.begin_text(
            session, nudge.pseudonym, language=language_of(nudge), site_id=nudge.site_id, context=dict(nudge.context)
        )
        return True
