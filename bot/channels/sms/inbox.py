"""What happens to a text message on arrival, before it is acknowledged.

Receives the form of a signed webhook, gives the TwiML to answer with. In this order: danger (answered here and now,
whatever else is broken), words that stop, start or ask for help, scrubbing, commit. The turn itself comes later, from
the worker. Raw words never leave this module; a store that does not answer in time raises `Overloaded`, so that Twilio
asks again and nothing is lost.
"""

from __future__ import annotations

import asyncio
import re
import time
from datetime import timedelta
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels import forget_words
from bot.channels.sms import inbound, outbox
from bot.channels.sms.bell import Bell
from bot.channels.sms.claims import insert_once
from bot.channels.sms.forget import forget_number
from bot.channels.sms.gate import SendGate
from bot.channels.sms.inbound import InboundSms
from bot.channels.sms.nudges import wish
from bot.channels.sms.optouts import BY_LEARNER, BY_TWILIO, OptOuts
from bot.channels.sms.ports import Form, Parts, Scrubs
from bot.channels.sms.render import bodies_at_once, plain
from bot.channels.sms.wording import language_of_command, say
from bot.channels.sms.writer import Writer
from bot.errors import Overloaded
from bot.messages import Language, RawText
from bot.settings import Settings
from bot.store.database import Database
from bot.store.models import Conversation, SmsInbound, now

log = structlog.get_logger()

PATIENCE = 2.5  # seconds until the acknowledgement is given up; Twilio waits 15, we promise 3
ASKED_RECENTLY = timedelta(hours=24)
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

_STOP_FIRST = re.compile(
    r"^\W*(STOP|ALTO|UNSUBSCRIBE|CANCELAR|BAJA)\b|^\W*(stop|alto)\s*(?:[.,;:!\n-]|i\b|i'?m\b|please\b)"
)


