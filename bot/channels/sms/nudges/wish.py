"""Reads "remind me sunday" and "recuérdame el domingo": whether a text asks for a reminder, when, and of what.

Receives scrubbed words and the learner's own clock; gives a `Wish` of a moment and codes, never their words. No library
reads such dates in both languages and in text spelling without taking "mon" or "may" in a question for one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.messages import Language

DEFAULT_HOUR = 10
SOON = timedelta(hours=2)  # "later today"

_ASKS_EN = re.compile(
    r"\b(?:remind(?:er)? me|remind us|(?:set|send|give|make|schedule)(?: me)? (?:a |an )?reminder|i (?:want|need) a reminder|(?<![a-z ])reminder"
    r"|nudge me|text me (?=(?:back )?(?:on |this |next )?(?:sun|mon|tues?|wed|thu|fri|sat|tomorrow|tmrw|tonight|later today|in \d)))\b"
)
_ASKS_ES = re.compile(
    r"\b(?:recuerda(?:me|melo|mela)|recuerde(?:me|melo)|recuerden(?:me|melo)|me (?:puedes? |podrias? )?(?:recuerdas?|recordar)|recordarme"
    r"|acuerdame|hazme acordar|me haces acordar|(?:mandame|ponme|pon|dame|quiero|necesito|haz) un recordatorio|(?<![a-z ])recordatorio"
    r"|avisame (?=(?:el |este |manana|hoy|en \d)))"
)
_CANCELS = re.compile(
    r"(?:please |por favor )?(?:(?:skip|quita|quitar|omitir|saltar)"
    r"|(?:cancel|delete|remove|skip|drop|turn off|no more|stop) (?:my|the|that|this|all|all my|all the)? ?reminders?"
    r"|(?:cancela|quita|borra|elimina|no mas|ya no)(?:r|me|le)? (?:el|mi|los|mis|ese|esos)? ?recordatorios?)(?: please| por favor| porfa)?"
)
_LISTS = re.compile(
    r"(?:show |see |list )?my reminders|(?:ver |cuales son )?mis recordatorios|what reminders do i have|que recordatorios tengo"
)
_INVITES = re.compile(r"(?:yes )?invite me|(?:si )?invitame")

_WEEKDAYS = {
    "mon": 0, "monday": 0, "lunes": 0, "tue": 1, "tues": 1, "tuesday": 1, "martes": 1, "wed": 2, "weds": 2, "wednesday": 2, "miercoles": 2,
    "thu": 3, "thur": 3, "thurs": 3, "thursday": 3, "jueves": 3, "fri": 4, "friday": 4, "viernes": 4, "sat": 5, "saturday": 5, "sabado": 5,
    "weekend": 5, "finde": 5, "fin de semana": 5, "sun": 6, "sunday": 6, "domingo": 6,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january enero", "feb february febrero", "mar march marzo", "apr april abril", "may mayo", "jun june junio", "jul july julio",
         "aug august agosto", "sep sept september septiembre setiembre", "oct october octubre", "nov november noviembre",
         "dec december diciembre"), 1)
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "un": 1, "una": 1, "uno": 1, "two": 2, "dos": 2, "a couple of": 2, "three": 3, "tres": 3, "four": 4, "cuatro": 4,
    "five": 5, "cinco": 5, "six": 6, "seis": 6, "seven": 7, "siete": 7, "ten": 10, "diez": 10,
}  # fmt: skip
_UNITS = {"h": 1, "d": 24, "s": 168, "w": 168, "m": 720}  # hours
_UNIT = {
    "hour": "h",
    "hr": "h",
    "hora": "h",
    "day": "d",
    "dia": "d",
    "week": "w",
    "semana": "w",
    "month": "m",
    "mes": "m",
}

_ANY_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_ANY_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ANY_NUMBER = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SPAN = re.compile(
    rf"\b(?:in|en|dentro de|de aqui a) (\d{{1,2}}|{_ANY_NUMBER}) (hour|hr|hora|day|dia|week|semana|month|mes)(?:e?s)?\b"
)
_AFTER_TOMORROW = re.compile(r"\b(?:day after tomorrow|pasado manana)\b")
_TOMORROW = re.compile(r"\b(?:tomorrow|tommorow|tomorow|tmrw|tmr|tmw|2morrow|manana)\b")
_MORNING = re.compile(r"\b(?:in the morning|morning|(?:por|en|de) la manana|temprano)\b")
_TODAY = re.compile(
    r"\b(?:today|tonight|later|hoy|esta (?:tarde|noche)|al rato|mas tarde|this (?:afternoon|evening))\b"
)
_NEXT_WEEK = re.compile(
    r"\b(?:next week|(?:la )?(?:proxima|otra|siguiente) semana|la semana (?:que viene|proxima|siguiente|entrante))\b"
)
_NEXT_MONTH = re.compile(r"\b(?:next month|(?:el )?(?:proximo|otro) mes|el mes que viene)\b")
_WEEKDAY = re.compile(rf"\b({_ANY_WEEKDAY})\b")
_MONTH_DAY = re.compile(rf"\b({_ANY_MONTH})\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of |de )?({_ANY_MONTH})\b")
_SLASHES = re.compile(r"\b(\d{1,2})[/-](\d{1,2})(?:[/-](?:20)?(\d\d))?\b")
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_ORDINAL = re.compile(r"\b(?:the (\d{1,2})(?:st|nd|rd|th)|(?:el )?dia (\d{1,2})|el (\d{1,2}))\b(?! de| horas)")
_CLOCK = re.compile(
    r"\b(?:at|a las?|@|around|como a las?) ?(\d{1,2})(?::(\d\d))? ?(am|pm|a m|p m)?\b|\b(\d{1,2})(?::(\d\d))? ?(am|pm|a m|p m)\b"
)
_PARTS = (
    (re.compile(r"\b(?:noon|mediodia)\b"), 12),
    (re.compile(r"\b(?:afternoon|after school|tarde)\b"), 15),
    (re.compile(r"\b(?:evening|tonight|night|noche)\b"), 18),
)
_OCCASIONS = (
    ("open_house", re.compile(r"\b(?:open house|info(?:rmation)? session|orientation|orientacion|puertas abiertas|sesion informativa|tour)\b")),
    ("deadline", re.compile(r"\b(?:deadline|due|apply|application|sign up|register|enroll|fecha limite|plazo|aplicar|solicitud|inscri\w+|registr\w+)\b")),
    ("fafsa", re.compile(r"\bfafsa\b")),
    ("exam", re.compile(r"\b(?:exam|test|certification|examen|prueba)\b")),
    ("class", re.compile(r"\b(?:class|classes|course|clase|clases|curso|study|estudiar)\b")),
    ("appointment", re.compile(r"\b(?:appointment|interview|meeting|call|cita|entrevista|llamar|reunion)\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A reminder asked for: `at` on the learner's clock (None: not said), what of (a code), in which language."""

    at: datetime | None
    occasion: str
    language: Language


