"""Files served from memory, in every encoding, with a validator for each.

Receives bytes, gives responses. Never touches the disk after it was made.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from brotli import compress
from fastapi import Request
from fastapi.responses import Response

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
}
QUALITY = 10  # of 11: the last step costs four times as much and saves 1%
SMALLEST_COMPRESSED = 600  # below this a header costs more than compression saves


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready in every encoding it is served in."""

    body: bytes
    media_type: str
    etag: str
    encoded: dict[str, bytes]

    @classmethod
    def of(cls, body: bytes, suffix: str, brotli: Path | None = None) -> Asset:
        """`body` with its gzip form, and the Brotli one: the build's, or for a page one made here (about 0.1 s)."""
        encoded: dict[str, bytes] = {}
        if len(body) >= SMALLEST_COMPRESSED:
            if brotli is not None and brotli.is_file():
                encoded["br"] = brotli.read_bytes()
            elif suffix == ".html":
                encoded["br"] = compress(body, quality=QUALITY)
            encoded["gzip"] = gzip.compress(body, 9, mtime=0)
        return cls(body, TYPES[suffix], hashlib.sha256(body).hexdigest()[:24], encoded)

    def response(self, request: Request, cache: str, extra: dict[str, str] | None = None) -> Response:
        """The file in the best encoding the browser takes, or 304 where it has it already."""
        accepted = _accepted(request.headers.get("accept-encoding", ""))
        encoding = next((name for name in self.encoded if name in accepted), None)
        # One validator an encoding: a cache must never join one's headers to the other's bytes.
        etag = f'"{self.etag}{"-" + encoding if encoding else ""}"'
        headers = {
            "ETag": etag,
            "Cache-Control": cache,
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
        } | (extra or {})
        known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
        if etag in known:
            return Response(status_code=304, headers=headers)
        if encoding:
            headers["Content-Encoding"] = encoding
        body = self.encoded[encoding] if encoding else self.body
        return Response(body, headers=headers, media_type=self.media_type)


def _accepted(header: str) -> set[str]:
    """The encodings an Accept-Encoding header allows."""
    allowed = set()
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if name and not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight):
            allowed.add(name.strip())
    return allowed
