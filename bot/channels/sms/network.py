"""A telephone network in memory: phones to text with, and a carrier that behaves like Twilio, failures included.

Receives what a visitor types on a simulated phone and hands it to the same inbox Twilio's webhook feeds; as a `Carrier`
it receives our replies and reports on them through the same status door. Numbers are +1 …555-01xx, which belong to
nobody. What was typed lives in this process's memory alone, at most half an hour after the last use.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal
from xml.etree import ElementTree

import structlog

from bot.channels.sms import costs
from bot.channels.sms.bell import Bell
from bot.channels.sms.inbound import TWILIO_HELPS, TWILIO_STARTS, TWILIO_STOPS
from bot.channels.sms.ports import Form, Handed, Message, Refused
from bot.channels.sms.segments import Measure, measure
from bot.errors import NotFound, Overloaded, SenderoError

log = structlog.get_logger()

Failure = Literal[
    "none",
    "delay",
    "unreachable_once",
    "unreachable",
    "blocked",
    "duplicates",
    "out_of_order",
    "rate_limited",
    "outage",
]
Direction = Literal["to_service", "to_phone"]
Happening = Literal[
    "webhook_twice", "webhook_failed", "twilio_answered", "twiml", "twiml_blocked", "refused", "refused_retry", "status"
]

OUR_NUMBER = "+15555550100"
AREA_CODES = ("520", "305", "786", "617", "857", "202", "240", "571", "703", "480", "602", "774", "508", "954")
PHONES = 500
ENTRIES = 400
IDLE_SECONDS = 1800.0
TWILIO_SAYS = {
    "stop": "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe.",
    "start": "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to "
    "unsubscribe. Msg&Data Rates May Apply.",
    "help": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


@dataclass
class Entry:
    """One message as the carrier sees it. `version` grows with every change of the phone."""

    sid: str
    direction: Direction
    text: str = field(repr=False)
    measured: Measure
    cost: float
    state: str
    by: Literal["learner", "sendero", "twilio"]
    at: float
    version: int = 0
    error_code: str | None = None
    media_url: str | None = None


@dataclass(frozen=True)
class Event:
    """One line of the carrier's log; the page words it."""

    version: int
    at: float
    what: Happening
    detail: str


@dataclass
class Phone:
    """A phone on a visitor's screen."""

    number: str = field(repr=False)
    token: str = field(repr=False)
    failure: Failure = "none"
    blocked_by_twilio: bool = False
    entries: list[Entry] = field(default_factory=list)
    log: list[Event] = field(default_factory=list)
    version: int = 0
    used_at: float = field(default_factory=time.monotonic)
    bell: Bell = field(default_factory=Bell)

    def touch(self, entry: Entry | None = None) -> None:
        """Something changed: whoever watches this phone is told."""
        self.version += 1
        if entry is not None:
            entry.version = self.version
        self.bell.ring()

    def note(self, what: Happening, detail: str = "") -> None:
        """Something for the carrier's log."""
        self.touch()
        self.log.append(Event(self.version, time.time(), what, detail))
        del self.log[:-ENTRIES]


