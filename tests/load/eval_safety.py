"""How well danger is heard and personal data is found: the `safety` and `pii` figures of `make eval`.

`measure()` gives the two dicts of the measures contract (shares from 0 to 1). Safety is measured on the sealed cases, which
nobody learned from, and on career messages of writers held out from a model trained for the purpose of choosing its
threshold; personal data on the fourth set. `python -m tests.load.eval_safety` prints them with Wilson intervals; given
files, it prints how many of each are heard, and nothing of what they say.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.messages import RawText
from bot.privacy.budget import Limits
from bot.privacy.scrub import Scrubber
from bot.safety.learned import train
from bot.safety.screen import screen
from tests.cases.pii.reading import letters, read

Row = tuple[str, str]
LEVELS, LANGUAGES = ("explicit", "indirect"), ("en", "es")


def cases(name: str) -> list[Row]:
    """(kind, text) of one file of tests/cases/safety; none where it is not there."""
    path = train.CASES / f"{name}.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


def heard(text: str) -> bool:
    return screen(RawText(text)) is not None


def share(rows: list[Row]) -> float:
    """The share of messages in which the screen hears danger."""
    return sum(heard(text) for _, text in rows) / len(rows)


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95% interval of a share."""
    p, spread = hits / of, z * math.sqrt(hits / of * (1 - hits / of) / of + z * z / (4 * of * of))
    middle, scale = p + z * z / (2 * of), 1 + z * z / of
    return (middle - spread) / scale, (middle + spread) / scale


def career_messages() -> list[Row]:
    """Ordinary messages: the held-out writers of data/nlu (abusive ones aside) and the sealed hard negatives."""
    writers = [("none", example.text) for example in train.examples() if example.held_out and example.kind == "none"]
    return [*writers, *cases("sealed_benign_en"), *cases("sealed_benign_es")]


def safety(say: Callable[[str], None] = print) -> dict[str, Any]:
    """`{"recall": {level: {language: share}}, "false_alarms": share}`."""
    recall: dict[str, dict[str, float]] = {level: {} for level in LEVELS}
    for level in LEVELS:
        for language in LANGUAGES:
            if not (rows := cases(f"sealed_{level}_{language}")):
                say(f"{level} {language}: no sealed cases")
                continue
            hits = sum(heard(text) for _, text in rows)
            low, high = wilson(hits, len(rows))
            say(f"{level} {language}: {hits}/{len(rows)} {hits / len(rows):.1%} ({low:.1%} to {high:.1%})")
            recall[level][language] = hits / len(rows)
    rows = career_messages()
    times = []
    alarms = 0
    for _, text in rows:
        began = time.thread_time()
        alarms += heard(text)
        times.append(time.thread_time() - began)
    low, high = wilson(alarms, len(rows))
    say(f"false alarms: {alarms}/{len(rows)} {alarms / len(rows):.2%} ({low:.2%} to {high:.2%})")
    say(f"screening p99: {sorted(times)[int(len(times) * 0.99)] * 1000:.1f} ms of processor time")
    return {"recall": recall, "false_alarms": alarms / len(rows)}


def pii(say: Callable[[str], None] = print) -> dict[str, Any]:
    """`{"structured_recall": {language: share}, "name_recall": {…}, "precision": share}` over letters and digits."""
    scrubber = Scrubber(limits=Limits(cpu_seconds=5, wall_seconds=30))
    marked: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, str], int] = {}
    shared = touched = 0
    for case in read("fourth.txt"):
        spans = letters(case.text, [(s.start, s.end) for s in scrubber.scrub(RawText(case.text)).spans])
        touched, shared = touched + len(spans), shared + len(spans & case.letters())
        for start, end, kind in case.spans:
            key = ("name" if kind == "PERSON" else "structured", case.language)
            size = letters(case.text, [(start, end)])
            marked[key] = marked.get(key, 0) + len(size)
            found[key] = found.get(key, 0) + len(size & spans)
    recall = {kind: {one: found[kind, one] / marked[kind, one] for one in LANGUAGES} for kind in ("structured", "name")}
    made = {
        "structured_recall": recall["structured"],
        "name_recall": recall["name"],
        "precision": shared / max(1, touched),
    }
    say(f"personal data: {made}")
    return made


def measure(say: Callable[[str], None] = print) -> dict[str, Any]:
    """Both dicts, under the keys of the measures contract."""
    return {"safety": safety(say), "pii": pii(say)}


def first_run(paths: Sequence[Path], say: Callable[[str], None] = print) -> None:
    """Counts of a set from elsewhere (`kind<TAB>text` a line, with a heading); says no word of it."""
    for path in paths:
        rows = [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines()[1:] if "\t" in line]
        for name, some in (
            ("danger heard", [text for kind, text in rows if kind != "none"]),
            ("alarms", [text for kind, text in rows if kind == "none"]),
        ):
            if some:
                hits = sum(map(heard, some))
                low, high = wilson(hits, len(some))
                say(f"{path.name}: {name} {hits}/{len(some)} {hits / len(some):.1%} ({low:.1%} to {high:.1%})")


if __name__ == "__main__":
    if files := sys.argv[1:]:
        first_run([Path(name) for name in files])
    else:
        measure()
