"""One message's road: screen, scrub, understand, answer, count. See ARCHITECTURE.md; the order of the steps is binding.

Receives an `Inbound` from a channel, gives a `Turn`. Raw text exists only inside `handle`; what is written is scrubbed
text (web transcripts, while the session lives), coded context, and insight codes.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import aftercare, passing_on
from bot.channels import forget_words
from bot.dialogue import choices, language, menu, opening, questions
from bot.dialogue.engine import Engine, EngineTurn
from bot.errors import ConversationNotFound, EngineUnavailable, NotAllowed, NotFound
from bot.insights.recorder import InsightRecorder, TurnFacts
from bot.messages import Channel, Inbound, Language, Outcome, RawText, Reply, ScrubbedText, Turn, Understanding
from bot.safety.cards import crisis_turn
from bot.safety.screen import Hit, Topic, screen
from bot.settings import Settings
from bot.sites.sites import Sites
from bot.store.database import Database
from bot.store.models import Conversation, TranscriptEntry, now
from knowledge.mentions import Mention

log = structlog.get_logger()
DANGER: tuple[Topic, ...] = ("crisis", "danger")
CARD_WAITS = 0.3  # seconds the hotline card waits for being counted: a busy turn or a hung store must not hold it back
YOUNGEST_KEPT = 13  # younger learners' words are never kept (COPPA)


class Scrubs(Protocol):
    """The scrubber's one method; raises `ScrubbingFailed`."""

    def scrub(self, raw: RawText) -> Any: ...


