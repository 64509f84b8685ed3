"""The history of the understanding figures, and the table of README that is made from its last line."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from bot.settings import PROJECT

HISTORY = PROJECT / "docs" / "measures" / "understanding.jsonl"
README = PROJECT / "README.md"
START, END = "<!-- understanding: made by `make eval` -->", "<!-- /understanding -->"
KEPT = (
    "date", "commit", "single", "multi", "entities", "wrong_confident", "oos_taken", "both", "held_out",
    "cross_validation", "clinc150", "hwu64_10", "ucm_es_10", "ha_en_es", "safety", "pii", "optout",
)  # fmt: skip


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def keep(result: dict[str, Any]) -> None:
    """Adds the figures to the history and makes README's table anew."""
    HISTORY.parent.mkdir(parents=True, exist_ok=True)
    line = {key: result[key] for key in KEPT if key in result}
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    README.write_text(with_table(README.read_text(encoding="utf-8"), line), encoding="utf-8")


def with_table(text: str, result: dict[str, Any]) -> str:
    """README with its table replaced."""
    before, rest = text.split(START)
    _old, after = rest.split(END)
    return f"{before}{START}\n{table(result)}\n{END}{after}"


def latest() -> dict[str, Any]:
    return dict(json.loads(HISTORY.read_text(encoding="utf-8").splitlines()[-1]))


def table(result: dict[str, Any]) -> str:
    """The figures a reader wants first, as Markdown; what was not measured is left out."""
    held, rows = result.get("held_out") or {}, []

    def row(name: str, *values: Any) -> None:
        if any(value is not None for value in values):
            rows.append(f"| {name} | {' / '.join('–' if v is None else f'{100 * v:.1f}' for v in values)} % |")

    def languages(found: dict[str, Any] | None) -> list[Any]:
        return [(found or {}).get(code) for code in ("en", "es", "mix")]

    row("open cases, one message, topic: English / Spanish / mixed", *languages(result.get("single")))
    row("open cases, conversations, topic per turn", result.get("multi"))
    row("open cases, entity ids right", result.get("entities"))
    row("open cases, wrong and not asked back", result.get("wrong_confident"))
    row("held-out cases of other writers: English / Spanish / mixed", *languages(held.get("single")))
    row("held-out conversations, topic per turn", held.get("multi"))
    row("held-out, entity ids right", held.get("entities"))
    row("held-out, wrong and not asked back", held.get("wrong_confident"))
    row("held-out, out of scope taken as ours", held.get("oos_taken"))
    row("writers never read (cross-validation): English / Spanish / mixed", *languages(result.get("cross_validation")))
    return "\n".join(["| measure | figure |", "|---|---|", *rows])
