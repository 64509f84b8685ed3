"""A small world around the text-message channel: hand-written stand-ins for everything it is given."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.bell import Bell
from bot.channels.sms.claims import insert_once
from bot.channels.sms.errands import Errands
from bot.channels.sms.gate import SendGate
from bot.channels.sms.inbox import Inbox
from bot.channels.sms.nudges.nudger import Nudger
from bot.channels.sms.nudges.words import Words
from bot.channels.sms.optouts import OptOuts
from bot.channels.sms.ports import Carrier, Form, Handed, Message, Notice, Parts
from bot.channels.sms.sender import Sender
from bot.channels.sms.status import Statuses
from bot.channels.sms.worker import Worker
from bot.channels.sms.writer import Writer
from bot.errors import ScrubbingFailed
from bot.messages import Choice, RawText, Reply, ScrubbedText, Turn, Understanding
from bot.settings import Settings
from bot.store.database import Database
from bot.store.models import Base, Conversation, Organization, Site, SmsInbound, SmsOutbound, now

PHONE = "+15205550123"
OTHER = "+13055550199"
OURS = "+15205559999"


class FakeIdentities:
    def of(self, e164: str) -> str:
        return hashlib.sha256(e164.encode()).hexdigest()[:16]

    def opt_out_hashes(self, e164: str) -> list[tuple[str, str]]:
        return [(hashlib.sha256(f"{key}{e164}".encode()).hexdigest(), key) for key in ("new", "retired")]


class FakeNumbers:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def keep(self, session: AsyncSession, pseudonym: str, e164: str) -> None:
        self.kept[pseudonym] = e164

    async def number_of(self, session: AsyncSession, pseudonym: str) -> str | None:
        return self.kept.get(pseudonym)


@dataclass
class Scrubbed:
    text: ScrubbedText


class FakeScrubber:
    """Replaces the name Destiny; fails on "unscrubbable"."""

    def scrub(self, raw: RawText) -> Scrubbed:
        if "unscrubbable" in raw.reveal():
            raise ScrubbingFailed()
        return Scrubbed(ScrubbedText(raw.reveal().replace("Destiny", "<PERSON>")))


def screen(raw: RawText) -> str | None:
    return "self_harm" if "want to die" in raw.reveal().lower() else None


def crisis_turn(hit: str) -> Turn:
    return answer("Call or text 988 now. In danger: 911. I am a bot, not a counselor.", outcome="crisis")


def decide(text: str, opted_out: bool = False) -> str:
    """A tiny opt-out decision: enough words for these tests."""
    plain = text.strip().strip(".!").lower()
    if plain in ("stop", "alto", "unsubscribe", "no más mensajes"):
        return "opt_out"
    if plain in ("start", "unstop", "iniciar") or (opted_out and plain in ("yes", "sí")):
        return "opt_in"
    if plain in ("help", "ayuda", "info"):
        return "help"
    return "ambiguous" if plain == "enough of this" else "none"


def answer(text: str, *labels: str, language: str = "en", outcome: str = "answered") -> Turn:
    reply = Reply(text=text, choices=[Choice(label=label, value=label) for label in labels])
    return Turn(
        replies=[reply],
        understanding=Understanding.model_validate({"topics": ["role_pay"], "language": language, "outcome": outcome}),
    )


def echo(text: str | None) -> Turn:
    return answer(f"You said: {text}")


@dataclass
class FakeTurns:
    """Answers each text with an echo, or whatever `answers` says; writes to the store as the real one does."""

    answers: Callable[[str | None], Turn] = field(default_factory=lambda: echo)
    seen: list[tuple[str, str | None]] = field(default_factory=list)
    hang: asyncio.Event | None = None
    fail_times: int = 0
    begun: list[tuple[str, str, str, dict[str, Any], str | None]] = field(default_factory=list)

    async def take_text_turn(self, session: AsyncSession, pseudonym: str, text: ScrubbedText | None) -> Turn:
        words = text.reveal() if text else None
        found = await session.scalar(select(Conversation).where(Conversation.pseudonym == pseudonym))
        if self.hang is not None:
            await self.hang.wait()
        if self.fail_times:
            self.fail_times -= 1
            raise RuntimeError("the engine is on fire")
        turn = self.answers(words)
        if found is None:
            session.add(
                Conversation(
                    id=f"c-{pseudonym}",
                    channel="sms",
                    pseudonym=pseudonym,
                    language=turn.understanding.language,
                    context={},
                    offered=[],
                    fed_cells=[],
                )
            )
        self.seen.append((pseudonym, words))
        return turn

    async def begin_text(
        self, session: AsyncSession, pseudonym: str, *, language: str, site_id: str, context: dict[str, Any],
        survey: str | None = None,
    ) -> None:  # fmt: skip
        self.begun.append((pseudonym, site_id, language, context, survey))
        found = await session.scalar(select(Conversation).where(Conversation.pseudonym == pseudonym))
        if found is None:
            found = Conversation(id=f"c-{pseudonym}", channel="sms", pseudonym=pseudonym, offered=[], fed_cells=[])
            session.add(found)
        found.language, found.context = language, context


class FakeCarrier:
    """Takes everything, or raises what `refuses` holds, in order."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.refuses: list[Exception | None] = []
        self.reports = True
        self.hang: asyncio.Event | None = None

    def segments_per_second(self, sender: str) -> float:
        return 1e9

    async def send(self, message: Message) -> Handed:
        if self.hang is not None:
            await self.hang.wait()
        refusal = self.refuses.pop(0) if self.refuses else None
        if refusal is not None:
            raise refusal
        self.sent.append(message)
        return Handed(f"SM{len(self.sent):032d}", self.reports)

    @property
    def bodies(self) -> list[str]:
        return [message.body for message in self.sent]


