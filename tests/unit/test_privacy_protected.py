"""What survives: names of the knowledge base, bodies named after people, public numbers; and whom that never shields."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterable

import pytest

from bot.messages import RawText
from bot.privacy.budget import Limits
from bot.privacy.protected import Renewed
from bot.privacy.scrub import Scrubber

PHRASES = ["Per Scholas", "Franklin Cummings Tech", "Sharon", "Robert Morgan", "Nova", "220-1101", "Desert View High"]


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber(PHRASES, limits=Limits(cpu_seconds=30, wall_seconds=60))


@pytest.mark.parametrize(
    "text",
    [
        "is Per Scholas free",
        "franklin cummings tech o year up",
        "i go to Pueblo High",
        "Roosevelt High has a class",
        "voy a la prepa Montgomery",
        "Santa Cruz County one stop",
        "i live in Sharon",
        "¿Robert Morgan tiene informática?",
        "take 220-1101 then N10-009",
        "$52,000 for 15-1232",
        "call 988 or 211 or text 741741",
        "1-888-373-7888",
        "will april or may work, i hope",
        "255.255.255.0",
        "go to www.pima.edu",
        "the Martin Luther King library",
    ],
)
def test_what_is_public_survives(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub(RawText(text)).text.reveal() == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("my name is sharon", "my name is <PERSON>"),
        ("my friend sharon helps", "my friend <PERSON> helps"),
        ("hi im Sharon Barrios", "hi im <PERSON>"),
        ("me llamo nova", "me llamo <PERSON>"),
        ("my name is april", "my name is <PERSON>"),
    ],
)
def test_a_person_of_that_name_is_still_a_person(scrubber: Scrubber, text: str, left: str) -> None:
    assert scrubber.scrub(RawText(text)).text.reveal() == left


def test_protection_may_be_a_function() -> None:
    def spans(text: str) -> Iterable[tuple[int, int]]:
        start = text.find("Keisha Labs")
        if start >= 0:
            yield start, start + len("Keisha Labs")

    scrubber = Scrubber(spans, limits=Limits(cpu_seconds=30, wall_seconds=60))
    assert scrubber.scrub(RawText("i want Keisha Labs now")).spans == []


def test_renewed_phrases_follow_the_revision_without_holding_a_message_up() -> None:
    names, revision, ready = ["New Path"], [1], threading.Event()

    def slow() -> list[str]:
        if revision[0] == 2:
            ready.wait(5)
        return list(names)

    protects = Renewed(slow, lambda: revision[0])
    assert list(protects("at New Path")) == [(3, 11)]
    names.append("Rosa Vega Academy")
    revision[0] = 2
    assert list(protects("Rosa Vega Academy")) == [], "the old ones hold until the new are made"
    ready.set()
    deadline = time.monotonic() + 5
    while not list(protects("Rosa Vega Academy")) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list(protects("Rosa Vega Academy")) == [(0, 17)]


async def test_renewed_phrases_are_in_step_before_the_first_message_asks_for_them() -> None:
    names, revision = ["New Path"], [1]
    protects = Renewed(lambda: list(names), lambda: revision[0])
    keeping = asyncio.create_task(protects.keep_in_step(0.01))
    names.append("Rosa Vega Academy")
    revision[0] = 2
    await asyncio.sleep(0.3)
    assert list(protects("Rosa Vega Academy")) == [(0, 17)]
    keeping.cancel()
