"""Twilio's webhooks over HTTP, the simulator's phone, and the real Twilio client against the fake account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.api import problems, simulator
from bot.api import sms as sms_routes
from bot.channels.sms.network import Network
from bot.channels.sms.ports import Message, Refused
from bot.channels.sms.service import SmsService
from bot.channels.sms.twilio_carrier import TwilioCarrier
from bot.store.models import Base, SmsInbound, SmsOutbound, SmsStatus
from tests.fakes.sms import (
    FakeScrubber,
    World,
    answer,
    eventually,
    form,
)
from tests.fakes.twilio import ACCOUNT, TOKEN, FakeTwilio, Running, post_callback

pytestmark = pytest.mark.asyncio
REAL = "+15005550006"  # Twilio's own test number: not one of the simulator's
PUBLIC = "https://sendero.example.org"
TWILIO = {
    "twilio_account_sid": ACCOUNT,
    "twilio_auth_token": TOKEN,
    "twilio_from": "+15205559999",
    "public_url": PUBLIC,
}


class Site:
    """The channel with its routes, over a fresh store."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.world = World(folder, **settings)
        self.network = Network(answers_keywords=self.world.settings.twilio_answers_keywords, speed=0.01)
        world = self.world
        self.sms = SmsService(
            world.settings, world.database, FakeScrubber(), world.turns, world.parts(), network=self.network
        )
        app = FastAPI()
        problems.install(app)
        app.include_router(sms_routes.router(self.sms))
        app.include_router(simulator.router(self.sms))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://attacker.example")

    async def post(self, path: str, data: dict[str, str], signature: str | None) -> httpx.Response:
        headers = {"X-Twilio-Signature": signature} if signature is not None else {}
        return await self.client.post(path, data=data, headers=headers)

    async def text(self, body: str, sid: str = "SM1", **more: str) -> httpx.Response:
        data = form(body, sid, REAL, **more)
        address = f"{PUBLIC}/sms/twilio/inbound"
        return await self.post("/sms/twilio/inbound", data, FakeTwilio().sign(address, data))

    async def count(self) -> int:
        return sum([len(await self.world.rows(table)) for table in (SmsInbound, SmsOutbound, SmsStatus)])


