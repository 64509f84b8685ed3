"""Bad lines: what a learner typed arrives once, in order, whatever the line, the server or the browser does."""

from __future__ import annotations

import random
import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served, answered, ask, new_page

TROUBLE = "sendero-chat .status [role=status]"


@pytest.fixture
def chat(page: Page, served: Served) -> Page:
    page.goto(f"{served.url}/partner?mode=inline")
    expect(page.locator("sendero-chat .starters")).to_be_visible()
    return page


@pytest.mark.parametrize("failure", ["503", "429", "500", "answer_lost", "404"])
def test_a_failed_message_is_sent_again_and_answered_once(chat: Page, served: Served, failure: str) -> None:
    served.chat.failures.append(failure)  # type: ignore[arg-type]
    ask(chat, "echo one")
    ask(chat, "echo two")
    answered(chat, 2)
    assert served.chat.texts() == ["echo one", "echo two"]
    assert chat.locator("sendero-chat .mine .said").all_inner_texts() == ["echo one", "echo two"]
    assert chat.locator("sendero-chat .theirs .said").all_inner_texts() == ["[one]", "[two]"]


@pytest.mark.parametrize(("failure", "words"), [("503", "Many people are asking"), ("429", "a lot of messages")])
def test_trouble_is_said_in_plain_words(chat: Page, served: Served, failure: str, words: str) -> None:
    served.chat.failures.append(failure)  # type: ignore[arg-type]
    served.chat.retry_after = 20
    ask(chat, "echo one")
    expect(chat.locator(TROUBLE)).to_contain_text(words)
    expect(chat.locator("sendero-chat .count")).to_contain_text(re.compile(r"Next try in (1\d|20) s"))
    expect(chat.locator("sendero-chat .queue .state")).to_have_text("Not sent yet")
    chat.get_by_role("button", name="Try now").click()
    answered(chat)
    expect(chat.locator(TROUBLE)).to_be_empty()


def test_offline_is_said_and_everything_goes_out_after(chat: Page, served: Served) -> None:
    chat.context.set_offline(True)
    for n in range(3):
        ask(chat, f"echo {n}")
    expect(chat.locator(TROUBLE)).to_contain_text("You are offline")
    chat.context.set_offline(False)
    answered(chat, 3)
    assert served.chat.texts() == ["echo 0", "echo 1", "echo 2"]
    expect(chat.locator(TROUBLE)).to_be_empty()


def test_a_reload_brings_back_the_conversation_and_sends_what_waited(chat: Page, served: Served) -> None:
    ask(chat, "echo before")
    answered(chat)
    served.chat.failures.append("503")
    served.chat.retry_after = 60
    ask(chat, "echo waiting")
    expect(chat.locator(TROUBLE)).not_to_be_empty()
    chat.reload()
    answered(chat, 2)
    assert served.chat.texts() == ["echo before", "echo waiting"]
    assert served.chat.opened == 1
    expect(chat.locator("sendero-chat .notice")).to_be_visible()
    expect(chat.locator("sendero-chat .starters")).to_be_hidden()


def test_a_conversation_the_server_lost_is_begun_again_with_the_unsent_message(chat: Page, served: Served) -> None:
    ask(chat, "Show me a role")
    answered(chat)
    served.chat.drop_all()
    chat.get_by_role("button", name="What does it pay?").click()
    answered(chat, 2)
    expect(chat.get_by_text("so this is a new one")).to_be_visible()
    assert served.chat.texts() == ["What does it pay?"], "a choice of the old conversation goes as its words"
    assert served.chat.opened == 2


def test_an_old_choice_still_asks_its_question(chat: Page, served: Served) -> None:
    ask(chat, "Show me a role")
    answered(chat)
    ask(chat, "echo something else")
    answered(chat, 2)
    chat.get_by_role("button", name="What does it pay?").click()
    answered(chat, 3)
    assert served.chat.texts()[-1] == "What does it pay?"


def test_an_answer_comes_by_socket_when_the_request_hangs(chat: Page, served: Served) -> None:
    served.chat.failures.append("hang")
    ask(chat, "echo pushed")
    answered(chat)
    ask(chat, "echo next")
    answered(chat, 2)
    assert served.chat.texts() == ["echo pushed", "echo next"]


