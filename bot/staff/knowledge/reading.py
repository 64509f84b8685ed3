"""The pages that show: lists, a record with what learners are told of it, what waits, what is due, what was reported.

Receives requests that have passed the gate; changes nothing (`changing.py` does).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.staff.gate import EDITORS, REVIEWERS
from bot.staff.knowledge import changes, listing
from bot.staff.knowledge.desk import DUE_SHOWN, STATES, Counts, Desk, moment, says
from bot.staff.knowledge.layout import layouts
from bot.staff.knowledge.mistakes import Mistakes
from bot.staff.knowledge.previews import Previews
from knowledge import editing
from knowledge.editing import DRAFT, IN_REVIEW, PUBLISHED, Version

if TYPE_CHECKING:
    from bot.staff.pages import Pages

# What a page says after a change; the address carries the code, never the words.
TOLD = {
    "saved": "Saved as a draft. Learners still get what was published before.",
    "sent": "Sent to review. Somebody else reads it and publishes it.",
    "published": "Published. The assistant answers with it from now on.",
    "removed": "Taken out. The assistant no longer tells of it.",
    "taken": "Taken back: a draft again.",
    "back": "Sent back to whoever wrote it.",
    "discarded": "Put aside. Nothing was changed.",
    "restored": "A draft with what that version said. Learners still get what is published now.",
    "closed": "Thank you, the report is closed.",
    "confirmed": "Noted as checked on this day.",
}


@dataclass(frozen=True)
class Office:
    """What the knowledge pages are made of."""

    pages: Pages
    desk: Desk
    previews: Previews
    mistakes: Mistakes

    def today(self) -> date:
        return datetime.now(UTC).date()

    async def counts(self, request: Request) -> Counts:
        organization = request.state.person.organization_id
        waiting, due = await asyncio.gather(
            asyncio.to_thread(self.desk.waiting, organization), asyncio.to_thread(self.desk.due_count, self.today())
        )
        return Counts(len(waiting), due, await self.mistakes.count(organization))

    async def show(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page with its tabs and what this person may do."""
        return self.pages.show(
            request, f"knowledge/{template}", status, counts=await self.counts(request),
            may_edit=request.state.person.role in EDITORS, may_review=request.state.person.role in REVIEWERS,
            told=TOLD.get(request.query_params.get("told", "")), **values,
        )  # fmt: skip

    def nothing(self, request: Request) -> Response:
        return self.pages.show(request, "nothing_here.html", 404)

    async def version_page(self, request: Request, version: Version, problem: str = "", status: int = 200) -> Response:
        """A version: what it changes, what learners would get, and what this person may do with it."""
        desk, person = self.desk, request.state.person
        layout = layouts()[version.kind]
        before = await asyncio.to_thread(desk.compared, version)
        open_one = version.state in (DRAFT, IN_REVIEW)
        removes = version.action == editing.REMOVE
        words, tone = STATES[version.state]
        can = allowed(version, person.username, person.role)
        if "restore" in can:
            _data, other = await asyncio.to_thread(editing.at_hand, desk.database, version.kind, version.entity_id)
            can = {} if other else can
        return await self.show(
            request, "version.html", status, layout=layout, version=version, problem=problem,
            title=desk.title(version.kind, version.data, version.entity_id), says=says(version),
            state={"words": words, "tone": tone}, stored=before is not None,
            compared="New: all it says" if before is None
            else "What changes" if open_one else "What this version changed",
            changes=await asyncio.to_thread(changes.between, before, version.data, layout, desk.named),
            preview=await self.previews.of(version.kind, before if removes and before else version.data),
            can=can,
            waits="Nobody publishes a change of their own: a reviewer other than you reads it."
            if version.author == person.username else "A reviewer reads it and publishes it.",
        )  # fmt: skip


def allowed(version: Version, name: str, role: str) -> dict[str, bool]:
    """What a person may do with a version; empty when nothing."""
    if role not in EDITORS:
        return {}
    if version.state not in (DRAFT, IN_REVIEW):
        # What stands now needs no restoring, unless what was published is that the record goes.
        gone = version.action == editing.REMOVE
        return {"restore": True} if gone == (version.state == PUBLISHED) else {}
    draft, own = version.state == DRAFT, version.author == name
    judges = not draft and role in REVIEWERS and not own
    return {
        "edit": draft and version.action != editing.REMOVE,
        "submit": draft,
        "discard": draft,
        "publish": judges,
        "send_back": judges,
        "take_back": not draft and own,
    }


