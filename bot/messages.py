"""The words every part of the service shares: what comes in, what goes out, and what was understood.

Receives nothing, imports nothing of the service. A learner's own words travel as `RawText` until they are scrubbed and
as `ScrubbedText` after; neither shows its content in a repr, a log or a traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Channel = Literal["web", "sms"]
Language = Literal["en", "es"]
Outcome = Literal["answered", "asked_back", "not_known", "out_of_scope", "handed_over", "crisis", "opted_out"]
EntityValue = str | list[str]


class _Masked:
    """Text whose content only `reveal()` gives; printing, logging or formatting it shows its length alone."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self._value)} characters>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, _Masked) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str:
        raise TypeError(f"{type(self).__name__} is never pickled")


class RawText(_Masked):
    """What a learner typed, before scrubbing. It never leaves `conversation.handle`."""


class ScrubbedText(_Masked):
    """What may be kept and forwarded: personal data replaced by placeholders such as `<PERSON>`."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from one learner, as a channel parsed it. Exactly one of `text` and `choice` is given.

    `screened`: the channel has already asked the crisis screen about these words.
    """

    conversation_id: str
    channel: Channel
    text: RawText | None = None
    choice: str | None = None
    client_message_id: str | None = None
    screened: bool = False


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Frozen):
    """Something the learner may pick next; `value` is what a client sends back."""

    label: str
    value: str


class Source(_Frozen):
    """Where a fact comes from and how old it is (`as_of`: YYYY, YYYY-MM, YYYY-MM-DD or "undated")."""

    name: str
    as_of: str | None = None
    url: str | None = None


class Card(_Frozen):
    """A structured part of an answer. `kind` is one of the contract's (program, role, credential, hotline, …)."""

    kind: str
    title: str
    lines: list[str] = Field(default_factory=list)
    url: str | None = None
    image_url: str | None = None
    sources: list[Source] = Field(default_factory=list)


class Reply(_Frozen):
    """One message to the learner."""

    text: str
    choices: list[Choice] = Field(default_factory=list)
    cards: list[Card] = Field(default_factory=list)


class Understanding(_Frozen):
    """What a turn was answered as: topic codes, primary first; entity values are ids of the knowledge base."""

    topics: list[str]
    language: Language
    entities: dict[str, EntityValue] = Field(default_factory=dict)
    outcome: Outcome = "answered"


class Turn(_Frozen):
    """The answer to one inbound message."""

    replies: list[Reply]
    understanding: Understanding
