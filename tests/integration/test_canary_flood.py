"""A thousand planted identifiers, through both channels, with the scrubber up, slow, crashing and absent: found nowhere.

The real scrubber, routes, inbox, worker and store; a scripted engine. Every file of the data folder is searched byte by
byte (tables, write-ahead log, temporary files), and the log, an SQL dump, a backup and the staff's export with it. With
the gate sabotaged the same search must find them, or it proves nothing.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.main import Parts
from bot.messages import RawText, ScrubbedText
from bot.privacy.budget import Limits
from bot.privacy.scrub import Scrubber
from tests.integration.test_aftercare import Room, knowledge_url, room

__all__ = ["knowledge_url", "room"]
FIRST = ("destiny", "yuliana", "marcus", "Guadalupe", "tyrell", "Ximena", "keisha", "Roberto", "brianna", "mateo")
PER_MESSAGE = 8
pytestmark = pytest.mark.prove  # a thousand turns, some minutes
MESSAGES = 126


def planted(seed: int = 5) -> list[tuple[str, list[str]]]:
    """Messages with eight identifiers each, every one unique, and what to search for."""
    rng = random.Random(seed)
    made = []
    for n in range(MESSAGES):
        surname = (
            "".join(rng.choice(["zor", "quib", "vash", "plen", "drux", "mokt", "yelf"]) for _ in range(3))
            + f"{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyz'[n // 100]}"
        )
        other = surname[::-1]
        phone, ssn = f"555-01{n % 100:02d}", f"9{n % 90 + 10:02d}-7{n % 10}-{4000 + n}"
        area = 201 + n
        mail, handle = f"{surname}@example.com", f"@{surname}_{n}"
        house, student, card = f"{7000 + n} W Speedway Blvd", f"A00{500000 + n * 7}", f"4111 1111 1111 {1000 + n}"
        text = (
            f"hi my name is {FIRST[n % 10]} {surname}, mr. {other} told me. call {area}-{phone} or "
            f"{mail}, ig {handle}. ssn {ssn}, i live at {house}, student id {student}. what does help desk pay"
        )
        made.append((text, [surname, other, f"{area}-{phone}", mail, handle, ssn, house, student]))
        assert card
    return made


@pytest.fixture
def log_file(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Everything the service logs, as it would be written."""
    path, before = tmp_path_factory.mktemp("log") / "gateway.log", structlog.get_config()
    with path.open("w", buffering=1) as file:
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(file))
        yield path
        structlog.configure(**before)


def logged(path: Path) -> str:
    return path.read_text()


class Crashing:
    def scrub(self, raw: RawText) -> Any:
        raise RuntimeError(raw.reveal())  # the worst a library can do: the words are in the error


class Absent:
    """No scrubber at all."""


class Sabotaged:
    """The gate left open."""

    def scrub(self, raw: RawText) -> Any:
        class Out:
            text = ScrubbedText(raw.reveal())

        return Out


def slow() -> Scrubber:
    ticks = iter(range(10**9))
    return Scrubber(limits=Limits(wall_clock=lambda: float(next(ticks)) * 2))


def give(parts: Parts, scrubber: Any) -> None:
    parts.conversations._scrubber = scrubber
    parts.sms.inbox._scrubber = scrubber


async def flood(room: Room, messages: list[tuple[str, list[str]]]) -> set[str]:
    """Sends every message through both channels; gives the outcomes of the web's answers."""
    outcomes = set()
    talk = await room.open()
    for n, (text, _) in enumerate(messages):
        outcomes.add((await talk.say(text))["understanding"]["outcome"])
        form = {
            "MessageSid": f"SM{n:032d}",
            "From": f"+1520555{n:04d}",
            "To": "+15205559999",
            "Body": text,
            "NumMedia": "0",
        }
        await room.parts.sms.inbox.receive(form)
    await room.parts.sms.worker.drain()
    return outcomes


def everything(folder: Path, log: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and "secrets" not in path.parts:
            yield path.name, path.read_bytes().lower()
    for path in Path(tempfile.gettempdir()).glob("sendero*"):
        if path.is_file():
            yield path.name, path.read_bytes().lower()
    yield "log", log.lower().encode()
    with sqlite3.connect(folder / "sendero.db") as store, sqlite3.connect(":memory:") as backup:
        yield "dump", "\n".join(store.iterdump()).lower().encode()
        store.backup(backup)
        yield "backup", backup.serialize()


def hits(folder: Path, log: str, messages: list[tuple[str, list[str]]]) -> list[str]:
    places = list(everything(folder, log))
    return [f"{name}: {needle}" for _, needles in messages for needle in needles for name, content in places
            if needle.lower().encode() in content]  # fmt: skip


@pytest.mark.parametrize("state", ["up", "slow", "crashing", "absent"])
async def test_thousand_identifiers_are_nowhere(room: Room, log_file: Path, state: str) -> None:
    messages = planted()
    assert sum(len(needles) for _, needles in messages) >= 1_000
    scrubber = {
        "up": lambda: Scrubber(limits=Limits(cpu_seconds=5, wall_seconds=30)), "slow": slow, "crashing": Crashing,
        "absent": Absent,
    }[state]()  # fmt: skip
    give(room.parts, scrubber)
    outcomes = await flood(room, messages)
    # Now and then a made-up surname raises the hotline card, which keeps nothing either.
    assert outcomes - {"crisis"} == ({"answered"} if state == "up" else {"not_known"}), (
        "the learner is answered, or told"
    )
    heard = len(room.engine.heard)
    assert heard > len(messages) if state == "up" else heard == 0, "nothing unscrubbed reached the engine"
    log = logged(log_file)
    assert log.strip(), "the log must be captured for this test to mean anything"
    assert hits(room.database.parent, log + "\n".join(room.engine.heard), messages) == []


async def test_same_search_finds_them_when_the_gate_is_open(room: Room, log_file: Path) -> None:
    messages = planted()[:20]
    give(room.parts, Sabotaged())
    await flood(room, messages)
    found = hits(room.database.parent, logged(log_file) + "\n".join(room.engine.heard), messages)
    assert len({hit.split(": ", 1)[1] for hit in found}) >= 10 * PER_MESSAGE
    assert any(hit.startswith("sendero.db") for hit in found) and any(hit.startswith("backup") for hit in found)
