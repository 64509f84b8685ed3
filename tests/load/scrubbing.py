"""What scrubbing costs understanding: `python -m tests.load.scrubbing` (trains and starts the stack where needed).

Every turn of the held-out conversations that the scrubber touches goes to the engine twice, as it was written and scrubbed, by
itself and without what came before; a turn it does not touch is the same either way. Prints both counts and the
difference over all turns, in points. The words go to a test's own engine on loopback and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.cli import linker
from bot.dialogue.engine import Engine
from bot.dialogue.names import Names
from bot.messages import RawText, ScrubbedText
from bot.privacy.budget import Limits
from bot.privacy.scrub import Scrubber
from bot.settings import PROJECT
from knowledge.mentions import Mention
from knowledge.repository import Knowledge
from tests import stack
from tests.load import understanding
from tests.load.evaluate import HELD_OUT


@dataclass(frozen=True)
class Cost:
    """Turns asked about, those the scrubber touches, and how many of these are understood either way."""

    turns: int
    touched: int
    right_unscrubbed: int
    right_scrubbed: int

    @property
    def points(self) -> float:
        """Lost accuracy over all turns, in percentage points; negative where scrubbing helps."""
        return 100 * (self.right_unscrubbed - self.right_scrubbed) / self.turns


async def measure(url: str, scrubber: Scrubber, link: Callable[[str], list[Mention]]) -> Cost:
    """Asks the engine at `url`; raises `EngineUnavailable` where it does not answer."""
    turns = [
        (case["lang"], turn) for case in understanding.read(HELD_OUT) for turn in case["turns"] if turn.get("user")
    ]
    engine, touched, right = Engine(url, 20), 0, [0, 0]
    for language, turn in turns:
        scrubbed = scrubber.scrub(RawText(turn["user"]))
        if not scrubbed.spans:
            continue
        touched += 1
        for place, text in enumerate((turn["user"], scrubbed.text.reveal())):
            right[place] += await _topic(engine, text, language, link) in turn["topic"]
    await engine.close()
    return Cost(len(turns), touched, *right)


async def _topic(engine: Engine, text: str, language: Any, link: Callable[[str], list[Mention]]) -> str | None:
    spoken = "es" if language == "es" else "en"
    turn = await engine.turn(ScrubbedText(text), language=spoken, channel="web", context={}, mentions=link(text))
    return turn.topics[0] if turn.topics else None


def main() -> None:
    running = stack.start(PROJECT / "var" / "scrubbing.log")
    try:
        protected = Names(Knowledge(running.settings.knowledge)).protected()
        scrubber = Scrubber(protected=protected, limits=Limits(cpu_seconds=5, wall_seconds=30))
        url = f"http://127.0.0.1:{running.settings.engine_port}"
        found = asyncio.run(measure(url, scrubber, linker(running.settings).link))
    finally:
        running.stop()
    print(f"{found}: {found.points:+.2f} points lost")


if __name__ == "__main__":
    main()
