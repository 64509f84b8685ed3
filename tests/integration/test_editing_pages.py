"""The pages on which staff correct the knowledge base: who may do what, nothing lost, nothing executed, told at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from actions.preview import QUESTIONS, _action
from bot.staff.gate import POLICY
from bot.staff.knowledge.layout import layouts
from bot.store.models import MistakeReport
from knowledge import editing, records
from knowledge.preview import KINDS as PREVIEWED
from tests.integration.editing_desk import PEOPLE, Desk, close_desk, filled, mistake, open_desk
from tests.unit.action_harness import actions_of

PROGRAM = "az-cyber-mentoring"
EDIT = f"/staff/knowledge/program/edit?id={PROGRAM}"
SAVE = "/staff/knowledge/program/edit"


@pytest.fixture
async def desk(tmp_path: Path, knowledge_copy: Path) -> AsyncIterator[Desk]:
    opened = await open_desk(tmp_path, knowledge_copy)
    yield opened
    await close_desk(opened)


async def drafted(desk: Desk, by: str = "rosa", id: str = PROGRAM, kind: str = "program", **change: Any) -> int:
    """Saves a change on the form and gives the version's number in the address."""
    page = f"/staff/knowledge/{kind}/edit?id={id}"
    form = filled((await desk.get(by, page)).text)
    answer = await desk.post(by, f"/staff/knowledge/{kind}/edit", form | change, page)
    assert answer.status_code == 303, re.findall(r'field-problem.*|<h2>.*|role="alert".*', answer.text)
    return version_in(answer)


def version_in(answer: httpx.Response) -> int:
    """The number of the version an answer leads to."""
    found = re.search(r"/versions/(\d+)", answer.headers["location"])
    assert found, answer.headers
    return int(found[1])


async def step(desk: Desk, by: str, version: int, name: str, **data: str) -> Any:
    return await desk.post(by, f"/staff/knowledge/versions/{version}/{name}", data)


async def published(desk: Desk, version: int, **data: str) -> None:
    assert (await step(desk, "rosa", version, "submit")).status_code == 303
    assert (await step(desk, "lee", version, "publish", **data)).status_code == 303


# --- who may do what ---


async def test_every_route_lets_in_exactly_the_roles_of_its_policy(desk: Desk) -> None:
    """The matrix: each route, each role. A route without a policy is let in by nobody, and fails here."""
    names = {route.name for route in desk.routes.routes}
    assert names == set(POLICY), names ^ set(POLICY)
    for route in desk.routes.routes:
        assert isinstance(route, APIRoute)
        if not route.name.startswith("knowledge"):
            continue
        path = route.path.replace("{kind}", "program").replace("{number:int}", "99999").replace("{report}", "none")
        for name, role in PEOPLE.items():
            for method in route.methods:
                answer = await (desk.get(name, path) if method == "GET" else desk.post(name, path, {}, "/staff"))
                let_in = answer.status_code not in (401, 403)
                assert let_in == (role in POLICY[route.name]), (path, role, answer.status_code)


@pytest.mark.parametrize("route", [name for name in POLICY if name.startswith("knowledge")])
def test_only_reviewers_publish_and_viewers_only_see(route: str) -> None:
    changes = {"new", "edit", "save", "confirm", "remove", "submit", "take_back", "discard", "restore", "mistake_close"}
    judges = {"publish", "send_back", "checked"}
    name = route.removeprefix("knowledge").strip("_")
    assert ("viewer" in POLICY[route]) == (name not in changes | judges)
    assert ("editor" in POLICY[route]) == (name not in judges)
    assert "ambassador" not in POLICY[route]


async def test_no_change_without_the_form_token_of_its_page(desk: Desk) -> None:
    version = await drafted(desk, phone="520-555-0142")
    for route in desk.routes.routes:
        if "POST" in route.methods and route.name.startswith("knowledge"):
            path = (
                route.path.replace("{kind}", "program").replace("{number:int}", str(version)).replace("{report}", "x")
            )
            async with desk.browser("lee") as browser:
                assert (await browser.post(path, data={})).status_code == 403, path
                forged = await browser.post(path, data={"form_token": "0" * 64})
                assert forged.status_code == 403, path


