"""The page at `/` of the running product, no fake anywhere: ask in a browser, read the answer with its source."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import answered, ask, shot
from tests.stack import Stack


@pytest.mark.parametrize(
    ("language", "question"),
    [("en", "What does a web developer earn?"), ("es", "¿Cuánto gana un desarrollador web?")],
)
def test_a_question_is_answered_in_the_browser(page: Page, stack: Stack, language: str, question: str) -> None:
    page.goto(f"{stack.url}/?lang={language}")
    expect(page.locator("sendero-chat .notice")).to_be_visible()
    ask(page, question)
    answered(page)
    answer = page.locator("sendero-chat .theirs")
    expect(answer).to_contain_text(re.compile(r"\$\d"))
    expect(answer).to_have_attribute("lang", language)
    shot(page, f"whole-product-{language}")
    page.reload()
    expect(page.locator("sendero-chat .history .theirs")).to_contain_text(re.compile(r"\$\d"))
