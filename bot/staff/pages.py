"""The staff pages: sign-in, what is asked, and how to read it; `knowledge/` adds those that correct what is known.

Receives requests that have passed the gate; gives server-rendered pages without script. Every number on them is a
`Figure` of `insights.reports`; no page computes its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.insights.reports import NOT_SAID, InsightReports, Overview
from bot.insights.weeks import WEEKS_IN_PERIOD
from bot.settings import Settings
from bot.sites.shell import Shells
from bot.sites.sites import Sites
from bot.staff import accounts, questions, texting
from bot.staff.gate import Cookies, Gate
from bot.staff.knowledge import changing, reading
from bot.staff.knowledge.desk import Desk
from bot.staff.knowledge.mistakes import Mistakes
from bot.staff.knowledge.previews import Previews
from bot.staff.knowledge.reading import Office
from bot.staff.labels import Labels, chart, week_label
from bot.staff.signing_in import FormTokens, Sessions, Throttle
from bot.staff.sites import SiteDesk
from bot.staff.sites import add_routes as add_site_routes
from bot.store.database import Database
from knowledge.repository import Knowledge

HERE = Path(__file__).resolve().parent
SPANS = {1: "4 weeks", 3: "12 weeks", 6: "24 weeks", 13: "52 weeks"}
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FILTERS = ("region", "language", "channel")


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    media_type: str
    etag: str


class Pages:
    """Renders templates with what every page needs: who is signed in, and a form token."""

    def __init__(self, settings: Settings, cookies: Cookies, tokens: FormTokens) -> None:
        self._cookies, self._tokens = cookies, tokens
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self.environment.globals["program_name"] = settings.program_name

    def show(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        person = request.state.person
        response = HTMLResponse("", status)
        cookie = self._cookies.session(request) if person else self._cookies.visit(request)
        if cookie is None:
            cookie = self._cookies.set_visit(request, response)
        page = self.environment.get_template(template)
        text = page.render(person=person, form_token=self._tokens.make(cookie), here=request.url.path, **values)
        response.body = text.encode()
        response.headers["content-length"] = str(len(response.body))
        return response


def router(
    database: Database,
    settings: Settings,
    knowledge: Knowledge | None = None,
    *,
    sessions: Sessions | None = None,
    throttle: Throttle | None = None,
    reports: InsightReports | None = None,
    previews: Previews | None = None,
    sites: Sites | None = None,
) -> APIRouter:
    """The routes under /staff; `knowledge` names roles, credentials and programs and is what staff correct."""
    sessions, throttle = sessions or Sessions(database), throttle or Throttle()
    reports = reports or InsightReports(database)
    cookies, tokens = Cookies(settings), FormTokens(settings.session_key.get_secret_value())
    pages, labels, assets = Pages(settings, cookies, tokens), Labels(knowledge), _assets()
    made = APIRouter(
        prefix="/staff", include_in_schema=False, route_class=Gate(sessions, cookies, tokens).route_class()
    )

    @made.get("/static/{name}", name="static")
    async def static(request: Request, name: str) -> Response:
        asset = assets.get(name)
        if asset is None:
            return HTMLResponse("Nothing here", 404)
        headers = {"ETag": asset.etag, "Cache-Control": "public, max-age=300"}
        if asset.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(asset.body, headers=headers, media_type=asset.media_type)

    @made.get("/sign-in", name="show_sign_in")
    async def show_sign_in(request: Request) -> Response:
        if request.state.person:
            return RedirectResponse("/staff", 303)
        return pages.show(request, "sign_in.html", problem=None)

    @made.post("/sign-in", name="sign_in")
    async def sign_in(request: Request) -> Response:
        form = await request.form()
        username, password = str(form.get("username", "")), str(form.get("password", ""))
        address = request.client.host if request.client else ""
        if seconds := throttle.wait(username, address):
            problem = f"Too many tries. Please wait {seconds} seconds, then try again."
            refused = pages.show(request, "sign_in.html", 429, problem=problem)
            refused.headers["Retry-After"] = str(seconds)
            return refused
        async with database.begin() as session:
            user = await accounts.authenticate(session, username, password)
        if user is None:
            throttle.failed(username, address)
            return pages.show(request, "sign_in.html", 401, problem="That username and password do not fit.")
        throttle.succeeded(username, address)
        response = RedirectResponse("/staff", 303)
        cookies.set_session(request, response, await sessions.open(user.id, replacing=cookies.session(request)))
        return response

    @made.post("/sign-out", name="sign_out")
    async def sign_out(request: Request) -> Response:
        await sessions.close(cookies.session(request))
        response = RedirectResponse("/staff/sign-in", 303)
        cookies.clear(request, response)
        return response

    @made.get("", name="overview")
    async def overview(request: Request) -> Response:
        asked = {name: request.query_params.get(name) or None for name in FILTERS}
        span = request.query_params.get("periods", "3")
        try:
            question = reports.question(int(span) if span.isascii() and span.isdecimal() else 3, **asked)
        except ValueError:
            return RedirectResponse("/staff", 303)
        found = await reports.overview(request.state.person.organization_id, question)
        return pages.show(
            request, "overview.html", overview=found, charts=_charts(found, labels), since=week_label(question.first),
            spans=SPANS, chosen_span=len(question.periods), weeks=len(question.periods) * WEEKS_IN_PERIOD,
            choices={
                "region": ("Region", [(r, labels.of("region", r)) for r in reports.regions]),
                "language": ("Language", [(c, labels.of("language", c)) for c in ("en", "es")]),
                "channel": ("Channel", [(c, labels.of("channel", c)) for c in ("web", "sms")]),
            },
        )  # fmt: skip

    @made.get("/questions", name="questions")
    async def passed_on(request: Request) -> Response:
        found = await questions.waiting(database, request.state.person.organization_id)
        return pages.show(request, "questions.html", questions=found, labels=labels, week_label=week_label)

    @made.post("/questions/{key}/away", name="put_away")
    async def put_away(request: Request, key: str) -> Response:
        await questions.put_away(database, request.state.person.organization_id, key)
        return RedirectResponse("/staff/questions", 303)

    @made.get("/how-to-read", name="how_to_read")
    async def how_to_read(request: Request) -> Response:
        return pages.show(request, "how_to_read.html")

    if knowledge:
        office = Office(
            pages, Desk(knowledge, labels), previews or Previews(settings, labels), Mistakes(database, labels)
        )
        for routes in (reading, changing):
            routes.add_routes(made, office)
    regions = [(code, labels.of("region", code)) for code in reports.regions if code != NOT_SAID]
    add_site_routes(made, SiteDesk(pages, database, settings, sites or Sites(database), Shells.built(), regions))

    texting.add_pages(made, pages, database, settings, dict(regions))

    @made.get("/{rest:path}", name="nothing_here")
    async def nothing_here(request: Request, rest: str) -> Response:
        return pages.show(request, "nothing_here.html", 404)

    return made


def _charts(found: Overview, labels: Labels) -> dict[str, Any]:
    tables = (found.weeks, found.languages, found.regions, found.channels, found.topics, found.unanswered, found.ratings,
              found.unmet, found.needs, found.roles, found.credentials, found.programs)  # fmt: skip
    return {table.name: chart(table, labels) for table in tables}


def _assets() -> dict[str, Asset]:
    """The static files, read once; only what is listed here is ever served."""
    found = {}
    for path in sorted((HERE / "static").iterdir()):
        if path.suffix in TYPES:
            body = path.read_bytes()
            etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            found[path.name] = Asset(body, TYPES[path.suffix], etag)
    return found
