"""The real Twilio client against Twilio's own OpenAPI document, served by Prism, where that document is at hand.

Prism (Apache-2.0, npm) is installed under var/prism on first use. What it refuses, Twilio would refuse as malformed.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.sms.ports import Message, Refused
from bot.channels.sms.twilio_carrier import TwilioCarrier
from bot.settings import PROJECT, Settings

DOCUMENT = PROJECT.parent / "shared" / "twilio" / "twilio_messages_with_errors_openapi.json"
PRISM = PROJECT / "var" / "prism"
VERSION = "5.14.2"
pytestmark = [
    pytest.mark.prove,
    pytest.mark.asyncio,
    pytest.mark.skipif(not DOCUMENT.exists(), reason="Twilio's OpenAPI document is not here"),
    pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed"),
]


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = PRISM / "node_modules" / ".bin" / "prism"
    if not program.exists():
        install = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--silent",
            "--prefix",
            str(PRISM),
            f"@stoplight/prism-cli@{VERSION}",
        ]
        subprocess.run(install, check=True, timeout=600)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(program), "mock", "--errors", "-h", "127.0.0.1", "-p", str(port), str(_readable(tmp_path_factory))]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"}
    )
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                httpx.get(f"http://127.0.0.1:{port}/")
                break
            except httpx.TransportError:
                time.sleep(0.3)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _readable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document, with one thing put in words Prism can follow: in a form a list of one looks like its one value."""
    document = json.loads(DOCUMENT.read_text())
    form = document["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]["requestBody"]["content"]
    fields = form["application/x-www-form-urlencoded"]["schema"]["properties"]
    fields["MediaUrl"] = {"anyOf": [fields["MediaUrl"], {"type": "string"}]}
    copy = tmp_path_factory.mktemp("prism") / "twilio.json"
    copy.write_text(json.dumps(document))
    return copy


def carrier(folder: Path, base: str, prefer: str = "", **more: Any) -> TwilioCarrier:
    """A carrier of the real client; `prefer` asks Prism for one of the document's answers."""
    settings = Settings(
        env="test", data_dir=folder, twilio_account_sid="AC" + "a" * 32, twilio_auth_token="b" * 32, twilio_from="+15205550100",
        public_url="https://text.example.org", twilio_api_base=base, _env_file=None, **more,
    )  # type: ignore[call-arg]  # fmt: skip
    made = TwilioCarrier(settings)
    http = made._client.http_client
    real = http.request

    def request(method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        headers = dict(kwargs.pop("headers", None) or {})
        return real(method, url, *args, headers=headers | ({"Prefer": prefer} if prefer else {}), **kwargs)

    http.request = request
    return made


@pytest.mark.parametrize(
    ("message", "settings"),
    [
        (Message("+15005550006", "", "hola", 1), {}),
        (Message("+15005550006", "+15205550100", "¿Cuánto gana un técnico? " * 20, 8, attempt=3, validity=14_400), {}),
        (Message("+15005550006", "", "map", 1, media_url="https://text.example.org/map.png"), {}),
        (Message("+15005550006", "", "hola", 1), {"twilio_discard_content": True, "twilio_redact_numbers": True}),
    ],
)
async def test_what_we_send_is_what_the_document_asks_for(
    prism: str, tmp_path: Path, message: Message, settings: dict[str, Any]
) -> None:
    handed = await carrier(tmp_path, prism, **settings).send(message)
    assert handed.sid.startswith(("SM", "MM"))


@pytest.mark.parametrize(
    ("prefer", "code", "retryable"),
    [("code=400, example=optout", "21610", False), ("code=400, example=badto", "21211", False),
     ("code=400, example=toolong", "21617", False), ("code=429, example=rate", "20429", True), ("code=503, example=down", "20503", True)],
)  # fmt: skip
async def test_the_documents_errors_become_ours(
    prism: str, tmp_path: Path, prefer: str, code: str, retryable: bool
) -> None:
    with pytest.raises(Refused) as refused:
        await carrier(tmp_path, prism, prefer).send(Message("+15005550006", "", "hola", 1))
    assert (refused.value.code, refused.value.retryable) == (code, retryable)


async def test_a_malformed_request_is_noticed(prism: str, tmp_path: Path) -> None:
    """Sabotage: without an account Prism does not know the road."""
    made = carrier(tmp_path, prism)
    made._client.username = made._client.account_sid = "nobody"
    with pytest.raises(Refused):
        await made.send(Message("+15005550006", "", "hola", 1))
