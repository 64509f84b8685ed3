"""Signatures: the table of vectors. Then what a webhook's form becomes."""

from __future__ import annotations

import base64
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from bot.channels.sms.inbound import INBOUND_PATH, FormParameters, SignatureCheck, parse, readable

TOKEN = "12345678901234567890123456789012"
BASE = "https://sendero.example.org"
FORM = {"MessageSid": "SM1", "From": "+15205550123", "To": "+15205559999", "Body": "hola", "NumMedia": "0"}


def signed(pairs: list[tuple[str, str]], address: str = BASE + INBOUND_PATH, token: str = TOKEN) -> str:
    """The signature Twilio would make, computed apart from the class under test."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)

    class Multi(dict):  # type: ignore[type-arg]
        def getlist(self, name: str) -> list[str]:
            return values[name]

    return str(RequestValidator(token).compute_signature(address, Multi(values)))


def holds(
    pairs: list[tuple[str, str]], signature: str, *, base: str = BASE, query: str = "", token: str = TOKEN
) -> bool:
    parameters = FormParameters.parse(urlencode(pairs).encode())
    return SignatureCheck(token, base).holds(INBOUND_PATH, query, parameters, signature)


P = list(FORM.items())
GOOD = [
    ("plain", P, BASE, ""),
    ("trailing slash configured", P, BASE + "/", ""),
    ("blank parameter", [*P, ("FromZip", "")], BASE, ""),
    ("whitespace parameter", [*P, ("FromCity", "  NOGALES ")], BASE, ""),
    ("unknown parameter", [*P, ("BrandNewThing", "x")], BASE, ""),
    ("repeated parameter", [*P, ("MediaUrl", "b"), ("MediaUrl", "a")], BASE, ""),
    ("repeated with equal values", [*P, ("Tag", "a"), ("Tag", "a")], BASE, ""),
    ("non-ASCII body", [*P[:3], ("Body", "¿Cuánto gana? 😀 ñ")], BASE, ""),
    ("non-ASCII name", [*P, ("Añadido", "sí")], BASE, ""),
    ("plus, percent and ampersand", [*P[:3], ("Body", "50% + more & a=b;c")], BASE, ""),
    ("new lines", [*P[:3], ("Body", "one\ntwo\r\nthree")], BASE, ""),
    ("no parameters", [], BASE, ""),
    ("query string", P, BASE, "site=boston&x=%C3%A1"),
    ("path prefix behind a proxy", P, BASE + "/sendero", ""),
    ("port configured", P, "https://sendero.example.org:8443", ""),
    ("plain http", P, "http://127.0.0.1:8000", ""),
]


@pytest.mark.parametrize(("name", "pairs", "base", "query"), GOOD, ids=[g[0] for g in GOOD])
def test_signature_holds(name: str, pairs: list[tuple[str, str]], base: str, query: str) -> None:
    address = base.rstrip("/") + INBOUND_PATH + (f"?{query}" if query else "")
    assert holds(pairs, signed(pairs, address), base=base, query=query)


@pytest.mark.parametrize(
    ("configured", "signed_for"),
    [
        ("https://sendero.example.org", "https://sendero.example.org:443"),
        ("https://sendero.example.org:443", "https://sendero.example.org"),
        ("http://sendero.example.org", "http://sendero.example.org:80"),
    ],
)
def test_signature_holds_with_and_without_the_default_port(configured: str, signed_for: str) -> None:
    assert holds(P, signed(P, signed_for + INBOUND_PATH), base=configured)


BAD = [
    ("wrong token", P, signed(P, token="another"), BASE, "", TOKEN),
    ("missing signature", P, "", BASE, "", TOKEN),
    ("garbage", P, "bm90IGEgc2lnbmF0dXJl", BASE, "", TOKEN),
    ("non-ASCII garbage", P, "ñññññ", BASE, "", TOKEN),
    ("changed body", [*P[:3], ("Body", "hello")], signed(P), BASE, "", TOKEN),
    ("parameter taken away", P[:-1], signed(P), BASE, "", TOKEN),
    ("parameter added", [*P, ("OptOutType", "STOP")], signed(P), BASE, "", TOKEN),
    ("blank parameter added", [*P, ("FromZip", "")], signed(P), BASE, "", TOKEN),
    ("repetition added", [*P, ("Body", "STOP")], signed(P), BASE, "", TOKEN),
    ("query added", P, signed(P), BASE, "a=b", TOKEN),
    ("another host", P, signed(P, "https://evil.example" + INBOUND_PATH), BASE, "", TOKEN),
    ("http for https", P, signed(P, "http://sendero.example.org" + INBOUND_PATH), BASE, "", TOKEN),
    ("another path", P, signed(P, BASE + "/sms/twilio/status"), BASE, "", TOKEN),
    ("another port", P, signed(P, "https://sendero.example.org:8443" + INBOUND_PATH), BASE, "", TOKEN),
    ("no token configured", P, signed(P, token=""), BASE, "", ""),
    ("no address configured", P, signed(P, INBOUND_PATH), "", "", TOKEN),
]


@pytest.mark.parametrize(("name", "pairs", "signature", "base", "query", "token"), BAD, ids=[b[0] for b in BAD])
def test_signature_does_not_hold(
    name: str, pairs: list[tuple[str, str]], signature: str, base: str, query: str, token: str
) -> None:
    assert not holds(pairs, signature, base=base, query=query, token=token)


def test_parse_reads_an_ordinary_message() -> None:
    message = parse(FORM)
    assert message is not None
    assert (message.sid, message.sender, message.words.reveal(), message.media) == ("SM1", "+15205550123", "hola", 0)


def test_parse_shows_neither_number_nor_words() -> None:
    shown = repr(parse(FORM))
    assert "5205550123" not in shown
    assert "hola" not in shown


@pytest.mark.parametrize(
    "change",
    [{"MessageSid": ""}, {"From": ""}, {"From": "262966"}, {"From": "ANONYMOUS"}, {"From": "whatsapp:+15205550123"},
     {"MessageSid": "SM1'; drop"}, {"From": "+0123456789"}],
)  # fmt: skip
def test_parse_gives_nothing_where_nobody_can_be_answered(change: dict[str, str]) -> None:
    assert parse(FORM | change) is None


@pytest.mark.parametrize(
    ("body", "words"),
    [("", ""), ("  \n ", ""), ("a\x00b\x07", "ab"), ("uno\ndos", "uno\ndos"), ("😀", "😀"), ("informacio\u0301n", "información"),
     ("x" * 1600, "x" * 1600), ("+++", "+++"), ("\u200bhola", "\u200bhola")],
)  # fmt: skip
def test_readable_keeps_what_a_person_wrote(body: str, words: str) -> None:
    assert readable(body) == words


@pytest.mark.parametrize("text", ["¿Cuánto gana un técnico en Nogales?", "quiero morir ya no puedo más con todo esto"])
def test_readable_undoes_base64_by_a_carrier(text: str) -> None:
    mangled = base64.b64encode(text.encode()).decode()
    assert readable(mangled) == text
    assert readable(mangled[:40] + "\r\n" + mangled[40:]) == text


@pytest.mark.parametrize(
    "body",
    ["supercalifragilisticexpialidociousness", "https://example.org/a/very/long/path/indeed", "A" * 64, "1234567890" * 8,
     base64.b64encode(bytes(range(40))).decode(), "aGVsbG8="],
)  # fmt: skip
def test_readable_leaves_alone_what_only_looks_like_base64(body: str) -> None:
    assert readable(body) == body


def test_parse_counts_media() -> None:
    message = parse(FORM | {"NumMedia": "3"})
    assert message is not None
    assert message.media == 3
    odd = parse(FORM | {"NumMedia": "lots"})
    assert odd is not None
    assert odd.media == 0
