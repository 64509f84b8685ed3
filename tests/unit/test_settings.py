"""Settings refuse what is unsafe, and each one is documented."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import PROJECT, Settings

KEY = "0123456789abcdef" * 4


def test_every_setting_is_documented() -> None:
    page = (PROJECT / "docs" / "operators" / "settings.md").read_text()
    missing = [name for name in Settings.model_fields if f"`SENDERO_{name.upper()}`" not in page]
    assert not missing


def test_development_makes_its_secrets_once(tmp_path: Path) -> None:
    first, second = Settings(data_dir=tmp_path), Settings(data_dir=tmp_path)
    assert first.vault_key == second.vault_key
    assert (tmp_path / "secrets" / "vault_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("weak", ["", "secret", "0" * 64, "xyz" * 21 + "x"])
def test_production_refuses_missing_or_weak_secrets(tmp_path: Path, weak: str) -> None:
    keys = {"vault_key": KEY, "session_key": KEY, "opt_out_key": KEY, "pseudonym_key": weak}
    with pytest.raises(ValidationError):
        Settings(env="production", data_dir=tmp_path, **keys)


def test_production_refuses_evaluation_mode(tmp_path: Path) -> None:
    keys = {"vault_key": KEY, "session_key": KEY, "opt_out_key": KEY, "pseudonym_key": KEY}
    assert Settings(env="production", data_dir=tmp_path, **keys).env == "production"
    with pytest.raises(ValidationError):
        Settings(env="production", data_dir=tmp_path, evaluation=True, **keys)


def test_secrets_do_not_show(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert settings.vault_key.get_secret_value() not in repr(settings)


@pytest.mark.parametrize(
    "name",
    [
        "web_idle_minutes",
        "sms_idle_hours",
        "undelivered_hours",
        "sms_traces_days",
        "vault_idle_days",
        "questions_days",
        "reports_days",
    ],
)
def test_nothing_is_kept_without_end(tmp_path: Path, name: str) -> None:
    for unlimited in (0, -1, 100_000):
        with pytest.raises(ValidationError):
            Settings(data_dir=tmp_path, **{name: unlimited})
