"""Makes labelled messages for the name tagger: (text, [(start, end) of each name]).

Receives the word lists, the templates beside this file and our own invented training messages (`data/nlu`); gives
messages in many ways of writing. Evaluation cases are never read here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from bot.privacy.names.lexicon import DATA
from bot.privacy.names.recipe.random_names import Names
from bot.privacy.names.recipe.vocabulary import (
    ADJ,
    COMPANY,
    MONTH,
    ORG,
    REL_EN,
    REL_ES,
    SCHOOL_EN,
    SCHOOL_ES,
    VIRTUE,
    WORD,
)

HERE = Path(__file__).resolve().parent
CAREER_MESSAGES = HERE.parents[3] / "data" / "nlu"
# Writers kept out of training, so that over-redaction is measured on people the tagger has not read.
HELD_OUT = ("en-voice-30", "en-nogales-16", "es-miami-cubano-52", "es-worcester-pr-39")
_SLOT = re.compile(r"\{(\w+)\}")


def career_messages(held_out: bool = False) -> list[str]:
    """Our own invented messages: those of the writers for training, or of the ones kept out."""
    found = []
    for path in sorted(CAREER_MESSAGES.rglob("*.yml")):
        if (path.stem in HELD_OUT) == held_out:
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.lstrip().startswith("- ") and not line.lstrip().startswith("- intent"):
                    found.append(re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", line.strip()[2:]))
    return found


def labelled_messages(count: int, seed: int) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """`count` messages: a half with names, a half without."""
    chance = random.Random(seed)
    names = Names(chance)
    places = [p for p in (DATA / "places.txt").read_text(encoding="utf-8").splitlines() if p and p[0] != "#"]
    careers = career_messages()
    templates = {lang: _lines(HERE / f"templates_{lang}.txt") for lang in ("en", "es")}
    negatives = _lines(HERE / "negatives.txt")

    def org() -> str:
        draw = chance.random()
        if draw < 0.35:
            return chance.choice(ORG)
        if draw < 0.7:
            return f"{names.family() if draw < 0.6 else names.full()} {chance.choice(SCHOOL_EN)}"
        return f"{chance.choice(SCHOOL_ES)} {names.family() if draw < 0.92 else names.full()}"

    def company() -> str:
        one, two, three = names.family(), names.family(), names.family()
        forms = (f"{one} Inc", f"{one} LLC", f"{one} and Sons", f"{one}, {two} and {three}", f"{one} Group", f"{one}-{two} Ltd",
                 f"{names.invented()} Research", f"{names.invented()}", f"{names.invented()} {chance.choice(COMPANY)}",
                 f"{one} & {two}", f"{one} Consulting", f"Grupo {one}", chance.choice(ORG))  # fmt: skip
        written = chance.choice(forms)
        return written.title() if chance.random() < 0.4 else written

    def career() -> str:
        """One of our messages; in some a word is misspelled, invented or an acronym, for unknown words are no names."""
        message = chance.choice(careers)
        if chance.random() < 0.3:
            words = message.split(" ")
            for _ in range(chance.choice([1, 1, 2])):
                at = chance.randrange(len(words))
                if words[at].isalpha():
                    words[at] = chance.choice([names.misspelled, names.misspelled, _invented_word, _acronym])(words[at])
            message = " ".join(words)
        return message

    def _invented_word(word: str) -> str:
        return names.invented().title() if word.istitle() else names.invented()

    def _acronym(word: str) -> str:
        return "".join(chance.choice("ABCDEFGILMNOPRSTUVX") for _ in range(chance.choice([3, 3, 4, 5])))

    def fill(slot: str, lang: str) -> str:
        match slot:
            case "n":
                return names.any()
            case "g":
                return names.given()
            case "f":
                return names.family()
            case "full":
                return names.full()
            case "m":
                return career()
            case "rel":
                return chance.choice(REL_EN if lang == "en" else REL_ES)
            case "num":
                return str(chance.randrange(13, 60))
            case "place":
                return chance.choice(places)
            case "org":
                return org()
            case "company":
                return company()
        return chance.choice({"adj": ADJ, "word": WORD, "virtue": VIRTUE, "month": MONTH}[slot])

    for number in range(count):
        lang = "en" if number % 2 else "es"
        positive = number % 4 < 2
        template = chance.choice(templates[lang] if positive else negatives)
        if not positive and chance.random() < 0.4:
            template = "{m}"
        pieces: list[tuple[str, bool]] = []
        last = 0
        for match in _SLOT.finditer(template):
            pieces.append((template[last : match.start()], False))
            pieces.append(
                (fill(match[1], lang if positive else chance.choice(["en", "es"])), match[1] in ["n", "g", "f", "full"])
            )
            last = match.end()
        pieces.append((template[last:], False))
        yield _written(pieces, chance)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]


def _written(pieces: list[tuple[str, bool]], chance: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """The pieces in one way of writing: as they are, all lower case, capitalized names, all capitals."""
    style = chance.choices(["lower", "names", "upper", "title"], [50, 38, 4, 8])[0]
    text, marked = "", []
    for piece, is_name in pieces:
        if style == "lower":
            piece = piece.lower()
        elif style == "upper":
            piece = piece.upper()
        elif is_name or style == "title":
            small = {"de", "la", "del", "las", "los"}
            piece = " ".join(
                w if w in small else "-".join(p[:1].upper() + p[1:] for p in w.split("-")) for w in piece.split(" ")
            )
        if is_name:
            marked.append((len(text), len(text) + len(piece)))
        text += piece
    if style == "names" and not (marked and marked[0][0] == 0):
        text = text[:1].upper() + text[1:]
    return text, marked
