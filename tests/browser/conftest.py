"""A headless Chromium, a server with the pages and a fake chat API, and the steps every browser test takes."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.api import problems, web_pages
from bot.api import sites as sites_api
from bot.api.origins import Origins
from bot.settings import PROJECT, Settings
from tests.fakes import chat_api, partner_page
from tests.fakes.sites import FakeSites

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENSHOTS = PROJECT / "var" / "screenshots"
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 860}


@dataclass
class Served:
    """A running server, what it fakes, and the page of a partner it shows at /partner."""

    url: str
    chat: chat_api.FakeChat
    sites: FakeSites
    elsewhere: str  # another origin, which serves the partner's page alone


def serve(app: FastAPI) -> Iterator[str]:
    """Runs `app` on a free port in a thread of its own."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="websockets-sansio", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    chat = chat_api.FakeChat()
    app = chat_api.create(chat)
    problems.install(app)
    app.include_router(partner_page.router())
    sites = FakeSites()
    app.add_middleware(Origins, sites=sites)
    app.include_router(sites_api.router(sites, texting=True))
    app.include_router(
        web_pages.router(Settings(env="test", data_dir=tmp_path_factory.mktemp("data")), sites, texting=True)
    )
    for url in serve(app):
        other = FastAPI()
        other.include_router(partner_page.router(url))
        for elsewhere in serve(other):
            yield Served(url, chat, sites, elsewhere.replace("127.0.0.1", "localhost"))


@pytest.fixture
def served(server: Served) -> Served:
    """The server with a fake that has forgotten the last test."""
    fresh = chat_api.FakeChat()
    for name, value in vars(fresh).items():
        setattr(server.chat, name, value)
    server.sites.reset()
    return server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("no chromium here (apt-get install chromium)")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop page with nothing kept; an error in the page, or a policy it breaks, fails the test."""
    yield from new_page(browser)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from new_page(browser, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


def new_page(browser: Browser, **options: object) -> Iterator[Page]:
    wanted: dict[str, Any] = {"viewport": DESKTOP, "locale": "en-US"} | options
    context = browser.new_context(**wanted)
    context.set_default_timeout(8_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
    yield page
    context.close()
    assert not wrong, wrong


def ask(page: Page, text: str) -> None:
    box = page.locator("sendero-chat .composer textarea")
    box.fill(text)
    box.press("Enter")


def answered(page: Page, count: int = 1) -> None:
    """Waits until `count` answers are in the log."""
    expect(page.locator("sendero-chat .theirs")).to_have_count(count)


def shot(page: Page, name: str) -> Path:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    return path
