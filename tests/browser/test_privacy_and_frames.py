"""What the widget keeps and forgets, and how it behaves on other people's pages."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Served, answered, ask, new_page, shot


@pytest.fixture
def chat(page: Page, served: Served) -> Page:
    page.goto(f"{served.url}/partner")
    page.locator("sendero-chat button.launcher").click()
    expect(page.locator("sendero-chat .notice")).to_be_visible()
    return page


def test_the_token_is_kept_in_this_tab_alone_and_words_only_until_answered(chat: Page, served: Served) -> None:
    ask(chat, "echo secret words")
    answered(chat)
    kept = chat.evaluate("[JSON.stringify(sessionStorage), JSON.stringify(localStorage), document.cookie]")
    assert next(iter(served.chat.conversations.values())).token in kept[0]
    assert kept[1:] == ["{}", ""]
    assert "secret" not in kept[0]
    assert chat.context.cookies() == []


def test_clear_erases_here_and_there_after_asking(chat: Page, served: Served) -> None:
    ask(chat, "echo one")
    answered(chat)
    first = next(iter(served.chat.conversations))
    choose(chat, "Clear this chat")
    chat.get_by_role("button", name="Keep it").click()
    answered(chat)
    choose(chat, "Clear this chat")
    chat.get_by_role("button", name="Clear it").click()
    answered(chat, 0)
    expect(chat.locator("sendero-chat .status [role=status]")).to_have_text("Erased.")
    assert served.chat.forgotten == [first]
    expect(chat.locator("sendero-chat .starters")).to_be_visible()


def test_forget_me_leaves_nothing_and_closes(chat: Page, served: Served) -> None:
    ask(chat, "echo one")
    answered(chat)
    choose(chat, "Forget me")
    chat.get_by_role("dialog", name=re.compile("Forget me")).get_by_role("button", name="Forget me").click()
    expect(chat.locator("sendero-chat .panel")).to_be_hidden()
    chat.wait_for_function("!/token/.test(JSON.stringify(sessionStorage))")
    assert served.chat.conversations == {}
    chat.locator("sendero-chat button.launcher").click()
    expect(chat.locator("sendero-chat .starters")).to_be_visible()
    answered(chat, 0)


def test_a_chat_cleared_offline_is_erased_on_the_server_later(chat: Page, served: Served) -> None:
    ask(chat, "echo one")
    answered(chat)
    first = next(iter(served.chat.conversations))
    chat.context.set_offline(True)
    choose(chat, "Clear this chat")
    chat.get_by_role("button", name="Clear it").click()
    answered(chat, 0)
    chat.context.set_offline(False)
    expect(chat.locator("sendero-chat .starters")).to_be_visible()
    chat.wait_for_function("JSON.parse(Object.values(sessionStorage)[0]).forget.length === 0")
    assert served.chat.forgotten == [first]


def test_half_an_hour_of_silence_ends_it(page: Page, served: Served) -> None:
    page.clock.install()
    page.goto(f"{served.url}/partner?mode=inline")
    expect(page.locator("sendero-chat .starters")).to_be_visible()
    ask(page, "echo one")
    answered(page)
    page.clock.fast_forward("31:00")
    expect(page.locator("sendero-chat .note")).to_contain_text("ended after a long pause")
    answered(page, 0)
    assert len(served.chat.forgotten) == 1
    assert served.chat.opened == 1
    page.get_by_role("button", name="Start a new chat").click()
    expect(page.locator("sendero-chat .starters")).to_be_visible()
    assert served.chat.opened == 2


def test_a_second_tab_and_a_duplicated_one_are_new_conversations(chat: Page, served: Served) -> None:
    ask(chat, "echo mine")
    answered(chat)
    with chat.context.expect_page() as opening:
        # A page's own window.open copies sessionStorage, as "duplicate tab" does.
        chat.evaluate("window.open(location.href)")
    other = opening.value
    other.wait_for_load_state()
    # It was open in the tab it was copied from, so it opens by itself.
    expect(other.locator("sendero-chat .starters")).to_be_visible()
    answered(other, 0)
    assert served.chat.opened == 2
    ask(other, "echo theirs")
    answered(other)
    assert [[e["text"] for e in c.entries] for c in served.chat.conversations.values()] == [
        ["echo mine"],
        ["echo theirs"],
    ]


def test_leave_quickly_erases_and_goes(chat: Page, served: Served) -> None:
    chat.route(
        "https://www.weather.gov/**",
        lambda route: route.fulfill(body="<title>weather</title>", content_type="text/html"),
    )
    ask(chat, "hotline please")
    answered(chat)
    links = chat.locator("sendero-chat .hotline a.button").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert links[:4] == ["tel:988", "sms:988", "sms:741741?&body=HELLO", "tel:911"]
    chat.get_by_role("button", name="Leave this page quickly").click()
    chat.wait_for_url("https://www.weather.gov/")
    chat.wait_for_timeout(300)
    assert served.chat.conversations == {}


def test_a_language_chosen_before_the_first_message_begins_the_chat_in_it(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="Cambiar a español").click()
    expect(chat.locator("sendero-chat .notice")).to_contain_text("Hola, soy Sendero")
    expect(chat.get_by_role("button", name="¿Qué empleos digitales hay?")).to_be_visible()
    assert [c.language for c in served.chat.conversations.values()] == ["es"]


def test_the_page_is_left_alone(page: Page, served: Served) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.add_init_script("""
      window.shift = 0; window.busy = 0;
      new PerformanceObserver((l) => l.getEntries().forEach((e) => (window.shift += e.value))).observe({type: 'layout-shift', buffered: true});
      new PerformanceObserver((l) => l.getEntries().forEach((e) => (window.busy = Math.max(window.busy, e.duration)))).observe({type: 'longtask', buffered: true});
    """)
    page.goto(f"{served.url}/partner")
    globals_before = set(page.evaluate("Object.keys(window)"))
    page.locator("sendero-chat button.launcher").click()
    expect(page.locator("sendero-chat .starters")).to_be_visible()
    ask(page, "Show me a role")
    answered(page)
    assert all(url.startswith(served.url) for url in requests), requests
    assert page.evaluate("window.shift") == 0
    assert set(page.evaluate("Object.keys(window)")) - globals_before == set()
    scripts = page.locator("head script[src*='chat-']")
    expect(scripts).to_have_attribute("integrity", re.compile("^sha384-"))


def test_nothing_of_the_chat_is_fetched_before_it_is_wanted(page: Page, served: Served) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{served.url}/partner")
    page.wait_for_timeout(500)
    assert [url for url in requests if "/widget/" in url] == [f"{served.url}/widget/sendero.js"]
    assert served.chat.opened == 0


def test_any_button_of_the_page_may_ask(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/partner")
    page.get_by_role("button", name="Ask from the page").click()
    answered(page)
    expect(page.locator("sendero-chat .theirs .said")).to_have_text("[from the page]")


def test_it_works_in_an_iframe(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/framed")
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="¿Qué empleos digitales hay?").click()
    expect(frame.locator("sendero-chat .theirs")).to_have_count(1)
    shot(page, "framed")


def test_a_phone_gets_the_whole_screen_and_the_page_behind_is_inert(browser: Browser, served: Served) -> None:
    for page in new_page(browser, viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce"):
        page.goto(f"{served.url}/partner")
        page.locator("sendero-chat button.launcher").tap()
        panel = page.locator("sendero-chat .panel")
        expect(panel).to_be_visible()
        box = panel.bounding_box()
        assert box
        assert (box["x"], box["y"], box["width"]) == (0, 0, 360)
        assert box["height"] >= 739
        assert page.evaluate(
            "document.querySelector('sendero-chat').shadowRoot.querySelector('dialog.frame').matches(':modal')"
        )
        expect(page.locator("sendero-chat .composer textarea")).not_to_be_focused()  # no keyboard over the greeting
        page.get_by_role("button", name="Close the chat").tap()
        expect(panel).to_be_hidden()


def test_a_partner_colour_and_name_are_taken_and_kept_readable(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/partner?accent=%23ffe600&name=Sample+Works&side=left")
    page.locator("sendero-chat button.launcher").click()
    expect(page.locator("sendero-chat .name strong")).to_have_text("Sample Works")
    ask(page, "echo colour")
    answered(page)
    back = page.locator("sendero-chat .mine .said").evaluate("e => getComputedStyle(e).backgroundColor")
    red, green, blue = (int(part) for part in re.findall(r"\d+", back)[:3])
    assert max(red / 140, green / 130, blue / 60) < 1, back
    shot(page, "accent-yellow")


def test_a_kiosk_asks_then_erases_and_leads_nowhere(page: Page, served: Served) -> None:
    page.clock.install()
    page.goto(f"{served.url}/widget/kiosk")
    expect(page.locator("sendero-chat .starters")).to_be_visible()
    ask(page, "Show me a program, a career_center and a hotline")
    answered(page)
    assert page.locator("sendero-chat .message a").count() == 0
    assert page.evaluate("sessionStorage.length") == 0
    page.clock.fast_forward(91_000)
    expect(page.get_by_role("dialog")).to_contain_text("Are you still there?")
    shot(page, "kiosk-question")
    page.get_by_role("button", name="I am still here").click()
    answered(page)
    page.clock.run_for(1_000)  # the question is answered a moment after it has closed
    page.clock.fast_forward(91_000)
    page.clock.run_for(21_000)
    answered(page, 0)
    expect(page.locator("sendero-chat .starters")).to_be_visible()
    assert len(served.chat.forgotten) == 1


def test_the_demo_page_switches_language_with_the_chat(page: Page, served: Served) -> None:
    page.goto(served.url)
    expect(page.locator("sendero-chat .starters")).to_be_visible()
    page.get_by_role("link", name="ES: español").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tu camino")
    expect(page.locator("sendero-chat .notice")).to_contain_text("Hola")
    assert page.evaluate("document.documentElement.lang") == "es"
    expect(page).to_have_title(re.compile("Centro de Carreras"))
    page.get_by_role("button", name="¿Cuánto gana un desarrollador web?").click()
    answered(page)
    expect(page.get_by_role("link", name="Para el personal")).to_have_attribute("href", "staff")


def test_a_saved_chat_is_plain_text(chat: Page, served: Served) -> None:
    ask(chat, "Show me a role")
    answered(chat)
    with chat.expect_download() as saving:
        choose(chat, "Save this chat")
    text = saving.value.path().read_text()
    assert saving.value.suggested_filename == "career-chat.txt"
    assert "You: Show me a role" in text
    assert "Middle pay: $61,550 a year" in text
    assert "as of May 2025" in text
    assert json.dumps(text).count("What does it pay?") == 0, "choices are not part of what was said"


def choose(page: Page, label: str) -> None:
    page.get_by_role("button", name="Options").click()
    page.locator("sendero-chat .menu").get_by_role("button", name=label).click()
