"""The lines of invented messages the crisis screen learns from: whole, of every kind, the same each time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.safety.learned import sampling, train
from bot.safety.screen import KINDS


def test_every_kind_has_messages_in_both_languages() -> None:
    names = {path.name for path in sampling.EXAMPLES.glob("*.*.txt")}
    assert names == {f"{kind}.{language}.txt" for kind in (*KINDS, "none") for language in ("en", "es")}


def test_messages_are_whole_and_drawn_alike_each_time() -> None:
    made = list(sampling.messages())
    assert len(made) >= 10_000 and made == list(sampling.messages())
    assert not [text for _, text in made if set(text) & set("()<>|")]
    assert {kind for kind, _ in made} == {*KINDS, "none"}


def test_unknown_list_refuses_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "classes.txt").write_text("who: he|she\n")
    (tmp_path / "abuse.en.txt").write_text("# a remark\n<who> (hit|bit) me\n")
    made = set(sampling.messages(tmp_path))
    assert len(made) >= 3
    assert made <= {("abuse", f"{who} {did} me") for who in ("he", "she") for did in ("hit", "bit")}
    (tmp_path / "abuse.en.txt").write_text("<nobody> hit me\n")
    with pytest.raises(KeyError):
        list(sampling.messages(tmp_path))


def test_slip_changes_one_place_and_no_more() -> None:
    chance = random.Random(1)
    for text in ("i want to kill myself", "me quiero morir", "ya no puedo mas"):
        slips = {sampling.slipped(text, chance) for _ in range(50)}
        assert len(slips) > 5 and all(abs(len(slip) - len(text)) <= 1 for slip in slips)
    assert sampling.slipped("ok", chance) == "ok"


def test_encoder_is_not_tuned_on_held_out_writers() -> None:
    told = {item["text"] for item in train.to_annotate()}
    elsewhere = {example.text for example in train.examples() if not example.held_out}
    held_out = {example.text for example in train.examples() if example.held_out} - elsewhere
    assert len(held_out) > 5_000 and not held_out & told
