"""The pages that change something: the form, and the way of a version from draft to published.

Receives requests that have passed the gate (role and form token). Every change goes through `knowledge.editing`, which
refuses what does not fit a version's state; two people at once are told of each other, and no words are lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from bot.staff.knowledge import changes, forms, sources
from bot.staff.knowledge.desk import moment, record_link
from bot.staff.knowledge.layout import Layout, layouts
from bot.staff.knowledge.mistakes import OUTCOMES
from bot.staff.knowledge.reading import Office, allowed
from knowledge import editing
from knowledge.editing import ChangedMeanwhile, EditingError, Version
from knowledge.records import RecordError

Record = dict[str, Any]


def add_routes(made: APIRouter, office: Office) -> None:
    """The routes that change, under /staff/knowledge."""
    desk, database = office.desk, office.desk.database

    async def form_page(
        request: Request, layout: Layout, form: Any, base: str, status: int = 200, **more: Any
    ) -> Response:
        id = more.pop("id", "")
        heading = more.pop("heading", "")
        shown = {"clash": None, "apart": [], "saved": False, "note": "", "new_source": {}, "source_errors": {}} | more
        return await office.show(
            request, "edit.html", status, layout=layout, form=form, base=base, id=id, heading=heading,
            title=f"Correct {heading}" if id else f"Add {layout.article} {layout.one}",
            wrong=[(name, layout.label(name), ". ".join(map(str, field.errors)))
                   for name, field in form._fields.items() if field.errors],
            points=sum(name.startswith("points.") for name in form._fields) // 2,
            source_fields=sources.FIELDS, **shown,
        )  # fmt: skip

    @made.get("/knowledge/{kind}/new", name="knowledge_new")
    async def new(request: Request, kind: str) -> Response:
        layout = layouts().get(kind)
        if layout is None:
            return office.nothing(request)
        form = await asyncio.to_thread(forms.build, layout, desk.choices)
        return await form_page(request, layout, form, editing.base_of(None))

    @made.get("/knowledge/{kind}/edit", name="knowledge_edit")
    async def edit(request: Request, kind: str) -> Response:
        layout, id = layouts().get(kind), request.query_params.get("id", "")
        data, draft = await asyncio.to_thread(editing.at_hand, database, kind, id) if layout else (None, None)
        if layout is None or data is None:
            return office.nothing(request)
        if draft and draft.state == editing.IN_REVIEW:
            return RedirectResponse(f"/staff/knowledge/versions/{draft.id}", 303)
        form = await asyncio.to_thread(forms.build, layout, desk.choices, data)
        return await form_page(
            request, layout, form, editing.base_of(data), id=id, heading=desk.title(kind, data, id),
            note=draft.note if draft else "",
        )  # fmt: skip

    @made.post("/knowledge/{kind}/edit", name="knowledge_save")
    async def save(request: Request, kind: str) -> Response:
        posted, layout = await request.form(), layouts().get(kind)
        if layout is None:
            return office.nothing(request)
        id, base, note = _text(posted, "id"), _text(posted, "base"), forms.clean(_text(posted, "note"))[:300]
        held, _open = await asyncio.to_thread(editing.at_hand, database, kind, id) if id else (None, None)
        if id and held is None:
            return office.nothing(request)
        given = sources.Given.of(posted)
        form = await asyncio.to_thread(forms.build, layout, desk.choices, held, posted)
        page: dict[str, Any] = {"id": id, "heading": desk.title(kind, held, id) if held else "", "note": note,
                "new_source": given.values, "base": base}  # fmt: skip

        async def again(status: int = 422, **more: Any) -> Response:
            shown = page | more
            return await form_page(request, layout, form, shown.pop("base"), status, **shown)

        try:
            record = forms.read(layout, form, held or {})
            if given:
                record["source"] = await asyncio.to_thread(given.add, database)
        except sources.SourceError as error:
            return await again(source_errors=error.problems)
        except forms.FormError:
            return await again()
        record = await asyncio.to_thread(_completed, office, kind, record, id)
        problems = await asyncio.to_thread(editing.check, database, kind, record)
        if (not record.get("id") and "soc" not in record) or ("soc" in record and not (record["soc"])):
            return await again(apart=forms.blame(form, problems))
        try:
            version = await asyncio.to_thread(_save, office, kind, record, request.state.person, note, base)
        except ChangedMeanwhile as error:
            return await again(409, clash=await _clash(office, layout, base, error, posted), base=error.base)
        except EditingError as error:
            return await again(409, apart=[str(error)])
        if problems:
            page |= {"id": version.entity_id, "base": editing.base_of(version.data), "saved": True,
                     "heading": desk.title(kind, record, version.entity_id)}  # fmt: skip
            return await again(apart=forms.blame(form, problems))
        return RedirectResponse(f"/staff/knowledge/versions/{version.id}?told=saved", 303)

    async def propose(request: Request, kind: str, removes: bool) -> Response:
        """A draft of what is published now (still right, or to be taken out), sent to review at once."""
        posted = await request.form()
        id, note = _text(posted, "id"), forms.clean(_text(posted, "note"))[:300]
        person = request.state.person
        data, draft = (
            await asyncio.to_thread(editing.at_hand, database, kind, id) if kind in layouts() else (None, None)
        )
        if data is None:
            return office.nothing(request)
        if draft:
            return RedirectResponse(f"/staff/knowledge/versions/{draft.id}", 303)

        def run() -> Version:
            action = editing.REMOVE if removes else editing.SAVE
            made = editing.save_draft(
                database, kind, data, person.username, note or "Still right", action=action,
                organization=person.organization_id, base=editing.base_of(data),
            )  # fmt: skip
            return editing.submit(database, made.id, person.username)

        try:
            version = await asyncio.to_thread(run)
        except (EditingError, RecordError, IntegrityError, OperationalError):
            return RedirectResponse(record_link(kind, id), 303)
        return RedirectResponse(f"/staff/knowledge/versions/{version.id}?told=sent", 303)

    @made.post("/knowledge/{kind}/confirm", name="knowledge_confirm")
    async def confirm(request: Request, kind: str) -> Response:
        return await propose(request, kind, removes=False)

    @made.post("/knowledge/{kind}/remove", name="knowledge_remove")
    async def remove(request: Request, kind: str) -> Response:
        return await propose(request, kind, removes=True)

    def step(name: str, run: Callable[[Version, str, FormData], tuple[str, Version]]) -> None:
        """One step of a version's way: the code of what the page says afterwards, and the version it then shows."""

        @made.post(f"/knowledge/versions/{{number:int}}/{name.replace('_', '-')}", name=f"knowledge_{name}")
        async def take(request: Request, number: int) -> Response:
            posted, person = await request.form(), request.state.person
            version = await asyncio.to_thread(editing.version, database, number)
            if version is None or version.kind not in layouts() or version.organization_id != person.organization_id:
                return office.nothing(request)
            if not allowed(version, person.username, person.role).get(name):
                refused = "You cannot do this with the version as it stands now. Somebody may have been faster."
                return await office.version_page(request, version, refused, 409)
            try:
                told, shown = await asyncio.to_thread(run, version, person.username, posted)
            except RecordError as error:
                words = "; ".join(f"{layouts()[version.kind].label(p.field)}: {p.message}" for p in error.problems)
                return await office.version_page(request, version, f"Please put right first: {words}", 422)
            except EditingError as error:
                return await office.version_page(request, version, str(error), 409)
            except (IntegrityError, OperationalError):
                return await office.version_page(request, version, "Somebody is saving right now. Try again.", 409)
            return RedirectResponse(f"/staff/knowledge/versions/{shown.id}?told={told}", 303)

    def submit(version: Version, by: str, _posted: FormData) -> tuple[str, Version]:
        return "sent", editing.submit(database, version.id, by)

    def publish(version: Version, by: str, posted: FormData) -> tuple[str, Version]:
        done = editing.publish(database, version.id, by, office.today(), checked=posted.get("checked") == "yes")
        return "removed" if version.action == editing.REMOVE else "published", done

    def send_back(version: Version, by: str, posted: FormData) -> tuple[str, Version]:
        why = forms.clean(_text(posted, "why"))[:300]
        if not why:
            raise EditingError("Please say what should change.")
        return "back", editing.send_back(database, version.id, by, why)

    def take_back(version: Version, by: str, _posted: FormData) -> tuple[str, Version]:
        return "taken", editing.send_back(database, version.id, by, "")

    def discard(version: Version, by: str, _posted: FormData) -> tuple[str, Version]:
        return "discarded", editing.withdraw(database, version.id, by)

    def restore(version: Version, by: str, _posted: FormData) -> tuple[str, Version]:
        return "restored", editing.restore(database, version.id, by)

    for run in (submit, publish, send_back, take_back, discard, restore):
        step(run.__name__, run)

    @made.post("/knowledge/due", name="knowledge_checked")
    async def checked(request: Request) -> Response:
        """A reviewer has compared a fact that has no form (a certification's price, a step) with its source."""
        posted, person = await request.form(), request.state.person
        kind, id, part = (_text(posted, name)[:96] for name in ("kind", "id", "part"))
        if kind in layouts():  # those are checked in review
            return office.nothing(request)
        found = await asyncio.to_thread(editing.confirm, database, kind, id, person.username, office.today(), part)
        return RedirectResponse(f"/staff/knowledge/due{'?told=confirmed' if found else ''}", 303)

    @made.post("/knowledge/mistakes/{report}", name="knowledge_mistake_close")
    async def close(request: Request, report: str) -> Response:
        posted, person = await request.form(), request.state.person
        outcome = _text(posted, "outcome")
        if outcome in OUTCOMES and await office.mistakes.close(
            report[:32], person.organization_id, outcome, person.username
        ):
            return RedirectResponse("/staff/knowledge/mistakes?told=closed", 303)
        return RedirectResponse("/staff/knowledge/mistakes", 303)


