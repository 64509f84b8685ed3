"""The staff pages over a copy of the knowledge base, with the real actions behind the preview: for the editing tests.

Run as a script it serves them, for looking at: `python -m tests.integration.editing_desk 8123`.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import secrets
import shutil
import sys
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from rasa_sdk.executor import ActionExecutor
from sqlalchemy import select

from actions import library
from actions.server import app as actions_app
from actions.server import executor
from bot.settings import Settings
from bot.staff.knowledge.previews import Previews
from bot.staff.labels import Labels
from bot.staff.pages import router
from bot.staff.signing_in import Sessions
from bot.store.database import Database
from bot.store.models import MistakeReport, StaffUser
from knowledge.repository import Knowledge
from tests.integration.staff_store import PASSWORD, new_store

PEOPLE = {"rosa": "editor", "luis": "editor", "lee": "reviewer", "vera": "viewer", "amy": "ambassador", "ada": "admin"}
BASE = "http://127.0.0.1"


@dataclass
class Desk:
    """The pages, and who is signed in where."""

    app: FastAPI
    routes: Any
    store: Database
    knowledge: Knowledge
    cookies: dict[str, str] = field(default_factory=dict)

    def browser(self, name: str) -> httpx.AsyncClient:
        """A browser in which this person is signed in."""
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url=BASE, cookies={"sendero_staff": self.cookies[name]})

    async def get(self, name: str, path: str) -> httpx.Response:
        async with self.browser(name) as browser:
            return await browser.get(path)

    async def post(self, name: str, path: str, data: dict[str, Any], page: str = "/staff/knowledge") -> httpx.Response:
        """Sends a form with the token that this person's pages carry."""
        async with self.browser(name) as browser:
            token = token_in((await browser.get(page)).text)
            return await browser.post(path, data={**data, "form_token": token})


def token_in(page: str) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', page)
    assert found, page[:500]
    return found[1]


def filled(page: str) -> dict[str, Any]:
    """What a browser would post of the form for a record if nothing were changed in it."""
    form = page[page.index('<form class="editor"') :]
    data: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, value = (re.search(rf'\b{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            data.setdefault(name[1], []).append(html.unescape(value[1]) if value else "")
    for name, text in re.findall(r'<textarea\b[^>]*\bname="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL):
        data[name] = html.unescape(text)
    for name, options in re.findall(r'<select\b[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        data[name] = html.unescape(chosen[1]) if chosen else ""
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in data.items()}


async def open_desk(folder: Path, knowledge_file: Path) -> Desk:
    """The pages over a store of their own and this knowledge base (which they change)."""
    store = await new_store(folder / "store.db")
    sessions = Sessions(store)
    async with store.begin() as session:
        session.add_all(
            StaffUser(username=name, role=role, password_hash=_of_everybody()) for name, role in PEOPLE.items()
        )
    os.environ[library.URL] = f"sqlite:///{knowledge_file}"
    library.knowledge.cache_clear()
    library.knowledge()
    key = "0123456789abcdef" * 4
    settings = Settings(env="test", data_dir=folder, session_key=key, pseudonym_key=key, vault_key=key)  # type: ignore[arg-type]
    knowledge = Knowledge(f"sqlite:///{knowledge_file}")
    previews = Previews(settings, Labels(knowledge), httpx.ASGITransport(actions_app(_actions())))
    routes = router(store, settings, knowledge, sessions=sessions, previews=previews)
    app = FastAPI()
    app.include_router(routes)
    desk = Desk(app, routes, store, knowledge)
    async with store.begin() as session:
        people = {user.username: user.id for user in (await session.scalars(select(StaffUser))).all()}
    for name, id in people.items():
        desk.cookies[name] = await sessions.open(id)
    return desk


async def close_desk(desk: Desk) -> None:
    await desk.store.close()
    desk.knowledge.close()
    library.knowledge().close()
    library.knowledge.cache_clear()


@cache
def _of_everybody() -> str:
    return PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)


@cache
def _actions() -> ActionExecutor:
    return executor()


def mistake(**values: Any) -> MistakeReport:
    """A report as `bot.feedback` leaves it; what is not given is the commonest."""
    usual = {
        "id": secrets.token_hex(16), "reported_on": date(2026, 11, 24), "reason": "out_of_date", "language": "en",
        "channel": "web", "topic": "program_cost", "entities": {"program": "az-cyber-mentoring"}, "card_kind": "program",
        "card_title": "AZ Cyber mentoring", "answer": "It costs nothing.", "note": "It costs $20 now",
    }  # fmt: skip
    return MistakeReport(**{**usual, **values})


async def _look(folder: Path, port: int) -> None:
    import uvicorn

    desk = await open_desk(folder, folder / "knowledge.db")
    async with desk.store.begin() as session:
        session.add(mistake())
        session.add(
            mistake(reason="broken_link", card_kind="support", card_title="211, ayuda local", entities={}, language="es",
                    topic="supports", note=None, answer="211 ayuda con comida, renta y transporte.")
        )  # fmt: skip
    print(PASSWORD, desk.cookies, flush=True)
    await uvicorn.Server(uvicorn.Config(desk.app, port=port, log_level="warning")).serve()


if __name__ == "__main__":
    from knowledge import seed

    look = Path("var/editing-look")
    shutil.rmtree(look, ignore_errors=True)
    look.mkdir(parents=True)
    seed.ensure(f"sqlite:///{look / 'knowledge.db'}")
    asyncio.run(_look(look, int(sys.argv[1])))
