"""Origins as staff paste them and browsers send them; colours that can be read; logos told by their bytes."""

from __future__ import annotations

import base64
import itertools

import pytest
from pydantic import ValidationError

from bot.sites import colours, origins
from bot.sites.face import Contact, SiteFace, decoded

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.org", "https://www.example.org"), ("WWW.Example.org/careers?x=1", "https://www.example.org"),
        ("https://example.org:443/", "https://example.org"), ("https://example.org:8443", "https://example.org:8443"),
        ("http://localhost:3000", "http://localhost:3000"), ("https://*.example.org", "https://*.example.org"),
        ("*.example.org", "https://*.example.org"), ("http://example.org", None), ("*", None), ("https://*", None),
        ("https://*.org", None), ("javascript:alert(1)", None), ("null", None), ("", None), ("https://a b.org", None),
        ("https://example.org:99999", None), ("https://exa*mple.org", None), ("https://user@example.org", "https://example.org"),
    ],
)  # fmt: skip
def test_an_origin_is_what_is_left_of_an_address(typed: str, kept: str | None) -> None:
    assert origins.normalised(typed) == kept


@pytest.mark.parametrize(
    ("origin", "fits"),
    [
        ("https://careers.example.org", True), ("https://a.b.example.org", True), ("https://example.org", False),
        ("https://evilexample.org", False), ("https://example.org.evil.net", False), ("http://careers.example.org", False),
        ("https://.example.org", False), ("null", False), ("https://exact.net", True), ("https://exact.net:444", False),
    ],
)  # fmt: skip
def test_only_listed_origins_fit(origin: str, fits: bool) -> None:
    assert origins.allowed(origin, ["https://*.example.org", "https://exact.net"]) is fits


def test_every_colour_ends_up_readable() -> None:
    for colour in itertools.product(range(0, 256, 51), repeat=3):
        assert colours.contrast(colours.on_light(colour), colours.PALE) >= 4.5, colour
        assert colours.contrast(colours.on_light(colour), colours.WHITE) >= 4.5, colour
        assert colours.contrast(colours.on_dark(colour), colours.DEEP) >= 4.5, colour


def test_a_readable_colour_is_left_as_it_is() -> None:
    assert colours.hexed(colours.on_light((0x0F, 0x5F, 0x5C))) == "#0f5f5c"


def test_a_logo_is_told_by_its_bytes() -> None:
    def url(body: bytes, label: str = "png") -> str:
        return f"data:image/{label};base64,{base64.b64encode(body).decode()}"

    assert decoded(url(PNG)) == (PNG, "image/png")
    assert decoded(url(b"\xff\xd8\xff" + b"0" * 9)) == (b"\xff\xd8\xff" + b"0" * 9, "image/jpeg")
    assert decoded(url(b"<svg onload=alert(1)>")) is None
    assert decoded(url(PNG + b"0" * 60_000)) is None
    assert decoded("https://elsewhere.example/logo.png") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"accent": "red"}, {"accent": "#12345"}, {"logo": "data:image/svg+xml;base64,PHN2Zz4="},
        {"starters": {"en": ["?"] * 6}}, {"greeting": {"fr": "salut"}}, {"contact": {"url": "javascript:alert(1)"}},
        {"contact": {"phone": "call me"}}, {"contact": {"email": "nobody"}}, {"greeting": {"en": "x" * 500}},
    ],
)  # fmt: skip
def test_a_face_refuses_what_it_cannot_show(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SiteFace.model_validate(wrong)


def test_a_contact_without_a_way_to_reach_it_is_none() -> None:
    assert not Contact(name="Front desk").given
    assert Contact(name="Front desk", phone="(520) 555-0142").given
