"""A linear tagger for people's names: which words of a message are one.

Receives words; gives spans of words. A structured perceptron with Viterbi decoding over O, B, I: a few hundred
microseconds a message, no library, weights in a text file anyone can read. `recipe/train.py` makes the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from bot.privacy.names.lexicon import DATA, Lexicon, lexicon
from bot.privacy.names.words import Word

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
_NEVER = -1e9
# How far doubt leans towards a name: a missed name is kept for good, a lost word costs a question.
LEAN = 3.0
Weights = dict[str, tuple[float, float, float]]


def knowledge(word: Word, known: Lexicon) -> str:
    """What the lists say of one word, in a few characters: given class, family class, ordinary word, place."""
    if not word.is_alpha:
        return word.shape
    norm = word.norm
    if len(norm) == 1:
        return "letter"
    # A hyphenated name is known by the first of its parts that is a name.
    if "-" in norm and known.is_unknown(norm):
        parts = norm.split("-")
        norm = next((p for p in parts if "n" in known.given(p) + known.family(p)), parts[0])
    return (
        known.given(norm)
        + known.family(norm)
        + ("w" if known.is_word(norm) else "")
        + ("p" if known.in_place(norm) else "")
    )


def features(words: Sequence[Word], known: Lexicon) -> list[list[str]]:
    """The features of each word; the same function trains and tags."""
    shapes = {w.shape for w in words if w.is_alpha}
    style = "lower" if shapes <= {"lower"} else "upper" if shapes <= {"upper"} else "mixed"
    norms = ["<s>", "<s>", *(w.norm for w in words), "</s>", "</s>"]
    of: dict[tuple[str, str], str] = {}
    for word in words:
        if (word.norm, word.shape) not in of:
            of[word.norm, word.shape] = knowledge(word, known)
    facts = ["<s>", "<s>", *(of[w.norm, w.shape] for w in words), "</s>", "</s>"]
    rows = []
    for position, word in enumerate(words):
        i = position + 2
        w, f = norms[i], facts[i]
        row = [
            "b",
            f"w={w}",
            f"f={f}",
            f"w-1={norms[i - 1]}",
            f"w+1={norms[i + 1]}",
            f"w-2={norms[i - 2]}",
            f"w+2={norms[i + 2]}",
            f"f-1={facts[i - 1]}|{f}",
            f"f+1={f}|{facts[i + 1]}",
            f"f3={facts[i - 1]}|{f}|{facts[i + 1]}",
            f"w-1f={norms[i - 1]}|{f}",
            f"w-2f={norms[i - 2]}|{norms[i - 1]}|{f}",
            f"fw+1={f}|{norms[i + 1]}",
            f"w-1f3={norms[i - 1]}|{f}|{facts[i + 1]}",
            f"ww={norms[i - 1]}|{w}",
            f"w2={norms[i - 2]}|{norms[i - 1]}",
            f"w+12={norms[i + 1]}|{norms[i + 2]}",
            f"s={style}|{word.shape}|{f}",
            f"sp={style}|{word.shape}|{'first' if position == 0 else 'later'}",
        ]
        if word.is_alpha:
            row.append(f"e={w[-3:]}")
            if f in ("--", "--p"):
                row.append(f"ue={w[-2:]}")
        rows.append(row)
    return rows


def decode(rows: Sequence[Sequence[str]], weights: Weights) -> list[int]:
    """The best sequence of labels; I follows only B or I."""
    best: list[tuple[float, float, float]] = []
    back: list[tuple[int, int, int]] = []
    to_begin = weights.get("t:OB", (0.0, 0.0, 0.0))
    previous = (0.0, _NEVER, _NEVER)
    for row in rows:
        o = b = n = 0.0
        for feature in row:
            weight = weights.get(feature)
            if weight is not None:
                o += weight[0]
                b += weight[1]
                n += weight[2]
        po, pb, pi = previous
        inside = (pb + to_begin[0], pi + to_begin[1])
        source_i = BEGIN if inside[0] >= inside[1] else INSIDE
        source = OUTSIDE if po >= pb and po >= pi else BEGIN if pb >= pi else INSIDE
        top = (po, pb, pi)[source]
        # A name right after a name is two people only with something between them.
        back.append((source, source, source_i))
        previous = (top + o, top + b + (to_begin[2] if source else 0.0), max(inside) + n)
        best.append(previous)
    if not best:
        return []
    label = max(range(3), key=lambda k: previous[k])
    labels = [label]
    for step in range(len(rows) - 1, 0, -1):
        label = back[step][label]
        labels.append(label)
    return labels[::-1]


def spans(labels: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of B I* as (first word, one past the last)."""
    found: list[tuple[int, int]] = []
    for position, label in enumerate(labels):
        if label == BEGIN or (label == INSIDE and (not found or found[-1][1] != position)):
            found.append((position, position + 1))
        elif label == INSIDE:
            found[-1] = (found[-1][0], position + 1)
    return found


class NameTagger:
    """Finds names with shipped weights."""

    def __init__(self, weights: Weights, known: Lexicon, lean: float = LEAN) -> None:
        o, b, i = weights.get("b", (0.0, 0.0, 0.0))
        self._weights = weights | {"b": (o, b + lean, i)}
        self._known = known

    def tag(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        return spans(decode(features(words, self._known), self._weights))


def read_weights(path: Path) -> Weights:
    """One feature a line: name, and hundredths for O, B and I."""
    weights: Weights = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            feature, o, b, i = line.rsplit("\t", 3)
            weights[feature.replace("\\n", "\n")] = (int(o) / 100, int(b) / 100, int(i) / 100)
    return weights


@lru_cache(maxsize=1)
def name_tagger() -> NameTagger:
    return NameTagger(read_weights(DATA / "weights.tsv"), lexicon())