async def test_nobody_publishes_a_change_of_their_own(desk: Desk) -> None:
    version = await drafted(desk, by="lee", phone="520-555-0142")
    assert (await step(desk, "lee", version, "submit")).status_code == 303
    page = await desk.get("lee", f"/staff/knowledge/versions/{version}")
    assert "/publish" not in page.text and "/take-back" in page.text
    assert (await step(desk, "lee", version, "publish")).status_code == 409
    with pytest.raises(editing.EditingError, match="of their own"):
        editing.publish(desk.knowledge.database, version, "lee", date(2026, 11, 25))
    assert (await step(desk, "ada", version, "publish")).status_code == 303


# --- the way of a change ---


async def test_a_form_saved_as_it_was_shown_changes_nothing(desk: Desk) -> None:
    """What a form shows and reads back is the record, whatever its kind."""
    for kind in layouts():
        listed = await desk.get("vera", f"/staff/knowledge/{kind}")
        found = re.findall(rf"/{kind}/record\?id=([^\"&]+)", listed.text)
        if not found:
            assert kind == "local_median"
            continue
        found = [id for id in found if not id.endswith("-awards")]  # their names are longer than an author's may be
        for id in found[:: max(1, len(found) // 3)]:
            id = id.replace("%40", "@")
            before = editing.current(desk.knowledge.database, kind, id)
            version = await drafted(desk, kind=kind, id=id)
            held = editing.version(desk.knowledge.database, version)
            assert held and before
            assert {**held.data, "region": 0} == {**before, "region": 0}, id
            assert held.data.get("region") in (before.get("region"), "all")


async def test_draft_review_publish_keeps_who_and_when_and_what_stood_before(desk: Desk) -> None:
    version = await drafted(desk, phone="520-555-0142", note="Called them")
    page = await desk.get("rosa", f"/staff/knowledge/versions/{version}?told=saved")
    assert "520-555-0142" in page.text and "Saved as a draft" in page.text
    assert "Send to review" in page.text
    assert (await step(desk, "lee", version, "publish")).status_code == 409, "a draft is not published"
    await step(desk, "rosa", version, "submit")
    queue = await desk.get("lee", "/staff/knowledge/review")
    assert "AZ Cyber mentoring" in queue.text and "Phone" in queue.text
    back = await step(desk, "lee", version, "send-back", why="Which phone is it?")
    assert back.status_code == 303
    assert "Which phone is it?" in (await desk.get("rosa", "/staff/knowledge")).text
    await published(desk, version, checked="yes")
    record = editing.current(desk.knowledge.database, "program", PROGRAM)
    assert record
    assert (record["phone"], record["status"], record["reviewed_by"]) == ("520-555-0142", "verified", "lee")
    shown = (await desk.get("vera", f"/staff/knowledge/program/record?id={PROGRAM}")).text
    assert "written by rosa" in shown and "published by lee" in shown and "Called them" in shown
    assert ">Checked</span>" in shown
    first = editing.history(desk.knowledge.database, "program", PROGRAM)[-1]
    assert first.data["phone"] != "520-555-0142"
    assert (await step(desk, "lee", version, "publish")).status_code == 409, "what is decided stays"


async def test_a_changed_record_loses_the_check_it_had(desk: Desk) -> None:
    await published(desk, await drafted(desk, phone="520-555-0142"), checked="yes")
    await published(desk, await drafted(desk, phone="520-555-0143"))
    record = editing.current(desk.knowledge.database, "program", PROGRAM)
    assert record and (record["status"], record["verified_on"], record["reviewed_by"]) == ("unverified", None, None)


async def test_still_right_goes_through_review_and_dates_the_check(desk: Desk) -> None:
    path = "/staff/knowledge/support/confirm"
    answer = await desk.post("rosa", path, {"id": "help-211", "note": "Called 211"})
    version = version_in(answer)
    assert "Nothing differs" in (await desk.get("lee", f"/staff/knowledge/versions/{version}")).text
    await step(desk, "lee", version, "publish", checked="yes")
    record = editing.current(desk.knowledge.database, "support", "help-211")
    assert record and record["status"] == "verified" and record["reviewed_by"] == "lee"


async def test_taking_out_asks_a_second_person_too(desk: Desk) -> None:
    answer = await desk.post("rosa", "/staff/knowledge/support/remove", {"id": "help-211", "note": "Closed"})
    version = version_in(answer)
    assert editing.current(desk.knowledge.database, "support", "help-211")
    assert "It would be taken out" in (await desk.get("lee", f"/staff/knowledge/versions/{version}")).text
    assert (await step(desk, "lee", version, "publish")).status_code == 303
    assert editing.current(desk.knowledge.database, "support", "help-211") is None


async def test_an_earlier_version_is_restored_through_review_and_without_its_old_check(desk: Desk) -> None:
    first = await drafted(desk, phone="520-555-0142")
    await published(desk, first, checked="yes")
    second = await drafted(desk, phone="520-555-0143")
    assert "Restore this version" not in (await desk.get("rosa", f"/staff/knowledge/versions/{first}")).text
    assert (await step(desk, "rosa", first, "restore")).status_code == 409, "while a change is open"
    await published(desk, second)
    assert (await step(desk, "rosa", second, "restore")).status_code == 409, "what stands now"
    assert "Restore this version" in (await desk.get("rosa", f"/staff/knowledge/versions/{first}")).text
    assert "Restore this version" not in (await desk.get("vera", f"/staff/knowledge/versions/{first}")).text
    answer = await step(desk, "rosa", first, "restore")
    made = version_in(answer)
    record = editing.current(desk.knowledge.database, "program", PROGRAM)
    assert record and record["phone"] == "520-555-0143", "nothing is told before it is reviewed"
    await published(desk, made)
    record = editing.current(desk.knowledge.database, "program", PROGRAM)
    assert record and (record["phone"], record["status"], record["verified_on"]) == ("520-555-0142", "unverified", None)


async def test_what_was_taken_out_can_be_brought_back(desk: Desk) -> None:
    answer = await desk.post("rosa", "/staff/knowledge/support/remove", {"id": "help-211", "note": "Closed"})
    version = version_in(answer)
    await step(desk, "lee", version, "publish")
    answer = await step(desk, "rosa", version, "restore")
    await published(desk, version_in(answer))
    assert editing.current(desk.knowledge.database, "support", "help-211")


async def test_a_new_program_with_a_new_source(desk: Desk) -> None:
    page = "/staff/knowledge/program/new"
    form = filled((await desk.get("rosa", page)).text)
    given = {
        "name.en": "Saguaro Night School", "name.es": "Escuela Nocturna Saguaro", "short.en": "Saguaro Night School",
        "short.es": "Escuela Nocturna Saguaro", "about.en": "Evening classes.", "about.es": "Clases de noche.",
        "provider": "az-cyber-initiative", "kind": "course", "region": "southern-arizona", "categories": ["support"],
        "cost.free": "yes", "as_of": "2026-11", "new_source": "Phone call with the school", "new_source_short": "The school",
    }  # fmt: skip
    answer = await desk.post("rosa", SAVE, form | given, page)
    assert answer.status_code == 303, answer.text
    version = version_in(answer)
    shown = (await desk.get("rosa", f"/staff/knowledge/versions/{version}")).text
    assert "By text message" in shown and "Escuela Nocturna Saguaro" in shown, "the preview works before publishing"
    await published(desk, version)
    record = editing.current(desk.knowledge.database, "program", "saguaro-night-school")
    assert record and record["cost"]["free"] is True and record["source"] == "phone-call-with-the-school"


# --- nothing is lost ---


async def test_a_second_editor_is_told_and_loses_no_words(desk: Desk) -> None:
    rosas, luiss = [filled((await desk.get(name, EDIT)).text) for name in ("rosa", "luis")]
    saved = await desk.post("rosa", SAVE, rosas | {"phone": "520-555-0142", "note": "rosa was first"}, EDIT)
    assert saved.status_code == 303
    clash = await desk.post("luis", SAVE, luiss | {"phone": "520-555-0199", "check.en": "Ask Luis"}, EDIT)
    assert clash.status_code == 409
    assert "rosa changed this while you were working on it" in clash.text
    assert "520-555-0142" in clash.text, "what the other changed is shown"
    kept = filled(clash.text)
    assert (kept["phone"], kept["check.en"]) == ("520-555-0199", "Ask Luis"), (
        "and the second one's words are still there"
    )
    held = editing.at_hand(desk.knowledge.database, "program", PROGRAM)[0]
    assert held and held["phone"] == "520-555-0142", "nothing was overwritten"
    again = await desk.post("luis", SAVE, kept | {"check.es": "Pregunta a Luis"}, EDIT)
    assert again.status_code == 303, "having seen it, the second one may go on"


async def test_of_many_editors_at_the_same_moment_one_is_first(desk: Desk) -> None:
    form = filled((await desk.get("rosa", EDIT)).text)
    posts = [
        desk.post("luis" if n % 2 else "rosa", SAVE, form | {"phone": f"520-555-01{n:02}"}, EDIT) for n in range(6)
    ]
    answers = await asyncio.gather(*posts)
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * 5


async def test_who_edits_what_was_published_meanwhile_is_told(desk: Desk) -> None:
    form = filled((await desk.get("luis", EDIT)).text)
    await published(desk, await drafted(desk, phone="520-555-0142"))
    clash = await desk.post("luis", SAVE, form | {"phone": "520-555-0199"}, EDIT)
    assert clash.status_code == 409 and "520-555-0142" in clash.text


async def test_what_is_wrong_is_said_beside_its_field_and_kept(desk: Desk) -> None:
    form = filled((await desk.get("rosa", EDIT)).text)
    wrong = {
        "about.en": "x" * 171,
        "name.es": "",
        "cost.tuition_low": "a lot",
        "url": "javascript:alert(1)",
        "as_of": "soon",
    }
    answer = await desk.post("rosa", SAVE, form | wrong, EDIT)
    assert answer.status_code == 422
    for name in ("cost.tuition_low", "url"):
        assert f'id="error-{name}"' in answer.text and f'href="#{name}"' in answer.text
    readable = {**wrong, "cost.tuition_low": "1,200", "url": "https://example.org"}
    answer = await desk.post("rosa", SAVE, form | readable, EDIT)
    assert answer.status_code == 422 and "Saved as a draft" in answer.text
    for name in ("about.en", "name.es", "as_of"):
        assert f'id="error-{name}"' in answer.text, name
    held, draft = editing.at_hand(desk.knowledge.database, "program", PROGRAM)
    assert held and draft and held["about"]["en"] == "x" * 171, "nothing typed is lost"
    assert (await step(desk, "rosa", draft.id, "submit")).status_code == 422, "but it does not go to review"


# --- nothing is executed ---

# One after another in the fields of one form, so that each stands in many places.
EVIL = (
    "<script>alert(1)</script>", "<svg onload=alert(1)>", "<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>",
    "' onfocus='alert(1)", "{{ 7 * 7 }}", "javascript:alert(1)", "<a href=javascript:alert(1)>x</a>",
)  # fmt: skip


async def test_markup_in_any_field_is_text_on_every_page(desk: Desk) -> None:
    form = filled((await desk.get("rosa", EDIT)).text)
    hidden = {"form_token", "id", "base", *_chosen()}
    texts = {name: EVIL[n % len(EVIL)] for n, name in enumerate(name for name in form if name not in hidden)}
    pages = [await desk.post("rosa", SAVE, form | texts, EDIT)]
    fine = {name: evil for name, evil in texts.items() if not re.search("url|source|as_of", name) and not _number(name)}
    pages.append(await desk.post("rosa", SAVE, form | fine, EDIT))
    data, draft = editing.at_hand(desk.knowledge.database, "program", PROGRAM)
    assert data and draft and data["name"]["en"] == fine["name.en"], "it is kept as the text it is"
    with desk.knowledge.database.begin() as session:
        version = session.get(editing.RecordVersion, draft.id)
        assert version
        # Whatever the forms refuse may come from an import: a link that is not one.
        version.data = {**data, "url": "javascript:alert(1)", "apply": {"text": None, "url": EVIL[3]}}
    await step(desk, "rosa", draft.id, "submit")
    await step(desk, "lee", draft.id, "send-back", why=EVIL[0])
    async with desk.store.begin() as session:
        session.add_all(mistake(card_title=evil, note=evil, answer=evil) for evil in EVIL)
    for path in (
        f"/versions/{draft.id}", "", "/review", "/due", "/mistakes", f"/program/record?id={PROGRAM}",
        f"/program/edit?id={PROGRAM}", f"/program?q={EVIL[3]}",
    ):  # fmt: skip
        pages.append(await desk.get("lee", f"/staff/knowledge{path}"))
    for page in pages:
        assert_inert(page.text)
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_check_for_markup_sees_markup() -> None:
    for evil in EVIL[:4]:
        with pytest.raises(AssertionError):
            assert_inert(f"<p>{evil}</p>")
    with pytest.raises(AssertionError):
        assert_inert('<a href="javascript:alert(1)">x</a>')


def _chosen() -> set[str]:
    return {field.path for field in layouts()["program"].fields() if field.type in ("one", "many", "yesno", "check")}


def _number(name: str) -> bool:
    return any(field.path == name and field.type == "number" for field in layouts()["program"].fields())


def assert_inert(page: str) -> None:
    for tag in re.findall(r"<[a-zA-Z/][^>]*>", page):
        outside = re.sub(r'"[^"]*"', '""', tag)
        assert not re.match(r"</?(script|svg|iframe|object|embed|style|img(?! src=\"/staff))", tag, re.IGNORECASE), tag
        assert not re.search(r"\son\w+\s*=", outside), tag
        assert not re.search(r'(href|src|action)="\s*(javascript|data):', tag, re.IGNORECASE), tag


# --- what waits ---


async def test_the_due_list_links_to_records_and_a_check_shortens_it(desk: Desk) -> None:
    page = (await desk.get("lee", "/staff/knowledge/due?kind=credential")).text
    before = int(re.search(r"(\d+) due", page)[1])  # type: ignore[index]
    kind, id, part = (re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("kind", "id", "part"))  # type: ignore[index]
    await desk.post("lee", "/staff/knowledge/due", {"kind": kind, "id": id, "part": part})
    page = (await desk.get("lee", "/staff/knowledge/due?kind=credential")).text
    assert int(re.search(r"(\d+) due", page)[1]) == before - 1  # type: ignore[index]
    assert "/record?id=" in (await desk.get("vera", "/staff/knowledge/due?kind=program")).text


async def test_reports_of_mistakes_lead_to_the_record_and_are_closed_once(desk: Desk) -> None:
    async with desk.store.begin() as session:
        report = mistake()
        session.add(report)
        session.add(mistake(reason="broken_link", note=None))
    page = (await desk.get("vera", "/staff/knowledge/mistakes")).text
    assert "It costs $20 now" in page and f"/program/record?id={PROGRAM}" in page
    assert 'name="outcome"' not in page, "a viewer only sees"
    path = f"/staff/knowledge/mistakes/{report.id}"
    await desk.post("rosa", path, {"outcome": "fixed"})
    await desk.post("luis", path, {"outcome": "no_mistake"})
    async with desk.store.begin() as session:
        kept = await session.get(MistakeReport, report.id)
        assert kept and (kept.state, kept.handled_by) == ("fixed", "rosa")
        assert len((await session.scalars(select(MistakeReport).where(MistakeReport.state == "new"))).all()) == 1


async def test_lists_find_by_words_accents_and_filters(desk: Desk) -> None:
    for path, words in (
        ("program?q=MENTORING+cyber", "AZ Cyber mentoring"), ("support?q=211", "211, local help line"),
        ("local_wage?q=help+tucson", "Tucson"), ("program?region=miami-dade&standing=unchecked", "Miami"),
        ("article?q=background", "Background checks"),
    ):  # fmt: skip
        page = (await desk.get("vera", f"/staff/knowledge/{path}")).text
        assert words in page and "Nothing fits" not in page, path
    assert "Nothing fits" in (await desk.get("vera", "/staff/knowledge/program?q=100%25_nothing")).text
    assert (await desk.get("vera", "/staff/knowledge/program?page=x&standing=y&region=z")).status_code == 200


@pytest.mark.parametrize(
    "path", ["nothing", "program/record?id=none", "program/record", "versions/99999", "local_wage/record?id=x"]
)
async def test_what_does_not_exist_is_said_so(desk: Desk, path: str) -> None:
    assert (await desk.get("vera", f"/staff/knowledge/{path}")).status_code == 404


# --- the preview is what learners get ---


def test_every_kind_has_a_form_and_a_preview_by_the_rules_action() -> None:
    assert set(layouts()) == set(PREVIEWED) <= set(records.KINDS)
    for topics in QUESTIONS.values():
        for topic in topics:
            assert _action(topic) == actions_of(topic)


def test_the_limits_a_form_names_are_those_of_the_schema() -> None:
    for kind, layout in layouts().items():
        shape = records.KINDS[kind].schema
        for field in layout.fields():
            if field.type in ("both", "points") and field.max:
                annotation: Any = shape
                for part in field.path.split("."):
                    info = annotation.model_fields[part]
                    annotation = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
                for length, fits in ((field.max, True), (field.max + 1, False)):
                    assert _accepts(annotation, "x" * length, field.type == "points") == fits, (kind, field.path)


def _accepts(annotation: Any, text: str, in_list: bool) -> bool:
    words = {"en": text, "es": text}
    try:
        TypeAdapter(annotation).validate_python([words] if in_list else words)
    except ValidationError:
        return False
    return True


async def test_the_preview_shows_the_draft_and_publishing_makes_it_so(desk: Desk) -> None:
    version = await drafted(
        desk, **{"about.en": "Teens meet a mentor in Tucson.", "about.es": "Jóvenes con mentor en Tucson."}
    )
    page = (await desk.get("rosa", f"/staff/knowledge/versions/{version}")).text
    assert "Teens meet a mentor in Tucson." in page and "Jóvenes con mentor en Tucson." in page
    assert re.search(r"By text message: \d segments?", page)
    now = (await desk.get("rosa", f"/staff/knowledge/program/record?id={PROGRAM}")).text
    shown = now[now.index("What learners get now") : now.index("All that is recorded")]
    assert "Teens meet a mentor" not in shown, "the draft is seen on its own page only"
    await published(desk, version)
    await asyncio.sleep(1.1)  # readers look for a new revision once a second
    told = desk.knowledge.program(PROGRAM)
    assert told and told.about.en == "Teens meet a mentor in Tucson."


async def test_without_the_action_server_everything_but_the_preview_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_args: object) -> None:
        return None

    monkeypatch.setattr("bot.staff.knowledge.previews.Previews.of", down)
    version = await drafted(desk, phone="520-555-0142")
    assert "preview is not available" in (await desk.get("rosa", f"/staff/knowledge/versions/{version}")).text
    await published(desk, version)