class Network:
    """The phones and their carrier."""

    def __init__(self, *, answers_keywords: bool, speed: float = 1.0) -> None:
        self._answers_keywords, self._speed = answers_keywords, speed
        self._by_token: dict[str, Phone] = {}
        self._by_number: dict[str, Phone] = {}
        self._receive: Callable[[Form], Awaitable[str]] | None = None
        self._report: Callable[[Form], Awaitable[None]] | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    def connect(self, receive: Callable[[Form], Awaitable[str]], report: Callable[[Form], Awaitable[None]]) -> None:
        """Gives the network the doors Twilio's webhooks use."""
        self._receive, self._report = receive, report

    def reaches(self, number: str) -> bool:
        """Whether a number belongs to this network and to nobody outside it."""
        return len(number) == 12 and number.startswith("+1") and number[5:10] == "55501" and number[10:].isdigit()

    # --- phones ---

    def open_phone(self) -> Phone:
        """A phone with a number nobody else has now."""
        self._close_idle()
        free = [n for n in _numbers() if n not in self._by_number]
        phone = Phone(number=random.choice(free), token=secrets.token_urlsafe(24))
        self._by_token[phone.token] = self._by_number[phone.number] = phone
        return phone

    def phone(self, token: str) -> Phone:
        """The phone this token opens; raises `NotFound`."""
        found = self._by_token.get(token)
        if found is None:
            raise NotFound("This phone is no longer there; open a new one")
        found.used_at = time.monotonic()
        return found

    def close(self, phone: Phone) -> None:
        self._by_token.pop(phone.token, None)
        self._by_number.pop(phone.number, None)

    def _close_idle(self) -> None:
        """Drops phones nobody uses; the least recently used ones when there are too many."""
        oldest_first = sorted(self._by_token.values(), key=lambda p: p.used_at)
        for phone in oldest_first:
            if len(self._by_token) >= PHONES or phone.used_at < time.monotonic() - IDLE_SECONDS:
                self.close(phone)

    # --- from the phone ---

    async def text(self, phone: Phone, body: str, media: int = 0) -> None:
        """Sends what a visitor typed, as Twilio would post it."""
        sid = ("MM" if media else "SM") + secrets.token_hex(16)
        entry = self._add(phone, sid, "to_service", body, "learner", "sent")
        keyword = body.strip().lower()
        if self._answers_keywords:
            self._answer_as_twilio(phone, keyword)
        form = {
            "MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "AccountSid": "AC" + "0" * 32, "From": phone.number,
            "To": OUR_NUMBER, "Body": body, "NumMedia": str(media), "NumSegments": str(entry.measured.segments),
            "FromCountry": "US", "ToCountry": "US", "ApiVersion": "2010-04-01",
        }  # fmt: skip
        calls = 2 if phone.failure == "duplicates" else 1
        answers = await asyncio.gather(*(self._post(form) for _ in range(calls)), return_exceptions=True)
        if calls > 1:
            phone.note("webhook_twice")
        replies = [a for a in answers if isinstance(a, str)]
        if not replies:
            entry.state, entry.error_code = "failed", "11200"
            phone.note("webhook_failed", "11200")
        else:
            entry.state = "received"
        phone.touch(entry)
        for answer in replies:
            for said in _messages(answer):
                self._deliver_twiml(phone, said)

    async def _post(self, form: Form) -> str:
        """The webhook call, tried once more as Twilio does when the service does not take it."""
        assert self._receive is not None, "connect() comes first"
        try:
            return await self._receive(form)
        except Overloaded:
            await asyncio.sleep(self._speed)
            return await self._receive(form)

    def _answer_as_twilio(self, phone: Phone, keyword: str) -> None:
        """Twilio's own replies to STOP, START and HELP; the message is forwarded all the same."""
        if keyword in TWILIO_STOPS and not phone.blocked_by_twilio:
            phone.blocked_by_twilio = True
            said = "stop"
        elif keyword in TWILIO_STARTS and phone.blocked_by_twilio:
            phone.blocked_by_twilio = False
            said = "start"
        elif keyword in TWILIO_HELPS:
            said = "help"
        else:
            return
        phone.note("twilio_answered", keyword.upper())
        self._add(phone, "SM" + secrets.token_hex(16), "to_phone", TWILIO_SAYS[said], "twilio", "delivered")

    def _deliver_twiml(self, phone: Phone, said: str) -> None:
        blocked = phone.blocked_by_twilio
        entry = self._add(
            phone, "SM" + secrets.token_hex(16), "to_phone", said, "sendero", "failed" if blocked else "delivered"
        )
        entry.error_code = "21610" if blocked else None
        phone.note("twiml_blocked" if blocked else "twiml", "21610" if blocked else "")

    # --- to the phone (Carrier) ---

    def segments_per_second(self, sender: str) -> float:
        return 25.0

    async def send(self, message: Message) -> Handed:
        phone = self._by_number.get(message.to)
        if phone is None:
            raise Refused("21211", retryable=False)
        refusal = _refusal(phone)
        if refusal is not None:
            phone.note("refused_retry" if refusal.retryable else "refused", refusal.code)
            raise refusal
        sid = ("MM" if message.media_url else "SM") + secrets.token_hex(16)
        entry = self._add(phone, sid, "to_phone", message.body, "sendero", "queued")
        if message.media_url:
            entry.media_url, entry.cost = message.media_url, costs.MMS_OUT
        task = asyncio.create_task(self._deliver(phone, entry))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return Handed(sid)

    async def settle(self) -> None:
        """Waits until everything handed over has been delivered or not."""
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _deliver(self, phone: Phone, entry: Entry) -> None:
        """Moves one message towards the phone and reports on it, as the chosen failure has it."""
        failure = phone.failure
        await asyncio.sleep((8.0 if failure == "delay" else 0.15) * self._speed)
        fails = failure in ("unreachable", "unreachable_once")
        if failure == "unreachable_once":
            phone.failure = "none"
        entry.state, entry.error_code = ("undelivered", "30003") if fails else ("delivered", None)
        reports = ["sent", entry.state]
        if failure == "out_of_order":
            reports.reverse()
        if failure == "duplicates":
            reports = [report for report in reports for _ in range(2)]
        phone.touch(entry)
        for report in reports:
            phone.note("status", report)
            await self._call_back(entry, report)
            await asyncio.sleep(0.05 * self._speed)

    async def _call_back(self, entry: Entry, report: str) -> None:
        assert self._report is not None, "connect() comes first"
        form = {"MessageSid": entry.sid, "MessageStatus": report, "To": "", "From": OUR_NUMBER}
        if report == "undelivered" and entry.error_code:
            form["ErrorCode"] = entry.error_code
        try:
            await self._report(form)
        except SenderoError as error:
            log.warning("simulated_callback_failed", code=error.code)

    def _add(
        self, phone: Phone, sid: str, direction: Direction, text: str, by: Literal["learner", "sendero", "twilio"],
        state: str,
    ) -> Entry:  # fmt: skip
        measured = measure(text)
        price = costs.inbound if direction == "to_service" else costs.outbound
        entry = Entry(sid, direction, text, measured, price(measured.segments), state, by, time.time())
        phone.entries.append(entry)
        del phone.entries[:-ENTRIES]
        phone.touch(entry)
        return entry


def _numbers() -> list[str]:
    return [f"+1{area}55501{line:02d}" for area in AREA_CODES for line in range(100)]


def _refusal(phone: Phone) -> Refused | None:
    if phone.blocked_by_twilio or phone.failure == "blocked":
        return Refused("21610", retryable=False)
    if phone.failure == "rate_limited":
        return Refused("20429", retryable=True)
    if phone.failure == "outage":
        return Refused("20503", retryable=True)
    return None


def _messages(twiml: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(twiml).iter("Message")]
