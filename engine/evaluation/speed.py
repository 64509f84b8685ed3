"""How long one message takes to understand: the trained pipeline as it serves, on one core, after the names are linked.

`python -m engine.evaluation.speed MODEL.tar.gz MESSAGES.json OUT.json`: MESSAGES is a list of `{"text", "mentions"}`; OUT
gets a list of milliseconds, one a message, in order.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Dict, List

WARM_UP = 50


def main(model: str, source: str, target: str) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    messages: List[Dict[str, Any]] = json.loads(Path(source).read_text(encoding="utf-8"))
    Path(target).write_text(json.dumps(asyncio.run(milliseconds(model, messages))))


async def milliseconds(model: str, messages: List[Dict[str, Any]]) -> List[float]:
    """Features, topic and resolver of each message, by Rasa's own runner."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage

    processor = Agent.load(model).processor
    if processor is None:
        raise SystemExit(f"{model} is not a trained model")
    spent = []
    for message in [*messages[:WARM_UP], *messages]:
        asked = UserMessage(message["text"], metadata={"mentions": message["mentions"], "context": {}})
        started = time.perf_counter()
        await processor.parse_message(asked)
        spent.append((time.perf_counter() - started) * 1000)
    return spent[WARM_UP:]


if __name__ == "__main__":
    main(*sys.argv[1:])
