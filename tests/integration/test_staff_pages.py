"""The staff pages over ASGI: nobody gets in unasked, forms need their token, pages carry their headers."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import select

from bot.insights.reports import InsightReports
from bot.settings import Settings
from bot.staff.accounts import AccountRefusedError, PasswordTooWeakError, authenticate, create_user
from bot.staff.gate import ANYONE, POLICY, Cookies, Gate
from bot.staff.pages import router
from bot.staff.signing_in import FormTokens, Sessions
from bot.store.database import Database
from bot.store.models import Organization, StaffSession, StaffUser
from tests.integration.staff_store import PASSWORD, TODAY, new_store, row, season

KEY = "0123456789abcdef" * 4
PUBLIC = {"static", "show_sign_in", "sign_in"}


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 12)

    def __call__(self) -> datetime:
        return self.time


@dataclass
class Office:
    """The staff pages with a clock one can turn, and a browser."""

    database: Database
    routes: APIRouter
    clock: Clock
    browser: httpx.AsyncClient

    async def form_token(self) -> str:
        page = await self.browser.get("/staff/sign-in")
        if page.status_code == 303:
            page = await self.browser.get("/staff")
        found = re.search(r'name="form_token" value="(\w+)"', page.text)
        assert found
        return found[1]

    async def sign_in(self, password: str = PASSWORD, username: str = "rosa") -> httpx.Response:
        data = {"username": username, "password": password, "form_token": await self.form_token()}
        return await self.browser.post("/staff/sign-in", data=data)


def settings(tmp_path: Path, **more: object) -> Settings:
    return Settings(env="test", data_dir=tmp_path, session_key=KEY, pseudonym_key=KEY, vault_key=KEY, **more)  # type: ignore[arg-type]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    database, clock = await new_store(tmp_path / "store.db"), Clock()
    async with database.begin() as session:
        await create_user(session, "Rosa", PASSWORD)
    sessions, reports = Sessions(database, clock), InsightReports(database, lambda: TODAY)
    routes = router(database, settings(tmp_path), sessions=sessions, reports=reports)
    app = FastAPI()
    app.include_router(routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as browser:
        yield Office(database, routes, clock, browser)
    await database.close()


# --- accounts ---


async def test_store_has_no_account_to_begin_with(tmp_path: Path) -> None:
    database = await new_store(tmp_path / "empty.db")
    async with database.begin() as session:
        assert (await session.scalars(select(StaffUser))).all() == []
    await database.close()


async def test_create_user_keeps_an_argon2id_hash_and_refuses_what_is_wrong(office: Office) -> None:
    async with office.database.begin() as session:
        user = await create_user(session, "luis", PASSWORD, "admin")
        assert user.password_hash.startswith("$argon2id$")
        assert PASSWORD not in user.password_hash
        for name, password, role, error in [
            ("ROSA", PASSWORD, "viewer", AccountRefusedError), ("", PASSWORD, "viewer", AccountRefusedError),
            ("ana", PASSWORD, "root", AccountRefusedError), ("ana", "too short", "viewer", PasswordTooWeakError),
        ]:  # fmt: skip
            with pytest.raises(error):
                await create_user(session, name, password, role)
        assert await authenticate(session, "LUIS ", PASSWORD)
        assert await authenticate(session, "luis", PASSWORD + "x") is None
        assert await authenticate(session, "nobody", PASSWORD) is None


# --- default deny ---


async def test_every_route_has_a_policy_and_only_sign_in_is_public(office: Office) -> None:
    names = {route.name for route in office.routes.routes if isinstance(route, APIRoute)}
    assert len(names) == len(office.routes.routes)
    # Those of the knowledge base are in test_editing_pages.py, with the matrix of routes and roles.
    assert names == {name for name in POLICY if not name.startswith("knowledge")}
    assert {name for name, roles in POLICY.items() if roles is ANYONE} == PUBLIC


async def test_every_route_turns_strangers_away(office: Office) -> None:
    for route in office.routes.routes:
        assert isinstance(route, APIRoute)
        for method in route.methods:
            path = (
                route.path.replace("{name}", "staff.css")
                .replace("{rest:path}", "anything/at/all")
                .replace("{site_id}", "default")
            )
            answer = await office.browser.request(method, path)
            if route.name in PUBLIC:
                assert answer.status_code in (200, 403, 413)
            elif method == "GET":
                assert (answer.status_code, answer.headers["location"]) == (303, "/staff/sign-in"), path
            else:
                assert answer.status_code == 401, path


async def test_a_route_without_a_policy_is_closed_to_everyone(office: Office, tmp_path: Path) -> None:
    sessions = Sessions(office.database, office.clock)
    gate = Gate(sessions, Cookies(settings(tmp_path)), FormTokens(KEY))
    forgotten = APIRouter(route_class=gate.route_class())

    @forgotten.get("/staff/export", name="export")
    async def export() -> str:
        return "everything"

    app = FastAPI()
    app.include_router(forgotten)
    token = await sessions.open(1)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as browser:
        assert (await browser.get("/staff/export")).status_code == 303
        browser.cookies.set("sendero_staff", token)
        answer = await browser.get("/staff/export")
    assert (answer.status_code, "everything" in answer.text) == (403, False)


# --- signing in and out ---


async def test_sign_in_opens_the_pages_and_sign_out_closes_them(office: Office) -> None:
    answer = await office.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")
    assert (await office.browser.get("/staff")).status_code == 200

    token = office.browser.cookies["sendero_staff"]
    left = await office.browser.post("/staff/sign-out", data={"form_token": await office.form_token()})
    assert left.headers["location"] == "/staff/sign-in"
    office.browser.cookies.set("sendero_staff", token)  # the old cookie is worth nothing
    assert (await office.browser.get("/staff")).status_code == 303


@pytest.mark.parametrize(
    ("username", "password"), [("rosa", "wrong horse battery staple"), ("nobody", PASSWORD), ("", "")]
)
async def test_wrong_name_and_wrong_password_look_the_same(office: Office, username: str, password: str) -> None:
    answer = await office.sign_in(password, username)
    assert answer.status_code == 401
    assert "do not fit" in answer.text
    assert "sendero_staff" not in office.browser.cookies
    assert password == "" or password not in answer.text


async def test_session_token_is_new_at_every_sign_in_and_kept_only_as_a_hash(office: Office) -> None:
    office.browser.cookies.set("sendero_staff", "planted-by-an-attacker")
    await office.sign_in()
    tokens = [c.value for c in office.browser.cookies.jar if c.name == "sendero_staff" and c.value]
    assert any(len(t) >= 43 for t in tokens)
    async with office.database.begin() as session:
        kept = (await session.scalars(select(StaffSession.token_hash))).all()
    assert len(kept) == 1
    assert not set(kept) & set(tokens)


async def test_session_ends_after_half_an_hour_idle(office: Office) -> None:
    await office.sign_in()
    office.clock.time += timedelta(minutes=29)
    assert (await office.browser.get("/staff")).status_code == 200
    office.clock.time += timedelta(minutes=29)
    assert (await office.browser.get("/staff")).status_code == 200
    office.clock.time += timedelta(minutes=30)
    assert (await office.browser.get("/staff")).status_code == 303


async def test_session_ends_after_eight_hours_whatever_happens(office: Office) -> None:
    await office.sign_in()
    for _ in range(19):
        office.clock.time += timedelta(minutes=25)
        assert (await office.browser.get("/staff")).status_code == 200
    office.clock.time += timedelta(minutes=25)
    assert (await office.browser.get("/staff")).status_code == 303


async def test_disabling_an_account_ends_its_session_at_once(office: Office) -> None:
    await office.sign_in()
    async with office.database.begin() as session:
        (user,) = (await session.scalars(select(StaffUser))).all()
        user.disabled = True
    assert (await office.browser.get("/staff")).status_code == 303
    assert (await office.sign_in()).status_code == 401


async def test_ten_bad_sign_ins_are_slowed_down(office: Office) -> None:
    for _ in range(10):
        assert (await office.sign_in("wrong horse battery staple")).status_code == 401
    slowed = await office.sign_in()
    assert slowed.status_code == 429
    assert 0 < int(slowed.headers["retry-after"]) <= 61


# --- forms, cookies, headers ---


async def test_forms_without_their_own_token_change_nothing(office: Office) -> None:
    await office.sign_in()
    good = await office.form_token()
    for data, headers in [
        ({}, {}), ({"form_token": "0" * 64}, {}), ({"form_token": good}, {"sec-fetch-site": "cross-site"}),
        ({"form_token": good}, {"origin": "https://evil.example"}), ({"form_token": good}, {"origin": "null"}),
        ({"form_token": good}, {"content-type": "text/plain"}),
    ]:  # fmt: skip
        assert (await office.browser.post("/staff/sign-out", data=data, headers=headers)).status_code == 403
    large = {"form_token": good, "more": "x" * 9_000}
    assert (await office.browser.post("/staff/sign-out", data=large)).status_code == 413
    assert (await office.browser.get("/staff")).status_code == 200


async def test_pages_carry_strict_headers(office: Office) -> None:
    await office.sign_in()
    for path in ("/staff", "/staff/how-to-read", "/staff/nothing", "/staff/static/staff.css"):
        answer = await office.browser.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        if "static" not in path:
            assert answer.headers["cache-control"] == "no-store"
            assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.text)


@pytest.mark.parametrize(
    ("public_url", "name"), [("https://staff.example.org", "__Host-sendero_staff"), ("", "sendero_staff")]
)
async def test_cookie_is_host_bound_and_secure_where_https(tmp_path: Path, public_url: str, name: str) -> None:
    database = await new_store(tmp_path / "store.db")
    async with database.begin() as session:
        await create_user(session, "rosa", PASSWORD)
    app = FastAPI()
    app.include_router(router(database, settings(tmp_path, public_url=public_url)))
    base = public_url or "http://127.0.0.1"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base) as browser:
        token = re.search(r'form_token" value="(\w+)"', (await browser.get("/staff/sign-in")).text)
        assert token
        data = {"username": "rosa", "password": PASSWORD, "form_token": token[1]}
        cookie = (await browser.post("/staff/sign-in", data=data)).headers["set-cookie"]
    await database.close()
    assert cookie.startswith(f"{name}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert ("Secure" in cookie) == bool(public_url)


async def test_static_files_have_validators_and_nothing_else_is_served(office: Office) -> None:
    first = await office.browser.get("/staff/static/staff.css")
    again = await office.browser.get("/staff/static/staff.css", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    for path in ("..%2fpages.py", "pages.py", "%2e%2e/%2e%2e/settings.py", "labels.yml"):
        assert (await office.browser.get(f"/staff/static/{path}")).status_code in (303, 404)


# --- the page ---


async def test_overview_shows_what_is_large_and_hides_what_is_small(office: Office) -> None:
    async with office.database.begin() as session:
        session.add_all(row(topic="role_pay", need="cost") for _ in range(40))
        session.add_all(row(topic="supports", outcome="not_known", language="es") for _ in range(20))
        session.add_all(row(topic="barrier_record") for _ in range(3))
    await office.sign_in()
    page = (await office.browser.get("/staff")).text

    assert "Child care, transport, laptop and more" in page
    assert "95% or more" in page
    assert "<svg" in page
    assert "<table" in page
    assert "Having a criminal record" not in page


async def test_overview_of_an_empty_store_says_so(office: Office) -> None:
    await office.sign_in()
    assert "Nothing here has 11 sessions yet" in (await office.browser.get("/staff")).text


async def test_overview_shows_only_the_own_organization(office: Office) -> None:
    async with office.database.begin() as session:
        session.add(Organization(id="other", name="Other"))
        await session.flush()
        await create_user(session, "olga", PASSWORD, "admin", "other")
        season(session, 200)
    await office.sign_in(username="olga")
    assert "Nothing here has 11 sessions yet" in (await office.browser.get("/staff")).text


@pytest.mark.parametrize(
    "query", ["region=<script>", "language=fr", "channel=fax", "region=%00", "language=en&region=x"]
)
async def test_filters_take_known_values_only(office: Office, query: str) -> None:
    await office.sign_in()
    answer = await office.browser.get(f"/staff?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff")


@pytest.mark.parametrize("periods", ["", "0", "-1", "99999999999999999999", "x", "٣", "1.5"])
async def test_odd_times_still_show_a_page(office: Office, periods: str) -> None:
    await office.sign_in()
    assert (await office.browser.get("/staff", params={"periods": periods})).status_code == 200


async def test_names_from_the_store_are_escaped(office: Office) -> None:
    async with office.database.begin() as session:
        await create_user(session, "<script>alert(1)</script>", PASSWORD)
        session.add_all(row(topic="<img src=x onerror=alert(1)>") for _ in range(20))
    await office.sign_in(username="<script>alert(1)</script>")
    page = (await office.browser.get("/staff")).text
    assert "<script" not in page
    assert "<img src=x" not in page
