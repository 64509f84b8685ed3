"""What a site's id carries besides its region and language, as it is kept in `Site.settings`.

Receives what staff typed; gives a checked `SiteFace`, or a ValidationError whose messages are for staff to read. Everything
in it is written by staff and shown to visitors as text, never as markup.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from bot.messages import Card, Language, Source
from bot.sites import colours

LARGEST_LOGO = 48 * 1024  # bytes, decoded
_IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
_DATA_URL = re.compile(r"data:image/(?:png|jpeg|webp);base64,([A-Za-z0-9+/=]+)")
_PHONE = re.compile(r"[+(\d][\d\s().+x-]{1,24}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s]{2,24}")


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


Line = Annotated[str, AfterValidator(_plain), StringConstraints(max_length=120)]
Words = Annotated[str, AfterValidator(_plain), StringConstraints(max_length=400)]
Questions = Annotated[list[Line], Field(max_length=5)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Contact(_Strict):
    """Who a visitor reaches when they ask for a person; `checked_on` is the day staff last saved it."""

    name: Line = ""
    phone: Line = ""
    email: Line = ""
    url: Annotated[str, StringConstraints(max_length=300)] = ""
    hours: Line = ""
    checked_on: date | None = None

    @field_validator("phone")
    @classmethod
    def _dialled(cls, value: str) -> str:
        if value and not _PHONE.fullmatch(value):
            raise ValueError("The phone number has characters a phone number does not have.")
        return value

    @field_validator("email")
    @classmethod
    def _addressed(cls, value: str) -> str:
        if value and not _EMAIL.fullmatch(value):
            raise ValueError("That is not an e-mail address.")
        return value

    @field_validator("url")
    @classmethod
    def _linked(cls, value: str) -> str:
        if value and not re.fullmatch(r"https://[^\s<>\"]+", value):
            raise ValueError("The web page begins with https://")
        return value

    @property
    def given(self) -> bool:
        """Whether there is a way to reach someone."""
        return bool(self.name and (self.phone or self.email or self.url))

    @property
    def ways(self) -> list[str]:
        """How to reach them, in the order in which people try."""
        return [way for way in (self.phone, self.email, self.url) if way]

    def card(self, site_name: str) -> Card:
        """The contact as an answer shows it, dated like every fact."""
        said = Source(name=site_name, as_of=self.checked_on.isoformat() if self.checked_on else "undated")
        lines = [line for line in (self.phone, self.email, self.hours) if line]
        return Card(kind="career_center", title=self.name, lines=lines, url=self.url or None, sources=[said])


class SiteFace(_Strict):
    """How a site's chat looks and begins. Texts are by language; what is empty is the product's own."""

    accent: str = ""
    logo: str = ""
    greeting: dict[Language, Words] = Field(default_factory=dict)
    starters: dict[Language, Questions] = Field(default_factory=dict)
    contact: Contact = Contact()

    @field_validator("accent")
    @classmethod
    def _coloured(cls, value: str) -> str:
        if value and colours.parsed(value) is None:
            raise ValueError("A colour is # and six digits, such as #0f5f5c.")
        return value.strip().lower()

    @field_validator("logo")
    @classmethod
    def _pictured(cls, value: str) -> str:
        if value and decoded(value) is None:
            raise ValueError("The logo must be a PNG, JPEG or WebP picture of at most 48 kB.")
        return value

    def logo_mark(self) -> str:
        """A short hash of the logo, for its address; empty without one."""
        return hashlib.sha256(self.logo.encode()).hexdigest()[:12] if self.logo else ""


def decoded(data_url: str) -> tuple[bytes, str] | None:
    """A logo's bytes and media type, told by its first bytes and not by its label; None if it is no picture we take."""
    match = _DATA_URL.fullmatch(data_url)
    if not match or len(match[1]) > LARGEST_LOGO * 4 // 3 + 8:
        return None
    try:
        body = base64.b64decode(match[1], validate=True)
    except binascii.Error:
        return None
    kind = next((kind for first, kind in _IMAGES.items() if body.startswith(first)), None)
    if kind is None or (kind == "image/webp" and body[8:12] != b"WEBP"):
        return None
    return body, kind