def read(words: str, here: datetime) -> Wish | None:
    """The wish in a text, or None; `here` is now on the learner's clock."""
    plain = _plain(words)
    spanish, english = _ASKS_ES.search(plain), _ASKS_EN.search(plain)
    if not (spanish or english):
        return None
    occasion = next((code for code, pattern in _OCCASIONS if pattern.search(plain)), "plan")
    return Wish(read_moment(plain, here), occasion, "es" if spanish else "en")


def asks(words: str) -> bool:
    """Whether a text is about reminders at all, and so never a STOP: a wish, a cancellation, a look at them."""
    plain = _plain(words)
    return bool(
        _ASKS_EN.search(plain) or _ASKS_ES.search(plain) or _CANCELS.fullmatch(plain) or _LISTS.fullmatch(plain)
    )


def cancels(words: str) -> bool:
    """SKIP, QUITA, "cancel my reminder" and their like, and nothing else."""
    return bool(_CANCELS.fullmatch(_plain(words)))


def lists(words: str) -> bool:
    """Whether a learner asks which reminders there are."""
    return bool(_LISTS.fullmatch(_plain(words)))


def invites(words: str) -> bool:
    """INVITE ME, INVÍTAME: agreeing to be invited to surveys."""
    return bool(_INVITES.fullmatch(_plain(words)))


