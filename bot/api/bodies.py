"""Request bodies, small and of the announced kind: read, cleaned and parsed, or refused without echoing a word."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel

from bot.errors import BodyTooLarge, MalformedBody, UnsupportedMediaType

LARGEST_BODY = 16 * 1024
Model = TypeVar("Model", bound=BaseModel)


async def read(request: Request) -> bytes:
    """The body, at most 16 KB; read in pieces so that a liar about its length is stopped too."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > LARGEST_BODY:
            raise BodyTooLarge()
        pieces.append(piece)
    return b"".join(pieces)


async def read_as(request: Request, model: type[Model]) -> Model:
    """The JSON body as `model`, an empty body as an empty object; raises `MalformedBody` and its like."""
    body = await read(request)
    if body.strip():
        check_media_type(request)
    return parse(body.strip() or b"{}", model)


def parse(body: bytes, model: type[Model]) -> Model:
    try:
        loaded: Any = json.loads(body)
        return model.model_validate({} if loaded is None else loaded)
    except (ValueError, RecursionError):  # pydantic's own error is a ValueError, and would quote the input
        raise MalformedBody() from None


def check_media_type(request: Request) -> None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise UnsupportedMediaType()


def clean(text: str) -> str:
    """Without NULs and other control characters, which no store or engine wants; new lines become spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def bearer(header: str | None) -> str | None:
    """The token of an Authorization header."""
    scheme, _, token = (header or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
