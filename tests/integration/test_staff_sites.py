"""Staff edit sites: made, changed and previewed by who may, of their own organization alone, and wrong input is explained."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.sites.sites import Sites
from bot.staff.accounts import create_user
from bot.staff.pages import router
from bot.staff.sites import blank
from bot.store.database import Database
from bot.store.models import Organization, Site
from tests.integration.staff_store import PASSWORD, new_store
from tests.integration.test_sites import LOGO
from tests.integration.test_staff_pages import settings

FORM = blank() | {
    "id": "riverside", "name": "Riverside <Center>", "region": "southern-arizona", "language": "es", "accent": "#FFE600",
    "logo": LOGO, "origins": "www.riverside.example\nhttps://*.riverside.example/\n\n", "greeting_en": "Welcome!",
    "starters_en": "Is there night school?\nWho hires here?", "contact_name": "Front desk",
    "contact_phone": "(520) 555-0142",
}  # fmt: skip


class Office:
    def __init__(self, database: Database, sites: Sites, browser: httpx.AsyncClient) -> None:
        self.database, self.sites, self.browser = database, sites, browser
        self.token = ""

    async def sign_in(self, username: str) -> None:
        page = await self.browser.get("/staff/sign-in")
        data = {"username": username, "password": PASSWORD, "form_token": _token(page.text)}
        await self.browser.post("/staff/sign-in", data=data)
        self.token = _token((await self.browser.get("/staff")).text)

    async def post(self, path: str, **changes: str) -> httpx.Response:
        return await self.browser.post(path, data=FORM | changes | {"form_token": self.token})


def _token(page: str) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', page)
    assert found
    return found[1]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    database = await new_store(tmp_path / "store.db")
    async with database.begin() as session:
        session.add(Organization(id="other", name="Other"))
        await session.flush()
        session.add(Site(id="theirs", organization_id="other", name="Theirs"))
        for name, role in (("vera", "viewer"), ("edda", "editor")):
            await create_user(session, name, PASSWORD, role)
    sites = Sites(database)
    app = FastAPI()
    app.include_router(router(database, settings(tmp_path), sites=sites))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as browser:
        made = Office(database, sites, browser)
        await made.sign_in("edda")
        yield made
    await database.close()


async def test_a_site_is_made_changed_and_counts_at_once(office: Office) -> None:
    answer = await office.post("/staff/sites")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sites/riverside?saved=1")
    made = await office.sites.find("riverside")
    assert made.allowed_origins == ("https://www.riverside.example", "https://*.riverside.example")
    assert (made.region, made.language, made.face.accent) == ("southern-arizona", "es", "#ffe600")
    assert made.face.starters == {"en": ["Is there night school?", "Who hires here?"]}
    assert made.face.contact.checked_on is not None
    page = (await office.browser.get("/staff/sites/riverside?saved=1")).text
    assert "Riverside &lt;Center&gt;" in page
    assert "your colour was too light to read" in page
    assert "data-site=&#34;riverside&#34; async" in page
    await office.post("/staff/sites/riverside", name="Riverside", origins="")
    changed = await office.sites.find("riverside")
    assert (changed.name, changed.allowed_origins) == ("Riverside", ())


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "No Good", "small letters"), ("id", "default", "taken"), ("name", "", "has a name"),
        ("origins", "https://ok.example\nftp://no", "ftp://no"), ("accent", "red", "six digits"),
        ("starters_en", "a\nb\nc\nd\ne\nf", "five"), ("contact_phone", "ring ring", "phone number"),
        ("contact_url", "javascript:alert(1)", "https://"), ("logo", "data:image/svg+xml;base64,AAAA", "PNG"),
        ("greeting_es", "x" * 401, "too long"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    office: Office, field: str, value: str, said: str
) -> None:
    answer = await office.post("/staff/sites", **{field: value})
    assert answer.status_code == 422
    problem = re.search(rf'id="{field}-wrong">([^<]*)<', answer.text)
    assert problem
    assert said in problem[1]
    assert "Is there night school?" in answer.text or field == "starters_en", "what was typed stays"
    assert "riverside" not in await office.sites.all()


async def test_a_viewer_sees_the_list_and_changes_nothing(office: Office) -> None:
    office.browser.cookies.clear()
    await office.sign_in("vera")
    assert (await office.browser.get("/staff/sites")).status_code == 200
    assert (await office.browser.get("/staff/sites/default")).status_code == 403
    assert (await office.post("/staff/sites")).status_code == 403
    assert (await office.post("/staff/sites/default")).status_code == 403


async def test_another_organizations_site_cannot_be_seen_or_saved(office: Office) -> None:
    assert "Theirs" not in (await office.browser.get("/staff/sites")).text
    assert (await office.browser.get("/staff/sites/theirs")).status_code == 404
    assert (await office.post("/staff/sites/theirs")).status_code == 404
    assert (await office.sites.find("theirs")).name == "Theirs"


async def test_the_preview_is_the_chat_and_asks_the_service_nothing(office: Office) -> None:
    answer = await office.post("/staff/sites/preview", name='"><script>alert(1)</script>', greeting_en="</script>Hi")
    policy = answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert policy.endswith("frame-ancestors 'self'")
    assert "unsafe" not in policy
    assert "<script>alert(1)" not in answer.text
    assert "\\u003c/script>Hi" in answer.text
    assert "window.fetch =" in answer.text
    assert 'accent="#ffe600"' in answer.text


async def test_a_forged_form_changes_nothing(office: Office) -> None:
    forged = await office.browser.post("/staff/sites/default", data=FORM | {"form_token": "0" * 64})
    assert forged.status_code == 403
    assert (await office.sites.find("default")).name == "Default"
