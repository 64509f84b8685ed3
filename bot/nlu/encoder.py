"""Tunes the sentence encoder on the training messages, in an environment of its own that nothing else needs.

Receives the linker (messages are annotated first); leaves `engine/encoder/` (the one that serves) or, a fold at a time,
`var/encoder/fold-N` (those that measure). Takes some ten minutes an encoder on two cores.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from bot.serve import CannotStartError
from bot.settings import PROJECT
from bot.training import Example, examples
from knowledge.mentions import Linker

SHIPPED = PROJECT / "engine" / "encoder"
BASE = SHIPPED / "base"
RECIPE = PROJECT / "engine" / "encoder_training"
FOLDS = 4  # engine/folds.py


def annotated(linker: Linker, target: Path) -> int:
    """Writes every example with its writer, group and mentions; gives how many."""
    rows = [
        {**asdict(example), "mentions": [asdict(mention) for mention in linker.link(example.text)]}
        for example in examples()
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return len(rows)


def corpus_hash(corpus: list[Example]) -> str:
    """Changes with every message, label or writer."""
    text = "\n".join(f"{one.writer}\t{one.intent}\t{one.text}" for one in corpus)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def python(data_dir: Path, say: Callable[[str], None]) -> Path:
    """The tuning environment's Python, made when missing. Raises CannotStartError when it cannot be had."""
    folder = data_dir / "encoder-env"
    interpreter = folder / "bin" / "python"
    wanted = (RECIPE / "requirements.txt").read_text()
    stamp = folder / "requirements"
    if stamp.exists() and stamp.read_text() == wanted:
        return interpreter
    say("Installing PyTorch for tuning (once; it is large)")
    venv.create(folder, with_pip=True)
    command = [str(interpreter), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r"]
    if subprocess.run([*command, str(RECIPE / "requirements.txt")], check=False).returncode:
        raise CannotStartError("PyTorch could not be installed (see above). Give --python an environment that has it.")
    stamp.write_text(wanted)
    return interpreter


def tune(interpreter: Path, source: Path, target: Path, rounds: int, fold: int | None = None) -> None:
    """Tunes from the base encoder into `target`; without the writers of `fold`, if given."""
    command = [str(interpreter), "-m", "engine.encoder_training", str(source), str(BASE), str(target)]
    command += ["--epochs", str(rounds)]
    if fold is not None:
        command += ["--fold", str(fold)]
    if subprocess.run(command, cwd=PROJECT, check=False, stdout=sys.stderr).returncode:
        raise CannotStartError("Tuning failed (see above); the encoder is as it was.")


def fold_encoders(data_dir: Path) -> Path | None:
    """The folder of the fold encoders, when all are there and were tuned on the messages as they are now."""
    folder = data_dir / "encoder"
    now = corpus_hash(list(examples()))
    stamps = [folder / f"fold-{fold}" / "corpus" for fold in range(FOLDS)]
    return folder if all(stamp.exists() and stamp.read_text() == now for stamp in stamps) else None
