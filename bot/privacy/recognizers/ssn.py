"""Social security numbers and ITINs, with separators or, after a cue in either language, without."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.recognizers.base import CERTAIN, LIKELY, Found, Recognizer, Text, matches, pattern, search
from bot.privacy.recognizers.spoken import spoken_numbers

_CUE = (
    r"(?:ssn|s\.s\.n\.?|ss\#|soc(?:ial)?(?:\ sec(?:urity)?)?(?:\ (?:number|num|no|\#))?|itin|tax\ id(?:\ number)?"
    r"|seguro\ social|numero\ de\ (?:seguro|social)|num(?:ero)?\ (?:de\ )?seguro(?:\ social)?|seguro)"
)
_SEPARATED = pattern(r"(?<![\d\w.-])\d{3}\s?[-.\s/_*]\s?\d{2}\s?[-.\s/_*]\s?\d{4}(?![\d\w]|-\d)")
_AFTER_CUE = pattern(rf"\b{_CUE}\b[^\d\n]{{0,28}}?(?<!\d)(?P<number>(?:\d[\s.\-/_*]{{0,2}}){{8}}\d)(?!\d|[\s-]\d)")
_BEFORE_CUE = pattern(
    r"(?<!\d)(?P<number>\d{3}[\s.-]?\d{2}[\s.-]?\d{4})(?!\d)(?=.{0,18}\b(?:ssn|social|itin|seguro)\b)"
)
# The last four digits are as much as many forms ask for.
_LAST_FOUR = pattern(
    r"\b(?:ssn|social(?:\ security)?(?:\ number)?|seguro(?:\ social)?)\b[^\d\n$]{0,24}?(?<![\w$.,-])"
    r"(?P<number>\d{4})(?![\w%]|[-,.]\d)"
    r"|\b(?:last|ultimos?)\ (?:four|4|cuatro)\b[^\d\n$]{0,40}?(?P<number>(?<![\w$.,-])\d{4})(?![\w%]|[-,.]\d)"
)
_SPOKEN_CUE = pattern(rf"\b{_CUE}\b")


class SsnRecognizer(Recognizer):
    entity = "SSN"

    def find(self, text: Text) -> Iterable[Found]:
        for match in matches(_SEPARATED, text.folded):
            yield Found(*match.span(), CERTAIN if "-" in match.group() else LIKELY + 0.1)
        for compiled in (_AFTER_CUE, _BEFORE_CUE):
            for match in matches(compiled, text.folded):
                yield Found(*match.span("number"), CERTAIN)
        for match in matches(_LAST_FOUR, text.folded):
            if not match["number"].startswith(("19", "20")):
                yield Found(*match.span("number"), CERTAIN)
        for number in spoken_numbers(text):
            if len(number.digits) in (8, 9) and search(_SPOKEN_CUE, text.before(number.start, 30)):
                yield Found(number.start, number.end, CERTAIN)
