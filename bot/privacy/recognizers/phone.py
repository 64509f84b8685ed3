"""Telephone numbers: North American, international, seven digits, odd separators, digit by digit, or said in words.

Public numbers survive: toll-free prefixes, short codes and exam numbers ("220-1101") never match.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.recognizers.base import CERTAIN, LIKELY, Found, Recognizer, Text, digits, matches, pattern, search
from bot.privacy.recognizers.spoken import spoken_numbers

_SEP = r"[\s.\-/_*,~:|]"
_EXTENSION = r"(?:\s*,?\s*(?:x|ext\.?|extension)\s*\d{1,5}\b)?"
_AMERICAN = pattern(
    r"(?<![\w$\#.]|\d-|\d,)"
    rf"(?:\+?\s?1{_SEP}{{0,3}})?\(?\s?[2-9]\d{{2}}\s?\)?{_SEP}{{0,3}}[2-9]\d{{2}}{_SEP}{{0,3}}\d{{4}}"
    rf"(?!\d|-\d|,\d{{3}}){_EXTENSION}"
)
_GROUPS = pattern(r"(?<![\w$.-])(?:\+?1[\s.-]{1,2})?\(?[2-9]\d{2}\)?(?:[\s.\-]{1,2}\d{1,4}){2,7}(?![\w]|-\d)")
_ONE_BY_ONE = pattern(r"(?<![\w$])\d(?:[\s.\-_*,/]{1,3}\d){9,11}(?!\w)")
_INTERNATIONAL = pattern(
    rf"(?<![\w$])(?:\+|00\s?|011\s?){_SEP}{{0,2}}(?:[\d(]{_SEP}{{0,2}}\)?\s?){{7,15}}\d(?!\d){_EXTENSION}"
)
_SEVEN = pattern(r"(?<![\w$.\-/])[2-9]\d{2}\s?[-–]\s?\d{4}(?![\w]|-\d|/\d)")
_SEVEN_AT = pattern(r"(?<!\w)(?:al|at)\s+(?P<number>[2-9]\d{2}[\s.]\d{4})(?![\w]|[-,.]\d)")
_EIGHT = pattern(r"(?<![\w$.\-/])[267]\d{3}\s?-\s?\d{4}(?![\w]|-\d)")
_CUE = (
    r"(?:phone|number|num|call(?:\ me)?|cell|celly|text(?:\ me)?|txt|tel|telephone|reach(?:\ me)?|contact"
    r"|mobile|fax|dial|hmu|whats?app"
    r"|ring(?:\ me)?|line|digits|desk|office|answering\ at|messages\ to|registered|text\ to|my\ \#|telefono"
    r"|cel|celular|cell?u|numero|nro|llam\w*|yam\w*|marc(?:ar?|ame|ue|eme)|wh?ats\w*|wasap|guasap"
    r"|mensaje\w*|mand(?:ame|eme)|contacto|comuni\w+|localizar?me)"
)
_CUED = pattern(
    rf"\b{_CUE}\b(?:[^\d\n$]{{0,26}}?|\W{{0,3}}\n\s*)(?<![\w$])(?P<number>[(+]?"
    r"(?:\d[\s.\-/_*()~]{0,3}){6,14}\d)(?!\d|\w)"
)
# Elsewhere in the world a number may begin with a trunk 0: "078 8098 1119", "0487 98 11 92".
_TRUNK = pattern(
    r"(?<![\w$.\-/])\(?0\d{1,4}\)?(?:[\s\-./]{1,2}\d{2,4}){2,4}(?![\w]|-\d|/\d)|"
    r"(?<![\w$.\-/])0\d{3,4}[\s-]\d{6,7}(?!\w)"
)
_CUE_BEFORE = pattern(rf"\b{_CUE}\b")
_CUE_AFTER = pattern(
    r"^.{0,22}?\b(?:office\b|fax\b|mobile\b|is\ my\ (?:number|cell|phone)|my\ (?:number|cell|phone)|"
    r"(?:es\ )?mi\ (?:numero|cel|tel|celular|telefono)|call\ me|text\ me|llam\w+|marca\w+)\b"
)
_NOT_PHONE = pattern(
    r"(?:\b(?:exam|test|core|course|class|code|room|form|section|comptia|a\+|examen|curso|salon|codigo|soc"
    r"|version|chapter|zip|page"
    r"|salary|pay|student|matricula|passport|license|card|case|account|ssn|social)(?:\ (?:number|no|num|id"
    r"|\#))?|\$)\W{0,3}(?:\w+\W{1,2}){0,2}$"
)
_TOLL_FREE = ("800", "822", "833", "844", "855", "866", "877", "888")


def _national(number: str) -> str:
    """The number without the country code 1."""
    return number[1:] if len(number) == 11 and number[0] == "1" else number


def is_public(number: str) -> bool:
    """A toll-free number: nobody's own phone, and hotlines are among them."""
    return len(_national(number)) == 10 and _national(number).startswith(_TOLL_FREE)


