"""A phone to text with, at /simulator: no Twilio account, the same road.

Receives what a visitor types and asks, gives what the simulated carrier saw. Phones are opened by anyone and known by a
token; their numbers are +1 …555-01xx, nobody's. Off in production unless a setting says otherwise. The page loads
nothing from elsewhere and runs no inline script.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.api.limits import RateLimit
from bot.channels.sms.network import OUR_NUMBER, Entry, Failure, Happening, Phone
from bot.channels.sms.segments import segments_of
from bot.channels.sms.service import SmsService
from bot.errors import BodyTooLarge, MalformedBody, NotAllowed

PAGES = Path(__file__).with_name("pages")
FILES = {"simulator.css": "text/css", "simulator.js": "text/javascript", "simulator.svg": "image/svg+xml"}
LARGEST_BODY = 16 * 1024
LONGEST_TEXT = 10_000  # a phone sends as many segments as it takes
PHONES_PER_MINUTE = 30
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}  # fmt: skip


Body = TypeVar("Body", bound=BaseModel)


class OpenedPhone(BaseModel):
    """A new phone; the token is shown once."""

    number: str
    token: str
    service_number: str = OUR_NUMBER
    program: str


class SentText(BaseModel):
    """Body of POST …/messages: one text, with pictures if any."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field("", max_length=LONGEST_TEXT)
    media: int = Field(0, ge=0, le=10)


class ChosenFailure(BaseModel):
    """Body of PUT …/failure."""

    model_config = ConfigDict(extra="forbid")
    failure: Failure


class SeenMessage(BaseModel):
    """One message as the carrier sees it."""

    sid: str
    version: int
    direction: Literal["to_service", "to_phone"]
    by: Literal["learner", "sendero", "twilio"]
    text: str
    encoding: str
    units: int
    segments: list[int]
    cost: float
    state: str
    error_code: str | None
    media_url: str | None
    at: float


class LogLine(BaseModel):
    """One thing the carrier noticed; the page words it."""

    version: int
    at: float
    what: Happening
    detail: str


class PhoneView(BaseModel):
    """What changed on a phone since a version."""

    version: int
    messages: list[SeenMessage]
    log: list[LogLine]
    opted_out: bool
    blocked_by_twilio: bool
    failure: Failure
    cost: float


def router(sms: SmsService) -> APIRouter:
    """Page, files and API of the simulator."""
    routes = APIRouter(prefix="/simulator", tags=["simulator"])
    network, opening = sms.network, RateLimit(PHONES_PER_MINUTE)
    texting = RateLimit(sms.settings.messages_per_minute)

    @routes.get("", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(PAGES / "simulator.html", headers=HEADERS)

    @routes.get("/{name}", include_in_schema=False)
    async def file(name: str) -> Response:
        if name not in FILES:
            return Response(status_code=404)
        return FileResponse(PAGES / "static" / name, media_type=FILES[name], headers=HEADERS)

    @routes.post("/api/phones", status_code=201)
    async def open_phone() -> OpenedPhone:
        """A phone with a number nobody uses now; whatever an earlier visitor left under it is forgotten first."""
        opening.check("everyone")
        phone = network.open_phone()
        await sms.forget(phone.number, opt_out_too=True)
        return OpenedPhone(number=phone.number, token=phone.token, program=sms.settings.program_name)

    @routes.get("/api/phone")
    async def look(
        after: Annotated[int, Query(ge=0)] = 0,
        wait: Annotated[float, Query(ge=0, le=25)] = 0,
        authorization: Annotated[str | None, Header()] = None,
    ) -> PhoneView:
        """What changed since `after`; waits up to `wait` seconds for something to."""
        phone = network.phone(_token(authorization))
        if wait and phone.version <= after:
            await phone.bell.wait(wait)
        return await _view(sms, phone, after)

    @routes.post("/api/phone/messages", status_code=202)
    async def send(request: Request, authorization: Annotated[str | None, Header()] = None) -> PhoneView:
        """Texts the service, on the road a real phone's text takes."""
        phone = network.phone(_token(authorization))
        wish = await _read(request, SentText)
        if not sms.in_danger(wish.text) and not sms.settings.evaluation:
            texting.check(phone.token)
        before = phone.version
        await network.text(phone, wish.text, wish.media)
        return await _view(sms, phone, before)

    @routes.put("/api/phone/failure")
    async def fail(request: Request, authorization: Annotated[str | None, Header()] = None) -> PhoneView:
        """Chooses what goes wrong from now on."""
        phone = network.phone(_token(authorization))
        phone.failure = (await _read(request, ChosenFailure)).failure
        phone.touch()
        return await _view(sms, phone, phone.version)

    @routes.delete("/api/phone", status_code=204)
    async def close(authorization: Annotated[str | None, Header()] = None) -> Response:
        """Throws the phone away, and everything kept about its number."""
        phone = network.phone(_token(authorization))
        network.close(phone)
        await sms.forget(phone.number, opt_out_too=True)
        return Response(status_code=204)

    return routes


async def _view(sms: SmsService, phone: Phone, after: int) -> PhoneView:
    return PhoneView(
        version=phone.version,
        messages=[_seen(entry) for entry in phone.entries if entry.version > after],
        log=[
            LogLine(version=event.version, at=event.at, what=event.what, detail=event.detail)
            for event in phone.log
            if event.version > after
        ],
        opted_out=await sms.opted_out(phone.number),
        blocked_by_twilio=phone.blocked_by_twilio,
        failure=phone.failure,
        cost=round(sum(entry.cost for entry in phone.entries), 4),
    )


def _seen(entry: Entry) -> SeenMessage:
    return SeenMessage(
        sid=entry.sid, version=entry.version, direction=entry.direction, by=entry.by, text=entry.text,
        encoding=entry.measured.encoding, units=entry.measured.units,
        segments=[len(part) for part in segments_of(entry.text)],
        cost=entry.cost, state=entry.state, error_code=entry.error_code, media_url=entry.media_url, at=entry.at,
    )  # fmt: skip


def _token(header: str | None) -> str:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAllowed()
    return token.strip()


async def _read(request: Request, shape: type[Body]) -> Body:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > LARGEST_BODY:
            raise BodyTooLarge()
        pieces.append(piece)
    try:
        return shape.model_validate_json(b"".join(pieces))
    except ValidationError:
        raise MalformedBody() from None  # pydantic's own message would quote the input
