"""`make eval`: how well it understands, in one table; writes var/measures/eval.json with the keys of the measures contract.

What it reads: the held-out cases and corpora of `tests/cases`, `data/nlu` for the cross-validation, and, where they are
present beside the project, the open cases and the public sets. A key that cannot be measured is absent. A whole run adds
a line to docs/measures/understanding.jsonl and makes README's table from it; `--quick` asks the conversations alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from bot import cli
from bot.nlu import encoder
from bot.serve import ENGINE_PYTHON
from bot.settings import PROJECT, Settings
from tests import stack
from tests.load import eval_history, understanding

MEASURES = PROJECT / "var" / "measures"
HELD_OUT = sorted((PROJECT / "tests" / "cases" / "understanding").glob("*.jsonl"))
SHARED = PROJECT.parent / "shared"
OPEN_CASES, PUBLIC_SETS = SHARED / "eval", SHARED / "data" / "nlu"


def main() -> int:
    MEASURES.mkdir(parents=True, exist_ok=True)
    result: dict[str, Any] = {"date": date.today().isoformat(), "commit": eval_history.commit()}
    running = stack.start(PROJECT / "var" / "eval.log")
    try:
        result["held_out"] = conversations(running.url, "held_out", HELD_OUT)
        if OPEN_CASES.exists():
            files = [OPEN_CASES / f"dev_{name}.jsonl" for name in ("single", "multi", "safety")]
            result |= conversations(running.url, "open", files)
            scorer(running.url)
    finally:
        running.stop()
    quick = "--quick" in sys.argv
    if not quick:
        result |= cross_validation(running.settings)
        result |= public_sets()
        result |= guards()
    (MEASURES / "eval.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(eval_history.table(result))
    if not quick:
        eval_history.keep(result)
    return 0


def conversations(url: str, name: str, files: list[Path]) -> dict[str, Any]:
    """One set of labelled conversations; what went wrong lands in var/measures."""
    seen = understanding.run(url, understanding.read(files))
    lines = [json.dumps(miss, ensure_ascii=False) for miss in understanding.misses(seen)]
    (MEASURES / f"misses_{name}.jsonl").write_text("\n".join(lines) + "\n")
    found = understanding.measure(seen)
    print(f"{name}: {found}", flush=True)
    for pair, count in understanding.confusions(seen):
        print(f"  {count:3}  {pair}")
    return found


def scorer(url: str) -> None:
    """The open cases once more, by the scorer that comes with them: an independent reading of the same answers."""
    files = [str(path) for path in sorted(OPEN_CASES.glob("dev_*.jsonl"))]
    command = [sys.executable, str(OPEN_CASES / "score.py"), "--url", url, "--jobs", "4", "--quiet",
               "--summary", str(MEASURES / "open_cases.json"), "--failures", str(MEASURES / "failures.jsonl")]  # fmt: skip
    subprocess.run([*command, *files], check=True)


def cross_validation(settings: Settings) -> dict[str, Any]:
    """Four folds by groups of writers, each on an encoder that has not read its writers (`sendero nlu fine-tune --folds`)."""
    folds = encoder.fold_encoders(settings.data_dir) or encoder.fold_encoders(PROJECT / "var")
    if folds is None:
        print(
            "no fold encoders for the messages as they are: run `sendero nlu fine-tune --folds`; the base encoder serves"
        )
    annotated, out = MEASURES / "annotated.json", MEASURES / "cross_validation.json"
    count = encoder.annotated(cli.linker(settings), annotated)
    print(f"cross-validation over {count} messages (some minutes)", flush=True)
    command = [str(ENGINE_PYTHON), "-m", "engine.evaluation.writers", str(annotated), str(out)]
    subprocess.run([*command, *([str(folds)] if folds else [])], cwd=PROJECT, check=True)
    found = json.loads(out.read_text())
    for pair, count, _samples in found["confused"][:25]:
        print(f"  {count:3}  {pair}")
    key = "cross_validation" if folds else "cross_validation_base_encoder"
    return {key: found["accuracy"], "temperature": found["temperature"], "doubt": found["doubt"]}


def public_sets() -> dict[str, Any]:
    """The same featurizers and classifier on published sets."""
    if not PUBLIC_SETS.exists():
        print("the public sets are not here")
        return {}
    out = MEASURES / "public_sets.json"
    command = [str(ENGINE_PYTHON), "-m", "engine.evaluation.public_sets", str(PUBLIC_SETS), str(out)]
    subprocess.run(command, cwd=PROJECT, check=True)
    return dict(json.loads(out.read_text()))


def guards() -> dict[str, Any]:
    """Safety, personal data and opt-out, each measured by its own module."""
    from tests.load import eval_optout, eval_safety

    return {**eval_safety.measure(), "optout": eval_optout.measure()}


if __name__ == "__main__":
    sys.exit(main())
