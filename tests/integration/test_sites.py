"""Sites over the chat's own routes: what an id carries, who may use it, and that everyone else is refused."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI

from bot.api import chat, problems
from bot.api import sites as sites_api
from bot.api.limits import Load
from bot.api.origins import Origins
from bot.conversation import Conversations
from bot.dialogue.engine import Engine
from bot.insights.recorder import InsightRecorder
from bot.messages import RawText, ScrubbedText
from bot.settings import Settings
from bot.sites.sites import Sites
from bot.store.database import Database
from bot.store.models import Conversation, Site
from knowledge.mentions import Mention
from tests.integration.staff_store import new_store
from tests.integration.test_feedback import Knows
from tests.unit.test_sites import PNG

PARTNER, STRANGER = "https://www.partner.example", "https://evil.example"
LOGO = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
FACE = {
    "accent": "#7a1f3d", "logo": LOGO, "greeting": {"en": "Welcome to Riverside!", "es": "¡Te damos la bienvenida!"},
    "starters": {"en": ["Is there night school?"]},
    "contact": {"name": "Riverside front desk", "phone": "(520) 555-0142", "checked_on": date(2026, 11, 2).isoformat()},
}  # fmt: skip
ANSWER = {
    "replies": [{"text": "Here is a center.", "choices": [], "cards": []}], "topics": ["talk_to_human"],
    "outcome": "handed_over", "entities": {}, "context": {},
}  # fmt: skip


class KnowsSecurity:
    def link(self, text: str) -> list[Mention]:
        at = text.find("Security+")
        return [Mention("credential", "comptia-security-plus", at, at + 9, "Security+")] if at >= 0 else []


class Passes:
    def scrub(self, raw: RawText) -> SimpleNamespace:
        return SimpleNamespace(text=ScrubbedText(raw.reveal()))


def built(database: Database, tmp_path: Path) -> tuple[FastAPI, Conversations]:
    settings, sites = Settings(env="test", data_dir=tmp_path), Sites(database)
    engine = Engine("http://engine", 1, httpx.MockTransport(lambda _: httpx.Response(200, json=ANSWER)))
    talks = Conversations(settings, database, engine, Passes(), KnowsSecurity(), InsightRecorder(Knows()), sites)  # type: ignore[arg-type]
    app = FastAPI()
    app.add_middleware(Origins, sites=sites)
    problems.install(app)
    app.include_router(chat.router(talks, sites, None, Load(8)))
    app.include_router(sites_api.router(sites, texting=False))
    return app, talks


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = await new_store(tmp_path / "store.db")
    async with made.begin() as session:
        session.add(
            Site(
                id="riverside", name="Riverside Career Center", region="southern-arizona", language="es",
                allowed_origins=[PARTNER], settings=FACE,
            )
        )  # fmt: skip
        session.add(Site(id="other", name="Other", allowed_origins=["https://other.example"]))
    yield made
    await made.close()


@pytest.fixture
async def client(database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app, _ = built(database, tmp_path)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat.example") as opened:
        yield opened


async def opened(client: httpx.AsyncClient, origin: str | None = None, **body: object) -> httpx.Response:
    headers = {"origin": origin} if origin else {}
    return await client.post("/api/conversations", json={"site": "riverside"} | body, headers=headers)


async def test_a_sites_id_carries_how_the_chat_looks(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/sites/riverside", headers={"origin": PARTNER})
    look = answer.json()
    assert answer.headers["access-control-allow-origin"] == PARTNER
    assert look["name"] == "Riverside Career Center"
    assert (look["language"], look["accent"], look["starters"]) == (
        "es", "#7a1f3d", {"en": ["Is there night school?"]},
    )  # fmt: skip
    logo = await client.get(f"/{look['logo']}")
    assert (logo.content, logo.headers["content-type"]) == (PNG, "image/png")
    assert "sandbox" in logo.headers["content-security-policy"]
    assert (await client.get("/api/sites/nowhere")).status_code == 404


async def test_a_conversation_begins_as_its_site_says(client: httpx.AsyncClient, database: Database) -> None:
    begun = (await opened(client, PARTNER)).json()
    assert [reply["text"] for reply in begun["replies"]] == ["¡Te damos la bienvenida!"]
    assert "Riverside front desk" in begun["notice"]["text"]
    async with database.begin() as session:
        kept = await session.get(Conversation, begun["conversation_id"])
        assert kept
        assert (kept.site_id, kept.language, kept.context) == ("riverside", "es", {"region": "southern-arizona"})


async def test_a_page_that_says_what_it_shows_is_asked_about_it(client: httpx.AsyncClient, database: Database) -> None:
    begun = (await opened(client, language="en", about="CompTIA Security+ at our center")).json()
    (reply,) = begun["replies"]
    assert "You're looking at Security+" in reply["text"]
    assert reply["choices"][0]["label"] == "What does it cost?"
    async with database.begin() as session:
        kept = await session.get(Conversation, begun["conversation_id"])
        assert kept
        assert kept.context["credential"] == "comptia-security-plus"
        assert kept.offered[0]["payload"] == {
            "topic": "credential_cost", "entities": {"credential": "comptia-security-plus"},
        }  # fmt: skip
    plain = (await opened(client, language="en", about="our parking lot")).json()
    assert [reply["choices"] for reply in plain["replies"]] == [[]]


async def test_who_asks_for_a_person_gets_the_sites_own_contact_first(client: httpx.AsyncClient) -> None:
    begun = (await opened(client, language="en")).json()
    headers = {"authorization": f"Bearer {begun['token']}"}
    path = f"/api/conversations/{begun['conversation_id']}/messages"
    answer = (await client.post(path, json={"text": "can i talk to someone"}, headers=headers)).json()
    first = answer["replies"][0]
    assert "(520) 555-0142" in first["text"]
    assert first["cards"][0]["sources"] == [{"name": "Riverside Career Center", "as_of": "2026-11-02", "url": None}]
    assert answer["replies"][1]["text"] == "Here is a center."


@pytest.mark.parametrize(
    "origin", [STRANGER, "null", "https://www.partner.example.evil.net", "http://www.partner.example"]
)
async def test_pages_nobody_listed_are_refused(client: httpx.AsyncClient, origin: str) -> None:
    for answer in (
        await opened(client, origin),
        await client.get("/api/sites/riverside", headers={"origin": origin}),
        await client.options("/api/conversations", headers={"origin": origin, "access-control-request-method": "POST"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")
        assert "access-control-allow-origin" not in answer.headers


async def test_one_partners_page_may_not_use_anothers_site(client: httpx.AsyncClient) -> None:
    assert (await opened(client, "https://other.example")).status_code == 403
    assert (await opened(client, "https://other.example", site="other")).status_code == 201
    assert (await opened(client, PARTNER, site="default")).status_code == 403, "an empty list is no open door"
    assert (await opened(client, PARTNER, site="no-such-site")).status_code == 403


async def test_a_listed_page_gets_through_preflight_and_message(client: httpx.AsyncClient) -> None:
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    preflight = await client.options("/api/conversations/wx/messages", headers={"origin": PARTNER} | asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == PARTNER
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in preflight.headers
    failed = await client.post("/api/conversations/wx/messages", json={"text": "hi"}, headers={"origin": PARTNER})
    assert failed.status_code in (401, 404)
    assert failed.headers["access-control-allow-origin"] == PARTNER, "the page can read why it failed"


async def test_our_own_pages_and_requests_from_no_page_pass(client: httpx.AsyncClient) -> None:
    assert (await opened(client, "http://chat.example")).status_code == 201
    assert (await opened(client)).status_code == 201


async def test_the_refusal_fails_when_the_door_is_taken_out(database: Database, tmp_path: Path) -> None:
    """The guard, sabotaged: without the middleware and the check, a stranger's page would be served."""
    _, talks = built(database, tmp_path)

    class Anyone(Sites):
        async def admit(self, site_id: str | None, origin: str | None, host: str | None) -> object:  # type: ignore[override]
            return await self.find(site_id)

    bare = FastAPI()
    bare.include_router(chat.router(talks, Anyone(database), None, Load(8)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(bare), base_url="http://chat.example") as client:
        assert (await opened(client, STRANGER)).status_code == 201


async def test_a_strangers_socket_is_closed_before_it_opens(database: Database, tmp_path: Path) -> None:
    app, _ = built(database, tmp_path)
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "websocket", "path": "/api/conversations/wx/events", "raw_path": b"", "query_string": b"", "subprotocols": [],
        "headers": [(b"host", b"chat.example"), (b"origin", STRANGER.encode())], "scheme": "ws", "root_path": "",
    }  # fmt: skip
    await app(scope, receive, send)  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["websocket.close"]


async def test_the_list_last_read_stands_while_the_store_is_away(database: Database) -> None:
    class Away:
        def begin(self) -> object:
            raise OSError

    sites = Sites(database)
    assert not await sites.anyone_allows(STRANGER)
    sites.changed()
    sites._database = Away()  # type: ignore[assignment]
    assert await sites.anyone_allows(PARTNER)
    assert not await sites.anyone_allows(STRANGER)
