"""The knowledge base, read-only: every fact that can age comes with source, date and status."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from bot.errors import NotFound
from knowledge.export import as_json
from knowledge.repository import Knowledge

Page = Annotated[int, Query(alias="page", ge=1, le=100_000)]
PerPage = Annotated[int, Query(ge=1, le=500)]


def router(knowledge: Knowledge) -> APIRouter:
    """Routes of `/api/knowledge`."""
    routes = APIRouter(prefix="/api/knowledge", tags=["knowledge"])

    def page(items: list[Any], number: int, size: int) -> dict[str, Any]:
        start = (number - 1) * size
        return {"items": [as_json(i) for i in items[start : start + size]], "total": len(items), "page": number}

    @routes.get("/regions")
    def regions(page_number: Page = 1, per_page: PerPage = 100) -> dict[str, Any]:
        return page(list(knowledge.regions()), page_number, per_page)

    @routes.get("/categories")
    def categories(page_number: Page = 1, per_page: PerPage = 100) -> dict[str, Any]:
        return page(list(knowledge.categories()), page_number, per_page)

    @routes.get("/roles")
    def roles(
        category: str | None = None,
        page_number: Page = 1,
        per_page: PerPage = 100,
    ) -> dict[str, Any]:
        return page(list(knowledge.occupations(category)), page_number, per_page)

    @routes.get("/roles/{soc}")
    def role(soc: str) -> Any:
        found = knowledge.occupation(soc)
        if found is None:
            raise NotFound()
        return as_json(found)

    @routes.get("/credentials")
    def credentials(
        category: str | None = None,
        role: str | None = None,
        page_number: Page = 1,
        per_page: PerPage = 100,
    ) -> dict[str, Any]:
        return page(list(knowledge.credentials(category, role)), page_number, per_page)

    @routes.get("/programs")
    def programs(
        region: str | None = None,
        category: str | None = None,
        provider: str | None = None,
        page_number: Page = 1,
        per_page: PerPage = 100,
    ) -> dict[str, Any]:
        return page(list(knowledge.programs(region, category, provider)), page_number, per_page)

    @routes.get("/providers")
    def providers(
        region: str | None = None,
        page_number: Page = 1,
        per_page: PerPage = 100,
    ) -> dict[str, Any]:
        return page(list(knowledge.providers(region)), page_number, per_page)

    @routes.get("/supports")
    def supports(
        region: str | None = None,
        need: str | None = None,
        page_number: Page = 1,
        per_page: PerPage = 100,
    ) -> dict[str, Any]:
        return page(list(knowledge.supports(region, need)), page_number, per_page)

    @routes.get("/career-centers")
    def career_centers(
        region: str | None = None,
        page_number: Page = 1,
        per_page: PerPage = 100,
    ) -> dict[str, Any]:
        return page(list(knowledge.career_centers(region)), page_number, per_page)

    @routes.get("/pathways")
    def pathways(start: Annotated[str, Query(alias="from")], to: str, region: str | None = None) -> Any:
        found = knowledge.pathway(start, to)
        if found is None:
            raise NotFound("No pathway with a source leads there from here")
        return as_json(found)

    return routes
