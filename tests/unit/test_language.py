"""The language of one message, and when the words do not tell."""

from __future__ import annotations

import csv
import gzip
import time
from pathlib import Path

import pytest

from bot.dialogue import language
from bot.dialogue.build_language_words import main as build
from bot.dialogue.language import Decision, decide

ENCODER = Path(__file__).parents[3] / "shared" / "encoder"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where can I learn this?", "en"),
        ("dónde puedo aprender eso", "es"),
        ("cuanto pagan", "es"),
        ("how much", "en"),
        ("u got anything cheaper rn", "en"),
        ("q significa", "es"),
        ("tmb hay pa adultos?", "es"),
        ("xq no me contestan", "es"),
        ("idk tbh", "en"),
        ("hola", "es"),
        ("porfa", "es"),
        ("IM TIRED OF THIS", "en"),
        ("NO ENTIENDO NADA", "es"),
        ("wat u mean", "en"),
        ("kiero aprender", "es"),
    ],
)
def test_decide_is_certain_of_plain_words(text: str, expected: str) -> None:
    assert decide(text) == Decision(expected, certain=True)  # type: ignore[arg-type]
    assert decide(text, "en" if expected == "es" else "es").language == expected


@pytest.mark.parametrize(
    "text", ["ok", "no", "IT", "es", "civil", "2", "85621", "Maria", "a+", "😀", "", "red", "me", "STOP"]
)
@pytest.mark.parametrize("previous", ["en", "es"])
def test_decide_stays_when_the_words_do_not_tell(text: str, previous: language.Language) -> None:
    assert decide(text, previous) == Decision(previous, certain=False)


def test_decide_defaults_to_english_when_nothing_tells() -> None:
    assert decide("ok") == Decision("en", certain=False)


def test_decide_passes_over_names() -> None:
    text = "quiero ser software quality assurance engineer"
    assert decide(text, "en", [(11, len(text))]).language == "es"
    name = "Cybersecurity Analyst"
    assert decide(name, "es", [(0, len(name))]) == Decision("es", certain=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("necesito un job de part time pa pagar la renta", "es"),
        ("i need un trabajo that pays más", "en"),
        ("can you send me la lista", "en"),
        ("me mandas el link del website please", "es"),
    ],
)
def test_decide_follows_the_grammar_of_spanglish(text: str, expected: str) -> None:
    assert decide(text).language == expected


@pytest.mark.parametrize(
    "text",
    [
        "je voudrais apprendre l'informatique",
        "bonjour",
        "eu quero um curso, vocês têm?",
        "minha irmã não fala inglês",
        "obrigado",
        "mwen bezwen yon travay",
        "tanpri ede mwen",
        "我想找工作",
        "мне нужна помощь",
        "أحتاج إلى عمل",
        "tôi không biết tiếng anh",
        "ich suche eine arbeit",
    ],
)
def test_decide_notices_other_languages(text: str) -> None:
    decision = decide(text, "es")
    assert decision.other
    assert not decision.certain
    assert decision.language == "es"


@pytest.mark.parametrize(
    "text",
    [
        "do you speak french?",
        "hablan creole ahí?",
        "yo te lo dije pa que no se te pase",
        "tu casa es la mía",
        "on my way",
    ],
)
def test_decide_does_not_take_ours_for_other_languages(text: str) -> None:
    assert not decide(text).other


def test_decide_ignores_addresses_and_placeholders() -> None:
    assert decide("<PERSON> https://example.org/the/who/what", "es") == Decision("es", certain=False)


def test_decide_is_quick() -> None:
    texts = [f"what about number {n} near my house, does it cost a lot" for n in range(200)]
    decide(texts[0])
    began = time.thread_time()
    for text in texts:
        decide(text)
    assert (time.thread_time() - began) / len(texts) < 0.001
    began = time.thread_time()
    for awkward in ("a" * 5000, "é" * 5000, "@" * 5000, "a@" * 2500):
        decide(awkward)
    assert time.thread_time() - began < 0.5


def test_word_list_is_small_and_says_where_it_is_from() -> None:
    assert language.DATA.stat().st_size < 150_000
    head = language.DATA.read_text(encoding="utf-8")[:900]
    assert "CC BY 2.0 FR" in head
    assert "ESCO" in head


def test_build_weighs_words_by_language(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.tsv.gz", tmp_path / "words.tsv"
    with gzip.open(pairs, "wt", encoding="utf-8") as file:
        file.write("made-up\tthe house is red\tla casa es roja\n" * 30)
    build(pairs, out)
    rows = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    weights = {row[1]: int(row[2]) for row in rows if row[0] == "w"}
    assert weights["house"] > 10
    assert weights["casa"] < 0
    assert weights["es"] == max(-6, weights["es"])


@pytest.mark.skipif(not (ENCODER / "heldout_tatoeba.tsv").exists(), reason="the shared held-out sentences are not here")
def test_held_out_sentences_are_told_apart() -> None:
    with (ENCODER / "heldout_tatoeba.tsv").open(encoding="utf-8", newline="") as file:
        pairs = [row[-2:] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    for column, expected in enumerate(("en", "es")):
        wrong = sum(decide(pair[column]).language != expected for pair in pairs)
        assert wrong <= 0.01 * len(pairs)


def test_decide_hears_nothing_in_acronyms_it_does_not_know() -> None:
    assert language.decide("RHIT vs CCA", "en", [(0, 4)]) == language.Decision("en", certain=False)
    assert language.decide("CCA", "es").language == "es"
    assert language.decide("QUIERO TRABAJAR EN ESO", "en").language == "es"
