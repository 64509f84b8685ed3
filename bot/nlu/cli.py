"""`sendero nlu`: check the training messages, tune the encoder on them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.settings import Settings

nlu = typer.Typer(no_args_is_help=True, help="Training messages and the encoder.")
console = Console(highlight=False, soft_wrap=True)
Python = Annotated[Path | None, typer.Option(help="A Python that has engine/encoder_training/requirements.txt.")]


@nlu.command()
def check(
    every: Annotated[bool, typer.Option("--all", help="Also what is only worth a look.")] = False,
) -> None:
    """Find doubles, contradictions, near-twins, the wrong language and topics short of examples in data/nlu."""
    from bot import cli
    from bot.nlu import corpus_check
    from bot.training import examples

    corpus = list(examples())
    found = corpus_check.check(corpus, cli.linker(Settings()).link)
    for finding in found:
        if finding.serious or every:
            console.print(finding.line(), markup=False)
    counts = Counter(finding.kind.replace("_", " ") for finding in found)
    summary = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "nothing found"
    console.print(f"{len(corpus)} messages: {summary}")
    if any(finding.serious for finding in found):
        raise typer.Exit(1)


@nlu.command()
def topics() -> None:
    """What each topic has: examples and writers a language."""
    from bot.training import examples

    counts: Counter[tuple[str, str]] = Counter()
    writers: dict[tuple[str, str], set[str]] = {}
    for one in examples():
        counts[one.intent, one.language] += 1
        writers.setdefault((one.intent, one.language), set()).add(one.writer)
    for topic in sorted({topic for topic, _language in counts}):
        cells = (
            f"{code} {counts[topic, code]:4} ({len(writers.get((topic, code), ())):2})" for code in ("en", "es", "mix")
        )
        console.print(f"{topic:24} {'  '.join(cells)}", markup=False)


@nlu.command("fine-tune")
def fine_tune(
    folds: Annotated[bool, typer.Option("--folds", help="The four encoders that `make eval` measures with.")] = False,
    rounds: Annotated[int, typer.Option(min=1, max=10, help="How often each message is met.")] = 5,
    python: Python = None,
) -> None:
    """Tune the encoder on data/nlu (some ten minutes on two cores); run it when many messages have changed."""
    from bot import cli
    from bot.nlu import encoder
    from bot.serve import CannotStartError
    from bot.training import examples

    settings = Settings()
    try:
        interpreter = python or encoder.python(settings.data_dir, console.print)
        source = settings.data_dir / "encoder" / "annotated.json"
        count = encoder.annotated(cli.linker(settings), source)
        if not folds:
            console.print(f"Tuning on {count} messages")
            encoder.tune(interpreter, source, encoder.SHIPPED, rounds)
            console.print("engine/encoder is new; the next `make serve` trains on top of it")
            return
        now = encoder.corpus_hash(list(examples()))
        for fold in range(encoder.FOLDS):
            target = settings.data_dir / "encoder" / f"fold-{fold}"
            stamp = target / "corpus"
            if stamp.exists() and stamp.read_text() == now:
                continue
            console.print(f"Tuning without the writers of group {fold + 1} of {encoder.FOLDS}")
            encoder.tune(interpreter, source, target, rounds, fold)
            stamp.write_text(now)
    except CannotStartError as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from None
