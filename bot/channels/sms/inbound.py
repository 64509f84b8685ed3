"""Reads what Twilio posts: checks its signature, gives one `InboundSms`.

Receives the form of a webhook. The learner's words leave here as `RawText`, pictures are counted and never fetched.
Never trusts the Host header, and never raises for a message a phone can send: whatever is odd becomes an empty one.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

from bot.channels.sms.ports import Form
from bot.messages import RawText

INBOUND_PATH = "/sms/twilio/inbound"
STATUS_PATH = "/sms/twilio/status"
LONGEST_BODY = 1600  # characters of one message that are kept; all of it is screened

# Twilio's own words, whole messages in any case (twilio.com, Advanced Opt-Out tutorial, read 2026-11).
TWILIO_STOPS = frozenset({"stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"})
TWILIO_STARTS = frozenset({"start", "unstop", "yes"})
TWILIO_HELPS = frozenset({"help", "info"})

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BASE64 = re.compile(r"[A-Za-z0-9+/\r\n]{32,}={0,2}\s*")


class FormParameters:
    """Posted parameters with every repetition kept, in the shape Twilio's validator reads."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    @classmethod
    def parse(cls, body: bytes) -> FormParameters:
        """Blank values, repetitions and any bytes are kept, as the signature covers them."""
        return cls(parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getlist(self, name: str) -> list[str]:
        return self._values[name]

    def first(self) -> Form:
        """Each parameter's first value."""
        return {name: values[0] for name, values in self._values.items()}


class SignatureCheck:
    """Twilio's signature over our configured address. Without an auth token everything is refused."""

    def __init__(self, auth_token: str, public_url: str) -> None:
        self._validator = RequestValidator(auth_token) if auth_token else None
        self._base = public_url.rstrip("/")

    def holds(self, path: str, query: str, parameters: FormParameters, signature: str) -> bool:
        if self._validator is None or not self._base or not signature:
            return False
        address = f"{self._base}{path}" + (f"?{query}" if query else "")
        return bool(self._validator.validate(address, parameters, signature))


@dataclass(frozen=True, slots=True)
class InboundSms:
    """One text message as it arrived. The number and the words show in no repr."""

    sid: str
    sender: str = field(repr=False)
    receiver: str
    words: RawText
    media: int
    opt_out_type: str  # STOP, START or HELP when Advanced Opt-Out answered, else ""

    @property
    def keyword(self) -> str:
        """The whole message in lower case, for comparing with Twilio's own words."""
        return self.words.reveal().strip().lower()


def parse(form: Form) -> InboundSms | None:
    """The message, or None where nothing can be answered (no id, or a sender that is no telephone number)."""
    sid = form.get("MessageSid") or form.get("SmsSid") or ""
    sender = form.get("From", "").strip()
    if not _SID.fullmatch(sid) or not _E164.fullmatch(sender):
        return None
    media = form.get("NumMedia", "")
    return InboundSms(
        sid=sid,
        sender=sender,
        receiver=form.get("To", "").strip()[:40],
        words=RawText(readable(form.get("Body", ""))),
        media=int(media) if media.isascii() and media.isdigit() else 0,
        opt_out_type=form.get("OptOutType", "").upper(),
    )


def readable(body: str) -> str:
    """The body as the person wrote it: base64 undone, control characters gone, accents composed."""
    text = unicodedata.normalize("NFC", _undo_base64(body))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def _undo_base64(body: str) -> str:
    """Some carriers deliver a non-ASCII text as base64; it is undone where the result is plainly words."""
    if not _BASE64.fullmatch(body.strip()) or len("".join(body.split())) % 4:
        return body
    try:
        text = base64.b64decode("".join(body.split()), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return body
    wordlike = sum(1 for c in text if c.isalpha() or c.isspace()) >= 0.7 * len(text)
    return text if wordlike and any(c.isspace() for c in text) else body
