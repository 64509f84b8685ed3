"""The pages and the embed script as they are served: policies, validators, encodings, languages."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.api import problems, web_pages
from bot.settings import Settings
from bot.sites.shell import DIST
from bot.sites.sites import Sites
from bot.store.models import Site
from tests.integration.staff_store import new_store


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    problems.install(app)
    database = await new_store(tmp_path / "store.db")
    async with database.begin() as session:
        session.add(
            Site(id="sample", name="Sample", allowed_origins=["https://sample.example", "https://*.sample.org"])
        )
    app.include_router(web_pages.router(Settings(env="test", data_dir=tmp_path), Sites(database)))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://t", headers={"accept-encoding": ""}) as opened:
        yield opened
    await database.close()


@pytest.mark.parametrize(
    ("path", "header", "language"),
    [
        ("/", "", "en"), ("/", "es-MX,es;q=0.9,en;q=0.5", "es"), ("/", "fr,de", "en"), ("/?lang=es", "en-US", "es"),
        ("/?lang=xx", "es", "es"),
    ],
)  # fmt: skip
async def test_demo_page_begins_in_the_visitors_language(
    client: httpx.AsyncClient, path: str, header: str, language: str
) -> None:
    page = await client.get(path, headers={"accept-language": header})
    assert f'<html lang="{language}">' in page.text
    assert page.headers["content-language"] == language
    assert "Accept-Language" in page.headers["vary"]


async def test_pages_forbid_everything_but_their_own_files(client: httpx.AsyncClient) -> None:
    for path, ancestors in (
        ("/", "'none'"), ("/widget/kiosk", "'none'"), ("/widget/frame", "'self'"),
        ("/widget/frame?site=sample", "'self' https://sample.example https://*.sample.org"),
    ):  # fmt: skip
        page = await client.get(path)
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert policy.endswith(f"frame-ancestors {ancestors}")
        assert page.headers["x-content-type-options"] == "nosniff"
        # What is written into a page is named in its policy by its hash.
        for inline in re.findall(r"<(?:script|style)(?! src)[^>]*>(.+?)</(?:script|style)>", page.text, re.S):
            assert base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode() in policy
        assert " style=" not in page.text.split("<script")[0]
        outside = r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:https?:)?//'
        assert not re.search(outside, page.text), "nothing comes from elsewhere"


async def test_every_file_the_demo_page_names_is_served(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    for name in re.findall(r'(?:src|href)="((?:demo|widget)/[^"]+)"', page.text):
        assert (await client.head(f"/{name}")).status_code == 200, name


async def test_loader_names_the_chat_and_its_integrity(client: httpx.AsyncClient) -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())
    loader = await client.get("/widget/sendero.js")
    main = await client.get(f"/widget/{manifest['main']['file']}")
    digest = "sha384-" + base64.b64encode(hashlib.sha384(main.content).digest()).decode()
    assert digest == manifest["main"]["integrity"]
    assert digest in loader.text
    assert manifest["main"]["file"] in loader.text
    assert loader.headers["access-control-allow-origin"] == "*"
    assert "max-age=300" in loader.headers["cache-control"]
    assert "immutable" in main.headers["cache-control"]
    fixed = await client.get(f"/widget/{manifest['loader']['fixed']}")
    assert fixed.content == loader.content
    assert "immutable" in fixed.headers["cache-control"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate", "gzip"), ("gzip, br", "br"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
async def test_scripts_come_compressed_as_the_browser_can_read_them(
    client: httpx.AsyncClient, accepted: str, encoding: str | None
) -> None:
    async with client.stream("GET", "/widget/sendero.js", headers={"accept-encoding": accepted}) as answer:
        body = b"".join([piece async for piece in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert int(answer.headers["content-length"]) == len(body)
    if encoding == "gzip":
        assert gzip.decompress(body) == (DIST / "sendero.js").read_bytes()


async def test_a_known_file_is_not_sent_again(client: httpx.AsyncClient) -> None:
    for path in ("/", "/widget/sendero.js", "/demo/demo.css"):
        for accepted in ("gzip", "identity"):
            first = await client.get(path, headers={"accept-encoding": accepted})
            again = await client.get(
                path, headers={"accept-encoding": accepted, "if-none-match": f"W/{first.headers['etag']}"}
            )
            assert (again.status_code, again.content) == (304, b""), path
    tags = {(await client.get("/", headers={"accept-encoding": e})).headers["etag"] for e in ("gzip", "identity")}
    assert len(tags) == 2, "each encoding has its own validator"


@pytest.mark.parametrize("name", ["nothing.js", "manifest.json", "..%2fpackage.json", "sendero.js.br"])
async def test_nothing_else_is_served(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"/widget/{name}")).status_code == 404


async def test_a_site_is_named_only_as_one(client: httpx.AsyncClient) -> None:
    known = (await client.get("/widget/frame?site=sample")).text
    assert ' site="sample" name="Sample"' in known
    for forged in ('x" onload="alert(1)', "<script>", "A", "a" * 65):
        assert " site=" not in (await client.get("/widget/frame", params={"site": forged})).text
