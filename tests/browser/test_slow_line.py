"""A bad rural line, 50 kbit/s and a second there and back: usable within five seconds, first answer within three."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, answered, ask

BITS = 50_000
LATENCY = 1_000


def throttle(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    rate = {"downloadThroughput": BITS / 8, "uploadThroughput": BITS / 8, "latency": LATENCY, "offline": False}
    session.send("Network.emulateNetworkConditions", rate)


def test_full_page_is_usable_in_five_seconds_and_answers_in_three(page: Page, served: Served) -> None:
    throttle(page)
    began = time.monotonic()
    page.goto(f"{served.url}/widget/frame", wait_until="commit")
    expect(page.locator("sendero-chat .composer textarea")).to_be_visible(timeout=20_000)
    usable = time.monotonic() - began
    expect(page.locator("sendero-chat .notice")).to_be_visible(timeout=20_000)
    asked = time.monotonic()
    ask(page, "echo slow line")
    answered(page)
    first = time.monotonic() - asked
    print(f"usable after {usable:.1f} s, first answer after {first:.1f} s")
    assert usable <= 5
    assert first <= 3


def test_a_partner_page_has_its_button_in_five_seconds(page: Page, served: Served) -> None:
    throttle(page)
    began = time.monotonic()
    page.goto(f"{served.url}/partner", wait_until="commit")
    expect(page.locator("sendero-chat button.launcher")).to_be_visible(timeout=20_000)
    assert time.monotonic() - began <= 5
    page.locator("sendero-chat button.launcher").click()
    expect(page.locator("sendero-chat .composer textarea")).to_be_visible(timeout=20_000)
