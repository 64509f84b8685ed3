"""Takes committed messages from the inbox, has each answered, and puts the reply into the outbox.

Receives nothing from outside: it reads the inbox. One message of a number at a time, in the order they came. Claiming
is a commit of its own, so that no lock is held while the engine thinks; turn, reply and the emptied inbox row are one
transaction, so that a crash leaves either all of it or none. A turn that keeps failing still answers the learner.
Never logs words or numbers.
"""

from __future__ import annotations

import asyncio
from functools import partial

import structlog
from sqlalchemy import CursorResult, exists, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.channels.sms import outbox
from bot.channels.sms.bell import Bell
from bot.channels.sms.optouts import OptOuts
from bot.channels.sms.paging import asks_for_more
from bot.channels.sms.ports import Parts, TextTurns
from bot.channels.sms.render import bodies, plain
from bot.channels.sms.wording import say
from bot.channels.sms.writer import Writer
from bot.messages import Language, ScrubbedText
from bot.settings import Settings
from bot.store.database import Database
from bot.store.models import Conversation, SmsInbound

log = structlog.get_logger()

PAUSES = (0.5, 2.0)  # seconds before the second and third attempt; there is no fourth
IDLE = 1.0  # seconds between looks at the inbox when nobody rings: one hand looks, the others rest
RESTING = 30.0


class ClaimLost(Exception):
    """Somebody else finished this message; what was done here is rolled back."""


class Worker:
    """Answers what waits in the inbox, `hands` messages at a time."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        writer: Writer,
        turns: TextTurns,
        parts: Parts,
        opt_outs: OptOuts,
        bell: Bell,
        sender_bell: Bell,
        *,
        hands: int = 4,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._settings, self._database, self._writer, self._turns = settings, database, writer, turns
        self._numbers, self._opt_outs, self._notice = parts.numbers, opt_outs, parts.notice
        self._bell, self._sender_bell, self._hands = bell, sender_bell, hands
        self._pauses = pauses
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    def start(self) -> None:
        """Works until `stop`; `recover` comes before."""
        self._tasks = [
            asyncio.create_task(self._work(IDLE if n == 0 else RESTING), name=f"sms-worker-{n}")
            for n in range(self._hands)
        ]

    async def stop(self, patience: float = 9.0) -> None:
        """Lets turns under way finish; what does not is taken up again at the next start."""
        self._stopping = True
        self._bell.ring()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def recover(self) -> int:
        """Puts claimed but unfinished messages back in the queue."""
        async with self._database.begin() as session:
            result = await session.execute(
                update(SmsInbound).where(SmsInbound.state == "working").values(state="waiting")
            )
        assert isinstance(result, CursorResult)
        return result.rowcount

    async def drain(self) -> int:
        """Answers everything that waits now; for tests and commands."""
        done = 0
        while row := await self._claim():
            await self._answer(row)
            done += 1
        return done

    async def _work(self, idle: float) -> None:
        while not self._stopping:
            try:
                row = await self._claim()
            except (SQLAlchemyError, OSError) as error:
                log.error("sms_inbox_unreadable", reason=type(error).__name__)
                row = None
            if row is None:
                await self._bell.wait(idle)
            else:
                await self._answer(row)
                self._bell.ring()  # the same number's next message may be taken now

    async def _claim(self) -> SmsInbound | None:
        """The next message whose sender has no earlier one unfinished, marked as being worked on."""
        return await self._writer.write(_claim)

    async def _answer(self, row: SmsInbound) -> None:
        """Tries a message until it is answered, the last time without the conversation."""
        for attempt in range(len(self._pauses) + 1):
            try:
                await self._take_turn(row)
                self._sender_bell.ring()
                return
            except ClaimLost:
                log.warning("sms_claim_lost", message_sid=row.message_sid)
                return
            except Exception as error:  # one poisoned message must not stop the others
                log.error("sms_turn_failed", message_sid=row.message_sid, attempt=attempt, reason=type(error).__name__)
                if attempt < len(self._pauses):
                    await asyncio.sleep(self._pauses[attempt])
        try:
            await self._writer.write(partial(self._apologise, row=row))
            self._sender_bell.ring()
        except (SQLAlchemyError, OSError, ClaimLost) as error:
            log.error("sms_failure_not_told", message_sid=row.message_sid, reason=type(error).__name__)

    async def _apologise(self, session: AsyncSession, row: SmsInbound) -> None:
        language = await self._language(session, row.pseudonym)
        outbox.queue(session, row, [self._spelled(say("failed", language))])
        await self._finish(session, row, "failed")

    async def _take_turn(self, row: SmsInbound) -> None:
        """One turn and its replies, in one transaction."""
        async with self._database.begin() as session:
            number = await self._numbers.number_of(session, row.pseudonym)
            if number is None or await self._opt_outs.has(session, number):
                await self._finish(session, row, "done")
                return
            known = await session.scalar(select(Conversation.id).where(Conversation.pseudonym == row.pseudonym))
            if row.kind in ("media", "empty"):
                found = [self._spelled(say(row.kind, await self._language(session, row.pseudonym)))]
            elif (page := await outbox.next_page(session, row.pseudonym)) and asks_for_more(row.scrubbed_text or ""):
                page.state, page.in_reply_to, page.part = "queued", row.message_sid, 0
                await self._finish(session, row, "done")
                return
            else:
                text = ScrubbedText(row.scrubbed_text) if row.kind == "message" and row.scrubbed_text else None
                turn = await self._turns.take_text_turn(session, row.pseudonym, text)
                found = bodies(turn, transliterate=self._settings.sms_transliterate)
                await outbox.drop_pages(session, row.pseudonym)
                if known is None and self._notice:
                    notice = self._spelled(self._notice(turn.understanding.language))
                    outbox.queue(session, row, [notice, *found], holding_from=2)
                    await self._finish(session, row, "done")
                    return
            outbox.queue(session, row, found, holding_from=1)
            await self._finish(session, row, "done")

    async def _finish(self, session: AsyncSession, row: SmsInbound, state: str) -> None:
        """Empties the row; raises `ClaimLost` where it was no longer ours."""
        result = await session.execute(
            update(SmsInbound)
            .where(SmsInbound.message_sid == row.message_sid, SmsInbound.state == "working")
            .values(state=state, scrubbed_text=None)
        )
        assert isinstance(result, CursorResult)
        if result.rowcount != 1:
            raise ClaimLost

    async def _language(self, session: AsyncSession, pseudonym: str) -> Language:
        found = await session.scalar(select(Conversation.language).where(Conversation.pseudonym == pseudonym))
        return "es" if found == "es" else "en"

    def _spelled(self, text: str) -> str:
        return plain(text, transliterate=self._settings.sms_transliterate)


async def _claim(session: AsyncSession) -> SmsInbound | None:
    earlier = aliased(SmsInbound)
    same_sender = earlier.pseudonym == SmsInbound.pseudonym
    working = exists().where(same_sender, earlier.state == "working")
    before = exists().where(same_sender, earlier.state == "waiting", earlier.order < SmsInbound.order)
    candidates = select(SmsInbound).where(SmsInbound.state == "waiting", ~working, ~before).order_by(SmsInbound.order)
    for row in (await session.scalars(candidates.limit(4))).all():
        result = await session.execute(
            update(SmsInbound)
            .where(SmsInbound.message_sid == row.message_sid, SmsInbound.state == "waiting", ~working)
            .values(state="working", attempts=SmsInbound.attempts + 1),
            execution_options={"synchronize_session": False},
        )
        assert isinstance(result, CursorResult)
        if result.rowcount == 1:
            return row
    return None
