"""`make eval`: how well it understands. Cross-validation by writers, and the open cases through the running product.

Prints tables and writes var/measures/eval.json with the keys of the measures contract. The open cases live outside the
project; where they are absent, only the cross-validation runs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from bot import cli
from bot.serve import ENGINE_PYTHON
from bot.settings import PROJECT
from bot.training import examples
from tests import stack

MEASURES = PROJECT / "var" / "measures"
OPEN_CASES = PROJECT.parent / "shared" / "eval"
FILES = ("dev_single", "dev_multi", "dev_safety", "dev_optout", "dev_pii")


def main() -> int:
    MEASURES.mkdir(parents=True, exist_ok=True)
    running = stack.start(PROJECT / "var" / "eval.log")
    try:
        result: dict[str, Any] = {"cross_validation": cross_validation(running)}
        if OPEN_CASES.exists():
            result |= open_cases(running.url)
        else:
            print("the open cases are not here: cross-validation only")
    finally:
        running.stop()
    (MEASURES / "eval.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    return 0


def cross_validation(running: stack.Stack) -> dict[str, float]:
    """Four folds by groups of writers, on the encoder as shipped."""
    linker = cli.linker(running.settings)
    annotated = MEASURES / "annotated.json"
    rows = [
        {"text": e.text, "intent": e.intent, "writer": e.writer, "mentions": [asdict(m) for m in linker.link(e.text)]}
        for e in examples()
    ]
    annotated.write_text(json.dumps(rows, ensure_ascii=False))
    out = MEASURES / "cross_validation.json"
    command = [str(ENGINE_PYTHON), "-m", "engine.crossvalidate", str(annotated), str(out)]
    print(f"cross-validation over {len(rows)} messages (about two minutes)", flush=True)
    subprocess.run(command, cwd=PROJECT, check=True)
    found: dict[str, float] = json.loads(out.read_text())["accuracy"]
    return found


def open_cases(url: str) -> dict[str, Any]:
    """The open cases, by the scorer that comes with them."""
    summary, failures = MEASURES / "open_cases.json", MEASURES / "failures.jsonl"
    command = [sys.executable, str(OPEN_CASES / "score.py"), "--url", url, "--jobs", "4", "--quiet", "--summary", str(summary),
               "--failures", str(failures), *(str(OPEN_CASES / f"{name}.jsonl") for name in FILES)]  # fmt: skip
    subprocess.run(command, check=True)
    return {"open_cases": json.loads(summary.read_text())}


if __name__ == "__main__":
    sys.exit(main())
