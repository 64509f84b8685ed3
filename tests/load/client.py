"""A small HTTP/1.1 client for measuring: one connection a worker, so that the load costs little of the two cores."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any


class Connection:
    """A keep-alive connection to 127.0.0.1."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: Any, token: str = "") -> tuple[int, Any]:
        """Status and decoded JSON."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        data = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        auth = f"Authorization: Bearer {token}\r\n" if token else ""
        writer.write(f"{head}{auth}Content-Length: {len(data)}\r\n\r\n".encode() + data)
        status, length, chunked = 0, 0, False
        line = await reader.readline()
        status = int(line.split()[1])
        while (line := (await reader.readline()).strip().lower()) != b"":
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            chunked |= line.startswith(b"transfer-encoding: chunked")
        content = await _chunks(reader) if chunked else await reader.readexactly(length)
        return status, json.loads(content) if content else None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    content = b""
    while size := int(await reader.readline(), 16):
        content += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return content


@dataclass
class Load:
    """What a run measured; times are milliseconds."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    failed: int = 0

    @property
    def throughput(self) -> float:
        return round(len(self.times) / self.seconds, 1) if self.seconds else 0.0

    def percentile(self, share: int) -> float:
        return round(statistics.quantiles(self.times, n=100, method="inclusive")[share - 1], 1)


Turn = Callable[[Connection, int, int], Awaitable[bool]]


async def run(port: int, turn: Turn, workers: int, messages: int) -> Load:
    """`messages` turns by `workers` at once; `turn(connection, worker, number)` says whether it was answered."""
    load = Load()

    async def work(worker: int) -> None:
        connection = Connection(port)
        for number in range(messages // workers):
            started = time.perf_counter()
            ok = await turn(connection, worker, number)
            load.times.append((time.perf_counter() - started) * 1000)
            load.failed += not ok

    started = time.perf_counter()
    await asyncio.gather(*(work(worker) for worker in range(workers)))
    load.seconds = time.perf_counter() - started
    return load
