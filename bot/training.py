"""Trains the engine: annotates `data/nlu` with the linker, runs `rasa train` in the engine's environment, seals the model.

Receives nothing but the project's own files; leaves `var/models/sendero.tar.gz` with its SHA-256 beside it. When nothing
that matters has changed since the last training, nothing is done.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from bot.serve import ENGINE_PYTHON, CannotStartError
from bot.settings import PROJECT, Settings
from knowledge.mentions import Linker

INPUTS = ("data", "domain", "engine", "config.yml", "knowledge/mentions", "knowledge/content")
WRITERS = PROJECT / "data" / "nlu"


@dataclass(frozen=True)
class Example:
    """One training message: who wrote it (the file's stem), for which topic."""

    text: str
    intent: str
    group: str
    writer: str

    @property
    def language(self) -> str:
        """en, es or mix, from the writer's name."""
        return self.writer.split("-")[0]


def model_path(settings: Settings) -> Path:
    return settings.data_dir / "models" / "sendero.tar.gz"


def examples(folder: Path = WRITERS) -> Iterator[Example]:
    """Every training message, writer by writer."""
    for path in sorted(folder.glob("*/*.yml")):
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for item in loaded["nlu"]:
            for line in item["examples"].splitlines():
                if text := line.strip().removeprefix("- ").strip():
                    yield Example(text, item["intent"], path.parent.name, path.stem)


def train(settings: Settings, linker: Linker, say: Callable[[str], None], force: bool = False) -> Path:
    """Trains if anything changed; gives the model's path. Raises CannotStartError when Rasa fails."""
    model = model_path(settings)
    stamp, now = model.with_suffix(".inputs"), fingerprint()
    if not force and model.exists() and stamp.exists() and stamp.read_text() == now:
        say("  the model is up to date")
        return model
    work = settings.data_dir / "train"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    count = annotate(linker, work / "nlu.json")
    for name in ("rules", "stories"):
        if (PROJECT / "data" / name).exists():
            shutil.copytree(PROJECT / "data" / name, work / name)
    say(f"  {count} example messages; training takes about a minute")
    _rasa_train(settings, work, model)
    model.with_suffix(".sha256").write_text(hashlib.sha256(model.read_bytes()).hexdigest())
    stamp.write_text(now)
    return model


def annotate(linker: Linker, target: Path) -> int:
    """Writes the examples with their mentions in Rasa's JSON format (its YAML reader needs a minute for as many)."""
    made = [
        {
            "text": example.text,
            "intent": example.intent,
            "entities": [],
            "example_metadata": {"mentions": [asdict(mention) for mention in linker.link(example.text)]},
        }
        for example in examples()
    ]
    target.write_text(json.dumps({"rasa_nlu_data": {"common_examples": made}}, ensure_ascii=False), encoding="utf-8")
    return len(made)


def fingerprint() -> str:
    """A hash over every file that a model depends on."""
    digest = hashlib.sha256()
    for name in INPUTS:
        root = PROJECT / name
        paths = [root] if root.is_file() else sorted(p for p in root.rglob("*") if _counts(p))
        for path in paths:
            digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    return path.is_file() and ".venv" not in path.parts and "__pycache__" not in path.parts and path.name != "uv.lock"


def _rasa_train(settings: Settings, work: Path, model: Path) -> None:
    model.parent.mkdir(parents=True, exist_ok=True)
    log = settings.data_dir / "train.log"
    command = [
        str(ENGINE_PYTHON), "-m", "rasa", "train", "--skip-validation", "--config", "config.yml", "--domain", "domain",
        "--data", str(work), "--out", str(model.parent), "--fixed-model-name", model.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    environment = {
        "PATH": "/usr/bin:/bin", "PYTHONPATH": str(PROJECT), "RASA_TELEMETRY_ENABLED": "false", "HOME": str(work),
        "RASA_MAX_CACHE_SIZE": "0", "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3",
    }  # fmt: skip
    with log.open("w") as output:
        done = subprocess.run(
            command, cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode or not model.exists():
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise CannotStartError(f"Training failed; the end of var/train.log:\n{tail}")