def _completed(office: Office, kind: str, record: Record, id: str) -> Record:
    """The record with what no form asks for: its id, an area's or job's name; and unchecked, when it says something new."""
    desk = office.desk
    if "soc" in record:
        if "area" in record:
            record["area_name"] = desk.choices.words("areas").get(record["area"] or "", record.get("area_name") or "")
        elif not record.get("title"):
            record["title"] = desk.title(kind, record)
    elif not id:
        name = record.get("name") or record.get("title")
        words = name.get("en") if isinstance(name, dict) else name
        record["id"] = editing.new_id(desk.database, kind, words) if words else ""
        if kind == "program":
            # People ask for it by its name; what staff take out of this list later stays out.
            names = [record[part][language] for part in ("name", "short") for language in ("en", "es") if record[part]]
            record["aliases"] = list(dict.fromkeys([*(name for name in names if " " in name), *record["aliases"]]))
    published = editing.current(desk.database, kind, id) if id else None
    if published is None or not changes.same(published, record):
        record |= editing.UNCHECKED
    return record


def _save(office: Office, kind: str, record: Record, person: Any, note: str, base: str) -> Version:
    """Keeps the draft; raises ChangedMeanwhile when what it was begun from is no longer what stands there."""
    database = office.desk.database
    try:
        return editing.save_draft(
            database, kind, record, person.username, note, organization=person.organization_id, base=base
        )
    except (IntegrityError, OperationalError):
        # Another wrote at this very moment: what stands there now decides.
        return editing.save_draft(
            database, kind, record, person.username, note, organization=person.organization_id, base=base
        )


async def _clash(
    office: Office, layout: Layout, base: str, error: ChangedMeanwhile, posted: FormData
) -> dict[str, Any]:
    version = error.version
    before = await asyncio.to_thread(editing.current, office.desk.database, version.kind, version.entity_id)
    if version.state not in (editing.DRAFT, editing.IN_REVIEW):
        before = await asyncio.to_thread(office.desk.compared, version)
    return {
        "author": version.author,
        "when": moment(version.changed_at),
        "changes": changes.between(before, version.data, layout, office.desk.named),
    }


def _text(posted: FormData, name: str) -> str:
    value = posted.get(name)
    return value if isinstance(value, str) else ""
