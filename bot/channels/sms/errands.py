"""What the channel answers by itself, without the dialogue: reminders, agreeing to invitations, campaign words.

Receives a scrubbed message of the inbox, within the transaction of its turn; gives the texts to answer with, or None
where the dialogue should. Keeps codes and moments, never words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.claims import insert_once
from bot.channels.sms.nudges import book, wish
from bot.channels.sms.nudges.hours import Reach, local, reach_of, utc
from bot.channels.sms.nudges.words import Words
from bot.channels.sms.ports import Numbers, TextTurns
from bot.channels.sms.wording import language_of_command, say
from bot.messages import Language
from bot.store.models import Campaign, Conversation, Invitable, Nudge, SmsInbound, now

# Of a conversation's context, what a reminder takes along to go on with: ids, never what a learner told of themselves.
LONGEST_DAY = 6  # words of an answer to "what day?"
LONGEST_LIST = 3
CARRIED = ("role", "credential", "program", "region", "category")


@dataclass(frozen=True, slots=True)
class Errand:
    """What is answered, and in which language."""

    text: str
    language: Language


class Errands:
    """Answers what needs no dialogue."""

    def __init__(self, numbers: Numbers, turns: TextTurns, words: Words, clock: book.Clock = now) -> None:
        self._numbers, self._turns, self._words, self._clock = numbers, turns, words, clock

    async def answer(self, session: AsyncSession, row: SmsInbound) -> Errand | None:
        """The answer to `row`, or None."""
        said = row.scrubbed_text if row.kind == "message" else None
        if not said:
            return None
        query = select(Conversation).where(Conversation.pseudonym == row.pseudonym)
        conversation = await session.scalar(query)
        language: Language = "es" if conversation is not None and conversation.language == "es" else "en"
        if (campaign := await self._campaign(session, said)) is not None:
            return await self._welcome(session, row, campaign, language)
        if wish.cancels(said):
            return await self._cancel(session, row, said, language)
        if wish.lists(said):
            return await self._list(session, row, language_of_command(said, language))
        if wish.invites(said):
            return await self._agree(session, row, conversation, language_of_command(said, language))
        return await self._remind(session, row, said, conversation, language)

    async def _remind(
        self, session: AsyncSession, row: SmsInbound, said: str, conversation: Conversation | None, language: Language
    ) -> Errand | None:
        at = self._clock()
        asked = await book.pending(session, row.pseudonym, at)
        if not (asked or wish.asks(said)) or (reach := await self._reach(session, row, conversation)) is None:
            return None
        here = local(at, reach.zone)
        if (found := wish.read(said, here)) is None:
            moment = wish.read_moment(said, here) if asked and len(said.split()) <= LONGEST_DAY else None
            if asked is None or moment is None:
                return None  # another question: "what day?" is not asked again
            found = wish.Wish(moment, asked.occasion or "plan", language)
        if conversation is not None and conversation.under_13:
            return self._said("nudge_young", found.language)
        nudge = asked or Nudge(
            pseudonym=row.pseudonym, kind="reminder", from_number=row.to_number, occasion=found.occasion,
            context=_carried(conversation), **_partner(conversation),
        )  # fmt: skip
        nudge.state, nudge.language, nudge.reach, nudge.due_at = "asked", found.language, str(reach), at
        session.add(nudge)
        if refusal := await self._schedule(session, nudge, found, reach):
            return self._said(refusal, found.language)
        about, when = self._words.about(nudge), self._words.when(nudge)
        return self._said("nudge_set", found.language, when=when, about=about)

    async def _schedule(self, session: AsyncSession, nudge: Nudge, found: wish.Wish, reach: Reach) -> str | None:
        """Sets the moment; or the wording that says why not (the question then stays open)."""
        at = self._clock()
        if found.at is None:
            return "nudge_when"
        wanted = utc(found.at)
        if wanted <= at:
            return "nudge_past"
        if wanted > at + book.FARTHEST:
            return "nudge_far"
        due = book.soonest(reach, wanted)
        if not await book.room(session, nudge.pseudonym, due):
            return "nudge_full"
        nudge.state, nudge.due_at = "waiting", due
        return None

    async def _cancel(self, session: AsyncSession, row: SmsInbound, said: str, language: Language) -> Errand | None:
        lately = await book.sent_lately(session, row.pseudonym, self._clock())
        agreed = await session.get(Invitable, row.pseudonym) is not None
        cancelled = await book.cancel_all(session, row.pseudonym)
        if not (lately or agreed or cancelled) and len(said.split()) == 1:
            return None  # a bare SKIP of somebody without reminders is for the dialogue
        name = "nudge_cancelled" if lately or agreed or cancelled else "nudge_none"
        return self._said(name, language_of_command(said, language))

    async def _list(self, session: AsyncSession, row: SmsInbound, language: Language) -> Errand:
        waiting = await book.upcoming(session, row.pseudonym)
        if not waiting:
            return self._said("nudge_none", language)
        listed = "; ".join(f"{self._words.when(nudge)}: {self._words.about(nudge)}" for nudge in waiting[:LONGEST_LIST])
        return self._said("nudge_list", language, list=listed)

    async def _agree(
        self, session: AsyncSession, row: SmsInbound, conversation: Conversation | None, language: Language
    ) -> Errand | None:
        if conversation is not None and conversation.under_13:
            return self._said("nudge_young", language)
        if (reach := await self._reach(session, row, conversation)) is None:
            return None
        await insert_once(
            session, Invitable, pseudonym=row.pseudonym, language=language, from_number=row.to_number, reach=str(reach),
            since=self._clock(), **_partner(conversation),
        )  # fmt: skip
        return self._said("invited", language)

    async def _campaign(self, session: AsyncSession, said: str) -> Campaign | None:
        word = campaign_word(said)
        return await session.get(Campaign, word) if word and len(said.split()) <= LONGEST_DAY else None

    async def _welcome(self, session: AsyncSession, row: SmsInbound, campaign: Campaign, language: Language) -> Errand:
        spoken: Language = "es" if (campaign.language or language) == "es" else "en"
        await self._turns.begin_text(
            session, row.pseudonym, language=spoken, site_id=campaign.site_id, survey=campaign.survey,
            context={"region": campaign.region} if campaign.region else {},
        )  # fmt: skip
        said = say("welcome", spoken, program=self._words.program, title=campaign.title)
        if campaign.survey:
            said = f"{said}\n{say('welcome_survey', spoken)}"
        return Errand(self._words.spelled(said), spoken)

    async def _reach(self, session: AsyncSession, row: SmsInbound, conversation: Conversation | None) -> Reach | None:
        number = await self._numbers.number_of(session, row.pseudonym)
        region = conversation.context.get("region") if conversation is not None else None
        return reach_of(number, region if isinstance(region, str) else None) if number else None

    def _said(self, name: str, language: Language, **values: str) -> Errand:
        return Errand(self._words.say(name, language, **values), language)


def campaign_word(text: str) -> str:
    """A text as it is compared with campaign words: capitals and digits only, no accents."""
    plain = unicodedata.normalize("NFKD", text).upper()
    return re.sub(r"[^A-Z0-9]", "", plain)[:21]


def _carried(conversation: Conversation | None) -> dict[str, object]:
    context = conversation.context if conversation is not None else {}
    return {name: context[name] for name in CARRIED if context.get(name)}


def _partner(conversation: Conversation | None) -> dict[str, str]:
    """Whose site the conversation belongs to; the columns' own default where there is none yet."""
    if conversation is None:
        return {"organization_id": "default", "site_id": "default"}
    return {"organization_id": conversation.organization_id, "site_id": conversation.site_id}
