"""A thousand planted identifiers, through both channels, with the scrubber up, slow, crashing and absent: found nowhere.

The real scrubber, routes, inbox, worker and store; a scripted engine. Every file of the data folder is searched byte by
byte (tables, write-ahead log, temporary files), and the log, an SQL dump, a backup, what staff see and the public export
with it. With the gate sabotaged the same search must find them, or it proves nothing.
"""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from bot.insights.release import release
from bot.main import Parts
from bot.messages import RawText, ScrubbedText
from bot.privacy.budget import Limits
from bot.privacy.scrub import Scrubber
from bot.staff.accounts import create_user
from tests.integration.staff_store import PASSWORD
from tests.integration.test_aftercare import Room, knowledge_url, labels, room

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
    await pass_on(room, messages[0][0])
    return outcomes


async def pass_on(room: Room, text: str) -> None:
    """Asks what nobody can answer, with identifiers in it, and has it passed on to staff where that is offered."""
    talk = await room.open()
    answer = await talk.say(f"any underwater welding classes. {text}")
    if any("Pass my question" in label for label in labels(answer)):
        await talk.pick(await talk.pick(answer, "Pass my question"), "Yes")


async def seen_by_staff(room: Room) -> str:
    """Every page a signed-in member of staff has of conversations, and the public export of this quarter."""
    async with room.parts.database.begin() as session:
        await create_user(session, "Rosa", PASSWORD)
    transport = room.client._transport
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", follow_redirects=True) as browser:
        page = await browser.get("/staff/sign-in")
        token = re.findall(r'name="form_token" value="(\w+)"', page.text)[0]
        await browser.post("/staff/sign-in", data={"username": "Rosa", "password": PASSWORD, "form_token": token})
        paths = ("/staff", "/staff/questions", "/staff/texting", "/staff/knowledge/mistakes")
        pages = [await browser.get(path) for path in paths]
    assert [page.status_code for page in pages] == [200] * len(paths)
    assert "sign-in" not in str(pages[0].url), "staff must be signed in for this to mean anything"
    today = date.today()
    quarter = f"{today.year}-Q{(today.month + 2) // 3}"
    made = await release(room.parts.database, quarter, 1.0, today=today + timedelta(days=120))
    return "\n".join([*(page.text for page in pages), made.csv()])


def everything(folder: Path, log: str, staff: str) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and "secrets" not in path.parts:
            yield path.name, path.read_bytes().lower()
    for path in Path(tempfile.gettempdir()).glob("sendero*"):
        if path.is_file():
            yield path.name, path.read_bytes().lower()
    yield "log", log.lower().encode()
    yield "staff", staff.lower().encode()
    with sqlite3.connect(folder / "sendero.db") as store, sqlite3.connect(":memory:") as backup:
        yield "dump", "\n".join(store.iterdump()).lower().encode()
        store.backup(backup)
        yield "backup", backup.serialize()


def hits(folder: Path, log: str, staff: str, messages: list[tuple[str, list[str]]]) -> list[str]:
    places = list(everything(folder, log, staff))
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
    staff = await seen_by_staff(room)
    assert ("underwater welding" in staff) == (state == "up"), "the question that was passed on is there to be read"
    assert hits(room.database.parent, log + "\n".join(room.engine.heard), staff, messages) == []


async def test_same_search_finds_them_when_the_gate_is_open(room: Room, log_file: Path) -> None:
    messages = planted()[:20]
    give(room.parts, Sabotaged())
    await flood(room, messages)
    staff = await seen_by_staff(room)
    found = hits(room.database.parent, logged(log_file) + "\n".join(room.engine.heard), staff, messages)
    assert len({hit.split(": ", 1)[1] for hit in found}) >= 10 * PER_MESSAGE
    assert any(hit.startswith("sendero.db") for hit in found) and any(hit.startswith("backup") for hit in found)
    assert any(hit.startswith("staff") for hit in found)
