"""A bad rural line, 50 kbit/s and a second there and back: usable within five seconds, first answer within three."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, ask, new_page
from tests.fakes.bad_line import bad_line

USABLE, FIRST = 5.0, 3.0  # seconds
RUNS = 7


def tried(page: Page, url: str) -> tuple[float, float]:
    """Seconds until one can type, and from the first message until its answer."""
    began = time.monotonic()
    page.goto(f"{url}/widget/frame", wait_until="commit")
    expect(page.locator("sendero-chat textarea").first).to_be_visible(timeout=30_000)
    usable = time.monotonic() - began
    expect(page.locator("sendero-chat .notice")).to_be_visible(timeout=30_000)
    asked = time.monotonic()
    ask(page, "echo slow line")
    expect(page.locator("sendero-chat .theirs")).to_have_count(1, timeout=30_000)
    return usable, time.monotonic() - asked


def port_of(served: Served) -> int:
    port = urlsplit(served.url).port
    assert port
    return port


def test_a_slow_line_does(page: Page, served: Served) -> None:
    with bad_line(port_of(served), loss=0, seed=1) as (url, _line):
        usable, first = tried(page, url)
    print(f"usable after {usable:.1f} s, first answer after {first:.1f} s")
    assert usable <= USABLE
    assert first <= FIRST


@pytest.mark.prove
@pytest.mark.timeout(400)
def test_a_slow_line_that_loses_every_fiftieth_packet_does(browser: Browser, served: Served) -> None:
    """The median of several visits: each meets other losses."""
    visits, lost = [], 0
    for seed in range(RUNS):
        for page in new_page(browser):
            with bad_line(port_of(served), loss=0.02, seed=seed) as (url, line):
                visits.append(tried(page, url))
                lost += line.lost
    usable, first = (sorted(times)[RUNS // 2] for times in zip(*visits, strict=True))
    print(f"{lost} packets lost; usable, first answer: {[(round(a, 1), round(b, 1)) for a, b in visits]}")
    assert lost > 0
    assert usable <= USABLE
    assert first <= FIRST


def test_words_typed_before_the_chat_is_there_are_not_lost(page: Page, served: Served) -> None:
    with bad_line(port_of(served), loss=0, seed=1) as (url, _line):
        page.goto(f"{url}/widget/frame?lang=es", wait_until="commit")
        early = page.locator("form.early textarea")
        expect(early).to_be_visible(timeout=20_000)
        early.press_sequentially("echo tem")
        expect(page.locator("sendero-chat .composer textarea")).to_have_value("echo tem", timeout=20_000)
        expect(page.locator("sendero-chat .composer textarea")).to_be_focused()
        page.keyboard.type("prano")
        page.keyboard.press("Enter")
        expect(page.locator("sendero-chat .theirs")).to_have_count(1, timeout=20_000)
    assert served.chat.texts() == ["echo temprano"]


def test_a_message_sent_before_the_chat_is_there_is_asked_once(page: Page, served: Served) -> None:
    with bad_line(port_of(served), loss=0, seed=1) as (url, _line):
        page.goto(f"{url}/widget/frame", wait_until="commit")
        page.locator("form.early textarea").fill("echo early bird")
        page.locator("form.early button").click()
        expect(page.locator("sendero-chat .notice")).to_be_visible(timeout=20_000)
        expect(page.locator("sendero-chat .theirs")).to_have_count(1, timeout=20_000)
    assert served.chat.texts() == ["echo early bird"]


def test_a_partner_page_has_its_button_in_five_seconds(page: Page, served: Served) -> None:
    with bad_line(port_of(served), loss=0, seed=1) as (url, _line):
        began = time.monotonic()
        page.goto(f"{url}/partner", wait_until="commit")
        expect(page.locator("sendero-chat button.launcher")).to_be_visible(timeout=20_000)
        assert time.monotonic() - began <= USABLE
        page.locator("sendero-chat button.launcher").click()
        expect(page.locator("sendero-chat .composer textarea")).to_be_visible(timeout=20_000)
