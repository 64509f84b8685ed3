"""The door for other people's pages: a browser on a page no site has listed is refused, with its preflight and its socket.

ASGI middleware over the chat's own paths. Requests without an Origin (a terminal, a phone's carrier, an evaluation) and from
the service's own pages pass untouched. Which site a page may use is checked again where a conversation is opened.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.problems import problem
from bot.errors import OriginNotAllowed
from bot.sites.sites import Sites

GUARDED = ("/api/conversations", "/api/sites/")
ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "7200",
}


class Origins:
    """Answers preflights, adds the CORS header for listed pages, refuses the others."""

    def __init__(self, app: ASGIApp, sites: Sites) -> None:
        self._app, self._sites = app, sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not scope["path"].startswith(GUARDED):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin") or ""
        if self._sites.is_own(origin, headers.get("host")):
            await self._app(scope, receive, send)
        elif not await self._sites.anyone_allows(origin):
            await self._refuse(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "OPTIONS":
            shared = ALLOWED | {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
            await Response(status_code=204, headers=shared)(scope, receive, send)
        else:
            await self._app(scope, receive, _sharing(send, origin))

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})  # before accepting: the browser sees 403
            return
        refused = problem(OriginNotAllowed())
        refused.headers["Vary"] = "Origin"
        await refused(scope, receive, send)


def _sharing(send: Send, origin: str) -> Send:
    """`send` with the CORS headers added; a socket's messages pass as they are."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            shown = MutableHeaders(scope=message)
            shown["Access-Control-Allow-Origin"] = origin
            shown["Access-Control-Expose-Headers"] = "Retry-After"
            shown.add_vary_header("Origin")
        await send(message)

    return answer
