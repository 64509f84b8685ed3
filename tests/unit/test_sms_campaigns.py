"""Which words can start a campaign, and where the QR codes of a poster lead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.channels.sms import campaigns
from bot.settings import Settings
from bot.staff.texting import qr


def settings(folder: Path, **more: object) -> Settings:
    return Settings(env="test", data_dir=folder, _env_file=None, **more)  # type: ignore[call-arg, arg-type]


@pytest.mark.parametrize("word", ["PUEBLO26", "pueblo 26", "Código7", "TUCSONHIGH", "WARD8"])
def test_a_word_nobody_texts_by_chance_is_taken(word: str) -> None:
    assert campaigns.problem_with(word) is None


@pytest.mark.parametrize(
    "word",
    ["", "A1", "12345", "STOP", "alto", "CANCELAR", "help", "AYUDA", "start", "INICIAR", "MORE", "siguiente", "skip", "forget me",
     "BORRAME", "invite me", "quit", "X" * 21, "JOBS", "hola"],
)  # fmt: skip
def test_a_word_with_a_meaning_of_its_own_is_refused(word: str) -> None:
    assert campaigns.problem_with(word)


def test_links_lead_to_the_messages_and_to_the_site(tmp_path: Path) -> None:
    made = settings(tmp_path, twilio_from="+15205550100", public_url="https://text.example.org/")
    assert campaigns.text_link(made, "PUEBLO26") == "sms:+15205550100?body=PUEBLO26"
    assert campaigns.web_link(made, "pueblo", "es") == "https://text.example.org/widget/frame?site=pueblo&lang=es"
    assert campaigns.shown(campaigns.number(made)) == "(520) 555-0100"


def test_a_messaging_service_is_no_number_for_a_poster(tmp_path: Path) -> None:
    assert campaigns.number(settings(tmp_path, twilio_from="MG" + "a" * 32)) == ""
    assert (
        campaigns.number(settings(tmp_path, twilio_from="MG" + "a" * 32, sms_number="+15205550100")) == "+15205550100"
    )


def test_a_code_is_one_drawing_without_script_or_style() -> None:
    drawing = qr("sms:+15205550100?body=PUEBLO26")
    assert drawing.startswith("<svg")
    assert not re.search(r"<script|style=|onload|href", drawing)