class Clock:
    """The hour it is for nudges: the real one, until `to` moves it."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def __call__(self) -> datetime:
        return self.at or now()

    def to(self, at: str) -> None:
        """Moves to a UTC moment, such as "2027-03-14 18:00"."""
        self.at = datetime.fromisoformat(at)


class World:
    """The channel over a fresh store, stepped by hand: `arrive`, then `settle`."""

    def __init__(self, folder: Path, *, carrier: Carrier | None = None, url: str = "", **settings: Any) -> None:
        self.settings = Settings(env="test", data_dir=folder, _env_file=None, **settings)  # type: ignore[call-arg]
        self.database = Database(url or f"sqlite+aiosqlite:///{folder / 'sms.db'}")
        self.identities, self.numbers = FakeIdentities(), FakeNumbers()
        self.turns, self.fake_carrier = FakeTurns(), FakeCarrier()
        self.carrier: Carrier = carrier or self.fake_carrier
        self.danger: list[str] = []
        self.clock = Clock()
        self.notice: Notice | None = None
        self.build()

    def build(self) -> None:
        """A new process over the same store."""
        self.writer, self.gate, self.bell, self.outbox_bell = Writer(self.database), SendGate(), Bell(), Bell()
        self.opt_outs = OptOuts(self.identities)
        parts = self.parts()
        self.inbox = Inbox(
            self.settings,
            self.database,
            self.writer,
            FakeScrubber(),
            parts,
            self.opt_outs,
            self.gate,
            self.bell,
            self.outbox_bell,
        )
        words = Words(self.settings, lambda context, language: context.get("role"))
        self.errands = Errands(self.numbers, self.turns, words, self.clock)
        self.worker = Worker(
            self.settings,
            self.database,
            self.writer,
            self.turns,
            parts,
            self.bell,
            self.outbox_bell,
            errands=self.errands,
            pauses=(0.0, 0.0),
        )
        self.sender = Sender(
            self.database, self.writer, self.carrier, self.numbers, self.opt_outs, self.gate, self.outbox_bell,
            clock=self.clock,
        )  # fmt: skip
        self.nudger = Nudger(
            self.database, self.writer, self.numbers, self.opt_outs, self.turns, words, self.outbox_bell, self.clock
        )
        self.statuses = Statuses(self.writer, self.numbers, self.opt_outs, self.outbox_bell)

    def parts(self) -> Parts:
        return Parts(self.identities, self.numbers, screen, crisis_turn, decide, self.notice, self._note_danger)

    async def _note_danger(self, pseudonym: str, turn: Turn, hit: object) -> None:
        self.danger.append(turn.understanding.outcome)

    async def create(self) -> None:
        async with self.database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with self.database.begin() as session:
            await insert_once(session, Organization, id="default", name="Default")
            await insert_once(session, Site, id="default", organization_id="default", name="Default", language="en")

    async def close(self) -> None:
        await self.inbox.settle()
        await self.database.close()

    async def arrive(self, body: str, sid: str = "", sender: str = PHONE, **more: str) -> str:
        """One webhook call; gives the TwiML."""
        self._count = getattr(self, "_count", 0) + 1
        return await self.inbox.receive(form(body, sid or f"SM-in-{self._count}", sender, **more))

    async def settle(self) -> None:
        """Answers and sends everything that waits."""
        await self.worker.drain()
        await self.sender.drain()

    async def pass_time(self, to: str) -> None:
        """The clock moves, due nudges are queued and sent."""
        self.clock.to(to)
        await self.nudger.send_due()
        await self.sender.drain()

    async def rows(self, table: Any = SmsOutbound) -> list[Any]:
        async with self.database.begin() as session:
            order = SmsInbound.order if table is SmsInbound else None
            query = select(table).order_by(order) if order is not None else select(table)
            return list((await session.scalars(query)).all())

    async def opted_out(self, number: str = PHONE) -> bool:
        async with self.database.begin() as session:
            return await self.opt_outs.has(session, number)


def form(body: str, sid: str, sender: str = PHONE, **more: str) -> Form:
    return {"MessageSid": sid, "From": sender, "To": OURS, "Body": body, "NumMedia": "0"} | more


async def eventually(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Waits until something done by other tasks is so."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)
