"""Sites: staff of an organization edit what each site's id carries, see it as visitors will, and copy its snippet.

Receives forms that have passed the gate; writes `sites` rows of the person's own organization, and nothing else. The preview
is the real chat over answers made up in the browser: it asks the service nothing and counts for nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from fastapi import APIRouter, Request
from pydantic import ValidationError
from sqlalchemy import select
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.dialogue import menu
from bot.messages import Language
from bot.settings import Settings
from bot.sites import colours, origins
from bot.sites.face import SiteFace
from bot.sites.shell import Shells, look_of
from bot.sites.sites import KnownSite, Sites
from bot.store.database import Database
from bot.store.models import Site

SITE_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,62}[a-z0-9]")
LANGUAGES: tuple[Language, ...] = ("en", "es")
CONTACT = ("name", "phone", "email", "url", "hours")
SAMPLE = {
    "en": ("Here is how an answer looks. This is a preview: nothing you type leaves this page.", "Computer user support specialist",
           ["Middle pay: $61,550 a year", "Starts with: some college or a certificate"]),
    "es": ("Así se ve una respuesta. Es una vista previa: nada de lo que escribas sale de esta página.",
           "Especialista en soporte a usuarios", ["Pago medio: $61,550 al año", "Se empieza con: algo de universidad o un certificado"]),
}  # fmt: skip
# The editor's own script, and the preview in a frame of the same origin.
EDITOR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class Shows(Protocol):
    """Renders a template for a request (`pages.Pages`)."""

    def show(self, request: Request, template: str, status: int = 200, **values: Any) -> Response: ...


class SiteDesk:
    """What the routes need."""

    def __init__(
        self, pages: Shows, database: Database, settings: Settings, sites: Sites, shells: Shells,
        regions: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        self.pages, self.database, self.settings = pages, database, settings
        self.sites, self.shells, self.regions = sites, shells, regions

    async def own(self, request: Request) -> list[KnownSite]:
        known = await self.sites.all()
        mine = [site for site in known.values() if site.organization_id == request.state.person.organization_id]
        return sorted(mine, key=lambda site: site.name)

    def editor(
        self,
        request: Request,
        values: Mapping[str, str],
        problems: Mapping[str, str],
        *,
        new: bool,
        saved: bool = False,
    ) -> Response:
        """The form with what was typed and what is wrong with it."""
        response = self.pages.show(
            request, "site.html", 422 if problems else 200, values=values, problems=problems, new=new, saved=saved,
            regions=self.regions, colour=shown_colour(values["accent"]), snippets=self.snippets(request, values["id"]),
        )  # fmt: skip
        response.headers["Content-Security-Policy"] = EDITOR_POLICY
        return response

    def snippets(self, request: Request, site_id: str) -> dict[str, str]:
        """What goes into a partner's page, by where it is pasted."""
        base = (self.settings.public_url or str(request.base_url)).rstrip("/")
        known = site_id or "your-site-id"
        script = f'<script src="{base}/widget/sendero.js" data-site="{known}"'
        return {
            "bubble": f"{script} async></script>",
            "inline": f'<div id="career-chat"></div>\n{script} data-mode="inline" data-target="#career-chat" async></script>',
            "about": f'{script} data-about="CompTIA Security+" async></script>',
            "frame": f'<iframe src="{base}/widget/frame?site={known}" title="Chat about digital jobs" width="400" height="640"'
            ' allow="clipboard-write" style="border:0"></iframe>',
            "kiosk": f"{base}/widget/kiosk?site={known}",
        }  # fmt: skip


def add_routes(made: APIRouter, desk: SiteDesk) -> None:
    """The routes under /staff/sites."""

    @made.get("/sites", name="sites")
    async def listing(request: Request) -> Response:
        return desk.pages.show(request, "sites.html", sites=await desk.own(request), regions=dict(desk.regions))

    @made.get("/sites/new", name="site_new")
    async def new(request: Request) -> Response:
        return desk.editor(request, blank(), {}, new=True)

    @made.post("/sites/preview", name="site_preview")
    async def preview(request: Request) -> Response:
        values = typed(await request.form())
        face, _ = checked(values)
        name = values["name"] or "Sendero"
        said = "es" if values["preview_language"] == "es" else "en"
        look = look_of(name, face, "preview")
        if "logo" in look:
            look["logo"] = values["logo"]
        data = {"language": said} | {code: _preview_of(code, name, face, desk.settings) for code in LANGUAGES}
        page = desk.shells.page("page", said, {"site": "preview", "lang": said} | look, preview=data)
        headers = desk.shells.headers("'self'", preview=True) | {"X-Frame-Options": "SAMEORIGIN"}
        headers["Content-Security-Policy"] = headers["Content-Security-Policy"].replace(
            "img-src 'self'", "img-src 'self' data:"
        )
        return HTMLResponse(page, headers=headers)

    @made.post("/sites", name="site_make")
    async def make(request: Request) -> Response:
        values = typed(await request.form())
        face, problems = checked(values)
        if not SITE_ID.fullmatch(values["id"]):
            problems["id"] = "An id has 3 to 64 small letters, digits and hyphens, such as riverside-center."
        organization = request.state.person.organization_id
        if not problems:
            async with desk.database.begin() as session:
                if await session.get(Site, values["id"]) is not None:
                    problems["id"] = "That id is taken."
                else:
                    session.add(_filled(Site(id=values["id"], organization_id=organization), values, face))
        if problems:
            return desk.editor(request, values, problems, new=True)
        desk.sites.changed()
        return RedirectResponse(f"/staff/sites/{values['id']}?saved=1", 303)

    @made.get("/sites/{site_id}", name="site")
    async def edit(request: Request, site_id: str) -> Response:
        site = next((one for one in await desk.own(request) if one.id == site_id), None)
        if site is None:
            return desk.pages.show(request, "nothing_here.html", 404)
        saved = request.query_params.get("saved") == "1"
        return desk.editor(request, values_of(site), {}, new=False, saved=saved)

    @made.post("/sites/{site_id}", name="site_save")
    async def save(request: Request, site_id: str) -> Response:
        values = typed(await request.form()) | {"id": site_id}
        face, problems = checked(values)
        async with desk.database.begin() as session:
            query = select(Site).where(Site.id == site_id, Site.organization_id == request.state.person.organization_id)
            site = await session.scalar(query)
            if site is None:
                return desk.pages.show(request, "nothing_here.html", 404)
            if not problems:
                _filled(site, values, face)
        if problems:
            return desk.editor(request, values, problems, new=False)
        desk.sites.changed()
        return RedirectResponse(f"/staff/sites/{site_id}?saved=1", 303)


