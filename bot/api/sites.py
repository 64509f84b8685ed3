"""What a site's page needs before anyone has said a word: name, colour, logo, greeting's language, starter questions."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from bot.errors import NotFound
from bot.messages import Language
from bot.sites.face import decoded
from bot.sites.sites import Sites

FIVE_MINUTES = "public, max-age=300, stale-while-revalidate=86400"
A_YEAR = "public, max-age=31536000, immutable"


class SiteLook(BaseModel):
    """A site as its visitors' browsers see it. `logo` is an address of this service, or null; texts by language."""

    id: str
    name: str
    language: Language
    accent: str | None
    logo: str | None
    starters: dict[Language, list[str]]
    texting: bool


def router(sites: Sites, texting: bool) -> APIRouter:
    """The routes; `texting`: whether a plan can be sent to a phone."""
    routes = APIRouter(tags=["sites"])

    @routes.get("/api/sites/{site_id}")
    async def look(site_id: str, request: Request, response: Response) -> SiteLook:
        await sites.admit(site_id, request.headers.get("origin"), request.headers.get("host"))
        site = await sites.named(site_id)
        mark = site.face.logo_mark()
        response.headers["Cache-Control"] = FIVE_MINUTES
        response.headers["Vary"] = "Origin"
        return SiteLook(
            id=site.id, name=site.name, language="es" if site.language == "es" else "en",
            accent=site.face.accent or None, logo=f"widget/logo/{site.id}?v={mark}" if mark else None,
            starters={code: lines for code, lines in site.face.starters.items() if lines}, texting=texting,
        )  # fmt: skip

    @routes.get("/widget/logo/{site_id}", include_in_schema=False)
    async def logo(site_id: str) -> Response:
        picture = decoded((await sites.named(site_id)).face.logo)
        if picture is None:
            raise NotFound()
        headers = {
            "Cache-Control": A_YEAR, "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "cross-origin",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }  # fmt: skip
        return Response(picture[0], media_type=picture[1], headers=headers)

    return routes
