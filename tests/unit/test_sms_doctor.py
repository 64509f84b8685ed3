"""What the doctor says of a configuration, and what a month costs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.channels.sms import costs
from bot.channels.sms.doctor import examine, webhooks
from bot.cli import app
from bot.settings import Settings

GOOD = {
    "twilio_account_sid": "AC" + "a" * 32,
    "twilio_auth_token": "b" * 32,
    "twilio_from": "+15205550100",
    "public_url": "https://sendero.example.org",
    "contact": "MassHire Boston, 617-541-1400",
}


def settings(folder: Path, **changes: Any) -> Settings:
    return Settings(env="test", data_dir=folder, _env_file=None, **(GOOD | changes))  # type: ignore[call-arg]


def test_examine_finds_no_error_in_a_good_configuration(tmp_path: Path) -> None:
    assert [f for f in examine(settings(tmp_path)) if f.level == "error"] == []


def test_examine_says_that_only_the_simulator_works_without_an_account(tmp_path: Path) -> None:
    (finding,) = examine(settings(tmp_path, twilio_account_sid="", twilio_auth_token=""))
    assert finding.level == "advice"
    assert "/simulator" in finding.remedy


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"twilio_account_sid": "SK" + "a" * 32}, "SENDERO_TWILIO_ACCOUNT_SID"),
        ({"twilio_auth_token": ""}, "SENDERO_TWILIO_AUTH_TOKEN"),
        ({"twilio_auth_token": "short"}, "SENDERO_TWILIO_AUTH_TOKEN"),
        ({"twilio_from": "5205550100"}, "SENDERO_TWILIO_FROM"),
        ({"public_url": ""}, "SENDERO_PUBLIC_URL"),
        ({"public_url": "http://sendero.example.org"}, "SENDERO_PUBLIC_URL"),
        ({"public_url": "https://localhost:8000"}, "SENDERO_PUBLIC_URL"),
        ({"public_url": "https://my_host.example.org"}, "SENDERO_PUBLIC_URL"),
        ({"public_url": "https://sendero.example.org/?a=b"}, "SENDERO_PUBLIC_URL"),
        ({"sms_segments_per_second": 0}, "SENDERO_SMS_SEGMENTS_PER_SECOND"),
        ({"twilio_redact_numbers": True}, "SENDERO_TWILIO_REDACT_NUMBERS"),
        ({"sms_number": "555"}, "SENDERO_SMS_NUMBER"),
    ],
)
def test_examine_names_what_is_wrong(tmp_path: Path, changes: dict[str, Any], setting: str) -> None:
    errors = [f for f in examine(settings(tmp_path, **changes)) if f.level == "error"]
    assert [f.setting for f in errors] == [setting]
    assert errors[0].remedy


def test_redaction_goes_with_keywords_of_our_own(tmp_path: Path) -> None:
    found = examine(settings(tmp_path, twilio_redact_numbers=True, twilio_answers_keywords=False))
    assert [f for f in found if f.level == "error"] == []


def doctor(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Result:
    for name in list(os.environ):
        if name.startswith("SENDERO_"):
            monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(f"SENDERO_{name}", value)
    return CliRunner().invoke(app, ["sms", "doctor"], env={"COLUMNS": "400"})


def test_the_command_prints_webhooks_and_fails_on_errors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    good = {f"{name.upper()}": value for name, value in GOOD.items()} | {"DATA_DIR": str(tmp_path)}
    fine = doctor(monkeypatch, **good)
    assert fine.exit_code == 0, fine.output
    assert "https://sendero.example.org/sms/twilio/inbound#rc=2&rp=all" in fine.output
    bad = doctor(monkeypatch, **good | {"PUBLIC_URL": "http://sendero.example.org"})
    assert bad.exit_code == 1
    assert "SENDERO_PUBLIC_URL" in bad.output
    assert GOOD["twilio_auth_token"] not in fine.output + bad.output
    assert doctor(monkeypatch, DATA_DIR=str(tmp_path)).exit_code == 0


def test_examine_never_shows_a_secret(tmp_path: Path) -> None:
    found = examine(settings(tmp_path, twilio_auth_token="0123456789abcdefX"))
    assert "0123456789abcdefX" not in repr(found)


def test_webhooks_are_the_configured_addresses(tmp_path: Path) -> None:
    assert webhooks(settings(tmp_path))["A message comes in"].startswith(
        "https://sendero.example.org/sms/twilio/inbound"
    )


def test_a_month_costs_what_its_segments_cost() -> None:
    assert costs.month(0, 6, 2) == pytest.approx(11.15)
    one = costs.month(1000, 6, 2) - costs.month(0, 6, 2)
    assert one == pytest.approx(1000 * 6 * (2 * 0.0125 + 0.0091), abs=0.01)