def read_moment(words: str, here: datetime) -> datetime | None:
    """The moment words name, or None; without a time of day it is ten in the morning. May lie in the past."""
    plain = _plain(words)
    day_words = _MORNING.sub(" ", plain)
    if found := _SPAN.search(day_words):
        count = int(found[1]) if found[1].isdigit() else _NUMBERS[found[1]]
        unit = _UNIT[found[2]]
        moment = here + timedelta(hours=count * _UNITS[unit])
        return moment if unit == "h" else _at_hour(moment.date(), plain, here)
    if _TODAY.search(day_words) and not _TOMORROW.search(day_words):
        return _at_hour(here.date(), plain, here) if _hour(plain) else here + SOON
    day = _day(day_words, here.date())
    return _at_hour(day, plain, here) if day else None


def _day(plain: str, today: date) -> date | None:
    if _AFTER_TOMORROW.search(plain):
        return today + timedelta(days=2)
    if _TOMORROW.search(plain):
        return today + timedelta(days=1)
    if found := _ISO.search(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_DAY.search(plain):
        return _coming(today, _MONTHS[found[1]], int(found[2]))
    if found := _DAY_MONTH.search(plain):
        return _coming(today, _MONTHS[found[2]], int(found[1]))
    if found := _SLASHES.search(plain):
        month, day = int(found[1]), int(found[2])
        month, day = (day, month) if month > 12 else (month, day)
        return _date(2000 + int(found[3]), month, day) if found[3] else _coming(today, month, day)
    if found := _WEEKDAY.search(plain):
        ahead = (_WEEKDAYS[found[1]] - today.weekday()) % 7 or 7
        return today + timedelta(days=ahead)
    if _NEXT_WEEK.search(plain):
        return today + timedelta(days=7)
    if _NEXT_MONTH.search(plain):
        return today + timedelta(days=30)
    if found := _ORDINAL.search(plain):
        number = int(found[1] or found[2] or found[3])
        this = _date(today.year, today.month, number)
        later = today.replace(day=1) + timedelta(days=32)
        return this if this and this > today else _date(later.year, later.month, number)
    return None


def _coming(today: date, month: int, day: int) -> date | None:
    this = _date(today.year, month, day)
    return this if this is None or this >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour(plain: str) -> tuple[int, int] | None:
    """Hour and minute a text names."""
    if found := _CLOCK.search(plain):
        hour, minute = int(found[1] or found[4]), int(found[2] or found[5] or 0)
        half = (found[3] or found[6] or "").replace(" ", "")
        if hour > 23 or minute > 59:
            return None
        if half == "pm" or (not half and 1 <= hour <= 7):
            hour = hour % 12 + 12
        elif half == "am":
            hour %= 12
        return hour, minute
    if _MORNING.search(plain):
        return DEFAULT_HOUR, 0
    return next(((hour, 0) for pattern, hour in _PARTS if pattern.search(plain)), None)


def _at_hour(day: date, plain: str, here: datetime) -> datetime:
    hour, minute = _hour(plain) or (DEFAULT_HOUR, 0)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=here.tzinfo)


def _plain(words: str) -> str:
    """Lower case, no accents, no punctuation but what dates and times need."""
    text = unicodedata.normalize("NFKD", words).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text)
    return " ".join(re.sub(r"[^a-z0-9/:@-]+", " ", text).split())
