"""The text-message channel as a process of its own, to be killed: `python -m tests.fakes.sms_process FOLDER TWILIO PORT`.

Everything it must not lose is in the store; numbers are kept there too (in clear: these are test numbers).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.api import problems
from bot.api import sms as routes
from bot.channels.sms.claims import insert_once
from bot.channels.sms.ports import Parts
from bot.channels.sms.service import SmsService
from bot.messages import ScrubbedText, Turn
from bot.store.models import VaultEntry, now
from tests.fakes.sms import FakeScrubber, FakeTurns, World, crisis_turn, decide, screen
from tests.fakes.twilio import ACCOUNT, TOKEN


class StoredNumbers:
    """Numbers in the store, unencrypted."""

    async def keep(self, session: AsyncSession, pseudonym: str, e164: str) -> None:
        await insert_once(
            session,
            VaultEntry,
            pseudonym=pseudonym,
            nonce=b"",
            ciphertext=e164.encode(),
            key_id="test",
            last_used_at=now(),
        )

    async def number_of(self, session: AsyncSession, pseudonym: str) -> str | None:
        found = await session.scalar(select(VaultEntry.ciphertext).where(VaultEntry.pseudonym == pseudonym))
        return found.decode() if found else None


class SlowTurns(FakeTurns):
    """Answers take a moment, so that a kill can fall into one."""

    async def take_text_turn(self, session: AsyncSession, pseudonym: str, text: ScrubbedText | None) -> Turn:
        turn = await super().take_text_turn(session, pseudonym, text)
        await asyncio.sleep(0.03)
        return turn


def build(folder: Path, twilio_url: str, public_url: str) -> FastAPI:
    world = World(
        folder,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_from="+15205559999",
        public_url=public_url,
        twilio_api_base=twilio_url,
        sms_segments_per_second=1000.0,
    )
    parts = Parts(world.identities, StoredNumbers(), screen, crisis_turn, decide)
    sms = SmsService(world.settings, world.database, FakeScrubber(), SlowTurns(), parts)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await world.create()
        await sms.begin()
        yield
        await sms.stop()

    app = FastAPI(lifespan=lifespan)
    problems.install(app)
    app.include_router(routes.router(sms))
    return app


if __name__ == "__main__":
    folder, twilio_url, port = sys.argv[1:4]
    uvicorn.run(
        build(Path(folder), twilio_url, f"http://127.0.0.1:{port}"),
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
    )
