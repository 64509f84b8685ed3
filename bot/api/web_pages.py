"""The demo page at `/`, the embed script under `/widget/`, and the pages an iframe or a lobby screen shows.

Receives the built widget (`web_widget/dist`) and the files beside this module, all read once at start; gives them with
strict policies, validators and compression. Answers no question, reads no store and never sees a learner's words.
"""

from __future__ import annotations

import base64
import hashlib
import html
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
from bot.sites.sites import Sites

HERE = Path(__file__).resolve().parent
PAGES = HERE / "pages"
DIST = HERE.parent.parent / "web_widget" / "dist"

A_YEAR = "public, max-age=31536000, immutable"
FIVE_MINUTES = "public, max-age=300, stale-while-revalidate=86400"
CHECK_FIRST = "no-cache"

# No inline script or style, nothing from elsewhere, and only the widget's own policy may name a script.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types sendero; frame-ancestors "
)
TITLES = {
    "en": "Harbor & Mesa Career Center: find your way into digital jobs",
    "es": "Centro de Carreras Harbor & Mesa: tu camino a los empleos digitales",
}
SITE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def preferred_language(asked: str | None, header: str) -> str:
    """`en` or `es`: what was asked for, else whichever the browser names first."""
    if asked in TITLES:
        return asked
    for part in header.lower().split(","):
        code = part.strip()[:2]
        if code in TITLES:
            return code
    return "en"


class WidgetFiles:
    """The built widget by public name; raises `FileNotFoundError` where it was never built."""

    def __init__(self, dist: Path) -> None:
        manifest = json.loads((dist / "manifest.json").read_text())
        self.loader: dict[str, str] = manifest["loader"]
        self.main: dict[str, str] = manifest["main"]
        self._assets = {
            part["file"]: Asset.of((dist / part["file"]).read_bytes(), ".js", dist / f"{part['file']}.br")
            for part in (self.loader, self.main)
        }
        self._assets[self.loader["fixed"]] = self._assets[self.loader["file"]]

    def find(self, name: str) -> tuple[Asset, str]:
        """The file and how long it may be kept: names with a hash never change, `sendero.js` may any day."""
        if name not in self._assets:
            raise NotFound()
        return self._assets[name], FIVE_MINUTES if name == self.loader["file"] else A_YEAR


def router(settings: Settings, sites: Sites, dist: Path = DIST) -> APIRouter:
    """The routes of the public pages."""
    routes = APIRouter(include_in_schema=False)
    widget = WidgetFiles(dist)
    shells = Shells((dist / widget.main["file"]).read_bytes())
    demo = {
        language: Asset.of(_demo(language, settings.simulator_enabled, widget.main), ".html") for language in TITLES
    }
    static = {
        path.name: Asset.of(path.read_bytes(), path.suffix)
        for path in sorted((PAGES / "static" / "demo").iterdir())
        if path.suffix in TYPES
    }

    @routes.api_route("/", methods=["GET", "HEAD"])
    async def demo_page(request: Request, lang: Annotated[str | None, Query(max_length=8)] = None) -> Response:
        language = preferred_language(lang, request.headers.get("accept-language", ""))
        policy = _page_headers("'none'") | {"Vary": "Accept-Encoding, Accept-Language", "Content-Language": language}
        return demo[language].response(request, CHECK_FIRST, policy)

    @routes.api_route("/demo/{name}", methods=["GET", "HEAD"])
    async def demo_file(request: Request, name: str) -> Response:
        if name not in static:
            raise NotFound()
        return static[name].response(request, CHECK_FIRST)

    @routes.api_route("/favicon.ico", methods=["GET", "HEAD"])
    async def favicon() -> Response:
        return RedirectResponse("demo/mark.svg", 301)

    # Named for an iframe on builders that allow no script, and for a lobby screen.
    @routes.api_route("/widget/frame", methods=["GET", "HEAD"])
    async def frame(request: Request, site: str = "", lang: str = "") -> Response:
        listed = (await sites.find(site)).allowed_origins
        ancestors = " ".join(["'self'", *listed])
        return shells.page("page", site, lang).response(request, CHECK_FIRST, shells.headers(ancestors))

    @routes.api_route("/widget/kiosk", methods=["GET", "HEAD"])
    async def kiosk(request: Request, site: str = "", lang: str = "") -> Response:
        return shells.page("kiosk", site, lang).response(request, CHECK_FIRST, shells.headers("'none'"))

    @routes.api_route("/widget/{name}", methods=["GET", "HEAD"])
    async def script(request: Request, name: str) -> Response:
        asset, cache = widget.find(name)
        # Any page may load it: Subresource Integrity needs the CORS header, and it holds nothing private.
        shared = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
        return asset.response(request, cache, shared)

    return routes


def _page_headers(ancestors: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": PAGE_POLICY + ancestors,
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def _demo(language: str, simulator: bool, main: dict[str, str]) -> bytes:
    """The demo page beginning in `language`; both are in it, so that switching needs no request."""
    page = (PAGES / "demo.html").read_text(encoding="utf-8")
    page = page.replace('<html lang="en">', f'<html lang="{language}">', 1)
    page = page.replace(f"<title>{html.escape(TITLES['en'])}", f"<title>{html.escape(TITLES[language])}", 1)
    # The chat is fetched beside its loader, not after it: a round trip less on a slow line.
    early = f'<link rel="preload" as="script" href="widget/{main["file"]}" integrity="{main["integrity"]}" crossorigin>'
    page = page.replace("</head>", f"{early}\n</head>", 1)
    if not simulator:
        page = re.sub(r'\s*<a class="door" href="simulator">.*?</a>', "", page, count=1)
    return page.encode()


class Shells:
    """Pages that are nothing but the chat, in one response: on a slow line each further file is a second more.

    The script is written into the page, and the policy names its hash.
    """

    def __init__(self, script: bytes) -> None:
        self._script = script.decode()
        self._style = (PAGES / "static" / "demo" / "shell.css").read_text()
        self._policy = PAGE_POLICY.replace("script-src 'self'", f"script-src {_csp_hash(self._script)}").replace(
            "style-src 'self'", f"style-src {_csp_hash(self._style)}"
        )
        self.page = lru_cache(maxsize=64)(self._page)

    def headers(self, ancestors: str) -> dict[str, str]:
        return _page_headers(ancestors) | {"Content-Security-Policy": self._policy + ancestors}

    def _page(self, mode: str, site: str, language: str) -> Asset:
        language = language if language in TITLES else "en"
        known = f' site="{site}"' if SITE.fullmatch(site) else ""
        said = {"en": "The chat needs JavaScript.", "es": "El chat necesita JavaScript."}[language]
        body = (
            f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">'
            f"<title>Sendero</title><style>{self._style}</style><body>"
            f'<main><h1 class="vh">Sendero</h1><noscript>{said}</noscript>'
            f'<sendero-chat mode="{mode}"{known}></sendero-chat></main>'
            f'<script data-base="../">{self._script}</script>'
        )
        return Asset.of(body.encode(), ".html")


def _csp_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
