"""A partner's page as strict as one can be: a nonce, no inline anything, Trusted Types; and one in an iframe."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

NONCE = "dGVzdC1ub25jZQ"
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; connect-src 'self' {service}; img-src 'self' {service}; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types sendero"
)
PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>A partner</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><body><main><h1>A partner's page</h1>
<p>Words that must not move.</p><p><a href="#x">A link of the page</a></p>
<p><button type="button" data-sendero-ask="echo from the page">Ask from the page</button></p></main>
<script nonce="{nonce}" src="{base}/widget/{file}" data-site="{site}" {attributes} async></script></body></html>"""
FRAMED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A builder's page</title><body><main><h1>Framed</h1>
<iframe title="Chat" src="{base}/widget/frame?site=sample&amp;lang=es" width="400" height="600"></iframe></main></body></html>"""

MAP = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 280" font-family="sans-serif" font-size="20">'
    '<rect width="640" height="280" fill="#fff"/><path d="M90 220 230 150 380 150 540 60" stroke="#0f5f5c" stroke-width="5" fill="none"/>'
    '<g fill="#0f5f5c"><circle cx="90" cy="220" r="14"/><circle cx="230" cy="150" r="14"/><circle cx="380" cy="150" r="14"/>'
    '<circle cx="540" cy="60" r="14"/></g><text x="40" y="260">Help desk</text><text x="180" y="190">Network+</text>'
    '<text x="340" y="190">Security+</text><text x="500" y="40">Analyst</text></svg>'
)


def router(service: str = "") -> APIRouter:
    """The pages; `service` is where the chat is, when that is another origin."""
    routes = APIRouter()

    @routes.get("/partner")
    async def partner(request: Request) -> HTMLResponse:
        wanted = dict(request.query_params)
        lang, site = wanted.pop("page", "en"), wanted.pop("site", "sample")
        file, integrity = wanted.pop("file", "sendero.js"), wanted.pop("integrity", None)
        attributes = " ".join(f'data-{name}="{value}"' for name, value in wanted.items())
        if integrity:
            attributes += f' integrity="{integrity}" crossorigin="anonymous"'
        page = PAGE.format(lang=lang, nonce=NONCE, attributes=attributes, base=service, file=file, site=site)
        socket = service.replace("http", "ws", 1)
        policy = POLICY.format(nonce=NONCE, service=f"{service} {socket}".strip())
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    @routes.get("/framed")
    async def framed() -> HTMLResponse:
        return HTMLResponse(FRAMED.format(base=service))

    @routes.get("/sample-map.svg")
    async def sample_map() -> Response:
        return Response(MAP, media_type="image/svg+xml", headers={"Cross-Origin-Resource-Policy": "cross-origin"})

    return routes
