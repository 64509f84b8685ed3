"""Student numbers: a cue in either language and a token with digits, or the "A00…" form colleges print."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.recognizers.base import LIKELY, Found, Recognizer, Text, digits, matches, pattern

_CUE = (
    r"(?:student\ (?:id|\#|number|no\.?|num)|school\ (?:id|number)|college\ (?:id|number)|university\ id"
    r"|campus\ id|sid|pid|empl\ ?id|banner(?:\ id)?"
    r"|nuid|umid|bhcc\ id|mdc\ id|pima\ id|m\ ?number|id\ (?:number|num|no\.?|\#)|(?:my|mi|the|su|el)\ id|lunch\ number"
    r"|matricula|numero\ de\ (?:estudiante|alumn[oa]|control|cuenta|matricula|expediente|boleta)|(?:id"
    r"|identificacion|credencial|codigo|clave|num|no\.?)"
    r"\ (?:de\ )?(?:estudiante|alumn[oa]|escolar|estudiantil)|carnet?(?:\ (?:de\ )?estudiant\w+)?|expediente"
    r"|boleta|student\ id\ \#)"
)
_TOKEN = (
    r"(?P<number>(?:[a-z]{1,4}-?|(?![aeioy]\s)[a-z]\s|a\s)?\d[\d\-]{2,12}\d[a-z]?|[a-z]{1,4}\d[\w-]{3,12}"
    r"|\d{1,4}[a-z]{1,3}\d{2,9})"
)
_AFTER = pattern(rf"(?<!\w){_CUE}(?!\w)[^\d\n]{{0,26}}?(?<![\w$]){_TOKEN}(?!\w|/\d)")
_BEFORE = pattern(rf"(?<![\w$]){_TOKEN}(?!\w)(?=\W{{1,3}}(?:\w+\ ){{0,3}}{_CUE}(?!\w))")
_SPACED = pattern(rf"(?<!\w){_CUE}(?!\w)[^\d\n]{{0,20}}?(?<![\w$])(?P<number>\d{{2,4}}(?:\s\d{{2,4}}){{1,3}})(?!\w)")
_PRINTED = pattern(r"(?<!\w)(?:a0\d{7}|[smhb]0\d{6,7}|@0\d{7})(?!\w)")


class StudentIdRecognizer(Recognizer):
    entity = "STUDENT_ID"

    def find(self, text: Text) -> Iterable[Found]:
        for compiled in (_AFTER, _BEFORE, _SPACED):
            for match in matches(compiled, text.folded):
                if 4 <= len(digits(match["number"])) <= 13:
                    yield Found(*match.span("number"), LIKELY + 0.2)
        for match in matches(_PRINTED, text.folded):
            yield Found(*match.span(), LIKELY)
