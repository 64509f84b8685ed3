"""The one gate in front of every staff route: default deny, CSRF, cookies and headers.

Receives each request before its page does. A route without a policy is closed to everyone; a page runs only for a
signed-in person of a role its policy names, and a form only with the token of the browser it was shown to.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from bot.settings import Settings
from bot.staff.accounts import ROLES
from bot.staff.signing_in import FormTokens, Sessions

ANYONE = frozenset({"anyone"})
SIGNED_IN = frozenset(ROLES)
READERS = frozenset({"viewer", "editor", "reviewer", "admin"})
EDITORS = frozenset({"editor", "reviewer", "admin"})
REVIEWERS = frozenset({"reviewer", "admin"})
# Which roles may use which route, by the route's name. What is not here is closed.
POLICY: Mapping[str, frozenset[str]] = {
    "static": ANYONE,
    "show_sign_in": ANYONE,
    "sign_in": ANYONE,
    "sign_out": SIGNED_IN,
    "overview": SIGNED_IN,
    "how_to_read": SIGNED_IN,
    "texting": SIGNED_IN,
    "poster": SIGNED_IN,
    "add_campaign": EDITORS,
    "remove_campaign": EDITORS,
    "invite": EDITORS,
    "nothing_here": SIGNED_IN,
    # Questions learners asked to pass on: read by staff, put away by who works on them.
    "questions": READERS,
    "put_away": EDITORS,
    # The knowledge base: a viewer sees, an editor drafts, a reviewer publishes.
    "knowledge": READERS,
    "knowledge_review": READERS,
    "knowledge_due": READERS,
    "knowledge_mistakes": READERS,
    "knowledge_version": READERS,
    "knowledge_list": READERS,
    "knowledge_record": READERS,
    "knowledge_new": EDITORS,
    "knowledge_edit": EDITORS,
    "knowledge_save": EDITORS,
    "knowledge_confirm": EDITORS,
    "knowledge_remove": EDITORS,
    "knowledge_submit": EDITORS,
    "knowledge_take_back": EDITORS,
    "knowledge_discard": EDITORS,
    "knowledge_restore": EDITORS,
    "knowledge_mistake_close": EDITORS,
    "knowledge_publish": REVIEWERS,
    "knowledge_send_back": REVIEWERS,
    "knowledge_checked": REVIEWERS,
    "sites": SIGNED_IN,
    "site_new": EDITORS,
    "site_make": EDITORS,
    "site_preview": EDITORS,
    "site": EDITORS,
    "site_save": EDITORS,
}
LARGEST_FORM = 8 * 1024
# An article in both languages is long, a site brings its logo; everything else is a few words.
LARGEST_FORMS = {"knowledge_save": 128 * 1024} | dict.fromkeys(("site_make", "site_save", "site_preview"), 160 * 1024)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer a form's own Origin would be "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Cookies:
    """The two cookies: the signed-in session, and the visit that a sign-in form belongs to."""

    def __init__(self, settings: Settings) -> None:
        local = settings.host in ("127.0.0.1", "localhost", "::1")
        self.own_address = urlsplit(settings.public_url).netloc
        self._https = settings.public_url.startswith("https://") or (settings.env == "production" and not local)

    def session(self, request: Request) -> str | None:
        return request.cookies.get(self._name(request, "sendero_staff"))

    def visit(self, request: Request) -> str | None:
        return request.cookies.get(self._name(request, "sendero_staff_visit"))

    def set_session(self, request: Request, response: Response, token: str) -> None:
        self._set(request, response, "sendero_staff", token)

    def set_visit(self, request: Request, response: Response) -> str:
        value = secrets.token_urlsafe(24)
        self._set(request, response, "sendero_staff_visit", value)
        return value

    def clear(self, request: Request, response: Response) -> None:
        for name in ("sendero_staff", "sendero_staff_visit"):
            secure = self._secure(request)
            response.delete_cookie(self._name(request, name), secure=secure, httponly=True, samesite="lax")

    def _set(self, request: Request, response: Response, name: str, value: str) -> None:
        secure = self._secure(request)
        response.set_cookie(self._name(request, name), value, path="/", secure=secure, httponly=True, samesite="lax")

    def _name(self, request: Request, name: str) -> str:
        return f"__Host-{name}" if self._secure(request) else name

    def _secure(self, request: Request) -> bool:
        return self._https or request.url.scheme == "https"


class Gate:
    """Makes the route class that every staff route is of."""

    def __init__(
        self, sessions: Sessions, cookies: Cookies, tokens: FormTokens, policy: Mapping[str, frozenset[str]] = POLICY
    ) -> None:
        self._sessions, self._cookies, self._tokens, self._policy = sessions, cookies, tokens, policy

    def route_class(self) -> type[APIRoute]:
        gate = self

        class StaffRoute(APIRoute):
            def get_route_handler(self) -> Handler:
                page, name = super().get_route_handler(), self.name

                async def guarded(request: Request) -> Response:
                    response = await gate.turned_away(request, name) or await page(request)
                    for header, value in HEADERS.items():
                        response.headers.setdefault(header, value)
                    return response

                return guarded

        return StaffRoute

    async def turned_away(self, request: Request, name: str) -> Response | None:
        """The answer that ends the request here; None: the page may run."""
        roles = self._policy.get(name, frozenset())
        token = self._cookies.session(request)
        person = await self._sessions.find(token)
        request.state.person = person
        if roles is not ANYONE:
            if person is None:
                if request.method in ("GET", "HEAD"):
                    return RedirectResponse("/staff/sign-in", 303)
                return PlainTextResponse("Please sign in", 401)
            if person.role not in roles:
                return PlainTextResponse("Your account may not open this page", 403)
        if request.method in ("GET", "HEAD"):
            return None
        largest = LARGEST_FORMS.get(name, LARGEST_FORM)
        return await self._forged(request, (token if person else None) or self._cookies.visit(request), largest)

    async def _forged(self, request: Request, cookie: str | None, largest: int) -> Response | None:
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > largest:
            return PlainTextResponse("The form is too large", 413)
        origin = request.headers.get("origin")
        foreign = request.headers.get("sec-fetch-site") in ("cross-site", "same-site") or (
            origin is not None
            and urlsplit(origin).netloc not in (request.headers.get("host"), self._cookies.own_address or None)
        )
        if foreign or request.headers.get("content-type", "").split(";")[0] != "application/x-www-form-urlencoded":
            return PlainTextResponse("The form did not come from this page", 403)
        form = await request.form()
        if not self._tokens.fits(cookie, form.get("form_token")):
            return RedirectResponse("/staff/sign-in?again=1", 303) if not cookie else _stale()
        return None


def _stale() -> Response:
    return PlainTextResponse("This form is out of date. Please go back, reload the page and try again.", 403)
