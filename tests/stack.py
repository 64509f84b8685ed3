"""The whole product as the tests use it: real engine, real actions, real gateway, in a data folder and on ports of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from bot import cli
from bot.settings import PROJECT, Settings

DATA = PROJECT / "var" / "test"
# Another checkout's tests may run at the same time: SENDERO_TEST_PORT moves this one's.
FIRST_PORT = int(os.environ.get("SENDERO_TEST_PORT", "5700"))
PORTS = {"port": FIRST_PORT, "engine_port": FIRST_PORT + 5, "actions_port": FIRST_PORT + 55}
SECONDS_TO_START = 120


@dataclass
class Stack:
    """A running product."""

    url: str
    settings: Settings
    process: subprocess.Popen[bytes]

    def child(self, role: str) -> psutil.Process:
        """The engine's, the actions' or the gateway's process."""
        words = {"engine": "rasa run", "actions": "-m actions", "gateway": "bot gateway"}[role]
        for child in psutil.Process(self.process.pid).children():
            if words in " ".join(child.cmdline()):
                return child
        raise LookupError(role)

    def until_ready(self, seconds: float = SECONDS_TO_START) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the product stopped with exit code {self.process.returncode}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=10).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        raise TimeoutError("the product was not ready in time")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)


def start(log: Path) -> Stack:
    """Prepares (training only what changed) and starts; the caller stops it."""
    DATA.mkdir(parents=True, exist_ok=True)
    for store in DATA.glob("sendero.db*"):
        store.unlink()
    settings = Settings(env="test", data_dir=DATA, evaluation=True, **PORTS)
    cli.prepare(settings)
    environment = {
        **os.environ, "SENDERO_ENV": "test", "SENDERO_DATA_DIR": str(DATA), "SENDERO_EVALUATION": "1",
        **{f"SENDERO_{name.upper()}": str(port) for name, port in PORTS.items()},
    }  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    stack = Stack(f"http://127.0.0.1:{PORTS['port']}", settings, process)
    try:
        stack.until_ready()
    except Exception:
        stack.stop()
        raise
    return stack


@dataclass
class Talk:
    """One conversation over the HTTP contract."""

    url: str
    channel: str = "web"
    language: str | None = None
    opened: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        body = {"channel": self.channel, "language": self.language}
        self.opened = httpx.post(f"{self.url}/api/conversations", json=body, timeout=20).raise_for_status().json()

    @property
    def path(self) -> str:
        return f"{self.url}/api/conversations/{self.opened['conversation_id']}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.opened['token']}"}

    def post(self, body: dict[str, Any]) -> httpx.Response:
        return httpx.post(f"{self.path}/messages", json=body, headers=self.headers, timeout=20)

    def say(self, text: str) -> Answer:
        return Answer(self.post({"text": text}).raise_for_status().json())

    def choose(self, value: str) -> Answer:
        return Answer(self.post({"choice": value}).raise_for_status().json())


@dataclass
class Answer:
    """What came back, with the reply text as a person reads it."""

    body: dict[str, Any]

    @property
    def topic(self) -> str:
        return str(self.body["understanding"]["topics"][0])

    @property
    def outcome(self) -> str:
        return str(self.body["understanding"]["outcome"])

    @property
    def language(self) -> str:
        return str(self.body["understanding"]["language"])

    @property
    def entities(self) -> dict[str, Any]:
        return dict(self.body["understanding"]["entities"])

    @property
    def choices(self) -> list[dict[str, str]]:
        return [choice for reply in self.body["replies"] for choice in reply["choices"]]

    @property
    def text(self) -> str:
        parts = []
        for reply in self.body["replies"]:
            parts += [reply["text"], *(choice["label"] for choice in reply["choices"])]
            for card in reply["cards"]:
                parts += [card["title"], *card["lines"], *(source["name"] for source in card["sources"])]
        return "\n".join(parts)
