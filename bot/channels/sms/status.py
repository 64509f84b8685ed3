"""What became of a message: delivery statuses as they come in, in any order, any number of times.

Receives the form of a signed status webhook. Each (message, status) counts once; a message's state only ever moves
forward. A phone that was unreachable for a moment (30003) gets the message again, if its body is still there.
"""

from __future__ import annotations

import re
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.bell import Bell
from bot.channels.sms.claims import insert_once
from bot.channels.sms.optouts import BY_TWILIO, OptOuts
from bot.channels.sms.ports import Form, Numbers
from bot.channels.sms.writer import Writer
from bot.errors import Overloaded
from bot.store.models import SmsOutbound, SmsStatus, now

log = structlog.get_logger()

# Twilio's status → our state. States are ranked by their place in FORWARD; the last four are final.
STATES = {
    "accepted": "accepted", "scheduled": "accepted", "queued": "accepted", "sending": "accepted", "sent": "sent",
    "delivered": "delivered", "read": "delivered", "undelivered": "undelivered", "failed": "failed",
    "canceled": "cancelled",
}  # fmt: skip
FORWARD = {"sending": 0, "accepted": 1, "sent": 2, "delivered": 3, "undelivered": 3, "failed": 3, "cancelled": 3}
FINAL = 3
TRANSIENT = "30003"
BLOCKED_BY_TWILIO = "21610"
# Codes that say the phone or the sender is at fault, whatever was sent.
ABOUT_THE_PHONE = frozenset({"21211", "21610", "21614", "30002", "30003", "30004", "30005", "30006", "30007", "30034"})
RETRIES = 3
RETRY_AFTER = (20, 60, 180)  # seconds: a phone in a tunnel, a phone switched off for a moment

_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Statuses:
    """Takes in status callbacks."""

    def __init__(self, writer: Writer, numbers: Numbers, opt_outs: OptOuts, bell: Bell) -> None:
        self._writer, self._numbers, self._opt_outs, self._bell = writer, numbers, opt_outs, bell

    async def receive(self, form: Form) -> None:
        """One callback; raises `Overloaded` when it could not be kept."""
        sid = form.get("MessageSid") or form.get("SmsSid") or ""
        reported = form.get("MessageStatus") or form.get("SmsStatus") or ""
        code = _code(form.get("ErrorCode"))
        if not _SID.fullmatch(sid) or reported not in STATES:
            return

        async def keep(session: AsyncSession) -> None:
            if not await insert_once(
                session, SmsStatus, twilio_sid=sid, status=reported, error_code=code, received_at=now()
            ):
                return
            row = await session.scalar(select(SmsOutbound).where(SmsOutbound.twilio_sid == sid).with_for_update())
            if row is None:
                return
            advance(row, reported, code)
            if code == BLOCKED_BY_TWILIO and (number := await self._numbers.number_of(session, row.pseudonym)):
                await self._opt_outs.add(session, number, BY_TWILIO)

        try:
            await self._writer.write(keep)
        except (SQLAlchemyError, OSError) as error:
            log.error("sms_status_not_kept", twilio_sid=sid, reason=type(error).__name__)
            raise Overloaded() from None
        self._bell.ring()


async def catch_up(session: AsyncSession, sid: str) -> None:
    """Applies the callbacks that came in before the message's id was written down."""
    row = await session.scalar(select(SmsOutbound).where(SmsOutbound.twilio_sid == sid))
    if row is None:
        return
    for kept in (await session.scalars(select(SmsStatus).where(SmsStatus.twilio_sid == sid))).all():
        if row.twilio_sid == sid:
            advance(row, kept.status, kept.error_code)


def advance(row: SmsOutbound, reported: str, code: str | None) -> None:
    """Moves a message forward, never back; the first final state stays."""
    state = STATES[reported]
    if FORWARD[state] <= FORWARD.get(row.state, FINAL):
        return
    if state == "undelivered" and code == TRANSIENT and row.attempts <= RETRIES and row.body is not None:
        wait = RETRY_AFTER[min(row.attempts, len(RETRY_AFTER)) - 1]
        row.state, row.error_code, row.twilio_sid = "queued", code, None
        row.not_before = now() + timedelta(seconds=wait)
        return
    if row.map_url and row.body is not None and state in ("undelivered", "failed") and code not in ABOUT_THE_PHONE:
        # It was the picture that did not arrive: its words go alone.
        row.state, row.error_code, row.twilio_sid, row.map_url, row.not_before = "queued", code, None, None, now()
        return
    row.state, row.error_code = state, code
    if FORWARD[state] == FINAL:
        row.body = None


def _code(code: str | None) -> str | None:
    return code if code and code.isascii() and code.isdigit() and len(code) <= 16 else None
