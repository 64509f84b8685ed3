"""The supervisor: starts engine, action server and gateway, waits for each, restarts what dies, stops all cleanly.

Each runs as its own process. The engine gets a bare environment: no secret, no database address, telemetry off.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.settings import PROJECT, Settings

ENGINE_PYTHON = PROJECT / "engine" / ".venv" / "bin" / "python"
START_SECONDS = 90
STOP_SECONDS = 20
Say = Callable[[str], None]


class CannotStartError(Exception):
    """A prerequisite is missing; the message names it and its remedy in one line."""


@dataclass(frozen=True)
class Service:
    """One child process and how to see that it is ready."""

    name: str
    command: list[str]
    environment: dict[str, str]
    ready_url: str


def services(settings: Settings, model: Path) -> list[Service]:
    """The three processes, in starting order."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3",
        "OMP_NUM_THREADS": "1", "PYTHONPATH": str(PROJECT), "LOG_LEVEL_LIBRARIES": "ERROR",
        "SANIC_ACCESS_LOG": "false",
    }  # fmt: skip
    engine = Service(
        "engine",
        [str(ENGINE_PYTHON), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(settings.engine_port), "-m", str(model),
         "--endpoints", "endpoints.yml", "--credentials", "credentials.yml", "--quiet"],
        {**bare, **quiet, "SENDERO_ACTIONS_PORT": str(settings.actions_port)},
        f"http://127.0.0.1:{settings.engine_port}/webhooks/sendero/",
    )  # fmt: skip
    actions = Service(
        "actions",
        [sys.executable, "-m", "actions", str(settings.actions_port)],
        {**bare, "SENDERO_KNOWLEDGE_URL": settings.knowledge, "PYTHONPATH": str(PROJECT)},
        f"http://127.0.0.1:{settings.actions_port}/health",
    )
    gateway = Service(
        "gateway",
        [sys.executable, "-m", "bot", "gateway"],
        dict(os.environ),
        f"http://{settings.host}:{settings.port}/livez",
    )
    return [actions, engine, gateway]


def check(settings: Settings, model: Path) -> None:
    """Raises `CannotStartError` when something is missing, before anything is started."""
    if not ENGINE_PYTHON.exists():
        raise CannotStartError("The engine's environment is missing: run `make setup`.")
    if not model.exists():
        raise CannotStartError(f"There is no trained model at {model.relative_to(PROJECT)}: run `make train`.")
    expected = model.with_suffix(".sha256")
    if not expected.exists() or expected.read_text().strip() != hashlib.sha256(model.read_bytes()).hexdigest():
        raise CannotStartError("The model is not the one that was trained here (hash differs): run `make train`.")
    for name, port in (("SENDERO_PORT", settings.port), ("SENDERO_ENGINE_PORT", settings.engine_port),
                       ("SENDERO_ACTIONS_PORT", settings.actions_port)):  # fmt: skip
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host if name == "SENDERO_PORT" else "127.0.0.1", port))
            except OSError:
                raise CannotStartError(f"Port {port} is taken: stop what uses it, or set {name}.") from None


class Supervisor:
    """Runs services until told to stop."""

    def __init__(self, wanted: list[Service], say: Say, logs: Path) -> None:
        self._wanted, self._say, self._logs = wanted, say, logs
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()

    async def run(self, started: Callable[[], None]) -> None:
        """Starts everything, calls `started`, then keeps it up until SIGINT or SIGTERM."""
        loop = asyncio.get_running_loop()
        self._logs.mkdir(parents=True, exist_ok=True)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stopping.set)
        keepers: list[asyncio.Task[None]] = []
        try:
            began = time.monotonic()
            for service in self._wanted:
                self._log(service).unlink(missing_ok=True)
                await self._start(service)
            for service in self._wanted:
                await self._until_ready(service)
                self._say(f"  {service.name:<8} ready after {time.monotonic() - began:4.1f} s")
            started()
            keepers = [asyncio.create_task(self._keep(service)) for service in self._wanted]
            await self._stopping.wait()
        finally:
            self._stopping.set()
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)
            await self._stop()

    async def _start(self, service: Service) -> None:
        """What the process prints goes to its own log, begun anew by each `serve`."""
        with self._log(service).open("ab") as output:
            self._running[service.name] = await asyncio.create_subprocess_exec(
                *service.command, env=service.environment, cwd=PROJECT, start_new_session=True,
                stdout=output, stderr=output,
            )  # fmt: skip

    def _log(self, service: Service) -> Path:
        return self._logs / f"{service.name}.log"

    async def _until_ready(self, service: Service) -> None:
        deadline = time.monotonic() + START_SECONDS
        async with httpx.AsyncClient(timeout=2) as client:
            while time.monotonic() < deadline and not self._stopping.is_set():
                process = self._running[service.name]
                if process.returncode is not None:
                    raise CannotStartError(
                        f"The {service.name} stopped with exit code {process.returncode} (see above)."
                    )
                try:
                    if (await client.get(service.ready_url)).status_code == 200:
                        return
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(0.1)
        if not self._stopping.is_set():
            raise CannotStartError(f"The {service.name} was not ready within {START_SECONDS} s.")

    async def _keep(self, service: Service) -> None:
        """Restarts the service whenever it dies, more slowly each time it dies young."""
        pause = 0.2
        while True:
            since = time.monotonic()
            code = await self._running[service.name].wait()
            pause = 0.2 if time.monotonic() - since > 30 else min(pause * 2, 10)
            self._say(f"  {service.name} died (exit code {code}); starting it again ({self._log(service)})")
            await asyncio.sleep(pause)
            await self._start(service)

    async def _stop(self) -> None:
        """Gateway first, so that nothing new comes in; whoever does not go within 20 s is killed."""
        for service in reversed(self._wanted):
            process = self._running.get(service.name)
            if process and process.returncode is None:
                process.send_signal(signal.SIGTERM)
                try:
                    await asyncio.wait_for(process.wait(), STOP_SECONDS)
                except TimeoutError:
                    os.killpg(process.pid, signal.SIGKILL)
                    await process.wait()
