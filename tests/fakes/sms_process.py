"""The text-message channel as a process of its own, to be killed: `python -m tests.fakes.sms_process FOLDER TWILIO PORT [STEP]`.

It ends with its parent, whose end of standard input closes then: no test leaves one running. With a STEP it kills itself there, once (kill -9: nothing is flushed or finished); `STEPS` names them in order. Everything it must not lose is in the store; numbers are kept there too (in clear: these are test numbers).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.api import problems
from bot.api import sms as routes
from bot.channels.sms import sender
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


def _arrived(sms: SmsService, die: Callable[[], None]) -> None:
    before(sms.inbox, "receive", die)


def _committed(sms: SmsService, die: Callable[[], None]) -> None:
    after(sms.inbox, "receive", die)


def _claimed(sms: SmsService, die: Callable[[], None]) -> None:
    before(sms.worker, "_answer", die)


def _thinking(sms: SmsService, die: Callable[[], None]) -> None:
    after(sms.worker._turns, "take_text_turn", die)


def _answered(sms: SmsService, die: Callable[[], None]) -> None:
    after(sms.worker, "_take_turn", die)


def _reply_claimed(sms: SmsService, die: Callable[[], None]) -> None:
    after(sms.sender, "_claim", die)


def _handed_over(sms: SmsService, die: Callable[[], None]) -> None:
    before(sms.sender, "_handed", die)


def _noted(sms: SmsService, die: Callable[[], None]) -> None:
    after(sms.sender, "_handed", die)


def _reported(sms: SmsService, die: Callable[[], None]) -> None:
    before(sms.statuses, "receive", die)


STEPS: dict[str, Callable[[SmsService, Callable[[], None]], None]] = {
    "arrived": _arrived, "committed": _committed, "claimed": _claimed, "thinking": _thinking, "answered": _answered,
    "reply claimed": _reply_claimed, "handed over": _handed_over, "noted": _noted, "reported": _reported,
}  # fmt: skip


def before(owner: Any, name: str, die: Callable[[], None]) -> None:
    """Dies when `owner.name` is called."""
    real = getattr(owner, name)

    async def dying(*args: Any, **kwargs: Any) -> Any:
        die()
        return await real(*args, **kwargs)

    setattr(owner, name, dying)


def after(owner: Any, name: str, die: Callable[[], None]) -> None:
    """Dies when `owner.name` has done its work."""
    real = getattr(owner, name)

    async def dying(*args: Any, **kwargs: Any) -> Any:
        result = await real(*args, **kwargs)
        die()
        return result

    setattr(owner, name, dying)


def die_once(folder: Path) -> Callable[[], None]:
    """kill -9 of this process, the first time only."""

    def die() -> None:
        if not (folder / "died").exists():
            (folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    return die


def end_with_parent() -> None:
    """kill -9 of this process when whoever started it is gone, however that went."""

    def wait() -> None:
        sys.stdin.read()
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


def build(folder: Path, twilio_url: str, public_url: str, step: str = "") -> FastAPI:
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
    if step:
        sender.LEASE = timedelta(seconds=1)
        STEPS[step](sms, die_once(folder))

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
    folder, twilio_url, port, *step = sys.argv[1:5]
    end_with_parent()
    uvicorn.run(
        build(Path(folder), twilio_url, f"http://127.0.0.1:{port}", *step),
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
    )
