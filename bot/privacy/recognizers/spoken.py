"""Numbers said in words, English and Spanish, alone or between digits: "five two oh, 555 cero uno veintitres".

Receives a `Text`; gives runs of number words with the digits they stand for. Used by the phone, SSN and id recognizers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.privacy.names.words import Word, word_set
from bot.privacy.recognizers.base import Text

_ONES = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "cero": "0", "uno": "1", "una": "1", "un": "1", "dos": "2", "tres": "3",
    "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "sero": "0", "sinco": "5",
    "seiz": "6", "quatro": "4", "fife": "5", "niner": "9",
}  # fmt: skip
_TENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
    "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "diez": "10", "once": "11", "doce": "12",
    "trece": "13", "catorce": "14", "quince": "15", "dieciseis": "16", "diecisiete": "17", "dieciocho": "18",
    "diecinueve": "19", "veinte": "20", "veintiuno": "21", "veintiun": "21", "veintidos": "22", "veintitres": "23",
    "veinticuatro": "24", "veinticinco": "25", "veintiseis": "26", "veintisiete": "27", "veintiocho": "28",
    "veintinueve": "29", "treinta": "30", "cuarenta": "40", "cincuenta": "50", "sesenta": "60", "setenta": "70",
    "ochenta": "80", "noventa": "90",
}  # fmt: skip
_HUNDREDS = {
    "cien": "100", "ciento": "100", "doscientos": "200", "trescientos": "300", "cuatrocientos": "400",
    "quinientos": "500", "seiscientos": "600", "setecientos": "700", "ochocientos": "800", "novecientos": "900",
}  # fmt: skip
_REPEAT = {"double": 2, "triple": 3, "doble": 2}
_JOINERS = word_set(", . - / ( ) y and hundred then luego guion dash + *") | {"\n"}


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    """A run of number words and digits: where it is, what digits it stands for, how many of its parts are words."""

    start: int
    end: int
    digits: str
    words: int


def spoken_numbers(text: Text) -> Iterator[SpokenNumber]:
    """Runs with at least one number word; "y" and "and" count only between numbers."""
    words = text.words
    position = 0
    while position < len(words):
        run = _run(text, position)
        if run is None:
            position += 1
            continue
        number, position = run
        if number.words:
            yield number


def _run(text: Text, first: int) -> tuple[SpokenNumber, int] | None:
    words = text.words
    found, spoken, last, repeat = "", 0, first, 1
    position = first
    while position < len(words):
        word = words[position]
        value = _value(word.norm, text.folded[word.start : word.end])
        if value is None:
            if word.norm in _REPEAT:
                repeat = _REPEAT[word.norm]
            elif not found or word.norm not in _JOINERS:
                break
            position += 1
            continue
        digits, is_word = value
        # "thirty one", "treinta y uno": a one after a round ten, joined by a space, "-" or "y", fills its zero
        if is_word and len(digits) == 1 and digits != "0" and found and spoken and _after_ten(words, position):
            found = found[:-1] + digits
        else:
            found += digits * repeat
        repeat = 1
        spoken += is_word
        position += 1
        last = position
    if not found:
        return None
    return SpokenNumber(words[first].start, words[last - 1].end, found, spoken), last


def _value(norm: str, written: str) -> tuple[str, bool] | None:
    if written.isdigit():
        return written, False
    if norm in _ONES:
        return _ONES[norm], True
    if norm in _TENS:
        return _TENS[norm], True
    if norm in _HUNDREDS:
        return _HUNDREDS[norm], True
    if "-" in norm:
        parts = [_value(part, part) for part in norm.split("-")]
        if all(parts):
            values = [part[0] for part in parts if part]
            if len(values) == 2 and len(values[0]) == 2 and values[0][1] == "0" and len(values[1]) == 1:
                return values[0][0] + values[1], True
            return "".join(values), True
    return None


def _after_ten(words: list[Word], position: int) -> bool:
    before = words[position - 1].norm
    if before in ("y", "-") and position >= 2:
        before = words[position - 2].norm
        return before in _TENS and _TENS[before][1] == "0" and _TENS[before] != "10"
    return before in _TENS and _TENS[before][1] == "0" and before not in ("ten", "diez") and before.endswith("ty")
