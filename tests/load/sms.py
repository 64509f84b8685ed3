"""Measures the text-message channel alone: acknowledge latency, a burst, segments an answer. `python -m tests.load.sms`.

Turns are a stand-in that answers at once, so what is measured is the channel and its store; `make bench` measures the
whole road. Prints JSON under the keys of the measures contract's `sms`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles

from bot.channels.sms.ports import Handed, Message
from bot.store.models import SmsInbound
from tests.fakes.sms import World


class Counting:
    """A carrier that takes everything and reports nothing."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def segments_per_second(self, sender: str) -> float:
        return 1e9

    async def send(self, message: Message) -> Handed:
        self.sent.append(message.body)
        return Handed(f"SM{len(self.sent)}", reports=False)


async def acknowledge(per_second: int, seconds: int) -> dict[str, float]:
    """Latency of `receive` at a steady rate, worker and sender running."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), carrier=Counting())
        await world.create()
        world.worker.start()
        world.sender.start()
        took: list[float] = []

        async def one(number: int) -> None:
            started = time.perf_counter()
            await world.arrive("hola", sid=f"SM{number}", sender=f"+1500555{number % 500:04d}")
            took.append((time.perf_counter() - started) * 1000)

        async with asyncio.TaskGroup() as tasks:
            began = time.perf_counter()
            for number in range(per_second * seconds):
                await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
                tasks.create_task(one(number))
        await world.worker.stop()
        await world.sender.stop()
        await world.close()
    return {"ack_p99": round(quantiles(took, n=100)[98], 1), "ack_max": round(max(took), 1)}


async def burst(messages: int) -> dict[str, float]:
    """How fast a burst is turned, and whether anything is lost or doubled."""
    with tempfile.TemporaryDirectory() as folder:
        carrier = Counting()
        world = World(Path(folder), carrier=carrier)
        await world.create()
        for number in range(messages):
            await world.arrive(f"message {number}", sid=f"SM{number}", sender=f"+1500555{number % 700:04d}")
        started = time.perf_counter()
        world.worker.start()
        world.sender.start()
        while any(row.state != "done" for row in await world.rows(SmsInbound)):
            await asyncio.sleep(0.5)
        turned = time.perf_counter() - started
        while len(carrier.sent) < messages and time.perf_counter() - started < 300:
            await asyncio.sleep(0.2)
        await world.worker.stop()
        await world.sender.stop()
        await world.close()
    counts = Counter(carrier.sent)
    return {
        "burst_turns_per_s": round(messages / turned, 1),
        "burst_lost": messages - len(counts),
        "burst_duplicated": sum(counts.values()) - len(counts),
    }


async def measure(seconds: int, messages: int) -> dict[str, float]:
    return await acknowledge(50, seconds) | await burst(messages)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--messages", type=int, default=2000)
    given = parser.parse_args()
    print(json.dumps(asyncio.run(measure(given.seconds, given.messages)), indent=1))
