"""A small stateful Twilio on loopback: accepts messages as its REST API does, refuses as it does, reports as it does.

The real `twilio` client talks to it over HTTP. It keeps what it was sent, signs its status callbacks, and numbers its
messages; a number can be given an error that Twilio's own documentation gives it.
"""

from __future__ import annotations

import base64
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

ACCOUNT, TOKEN = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef"
LONGEST_BODY = 1600
ERRORS = {  # code: (HTTP status, message); the wording is Twilio's own
    21211: (400, "The 'To' number is not a valid phone number."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    20003: (401, "Authenticate"),
    20429: (429, "Too Many Requests"),
    20503: (503, "Service Unavailable"),
}


@dataclass
class FakeTwilio:
    """The account's state. `refuse` holds codes for the next requests; `unsubscribed` numbers get 21610."""

    account: str = ACCOUNT
    token: str = TOKEN
    sent: list[dict[str, str]] = field(default_factory=list)
    refuse: list[int] = field(default_factory=list)
    unsubscribed: set[str] = field(default_factory=set)
    requests: int = 0
    url: str = ""

    def app(self) -> Starlette:
        path = "/2010-04-01/Accounts/{account}/Messages.json"
        return Starlette(routes=[Route(path, self._create, methods=["POST"])])

    async def _create(self, request: Request) -> Response:
        self.requests += 1
        if not self._authorised(request):
            return _problem(20003)
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if self.refuse and (code := self.refuse.pop(0)):
            return _problem(code)
        if not form.get("To", "").startswith("+"):
            return _problem(21211)
        if form["To"] in self.unsubscribed:
            return _problem(21610)
        if len(form.get("Body", "")) > LONGEST_BODY:
            return _problem(21617)
        sid = f"SM{secrets.token_hex(16)}"
        self.sent.append(form | {"Sid": sid})
        return JSONResponse(self._resource(sid, form), 201)

    def _authorised(self, request: Request) -> bool:
        basic = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        right = request.headers.get("authorization") == f"Basic {basic}"
        return right and request.path_params["account"] == self.account

    def _resource(self, sid: str, form: dict[str, str]) -> dict[str, Any]:
        uri = f"/2010-04-01/Accounts/{self.account}/Messages/{sid}"
        return {
            "sid": sid, "account_sid": self.account, "api_version": "2010-04-01", "status": "queued",
            "body": form.get("Body"), "to": form["To"], "from": form.get("From"), "direction": "outbound-api",
            "messaging_service_sid": form.get("MessagingServiceSid"), "num_segments": "1", "num_media": "0",
            "date_created": "Mon, 23 Nov 2026 08:00:00 +0000", "date_updated": "Mon, 23 Nov 2026 08:00:00 +0000",
            "date_sent": None, "error_code": None, "error_message": None, "price": None, "price_unit": None,
            "uri": f"{uri}.json", "subresource_uris": {"media": f"{uri}/Media.json"},
        }  # fmt: skip

    def callback(self, index: int, status: str, code: int | None = None) -> tuple[str, dict[str, str], str]:
        """Address, form and signature of a status callback for the message sent `index`-th."""
        message = self.sent[index]
        form = {
            "MessageSid": message["Sid"], "SmsSid": message["Sid"], "MessageStatus": status, "SmsStatus": status,
            "To": message["To"], "From": message.get("From", ""), "AccountSid": self.account, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        if code:
            form["ErrorCode"] = str(code)
        return message["StatusCallback"], form, self.sign(message["StatusCallback"], form)

    def sign(self, address: str, form: dict[str, str]) -> str:
        return str(RequestValidator(self.token).compute_signature(address, form))


def _problem(code: int) -> Response:
    status, message = ERRORS[code]
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JSONResponse({"code": code, "message": message, "more_info": more, "status": status}, status)


class Running:
    """The fake on a free loopback port, in a thread of its own; a context manager."""

    def __init__(self, twilio: FakeTwilio) -> None:
        self._twilio = twilio
        config = uvicorn.Config(twilio.app(), host="127.0.0.1", port=0, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> FakeTwilio:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self._twilio.url = f"http://127.0.0.1:{port}"
        return self._twilio

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(5)


async def post_callback(
    client: httpx.AsyncClient, twilio: FakeTwilio, index: int, status: str, code: int | None = None
) -> int:
    """Posts a signed status callback to the service; gives the HTTP status it answered with."""
    address, form, signature = twilio.callback(index, status, code)
    path = httpx.URL(address).raw_path.decode()
    response = await client.post(path, data=form, headers={"X-Twilio-Signature": signature})
    return response.status_code