def test_rest_alone_is_enough(page: Page, served: Served) -> None:
    served.chat.refuse_sockets = True
    page.goto(f"{served.url}/partner?mode=inline")
    ask(page, "echo no socket")
    answered(page)


def test_what_is_typed_before_there_is_a_conversation_waits_for_the_notice(page: Page, served: Served) -> None:
    served.chat.refuse_opening = True
    page.goto(f"{served.url}/partner?mode=inline")
    ask(page, "echo early")
    expect(page.locator(TROUBLE)).to_contain_text("Many people are asking")
    assert served.chat.posts == 0
    served.chat.refuse_opening = False
    answered(page)
    expect(page.locator("sendero-chat .notice")).to_be_visible()
    assert served.chat.texts() == ["echo early"]


def test_refused_words_are_given_back(chat: Page, served: Served) -> None:
    served.chat.failures.append("422")
    ask(chat, "echo refused")
    expect(chat.locator("sendero-chat .note")).to_contain_text("another way")
    expect(chat.locator("sendero-chat .composer textarea")).to_have_value("echo refused")


def test_the_typing_indicator_shows_only_while_an_answer_is_awaited(chat: Page, served: Served) -> None:
    expect(chat.locator("sendero-chat .typing")).to_be_hidden()
    served.chat.delay = 1.5
    ask(chat, "echo slow")
    expect(chat.locator("sendero-chat .typing")).to_be_visible()
    expect(chat.locator(TROUBLE)).to_have_text("Looking for your answer…")
    answered(chat)
    expect(chat.locator("sendero-chat .typing")).to_be_hidden()
    served.chat.delay = 0
    served.chat.failures.append("503")
    served.chat.retry_after = 20
    ask(chat, "echo stuck")
    expect(chat.locator("sendero-chat .status.trouble")).to_be_visible()
    expect(chat.locator("sendero-chat .typing")).to_be_hidden()


def trials(browser: Browser, served: Served, rounds: int, seed: int) -> None:
    """`rounds` messages, each with a random mishap around it; then everything must have arrived once and in order."""
    luck = random.Random(seed)
    sent: list[str] = []
    for page in new_page(browser):
        page.goto(f"{served.url}/partner?mode=inline")
        expect(page.locator("sendero-chat .starters")).to_be_visible()
        for n in range(rounds):
            mishap = luck.choice(["reload", "reload soon", "offline", "answer_lost", "500", "503", "hang", "sockets"])
            if mishap in ("answer_lost", "500", "503", "hang"):
                served.chat.failures.append(mishap)  # type: ignore[arg-type]
                served.chat.retry_after = 0
            served.chat.refuse_sockets = mishap == "sockets"
            served.chat.delay = luck.choice([0, 0, 0.05, 0.3])
            if mishap == "offline":
                page.context.set_offline(True)
            for _ in range(luck.choice([1, 1, 2])):
                sent.append(f"echo {n}-{len(sent)}")
                ask(page, sent[-1])
            if mishap.startswith("reload"):
                time.sleep(luck.random() * 0.4 if mishap == "reload soon" else 0)
                page.reload()
            elif mishap == "offline":
                time.sleep(luck.random() * 0.3)
                page.context.set_offline(False)
        served.chat.delay, served.chat.refuse_sockets = 0, False
        served.chat.failures.clear()
        expect(page.locator("sendero-chat .theirs")).to_have_count(len(sent), timeout=60_000)
        assert served.chat.texts() == sent, "lost, doubled or reordered on the server"
        said = page.locator("sendero-chat .mine .said").all_inner_texts()
        assert said == sent, "lost, doubled or reordered in view"
        replies = page.locator("sendero-chat .theirs .said").all_inner_texts()
        assert replies == [f"[{text.removeprefix('echo ')}]" for text in sent]


def test_twelve_random_mishaps_lose_nothing(browser: Browser, served: Served) -> None:
    trials(browser, served, rounds=12, seed=1)


@pytest.mark.prove
@pytest.mark.timeout(1_200)
def test_two_hundred_random_mishaps_lose_nothing(browser: Browser, served: Served) -> None:
    trials(browser, served, rounds=200, seed=2)
