"""Who must never be texted: reading and writing the opt-out list, and emptying the queue of whoever stops.

Receives a session and a telephone number, within the caller's transaction. The list holds keyed hashes and nothing
else. Never asks what was said: `optout.decide` has decided.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.claims import insert_once
from bot.channels.sms.nudges import book
from bot.channels.sms.ports import Identities
from bot.store.models import OptOut, SmsInbound, SmsOutbound

BY_LEARNER = "learner"  # our block alone: our own words lift it
BY_TWILIO = "twilio"  # Twilio blocks too: only START, UNSTOP or YES to Twilio lifts that


class OptOuts:
    """The opt-out list."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities

    async def has(self, session: AsyncSession, e164: str) -> bool:
        return await session.scalar(select(OptOut.pseudonym).where(self.listed(e164)).limit(1)) is not None

    def listed(self, e164: str) -> ColumnElement[bool]:
        """The SQL condition "this row of the list is this number", under any key the list ever had."""
        return OptOut.pseudonym.in_([hashed for hashed, _ in self._identities.opt_out_hashes(e164)])

    async def add(self, session: AsyncSession, e164: str, by: str) -> None:
        """Puts the number on the list and takes everything meant for it out of the queues."""
        hashed, key_id = self._identities.opt_out_hashes(e164)[0]
        added = await insert_once(session, OptOut, pseudonym=hashed, key_id=key_id, by=by)
        if not added and by == BY_TWILIO:
            await session.execute(update(OptOut).where(OptOut.pseudonym == hashed).values(by=by))
        pseudonym = self._identities.of(e164)
        await book.forget(session, pseudonym)
        await session.execute(
            update(SmsOutbound)
            .where(SmsOutbound.pseudonym == pseudonym, SmsOutbound.state.in_(("queued", "held")))
            .values(state="cancelled", body=None)
        )
        await session.execute(
            update(SmsOutbound).where(SmsOutbound.pseudonym == pseudonym).values(body=None)  # nothing left to resend
        )
        await session.execute(
            update(SmsInbound)
            .where(SmsInbound.pseudonym == pseudonym, SmsInbound.state == "waiting")
            .values(state="done", scrubbed_text=None)
        )

    async def lift(self, session: AsyncSession, e164: str, *, twilio_too: bool) -> bool:
        """Takes the number off the list where it may be; our own words do not lift Twilio's block."""
        query = delete(OptOut).where(self.listed(e164))
        if not twilio_too:
            query = query.where(OptOut.by != BY_TWILIO)
        result = await session.execute(query)
        assert isinstance(result, CursorResult)
        return result.rowcount > 0
