"""What the text-message channel needs from the rest of the service, as Protocols; `service.py` is given the real ones.

Nothing here does anything. Tests pass hand-written fakes of the same shapes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Language, RawText, ScrubbedText, Turn

Form = dict[str, str]
REPLY_VALIDITY = 300  # seconds a carrier may hold a reply back; an answer that comes later confuses
# Names what a conversation's coded context is about ("web developer"), or gives None.
Label = Callable[[Mapping[str, Any], Language], str | None]

# Says whether someone is in danger: the hit, or None. Needs no store, network or engine.
Screen = Callable[[RawText], Any | None]
# The hotline card for a hit, worded for a text message.
CrisisTurn = Callable[[Any], Turn]
# Counts a crisis by class, language and week, and keeps the card of the hit on offer; a failure is nobody's problem.
NoteDanger = Callable[[str, Turn, Any], Awaitable[None]]
# optout.decide(text, opted_out=False): opt_out, opt_in, help, ambiguous or none.
Decide = Callable[..., str]
# What is said once, before a number's first answer.
Notice = Callable[[Language], str]


class Scrubbed(Protocol):
    """What scrubbing gives."""

    @property
    def text(self) -> ScrubbedText: ...


class Scrubs(Protocol):
    """Replaces personal data by placeholders; raises `ScrubbingFailed`."""

    def scrub(self, raw: RawText) -> Scrubbed: ...


class TextTurns(Protocol):
    """The conversation behind a number. Reads at will, but writes only after the engine has answered."""

    async def take_text_turn(self, session: AsyncSession, pseudonym: str, text: ScrubbedText | None) -> Turn: ...

    async def begin_text(
        self, session: AsyncSession, pseudonym: str, *, language: Language, site_id: str, context: dict[str, Any],
        survey: str | None = None,
    ) -> None:  # fmt: skip
        """Starts or moves the conversation without a message: a campaign word, a reminder."""


class Identities(Protocol):
    """Keyed stand-ins for a telephone number. The opt-out list has keys of its own, retired ones for look-up."""

    def of(self, e164: str) -> str:
        """The pseudonym under which everything but the opt-out list knows this number."""

    def opt_out_hashes(self, e164: str) -> list[tuple[str, str]]:
        """(hash, key id) under every key the opt-out list ever had, the current one first."""


class Numbers(Protocol):
    """Deliverable numbers, encrypted, found by pseudonym."""

    async def keep(self, session: AsyncSession, pseudonym: str, e164: str) -> None: ...

    async def number_of(self, session: AsyncSession, pseudonym: str) -> str | None:
        """The number, or None where it has been forgotten."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text message on its way out. `attempt` counts from 1."""

    to: str = field(repr=False)
    sender: str
    body: str = field(repr=False)
    segments: int
    attempt: int = 1
    validity: int = REPLY_VALIDITY
    media_url: str | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """The carrier took the message: its id there, and whether it will report what becomes of it."""

    sid: str
    reports: bool = True


class Refused(Exception):
    """The carrier will not take this message, now (`retryable`) or ever. Carries a code, never the text or number."""

    def __init__(self, code: str, *, retryable: bool, after: float | None = None) -> None:
        super().__init__(code)
        self.code, self.retryable, self.after = code, retryable, after


class Carrier(Protocol):
    """Hands messages to phones; raises `Refused`."""

    async def send(self, message: Message) -> Handed: ...

    def segments_per_second(self, sender: str) -> float:
        """The pace of one sending number."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the channel is given by its siblings; `parts.py` has the real ones."""

    identities: Identities
    numbers: Numbers
    screen: Screen
    crisis_turn: CrisisTurn
    decide: Decide
    notice: Notice | None = None
    note_danger: NoteDanger | None = None
    label: Label | None = None
