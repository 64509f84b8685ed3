"""The training messages keep their promises, and the check that says so finds what it should."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from bot.nlu import corpus_check, encoder
from bot.settings import PROJECT
from bot.training import Example, examples
from engine.encoder_training.noise import roughen
from engine.folds import FOLDS, folds_of
from knowledge.mentions import Mention


def example(text: str, intent: str = "role_pay", writer: str = "en-a-20", group: str = "digital_jobs") -> Example:
    return Example(text, intent, group, writer)


def nobody(text: str) -> list[Mention]:
    return []


@pytest.fixture(scope="module")
def corpus() -> list[Example]:
    return list(examples())


def test_corpus_has_enough_messages_and_writers_for_each_topic(corpus: list[Example]) -> None:
    assert [finding.line() for finding in corpus_check.too_few(corpus)] == []


def test_corpus_neither_repeats_nor_contradicts_itself(corpus: list[Example]) -> None:
    assert [finding.line() for finding in corpus_check.doubles(corpus)] == []


def test_every_topic_of_the_contract_has_messages(corpus: list[Example]) -> None:
    loaded = yaml.safe_load((PROJECT / "knowledge" / "content" / "topics.yml").read_text(encoding="utf-8"))
    wanted = {(code, group) for group, codes in loaded.items() for code in codes}
    assert wanted <= {(one.intent, one.group) for one in corpus}


def test_each_writer_writes_alone_in_files_of_their_own(corpus: list[Example]) -> None:
    for path in sorted((PROJECT / "data" / "nlu").glob("*/*.yml")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("#"), f"{path.name} does not say who writes"
        assert path.stem.split("-")[0] in {"en", "es", "mix", "any"}


def test_held_out_cases_are_not_training_messages(corpus: list[Example]) -> None:
    from tests.load import understanding
    from tests.load.evaluate import HELD_OUT

    known = {corpus_check.plain(one.text) for one in corpus}
    said = [turn["user"] for case in understanding.read(HELD_OUT) for turn in case["turns"]]
    long = [text for text in said if len(text.split()) > 5]
    assert len(long) > 500
    assert [text for text in long if corpus_check.plain(text) in known] == []


@pytest.mark.parametrize(
    ("messages", "kind"),
    [
        ([example("How much is that?"), example("how much is that", "program_cost")], "contradiction"),
        ([example("what does it pay a year"), example("What does it pay a year?!")], "duplicate"),
        ([example("what does help desk pay in tucson"), example("what does help desk pay in tuscon", "pathway")], "near_twin"),
        ([example("cuánto gana un programador en mi ciudad")], "wrong_language"),
        ([example("what does it pay")], "short_of_examples"),
    ],
)  # fmt: skip
def test_check_finds(messages: list[Example], kind: str) -> None:
    assert kind in {finding.kind for finding in corpus_check.check(messages, nobody)}


def test_check_lets_two_people_say_the_same() -> None:
    said = [example("what does it pay a year"), example("what does it pay a year", writer="en-b-30")]
    assert corpus_check.doubles(said) == []


def test_folds_never_split_a_writer_and_hold_each_language(corpus: list[Example]) -> None:
    fold_of = folds_of([one.writer for one in corpus])
    for code in ("en", "es", "mix"):
        assert {fold for writer, fold in fold_of.items() if writer.startswith(code)} == set(range(FOLDS))
    assert encoder.FOLDS == FOLDS


def test_fold_encoders_of_other_messages_are_not_used(tmp_path: Path) -> None:
    for fold in range(FOLDS):
        (tmp_path / "encoder" / f"fold-{fold}").mkdir(parents=True)
        (tmp_path / "encoder" / f"fold-{fold}" / "corpus").write_text("of another day")
    assert encoder.fold_encoders(tmp_path) is None


def test_roughened_messages_keep_something_to_read() -> None:
    chance = random.Random(7)
    for text in ("¿Cuánto gana un analista de datos en Hialeah?", "is it free?", "IT"):
        assert roughen(text, chance, share=0.0) == text
        rough = {roughen(text, chance, share=1.0) for _ in range(50)}
        assert all(one.strip() for one in rough)
    assert len(rough) > 1
