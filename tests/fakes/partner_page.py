"""A partner's page as strict as one can be: a nonce, no inline anything, Trusted Types; and one in an iframe."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

NONCE = "dGVzdC1ub25jZQ"
POLICY = (
    f"default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types sendero"
)
PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>A partner</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><body><main><h1>A partner's page</h1>
<p>Words that must not move.</p><p><a href="#x">A link of the page</a></p>
<p><button type="button" data-sendero-ask="echo from the page">Ask from the page</button></p></main>
<script nonce="{nonce}" src="/widget/sendero.js" data-site="sample" {attributes} async></script></body></html>"""
FRAMED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A builder's page</title><body><main><h1>Framed</h1>
<iframe title="Chat" src="/widget/frame?site=sample&amp;lang=es" width="400" height="600"></iframe></main></body></html>"""


def router() -> APIRouter:
    routes = APIRouter()

    @routes.get("/partner")
    async def partner(request: Request) -> HTMLResponse:
        wanted = dict(request.query_params)
        lang = wanted.pop("page", "en")
        attributes = " ".join(f'data-{name}="{value}"' for name, value in wanted.items())
        page = PAGE.format(lang=lang, nonce=NONCE, attributes=attributes)
        return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})

    @routes.get("/framed")
    async def framed() -> HTMLResponse:
        return HTMLResponse(FRAMED)

    return routes
