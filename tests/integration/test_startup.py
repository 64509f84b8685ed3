"""The whole application starts its workers, whatever stands around it: texting, retention and protected names need them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.main import bootstrap, create_app
from bot.settings import Settings
from bot.store.upgrade import migrate


async def test_workers_start_and_stop_with_the_application(
    tmp_path: Path, knowledge_loaded: Path, monkeypatch: Any
) -> None:
    settings = Settings(env="test", data_dir=tmp_path, knowledge_url=f"sqlite:///{knowledge_loaded}")
    await asyncio.to_thread(migrate, settings.database)
    parts = bootstrap(settings)
    running: list[str] = []

    async def works() -> None:
        running.append("begun")
        try:
            await asyncio.sleep(60)
        finally:
            running.append("ended")

    monkeypatch.setattr(parts.sms, "start", lambda: [asyncio.create_task(works())])
    app, asked, said = create_app(settings, parts), asyncio.Queue[Any](), asyncio.Queue[Any]()
    life = asyncio.create_task(app({"type": "lifespan", "state": {}}, asked.get, said.put))
    await asked.put({"type": "lifespan.startup"})
    assert (await asyncio.wait_for(said.get(), 20))["type"] == "lifespan.startup.complete"
    await asyncio.sleep(0.05)
    assert running == ["begun"]
    await asked.put({"type": "lifespan.shutdown"})
    assert (await asyncio.wait_for(said.get(), 20))["type"] == "lifespan.shutdown.complete"
    await life
    assert running == ["begun", "ended"]
