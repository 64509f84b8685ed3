"""Ages, school grades, dollar limits, lengths, ZIP codes and positions in a list, as people write them in texts.

Receives a folded message and gives mentions; a number that might be anything else ("im 10 min away", "tengo 2 hijos",
a bare "2") gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from knowledge.mentions.names import Mention
from knowledge.mentions.text import Folded

_CHILD = re.compile(
    r"\b(?:my|our|mi|mis|nuestro|nuestra)\s+(?:\w+\s+){0,2}?(?:son|daughter|kid|kids|child|boy|girl|nephew|niece|brother|sister"
    r"|grandson|granddaughter|cousin|hijo|hija|nino|nina|sobrino|sobrina|hermano|hermana|nieto|nieta|primo|prima|bebe|chamaco)\b"
)
_YEARS = r"(?:years?|yrs?|anos?|anitos|y/?o)"
_NOT_AGE = (
    r"(?!\s*(?:%|/|:|\$|[.,]\d|k\b|percent|min\b|mins\b|minutes|hours?\b|hrs?\b|horas?\b|miles?\b|millas?\b|blocks?\b|days?\b|dias?\b|weeks?\b"
    r"|semanas?\b|months?\b|meses\b|mes\b|credits?\b|class|clases?\b|courses?\b|cursos?\b|bucks|dollars|dolares|hijos?\b|hijas?\b|ninos?\b|kids?\b"
    r"|jobs?\b|trabajos?\b|people|personas|questions?|preguntas?|times|veces|certs?\b|st\b|nd\b|rd\b|th\b|lbs?\b|feet\b|into\b"
    r"|(?:years?|yrs?|anos?)\s+(?:of|de\s+(?:experiencia|exp)|en\b|in\b|into|trabajando|working|experience|exp\b|sober|clean|at\b|as\b|haciendo|doing|aqui|here|since|desde|con\b|with\b|viviendo|living|away|left|ago|back|later|married|out\b|que\b)))"
)
_AGE = re.compile(
    rf"(?P<a>\b(?:i\s?'?m|im|i am|imma|ima|turning|turned|turn|just turned|about to be|almost|aged?|age is)\s+(?:(?:only|already|just|like|a|an|about|almost|still|gonna be|going to be|now|fucking)\s+)*(?P<n1>\d{{1,2}})\b{_NOT_AGE})"
    rf"|(?P<b>\b(?P<n2>\d{{1,2}})\s*-?\s*(?:(?:years?|yrs?|yr)\s*-?\s*olds?\b|y/?o\b|yrs? ?old\b|year ?olds?\b|anitos\b|anos de edad\b|anos de viejo\b))"
    rf"|(?P<c>\b(?:tengo|ya tengo|tiene|cumpli|cumplo|cumplire|voy a cumplir|ya cumpli|a mis|con mis|edad de|edad)\s+(?:ya\s+|apenas\s+|solo\s+|nomas\s+|como\s+|casi\s+)*(?P<n3>\d{{1,2}})(?:\s*{_YEARS})?\b{_NOT_AGE}(?!\s+(?!(?:y|e|ya|pero|todavia|aun|anos?|puedo|me|estoy|soy|quiero|and|can|but|is|es|no|muy|crees|sera|seré|voy|vivo|con|sin|que|en|a|o|or|i|so|para|pa|q|cuando)\b)[a-z]))"
    rf"|(?P<d>\b(?:hij[oa]|nin[oa]|sobrin[oa]|herman[oa]|niet[oa]|prim[oa]|bebe|chamac[oa]|joven|muchach[oa]|senor[a]?|mujer|hombre|de)\s+de\s+(?P<n4>\d{{1,2}})(?:\s+anos?\b)?(?!\s*(?:horas?|meses|semanas|dolares|dias|anos de exp)))"
    rf"|(?P<e>\b(?:son|daughter|kid|boy|girl|nephew|niece|brother|sister|he|she|hes|shes)\s*(?:is|'s|,|who is|whos)?\s+(?P<n5>\d{{1,2}})\b{_NOT_AGE}(?=\s*(?:[.,?!;)]|$|and|years?|yrs?|y/?o|but)))"
)
_GRADE_WORDS: Mapping[str, int] = {
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    "sexto": 6, "septimo": 7, "octavo": 8, "noveno": 9, "decimo": 10, "onceavo": 11, "undecimo": 11, "doceavo": 12, "duodecimo": 12,
    "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12,
    "freshman": 9, "sophomore": 10, "junior": 11, "senior": 12, "freshmen": 9,
}  # fmt: skip
_GRADE = re.compile(
    r"\b(?P<g1>6|7|8|9|10|11|12)\s?(?:th|vo|no|mo|o)?\s+(?:grade|grader|graders|grado)\b"
    r"|\b(?:grade|grado)\s+(?P<g2>6|7|8|9|10|11|12|seis|siete|ocho|nueve|diez|once|doce)\b"
    r"|\b(?P<g3>sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\s+grade(?:r|rs)?\b"
    r"|\b(?P<g4>sexto|septimo|octavo|noveno|decimo|onceavo|undecimo|doceavo|duodecimo)(?:\s+grado)\b"
    r"|\b(?:in|en)\s+(?P<g5>6|7|8|9|10|11|12)th\b(?!\s*(?:st|street|ave))"
    r"|\b(?P<g6>freshman|sophomore|junior|senior)\s+(?:in|at|en|de|of)\s+(?:la\s+|el\s+)?(?:hs|high ?school|high|prepa|\w+ high)\b"
    r"|\b(?:hs|high ?school)\s+(?P<g7>freshman|sophomore|junior|senior)\b"
    r"|\b(?:im|i'm|i am|soy|is)\s+a?\s?(?P<g8>freshman|sophomore)\b(?!\s+(?:in|at|en)\s+(?:college|university|uni|la uni))"
)
_MONEY = r"\$?\s?(?P<{0}>\d{{1,3}}(?:[,.]\d{{3}})+|\d+(?:\.\d+)?)\s?(?P<{0}k>k|mil)?\b"
_UNIT = r"(?:dollars?|bucks?|dolares|dolar|usd|varos|pesos)"
_UNDER = (
    r"(?:under|below|less than|no more than|not more than|at most|up to|upto|max(?:imum)?(?: of)?|cheaper than|within|for like|budget(?: is| of)?|my budget is"
    r"|menos de|menor a|menores a|no mas de|hasta|maximo(?: de)?|por debajo de|mas barato que|mas baratos que|presupuesto(?: es)?(?: de)?|debajo de)"
)
_HAVE = r"(?:i (?:only |just )?(?:have|got)|i only have|only have|only got|just got|can (?:only )?(?:pay|spend|afford)|tengo (?:solo|como|nada mas|nomas)?|solo tengo|nomas tengo|puedo pagar|puedo gastar|me alcanza para|cuento con)"
_TIME = r"(?:hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?|horas?|dias?|semanas?|meses|mes|anos?|miles?|millas?|minutes?|mins?|minutos?|people|credits?|%|percent|per hour|an hour|/\s?h|la hora|por hora|x hora)"
_BUDGET = re.compile(
    rf"\b{_UNDER}\s+(?:like\s+|about\s+|como\s+|unos\s+|los\s+|de\s+)?(?P<cur>\$)?{_MONEY.format('m1')}(?P<u1>\s?{_UNIT}\b)?(?!\s?{_TIME})"
    rf"|\b{_HAVE}\s+(?:like\s+|about\s+|como\s+|unos\s+|solo\s+)?(?:\$\s?(?P<m2>\d[\d,.]*\d|\d)\b|(?P<m3>\d[\d,.]*\d|\d)\s?{_UNIT}\b)(?!\s?{_TIME})"
    rf"|(?:\$\s?(?P<m4>\d[\d,.]*\d|\d)|\b(?P<m5>\d[\d,.]*\d|\d)\s?{_UNIT})\s+(?:or less|max|maximum|at most|tops|o menos|maximo|como mucho|or under)\b"
)
_EARNING = re.compile(
    r"\b(?:make|makes|making|earn|earns|earning|salary|salaries|wage|wages|paid|pays|income|hourly|gano|gana|ganan|ganar|sueldo|sueldos|salario|salarios|pagan|ingresos?)\b"
)
_LENGTH = re.compile(
    r"\b(?:under|less than|within|in less than|no more than|at most|max(?:imum)?|up to|shorter than|menos de|no mas de|hasta|maximo(?: de)?|en menos de)\s+"
    r"(?P<n>\d{1,2}|a|an|one|two|three|four|five|six|un|una|dos|tres|cuatro|cinco|seis)\s+(?P<u>weeks?|wks?|months?|years?|semanas?|mes|meses|anos?)\b(?!\s+(?:of|de)\s+(?:exp|work|trabajo))(?!\s*(?:old|ago))"
)
_NUMBER_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6}  # fmt: skip
_FREE = re.compile(
    r"\b(?:for free|free of charge|de gratis|tuition[- ]free|no[- ]cost|cost[- ]free|zero cost|at no cost|without paying|without cost|sin costo|sin pagar|no cuesten? nada|"
    r"free|gratis|gratuit[oa]s?|freebies?)\b|\$\s?0(?![\d.,])"
)
_WORD_BEFORE = re.compile(r"([a-z']+)[\s-]*$")
_WORD_AFTER = re.compile(r"^[\s-]*([a-z']+)")
ZIP = re.compile(r"(?<![\d$#.,-])\b(\d{5})(?:-\d{4})?\b(?![\d,]*\d)(?!\s?(?:dollars|dolares|bucks|usd|k\b))")

_SCHOOL_CARE = re.compile(
    r"\b(?:watch|watching|care|leave|daycare|babysit|babysitter|nobody|no one|with me|cuidar?|cuide|dejar|dejo|quien|guarderia)\b"
)


def numbers(message: Folded, not_free: frozenset[str], not_free_after: frozenset[str]) -> Iterator[Mention]:
    """Ages, grades, budgets and lengths."""
    text = message.text
    if any(character.isdigit() for character in text):
        yield from _ages(message)
        yield from _budgets(message)
    if "grad" in text or "th" in text or "man" in text or "more" in text or "ior" in text:
        yield from _grades(message)
    yield from _lengths(message)
    for match in _FREE.finditer(text):
        if match.group() == "free":
            before = _WORD_BEFORE.search(text, 0, match.start())
            after = _WORD_AFTER.search(text[match.end() : match.end() + 20])
            if (before and before.group(1).replace("'", "") in not_free) or (
                after and after.group(1) in not_free_after
            ):
                continue
        yield _mention(message, "budget", "0", match.span(), {})


def _ages(message: Folded) -> Iterator[Mention]:
    text = message.text
    for match in _AGE.finditer(text):
        number = next(int(value) for key, value in match.groupdict().items() if key.startswith("n") and value)
        bare = match.group("a") is not None
        if not (8 if bare else 1) <= number <= 99:
            continue
        about_child = bool(match.group("d") or match.group("e")) or bool(_CHILD.search(text, 0, match.end()))
        about_child = about_child or number < 10 or (match.group("b") is not None and bool(_CHILD.search(text)))
        more = {"who": "child"} if about_child and not bare else {}
        yield _mention(message, "age", str(number), match.span(), more)
        if number <= 12 and _SCHOOL_CARE.search(text):
            yield _mention(message, "need", "child-care", match.span(), {})


def _grades(message: Folded) -> Iterator[Mention]:
    for match in _GRADE.finditer(message.text):
        given = next(value for value in match.groupdict().values() if value)
        grade = int(given) if given.isdigit() else _GRADE_WORDS[given]
        more = {"grade": str(grade), "approximate": "yes"}
        if _CHILD.search(message.text, 0, match.start()):
            more["who"] = "child"
        yield _mention(message, "age", str(grade + 5), match.span(), more, 0.8)


def _budgets(message: Folded) -> Iterator[Mention]:
    if _EARNING.search(message.text):
        return
    for match in _BUDGET.finditer(message.text):
        groups = match.groupdict()
        given = next(groups[key] for key in ("m1", "m2", "m3", "m4", "m5") if groups[key])
        amount = _amount(given, bool(groups["m1k"]))
        plain = groups["m1"] and not groups["u1"] and "$" not in match.group()
        if amount is None or (plain and amount < 50):
            continue
        yield _mention(message, "budget", str(amount), match.span(), {})


def _amount(given: str, thousands: bool) -> int | None:
    digits = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", given).replace(",", "")
    try:
        amount = float(digits) * (1000 if thousands else 1)
    except ValueError:
        return None
    return int(amount) if amount < 1_000_000 else None


def _lengths(message: Folded) -> Iterator[Mention]:
    for match in _LENGTH.finditer(message.text):
        given, unit = match.group("n"), match.group("u")
        count = int(given) if given.isdigit() else _NUMBER_WORDS[given]
        weeks = count * (1 if unit[0] in "ws" else 52 if unit[0] in "ya" else 4.345)
        yield _mention(message, "schedule", "short", match.span(), {"max_weeks": str(round(weeks))})


def _mention(
    message: Folded, kind: str, value: str, span: tuple[int, int], more: dict[str, str], score: float = 1.0
) -> Mention:
    start, end = message.span(*span)
    return Mention(kind, value, start, end, message.original[start:end], score, more)
