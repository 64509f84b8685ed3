"""Hands queued messages to a carrier: paced, in order, retried where that helps, never to who said stop.

Receives rows of the outbox, gives them to a `Carrier`. A row is claimed in a transaction that also checks the opt-out
list; the carrier's answer is written in the next one. A process killed in between leaves a claimed row, which is sent
again when its lease is over: the one window in which a phone may get a message twice. Never logs a body or a number.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import CursorResult, exists, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.channels.sms import status
from bot.channels.sms.bell import Bell
from bot.channels.sms.gate import SendGate
from bot.channels.sms.nudges import hours
from bot.channels.sms.optouts import BY_TWILIO, OptOuts
from bot.channels.sms.pace import LoopGuard, Pace
from bot.channels.sms.ports import REPLY_VALIDITY, Carrier, Handed, Message, Numbers, Refused
from bot.channels.sms.writer import Writer
from bot.store.database import Database
from bot.store.models import OptOut, SmsOutbound, now

log = structlog.get_logger()

RETRIES = 3
BACKOFF = (5.0, 30.0, 120.0)  # seconds, plus up to a fifth
LEASE = timedelta(seconds=25)  # longer than any hand-over takes; a killed one is repeated after that
# How long a body is kept after hand-over in case the phone was unreachable for a moment (30003), if nothing is heard.
KEPT_AFTER_HANDOVER = timedelta(minutes=10)
IDLE = 1.0  # seconds between looks at the outbox when nobody rings
EMPTYING = 15.0  # seconds between sweeps for bodies nobody reported on
PLAIN = {"synchronize_session": False}
BLOCKED_BY_TWILIO = "21610"
LONGEST_VALIDITY = 14_400  # seconds Twilio takes at most


class Sender:
    """Works through the outbox, `hands` messages at a time, one at a time for each phone."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        carrier: Carrier,
        numbers: Numbers,
        opt_outs: OptOuts,
        gate: SendGate,
        bell: Bell,
        *,
        pace: Pace | None = None,
        loops: LoopGuard | None = None,
        hands: int = 8,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database, self._writer, self._carrier, self._numbers = database, writer, carrier, numbers
        self._opt_outs, self._gate, self._bell, self._hands = opt_outs, gate, bell, hands
        self._pace, self._loops = pace or Pace(), loops or LoopGuard()
        self._clock = clock
        self._free = asyncio.Semaphore(hands)
        self._busy: set[str] = set()  # pseudonyms on their way
        self._under_way: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._dispatch(), name="sms-sender")

    async def stop(self, patience: float = 9.0) -> None:
        """Lets hand-overs under way finish; what is still queued goes out after the next start."""
        self._stopping = True
        self._bell.ring()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def drain(self) -> int:
        """Sends everything that is due now; for tests and commands."""
        done = 0
        while rows := await self._due():
            for row in rows:
                await self._send(row)
            done += len(rows)
        await self._forget_bodies()
        return done

    async def _dispatch(self) -> None:
        """Hands due messages to free hands, a few at a time."""
        emptied = 0.0
        while not self._stopping:
            try:
                rows = await self._due()
                if not rows and time.monotonic() - emptied > EMPTYING:
                    await self._forget_bodies()
                    emptied = time.monotonic()
            except (SQLAlchemyError, OSError) as error:
                log.error("sms_outbox_unreadable", reason=type(error).__name__)
                rows = []
            for row in rows:
                await self._free.acquire()
                self._busy.add(row.pseudonym)
                task = asyncio.create_task(self._deal(row))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
            if not rows:
                await self._bell.wait(IDLE)

    async def _deal(self, row: SmsOutbound) -> None:
        try:
            await self._send(row)
        except (SQLAlchemyError, OSError) as error:
            log.error("sms_not_claimed", outbound=row.id, reason=type(error).__name__)
        finally:
            self._busy.discard(row.pseudonym)
            self._free.release()
            self._bell.ring()  # the same phone's next message may go now

    async def _due(self) -> list[SmsOutbound]:
        """The oldest messages that may go, one a phone: its time has come and the phone has no earlier one unsent."""
        earlier = aliased(SmsOutbound)
        waits = exists().where(
            earlier.pseudonym == SmsOutbound.pseudonym,
            earlier.state.in_(("queued", "sending")),
            earlier.id < SmsOutbound.id,
            earlier.error_code.is_distinct_from(status.TRANSIENT),  # one that is tried again much later blocks nobody
        )
        query = select(SmsOutbound).where(
            SmsOutbound.state.in_(("queued", "sending")), SmsOutbound.not_before <= self._clock(), ~waits
        )
        async with self._database.begin() as session:
            rows = (await session.scalars(query.order_by(SmsOutbound.id).limit(4 * self._hands))).all()
        return [row for row in rows if row.pseudonym not in self._busy][: 2 * self._hands]

    async def _send(self, row: SmsOutbound) -> None:
        if row.body is None:
            await self._close(row, "cancelled")
            return
        if row.attempts == 0 and not self._loops.allows(row.pseudonym, row.body):
            log.warning("sms_loop_stopped", outbound=row.id)
            await self._close(row, "blocked")
            return
        pace = self._carrier.segments_per_second(row.from_number)
        await asyncio.sleep(self._pace.reserve(row.from_number, row.segments, pace))
        async with self._gate.open(row.pseudonym):
            number = await self._claim(row)
            if number is None:
                return
            message = Message(
                number, row.from_number, row.body, row.segments, row.attempts + 1, self._validity(row), row.map_url
            )
            try:
                handed = await self._carrier.send(message)
            except Refused as refusal:
                await self._refused(row, number, refusal)
                return
            await self._handed(row, handed)

    def _validity(self, row: SmsOutbound) -> int:
        """Seconds the carrier may try: short for a reply; a nudge not past the end of its receiver's day."""
        if row.reach is None:
            return REPLY_VALIDITY
        left = hours.closes(hours.Reach.read(row.reach), self._clock()) - self._clock()
        return max(REPLY_VALIDITY, min(LONGEST_VALIDITY, int(left.total_seconds())))

    async def _claim(self, row: SmsOutbound) -> str | None:
        """Takes the row for this process and gives its number; None where it may not be sent, or is not ours to send.

        The opt-out list is read in the very statement that claims; an opted-out number's message is cancelled.
        """
        mine = (SmsOutbound.id == row.id, SmsOutbound.state == row.state, SmsOutbound.attempts == row.attempts)

        async def claim(session: AsyncSession) -> str | None:
            number = await self._numbers.number_of(session, row.pseudonym)
            cancel = update(SmsOutbound).where(*mine).values(state="cancelled", body=None)
            if number is None:  # forgotten
                await session.execute(cancel, execution_options=PLAIN)
                return None
            reach = hours.Reach.read(row.reach) if row.reach else None
            if reach and not hours.is_open(reach, self._clock()):  # it was delayed into somebody's night
                later = update(SmsOutbound).where(*mine).values(not_before=hours.next_open(reach, self._clock()))
                await session.execute(later, execution_options=PLAIN)
                return None
            listed = exists(select(OptOut.pseudonym).where(self._opt_outs.listed(number)))
            take = update(SmsOutbound).where(*mine, ~listed)
            result = await session.execute(
                take.values(state="sending", attempts=SmsOutbound.attempts + 1, not_before=self._clock() + LEASE),
                execution_options=PLAIN,
            )
            assert isinstance(result, CursorResult)
            if result.rowcount == 1:
                return number
            await session.execute(cancel.where(listed), execution_options=PLAIN)
            return None

        return await self._writer.write(claim)

    async def _handed(self, row: SmsOutbound, handed: Handed) -> None:
        """The carrier has it; the body stays only while a retry may need it."""
        log.info("sms_handed_over", outbound=row.id, twilio_sid=handed.sid, segments=row.segments)
        values: dict[str, Any] = {"twilio_sid": handed.sid, "not_before": self._clock() + KEPT_AFTER_HANDOVER}
        if not handed.reports:
            values["body"] = None

        async def note(session: AsyncSession) -> None:
            mine = update(SmsOutbound).where(SmsOutbound.id == row.id, SmsOutbound.state == "sending")
            await session.execute(mine.values(state="accepted", **values), execution_options=PLAIN)
            if handed.reports:
                await status.catch_up(session, handed.sid)

        await self._writer.write_surely(note)

    async def _refused(self, row: SmsOutbound, number: str, refusal: Refused) -> None:
        log.warning("sms_refused", outbound=row.id, code=refusal.code, retryable=refusal.retryable)
        # A picture Twilio will not take: its words go alone, at once.
        without = bool(row.map_url) and not refusal.retryable and refusal.code not in status.ABOUT_THE_PHONE
        again = without or (refusal.retryable and row.attempts < RETRIES)
        wait = timedelta(seconds=max(refusal.after or 0.0, backoff(row.attempts)))
        mine = (SmsOutbound.id == row.id, SmsOutbound.state == "sending")

        async def note(session: AsyncSession) -> None:
            values: dict[str, Any] = (
                {"state": "queued", "not_before": self._clock() + wait} if again else {"state": "failed", "body": None}
            )
            if without:
                values |= {"map_url": None, "not_before": self._clock()}
            await session.execute(
                update(SmsOutbound).where(*mine).values(error_code=refusal.code, **values), execution_options=PLAIN
            )
            if refusal.code == BLOCKED_BY_TWILIO:
                await self._opt_outs.add(session, number, BY_TWILIO)

        await self._writer.write_surely(note)

    async def _close(self, row: SmsOutbound, state: str) -> None:
        async def note(session: AsyncSession) -> None:
            await session.execute(update(SmsOutbound).where(SmsOutbound.id == row.id).values(state=state, body=None))

        await self._writer.write(note)

    async def _forget_bodies(self) -> None:
        """Empties what was handed over a while ago and never reported on."""
        stale = select(SmsOutbound.id).where(
            SmsOutbound.state.in_(("accepted", "sent")),
            SmsOutbound.body.is_not(None),
            SmsOutbound.not_before <= self._clock(),
        )
        async with self._database.begin() as session:
            ids = list((await session.scalars(stale.limit(500))).all())
        if ids:

            async def empty(session: AsyncSession) -> None:
                await session.execute(update(SmsOutbound).where(SmsOutbound.id.in_(ids)).values(body=None))

            await self._writer.write(empty)


def backoff(attempts: int) -> float:
    """Seconds before the next attempt, after `attempts` earlier ones."""
    return BACKOFF[min(attempts, len(BACKOFF) - 1)] * random.uniform(1.0, 1.2)
