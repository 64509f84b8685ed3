"""What one may do with an answer: rate it, report it, keep, print, copy and text it; and look around on a map."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Served, answered, ask, shot
from tests.fakes.sites import site


@pytest.fixture
def chat(page: Page, served: Served) -> Page:
    """A chat with two answers that can be acted on."""
    page.goto(f"{served.url}/partner?mode=inline")
    ask(page, "Show me a role")
    answered(page)
    ask(page, "Show the pathway")
    answered(page, 2)
    expect(page.locator("sendero-chat .tools")).to_have_count(2)
    return page


def test_the_plan_page_is_a_link_to_the_service_and_not_to_the_partners_site(page: Page, served: Served) -> None:
    served.sites.known["riverside"] = site("riverside", "Riverside", origins=(served.elsewhere,))
    page.goto(f"{served.elsewhere}/partner?site=riverside&mode=inline")
    ask(page, "Show the pathway")
    answered(page)
    link = page.get_by_role("link", name="Open the plan to print")
    expect(link).to_have_attribute("href", f"{served.url}/plan?from=no-experience&to=15-1212&lang=en")


def test_small_talk_and_hotlines_have_nothing_to_rate(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/partner?mode=inline")
    ask(page, "echo hi")
    ask(page, "hotline please")
    answered(page, 2)
    page.wait_for_timeout(700)
    assert page.locator("sendero-chat .tools").count() == 0


def test_an_answer_is_rated_once_and_says_why_not(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="Was this useful? Yes").first.click()
    expect(chat.locator("sendero-chat .asking").first).to_have_text("Thank you.")
    chat.get_by_role("button", name="Was this useful? No").click()
    expect(chat.get_by_role("button", name="Hard to understand")).to_be_focused()
    assert served.chat.ratings == ["useful"], "no is not counted before its reason, so not twice"
    chat.get_by_role("button", name="Too long").click()
    expect(chat.locator("sendero-chat .asking").last).to_have_text("Thank you.")
    chat.wait_for_function("true")
    assert served.chat.ratings == ["useful", "too_long"]
    chat.reload()
    expect(chat.locator("sendero-chat .tools")).to_have_count(2)
    assert chat.get_by_role("button", name="Was this useful? Yes").count() == 0, "not asked again after a reload"


def test_no_without_a_reason_counts_after_a_while(page: Page, served: Served) -> None:
    page.clock.install()
    page.goto(f"{served.url}/partner?mode=inline")
    ask(page, "Show me a role")
    answered(page)
    page.clock.run_for(600)
    page.get_by_role("button", name="Was this useful? No").click()
    page.clock.run_for(21_000)
    expect(page.locator("sendero-chat .asking")).to_have_text("Thank you.")
    assert served.chat.ratings == ["not_useful"]


def test_a_mistake_is_reported_about_one_answer(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="Report a mistake").first.click()
    dialog = chat.get_by_role("dialog", name="Report a mistake")
    dialog.get_by_text("It is out of date").click()
    dialog.get_by_role("textbox").fill("It changed this spring")
    shot(chat, "report")
    served.chat.failures.append("503")
    dialog.get_by_role("button", name="Send report").click()
    expect(dialog.get_by_role("status")).to_contain_text("could not be sent")
    dialog.get_by_role("button", name="Send report").click()
    expect(dialog).to_be_hidden()
    expect(chat.locator("sendero-chat .status [role=status]")).to_have_text("Thank you. Staff will look at it.")
    expect(chat.get_by_role("button", name="Report a mistake").first).to_be_focused()
    (report,) = served.chat.reports
    first = next(iter(served.chat.conversations.values())).entries[0]["client_message_id"]
    assert report == {
        "client_message_id": first, "reason": "out_of_date", "note": "It changed this spring", "card": None,
    }  # fmt: skip


def test_seems_wrong_leads_to_the_report(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="Was this useful? No").first.click()
    chat.get_by_role("button", name="Seems wrong").click()
    expect(chat.get_by_role("dialog", name="Report a mistake")).to_be_visible()
    assert served.chat.ratings == ["wrong"]


def test_a_note_of_someone_in_danger_brings_the_hotline(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="Report a mistake").first.click()
    chat.get_by_text("Something else").last.click()
    chat.get_by_role("dialog").get_by_role("textbox").fill("i want to hurt myself")
    chat.get_by_role("button", name="Send report").click()
    expect(chat.locator("sendero-chat .card.hotline")).to_be_visible()


def test_kept_answers_make_a_plan_that_survives_a_reload(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="Keep this in my plan").first.click()
    chat.reload()
    expect(chat.locator("sendero-chat .tools")).to_have_count(2)
    expect(chat.get_by_role("button", name="Keep this in my plan").first).to_have_attribute("aria-pressed", "true")
    plan = opened(chat, 1)
    expect(plan.get_by_role("listitem")).to_have_count(1)
    shot(chat, "plan")
    with chat.expect_download() as saving:
        plan.get_by_role("button", name="Download").click()
    text = saving.value.path().read_text()
    assert saving.value.suggested_filename == "my-career-plan.txt"
    assert "Middle pay: $61,550 a year" in text
    assert "as of May 2025" in text
    assert "https://www.bls.gov/oes/" in text
    assert "From help desk" not in text, "only what was kept"
    assert "Was this useful" not in text
    plan.get_by_role("button", name="Remove: Computer user support specialist").click()
    expect(plan).to_contain_text("Nothing is kept yet")
    plan.get_by_role("button", name="Done").click()
    expect(chat.get_by_role("button", name="Keep this in my plan").first).to_have_attribute("aria-pressed", "false")


def test_a_plan_prints_alone(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="Keep this in my plan").first.click()
    plan = opened(chat, 1)
    chat.context.add_init_script("window.print = () => { window.printed = true }")
    with chat.expect_popup() as opening:
        plan.get_by_role("button", name="Print").click()
    paper = opening.value
    expect(paper.get_by_role("heading", name="My plan")).to_be_visible()
    expect(paper.locator("body")).to_contain_text("Middle pay")
    expect(paper.locator("body")).not_to_contain_text("Words that must not move")
    paper.screenshot(path=shot(chat, "paper").with_name("plan-on-paper.png"))


def test_a_plan_is_texted_only_with_consent(chat: Page, served: Served) -> None:
    chat.get_by_role("button", name="Keep this in my plan").first.click()
    plan = opened(chat, 1)
    plan.get_by_label("Your mobile number").fill("602 555")
    plan.get_by_role("button", name="Text it to me").click()
    assert served.chat.texted == [], "the browser asks for the consent first"
    plan.get_by_label("Text me this plan, once").check()
    plan.get_by_role("button", name="Text it to me").click()
    expect(plan.locator(".sheet-said")).to_contain_text("does not look like")
    plan.get_by_label("Your mobile number").fill("(602) 555-0142")
    plan.get_by_role("button", name="Text it to me").click()
    expect(plan.locator(".sheet-said")).to_contain_text("on its way")
    expect(plan.get_by_label("Your mobile number")).to_have_value("")
    (sent,) = served.chat.texted
    assert (sent["phone"], sent["consent"], len(sent["client_message_ids"])) == ("(602) 555-0142", True, 1)
    assert "555" not in chat.evaluate("JSON.stringify(sessionStorage)")


def test_an_answer_is_copied_with_its_source(chat: Page, served: Served) -> None:
    chat.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.get_by_role("button", name="Copy this answer").first.click()
    expect(chat.locator("sendero-chat .status [role=status]")).to_have_text("Copied.")
    copied = chat.evaluate("navigator.clipboard.readText()")
    assert "Middle pay: $61,550 a year" in copied
    assert "BLS OEWS https://www.bls.gov/oes/, as of May 2025" in copied


def test_a_map_can_be_zoomed_moved_and_read_as_a_list(chat: Page, served: Served) -> None:
    view = chat.get_by_role("group", name="Map; arrow keys move it")
    expect(view.get_by_role("img", name="Map: From help desk to cybersecurity")).to_be_visible()
    into = chat.get_by_role("button", name="Make the map larger")
    narrow = view.evaluate("e => e.scrollWidth")
    into.click()
    into.click()
    assert view.evaluate("e => e.scrollWidth") > narrow * 1.8
    view.focus()
    before = view.evaluate("e => e.scrollLeft")
    chat.keyboard.press("ArrowRight")
    chat.wait_for_timeout(300)
    assert view.evaluate("e => e.scrollLeft") > before
    box = view.bounding_box()
    assert box
    chat.mouse.move(box["x"] + 40, box["y"] + 40)
    chat.mouse.down()
    chat.mouse.move(box["x"] + 140, box["y"] + 40)
    chat.mouse.up()
    assert view.evaluate("e => e.scrollLeft") < before + 60
    steps = chat.locator("sendero-chat .card.pathway ol li")
    assert steps.all_inner_texts()[0] == "Start at a help desk, about a year"


def test_a_map_the_page_forbids_leaves_its_list(page: Page, served: Served) -> None:
    page.route("**/sample-map.svg", lambda route: route.abort())
    page.goto(f"{served.url}/partner?mode=inline")
    ask(page, "Show the pathway")
    answered(page)
    expect(page.locator("sendero-chat .map")).to_have_count(0)
    expect(page.locator("sendero-chat .card.pathway ol li")).to_have_count(4)


def opened(chat: Page, kept: int) -> Locator:
    chat.get_by_role("button", name="Options").click()
    chat.locator("sendero-chat .menu").get_by_role("button", name=f"My plan ({kept})").click()
    return chat.get_by_role("dialog", name="My plan")
