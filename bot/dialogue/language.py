"""The language of one message: English, Spanish, or one we do not speak.

Receives a message, the conversation's language so far and the spans of names in it; gives a `Decision`. Names say
nothing about language ("quiero ser data analyst" is Spanish), so they are passed over; when the rest says nothing
either ("ok", "IT", "85621"), the conversation's language stays. Small words weigh more than large ones, because in
Spanglish they carry the grammar. Keeps and logs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.messages import Language

DATA = Path(__file__).with_name("language_words.tsv")
CERTAIN = 12.0  # tenths of log-odds from which the words themselves decide
_HINT = 6.0  # enough for a first message, where nothing came before
_SMALL = 4  # letters of a word that is likely grammar
_SMALL_WORD, _LARGE_WORD, _UNKNOWN_WORD = 40.0, 22.0, 12.0  # the most that one word may say
_TELLING = 15  # from this weight a word is plainly English or Spanish
_INVERTED, _ACCENTED = 15.0, 8.0  # what "¿", "¡" and "ñ" say, and what a word with an accent says
_ACCENTS = frozenset("áéíóúÁÉÍÓÚ")
_LONGEST = 1_000  # code points looked at: the most a channel lets in
_FOREIGN_LETTER = re.compile(r"[ãõçâêôàèùœëïøåäößłśżőűăîșțğ]", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")  # "CCA" that no list knows is a name, not a word of either language
_NO_LANGUAGE = re.compile(r"(?i:\bsendero\b)|https?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]{1,64}@\S+|<[A-Z_]{1,40}>")


@dataclass(frozen=True, slots=True)
class Decision:
    """`language` is the one to answer in; `certain` when the message's own words say so, not the conversation.

    `other` when the learner writes in neither: the answer then says, in both, which languages are spoken here.
    """

    language: Language
    certain: bool
    other: bool = False


def decide(text: str, previous: Language | None = None, protected: Sequence[tuple[int, int]] = ()) -> Decision:
    """The language of `text`; `protected` are spans of names (code points) that say nothing about it."""
    kept = _without(text[:_LONGEST], protected)
    words = [word for word, _start, _end in words_of(fold(kept))]
    if _foreign_script(kept) or _foreign_words(words, len(set(_FOREIGN_LETTER.findall(kept)))):
        return Decision(previous or "en", certain=False, other=True)
    acronyms = {found.lower() for found in _ACRONYM.findall(kept)} - _tables()[0].keys()
    score = sum(_weight(word) for word in words if word not in acronyms)
    if not kept.isascii():
        score -= _INVERTED * any(mark in kept for mark in "¿¡ñÑ") + _ACCENTED * sum(
            not _ACCENTS.isdisjoint(word) for word in kept.split()
        )
    if abs(score) < CERTAIN:
        return Decision(previous or ("es" if score < -_HINT else "en"), certain=False)
    return Decision("en" if score > 0 else "es", certain=True)


def fold(text: str) -> str:
    """Lower case, without accents, with plain apostrophes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words_of(folded: str) -> Iterator[tuple[str, int, int]]:
    """Words of a folded text with their offsets; "don't" and "dont" are one word."""
    for match in _WORD.finditer(folded):
        yield match.group().replace("'", ""), match.start(), match.end()


def trigrams(word: str) -> Iterable[str]:
    """Character trigrams of a word with its edges."""
    padded = f"_{word}_"
    return (padded[at : at + 3] for at in range(len(padded) - 2))


@cache
def _tables() -> tuple[dict[str, int], dict[str, int], dict[str, frozenset[str]], frozenset[str]]:
    """Weights of words and of trigrams, the words of other languages, and those of them that tell by themselves."""
    words: dict[str, int] = {}
    grams: dict[str, int] = {}
    others: dict[str, set[str]] = {}
    telltale: set[str] = set()
    for line in DATA.read_text(encoding="utf-8").splitlines():
        kind, *cells = line.split("\t")
        if kind == "w":
            words[cells[0]] = int(cells[1])
        elif kind == "t":
            grams[cells[0]] = int(cells[1])
        elif kind == "o":
            others.setdefault(cells[1].rstrip("!"), set()).add(cells[0])
            if cells[1].endswith("!"):
                telltale.add(cells[0])
    return words, grams, {code: frozenset(listed) for code, listed in others.items()}, frozenset(telltale)


@lru_cache(maxsize=8192)
def _weight(word: str) -> float:
    """What one word says: above zero English, below zero Spanish."""
    words, grams, _others, _telltale = _tables()
    if (known := words.get(word)) is not None:
        most = _SMALL_WORD if len(word) <= _SMALL else _LARGE_WORD
        return max(-most, min(most, float(known)))
    if len(word) < 3:
        return 0.0
    said = [grams.get(gram, 0) for gram in trigrams(word)]
    return max(-_UNKNOWN_WORD, min(_UNKNOWN_WORD, 1.2 * sum(said) / len(said)))


def _foreign_words(words: Sequence[str], letters: int) -> bool:
    """Whether the words are another language's: enough that only it has, and more of them than plainly ours.

    `letters` counts letters ("ã", "ç") that neither English nor Spanish has.
    """
    table, _grams, others, telltale = _tables()
    for listed in others.values():
        inside = {word for word in words if word in listed}
        if not inside:
            continue
        if not telltale.isdisjoint(inside) and len(inside) >= len(words) - 1:
            return True
        only = sum(abs(table.get(word, 0)) < _TELLING for word in inside) + letters
        ours = sum(abs(table.get(word, 0)) >= _TELLING for word in words if word not in listed)
        told = len(inside) + letters
        if (only >= 2 or (only == 1 and told >= 3)) and told > 1.5 * ours and 3 * told >= len(words):
            return True
    return False


def _foreign_script(text: str) -> bool:
    """Whether most letters are of another alphabet."""
    if text.isascii():
        return False
    letters = [character for character in unicodedata.normalize("NFKC", text) if character.isalpha()]
    # Latin letters with their accents and extensions end at U+024F and resume at U+1E00.
    foreign = sum(not (ord(one) < 0x250 or 0x1E00 <= ord(one) < 0x1F00) for one in letters)
    return foreign * 2 > len(letters) > 0


def _without(text: str, protected: Sequence[tuple[int, int]]) -> str:
    """The text with names, addresses and placeholders taken out."""
    for start, end in sorted(protected, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return _NO_LANGUAGE.sub(" ", text)
