"""Numbers of papers and accounts: passport, licence, immigration receipts, A-number, consular and national ids, cases,
bank accounts. By a cue in either language, by a form of its own, or, at last, any run of nine digits or more."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.recognizers.base import CERTAIN, LIKELY, Found, Recognizer, Text, digits, matches, pattern, search
from bot.privacy.recognizers.phone import is_public

_CUE = (
    r"(?:passport|pasaporte|(?:driver'?s?|drivers|driving)\ licen[sc]e|licen[sc]e(?:\ (?:number|no\.?|num|\#))"
    r"|dl(?:\ (?:number|no\.?|\#))?|licencia(?:\ de\ (?:conducir|manejar|manejo))?"
    r"|green\ card|residen(?:t\ card|cia)|mica|receipt(?:\ (?:number|no))?|numero\ de\ recibo|uscis|alien(?:\ "
    r"(?:number|registration))?|a[-\ ]?(?:number|numero|\#)|numero\ a"
    r"|(?:case|caso|file|docket|doc|document|documento|inmate|claim|reference|confirmation|tribal|enrollment|booking|dl|permit)(?:\ (?:number|no\.?|num|id|\#|numero))|(?:numero|num|no\.?)\ de\ (?:caso"
    r"|pasaporte|licencia|residen\w+|visa|cuenta|id\w*|documento|poliza|afiliacion|permiso"
    r"|tarjeta\ de\ residen\w+)"
    r"|visa(?:\ number)?|i-?94|work\ permit|ead|permiso(?:\ de\ trabajo)?|(?:matricula|id|tarjeta"
    r"|credencial)\ consular|consular(?:\ (?:id|card))?|cedula|dni|curp|rfc|ine|ife|dui|dpi|nie|nit"
    r"|clave\ de\ elector"
    r"|state\ id|id\ card|government\ id|tribal\ id|(?:identification|identificacion)(?:\ (?:number|card))?"
    r"|medicaid|medicare|ahcccs|masshealth|ebt|wic|insurance|member\ id|policy(?:\ number)?|poliza"
    r"|(?:bank\ )?account(?:\ (?:number|no\.?|\#))|acct(?:\ (?:number|no\.?|\#))?|routing(?:\ number)?|cuenta"
    r"(?:\ (?:bancaria|numero))?|iban|clabe|voter|va\ file|daca|tps|asylum|asilo|inmate|sevis"
    r"|candidate\ id|cert(?:ification)?\ (?:id|number)|isc2\ id|cisco\ id|testing\ id|tax\ id|plate|placas?|vin)"
)
_TOKEN = (
    r"(?P<number>(?:[a-z]{1,4}-?|(?![aeioy]\s)[a-z]\s|a\s)?\d(?:[\s.-]?\d){3,16}(?:-?[a-z\d]{1,3})?|"
    r"(?=[a-z\d-]*\d[a-z\d-]*\d[a-z\d-]*\d)[a-z\d][a-z\d-]{4,20}[a-z\d])"
)
_AFTER = pattern(rf"(?<!\w){_CUE}(?!\w)[^\d\n]{{0,26}}?(?<![\w$]){_TOKEN}(?!\w|/\d)")
_BEFORE = pattern(rf"(?<![\w$]){_TOKEN}(?!\w)(?=\W{{1,3}}(?:\w+\ ){{0,3}}{_CUE}(?!\w))")
_FORMS = pattern(
    r"(?<![\w])(?:(?:src|ioe|eac|wac|lin|msc|nbc|ysc|zns|zla|tsc|vsc|mct|ios)[\s-]?\d{2}[\s-]?\d{3}[\s-]?\d{5}"  # USCIS receipt
    r"|[a-z][aeioux][a-z]{2}\d{6}[hmx][a-z]{5}[a-z\d]\d"  # CURP
    r"|[a-z\x26]{3,4}\d{6}[a-z\d]{3}"  # RFC
    r"|a[\s\#-]?\d{3}[\s-]?\d{3}[\s-]?\d{2,3}"  # A-number
    r"|[a-z]{1,2}\d{7,9}|\d{8}[a-z]"  # passports, licences, DNI
    r"|\d{8}-\d|\d{4}\s\d{5}\s\d{4}|\d{3}-\d{7}-\d|\d{4}-\d{4}-\d{5}|\d{3}-\d{6}-\d{4}[a-z]"  # DUI, DPI, cedulas, Honduras
    r"|[a-z]{2}\d{2}(?:\s?[a-z\d]{4}){2,7}(?:\s?[a-z\d]{1,3})?)(?!\w|-\d)"  # IBAN
)
_BARE = pattern(r"(?<![\w$.,\-])\d{9,19}(?![\w]|[.,]\d)")
_MONEY_OR_TIME = pattern(
    r"(?:\$|\b(?:pay|salary|sueldo|ganar?|isbn|upc|order|barcode|tracking)(?:\ (?:number|is|no))?)\W{0,2}$"
)


class IdNumberRecognizer(Recognizer):
    entity = "ID_NUMBER"

    def find(self, text: Text) -> Iterable[Found]:
        folded = text.folded
        if sum(c.isdigit() for c in folded) < 4:
            return
        for compiled in (_AFTER, _BEFORE):
            for match in matches(compiled, folded):
                if len(digits(match["number"])) >= 4 and len(match["number"]) >= 5 and not _is_exam(match["number"]):
                    yield Found(*match.span("number"), CERTAIN)
        for match in matches(_FORMS, folded):
            if len(digits(match.group())) >= 7:
                yield Found(*match.span(), LIKELY)
        for match in matches(_BARE, folded):
            if not is_public(match.group()) and not search(_MONEY_OR_TIME, text.before(match.start(), 12)):
                yield Found(*match.span(), LIKELY - 0.2)


_EXAM = pattern(
    r"^(?:220-1\d{3}|[a-z]{1,3}\d{1,2}-\d{3}|\d{3}-\d{3}|[a-z]{2,4}-\d{3}|\d{2}-\d{4}(?:\.\d{2})?|(?:19"
    r"|20)\d{2}(?:-(?:19|20)\d{2})?)$"
)


def _is_exam(written: str) -> bool:
    """SY0-701, N10-009, 200-301, AZ-900, a SOC code, or a year: never anyone's papers."""
    return search(_EXAM, written.strip()) is not None
