"""`make bench`: speed and memory of this product beside an untouched `rasa init` bot, in one run on one machine.

Prints a table and writes var/measures/bench.json with the keys of the measures contract; what cannot be measured yet is
absent. Everything listens on loopback, and what is started here is stopped here.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import httpx
import psutil

from bot.messages import RawText
from bot.serve import ENGINE_PYTHON
from bot.settings import PROJECT, Settings
from bot.training import model_path
from knowledge.mentions import Linker
from tests.load import bench_knowledge, client, segments, sms

WORK = PROJECT / "var" / "bench"
STOCK_PORT, PORT, ENGINE_PORT, ACTIONS_PORT = 5806, 5800, 5805, 5855
STOCK_SAYS = ("hi", "i am sad", "great", "are you a bot?", "bye", "yes", "no", "perfect")
ASKED = (
    "how much does help desk pay", "what is a+", "cuánto gana un desarrollador web en Hialeah", "free classes in Tucson",
    "how do i become a cybersecurity analyst", "q certificaciones piden pa soporte tecnico", "is it growing",
    "tech jobs with no experience", "where is the career center in Boston", "hola", "what about in Miami", "thanks",
)  # fmt: skip
RASA = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}


def main() -> int:
    quick = "--quick" in sys.argv
    WORK.mkdir(parents=True, exist_ok=True)
    result: dict[str, Any] = {"machine": machine(), "commit": commit()}
    with stock() as port:
        result["stock"] = asyncio.run(levels(port, ask_stock, 300 if quick else 1200))
    settings, training = prepared()
    result["training_s"] = training
    started = time.monotonic()
    with product(settings) as processes:
        result["warm_start_s"] = round(time.monotonic() - started, 1)
        result["engine"] = asyncio.run(levels(ENGINE_PORT, ask_engine, 400 if quick else 2400))
        result["product"] = asyncio.run(levels(PORT, Product().ask, 400 if quick else 2400))
        result["turn_200_over_turn_5"] = asyncio.run(long_conversation())
        result["memory"] = memory(processes)
    result |= parts(settings)
    result |= bench_knowledge.measure(WORK / "knowledge", quick)
    result["sms"] = asyncio.run(sms.measure(60 if quick else 600, 2000)) | segments.measure()
    measures = PROJECT / "var" / "measures"
    measures.mkdir(parents=True, exist_ok=True)
    (measures / "bench.json").write_text(json.dumps(result, indent=1) + "\n")
    show(result)
    return 0


@contextmanager
def stock() -> Iterator[int]:
    """Rasa's own starter bot, untouched, trained once."""
    folder = WORK / "stock"
    environment = {**os.environ, **RASA}
    if not list(folder.glob("models/*.tar.gz")):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        command = [str(ENGINE_PYTHON), "-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder)]
        print("training the stock bot (once)", flush=True)
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (folder / "credentials.yml").write_text("rest:\n")
    command = [str(ENGINE_PYTHON), "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(STOCK_PORT), "--quiet"]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{STOCK_PORT}/webhooks/rest/")
        yield STOCK_PORT
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def prepared() -> tuple[Settings, float]:
    """The product's stores and model in a folder of their own; gives the seconds training took."""
    settings = Settings(
        data_dir=WORK / "product", port=PORT, engine_port=ENGINE_PORT, actions_port=ACTIONS_PORT, evaluation=True,
        log_level="WARNING",
    )  # fmt: skip
    from bot import cli, training
    from bot.store.upgrade import migrate
    from knowledge import seed

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate(settings.database)
    seed.ensure(settings.knowledge)
    print("training the product", flush=True)
    started = time.monotonic()
    training.train(settings, cli.linker(settings), lambda line: None, force="--quick" not in sys.argv)
    return settings, round(time.monotonic() - started, 1)


@contextmanager
def product(settings: Settings) -> Iterator[dict[str, psutil.Process]]:
    environment = {
        **os.environ, "SENDERO_DATA_DIR": str(settings.data_dir), "SENDERO_PORT": str(PORT),
        "SENDERO_ENGINE_PORT": str(ENGINE_PORT), "SENDERO_ACTIONS_PORT": str(ACTIONS_PORT), "SENDERO_EVALUATION": "1",
        "SENDERO_LOG_LEVEL": "WARNING",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "bot", "serve"], cwd=PROJECT, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{PORT}/readyz")
        yield {_role(child): child for child in psutil.Process(process.pid).children()}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _role(child: psutil.Process) -> str:
    line = " ".join(child.cmdline())
    return "engine" if "rasa run" in line else "actions" if "actions" in line else "gateway"


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=10).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{url} did not come up")


