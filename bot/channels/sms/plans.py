"""Texts a web visitor's kept answers to a phone, once, because they asked for it there and agreed to the text.

Receives a number as typed, answers and a language; queues what fits one or two short messages, the rest waits for MORE.
Says nothing about a number: who opted out, or has had enough for a day, gets nothing, and whoever typed it is told the same as
always. Never logs or returns the number.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.bell import Bell
from bot.channels.sms.network import OUR_NUMBER, Network
from bot.channels.sms.optouts import OptOuts
from bot.channels.sms.paging import pages
from bot.channels.sms.ports import Parts
from bot.channels.sms.render import PAGE, plain
from bot.channels.sms.segments import measure
from bot.channels.sms.transliteration import economical
from bot.channels.sms.wording import say
from bot.channels.sms.writer import Writer
from bot.errors import PhoneNotTaken
from bot.messages import Language, Turn
from bot.settings import Settings
from bot.store.models import SmsOutbound, now

log = structlog.get_logger()
A_DAY_MOST = 2  # plans to one number: a stranger's number typed by mistake, or on purpose, is not flooded
LINES_OF_A_CARD = 3
WORDS_OF_AN_ANSWER = 160  # characters
MARK = "plan-"


class PlanTexts:
    """Queues plans for the channel's sender."""

    def __init__(
        self, settings: Settings, writer: Writer, parts: Parts, opt_outs: OptOuts, network: Network, bell: Bell
    ) -> None:  # fmt: skip
        self._settings, self._writer, self._parts = settings, writer, parts
        self._opt_outs, self._network, self._bell = opt_outs, network, bell

    async def send(self, typed: str, turns: list[Turn], language: Language) -> None:
        """Queues the plan; raises `PhoneNotTaken` for what is no US number, or one nobody here can reach."""
        number = us_number(typed)
        simulated = bool(number) and self._network.reaches(number or "")
        if number is None or not (simulated or self._settings.twilio_account_sid):
            raise PhoneNotTaken()
        sender = OUR_NUMBER if simulated else self._settings.twilio_from
        bodies = self._bodies(turns, language)

        async def queue(session: AsyncSession) -> bool:
            if await self._opt_outs.has(session, number) or await self._had_enough(session, number):
                return False
            pseudonym = self._parts.identities.of(number)
            await self._parts.numbers.keep(session, pseudonym, number)
            mark = f"{MARK}{secrets.token_hex(12)}"
            for part, body in enumerate(bodies):
                session.add(
                    SmsOutbound(
                        pseudonym=pseudonym, from_number=sender, in_reply_to=mark, part=part, body=body,
                        segments=measure(body).segments, state="held" if part else "queued",
                    )
                )  # fmt: skip
            return True

        log.info("plan_texted", sent=await self._writer.write(queue))
        self._bell.ring()

    async def _had_enough(self, session: AsyncSession, number: str) -> bool:
        query = select(func.count(func.distinct(SmsOutbound.in_reply_to))).where(
            SmsOutbound.pseudonym == self._parts.identities.of(number),
            SmsOutbound.in_reply_to.startswith(MARK),
            SmsOutbound.created_at >= now() - timedelta(days=1),
        )
        return int(await session.scalar(query) or 0) >= A_DAY_MOST

    def _bodies(self, turns: list[Turn], language: Language) -> list[str]:
        spelling = economical if self._settings.sms_transliterate else str
        intro = plain(
            say("plan", language, program=self._settings.program_name), transliterate=self._settings.sms_transliterate
        )
        text = "\n\n".join([intro, *(found for turn in turns if (found := _short(turn)))])
        return pages(text, PAGE, say("more", language), spelling)


def us_number(typed: str) -> str | None:
    """A ten-digit North American number as +1…, or None."""
    digits = re.sub(r"\D", "", typed)
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    return f"+1{digits}" if re.fullmatch(r"[2-9]\d{2}[2-9]\d{6}", digits) else None


def _short(turn: Turn) -> str:
    """An answer as a note to oneself: each card's name, first facts and link; else its first words."""
    cards = [card for reply in turn.replies for card in reply.cards]
    if cards:
        return "\n\n".join(
            "\n".join([card.title, *card.lines[:LINES_OF_A_CARD], *([card.url] if card.url else [])]) for card in cards
        )
    text = " ".join(reply.text for reply in turn.replies)
    return text if len(text) <= WORDS_OF_AN_ANSWER else f"{text[: WORDS_OF_AN_ANSWER - 3].rsplit(' ', 1)[0]}..."
