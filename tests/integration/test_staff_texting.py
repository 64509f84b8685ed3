"""Staff pages for texting: campaign words, posters that can be printed, invitations; each only for whom it is meant."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.settings import Settings
from bot.staff.accounts import create_user
from bot.staff.pages import router
from bot.store.database import Database
from bot.store.models import Campaign, Invitable, Nudge, Organization, Site
from tests.integration.staff_store import PASSWORD, new_store

pytestmark = pytest.mark.asyncio
WORD = {
    "word": "pueblo 26",
    "title": "Pueblo <High>",
    "site": "default",
    "region": "southern-arizona",
    "language": "",
    "survey": "Spring 27",
}


@dataclass
class Desk:
    database: Database
    browser: httpx.AsyncClient

    async def sign_in(self, username: str) -> None:
        page = await self.browser.get("/staff/sign-in")
        token = re.search(r'name="form_token" value="(\w+)"', page.text)
        assert token
        await self.browser.post(
            "/staff/sign-in", data={"username": username, "password": PASSWORD, "form_token": token[1]}
        )

    async def post(self, path: str, data: dict[str, str]) -> httpx.Response:
        page = await self.browser.get("/staff/texting")
        token = re.search(r'name="form_token" value="(\w+)"', page.text)
        assert token
        return await self.browser.post(path, data=data | {"form_token": token[1]})

    async def rows(self, table: type) -> list:  # type: ignore[type-arg]
        async with self.database.begin() as session:
            return list((await session.scalars(select(table))).all())


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = await new_store(tmp_path / "store.db")
    async with database.begin() as session:
        await create_user(session, "editor", PASSWORD, "editor")
        await create_user(session, "viewer", PASSWORD, "viewer")
        session.add(Organization(id="other", name="Other"))
        await session.flush()
        session.add(Site(id="other", organization_id="other", name="Other"))
        await session.flush()
        session.add(Campaign(word="OTHERS26", title="Other", organization_id="other", site_id="other"))
    made = Settings(
        env="test", data_dir=tmp_path, twilio_from="+15205550100", public_url="https://text.example.org", _env_file=None
    )  # type: ignore[call-arg]
    app = FastAPI()
    app.include_router(router(database, made))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://text.example.org") as browser:
        yield Desk(database, browser)
    await database.close()


async def test_a_word_is_added_shown_printed_and_removed(desk: Desk) -> None:
    await desk.sign_in("editor")
    assert (await desk.post("/staff/texting", WORD)).status_code == 303
    (_, made) = sorted(await desk.rows(Campaign), key=lambda c: c.organization_id == "default")
    assert (made.word, made.region, made.language, made.survey) == ("PUEBLO26", "southern-arizona", None, "spring27")
    listing = (await desk.browser.get("/staff/texting")).text
    assert "PUEBLO26" in listing
    assert "Pueblo &lt;High&gt;" in listing
    assert "OTHERS26" not in listing
    poster = (await desk.browser.get("/staff/texting/PUEBLO26/poster")).text
    assert poster.count("<svg") == 2
    assert "(520) 555-0100" in poster
    assert "STOP" in poster
    assert "ALTO" in poster
    assert not re.search(r"<script|style=|Pueblo <High>", poster)
    await desk.post("/staff/texting/remove", {"word": "PUEBLO26"})
    assert [c.word for c in await desk.rows(Campaign)] == ["OTHERS26"]


@pytest.mark.parametrize(
    "change", [{"word": "STOP"}, {"word": "others26"}, {"title": ""}, {"site": "other"}, {"site": "x"}]
)
async def test_what_cannot_be_is_said_and_not_kept(desk: Desk, change: dict[str, str]) -> None:
    await desk.sign_in("editor")
    answer = await desk.post("/staff/texting", WORD | change)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert len(await desk.rows(Campaign)) == 1


async def test_another_organizations_word_is_neither_shown_nor_removed(desk: Desk) -> None:
    await desk.sign_in("editor")
    assert (await desk.browser.get("/staff/texting/OTHERS26/poster")).status_code == 404
    await desk.post("/staff/texting/remove", {"word": "OTHERS26"})
    assert len(await desk.rows(Campaign)) == 1


async def test_a_viewer_looks_and_changes_nothing(desk: Desk) -> None:
    await desk.sign_in("viewer")
    page = await desk.browser.get("/staff/texting")
    assert page.status_code == 200
    assert 'action="/staff/texting"' not in page.text
    for path in ("/staff/texting", "/staff/texting/remove", "/staff/texting/invite"):
        assert (await desk.post(path, WORD)).status_code == 403
    assert len(await desk.rows(Campaign)) == 1


async def test_invitations_go_to_who_agreed_and_no_small_count_shows(desk: Desk) -> None:
    await desk.sign_in("editor")
    async with desk.database.begin() as session:
        for number in range(4):
            session.add(Invitable(pseudonym=f"p{number}", language="en", reach="America/Phoenix;", site_id="default"))
        session.add(
            Invitable(pseudonym="q", language="en", reach="America/Phoenix;", organization_id="other", site_id="other")
        )
    assert "Fewer than 11" in (await desk.browser.get("/staff/texting")).text
    for _ in range(3):  # the button is pressed again and again
        assert (await desk.post("/staff/texting/invite", {})).status_code == 303
    assert sorted(nudge.pseudonym for nudge in await desk.rows(Nudge)) == ["p0", "p1", "p2", "p3"]
    async with desk.database.begin() as session:
        for number in range(4, 13):
            session.add(Invitable(pseudonym=f"p{number}", language="en", reach="America/Phoenix;", site_id="default"))
    assert "About 15 learners" in (await desk.browser.get("/staff/texting")).text