async def levels(port: int, turn: client.Turn, messages: int) -> dict[str, float]:
    """Throughput and latency at 1, 8 and 32 at once, after a warm-up."""
    await client.run(port, turn, 1, 40)
    found: dict[str, float] = {}
    for workers in (1, 8, 32):
        load = await client.run(port, turn, workers, messages // 3 if workers == 1 else messages)
        found |= {f"throughput_{workers}": load.throughput, f"p50_{workers}": load.percentile(50)}
        found[f"p95_{workers}"] = load.percentile(95)
        if load.failed:
            found[f"failed_{workers}"] = load.failed
    return found


async def ask_stock(connection: client.Connection, worker: int, number: int) -> bool:
    body = {"sender": f"{worker}-{number // 8}", "message": STOCK_SAYS[number % len(STOCK_SAYS)]}
    status, _ = await connection.post("/webhooks/rest/webhook", body)
    return status == 200


async def ask_engine(connection: client.Connection, worker: int, number: int) -> bool:
    text = ASKED[number % len(ASKED)]
    body = {"text": text, "language": "en", "channel": "web", "mentions": [], "context": {"role": "15-1232"}}
    status, answer = await connection.post("/webhooks/sendero/turn", body)
    return status == 200 and bool(answer["replies"])


class Product:
    """Whole turns through the gateway: a new conversation every twelve messages, as people do."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[str, str]] = {}

    async def ask(self, connection: client.Connection, worker: int, number: int) -> bool:
        if number % len(ASKED) == 0 or worker not in self._open:
            _, opened = await connection.post("/api/conversations", {"channel": "web"})
            self._open[worker] = (opened["conversation_id"], opened["token"])
        conversation, token = self._open[worker]
        text = {"text": ASKED[number % len(ASKED)]}
        status, answer = await connection.post(f"/api/conversations/{conversation}/messages", text, token)
        return status == 200 and answer["understanding"]["outcome"] != "not_known"


async def long_conversation() -> float:
    """How much slower turn 200 is than turn 5 (medians over ten turns around each)."""
    connection, times = client.Connection(PORT), []
    _, opened = await connection.post("/api/conversations", {"channel": "web"})
    path = f"/api/conversations/{opened['conversation_id']}/messages"
    for number in range(210):
        started = time.perf_counter()
        await connection.post(path, {"text": ASKED[number % len(ASKED)]}, opened["token"])
        times.append(time.perf_counter() - started)
    # Twelve turns on either side hold each question once.
    return round(statistics.median(times[192:204]) / statistics.median(times[0:12]), 2)


def memory(processes: dict[str, psutil.Process]) -> dict[str, float]:
    found = {name: round(process.memory_info().rss / 1e6) for name, process in processes.items()}
    return {**found, "total": sum(found.values())}


def parts(settings: Settings) -> dict[str, float]:
    """Single steps, in this process, on the training messages."""
    from bot.cli import linker
    from bot.dialogue.names import Names
    from bot.privacy.scrub import Scrubber
    from bot.safety.screen import screen
    from bot.training import examples
    from knowledge.repository import Knowledge

    said = [example.text for example in examples()][::7][:1500]
    names = Names(Knowledge(settings.knowledge))
    scrubber, links = Scrubber(protected=names.protected()), linker(settings)

    def timed(step: Any, share: float) -> float:
        times = []
        for text in said:
            started = time.perf_counter()
            step(text)
            times.append((time.perf_counter() - started) * 1000)
        return round(sorted(times)[int(len(times) * share)], 2)

    return {
        "screen_p99": timed(lambda text: screen(RawText(text)), 0.99),
        "scrub_p95": timed(lambda text: scrubber.scrub(RawText(text)), 0.95),
        "linking_p95": timed(links.link, 0.95),
        "understand_p50": understanding(settings, links, said),
    }


def understanding(settings: Settings, links: Linker, said: list[str]) -> float:
    """The median of linking, featurizing and classifying one message, in milliseconds, on one core."""
    linking, messages = [], []
    for text in said:
        started = time.perf_counter()
        mentions = links.link(text)
        linking.append((time.perf_counter() - started) * 1000)
        messages.append({"text": text, "mentions": [asdict(mention) for mention in mentions]})
    source, target = WORK / "messages.json", WORK / "milliseconds.json"
    source.write_text(json.dumps(messages))
    command = [str(ENGINE_PYTHON), "-m", "engine.evaluation.speed", str(model_path(settings)), str(source), str(target)]
    subprocess.run(
        command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **RASA, "OMP_NUM_THREADS": "1"}
    )
    engine = json.loads(target.read_text())
    return round(statistics.median(map(sum, zip(linking, engine, strict=True))), 2)


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "python": platform.python_version(),
    }


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def show(result: dict[str, Any]) -> None:
    print(f"\n{'':<16}{'stock':>10}{'engine':>10}{'product':>10}")
    for key in result["stock"]:
        row = [result[side].get(key, "") for side in ("stock", "engine", "product")]
        print(f"{key:<16}" + "".join(f"{value:>10}" for value in row))
    for key, value in result.items():
        if key not in ("stock", "engine", "product"):
            print(f"{key:<24}{value}")
    floors = {
        "messages/s at 8 ≥ 2 × stock": result["product"]["throughput_8"] >= 2 * result["stock"]["throughput_8"],
        "p50 at 1 ≤ stock": result["product"]["p50_1"] <= result["stock"]["p50_1"],
        "turn 200 ≤ 1.5 × turn 5": result["turn_200_over_turn_5"] <= 1.5,
        "training ≤ 120 s": result["training_s"] <= 120,
        "understanding one message, p50 ≤ 8 ms": result["understand_p50"] <= 8,
        "warm start ≤ 25 s": result["warm_start_s"] <= 25,
        "finder p95 at 100,000 ≤ 15 ms": result["finder_p95"]["100000"] <= 15,
        "linking p95 at 100,000 ≤ 3 ms": result["linking_p95"] <= 3,
        "75,000-row ETPL ≤ 90 s": result["etl_import_75k_s"] <= 90,
        "texts acknowledged, p99 ≤ 1 s and never over 3 s": result["sms"]["ack_p99"] <= 1000
        and result["sms"]["ack_max"] <= 3000,
        "2,000 texts at once: ≥ 40 turns/s": result["sms"]["burst_turns_per_s"] >= 40,
        "… none lost, none doubled": result["sms"]["burst_lost"] == result["sms"]["burst_duplicated"] == 0,
        "gateway + actions ≤ 600 MB": result["memory"]["gateway"] + result["memory"]["actions"] <= 600,
    }
    for floor, met in floors.items():
        print(f"{'met ' if met else 'MISSED'} {floor}")


if __name__ == "__main__":
    sys.exit(main())
