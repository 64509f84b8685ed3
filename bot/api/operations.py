"""Is it alive, can it answer, how much does it do: `/livez`, `/readyz`, `/metrics`."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

log = structlog.get_logger()
Check = Callable[[], Awaitable[str | None]]
SECONDS_KEPT = 2.0


def router(checks: dict[str, Check]) -> APIRouter:
    """`checks` give None when well, else one line; a check that raises is a failed one."""
    routes = APIRouter(tags=["operations"])
    kept: tuple[float, dict[str, str | None]] = (0.0, {})

    @routes.get("/livez", response_class=PlainTextResponse)
    async def livez() -> str:
        return "ok"

    @routes.get("/readyz")
    async def readyz() -> JSONResponse:
        nonlocal kept
        if time.monotonic() - kept[0] > SECONDS_KEPT:
            kept = (time.monotonic(), {name: await _run(name, check) for name, check in checks.items()})
        results = kept[1]
        # A line that begins with "degraded" is a warning: the service answers, but not at its best.
        failed = [name for name, line in results.items() if line and not line.startswith("degraded")]
        body = {"ready": not failed, "checks": {name: line or "ok" for name, line in results.items()}}
        return JSONResponse(body, 503 if failed else 200)

    @routes.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return routes


async def _run(name: str, check: Check) -> str | None:
    try:
        return await check()
    except Exception as error:
        log.warning("not_ready", check=name, error=type(error).__name__)
        return f"failed: {type(error).__name__}"