def add_routes(made: APIRouter, office: Office) -> None:
    """The routes that show, under /staff/knowledge."""
    desk = office.desk

    @made.get("/knowledge", name="knowledge")
    async def knowledge(request: Request) -> Response:
        kinds = [
            {"layout": layout, "count": await asyncio.to_thread(listing.count, desk.database, kind)}
            for kind, layout in layouts().items()
        ]
        organization = request.state.person.organization_id
        drafts = await asyncio.to_thread(lambda: [desk.row(v) for v in desk.waiting(organization, DRAFT)])
        return await office.show(request, "home.html", kinds=kinds, drafts=drafts)

    @made.get("/knowledge/review", name="knowledge_review")
    async def review(request: Request) -> Response:
        organization = request.state.person.organization_id
        rows = await asyncio.to_thread(lambda: [desk.row(version) for version in desk.waiting(organization)])
        return await office.show(request, "queue.html", rows=rows)

    @made.get("/knowledge/due", name="knowledge_due")
    async def due(request: Request) -> Response:
        kind = request.query_params.get("kind", "")
        kinds = [("program", "Programs"), ("provider", "Providers"), ("support", "Supports"),
                 ("career_center", "Career centers"), ("article", "Articles"), ("credential", "Credentials"),
                 ("step", "Pathway steps")]  # fmt: skip
        kind = kind if kind in dict(kinds) else ""
        rows, total = await asyncio.to_thread(desk.due_rows, kind, office.today())
        return await office.show(
            request, "due.html", rows=rows, total=total, kinds=kinds, kind=kind, most=DUE_SHOWN
        )  # fmt: skip

    @made.get("/knowledge/mistakes", name="knowledge_mistakes")
    async def mistakes(request: Request) -> Response:
        return await office.show(
            request, "mistakes.html", rows=await office.mistakes.open(request.state.person.organization_id)
        )

    @made.get("/knowledge/versions/{number:int}", name="knowledge_version")
    async def version(request: Request, number: int) -> Response:
        found = await asyncio.to_thread(editing.version, desk.database, number)
        if found is None or found.kind not in layouts() or not _own(request, found):
            return office.nothing(request)
        return await office.version_page(request, found)

    @made.get("/knowledge/{kind}", name="knowledge_list")
    async def records(request: Request, kind: str) -> Response:
        layout = layouts().get(kind)
        if layout is None:
            return office.nothing(request)
        asked = _asked(request)
        rows, total = await asyncio.to_thread(desk.page, layout, asked)
        has_region = any(field.path == "region" for field in layout.fields())
        return await office.show(
            request, "list.html", layout=layout, rows=rows, total=total, asked=asked,
            pages=max(1, -(-total // listing.PAGE)), regions=desk.choices("regions") if has_region else [],
            standings=list(listing.STANDINGS.items()),
            query=lambda page: urlencode(
                {"q": asked.q, "region": asked.region, "standing": asked.standing, "page": page}
            ),
        )  # fmt: skip

    @made.get("/knowledge/{kind}/record", name="knowledge_record")
    async def record(request: Request, kind: str) -> Response:
        layout, id = layouts().get(kind), request.query_params.get("id", "")
        data = await asyncio.to_thread(editing.current, desk.database, kind, id) if layout and _plausible(id) else None
        if layout is None or data is None:
            return office.nothing(request)
        history = await asyncio.to_thread(editing.history, desk.database, kind, id)
        open_one = next((one for one in history if one.state in (DRAFT, IN_REVIEW)), None)
        standing = listing.standing_of(data["status"], data["verified_on"])
        return await office.show(
            request, "record.html", layout=layout, id=id, record=data, title=desk.title(kind, data, id),
            standing={"words": listing.STANDINGS[standing], "tone": listing.TONES[standing]},
            source=desk.knowledge.source(data["source"]), facts=changes.all_of(data, layout, desk.named),
            history=[{"id": one.id, "number": one.number, "note": one.note, "state": STATES[one.state][0],
                      "says": says(one)} for one in history],
            open=open_one and {"id": open_one.id, "author": open_one.author, "state": open_one.state,
                               "when": moment(open_one.changed_at)},
            preview=await office.previews.of(kind, data),
        )  # fmt: skip


def _asked(request: Request) -> listing.Asked:
    given = request.query_params
    page = given.get("page", "1")
    return listing.Asked(
        q=given.get("q", "")[:80].strip(), region=given.get("region", "")[:40], standing=given.get("standing", "")[:12],
        page=min(max(1, int(page)), 10_000) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
    )  # fmt: skip


def _plausible(id: str) -> bool:
    """Whether an id from the address can be one at all."""
    return 0 < len(id) <= 96 and id.isascii() and id.isprintable()


def _own(request: Request, version: Version) -> bool:
    organization: str = request.state.person.organization_id
    return version.organization_id == organization
