"""Errors as `application/problem+json` (RFC 9457) with a stable `code`; none echoes anything a learner sent."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from bot.errors import MalformedBody, NotFound, Overloaded, SenderoError

log = structlog.get_logger()


def problem(error: SenderoError) -> JSONResponse:
    """One error in the one shape."""
    headers = {"Retry-After": str(error.retry_after or 5)} if error.retryable else None
    body = {"type": "about:blank", "title": error.title, "status": error.status, "code": error.code}
    if error.detail and error.detail != error.title:
        body["detail"] = error.detail
    return JSONResponse(body, error.status, headers, "application/problem+json")


def install(app: FastAPI) -> None:
    """Registers the handlers that turn every failure into a problem."""

    @app.exception_handler(SenderoError)
    async def _ours(request: Request, error: SenderoError) -> JSONResponse:
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def _malformed(request: Request, error: RequestValidationError) -> JSONResponse:
        return problem(MalformedBody())  # pydantic's own message would quote the input

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 404:
            return problem(NotFound())
        made = SenderoError()
        made.status, made.code, made.title = error.status_code, "http_error", "The request cannot be answered"
        return problem(made)

    @app.exception_handler(SQLAlchemyError)
    async def _store(request: Request, error: SQLAlchemyError) -> JSONResponse:
        # SQLAlchemy's text may hold parameters: only the type is logged.
        log.error("store_unavailable", error=type(error).__name__, path=request.url.path)
        return problem(Overloaded())

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("unexpected", error=type(error).__name__, path=request.url.path)
        return problem(SenderoError())
