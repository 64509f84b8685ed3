"""Twilio's two webhooks. Nothing is read, let alone written, before the signature holds.

Receives forms, gives TwiML. An address is never taken from the request: signatures are checked against the configured
one. Without a Twilio auth token both always answer 403; the simulator has a door of its own (simulator.py).
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.channels.sms.inbound import INBOUND_PATH, STATUS_PATH, FormParameters
from bot.channels.sms.ports import Form
from bot.channels.sms.service import SmsService
from bot.errors import BodyTooLarge, SignatureInvalid

LARGEST_BODY = 64 * 1024  # 1,600 characters of emoji, percent-encoded, and everything Twilio says beside them
SIGNATURE = "x-twilio-signature"
TWIML = "application/xml"


def router(sms: SmsService) -> APIRouter:
    """The routes of the contract under /sms/twilio."""
    routes = APIRouter(tags=["sms"])

    @routes.post(INBOUND_PATH)
    async def inbound(request: Request) -> Response:
        """One text message; the answer is TwiML, empty unless someone is in danger or just said stop."""
        form = await _signed_form(sms, request, INBOUND_PATH)
        return Response(await sms.inbox.receive(form), media_type=TWIML)

    @routes.post(STATUS_PATH, status_code=204)
    async def status(request: Request) -> Response:
        """What became of a message we sent."""
        form = await _signed_form(sms, request, STATUS_PATH)
        await sms.statuses.receive(form)
        return Response(status_code=204)

    return routes


async def _signed_form(sms: SmsService, request: Request, path: str) -> Form:
    """The posted form; raises `SignatureInvalid` or `BodyTooLarge`."""
    signature = request.headers.get(SIGNATURE, "")
    if not signature:
        raise SignatureInvalid()
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > LARGEST_BODY:
            raise BodyTooLarge()
        pieces.append(piece)
    parameters = FormParameters.parse(b"".join(pieces))
    if not sms.signature.holds(path, request.scope["query_string"].decode("latin-1"), parameters, signature):
        raise SignatureInvalid()
    return parameters.first()
