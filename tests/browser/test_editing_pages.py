"""The knowledge base's staff pages in a real browser: accessible, on a phone and on a desk, by keyboard, without script."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import PROJECT
from tests.browser.conftest import DESKTOP, PHONE, SCREENSHOTS, new_page, serve
from tests.integration.editing_desk import Desk, close_desk, mistake, open_desk

AXE = PROJECT / "web_widget" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 60_000  # milliseconds: a page is made by the real actions, on a machine that may be busy
PROGRAM = "az-cyber-mentoring"
PATHS = {
    "home": "", "list": "/program", "record": f"/program/record?id={PROGRAM}", "form": f"/program/edit?id={PROGRAM}",
    "new-article": "/article/new", "due": "/due?kind=credential", "mistakes": "/mistakes", "review": "/review",
}  # fmt: skip


@dataclass
class Office:
    url: str
    desk: Desk

    def signed_in(self, page: Page, name: str) -> Page:
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "sendero_staff", "value": self.desk.cookies[name], "url": self.url}])
        return page


@pytest.fixture(scope="module")
def office(knowledge_loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("editing")
    for suffix in ("", "-wal"):
        if (file := Path(f"{knowledge_loaded}{suffix}")).exists():
            shutil.copy(file, folder / f"knowledge.db{suffix}")

    async def opened() -> Desk:
        desk = await open_desk(folder, folder / "knowledge.db")
        async with desk.store.begin() as session:
            session.add_all([mistake(), mistake(reason="broken_link", language="es", note=None, channel="sms")])
        await desk.store.close()  # its connections belong to this loop; the server's own opens new ones
        return desk

    # Playwright has a loop in this thread.
    with ThreadPoolExecutor(1) as aside:
        desk = aside.submit(lambda: asyncio.run(opened())).result()
    for url in serve(desk.app):
        yield Office(f"{url}/staff/knowledge", desk)
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(close_desk(desk))).result()


def looks_right(page: Page, name: str) -> None:
    """No axe violation, nothing scrolls sideways; and a picture to look at."""
    if AXE.exists():
        page.evaluate(AXE.read_text())
        found = page.evaluate("async () => (await axe.run(document)).violations")
        assert not found, (name, [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found])
    wide = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, wide)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"editing-{name}.png", animations="disabled")


@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("phone", "dark")])
@pytest.mark.timeout(600)
def test_every_page_is_accessible_and_fits(browser: Browser, office: Office, size: str, scheme: str) -> None:
    viewport = DESKTOP if size == "desk" else PHONE
    for page in new_page(browser, viewport=viewport, color_scheme=scheme, java_script_enabled=True):
        page.set_default_timeout(PATIENCE)
        office.signed_in(page, "lee")
        for name, path in PATHS.items():
            page.goto(office.url + path)
            looks_right(page, f"{name}-{size}-{scheme}")
        page.goto(f"{office.url}/program/edit?id={PROGRAM}")
        page.get_by_label("Phone").fill("520-555-0142")
        page.get_by_label("Tuition from, dollars").fill("about a lot")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.get_by_role("alert")).to_contain_text("must be a whole number", timeout=PATIENCE)
        looks_right(page, f"wrong-{size}-{scheme}")
        page.get_by_role("alert").get_by_role("link").first.click()
        expect(page.get_by_label("Tuition from, dollars")).to_be_in_viewport()


@pytest.mark.timeout(600)
def test_a_change_is_written_sent_read_and_published_by_keyboard(browser: Browser, office: Office) -> None:
    for page in new_page(browser):
        page.set_default_timeout(PATIENCE)
        office.signed_in(page, "rosa")
        page.goto(f"{office.url}/support/edit?id=help-211")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.get_by_label("Hours").focus()
        page.keyboard.type("Day and night")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Saved as a draft", timeout=PATIENCE)
        expect(page.get_by_role("heading", name="In Spanish")).to_be_visible(timeout=PATIENCE)
        looks_right(page, "version")
        page.get_by_role("button", name="Send to review").press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Sent to review", timeout=PATIENCE)
        expect(page.get_by_role("button", name="Publish")).to_have_count(0)
        office.signed_in(page, "lee")
        page.goto(f"{office.url}/review")
        looks_right(page, "queue")
        page.get_by_role("link", name="211, local help line").press("Enter")
        page.get_by_role("checkbox").press("Space")
        looks_right(page, "to-publish")
        page.get_by_role("button", name="Publish").press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Published", timeout=PATIENCE)
        page.goto(f"{office.url}/support/record?id=help-211")
        expect(page.get_by_text("published by lee")).to_be_visible(timeout=PATIENCE)
        looks_right(page, "history")
