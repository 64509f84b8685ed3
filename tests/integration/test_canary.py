"""A unique name and number, sent through both channels, must be nowhere afterwards: no table, log or file of the product."""

from __future__ import annotations

import time
from pathlib import Path

from tests.stack import DATA, Stack, Talk

NAME, NUMBER, EMAIL = "Zephyrina Quobblesworth", "520-555-0142", "zq.canary@example.com"
MESSAGE = f"hi im {NAME}, call me at {NUMBER} or {EMAIL}, what does help desk pay in Tucson"
NEEDLES = [b"Zephyrina", b"Quobblesworth", b"555-0142", b"5550142", b"zq.canary"]


def found_in(folder: Path, log: Path) -> list[str]:
    hits = []
    for path in [*folder.rglob("*"), log]:
        if path.is_file() and "secrets" not in path.parts:
            content = path.read_bytes().lower()
            hits += [f"{path.name}: {needle.decode()}" for needle in NEEDLES if needle.lower() in content]
    return hits


def test_planted_name_and_number_are_nowhere(stack: Stack) -> None:
    for channel in ("web", "sms"):
        talk = Talk(stack.url, channel)
        answer = talk.say(MESSAGE)
        assert answer.topic == "role_pay"
        assert "Zephyrina" not in answer.text
    time.sleep(0.5)
    log = DATA / "logs" / "gateway.log"
    assert log.stat().st_size > 0, "the log must be captured for this test to mean anything"
    assert found_in(DATA, log) == []


def test_search_finds_what_is_really_there(tmp_path: Path) -> None:
    """The search itself can fail: planted unscrubbed, the canary is found."""
    planted = tmp_path / "store.db"
    planted.write_bytes(b"\x00\x01 hi im zephyrina \x00")
    assert found_in(tmp_path, planted)