class Links(Protocol):
    """The linker's one method."""

    def link(self, text: str) -> list[Mention]: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A new conversation: the token is shown once and kept only as a hash."""

    conversation_id: str
    token: str
    notice_version: str
    notice: str
    replies: list[Reply]


@dataclass(frozen=True, slots=True)
class Taken:
    """A turn as it was taken: what goes out, the context after it, and what it leaves to count."""

    turn: Turn
    context: dict[str, Any] | None = None
    needs: list[str] = field(default_factory=list)
    unmet: list[str] = field(default_factory=list)  # "need:field" that nobody offers here
    silent: bool = False  # the learner's words are not kept, not even scrubbed
    passed: passing_on.Step | None = None  # a question to keep for the team, or to take back


class Conversations:
    """Everything a channel needs of the dialogue. All dependencies are given; nothing is global."""

    def __init__(
        self, settings: Settings, database: Database, engine: Engine, scrubber: Scrubs, linker: Links,
        recorder: InsightRecorder, sites: Sites | None = None,
    ) -> None:  # fmt: skip
        self._settings, self._database, self._engine = settings, database, engine
        self._scrubber, self._linker, self._recorder = scrubber, linker, recorder
        self._sites = sites or Sites(database)
        self._locks: OrderedDict[str, asyncio.Lock] = OrderedDict()
        self._counting: set[asyncio.Task[None]] = set()

    # --- the road ---

    async def handle(self, inbound: Inbound, token: str | None) -> Turn:
        """Answers one web message. Raises NotAllowed, ConversationNotFound, ChoiceNotOffered; danger is answered first."""
        if inbound.text and not inbound.screened and (hit := screen(inbound.text)):
            return await self.answer_danger(inbound, token, hit)
        async with self.lock(inbound.conversation_id):
            async with self._database.begin() as session:
                conversation = await self._authorised(session, inbound.conversation_id, token)
                if repeated := await self._already_answered(session, inbound):
                    return repeated
            if inbound.text and forget_words.asked(inbound.text.reveal()):
                return await self._forget_on_request(conversation)
            try:
                scrubbed = self._scrubber.scrub(inbound.text).text if inbound.text else None
            except Exception as error:  # whatever is wrong with the scrubber, it fails closed
                log.warning("not_kept", reason=type(error).__name__)
                return self._without_keeping(conversation)
            picked = choices.pick(conversation.offered, scrubbed, inbound.choice)
            taken = await self._dialogue(conversation, scrubbed, picked)
            async with self._database.begin() as session:
                conversation = await session.merge(conversation)
                await self._keep(session, conversation, inbound, scrubbed, taken)
            return taken.turn

    async def _forget_on_request(self, conversation: Conversation) -> Turn:
        """The typed command does what the button does; the receipt is the last thing said."""
        channel: Channel = conversation.channel  # type: ignore[assignment]
        speaks: Language = conversation.language  # type: ignore[assignment]
        async with self._database.begin() as session:
            await self._delete(session, conversation.id)
        await self._database.wipe()
        receipt = Reply(text=menu.say("utter_gateway_forgotten", speaks, channel))
        return Turn(replies=[receipt], understanding=_understood(["delete_data"], conversation))

    async def note_danger(self, pseudonym: str, turn: Turn, hit: Hit | None = None) -> None:
        """Counts a crisis that came by text: its class, language and week, never the words."""
        async with self._database.begin() as session:
            conversation = await self._by_pseudonym(session, pseudonym)
            if hit:
                aftercare.note_danger(conversation, hit)
            await self._update(session, conversation, Taken(turn, silent=True))

    async def take_text_turn(self, session: AsyncSession, pseudonym: str, text: ScrubbedText | None) -> Turn:
        """Answers one committed text message inside the caller's transaction (the outbox rows join it)."""
        conversation = await self._by_pseudonym(session, pseudonym)
        if text is None:
            return self._without_keeping(conversation)
        picked = choices.pick(conversation.offered, text, None)
        taken = await self._dialogue(conversation, text, picked)
        await self._update(session, conversation, taken)
        return taken.turn

    async def begin_text(
        self, session: AsyncSession, pseudonym: str, *, language: Language, site_id: str, context: dict[str, Any],
        survey: str | None = None,
    ) -> None:  # fmt: skip
        """Starts a number's conversation, or moves it, to where a campaign word or a reminder belongs."""
        conversation = await self._by_pseudonym(session, pseudonym)
        conversation.language, conversation.last_active_at = language, now()
        site = await self._sites.find(site_id)
        conversation.organization_id, conversation.site_id = site.organization_id, site.id
        context = ({"region": site.region} if site.region else {}) | context
        conversation.context = conversation.context | context
        conversation.survey = survey or conversation.survey

    async def _dialogue(
        self, conversation: Conversation, text: ScrubbedText | None, picked: choices.Offered | None
    ) -> Taken:
        """Language, names, engine; the menu when the engine cannot answer."""
        words = ScrubbedText(picked["label"]) if picked else (text or ScrubbedText(""))
        channel: Channel = conversation.channel  # type: ignore[assignment]
        if own := self._own_step(conversation, words, picked):
            return own
        mentions = [] if picked else self._linker.link(words.reveal())
        speaks = self._language_of(conversation, words, mentions, picked is not None)
        if speaks is None:
            reply = choices.offer(menu.other_language(channel), conversation)
            return Taken(Turn(replies=[reply], understanding=_understood(["change_language"], conversation)))
        conversation.language = speaks
        if any(m.type == "age" and m.value.isdigit() and int(m.value) < YOUNGEST_KEPT for m in mentions):
            conversation.under_13 = True
        try:
            answer = await self._ask(words, speaks, conversation, mentions, picked)
        except EngineUnavailable as error:
            log.warning("engine_unavailable", reason=str(error))
            reply = choices.offer(menu.fallback(speaks, channel), conversation)
            return Taken(Turn(replies=[reply], understanding=_understood(["help"], conversation, "not_known")))
        for topic in DANGER:
            if answer.topics[0] == topic:
                # The classifier heard what the screen's patterns did not: the same card, and no words kept.
                hit = Hit.of_topic(topic, speaks)
                aftercare.note_danger(conversation, hit)
                return Taken(crisis_turn(hit, channel), silent=True)
        if chosen := answer.context.pop("chosen_language", None):
            conversation.language, conversation.language_chosen = chosen, True
        needs = [m.value for m in mentions if m.type == "need"]
        said = aftercare.replies(conversation, answer, words, needs, typed=picked is None)
        replies = [choices.offer(reply, conversation) for reply in said]
        if answer.topics[0] == "talk_to_human":
            replies = [*await self._contact_of(conversation), *replies]
        understanding = Understanding(
            topics=answer.topics, language=conversation.language, entities=answer.entities, outcome=answer.outcome
        )
        silent = aftercare.is_sensitive(answer.topics, needs)
        unmet = answer.context.pop("gaps", None) or []
        return Taken(Turn(replies=replies, understanding=understanding), answer.context, needs, unmet, silent)

    def _own_step(
        self, conversation: Conversation, words: ScrubbedText, picked: choices.Offered | None
    ) -> Taken | None:
        """What the gateway answers by itself: the card asked for again, and a question passed on or taken back."""
        topic = picked["payload"].get("topic") if picked else None
        if topic == aftercare.HOTLINE:
            return Taken(aftercare.hotline_again(conversation), silent=True)
        if topic in passing_on.STEPS:
            step = passing_on.take(str(topic), conversation)
        elif key := passing_on.code_in(words.reveal()):
            conversation.passed_on = [*(kept for kept in conversation.passed_on if kept != key), key]
            step = passing_on.take(passing_on.TAKE_BACK, conversation)
        else:
            return None
        reply = choices.offer(step.reply, conversation)
        return Taken(
            Turn(replies=[reply], understanding=_understood(["give_feedback"], conversation)), silent=True, passed=step
        )

    async def _ask(
        self, words: ScrubbedText, speaks: Language, conversation: Conversation, mentions: list[Mention],
        picked: choices.Offered | None,
    ) -> EngineTurn:  # fmt: skip
        """The engine's turn; a message that asks two things is asked in two, when both halves get a sure answer."""
        channel: Channel = conversation.channel  # type: ignore[assignment]
        if not picked and (halves := questions.split(words.reveal())):
            first, second = (ScrubbedText(half) for half in halves)
            one = await self._engine.turn(
                first, language=speaks, channel=channel, context=conversation.context,
                mentions=self._linker.link(first.reveal()),
            )  # fmt: skip
            two = await self._engine.turn(
                second, language=speaks, channel=channel, context=one.context,
                mentions=self._linker.link(second.reveal()),
            )  # fmt: skip
            if questions.both_answered(one, two):
                return questions.merged(one, two)
        return await self._engine.turn(
            words, language=speaks, channel=channel, context=conversation.context, mentions=mentions,
            choice=picked["payload"] if picked else None,
        )  # fmt: skip

    def _language_of(
        self, conversation: Conversation, words: ScrubbedText, mentions: list[Mention], picked: bool
    ) -> Language | None:
        """The reply's language; None when the message is in neither."""
        current: Language = conversation.language  # type: ignore[assignment]
        if picked or conversation.language_chosen:
            return current
        decision = language.decide(words.reveal(), current, [(m.start, m.end) for m in mentions])
        return None if decision.other else decision.language

    # --- what is kept ---

    async def _keep(
        self,
        session: AsyncSession,
        conversation: Conversation,
        inbound: Inbound,
        text: ScrubbedText | None,
        taken: Taken,
    ) -> None:
        await self._update(session, conversation, taken)
        keeps_words = text is not None and not taken.silent and not conversation.under_13
        session.add(
            TranscriptEntry(
                conversation_id=conversation.id,
                sequence=conversation.sequence,
                client_message_id=inbound.client_message_id,
                learner_text=text.reveal() if text and keeps_words else None,
                turn=taken.turn.model_dump(mode="json"),
            )
        )

    async def _update(self, session: AsyncSession, conversation: Conversation, taken: Taken) -> None:
        """The conversation moves on, and the turn is counted."""
        conversation.sequence += 1
        conversation.last_active_at = now()
        if taken.context is not None:
            conversation.context = taken.context
        if taken.passed:
            if taken.passed.keep:
                session.add(taken.passed.keep)
            if taken.passed.take_back:
                await passing_on.forget(session, [taken.passed.take_back])
            return  # a step of ours, not a question to count
        facts = TurnFacts.of(
            taken.turn.understanding,
            channel=conversation.channel,
            region=conversation.context.get("region"),
            needs=taken.needs,
            unmet=taken.unmet,
            organization_id=conversation.organization_id,
            site_id=conversation.site_id,
        )
        conversation.fed_cells = await self._recorder.record(session, facts, conversation.fed_cells)

    async def answer_danger(self, inbound: Inbound, token: str | None, hit: Hit) -> Turn:
        """The card first; counting it and showing it again after a reload are extras that may fail, and wait for nobody."""
        turn = crisis_turn(hit, inbound.channel)
        counting = asyncio.create_task(self._count_danger(inbound, token, hit, turn))
        self._counting.add(counting)
        counting.add_done_callback(self._counting.discard)
        await asyncio.wait({counting}, timeout=CARD_WAITS)
        return turn

    async def _count_danger(self, inbound: Inbound, token: str | None, hit: Hit, turn: Turn) -> None:
        without_words = dataclasses.replace(inbound, text=None)
        try:
            async with self.lock(inbound.conversation_id), self._database.begin() as session:
                conversation = await self._authorised(session, inbound.conversation_id, token)
                if not await self._already_answered(session, inbound):
                    aftercare.note_danger(conversation, hit)
                    await self._keep(session, conversation, without_words, None, Taken(turn, silent=True))
        except (SQLAlchemyError, OSError, NotAllowed, ConversationNotFound) as error:
            log.warning("danger_not_counted", reason=type(error).__name__)

    def _without_keeping(self, conversation: Conversation) -> Turn:
        """Scrubbing failed: the menu, and nothing kept or counted."""
        channel: Channel = conversation.channel  # type: ignore[assignment]
        speaks: Language = conversation.language  # type: ignore[assignment]
        reply = choices.offer(menu.not_kept(speaks, channel), conversation)
        return Turn(replies=[reply], understanding=_understood(["help"], conversation, "not_known"))

    # --- opening, finding, showing again, forgetting ---

    async def open(
        self, channel: Channel, speaks: Language | None, site_id: str | None, about: str | None = None
    ) -> Opened:
        """A new conversation with its token, notice and greeting; an unknown site falls back to the default one.

        `about` is what the page says it shows ("Security+"): a name found in it becomes what the conversation is about.
        """
        token, site = secrets.token_urlsafe(32), await self._sites.find(site_id)
        found = opening.subject(self._linker.link(about[: opening.LONGEST_ABOUT])) if about else None
        context = {"region": site.region} if site.region else {}
        conversation = Conversation(
            id=_new_id(channel), token_hash=_hash(token), channel=channel, language=speaks or site.language,
            organization_id=site.organization_id, site_id=site.id, offered=[],
            context=context | ({found.type: found.value} if found else {}),
        )  # fmt: skip
        said: Language = conversation.language  # type: ignore[assignment]
        first = opening.opening(site.face.greeting.get(said, ""), found, said, channel)
        replies = [choices.offer(first, conversation)] if first else []
        async with self._database.begin() as session:
            session.add(conversation)
        notice = menu.notice(said, channel, self._settings.program_name, site.speaks_for or self._settings.contact)
        return Opened(conversation.id, token, menu.NOTICE_VERSION, notice, replies)

    async def _contact_of(self, conversation: Conversation) -> list[Reply]:
        """Whom the site names for who wants a person, before what the knowledge base knows."""
        site = await self._sites.find(conversation.site_id)
        contact = site.face.contact
        if not contact.given:
            return []
        channel: Channel = conversation.channel  # type: ignore[assignment]
        speaks: Language = conversation.language  # type: ignore[assignment]
        text = menu.say("utter_gateway_contact", speaks, channel, name=contact.name, ways=", ".join(contact.ways))
        return [Reply(text=text, cards=[contact.card(site.name)])]

    async def transcript(self, conversation_id: str, token: str | None, after: int) -> list[TranscriptEntry]:
        """What was said since `after`, oldest first, at most 100 turns."""
        async with self._database.begin() as session:
            await self._authorised(session, conversation_id, token)
            query = select(TranscriptEntry).where(
                TranscriptEntry.conversation_id == conversation_id, TranscriptEntry.sequence > after
            )
            return list((await session.scalars(query.order_by(TranscriptEntry.sequence).limit(100))).all())

    async def answer_to(
        self, session: AsyncSession, conversation_id: str, token: str | None, client_message_id: str
    ) -> tuple[Conversation, Turn]:
        """The conversation and one of its answers, by the message it answered; raises `NotFound` where there is none."""
        conversation = await self._authorised(session, conversation_id, token)
        inbound = Inbound(conversation_id, channel_of(conversation_id), client_message_id=client_message_id)
        turn = await self._already_answered(session, inbound)
        if turn is None:
            raise NotFound()
        return conversation, turn

    async def forget(self, conversation_id: str, token: str | None) -> None:
        """Deletes the conversation and everything said in it, now."""
        async with self.lock(conversation_id), self._database.begin() as session:
            await self._authorised(session, conversation_id, token)
            await self._delete(session, conversation_id)
        await self._database.wipe()

    async def _delete(self, session: AsyncSession, conversation_id: str) -> None:
        passed = await session.scalar(select(Conversation.passed_on).where(Conversation.id == conversation_id))
        await passing_on.forget(session, passed or [])
        await session.execute(delete(TranscriptEntry).where(TranscriptEntry.conversation_id == conversation_id))
        await session.execute(delete(Conversation).where(Conversation.id == conversation_id))

    async def authorise(self, conversation_id: str, token: str | None) -> None:
        async with self._database.begin() as session:
            await self._authorised(session, conversation_id, token)

    async def _authorised(self, session: AsyncSession, conversation_id: str, token: str | None) -> Conversation:
        if not token:
            raise NotAllowed()
        conversation = await session.get(Conversation, conversation_id)
        if conversation is None or not conversation.token_hash:
            raise ConversationNotFound()
        if not hmac.compare_digest(conversation.token_hash, _hash(token)):
            raise NotAllowed()
        return conversation

    async def _by_pseudonym(self, session: AsyncSession, pseudonym: str) -> Conversation:
        found = await session.scalar(select(Conversation).where(Conversation.pseudonym == pseudonym))
        if found is None:
            found = Conversation(
                id=_new_id("sms"), channel="sms", pseudonym=pseudonym, language="en", context={}, offered=[],
                fed_cells=[], sequence=0, language_chosen=False, under_13=False,
                organization_id="default", site_id="default",
            )  # fmt: skip
            session.add(found)
        return found

    async def _already_answered(self, session: AsyncSession, inbound: Inbound) -> Turn | None:
        """The first answer to this client_message_id, if there was one."""
        if not inbound.client_message_id:
            return None
        entry = await session.scalar(
            select(TranscriptEntry).where(
                TranscriptEntry.conversation_id == inbound.conversation_id,
                TranscriptEntry.client_message_id == inbound.client_message_id,
            )
        )
        return Turn.model_validate(entry.turn) if entry else None

    def lock(self, conversation_id: str) -> asyncio.Lock:
        """One turn at a time in a conversation; idle locks are dropped."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._locks.move_to_end(conversation_id)
        while len(self._locks) > 10_000 and not next(iter(self._locks.values())).locked():
            self._locks.popitem(last=False)
        return lock


def _new_id(channel: Channel) -> str:
    """A random id that says how to render, so that a reply can be shaped when the store cannot be asked."""
    return f"{channel[0]}{secrets.token_urlsafe(24)}"


def channel_of(conversation_id: str) -> Channel:
    """How a conversation's replies are rendered."""
    return "sms" if conversation_id.startswith("s") else "web"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _understood(topics: list[str], conversation: Conversation, outcome: Outcome = "answered") -> Understanding:
    return Understanding(topics=topics, language=conversation.language, outcome=outcome)