# --- forms ---

FIELDS = (
    "id", "name", "region", "language", "accent", "logo", "origins", "greeting_en", "greeting_es", "starters_en", "starters_es",
    "preview_language", *(f"contact_{part}" for part in CONTACT),
)  # fmt: skip


def blank() -> dict[str, str]:
    return dict.fromkeys(FIELDS, "") | {"language": "en"}


def typed(form: FormData) -> dict[str, str]:
    """Every field as text, without what is around it."""
    return {name: value.strip() if isinstance(value := form.get(name, ""), str) else "" for name in FIELDS}


def values_of(site: KnownSite) -> dict[str, str]:
    """A site as its form shows it."""
    face, contact = site.face, site.face.contact
    return blank() | {
        "id": site.id, "name": site.name, "region": site.region or "", "language": site.language, "accent": face.accent,
        "logo": face.logo, "origins": "\n".join(site.allowed_origins),
        **{f"greeting_{code}": face.greeting.get(code, "") for code in LANGUAGES},
        **{f"starters_{code}": "\n".join(face.starters.get(code, [])) for code in LANGUAGES},
        **{f"contact_{part}": str(getattr(contact, part)) for part in CONTACT},
    }  # fmt: skip


def checked(values: Mapping[str, str]) -> tuple[SiteFace, dict[str, str]]:
    """The face, as far as it is right, and what is wrong by field, in words for staff."""
    problems: dict[str, str] = {}
    if not values["name"] or len(values["name"]) > 80:
        problems["name"] = "A site has a name of at most 80 characters."
    if values["language"] not in LANGUAGES:
        problems["language"] = "Choose English or Spanish."
    wrong = [line for line in values["origins"].splitlines() if line.strip() and origins.normalised(line) is None]
    if wrong:
        problems["origins"] = (
            f"Not the address of a website: {wrong[0][:80]}. Write https://www.example.org, one a line."
        )
    if len(values["origins"].splitlines()) > origins.MOST:
        problems["origins"] = f"At most {origins.MOST} addresses."
    given = {
        "accent": values["accent"], "logo": values["logo"],
        "greeting": {code: values[f"greeting_{code}"] for code in LANGUAGES if values[f"greeting_{code}"]},
        "starters": {code: lines for code in LANGUAGES if (lines := _lines(values[f"starters_{code}"]))},
        "contact": {part: values[f"contact_{part}"] for part in CONTACT}
        | {"checked_on": datetime.now(UTC).date().isoformat()},
    }  # fmt: skip
    try:
        return SiteFace.model_validate(given), problems
    except ValidationError as error:
        for one in error.errors():
            path = [str(part) for part in one["loc"]]
            field = "_".join(path[:2]) if path[0] in ("greeting", "starters", "contact") else path[0]
            problems.setdefault(field, _in_words(field, one["type"], one["msg"]))
            given[path[0]] = {} if path[0] in ("greeting", "starters", "contact") else ""
    return SiteFace.model_validate(given), problems


def shown_colour(accent: str) -> dict[str, Any] | None:
    """What becomes of a colour: as visitors see it on light and dark screens, and whether it had to be changed."""
    colour = colours.parsed(accent)
    if colour is None:
        return None
    light, dark = colours.on_light(colour), colours.on_dark(colour)
    return {
        "light": colours.hexed(light), "dark": colours.hexed(dark), "changed": light != colour,
        "contrast": f"{colours.contrast(light, colours.WHITE):.1f}",
    }  # fmt: skip


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _in_words(field: str, kind: str, message: str) -> str:
    if kind == "too_long" and field.startswith("starters"):
        return "At most five questions."
    if kind in ("string_too_long", "too_long"):
        return "That is too long."
    return message.removeprefix("Value error, ") if kind == "value_error" else f"This cannot be used here ({field})."


def _filled(site: Site, values: Mapping[str, str], face: SiteFace) -> Site:
    kept = dict.fromkeys(origin for line in values["origins"].splitlines() if (origin := origins.normalised(line)))
    site.name, site.region, site.language = values["name"], values["region"] or None, values["language"]
    site.allowed_origins, site.settings = list(kept), json.loads(face.model_dump_json())
    return site


def _preview_of(code: Language, name: str, face: SiteFace, settings: Settings) -> dict[str, Any]:
    text, title, lines = SAMPLE[code]
    card = {"kind": "role", "title": title, "lines": lines, "url": None, "image_url": None,
            "sources": [{"name": "BLS OEWS", "as_of": "2025-05", "url": None}]}  # fmt: skip
    greeting = face.greeting.get(code)
    return {
        "notice": menu.notice(code, "web", settings.program_name, face.contact.name or name),
        "opening": [{"text": greeting, "choices": [], "cards": []}] if greeting else [],
        "sample": [{"text": text, "choices": [], "cards": [card]}],
    }
