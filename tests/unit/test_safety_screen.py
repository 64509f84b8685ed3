"""The crisis screen against the written cases: nothing explicit missed, little else alarmed, whatever the spelling."""

from __future__ import annotations

import random
import socket
import time
from pathlib import Path

import pytest
import yaml

from bot.messages import RawText
from bot.safety.lexicon import PHRASES, Lexicon, read_phrases
from bot.safety.screen import KINDS, Hit, Screen, screen
from bot.settings import PROJECT

CASES = PROJECT / "tests" / "cases" / "safety"
NLU = PROJECT / "data" / "nlu"
HALVES = ("", "_held_out")


def cases(*names: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name in names:
        for line in (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            kind, text = line.split("\t")
            rows.append((kind, text))
    return rows


def missed(rows: list[tuple[str, str]], screen: Screen | None = None) -> list[tuple[str, str]]:
    return [row for row in rows if found(row[1], screen) is None]


def found(text: str, screener: Screen | None = None) -> Hit | None:
    return (screener or screen)(RawText(text))


def examples(folder: str = "**") -> list[tuple[str, str]]:
    """(intent, message) of the training messages, whose writers have not seen the phrases."""
    return [
        (block["intent"], line.strip()[2:])
        for path in sorted(NLU.glob(f"{folder}/*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if block.get("intent")
        for line in block["examples"].splitlines()
        if line.strip().startswith("- ")
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_explicit_message_is_missed(language: str) -> None:
    rows = cases(*(f"explicit_{language}{half}" for half in HALVES))
    assert len(rows) >= 500
    assert missed(rows) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_nearly_no_indirect_message_is_missed(language: str) -> None:
    rows = cases(*(f"indirect_{language}{half}" for half in HALVES))
    assert len(rows) >= 150
    assert len(missed(rows)) <= 0.05 * len(rows), missed(rows)


def test_the_kind_is_right_for_most() -> None:
    rows = cases(
        *(f"{level}_{lang}{half}" for level in ("explicit", "indirect") for lang in ("en", "es") for half in HALVES)
    )
    wrong = [(kind, hit.kind, text) for kind, text in rows if (hit := found(text)) and hit.kind != kind]
    assert len(wrong) <= 0.05 * len(rows), wrong


def test_what_only_sounds_alarming_is_left_alone() -> None:
    rows = cases(*(f"benign_{language}{half}" for language in ("en", "es") for half in HALVES))
    alarmed = [text for _, text in rows if found(text)]
    assert len(rows) >= 800
    assert len(alarmed) <= 0.01 * len(rows), alarmed


def test_messages_told_as_stories_are_found() -> None:
    """Written last and without looking at the phrases; the first run found 26 of 125 (docs/safety.md)."""
    rows = cases("fresh_en", "fresh_es")
    danger = [row for row in rows if row[0] != "none"]
    assert len(missed(danger)) <= 0.05 * len(danger), missed(danger)
    assert len([text for kind, text in rows if kind == "none" and found(text)]) <= 2


def test_other_writers_are_understood() -> None:
    rows = [row for row in examples("safety") if row[0] in ("crisis", "danger")]
    assert len(rows) >= 200
    assert len(missed(rows)) <= 0.05 * len(rows), missed(rows)


def test_career_messages_alarm_nobody() -> None:
    rows = [row for row in examples() if row[0] not in ("crisis", "danger", "abusive")][
        ::3
    ]  # the encoder takes its time
    alarmed = [row for row in rows if found(row[1])]
    assert len(rows) >= 5_000
    assert len(alarmed) <= 0.01 * len(rows), alarmed


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO DIE!!!", "i w a n t  t o  d i e", "i.want.to.die", "iwanttodie", "i waaant to dieee", "1 w4nt t0 d13",
        "i wa\u200bnt to d\u200bie", "ｉ ｗａｎｔ ｔｏ ｄｉｅ", "і want tо dіe", "i wánt tö dïe", "i want\nto\ndie", "k.m.s", "k m s",
        "K*LL MYSELF", "im gonna kill mysel", "me qiero morir", "ME QUIERO MORÍR", "me quiero m o r i r", "m3 qu13r0 m0r1r",
        "ya no kiero bibir", "mequieromorir", "quiero kill myself", "help desk pay? also i want to die", "STOP i want to die",
        "/restart i want to die", "hola! quiero info del curso... la neta me quiero matar",
    ],
)  # fmt: skip
def test_spelling_hides_nothing(text: str) -> None:
    assert (hit := found(text)) and hit.topic == "crisis"


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("i want to kill myself", "self_harm", "en"),
        ("me quiero morir", "self_harm", "es"),
        ("my friend says she wants to die", "self_harm", "en"),
        ("mi hermano se quiere matar", "self_harm", "es"),
        ("mi papa me pega, help me please he is outside my door with his gun and i am scared of him", "abuse", "en"),
        ("i took all the pills", "medical_emergency", "en"),
        ("me quitaron el pasaporte", "trafficking", "es"),
        ("im going to shoot up the school", "threat_to_others", "en"),
        ("my mom kicked me out", "unsafe_home", "en"),
    ],
)
def test_kind_and_language_are_told(text: str, kind: str, language: str) -> None:
    hit = found(text)
    assert hit and (hit.kind, hit.language) == (kind, language)
    assert hit.topic == ("crisis" if kind in ("self_harm", "medical_emergency") else "danger")


def test_every_kind_has_phrases_in_both_languages() -> None:
    names = {path.name for path in PHRASES.glob("*.*.yml")}
    assert names == {f"{kind}.{language}.yml" for kind in (*KINDS, "harmless") for language in ("en", "es")}


def test_phrase_files_are_plain_yaml() -> None:
    for path in PHRASES.glob("*.yml"):
        as_yaml = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert {key: [str(item) for item in items] for key, items in as_yaml.items()} == read_phrases(path), path.name


def test_long_and_hostile_texts_are_read_in_time() -> None:
    """Nothing made to be slow is slow without bound; how fast exactly is measured by the bench (`screen_p99`)."""
    generator = random.Random(7)
    words = [word for _, text in cases("benign_en", "benign_es") for word in text.split()]
    bodies = [
        "want i ",
        "me no ya ",
        "k*ll d*e ",
        "i\u200bwant\u200b ",
        "a b c ",
        "\ufdfa",
        ". ",
        "kill job ",
        "he has my gun ",
        "!1a",
    ]
    texts = [(body * 16_000)[:16_000] for body in bodies]
    texts += [" ".join(generator.choice(words) for _ in range(4_000))[:16_000] for _ in range(15)]
    texts += [
        " ".join("".join(generator.choice("abdeilmnorstu") for _ in range(9)) for _ in range(1_600)) for _ in range(5)
    ]
    assert max(map(cpu_seconds, texts)) < 1.0  # some 0.05 on a core of its own


def cpu_seconds(text: str) -> float:
    """The best of three: the garbage of other tests is collected at somebody's cost."""
    spent = []
    for _ in range(3):
        begun = time.thread_time()
        found(text)
        spent.append(time.thread_time() - begun)
    return min(spent)


@pytest.mark.parametrize("text", ["", "\x00", "\ud83d", "🛑", "   ", "....", "***", "!!!", "‮", "a" * 50_000])
def test_odd_texts_are_read_too(text: str) -> None:
    assert found(text) is None


def test_end_of_a_long_body_is_read() -> None:
    assert found("python class in tucson " * 600 + " i want to die")


def test_nothing_but_the_files_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the screen opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    assert Screen(Lexicon())(RawText("i want to die"))


def test_emptied_phrases_would_be_noticed(tmp_path: Path) -> None:
    """Sabotage: with the phrase lists emptied, the recall tests above must fail."""
    for path in PHRASES.glob("*.yml"):
        keep = path.name.count(".") == 1 or path.name.startswith("harmless")
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8") if keep else "sure:\nlikely:\nhint:\n")
    emptied = Screen(Lexicon(tmp_path))
    rows = cases("explicit_en", "explicit_es")
    assert missed(rows, emptied) == rows


def test_each_phrase_file_matters(tmp_path: Path) -> None:
    """Sabotage: any one list lost is noticed."""
    for lost in (path.name for path in PHRASES.glob("*.*.yml") if not path.name.startswith("harmless")):
        for path in PHRASES.glob("*.yml"):
            kept = "sure:\n" if path.name == lost else path.read_text(encoding="utf-8")
            (tmp_path / path.name).write_text(kept, encoding="utf-8")
        kind, language, _ = lost.split(".")
        rows = [row for half in HALVES for row in cases(f"explicit_{language}{half}") if row[0] == kind]
        assert missed(rows, Screen(Lexicon(tmp_path))), lost
