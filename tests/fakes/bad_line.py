"""A bad line between a browser and the service: slow, far away, and now and then a packet is lost.

A TCP relay. Both directions carry `BITS` a second, all connections together; a byte is `TRIP` seconds under way; a segment
is lost with the given probability and comes one resend later, and what follows it on its connection waits for it, as TCP
has it. Opening a connection costs a round trip, and a resend where its first packet is lost.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

SEGMENT = 1_460  # bytes
BITS = 50_000
TRIP = 0.5  # seconds one way
RESEND = 2 * TRIP + 0.2  # until a lost segment is missed and sent again


@dataclass
class Way:
    """One direction of the line: the bytes of all connections pass one after the other."""

    free: float = 0.0

    def passage(self, now: float, size: int) -> float:
        """When the last byte of `size` bytes, handed over at `now`, leaves the narrow end."""
        self.free = max(self.free, now) + size * 8 / BITS
        return self.free


@dataclass
class BadLine:
    """Counts what it lost, so that a test knows that something was."""

    target: tuple[str, int]
    loss: float
    luck: random.Random
    there: Way = field(default_factory=Way)
    back: Way = field(default_factory=Way)
    segments: int = 0
    lost: int = 0
    open: list[asyncio.StreamWriter] = field(default_factory=list)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.append(writer)
        await asyncio.sleep(2 * TRIP + (RESEND if self._loses() else 0))
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.target)
        except OSError:
            writer.close()
            return
        self.open.append(far_writer)
        with suppress(asyncio.CancelledError):  # the line is taken down
            await asyncio.gather(
                self._carry(reader, far_writer, self.there), self._carry(far_reader, writer, self.back)
            )

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: Way) -> None:
        clock = asyncio.get_running_loop().time
        arrivals: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.create_task(_deliver(arrivals, sink))
        latest = 0.0
        with suppress(ConnectionError):
            while data := await source.read(SEGMENT):
                left = way.passage(clock(), len(data) + 40)
                arrives = left + TRIP + (RESEND if self._loses() else 0)
                latest = max(latest, arrives)
                await arrivals.put((latest, data))
                await asyncio.sleep(max(0.0, left - clock()))
        await arrivals.put((latest, b""))
        await delivery

    def _loses(self) -> bool:
        self.segments += 1
        lost = self.luck.random() < self.loss
        self.lost += lost
        return lost


async def _deliver(arrivals: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
    clock = asyncio.get_running_loop().time
    with suppress(ConnectionError):
        while True:
            due, data = await arrivals.get()
            await asyncio.sleep(max(0.0, due - clock()))
            if not data:
                break
            sink.write(data)
            await sink.drain()
    sink.close()


@contextmanager
def bad_line(port: int, loss: float, seed: int) -> Iterator[tuple[str, BadLine]]:
    """Yields the address to use instead of the service's, and the line."""
    line = BadLine(("127.0.0.1", port), loss, random.Random(seed))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(line.connected, "127.0.0.1", 0)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(5)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", line
    finally:

        async def stop() -> None:
            server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            for writer in line.open:
                writer.transport.abort()
            await asyncio.sleep(0.05)  # the transports close in the loop's next rounds

        asyncio.run_coroutine_threadsafe(stop(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
