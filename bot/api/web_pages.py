"""The demo page at `/`, the embed script under `/widget/`, and the pages an iframe or a lobby screen shows.

Receives the built widget (`web_widget/dist`) and the files beside this module, all read once at start; gives them with
strict policies, validators and compression. Answers no question, reads no store and never sees a learner's words.
"""

from __future__ import annotations

import asyncio
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from bot.api.assets import TYPES, Asset
from bot.errors import NotFound
from bot.settings import Settings
from bot.sites.shell import DIST, Shells, look_of, page_headers
from bot.sites.sites import Sites
from bot.store.models import DEFAULT_SITE

HERE = Path(__file__).resolve().parent
PAGES = HERE / "pages"

A_YEAR = "public, max-age=31536000, immutable"
FIVE_MINUTES = "public, max-age=300, stale-while-revalidate=86400"
CHECK_FIRST = "no-cache"

LANGUAGES = ("en", "es")
SITE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def preferred_language(asked: str | None, header: str) -> str:
    """`en` or `es`: what was asked for, else whichever the browser names first."""
    if asked in LANGUAGES:
        return asked
    for part in header.lower().split(","):
        code = part.strip()[:2]
        if code in LANGUAGES:
            return code
    return "en"


class WidgetFiles:
    """The built widget by public name; raises `FileNotFoundError` where it was never built."""

    def __init__(self, dist: Path) -> None:
        manifest = json.loads((dist / "manifest.json").read_text())
        self.loader: dict[str, str] = manifest["loader"]
        self.main: dict[str, str] = manifest["main"]
        self.later: dict[str, str] = manifest["later"]
        self._assets = {
            part["file"]: Asset.of((dist / part["file"]).read_bytes(), ".js", dist / f"{part['file']}.br")
            for part in (self.loader, self.main, self.later)
        }
        self._assets[self.loader["fixed"]] = self._assets[self.loader["file"]]

    def find(self, name: str) -> tuple[Asset, str]:
        """The file and how long it may be kept: names with a hash never change, `sendero.js` may any day."""
        if name not in self._assets:
            raise NotFound()
        return self._assets[name], FIVE_MINUTES if name == self.loader["file"] else A_YEAR


def router(settings: Settings, sites: Sites, *, texting: bool = False, dist: Path = DIST) -> APIRouter:
    """The routes of the public pages."""
    routes = APIRouter(include_in_schema=False)
    widget = WidgetFiles(dist)
    shells = Shells.built(dist)

    @lru_cache(maxsize=32)
    def asset_of(page: str) -> Asset:
        return Asset.of(page.encode(), ".html")

    demo = {
        language: Asset.of(_demo(language, settings.simulator_enabled, widget.main), ".html") for language in LANGUAGES
    }
    center = {
        (name, language): Asset.of(
            _in_language((PAGES / f"{name}.html").read_text("utf-8"), language).encode(), ".html"
        )
        for name in ("center", "certificate")
        for language in LANGUAGES
    }
    static = {
        path.name: Asset.of(path.read_bytes(), path.suffix)
        for path in sorted((PAGES / "static" / "demo").iterdir())
        if path.suffix in TYPES
    }

    @routes.api_route("/", methods=["GET", "HEAD"])
    async def demo_page(request: Request, lang: Annotated[str | None, Query(max_length=8)] = None) -> Response:
        language = preferred_language(lang, request.headers.get("accept-language", ""))
        policy = page_headers("'none'") | {"Vary": "Accept-Encoding, Accept-Language", "Content-Language": language}
        return demo[language].response(request, CHECK_FIRST, policy)

    @routes.api_route("/demo/{name}", methods=["GET", "HEAD"])
    async def demo_file(
        request: Request, name: str, lang: Annotated[str | None, Query(max_length=8)] = None
    ) -> Response:
        language = preferred_language(lang, request.headers.get("accept-language", ""))
        if (name, language) in center:
            policy = page_headers("'none'") | {"Vary": "Accept-Encoding, Accept-Language", "Content-Language": language}
            return center[name, language].response(request, CHECK_FIRST, policy)
        if name not in static:
            raise NotFound()
        return static[name].response(request, CHECK_FIRST)

    @routes.api_route("/favicon.ico", methods=["GET", "HEAD"])
    async def favicon() -> Response:
        return RedirectResponse("demo/mark.svg", 301)

    async def shell(request: Request, mode: str, site_id: str, lang: str, ancestors: str) -> Response:
        site = await sites.find(site_id if SITE.fullmatch(site_id) else None)
        language = lang if lang in LANGUAGES else site.language if site.language in LANGUAGES else "en"
        attributes = (
            {}
            if site.id == DEFAULT_SITE
            else {"site": site.id} | look_of(site.name, site.face, site.id, texting=texting)
        )
        page = await asyncio.to_thread(asset_of, shells.page(mode, language, attributes))
        return page.response(request, CHECK_FIRST, shells.headers(ancestors))

    # Named for an iframe on builders that allow no script, and for a lobby screen.
    @routes.api_route("/widget/frame", methods=["GET", "HEAD"])
    async def frame(request: Request, site: str = "", lang: str = "") -> Response:
        ancestors = " ".join(["'self'", *(await sites.find(site)).allowed_origins])
        return await shell(request, "page", site, lang, ancestors)

    @routes.api_route("/widget/kiosk", methods=["GET", "HEAD"])
    async def kiosk(request: Request, site: str = "", lang: str = "") -> Response:
        return await shell(request, "kiosk", site, lang, "'none'")

    @routes.api_route("/widget/{name}", methods=["GET", "HEAD"])
    async def script(request: Request, name: str) -> Response:
        asset, cache = widget.find(name)
        # Any page may load it: Subresource Integrity needs the CORS header, and it holds nothing private.
        shared = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
        return asset.response(request, cache, shared)

    return routes


def _in_language(page: str, language: str) -> str:
    """A page with both languages in it, beginning in one."""
    page = page.replace('<html lang="en">', f'<html lang="{language}">', 1)
    if title := re.search(rf'<meta data-title="{language}" content="([^"]*)">', page):
        page = re.sub(r"<title>.*?</title>", lambda _: f"<title>{title[1]}</title>", page, count=1)
    return page


def _demo(language: str, simulator: bool, main: dict[str, str]) -> bytes:
    """The demo page beginning in `language`; both are in it, so that switching needs no request."""
    page = _in_language((PAGES / "demo.html").read_text(encoding="utf-8"), language)
    # The chat is fetched beside its loader, not after it: a round trip less on a slow line.
    early = f'<link rel="preload" as="script" href="widget/{main["file"]}" integrity="{main["integrity"]}" crossorigin>'
    page = page.replace("</head>", f"{early}\n</head>", 1)
    if not simulator:
        page = re.sub(r'\s*<a class="door" href="simulator">.*?</a>', "", page, count=1)
    return page.encode()
