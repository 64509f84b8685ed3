"""Hands messages to Twilio through its own client.

Receives a `Message`, gives Twilio's id for it, or raises `Refused` with Twilio's error code. Nothing is retried here
and nothing is logged: the client's own logging, which would show numbers, is silenced.
"""

from __future__ import annotations

import asyncio
from typing import Any

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bot.channels.sms.inbound import STATUS_PATH
from bot.channels.sms.ports import Handed, Message, Refused
from bot.settings import Settings

TWILIO = "https://api.twilio.com"
TIMEOUT = 8.0  # seconds to connect, and again to read: one hand-over ends before its lease (sender.py)
FALLBACK_CODE = "http_{}"


class QuietClient(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's HTTP client without its logging, and with another base address where one is configured."""

    def __init__(self, api_base: str = "", timeout: float = TIMEOUT) -> None:
        super().__init__(timeout=timeout, max_retries=0)
        self._base = api_base.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        if self._base and url.startswith(TWILIO):
            url = self._base + url.removeprefix(TWILIO)
        return super().request(method, url, *args, **kwargs)

    def log_request(self, kwargs: dict[str, Any]) -> None:
        """Says nothing."""

    def log_response(self, status_code: int, response: Any) -> None:
        """Says nothing."""


class TwilioCarrier:
    """A Twilio account."""

    def __init__(self, settings: Settings) -> None:
        self._from, self._pace = settings.twilio_from, settings.sms_segments_per_second
        self._callback = f"{settings.public_url.rstrip('/')}{STATUS_PATH}" if settings.public_url else ""
        self._retention = {"content_retention": "discard"} if settings.twilio_discard_content else {}
        if settings.twilio_redact_numbers:
            self._retention["address_retention"] = "obfuscate"
        self._client = Client(
            settings.twilio_account_sid,
            settings.twilio_auth_token.get_secret_value(),
            http_client=QuietClient(settings.twilio_api_base),
        )

    def segments_per_second(self, sender: str) -> float:
        return self._pace

    async def send(self, message: Message) -> Handed:
        try:
            made = await asyncio.to_thread(self._create, message)
        except TwilioRestException as error:
            raise _refusal(error.status, error.code) from None
        except requests.RequestException as error:
            raise Refused(type(error).__name__[:16], retryable=True) from None
        except TwilioException as error:
            raise _refusal(getattr(error, "status", 500), getattr(error, "code", None)) from None
        return Handed(str(made.sid), reports=bool(self._callback))

    def _create(self, message: Message) -> Any:
        return self._client.messages.create(
            to=message.to,
            body=message.body,
            validity_period=message.validity,
            attempt=message.attempt,
            **self._sender(message.sender),
            **self._retention,
            **({"media_url": [message.media_url]} if message.media_url else {}),
            **({"status_callback": self._callback} if self._callback else {}),
        )

    def _sender(self, replied_from: str) -> dict[str, str]:
        """The number that was texted; the messaging service beside it where one is configured."""
        service = {"messaging_service_sid": self._from} if self._from.startswith("MG") else {}
        number = replied_from or ("" if service else self._from)
        return service | ({"from_": number} if number else {})


def _refusal(status: int, code: int | None) -> Refused:
    return Refused(str(code or FALLBACK_CODE.format(status)), retryable=status == 429 or status >= 500)
