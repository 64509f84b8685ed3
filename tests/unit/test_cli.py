"""The commands, where a stranger may run one before any other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli, training


def test_training_first_prepares_the_stores_that_its_names_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDERO_DATA_DIR", str(tmp_path))
    trained: list[tuple[int, bool]] = []

    def train(settings: Any, linker: Any, say: Any, force: bool = False) -> None:
        trained.append((len(linker.link("help desk in Nogales")), force))

    monkeypatch.setattr(training, "train", train)
    done = CliRunner().invoke(cli.app, ["train", "--force"])
    assert done.exit_code == 0, done.output
    assert trained == [(2, True)]