class Inbox:
    """Takes in text messages, one call each."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        writer: Writer,
        scrubber: Scrubs,
        parts: Parts,
        opt_outs: OptOuts,
        gate: SendGate,
        bell: Bell,
        sender_bell: Bell,
    ) -> None:
        self._settings, self._database, self._writer = settings, database, writer
        self._scrubber, self._parts = scrubber, parts
        self._identities, self._opt_outs = parts.identities, opt_outs
        self._gate, self._bell, self._sender_bell = gate, bell, sender_bell
        self._after: set[asyncio.Task[None]] = set()
        self._last_order = 0

    async def receive(self, form: Form) -> str:
        """The TwiML for one webhook call; raises `Overloaded` when it could not be committed."""
        message = inbound.parse(form)
        if message is None:
            return EMPTY
        if hit := self._parts.screen(message.words):
            return self._answer_danger(message, hit)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._take_in(message)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.error("sms_not_committed", message_sid=message.sid, reason=type(error).__name__)
            raise Overloaded() from None

    async def settle(self) -> None:
        """Waits for what may follow an acknowledgement (used when stopping)."""
        await asyncio.gather(*self._after, return_exceptions=True)

    # --- danger ---

    def _answer_danger(self, message: InboundSms, hit: Any) -> str:
        """The card as this webhook's own reply: no store, no queue, and to a number that said stop as well."""
        turn = self._parts.crisis_turn(hit)
        wants_stop = (
            _STOP_FIRST.search(message.words.reveal()) or self._parts.decide(message.words.reveal()) == "opt_out"
        )
        task = asyncio.create_task(self._after_danger(message, turn, hit, stop=bool(wants_stop)))
        self._after.add(task)
        task.add_done_callback(self._after.discard)
        return twiml(bodies_at_once(turn, transliterate=self._settings.sms_transliterate))

    async def _after_danger(self, message: InboundSms, turn: Any, hit: Any, *, stop: bool) -> None:
        """Honours a STOP beside the cry for help, until the store takes it; counts the category if it can."""
        if self._parts.note_danger:
            try:
                await self._parts.note_danger(self._identities.of(message.sender), turn, hit)
            except Exception as error:  # counting is an extra
                log.warning("danger_not_counted", reason=type(error).__name__)
        pause = 0.5
        while stop:
            try:
                async with self._gate.closed(self._identities.of(message.sender)):
                    await self._writer.write(partial(self._opt_outs.add, e164=message.sender, by=BY_LEARNER))
                return
            except (SQLAlchemyError, OSError) as error:
                log.error("opt_out_not_committed", message_sid=message.sid, reason=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)

    # --- everything else ---

    async def _take_in(self, message: InboundSms) -> str:
        if forget_words.asked(message.words.reveal()):
            return await self._forget(message)
        decision = self._decision(message, opted_out=False)
        if decision == "opt_out":
            return await self._stop(message)
        opted_out = False
        if decision != self._decision(message, opted_out=True) or decision != "none":
            # Only here does it matter beforehand whether the number stopped: "YES" is a word like any other otherwise.
            async with self._database.begin() as session:
                opted_out = await self._opt_outs.has(session, message.sender)
                decision = self._decision(message, opted_out)
                if decision == "ambiguous" and await self._asked_already(session, message.sender):
                    decision = "none"  # "did you want me to stop?" is asked once
        row = self._row(message, decision, opted_out)
        name = {"opt_in": "opted_in", "help": "help", "ambiguous": "stop_or_not"}.get(decision)

        async def commit(session: AsyncSession) -> None:
            stopped = opted_out or await self._opt_outs.has(session, message.sender)
            if not await self._claimed(session, _silenced(row) if stopped and row.state == "waiting" else row):
                return
            if stopped:
                # Where Twilio itself blocks this number, our words lift nothing and nothing we sent would arrive.
                twilio_too = _twilio_starts(message)
                if decision != "opt_in" or not await self._opt_outs.lift(
                    session, message.sender, twilio_too=twilio_too
                ):
                    return
            await self._parts.numbers.keep(session, row.pseudonym, message.sender)
            if name and not self._twilio_answered(message):
                outbox.queue(session, row, [await self._say(session, message, name)])

        await self._writer.write(commit)
        (self._sender_bell if name else self._bell).ring()
        return EMPTY

    def _decision(self, message: InboundSms, opted_out: bool) -> str:
        """What the message is to the opt-out list; Twilio's own verdict goes first."""
        told = {"STOP": "opt_out", "START": "opt_in", "HELP": "help"}.get(message.opt_out_type)
        if told:
            return told
        if not message.words.reveal() or wish.asks(message.words.reveal()):
            return "none"  # "cancel my reminder" is about the reminder
        return self._parts.decide(message.words.reveal(), opted_out=opted_out)

    async def _stop(self, message: InboundSms) -> str:
        """Opted out, in one transaction; the confirmation is the webhook's reply, as nothing else may follow."""
        by = BY_TWILIO if self._twilio_answered(message) else BY_LEARNER
        row = self._row(message, "opt_out", True)

        async def commit(session: AsyncSession) -> Language | None:
            if not await self._claimed(session, row):
                return None
            await self._opt_outs.add(session, message.sender, by)
            return await self._language(session, row.pseudonym)

        async with self._gate.closed(self._identities.of(message.sender)):
            language = await self._writer.write(commit)
        if language is None or by == BY_TWILIO:
            return EMPTY
        spoken = language_of_command(message.words.reveal(), language)
        said = say("opted_out", spoken, program=self._settings.program_name)
        return twiml([plain(said, transliterate=self._settings.sms_transliterate)])

    async def _forget(self, message: InboundSms) -> str:
        """Everything about the number goes, in one transaction; the receipt is the webhook's own reply."""
        pseudonym = self._identities.of(message.sender)

        async def commit(session: AsyncSession) -> Language:
            language = await self._language(session, pseudonym)
            await forget_number(session, pseudonym)
            return language

        async with self._gate.closed(pseudonym):
            language = await self._writer.write(commit)
        await self._database.wipe()
        spoken = language_of_command(message.words.reveal(), language)
        return twiml([plain(say("forgotten", spoken), transliterate=self._settings.sms_transliterate)])

    def _row(self, message: InboundSms, decision: str, opted_out: bool) -> SmsInbound:
        """The inbox row: only an ordinary message of a number that may be texted waits for a turn, and has words."""
        waits = decision == "none" and not opted_out
        kind, words = self._kept(message) if waits else (decision if decision != "none" else "opted_out", None)
        return SmsInbound(
            message_sid=message.sid,
            pseudonym=self._identities.of(message.sender),
            to_number=message.receiver,
            scrubbed_text=words,
            kind=kind,
            state="waiting" if waits else "done",
            attempts=0,
            received_at=now(),
            order=self._next_order(),
        )

    def _kept(self, message: InboundSms) -> tuple[str, str | None]:
        """Kind and scrubbed words of a message; no words where there are none or they could not be made anonymous."""
        if not message.words.reveal():
            return ("media" if message.media else "empty"), None
        try:
            return "message", self._scrubber.scrub(
                RawText(message.words.reveal()[: inbound.LONGEST_BODY])
            ).text.reveal()
        except Exception as error:  # whatever is wrong with the scrubber, it fails closed
            log.warning("not_kept", reason=type(error).__name__)
            return "unscrubbed", None

    async def _asked_already(self, session: AsyncSession, e164: str) -> bool:
        query = select(SmsInbound.message_sid).where(
            SmsInbound.pseudonym == self._identities.of(e164),
            SmsInbound.kind == "ambiguous",
            SmsInbound.received_at >= now() - ASKED_RECENTLY,
        )
        return await session.scalar(query.limit(1)) is not None

    async def _claimed(self, session: AsyncSession, row: SmsInbound) -> bool:
        """Makes the row; False when this message id has been taken in before."""
        values = {column.key: getattr(row, column.key) for column in SmsInbound.__mapper__.column_attrs}
        return await insert_once(session, SmsInbound, **values)

    def _next_order(self) -> int:
        """Microseconds, never twice the same: the order of arrival, over restarts too."""
        self._last_order = max(self._last_order + 1, time.time_ns() // 1000)
        return self._last_order

    def _twilio_answered(self, message: InboundSms) -> bool:
        """Whether Twilio has replied to this word itself, and (for a stop) blocks the number itself."""
        if message.opt_out_type:
            return True
        words = inbound.TWILIO_STOPS | inbound.TWILIO_STARTS | inbound.TWILIO_HELPS
        return self._settings.twilio_answers_keywords and message.keyword in words

    async def _say(self, session: AsyncSession, message: InboundSms, name: str) -> str:
        language = await self._language(session, self._identities.of(message.sender))
        spoken = language_of_command(message.words.reveal(), language)
        said = say(name, spoken, program=self._settings.program_name, contact=self._settings.contact)
        return plain(said, transliterate=self._settings.sms_transliterate)

    async def _language(self, session: AsyncSession, pseudonym: str) -> Language:
        found = await session.scalar(select(Conversation.language).where(Conversation.pseudonym == pseudonym))
        return "es" if found == "es" else "en"


def _silenced(row: SmsInbound) -> SmsInbound:
    """The row of a number that stopped: taken note of, without words, and done."""
    row.state, row.kind, row.scrubbed_text = "done", "opted_out", None
    return row


def twiml(bodies: list[str]) -> str:
    """Messages as the webhook's own reply."""
    messages = "".join(f"<Message>{escape(body)}</Message>" for body in bodies)
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{messages}</Response>'


def _twilio_starts(message: InboundSms) -> bool:
    return message.opt_out_type == "START" or message.keyword in inbound.TWILIO_STARTS
