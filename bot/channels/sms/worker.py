"""Takes committed messages from the inbox, has each answered, and puts the reply into the outbox.

Receives nothing from outside: it reads the inbox. One message of a number at a time, in the order they came. Claiming
is a commit of its own, so that no lock is held while the engine thinks; turn, reply and the emptied inbox row are one
transaction, so that a crash leaves either all of it or none. A turn that keeps failing still answers the learner.
Never logs words or numbers.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from functools import partial

import structlog
from sqlalchemy import CursorResult, exists, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.channels.sms import outbox, pictures
from bot.channels.sms.bell import Bell
from bot.channels.sms.errands import Errands
from bot.channels.sms.paging import asks_for_more
from bot.channels.sms.ports import Parts, TextTurns
from bot.channels.sms.render import bodies, plain
from bot.channels.sms.wording import say
from bot.channels.sms.writer import STORE_AWAY, Writer
from bot.messages import Language, ScrubbedText
from bot.settings import Settings
from bot.store.database import Database
from bot.store.models import Conversation, SmsInbound

log = structlog.get_logger()

PAUSES = (0.5, 2.0)  # seconds before the second and third attempt; there is no fourth
IDLE = 1.0  # seconds between looks at the inbox when nobody rings: one hand looks, the others rest
RESTING = 30.0
PLAIN = {"synchronize_session": False}


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
        bell: Bell,
        sender_bell: Bell,
        *,
        errands: Errands | None = None,
        hands: int = 4,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._settings, self._database, self._writer, self._turns = settings, database, writer, turns
        self._notice, self._errands = parts.notice, errands
        self._bell, self._sender_bell, self._hands = bell, sender_bell, hands
        self._pauses = pauses
        self._claiming = asyncio.Lock()
        self._claimed: deque[SmsInbound] = deque()
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
        if self._claimed:
            await self._writer.write(partial(_release, sids=[row.message_sid for row in self._claimed]))

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
        while row := await self._next():
            await self._answer(row)
            done += 1
        return done

    async def _work(self, idle: float) -> None:
        while not self._stopping:
            try:
                row = await self._next()
            except (SQLAlchemyError, OSError) as error:
                log.error("sms_inbox_unreadable", reason=type(error).__name__)
                row = None
            if row is None:
                await self._bell.wait(idle)
            else:
                await self._answer(row)
                self._bell.ring()  # the same number's next message may be taken now

    async def _next(self) -> SmsInbound | None:
        """A message claimed for this process; they are claimed a few at a time."""
        async with self._claiming:
            if not self._claimed:
                self._claimed.extend(await self._writer.write(partial(_claim, most=2 * self._hands)))
            return self._claimed.popleft() if self._claimed else None

    async def _answer(self, row: SmsInbound) -> None:
        """Tries a message until it is answered, the last time without the conversation."""
        failures, pause = 0, 0.1
        while failures <= len(self._pauses) and not self._stopping:
            try:
                await self._take_turn(row)
                self._sender_bell.ring()
                return
            except ClaimLost:
                log.warning("sms_claim_lost", message_sid=row.message_sid)
                return
            except STORE_AWAY as error:
                log.error("sms_store_away", message_sid=row.message_sid, reason=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
            except Exception as error:  # one poisoned message must not stop the others
                log.error("sms_turn_failed", message_sid=row.message_sid, reason=type(error).__name__)
                if failures < len(self._pauses):
                    await asyncio.sleep(self._pauses[failures])
                failures += 1
        if failures > len(self._pauses):
            with contextlib.suppress(ClaimLost):
                await self._writer.write_surely(partial(self._apologise, row=row))
            self._sender_bell.ring()

    async def _apologise(self, session: AsyncSession, row: SmsInbound) -> None:
        language = await self._language(session, row.pseudonym)
        outbox.queue(session, row, [self._spelled(say("failed", language))])
        await self._finish(session, row, "failed")

    async def _take_turn(self, row: SmsInbound) -> None:
        """One turn and its replies, in one transaction. Whether they may be sent is the sender's to check."""
        async with self._database.begin() as session:
            if row.kind in ("media", "empty"):
                said = self._spelled(say(row.kind, await self._language(session, row.pseudonym)))
                outbox.queue(session, row, [said])
            elif errand := await self._errand(session, row):
                outbox.queue(session, row, errand)
            elif pages := await outbox.pages_left(session, row.pseudonym):
                if asks_for_more(row.scrubbed_text or ""):
                    outbox.turn_page(pages[0], row)
                else:
                    await self._converse(session, row)
                    await outbox.drop(session, pages)
            else:
                await self._converse(session, row)
            await self._finish(session, row, "done")

    async def _converse(self, session: AsyncSession, row: SmsInbound) -> None:
        """The conversation's turn; a number's first answer is preceded by the notice."""
        text = ScrubbedText(row.scrubbed_text) if row.kind == "message" and row.scrubbed_text else None
        new = not await self._known(session, row.pseudonym)
        turn = await self._turns.take_text_turn(session, row.pseudonym, text)
        found = bodies(turn, transliterate=self._settings.sms_transliterate)
        notice = self._first_words(turn.understanding.language) if new else []
        picture = pictures.of(turn, self._settings)
        outbox.queue(session, row, notice + found, holding_from=len(notice) + 1, picture=picture, showing=len(notice))

    async def _errand(self, session: AsyncSession, row: SmsInbound) -> list[str] | None:
        """What the channel answers without the dialogue, after the notice where it is the first answer."""
        if self._errands is None:
            return None
        new = not await self._known(session, row.pseudonym)
        errand = await self._errands.answer(session, row)
        return [*(self._first_words(errand.language) if new else []), errand.text] if errand else None

    def _first_words(self, language: Language) -> list[str]:
        return [self._spelled(self._notice(language))] if self._notice else []

    async def _known(self, session: AsyncSession, pseudonym: str) -> bool:
        query = select(Conversation.id).where(Conversation.pseudonym == pseudonym)
        return await session.scalar(query) is not None

    async def _finish(self, session: AsyncSession, row: SmsInbound, state: str) -> None:
        """Empties the row; raises `ClaimLost` where it was no longer ours."""
        result = await session.execute(
            update(SmsInbound)
            .where(SmsInbound.message_sid == row.message_sid, SmsInbound.state == "working")
            .values(state=state, scrubbed_text=None),
            execution_options=PLAIN,
        )
        assert isinstance(result, CursorResult)
        if result.rowcount != 1:
            raise ClaimLost

    async def _language(self, session: AsyncSession, pseudonym: str) -> Language:
        found = await session.scalar(select(Conversation.language).where(Conversation.pseudonym == pseudonym))
        return "es" if found == "es" else "en"

    def _spelled(self, text: str) -> str:
        return plain(text, transliterate=self._settings.sms_transliterate)


