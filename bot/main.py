"""Builds the gateway: every dependency is made here and handed down; nothing is made at import."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI
from sqlalchemy import text

import bot.staff.pages as staff_pages
from bot import janitor, logs
from bot.api import answers, chat, evaluation, journeys, operations, privacy_page, problems, simulator, sms, web_pages
from bot.api import knowledge as knowledge_api
from bot.api import sites as sites_api
from bot.api.limits import Load, RateLimit
from bot.api.observe import Observe
from bot.api.origins import Origins
from bot.channels.sms.parts import label_of, production_parts
from bot.channels.sms.service import SmsService
from bot.conversation import Conversations
from bot.dialogue.engine import Engine
from bot.dialogue.names import Names
from bot.errors import EngineUnavailable
from bot.feedback import Feedback
from bot.insights.recorder import InsightRecorder
from bot.messages import ScrubbedText
from bot.privacy.protected import Renewed
from bot.privacy.scrub import Scrubber
from bot.settings import Settings
from bot.sites.sites import Sites
from bot.store.database import Database
from knowledge.repository import Knowledge


@dataclass(frozen=True)
class Parts:
    """What the gateway is made of; tests replace any part."""

    settings: Settings
    database: Database
    knowledge: Knowledge
    engine: Engine
    names: Names
    protected: Renewed
    scrubber: Scrubber
    conversations: Conversations
    feedback: Feedback
    sites: Sites
    sms: SmsService


def bootstrap(settings: Settings, engine: Engine | None = None) -> Parts:
    """The production parts; `engine` may be another one."""
    database = Database(settings.database)
    knowledge = Knowledge(settings.knowledge)
    names = Names(knowledge)
    engine = engine or Engine(f"http://127.0.0.1:{settings.engine_port}", settings.engine_timeout)
    protected = Renewed(names.protected, knowledge.revision)
    scrubber = Scrubber(protected=protected)
    recorder = InsightRecorder(knowledge)
    sites = Sites(database, settings.public_url)
    conversations = Conversations(settings, database, engine, scrubber, names, recorder, sites)
    return Parts(
        settings, database, knowledge, engine, names, protected, scrubber, conversations,
        Feedback(database, conversations, scrubber, recorder), sites,
        SmsService(settings, database, scrubber, conversations, production_parts(settings, conversations.note_danger, label_of(knowledge))),
    )  # fmt: skip


def create_app(settings: Settings, parts: Parts | None = None) -> FastAPI:
    """The ASGI application."""
    logs.configure(settings.log_level)
    made = parts or bootstrap(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(janitor.run(made.database, settings)),
            asyncio.create_task(made.protected.keep_in_step()),
            *made.sms.start(),
        ]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await made.engine.close()
        await made.database.close()

    app = FastAPI(title="Sendero", version="0.1.0", lifespan=lifespan, docs_url="/api/docs", redoc_url=None)
    app.add_middleware(Origins, sites=made.sites)
    app.add_middleware(Observe)
    problems.install(app)
    rate = None if settings.evaluation else RateLimit(settings.messages_per_minute)
    app.include_router(chat.router(made.conversations, made.sites, rate, Load(settings.max_waiting_turns)))
    texting = bool(settings.twilio_account_sid) or settings.simulator_enabled
    said = None if settings.evaluation else RateLimit(settings.messages_per_minute)
    app.include_router(answers.router(made.feedback, made.sms.plans, said))
    app.include_router(sites_api.router(made.sites, texting=texting))
    app.include_router(operations.router(_checks(made)))
    app.include_router(knowledge_api.router(made.knowledge))
    app.include_router(journeys.router(made.knowledge))
    app.include_router(privacy_page.router(settings))
    app.include_router(sms.router(made.sms))
    if settings.simulator_enabled:
        app.include_router(simulator.router(made.sms))
    if settings.evaluation:
        app.include_router(evaluation.router(made.scrubber))
    app.include_router(staff_pages.router(made.database, settings, made.knowledge, sites=made.sites))
    app.include_router(web_pages.router(settings, made.sites, texting=texting))
    return app


def _checks(parts: Parts) -> dict[str, Callable[[], Awaitable[str | None]]]:
    """What `/readyz` asks: both stores, and a real canary turn through the engine and its actions."""

    async def store() -> str | None:
        async with parts.database.begin() as session:
            await session.execute(text("SELECT 1 FROM organizations"))
        return None

    async def knowledge_base() -> str | None:
        return None if parts.knowledge.occupation("15-1232") else "the knowledge base is empty"

    async def canary() -> str | None:
        try:
            turn = await parts.engine.turn(
                ScrubbedText("how much does help desk pay"), language="en", channel="web", context={},
                mentions=parts.names.link("how much does help desk pay"),
            )  # fmt: skip
        except EngineUnavailable as error:
            return f"the engine does not answer ({error})"
        if turn.encoder == "missing":
            return "degraded: the sentence encoder is missing or altered; running on n-grams alone"
        return None if turn.topics == ["role_pay"] else "the canary question was misunderstood"

    return {"store": store, "knowledge": knowledge_base, "dialogue": canary}
