"""Staff add a program on the page and publish it; the running assistant answers for it at once, by name, in both languages
and on both channels. Nothing is trained, nothing restarted."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from bot.staff.accounts import create_user
from bot.store.database import Database
from knowledge import database as knowledge_database
from knowledge import editing
from tests.integration.editing_desk import filled, token_in
from tests.integration.staff_store import PASSWORD
from tests.stack import Stack, Talk

# A name the scrubber takes for a person's unless the knowledge base says otherwise.
NAME, NAME_ES, ID = "Marisol Quintana Code Lab", "Laboratorio Marisol Quintana", "marisol-quintana-code-lab"
ASKED = {"en": "tell me about the marisol quintana code lab", "es": "cuéntame del laboratorio marisol quintana"}
COST = {"en": "how much is the Marisol Quintana Code Lab?", "es": "¿cuánto cuesta el Laboratorio Marisol Quintana?"}


@pytest.fixture
def staff(stack: Stack) -> Iterator[dict[str, httpx.Client]]:
    """Two people at two computers; what they added is taken out again at the end."""

    async def accounts() -> None:
        store = Database(stack.settings.database)
        async with store.begin() as session:
            await create_user(session, "writer", PASSWORD, "editor")
            await create_user(session, "reader", PASSWORD, "reviewer")
        await store.close()

    asyncio.run(accounts())
    people = {name: httpx.Client(base_url=stack.url, timeout=30) for name in ("writer", "reader")}
    for name, browser in people.items():
        token = token_in(browser.get("/staff/sign-in").text)
        form = {"form_token": token, "username": name, "password": PASSWORD}
        assert browser.post("/staff/sign-in", data=form).status_code == 303
    yield people
    for browser in people.values():
        browser.close()
    held = knowledge_database.Database(stack.settings.knowledge)
    # An id is never given twice: a second run in the same store adds the program under the next one.
    for id in (ID, *(f"{ID}-{number}" for number in range(2, 20))):
        if editing.current(held, "program", id):
            version = editing.remove(held, "program", id, "writer")
            editing.submit(held, version.id, "writer")
            editing.publish(held, version.id, "reader", date(2026, 11, 25))
    held.close()


def send(browser: httpx.Client, page: str, path: str, **data: Any) -> httpx.Response:
    token = token_in(browser.get(page).text)
    return browser.post(path, data={**data, "form_token": token})


def test_a_program_added_on_the_page_is_answered_at_once(stack: Stack, staff: dict[str, httpx.Client]) -> None:
    for language, question in ASKED.items():
        assert NAME not in Talk(stack.url, language=language).say(question).text

    new = "/staff/knowledge/program/new"
    given = {
        "name.en": NAME, "name.es": NAME_ES, "short.en": NAME, "short.es": NAME_ES,
        "about.en": "You build three small web pages.", "about.es": "Haces tres páginas web pequeñas.",
        "provider": "az-cyber-initiative", "kind": "course", "region": "southern-arizona", "categories": "programming",
        "cost.free": "no", "cost.tuition_low": "45", "cost.tuition_high": "45", "as_of": "2026-11",
        "cost.text.en": "$45 for everything.", "cost.text.es": "$45 por todo.",
        "new_source": "Phone call with the lab", "new_source_short": "The lab",
    }  # fmt: skip
    form = filled(staff["writer"].get(new).text)
    saved = staff["writer"].post("/staff/knowledge/program/edit", data=form | given)
    assert saved.status_code == 303, re.findall(r"field-problem.*", saved.text)
    page = saved.headers["location"].partition("?")[0]
    shown = staff["writer"].get(page).text
    assert "You build three small web pages." in shown and "segment" in shown, "the running actions preview the draft"
    assert send(staff["writer"], page, f"{page}/submit").status_code == 303
    published = send(staff["reader"], page, f"{page}/publish", checked="yes")
    assert published.headers["location"].endswith("told=published"), published.text

    time.sleep(2.5)  # readers look once a second; the names they protect and link are made anew
    for channel in ("web", "sms"):
        for language in ("en", "es"):
            talk = Talk(stack.url, channel, language)
            told = talk.say(ASKED[language])
            assert str(told.entities.get("program")).startswith(ID), (channel, language, told.text)
            assert {"en": "three small web pages", "es": "páginas web pequeñas"}[language] in unaccented(
                told.text, channel
            )
            assert "not checked" not in told.text, "a reviewer has checked it"
            assert "$45" in talk.say(COST[language]).text


def unaccented(text: str, channel: str) -> str:
    """A text message may leave accents out to save a segment; the words are the same."""
    return text.replace("paginas", "páginas").replace("pequenas", "pequeñas") if channel == "sms" else text
