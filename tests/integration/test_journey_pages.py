"""The picture and the page of a way, over HTTP: well-formed, in both languages, strict headers, codes only, unknown is 404."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.api import journeys, problems
from knowledge.database import Database
from knowledge.repository import Knowledge
from knowledge.seed import load

WAY = {"from": "41-2031", "to": "15-1212", "region": "southern-arizona"}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("knowledge")
    database = Database(f"sqlite:///{folder}/base.sqlite")
    database.migrate()
    load(database)
    knowledge = Knowledge(database)
    app = FastAPI()
    problems.install(app)
    app.include_router(journeys.router(knowledge))
    yield TestClient(app)
    knowledge.close()


def test_the_map_comes_as_svg_and_as_png(web: TestClient) -> None:
    svg = web.get("/api/knowledge/pathways/map.svg", params=WAY | {"lang": "es"})
    assert svg.status_code == 200 and svg.headers["content-type"] == "image/svg+xml"
    assert "<title" in svg.text and "ciberseguridad" in svg.text
    png = web.get("/api/knowledge/pathways/map.png", params=WAY)
    assert png.headers["content-type"] == "image/png" and png.content.startswith(b"\x89PNG")
    for answer in (svg, png):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize(("language", "title"), [("en", "My plan"), ("es", "Mi plan")])
def test_the_plan_is_one_page_to_keep(web: TestClient, language: str, title: str) -> None:
    page = web.get("/plan", params=WAY | {"needs": "child-care", "lang": language})
    assert page.status_code == 200
    assert title in page.text and f'lang="{language}"' in page.text
    assert "JobPath" in page.text and "520-324-0402" in page.text
    assert "CompTIA A+" in page.text and "BLS" in page.text
    assert "<script" not in page.text and page.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in page.headers
    assert web.get("/plan/plan.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("page", ["/plan", "/api/knowledge/pathways/map.svg", "/api/knowledge/pathways/map.png"])
def test_what_is_not_known_is_a_404_and_never_echoed(web: TestClient, page: str) -> None:
    answer = web.get(page, params={"from": "high-school", "to": "<b>nobody</b>"})
    assert answer.status_code == 404
    assert "nobody" not in answer.text


@pytest.mark.parametrize("given", [{"to": "x" * 65}, {"from": "y" * 65}, {"needs": "z" * 301}])
def test_long_input_is_refused(web: TestClient, given: dict[str, str]) -> None:
    assert web.get("/plan", params=WAY | given).status_code == 400


def test_a_need_or_place_that_is_no_code_is_left_out(web: TestClient) -> None:
    page = web.get("/plan", params=WAY | {"needs": "my name is dora,child-care", "place": "dora", "by": "dora"})
    assert page.status_code == 200 and "dora" not in page.text
