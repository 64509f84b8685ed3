"""The road of issue 2 in a browser: open the page, ask, read the answer; and pictures of the main states."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Served, answered, ask, new_page, shot

ASKED = {
    "en": ["Show me a role", "What program is there?", "Show the pathway", "Give me a comparison"],
    "es": ["¿Qué role hay?", "¿Qué program hay?", "¿Qué pathway hay?", "¿Qué comparison hay?"],
}


def test_demo_page_answers_a_question(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.get_by_text("No names or numbers")).to_be_visible()
    ask(page, "What does this role earn?")
    answered(page)
    expect(page.locator("sendero-chat .theirs .title")).to_have_text("Computer user support specialist")
    expect(page.locator("sendero-chat .source").first).to_have_text(
        "Source: BLS OEWS (opens in a new tab), as of May 2025"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_states_are_pictured(browser: Browser, served: Served, language: str, size: str, scheme: str) -> None:
    viewport = PHONE if size == "phone" else DESKTOP
    for page in new_page(
        browser, viewport=viewport, color_scheme=scheme, locale=f"{language}-US", has_touch=size == "phone"
    ):
        name = f"{language}-{size}-{scheme}"
        page.goto(f"{served.url}/?lang={language}")
        expect(page.locator("sendero-chat .notice")).to_be_visible()
        shot(page, f"demo-{name}")
        page.goto(f"{served.url}/partner?page={language}&lang={language}")
        page.locator("sendero-chat button.launcher").click()
        expect(page.locator("sendero-chat .starters")).to_be_visible()
        shot(page, f"bubble-open-{name}")
        for count, question in enumerate(ASKED[language], 1):
            ask(page, question)
            answered(page, count)
            page.wait_for_timeout(350)
            shot(page, f"bubble-{question.split()[-1].strip('?') if language == 'en' else question.split()[1]}-{name}")
        ask(page, "hotline")
        answered(page, len(ASKED[language]) + 1)
        page.wait_for_timeout(350)
        shot(page, f"bubble-hotline-{name}")
