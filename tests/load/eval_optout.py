"""How well STOP is understood: exact forms, paraphrases of writers left out, and career messages taken for one by mistake.

`measure()` gives the `optout` dict of the measures contract; `python -m tests.load.eval_optout` prints the table with
Wilson intervals. The classifier is trained anew for each quarter of the writers, without them, so that nothing is judged
by a model that has seen it (about two minutes); the patterns of optout.yml were written against `paraphrases.tsv` and
`false_friends.tsv`, but never against `fresh.tsv`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.sms.optout import Rules, decide, read_rules
from bot.channels.sms.stop_requests import StopRequests
from bot.channels.sms.stop_requests.train import SEED, Example, fit, listed, made, said
from tests.unit.test_optout import cases, exact_forms

FOLDS = 4


@dataclass
class Tally:
    """Messages judged, and how many of them were decided each way."""

    total: int = 0
    stopped: int = 0
    asked: int = 0

    def add(self, decision: str) -> None:
        self.total += 1
        self.stopped += decision == "opt_out"
        self.asked += decision == "ambiguous"


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The 95% interval of a share."""
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, z * z / total
    middle, half = share + spread / 2, z * (share * (1 - share) / total + spread / total / 4) ** 0.5
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def judged() -> dict[str, Tally]:
    """Every set, each message judged by a classifier that has not seen its writer."""
    tallies = {name: Tally() for name in ("exact", "listed", "writers", "fresh", "career", "false_friends")}
    for decision, text in exact_forms():
        if decision == "opt_out":
            tallies["exact"].add(decide(text))
    examples, grammar, rules = [*said(), *listed()], list(made(SEED)), read_rules()
    writers = sorted({example.writer for example in examples} - {"listed"})
    random.Random(SEED).shuffle(writers)
    for fold in [*(set(writers[n::FOLDS]) for n in range(FOLDS)), {"listed"}]:
        model = StopRequests(fit([*(e for e in examples if e.writer not in fold), *grammar]))
        judge = Rules(rules, model).decide
        for example in examples:
            if example.writer in fold and (name := _set_of(example)):
                tallies[name].add(judge(example.text))
        if fold == {"listed"}:
            _judge_fresh(judge, tallies)
    return tallies


def _set_of(example: Example) -> str | None:
    if example.writer != "listed":
        return "writers" if example.stop else "career"
    return "listed" if example.stop else "false_friends"


def _judge_fresh(judge: Callable[[str], str], tallies: dict[str, Tally]) -> None:
    for decision, text in cases("fresh"):
        tallies["fresh" if decision == "opt_out" else "false_friends"].add(judge(text))


def measure() -> dict[str, float]:
    """Shares from 0 to 1: exact forms and paraphrases found, career messages taken for a stop."""
    return _shares(judged())


def _shares(tallies: dict[str, Tally]) -> dict[str, float]:
    paraphrases = [tallies[name] for name in ("listed", "writers", "fresh")]
    return {
        "exact": tallies["exact"].stopped / tallies["exact"].total,
        "paraphrase": round(sum(t.stopped for t in paraphrases) / sum(t.total for t in paraphrases), 4),
        "false_stops": round(tallies["career"].stopped / tallies["career"].total, 5),
    }


if __name__ == "__main__":
    found = judged()
    print(f"{'':<15}{'messages':>9}{'stopped':>9}{'asked':>7}   share stopped (95%)")
    for name, tally in found.items():
        low, high = wilson(tally.stopped, tally.total)
        share = f"{tally.stopped / tally.total:7.2%}  ({low:.2%} to {high:.2%})"
        print(f"{name:<15}{tally.total:>9}{tally.stopped:>9}{tally.asked:>7}   {share}")
    print(_shares(found))