async def _release(session: AsyncSession, sids: list[str]) -> None:
    await session.execute(
        update(SmsInbound)
        .where(SmsInbound.message_sid.in_(sids), SmsInbound.state == "working")
        .values(state="waiting"),
        execution_options=PLAIN,
    )


async def _claim(session: AsyncSession, most: int) -> list[SmsInbound]:
    """The oldest messages whose senders have no earlier one unfinished, marked as being worked on."""
    earlier = aliased(SmsInbound)
    same_sender = earlier.pseudonym == SmsInbound.pseudonym
    working = exists().where(same_sender, earlier.state == "working")
    before = exists().where(same_sender, earlier.state == "waiting", earlier.order < SmsInbound.order)
    candidates = select(SmsInbound).where(SmsInbound.state == "waiting", ~working, ~before).order_by(SmsInbound.order)
    claimed = []
    for row in (await session.scalars(candidates.limit(most))).all():
        result = await session.execute(
            update(SmsInbound)
            .where(SmsInbound.message_sid == row.message_sid, SmsInbound.state == "waiting", ~working)
            .values(state="working", attempts=SmsInbound.attempts + 1),
            execution_options=PLAIN,
        )
        assert isinstance(result, CursorResult)
        if result.rowcount == 1:
            claimed.append(row)
    return claimed
