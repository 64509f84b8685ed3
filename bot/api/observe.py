"""Every request gets an id, a log line and a metric; none of them holds what a learner said, sent or is."""

from __future__ import annotations

import time
import uuid

import structlog
from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()
REQUESTS = Counter("sendero_requests_total", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "sendero_request_seconds", "Time to answer", ["route"], buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 3, 8)
)
QUIET = ("/livez", "/readyz", "/metrics")


class Observe:
    """ASGI middleware. The route's template is logged, never the path: a path can hold a conversation's id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, started, status = uuid.uuid4().hex[:12], time.perf_counter(), 500
        structlog.contextvars.bind_contextvars(request_id=request_id)

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", []).append((b"x-request-id", request_id.encode()))
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            took = time.perf_counter() - started
            route = getattr(scope.get("route"), "path", None) or "unmatched"
            REQUESTS.labels(route, scope["method"], str(status)).inc()
            SECONDS.labels(route).observe(took)
            if route not in QUIET:
                log.info("request", route=route, method=scope["method"], status=status, ms=round(took * 1000, 1))
            structlog.contextvars.clear_contextvars()