@pytest_asyncio.fixture
async def open_site(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    made: list[Site] = []

    async def make(**settings: Any) -> Site:
        site = Site(tmp_path, **settings)
        await site.world.create()
        made.append(site)
        return site

    yield make
    for site in made:
        await site.sms.stop()
        await site.network.settle()
        await site.client.aclose()
        await site.world.close()


# --- webhooks ---


async def test_a_signed_text_is_acknowledged_with_empty_twiml(open_site: Callable[..., Any]) -> None:
    site = await open_site(**TWILIO)
    response = await site.text("¿Cuánto gana un técnico?")
    assert (response.status_code, response.headers["content-type"].split(";")[0]) == (200, "application/xml")
    assert response.text.endswith("<Response/>")
    (row,) = await site.world.rows(SmsInbound)
    assert row.scrubbed_text == "¿Cuánto gana un técnico?"


@pytest.mark.parametrize("path", ["/sms/twilio/inbound", "/sms/twilio/status"])
@pytest.mark.parametrize("signature", [None, "", "forged", "ñ".encode("latin-1").decode("latin-1") * 28])
async def test_a_bad_signature_is_refused_and_writes_nothing(
    open_site: Callable[..., Any], path: str, signature: str | None
) -> None:
    site = await open_site(**TWILIO)
    headers = {b"x-twilio-signature": signature.encode("latin-1")} if signature is not None else {}
    data = form("i want to die", "SM1") | {"MessageStatus": "sent"}
    response = await site.client.post(path, data=data, headers=headers)
    assert response.status_code == 403
    assert response.json()["code"] == "signature_invalid"
    assert await site.count() == 0


async def test_the_host_header_is_never_what_is_signed(open_site: Callable[..., Any]) -> None:
    site = await open_site(**TWILIO)
    data = form("hola", "SM1")
    signature = FakeTwilio().sign("http://attacker.example/sms/twilio/inbound", data)
    response = await site.client.post("/sms/twilio/inbound", data=data, headers={"X-Twilio-Signature": signature})
    assert response.status_code == 403


async def test_without_a_token_the_webhooks_are_closed(open_site: Callable[..., Any]) -> None:
    site = await open_site(public_url=PUBLIC)
    data = form("hola", "SM1")
    signature = FakeTwilio(token="").sign(f"{PUBLIC}/sms/twilio/inbound", data)
    assert (await site.post("/sms/twilio/inbound", data, signature)).status_code == 403


async def test_a_body_without_end_is_refused(open_site: Callable[..., Any]) -> None:
    site = await open_site(**TWILIO)
    response = await site.client.post(
        "/sms/twilio/inbound", content=b"Body=" + b"x" * 70_000, headers={"X-Twilio-Signature": "x"}
    )
    assert response.status_code == 413


async def test_danger_is_answered_in_twiml_with_the_store_gone(open_site: Callable[..., Any]) -> None:
    site = await open_site(**TWILIO)
    async with site.world.database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
    response = await site.text("i want to die")
    assert response.status_code == 200
    assert "988" in response.text
    assert (await site.text("what does it pay")).status_code == 503


# --- the real client against the fake account ---


@pytest_asyncio.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    with Running(FakeTwilio()) as running:
        yield running


async def test_a_reply_leaves_through_the_real_client_and_its_reports_come_back(
    open_site: Callable[..., Any], twilio: FakeTwilio
) -> None:
    site = await open_site(**TWILIO, twilio_api_base=twilio.url, sms_segments_per_second=1000)
    await site.sms.begin()
    await site.text("hola")
    await eventually(lambda: bool(twilio.sent))
    (sent,) = twilio.sent
    assert (sent["To"], sent["From"], sent["Body"]) == (REAL, "+15205559999", "You said: hola")
    assert (sent["ValidityPeriod"], sent["StatusCallback"]) == ("300", f"{PUBLIC}/sms/twilio/status")
    await site.sms.stop()
    for status in ("delivered", "sent", "delivered"):
        assert await post_callback(site.client, twilio, 0, status) == 204
    (row,) = await site.world.rows()
    assert (row.state, row.body) == ("delivered", None)


@pytest.mark.parametrize(
    ("code", "retryable"), [(21211, False), (21610, False), (20003, False), (20429, True), (20503, True)]
)
async def test_twilios_refusals_become_ours(
    open_site: Callable[..., Any], twilio: FakeTwilio, code: int, retryable: bool
) -> None:
    site = await open_site(**TWILIO, twilio_api_base=twilio.url)
    twilio.refuse = [code]
    with pytest.raises(Refused) as refused:
        await TwilioCarrier(site.world.settings).send(Message(REAL, "+15205559999", "hola", 1))
    assert (refused.value.code, refused.value.retryable) == (str(code), retryable)
    assert REAL not in repr(refused.value)
    assert refused.value.__cause__ is None


async def test_a_dead_carrier_is_tried_again(open_site: Callable[..., Any]) -> None:
    site = await open_site(**TWILIO, twilio_api_base="http://127.0.0.1:9")
    with pytest.raises(Refused) as refused:
        await TwilioCarrier(site.world.settings).send(Message(REAL, "", "hola", 1))
    assert refused.value.retryable


async def test_a_messaging_service_is_named_beside_the_number(
    open_site: Callable[..., Any], twilio: FakeTwilio
) -> None:
    keeps = {"twilio_discard_content": True, "twilio_redact_numbers": True, "twilio_answers_keywords": False}
    site = await open_site(**TWILIO | {"twilio_from": "MG" + "b" * 32} | keeps, twilio_api_base=twilio.url)
    await TwilioCarrier(site.world.settings).send(Message(REAL, "+15205559999", "hola", 1))
    (sent,) = twilio.sent
    assert sent["AddressRetention"] == "obfuscate"
    assert (sent["MessagingServiceSid"], sent["From"], sent["ContentRetention"]) == (
        "MG" + "b" * 32,
        "+15205559999",
        "discard",
    )


async def test_a_number_twilio_blocks_is_marked(open_site: Callable[..., Any], twilio: FakeTwilio) -> None:
    site = await open_site(**TWILIO, twilio_api_base=twilio.url)
    twilio.unsubscribed.add(REAL)
    await site.text("hola")
    await site.sms.worker.drain()
    await site.sms.sender.drain()
    assert await site.sms.opted_out(REAL)
    assert twilio.sent == []


# --- the simulator ---


async def phone(site: Site) -> dict[str, str]:
    opened = (await site.client.post("/simulator/api/phones")).json()
    return {"Authorization": f"Bearer {opened['token']}"}


async def exchange(site: Site, headers: dict[str, str], text: str, **more: Any) -> dict[str, Any]:
    """Texts, lets everything happen, and looks at the phone."""
    response = await site.client.post("/simulator/api/phone/messages", json={"text": text} | more, headers=headers)
    assert response.status_code == 202, response.text
    await site.sms.worker.drain()
    await site.sms.sender.drain()
    await site.network.settle()
    seen: dict[str, Any] = (await site.client.get("/simulator/api/phone", headers=headers)).json()
    return seen


async def test_a_simulated_phone_takes_the_real_road(open_site: Callable[..., Any]) -> None:
    site = await open_site()
    site.world.turns.answers = lambda text: answer("Más información aquí: el técnico gana más según la región. " * 2)
    seen = await exchange(site, await phone(site), "hola")
    mine, theirs = seen["messages"]
    assert (mine["state"], mine["encoding"], mine["segments"]) == ("received", "GSM-7", [4])
    assert (theirs["state"], theirs["by"], theirs["encoding"], len(theirs["segments"])) == (
        "delivered", "sendero", "GSM-7", 1,
    )  # fmt: skip
    assert seen["cost"] > 0
    assert not seen["opted_out"]
    assert [row.state for row in await site.world.rows()] == ["delivered"]


async def test_simulated_twilio_answers_stop_and_blocks_until_start(open_site: Callable[..., Any]) -> None:
    site = await open_site()
    headers = await phone(site)
    seen = await exchange(site, headers, "STOP")
    assert seen["opted_out"]
    assert seen["blocked_by_twilio"]
    assert [m["by"] for m in seen["messages"]] == ["learner", "twilio"]
    assert len((await exchange(site, headers, "hola"))["messages"]) == 3
    assert (await exchange(site, headers, "INICIAR"))["opted_out"]
    seen = await exchange(site, headers, "START")
    assert not seen["opted_out"]
    assert not seen["blocked_by_twilio"]


async def test_simulated_alto_is_ours_and_iniciar_lifts_it(open_site: Callable[..., Any]) -> None:
    site = await open_site()
    headers = await phone(site)
    seen = await exchange(site, headers, "ALTO")
    assert seen["opted_out"]
    assert not seen["blocked_by_twilio"]
    assert "INICIAR" in seen["messages"][-1]["text"]
    assert not (await exchange(site, headers, "INICIAR"))["opted_out"]


async def test_simulated_danger_is_answered_at_once(open_site: Callable[..., Any]) -> None:
    site = await open_site()
    seen = await exchange(site, await phone(site), "i want to die")
    assert "988" in seen["messages"][-1]["text"]
    assert [line["what"] for line in seen["log"]] == ["twiml"]
    assert await site.world.rows(SmsInbound) == []


@pytest.mark.parametrize(
    ("failure", "state", "ours"),
    [("unreachable_once", "undelivered", "queued"), ("duplicates", "delivered", "delivered"),
     ("out_of_order", "delivered", "delivered"), ("delay", "delivered", "delivered")],
)  # fmt: skip
async def test_failures_on_demand(open_site: Callable[..., Any], failure: str, state: str, ours: str) -> None:
    site = await open_site()
    headers = await phone(site)
    await site.client.put("/simulator/api/phone/failure", json={"failure": failure}, headers=headers)
    seen = await exchange(site, headers, "hola")
    assert [m["state"] for m in seen["messages"] if m["direction"] == "to_phone"] == [state]
    assert [row.state for row in await site.world.rows()] == [ours]
    assert len(site.world.turns.seen) == 1


@pytest.mark.parametrize(("failure", "ours"), [("blocked", "failed"), ("rate_limited", "queued"), ("outage", "queued")])
async def test_refusals_on_demand(open_site: Callable[..., Any], failure: str, ours: str) -> None:
    site = await open_site()
    headers = await phone(site)
    await site.client.put("/simulator/api/phone/failure", json={"failure": failure}, headers=headers)
    seen = await exchange(site, headers, "hola")
    assert [row.state for row in await site.world.rows()] == [ours]
    assert seen["opted_out"] is (failure == "blocked")


async def test_a_strangers_token_opens_nothing(open_site: Callable[..., Any]) -> None:
    site = await open_site()
    assert (await site.client.get("/simulator/api/phone")).status_code == 401
    assert (await site.client.get("/simulator/api/phone", headers={"Authorization": "Bearer x"})).status_code == 404


async def test_a_new_phone_inherits_nothing_and_a_closed_one_leaves_nothing(open_site: Callable[..., Any]) -> None:
    site = await open_site()
    headers = await phone(site)
    await exchange(site, headers, "hola")
    await exchange(site, headers, "ALTO")
    assert (await site.client.delete("/simulator/api/phone", headers=headers)).status_code == 204
    assert await site.count() == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"text": 3}', b'{"text": "x", "more": 1}', b'{"text": "x", "media": 99}']
)
async def test_odd_simulator_requests_are_refused(open_site: Callable[..., Any], body: bytes) -> None:
    site = await open_site()
    headers = await phone(site)
    response = await site.client.post("/simulator/api/phone/messages", content=body, headers=headers)
    assert response.status_code == 400
    assert response.json()["code"] == "malformed_body"


async def test_the_page_runs_and_styles_nothing_inline(open_site: Callable[..., Any]) -> None:
    site = await open_site()
    page = await site.client.get("/simulator")
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "style=" not in page.text
    assert "<style" not in page.text
    assert "onclick" not in page.text
    for name in ("simulator.css", "simulator.js", "simulator.svg"):
        assert f"simulator/{name}" in page.text or name == "simulator.svg"
        assert (await site.client.get(f"/simulator/{name}")).status_code == 200
    assert (await site.client.get("/simulator/..%2Fsimulator.html")).status_code == 404
