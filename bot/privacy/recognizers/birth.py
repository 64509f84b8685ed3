"""Dates of birth: a date beside a birth cue ("dob", "nací", "my bday"), in figures or words. Course dates survive."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.recognizers.base import CERTAIN, LIKELY, Found, Recognizer, Text, matches, pattern, search

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct"
    r"(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|jun(?:io)?|jul(?:io)?|ago(?:sto)?|sep?tiembre|set(?:iembre)?"
    r"|octubre|noviembre|dic(?:iembre)?)\.?"
)
_YEAR = r"(?:(?:19|20)\d{2}|'?\d{2}(?!\d))"
_ORDINAL = r"(?:st|nd|rd|th|ro|er|o)?"
_EN_DAY = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[\s-](?:first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_ES_DAY = (
    r"(?:primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis"
    r"|diecisiete|dieciocho"
    r"|diecinueve|veinte|veinti\w+|treinta(?:\ y\ uno)?)"
)
_WORD_YEAR = (
    r"(?:(?:two\ thousand|twenty|nineteen|dos\ mil|mil\ novecientos)(?:[\s-](?:and|y|oh|\w+teen|ten|eleven"
    r"|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|one|two|three|four|five|six|seven|eight|nine|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once"
    r"|doce|trece|catorce|quince"
    r"|dieci\w+|veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)){0,4})"
)
_OF_YEAR = rf"(?:[\s,]*(?:(?:of|in|de|del|del\ ano|de\ el)\ )?(?:{_YEAR}|{_WORD_YEAR}))?"
_FULL = (
    r"(?:\d{1,2}\s?(?P<s>[/.\-\s|])\s?\d{1,2}\s?(?P=s)\s?(?:(?:19|20)\d{2}|'?\d{2})|(?:19"
    r"|20)\d{2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2})"
)
_DATE = (
    rf"(?:{_FULL}|{_MONTH}\s*(?:the\ |el\ )?\d{{1,2}}{_ORDINAL}(?!\d){_OF_YEAR}"
    rf"|\d{{1,2}}{_ORDINAL}\s*(?:of\s|de\s|del\ mes\ de\s|/|-)?\s*{_MONTH}\b(?:[\s,/-]*(?:(?:of|de|del"
    rf"|del\ ano)\ )?{_YEAR}|[\s,]*(?:de|del)\ {_WORD_YEAR})?"
    rf"|{_MONTH}\s+(?:the\ )?{_EN_DAY}{_OF_YEAR}|(?:the\ )?{_EN_DAY}\ (?:of\ )?{_MONTH}{_OF_YEAR}"
    rf"|{_ES_DAY}\ de\ {_MONTH}{_OF_YEAR}"
    rf"|{_MONTH}\s*(?:of\ |de\ |del\ )?(?:19|20)\d{{2}}|\d{{1,2}}/(?:19|20)\d{{2}}|\d{{8}}(?!\d)|\d{{6}}(?!\d)"
    r"|\d{1,2}/\d{1,2})"
)
_CUE = (
    r"(?:born|birth(?:\ ?(?:day|date))?s?|b[-\ ]?day|birthdate|bdate|d\.?o\.?b\.?|naci(?:o|da|do|mos|eron|miento)?"
    r"|cumple(?:anos|s|ano)?|cumplo(?:\ \w+){0,3}|f(?:echa)?\.?\s?(?:de\s)?nac\.?|fdn)"
)
_AFTER = pattern(rf"(?<!\w){_CUE}(?!\w)(?P<gap>[^\n]{{0,46}}?|\s*\n\s*)(?<![\w/$-])(?P<date>{_DATE})(?![\w/])")
_BEFORE = pattern(
    rf"(?<![\w/$-])(?P<date>{_DATE})(?![\w/])(?=[\s,.;:)('-]{{0,3}}(?:(?:is|was|es|era|fue|thats|that's"
    r"|this\ is|mi|my|his|her|su|when|cuando|the\ day|el\ dia|dia\ que|que|i|ella|el|he|she|s"
    rf"|de)\ ){{0,6}}{_CUE}(?!\w))"
)
_OTHER_EVENT = pattern(
    r"\b(?:class(?:es)?|start\w*|begin\w*|clases?|empiez\w*|empez\w*|deadline|due|apply|orientation|registr\w*"
    r"|inscri\w*|appointment|cita|interview|entrevista|exam\w*|\d+\s*(?:years|anos)|years\ old|anos\ tengo)\b"
)
_ALONE = pattern(
    rf"^\W*(?P<date>{_FULL}|{_MONTH}\s*\d{{1,2}}{_ORDINAL}[\s,]+(?:19|20)\d{{2}}"
    rf"|\d{{1,2}}\ de\ {_MONTH}\ del?\ (?:19|20)\d{{2}})\W*$"
)
_GROWN = pattern(r"(?:19[3-9]\d|200\d|201[0-5])")


class BirthDateRecognizer(Recognizer):
    entity = "DOB"

    def find(self, text: Text) -> Iterable[Found]:
        for match in matches(_AFTER, text.folded):
            if not search(_OTHER_EVENT, match["gap"]):
                yield Found(*match.span("date"), CERTAIN)
        for match in matches(_BEFORE, text.folded):
            yield Found(*match.span("date"), CERTAIN)
        # A line that is nothing but a date of long ago answers "date of birth?".
        start = 0
        for line in text.folded.split("\n"):
            alone = search(_ALONE, line)
            if alone and search(_GROWN, alone["date"]):
                yield Found(start + alone.start("date"), start + alone.end("date"), LIKELY)
            start += len(line) + 1
