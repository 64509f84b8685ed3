"""WCAG 2.2 AA, measured: axe over every state in both languages and themes, the keyboard alone, what is read aloud."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import PROJECT
from tests.browser.conftest import Served, answered, ask, new_page, shot

AXE = PROJECT / "web_widget" / "node_modules" / "axe-core" / "axe.min.js"
KINDS = ("role", "program", "credential", "pathway", "comparison", "support", "career_center", "survey", "hotline")
ASK = {"en": "Show me: {}", "es": "¿Qué hay de {}?"}

# Collects what is added to the live regions, as a screen reader is told of it.
LISTEN = """() => {
  window.heard = [];
  const root = document.querySelector('sendero-chat').shadowRoot;
  for (const region of root.querySelectorAll('[role=log]'))
    new MutationObserver((changes) => {
      for (const change of changes) if (!change.target.closest('[aria-live=off]'))
        for (const node of change.addedNodes) window.heard.push(node.textContent);
    }).observe(region, {childList: true, subtree: true, characterData: true});
}"""

SMALL = """() => {
  const root = document.querySelector('sendero-chat').shadowRoot;
  return [...root.querySelectorAll('button, .button, textarea, select, input[type=tel], label.option')].filter((e) => e.checkVisibility()).map((e) => {
    const box = e.getBoundingClientRect();
    return [e.getAttribute('aria-label') ?? e.textContent, Math.round(box.width), Math.round(box.height)];
  }).filter(([, width, height]) => width < 44 || height < 44);
}"""


def axe(page: Page, state: str) -> None:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    # Animations are ended first: contrast is measured on what stays.
    page.evaluate("""() => [document, document.querySelector('sendero-chat').shadowRoot]
      .flatMap((root) => root.getAnimations()).forEach((a) => { try { a.finish() } catch {} })""")
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run(document)).violations")
    seen = [(v["id"], [n["html"][:160] + n["failureSummary"][:200] for n in v["nodes"][:3]]) for v in found]
    assert not seen, (state, seen)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci in web_widget)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.timeout(180)
def test_every_state_is_axe_clean(browser: Browser, served: Served, language: str, scheme: str) -> None:
    say = ASK[language]
    for page in new_page(browser, color_scheme=scheme, locale=f"{language}-US"):
        page.goto(f"{served.url}/partner?page={language}")
        axe(page, "launcher")
        page.locator("sendero-chat button.launcher").click()
        expect(page.locator("sendero-chat .starters")).to_be_visible()
        axe(page, "open")
        page.locator("sendero-chat .menu-place > button").click()
        axe(page, "menu")
        page.locator("sendero-chat .menu button").nth(2).click()
        axe(page, "clear?")
        shot(page, f"question-{language}-{scheme}")
        page.keyboard.press("Escape")
        for count, kind in enumerate(KINDS, 1):
            ask(page, say.format(kind))
            answered(page, count)
            if kind not in ("survey", "hotline"):
                expect(page.locator("sendero-chat .tools")).to_have_count(count)
            axe(page, kind)
            assert page.evaluate(SMALL) == [], kind
        sheets(page, language)
        page.locator("sendero-chat .composer textarea").fill("x" * 950)
        axe(page, "nearly too long")
        served.chat.failures.append("422")
        ask(page, say.format("role"))
        expect(page.locator("sendero-chat .note")).to_be_visible()
        axe(page, "refused")
        served.chat.delay = 3
        ask(page, say.format("role"))
        expect(page.locator("sendero-chat .typing")).to_be_visible()
        axe(page, "waiting")
        served.chat.delay = 0
        answered(page, len(KINDS) + 1)
        served.chat.failures.append("503")
        served.chat.retry_after = 30
        ask(page, say.format("role"))
        expect(page.locator("sendero-chat .status.trouble .button")).to_be_visible()
        axe(page, "busy")
        shot(page, f"busy-{language}-{scheme}")
        page.context.set_offline(True)
        expect(page.locator("sendero-chat .status.trouble .button")).to_be_hidden()
        axe(page, "offline")
        shot(page, f"offline-{language}-{scheme}")
        page.context.set_offline(False)
        answered(page, len(KINDS) + 2)
        page.reload()
        expect(page.locator("sendero-chat .history .theirs")).to_have_count(len(KINDS) + 2)
        axe(page, "restored")
        page.goto(f"{served.url}/?lang={language}")
        expect(page.locator("sendero-chat .notice")).to_be_visible()
        axe(page, "demo page")
        page.goto(f"{served.url}/widget/frame?lang={language}")
        expect(page.locator("sendero-chat .notice")).to_be_visible()
        axe(page, "full page")
        shot(page, f"full-page-{language}-{scheme}")


def sheets(page: Page, language: str) -> None:
    """The states of what one may do with an answer: why not, a report, the plan."""
    say = {
        "en": ("Was this useful? No", "Report a mistake", "Cancel", "Keep this in my plan", "Options", "My plan (1)"),
        "es": ("¿Te sirvió? No", "Avisar de un error", "Cancelar", "Guardar en mi plan", "Opciones", "Mi plan (1)"),
    }[language]
    page.get_by_role("button", name=say[0]).first.click()
    expect(page.locator("sendero-chat .reasons")).to_be_visible()
    axe(page, "reasons")
    page.get_by_role("button", name=say[1]).first.click()
    axe(page, "report")
    assert page.evaluate(SMALL) == [], "report"
    page.get_by_role("button", name=say[2]).click()
    page.get_by_role("button", name=say[3]).first.click()
    page.get_by_role("button", name=say[4]).click()
    page.get_by_role("button", name=say[5]).click()
    axe(page, "plan")
    assert page.evaluate(SMALL) == [], "plan"
    page.keyboard.press("Escape")


def test_each_message_is_read_once_and_history_never(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/partner")
    page.locator("sendero-chat button.launcher").click()
    expect(page.locator("sendero-chat .starters")).to_be_visible()
    page.evaluate(LISTEN)
    for count in range(1, 4):
        ask(page, f"echo {count}")
        answered(page, count)
    heard = page.evaluate("window.heard")
    assert [text for text in heard if "[" in text] == [f"Sample Career Center: [{n}]" for n in (1, 2, 3)]
    assert [text for text in heard if "echo" in text] == [f"You: echo {n}" for n in (1, 2, 3)]
    page.keyboard.press("Escape")
    page.evaluate("window.heard.length = 0")
    page.locator("sendero-chat button.launcher").click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.heard") == [], "opening again reads nothing again"
    assert page.locator("sendero-chat [role=log] > *").count() == 0
    page.reload()
    expect(page.locator("sendero-chat .history .theirs")).to_have_count(3)
    assert page.locator("sendero-chat [role=log] > *").count() == 0, "history is outside the live region"


def test_keyboard_alone_opens_asks_answers_and_leaves(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/partner")
    expect(page.locator("sendero-chat button.launcher")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page) == "Chat with us about digital jobs and training"
    page.keyboard.press("Enter")
    expect(page.locator("sendero-chat .composer textarea")).to_be_focused()
    page.keyboard.type("Show me a role")
    page.keyboard.press("Enter")
    answered(page)
    expect(page.locator("sendero-chat .composer textarea")).to_be_focused()
    seen = []
    for _ in range(14):
        page.keyboard.press("Shift+Tab")
        seen.append(focused(page))
    assert seen[:3] == ["Talk to a person", "Show programs near me", "What does it pay?"], seen
    assert "Conversation" in seen
    page.get_by_role("button", name="Options").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "Talk to a person"
    page.keyboard.press("Escape")
    assert focused(page) == "Options", "Escape closes the innermost and gives the focus back"
    page.keyboard.press("Escape")
    assert focused(page) == "Chat with us about digital jobs and training"
    expect(page.locator("sendero-chat .panel")).to_be_hidden()


def test_focus_is_never_taken(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/partner")
    page.locator("sendero-chat button.launcher").click()
    served.chat.delay = 0.5
    ask(page, "echo slow")
    page.get_by_role("link", name="A link of the page").focus()
    answered(page)
    expect(page.get_by_role("link", name="A link of the page")).to_be_focused()
    page.reload()
    expect(page.locator("sendero-chat .history .theirs")).to_have_count(1)
    assert page.evaluate("document.activeElement === document.body")


def test_each_message_says_its_language(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/partner")
    page.locator("sendero-chat button.launcher").click()
    ask(page, "Show me a role")
    answered(page)
    ask(page, "¿Qué role hay en español?")
    answered(page, 2)
    langs = page.locator("sendero-chat .message").evaluate_all("all => all.map((e) => e.lang)")
    assert langs == ["en", "en", "es", "es"]
    expect(page.locator("sendero-chat .panel")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="Switch to English").click()
    answered(page, 3)
    expect(page.locator("sendero-chat .mine").last).to_have_text("You: English, please")
    expect(page.locator("sendero-chat .panel")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways(browser: Browser, served: Served, width: int) -> None:
    for page in new_page(browser, viewport={"width": width, "height": 640}):
        page.goto(f"{served.url}/partner")
        page.locator("sendero-chat button.launcher").click()
        for count, kind in enumerate(KINDS, 1):
            ask(page, f"Show me: {kind}")
            answered(page, count)
        wide = page.evaluate("""() => {
          const root = document.querySelector('sendero-chat').shadowRoot;
          const far = [...root.querySelectorAll('.panel *')].filter((e) => e.checkVisibility() && !e.closest('.vh, thead'))
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1);
          return [far.map((e) => e.className || e.tagName), document.documentElement.scrollWidth - innerWidth];
        }""")
        assert wide[0] == []
        assert wide[1] <= 0
        shot(page, f"narrow-{width}")
        page.goto(served.url)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=PROJECT / "var" / "screenshots" / f"demo-whole-{width}.png", full_page=True)


def test_reduced_motion_and_forced_colours_are_respected(browser: Browser, served: Served) -> None:
    for page in new_page(browser, reduced_motion="reduce", forced_colors="active"):
        page.goto(f"{served.url}/partner")
        page.locator("sendero-chat button.launcher").click()
        served.chat.delay = 1
        ask(page, "Show me a hotline")
        expect(page.locator("sendero-chat .typing")).to_be_visible()
        assert page.evaluate("document.querySelector('sendero-chat').shadowRoot.getAnimations().length") == 0
        answered(page)
        shot(page, "forced-colours")


def focused(page: Page) -> str:
    """The name of what has the focus, inside the shadow root too."""
    name = page.evaluate("""() => {
      const outer = document.activeElement, at = outer?.shadowRoot?.activeElement ?? outer;
      return at.getAttribute('aria-label') ?? at.textContent;
    }""")
    return str(name)