class PhoneRecognizer(Recognizer):
    entity = "PHONE"

    def find(self, text: Text) -> Iterable[Found]:
        if sum(c.isdigit() for c in text.folded) >= 7:
            # Seven digits of a toll-free number are no local number.
            public = [m.span() for m in matches(_AMERICAN, text.folded) if is_public(digits(m.group())[:11])]
            for found in self._written(text):
                if not any(a < found.end and found.start < b for a, b in public):
                    yield found
        yield from self._spoken(text)

    def _written(self, text: Text) -> Iterable[Found]:
        folded = text.folded
        for compiled, score in ((_AMERICAN, LIKELY + 0.15), (_INTERNATIONAL, CERTAIN), (_ONE_BY_ONE, LIKELY)):
            for match in matches(compiled, folded):
                if not is_public(digits(match.group())[:11]):
                    yield Found(*match.span(), score)
        for match in matches(_GROUPS, folded):
            number = _national(digits(match.group()))
            if len(number) == 10 and not is_public(number) and match.group().count(".") != 3:
                yield Found(*match.span(), LIKELY)
        for match in matches(_TRUNK, folded):
            if 9 <= len(digits(match.group())) <= 12 and not search(_DATE_LIKE, match.group()):
                yield Found(*match.span(), LIKELY)
        for compiled in (_SEVEN, _EIGHT):
            for match in matches(compiled, folded):
                if not self._is_exam(match.group(), text, match.start()):
                    yield Found(*match.span(), LIKELY)
        for match in matches(_SEVEN_AT, folded):
            yield Found(*match.span("number"), LIKELY)
        for match in matches(_CUED, folded):
            number = digits(match["number"])
            start, end = match.span("number")
            if is_public(number) or search(_NOT_PHONE, text.before(start, 30)) or "," in match["number"]:
                continue
            if _looks_like_years_or_pay(match["number"]):
                continue
            yield Found(start, end, LIKELY + 0.1)
        for match in matches(pattern_run, folded):
            if search(_CUE_AFTER, text.after(match.end(), 50)) and not is_public(digits(match.group())):
                yield Found(*match.span(), LIKELY)

    def _is_exam(self, written: str, text: Text, start: int) -> bool:
        number = digits(written)
        if number.startswith(("2201", "1998")) or search(_NOT_PHONE, text.before(start, 30)):
            return True
        # "2023-2024"
        return len(number) == 8 and number[:2] in ("19", "20") and number[4:6] in ("19", "20")

    def _spoken(self, text: Text) -> Iterable[Found]:
        for number in spoken_numbers(text):
            size = len(_national(number.digits))
            if is_public(number.digits) or number.digits in "0123456789012345" or number.words < 2:
                continue
            cued = search(_CUE_BEFORE, text.before(number.start, 40)) or search(_CUE_AFTER, text.after(number.end, 40))
            said = size == 10 or (size == 7 and number.words == 7)  # seven digits, each a word of its own
            if (said and number.digits[0] not in "01") or (cued and 7 <= size <= 14):
                yield Found(number.start, number.end, LIKELY + 0.1)


pattern_run = pattern(r"(?<![\w$.\-/])\(?\d(?:[\s.\-()]{0,2}\d){6,12}(?![\w]|-\d)")


_DATE_LIKE = pattern(r"^\d{2}[-/.\s]\d{2}[-/.\s](?:19|20)\d{2}$")


def _looks_like_years_or_pay(written: str) -> bool:
    """ "2023-2024" or "45000 60000" after the word "number"."""
    groups = written.replace("-", " ").replace("/", " ").split()
    if len(groups) == 2 and all(len(g) == 4 and g[:2] in ("19", "20") for g in groups):
        return True
    return len(groups) >= 2 and all(len(g) == 5 for g in groups)
