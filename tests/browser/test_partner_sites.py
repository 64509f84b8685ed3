"""The widget on a partner's own website: another origin, a strict policy, pinned scripts, the look its site id carries."""

from __future__ import annotations

import base64
import json

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.sites.shell import DIST
from tests.browser.conftest import DESKTOP, Served, answered, ask, new_page, shot
from tests.fakes.sites import site

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # one red point
)


@pytest.fixture
def partner(served: Served) -> Served:
    """A site that only the other origin may use."""
    served.sites.known["riverside"] = site(
        "riverside", "Riverside Career Center", origins=(served.elsewhere,), accent="#ffe600",
        logo=f"data:image/png;base64,{PIXEL}", starters={"en": ["Is there night school?"], "es": ["¿Hay clases de noche?"]},
    )  # fmt: skip
    served.chat.greeting = {"en": "Welcome to Riverside!", "es": "¡Bienvenida a Riverside!"}
    return served


def test_a_partners_page_on_another_origin_gets_its_sites_look_and_answers(page: Page, partner: Served) -> None:
    page.goto(f"{partner.elsewhere}/partner?site=riverside")
    launcher = page.locator("sendero-chat button.launcher")
    expect(launcher).to_be_visible()
    assert launcher.evaluate("e => getComputedStyle(e).backgroundColor") != "rgb(15, 95, 92)", "the site's colour"
    launcher.click()
    expect(page.locator("sendero-chat .name strong")).to_have_text("Riverside Career Center")
    expect(page.locator("sendero-chat img.logo")).to_be_visible()
    expect(page.locator("sendero-chat .theirs .said")).to_have_text("Welcome to Riverside!")
    page.get_by_role("button", name="Is there night school?").click()
    answered(page, 2)
    page.get_by_role("button", name="Cambiar a español").click()
    answered(page, 3)
    assert [c.language for c in partner.chat.conversations.values()] == ["es"]
    shot(page, "partner-site")
    page.reload()
    expect(page.locator("sendero-chat .history .theirs")).to_have_count(3)


def test_a_page_nobody_listed_cannot_open_a_conversation(page: Page, partner: Served) -> None:
    partner.sites.known["riverside"] = site("riverside", "Riverside", origins=("https://elsewhere.example",))
    page.goto(f"{partner.elsewhere}/partner?site=riverside")
    page.locator("sendero-chat button.launcher").click()
    expect(page.locator("sendero-chat .status.trouble")).to_be_visible()
    assert partner.chat.opened == 0


def test_a_pinned_loader_runs_and_a_changed_one_does_not(page: Page, served: Served) -> None:
    loader = json.loads((DIST / "manifest.json").read_text())["loader"]
    pinned = f"file={loader['fixed']}&integrity={loader['integrity'].replace('+', '%2B')}"
    page.goto(f"{served.url}/partner?{pinned}")
    expect(page.locator("sendero-chat button.launcher")).to_be_visible()
    other = base64.b64encode(b"0" * 48).decode()
    page.goto(f"{served.url}/partner?file={loader['fixed']}&integrity=sha384-{other}")
    page.wait_for_timeout(500)
    assert page.locator("sendero-chat").count() == 0


def test_a_page_that_says_what_it_shows_begins_with_it(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/partner?mode=inline&about=CompTIA+Security%2B")
    expect(page.locator("sendero-chat .theirs .said")).to_contain_text("You're looking at CompTIA Security+.")
    assert page.locator("sendero-chat .starters").is_hidden(), "the page's questions stand in for the usual ones"
    page.get_by_role("button", name="What does it cost?").click()
    answered(page, 2)
    assert served.chat.abouts == ["CompTIA Security+"]


def test_the_frame_and_the_lobby_screen_have_the_sites_look_without_another_request(
    page: Page, partner: Served
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{partner.url}/widget/frame?site=riverside&lang=es")
    expect(page.locator("sendero-chat .name strong")).to_have_text("Riverside Career Center")
    expect(page.get_by_role("button", name="¿Hay clases de noche?")).to_be_visible()
    assert not [url for url in requests if "/api/sites/" in url]
    page.goto(f"{partner.url}/widget/kiosk?site=riverside")
    expect(page.get_by_role("button", name="Is there night school?")).to_be_visible()
    shot(page, "kiosk-site")


def test_a_lobby_screen_sends_a_plan_to_the_visitors_phone_and_keeps_nothing(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/widget/kiosk?site=sample")
    ask(page, "Show me a role")
    answered(page)
    page.get_by_role("button", name="Keep this in my plan").click()
    page.get_by_role("button", name="Options").click()
    page.get_by_role("button", name="My plan (1)").click()
    plan = page.get_by_role("dialog", name="My plan")
    assert plan.get_by_role("button", name="Print").count() == 0
    plan.get_by_label("Your mobile number").fill("602-555-0142")
    plan.get_by_label("Text me this plan, once").check()
    plan.get_by_role("button", name="Text it to me").click()
    expect(plan.locator(".sheet-said")).to_contain_text("on its way")
    shot(page, "kiosk-plan")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_a_framed_chat_works_in_a_sandbox(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/framed")
    page.evaluate("""() => {
      const frame = document.querySelector('iframe');
      frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms');
      frame.src = frame.src;
    }""")
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="¿Qué empleos digitales hay?").click()
    expect(frame.locator("sendero-chat .theirs")).to_have_count(1)


def test_what_is_read_is_in_the_order_of_the_conversation(page: Page, served: Served) -> None:
    """The accessibility tree, as a screen reader walks it: header, notice, what was said in order, then where one writes."""
    page.goto(f"{served.url}/partner")
    page.locator("sendero-chat button.launcher").click()
    for count, text in enumerate(("echo first", "Show me a role", "echo last"), 1):
        ask(page, text)
        answered(page, count)
    expect(page.locator("sendero-chat .tools")).to_have_count(1)
    expect(page.locator("sendero-chat .tools-place.later")).to_have_count(0)  # shown once the answer has been told
    tree = page.get_by_role("dialog").aria_snapshot()
    order = [
        "Sample Career Center", "Cambiar a español", "Options", "Close the chat", "computer program of the career center",
        "You: echo first", "[first]", "You: Show me a role", "Computer user support specialist", "Middle pay:", "BLS OEWS",
        "Was this useful? Yes", "Keep this in my plan", "What does it pay?", "You: echo last", "[last]", "Your message", "Send",
    ]  # fmt: skip
    places, at = [], 0
    for words in order:
        flat = tree.replace("\n", " ")
        found = flat.find(words.removeprefix("You: "), at)
        assert found >= 0, f"{words} in {tree}"
        places.append(found)
        at = found
    assert places == sorted(places)


def test_a_page_zoomed_to_400_percent_shows_one_column(browser: Browser, served: Served) -> None:
    """1280 pixels at 400% are 320 CSS pixels, 215 high: everything is reached by scrolling one way."""
    for page in new_page(browser, viewport={"width": DESKTOP["width"] // 4, "height": DESKTOP["height"] // 4}):
        page.goto(f"{served.url}/partner")
        page.locator("sendero-chat button.launcher").click()
        ask(page, "Show me a comparison")
        answered(page)
        box = page.locator("sendero-chat .composer textarea").bounding_box()
        scroll = page.locator("sendero-chat .scroll").bounding_box()
        assert box
        assert scroll
        assert box["y"] + box["height"] <= DESKTOP["height"] // 4 + 1
        assert scroll["height"] >= 44, "what was answered stays in sight"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        shot(page, "zoom-400")
