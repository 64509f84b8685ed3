"""Staff pages for texting: campaign words with printable posters, and inviting those who agreed to a survey.

Receives requests that have passed the gate; gives server-rendered pages without script. Shows no number of a learner, and
no count below 11.
"""

from __future__ import annotations

from typing import Any, Protocol

import segno
from fastapi import APIRouter, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import RedirectResponse, Response

from bot.channels.sms import campaigns
from bot.channels.sms.errands import campaign_word
from bot.channels.sms.nudges import invitations
from bot.settings import Settings
from bot.staff.gate import EDITORS
from bot.store.database import Database
from bot.store.models import Campaign, Site, now

SMALLEST_COUNT, ROUNDED_TO = 11, 5
LONGEST_TITLE = 60
LANGUAGES = {"": "the learner's own", "en": "English", "es": "Spanish"}


class Shows(Protocol):
    """Renders a template for whoever is signed in."""

    def show(self, request: Request, template: str, status: int = 200, **values: Any) -> Response: ...


def add_pages(made: APIRouter, pages: Shows, database: Database, settings: Settings, regions: dict[str, str]) -> None:
    """Adds the routes to the staff router; `regions` are the codes a campaign may set, with their names."""

    async def listing(request: Request, session: AsyncSession, problem: str | None, typed: dict[str, str]) -> Response:
        organization = request.state.person.organization_id
        mine = select(Campaign).where(Campaign.organization_id == organization).order_by(Campaign.word)
        sites = select(Site).where(Site.organization_id == organization).order_by(Site.name)
        count = await invitations.agreed(session, organization)
        return pages.show(
            request, "texting.html", 400 if problem else 200, problem=problem, typed=typed, regions=regions, languages=LANGUAGES,
            campaigns=list((await session.scalars(mine)).all()), sites=list((await session.scalars(sites)).all()),
            agreed=None if count < SMALLEST_COUNT else round(count / ROUNDED_TO) * ROUNDED_TO,
            number=campaigns.shown(campaigns.number(settings)), may_change=request.state.person.role in EDITORS,
        )  # fmt: skip

    @made.get("/texting", name="texting")
    async def texting(request: Request) -> Response:
        async with database.begin() as session:
            return await listing(request, session, None, {})

    @made.post("/texting", name="add_campaign")
    async def add_campaign(request: Request) -> Response:
        form = {name: str(value).strip() for name, value in (await request.form()).items()}
        word, title = campaign_word(form.get("word", "")), form.get("title", "")[:LONGEST_TITLE]
        async with database.begin() as session:
            site = await session.get(Site, form.get("site", ""))
            problem = campaigns.problem_with(word)
            if not problem and await session.get(Campaign, word) is not None:
                problem = "That word is taken."
            if not problem and not title:
                problem = "Say who welcomes the learner, such as the school's name."
            if site is None or site.organization_id != request.state.person.organization_id:
                problem = problem or "Choose a site."
            if problem or site is None:
                return await listing(request, session, problem, form)
            session.add(
                Campaign(
                    word=word, title=title, organization_id=site.organization_id, site_id=site.id,
                    region=form.get("region") if form.get("region") in regions else site.region,
                    language=form.get("language") if form.get("language") in ("en", "es") else None,
                    survey=campaign_word(form.get("survey", "")).lower() or None,
                )
            )  # fmt: skip
        return RedirectResponse("/staff/texting", 303)

    @made.post("/texting/remove", name="remove_campaign")
    async def remove_campaign(request: Request) -> Response:
        word = str((await request.form()).get("word", ""))
        async with database.begin() as session:
            if (found := await own(session, request, word)) is not None:
                await session.delete(found)
        return RedirectResponse("/staff/texting", 303)

    @made.post("/texting/invite", name="invite")
    async def invite(request: Request) -> Response:
        async with database.begin() as session:
            await invitations.invite(session, request.state.person.organization_id, now())
        return RedirectResponse("/staff/texting?invited=1", 303)

    @made.get("/texting/{word}/poster", name="poster")
    async def poster(request: Request, word: str) -> Response:
        async with database.begin() as session:
            found = await own(session, request, word)
        if found is None:
            return pages.show(request, "nothing_here.html", 404)
        number, web = campaigns.number(settings), campaigns.web_link(settings, found.site_id, found.language)
        return pages.show(
            request, "poster.html", campaign=found, number=campaigns.shown(number),
            text_code=qr(campaigns.text_link(settings, found.word)) if number else None,
            web_code=qr(web) if settings.public_url else None, address=web.split("://")[-1].split("?")[0],
        )  # fmt: skip

    async def own(session: AsyncSession, request: Request, word: str) -> Campaign | None:
        found = await session.get(Campaign, campaign_word(word))
        return found if found and found.organization_id == request.state.person.organization_id else None


def qr(content: str) -> str:
    """A QR code as SVG, readable with a quarter of it dirty."""
    return str(segno.make_qr(content, error="q").svg_inline(scale=5, border=4, omitsize=True))
