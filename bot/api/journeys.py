"""A way to a job as a picture (SVG, PNG) and as a page to keep and print. The address holds codes only; nothing is stored.

Receives ids in the query, gives what the knowledge base says of them; an unknown way is a 404. Sees no conversation.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import jinja2
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bot.api.assets import Asset
from bot.errors import NotFound
from knowledge import phrasebook
from knowledge.journey import picture, png, words
from knowledge.journey import plan as plans
from knowledge.journey.plan import Asked, Plan
from knowledge.journey.stops import NO_EXPERIENCE
from knowledge.journey.words import Speaker
from knowledge.phrasing import when
from knowledge.repository import Knowledge

PAGES = Path(__file__).resolve().parent / "pages"
PICTURES_KEPT = 256
AN_HOUR = "public, max-age=3600"
# A picture stands on other sites' pages and may do nothing there; the page has no script at all.
PICTURE_HEADERS = {
    "Cache-Control": AN_HOUR, "Cross-Origin-Resource-Policy": "cross-origin", "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}  # fmt: skip
PAGE_HEADERS = {
    "Cache-Control": AN_HOUR, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
}  # fmt: skip

Id = Annotated[str | None, Query(max_length=64)]
Start = Annotated[str, Query(alias="from", max_length=64)]


def router(knowledge: Knowledge) -> APIRouter:
    """Routes of pictures and plans."""
    routes = APIRouter(include_in_schema=False)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    style = Asset.of((PAGES / "static" / "plan.css").read_bytes(), ".css")

    def asked(
        to: Annotated[str, Query(max_length=64)], start: Start = NO_EXPERIENCE,
        region: Id = None, place: Id = None, by: Id = None, needs: Annotated[str, Query(max_length=300)] = "",
    ) -> Asked:  # fmt: skip
        """The query as ids; what is not known is left out, an unknown goal is a 404 later."""
        known = tuple(n for n in dict.fromkeys(needs.split(",")) if f"utter_need_{n}" in phrasebook.responses())
        return Asked(
            goal=to.removesuffix(".00"), start=start.removesuffix(".00"),
            region=region if region and knowledge.region(region) else None,
            place=place if place and knowledge.place(place) else None, needs=known,
            by=by if by and knowledge.occupation(by) else None,
        )  # fmt: skip

    @lru_cache(PICTURES_KEPT)
    def painted(wanted: Asked, language: str, kind: str, revision: int) -> bytes:
        made = plans.make(knowledge, wanted, Speaker(language))
        if made is None:
            raise NotFound("No pathway with a source leads there from here")
        drawing = picture.draw(knowledge, made.way, Speaker(language))
        return picture.svg(drawing).encode() if kind == "svg" else png.png(drawing)

    def image(kind: str, media_type: str) -> Callable[..., Response]:
        def answer(
            to: Annotated[str, Query(max_length=64)], start: Start = NO_EXPERIENCE,
            region: Id = None, place: Id = None, by: Id = None, lang: str = "en",
        ) -> Response:  # fmt: skip
            wanted = asked(to, start, region, place, by)
            body = painted(wanted, "es" if lang == "es" else "en", kind, knowledge.revision())
            return Response(body, media_type=media_type, headers=PICTURE_HEADERS)

        return answer

    routes.add_api_route(plans.PICTURE, image("svg", "image/svg+xml"), methods=["GET", "HEAD"])
    routes.add_api_route(plans.PAINTED, image("png", "image/png"), methods=["GET", "HEAD"])

    @routes.api_route(plans.PAGE, methods=["GET", "HEAD"])
    def page(
        to: Annotated[str, Query(max_length=64)], start: Start = NO_EXPERIENCE,
        region: Id = None, place: Id = None, by: Id = None, needs: Annotated[str, Query(max_length=300)] = "",
        lang: str = "en",
    ) -> Response:  # fmt: skip
        language = "es" if lang == "es" else "en"
        speaker = Speaker(language)
        made = plans.make(knowledge, asked(to, start, region, place, by, needs), speaker)
        if made is None:
            raise NotFound("No pathway with a source leads there from here")
        html = environment.get_template("plan.html").render(_page(knowledge, made, speaker))
        return Response(html, media_type="text/html", headers=PAGE_HEADERS | {"Content-Language": language})

    @routes.api_route("/plan/plan.css", methods=["GET", "HEAD"])
    async def stylesheet(request: Request) -> Response:
        return style.response(request, AN_HOUR)

    return routes


def _page(knowledge: Knowledge, made: Plan, speaker: Speaker) -> dict[str, Any]:
    """What the page shows, all of it words."""
    drawing = picture.draw(knowledge, made.way, speaker)
    other = "en" if speaker.language == "es" else "es"
    asked_where = bool(made.asked.region or made.asked.place)
    return {
        "say": speaker.say,
        "language": speaker.language,
        "other": other,
        "other_page": made.asked.address(plans.PAGE, other),
        "picture": made.asked.address(plans.PICTURE, speaker.language),
        "title": drawing.title,
        "told": drawing.told,
        "parts": [(part, words.lines(part.stop, speaker, asked_where)[0] if part.stop else []) for part in made.parts],
        "sources": [(fact.source.name, when(fact.as_of, speaker.language), fact.source.url) for fact in made.sources],
        "reviewed": made.way.reviewed,
    }
