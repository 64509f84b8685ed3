"""A school or program asked about by a name that is none of ours: heard by where it stands, so that it is said to be unknown.

Receives a scrubbed message in which nothing was linked; gives the name as it was written. Prefers giving none: a message that
names nothing must not be told that "the evening thing" is unknown.
"""

from __future__ import annotations

import re

from knowledge.mentions.catalogue import ordinary_words
from knowledge.mentions.text import words as folded

_NAME = r"(?P<name>[\w&'.-]+(?: [\w&'.-]+){0,2}?)"
_END = r"(?=\W*$| (?:or|o|and|y|if|si|in|en|with|con|when|cuando|but|pero|before|antes)\b|[,?!.;])"
_ASKED = re.compile(
    rf"\b(?:(?:sign(?:ed)? up|signup|apply|register|enroll|get in(?:to)?|join|accepted)(?: me| up)?(?: for| to| at| into| in| with)?"
    rf"|(?:how much|price|cost|tuition)(?: is| does| for| of| at)*"
    rf"|(?:what is|what's|whats|tell me about|know about|heard of|about)"
    rf"|(?:entrar|inscrib\w+|aplic\w+|registr\w+|anot\w+|apunt\w+|aceptan)(?: a| al| en| para| con)*"
    rf"|(?:cu[aá]nto (?:cuesta|cobran?|sale)|precio de|costo de)(?: en| el| la| de)*"
    rf"|(?:qu[eé] es|de qu[eé] (?:se )?trata|sobre|acerca de|h[aá]blame de|cu[eé]ntame de))"
    rf" (?:the |el |la |lo de |lo d )?{_NAME}{_END}",
    re.IGNORECASE,
)
_SHORTEST = 4
# What stands there often and is no name; `ordinary_words` has the longer ones.
_WORDS = frozenset(
    "class classes clase clases curso cursos cert certs certificate certificado diploma bootcamp bootcamps quiz card test exam"
    " that this what them here there real deal help name free fall spring dear please porfa plis ella ellos sola solo sale eso esa"
    " esto nada aqui alla algo daca papers papeles online night noche thing things stuff cosa cosas both next open cyber data tech"
    " argentinas argentinos extranjeros inmigrantes mayores adultos".split()
)


def asked_about(text: str) -> str | None:
    """The name, or None where no unusual word stands where a name would."""
    for found in _ASKED.finditer(text):
        words = folded(found["name"])
        if words and all(
            len(w) >= _SHORTEST and w.isalpha() and w not in _WORDS and w not in ordinary_words() for w in words
        ):
            return str(found["name"])
    return None


# --- "is … legit", where a name of plain words ("tech elevator") is one too ---

_REAL = (
    r"(?:legit\w*|real|fake|a scam|accredited|any good|confiable|leg[ií]tim\w+|una estafa|fraude|segur[oa]|seri[oa])"
)
_LONG_NAME = r"(?P<name>[\w&'.<>-]+(?: [\w&'.<>-]+){0,3}?)"  # a name unlike a word may have been scrubbed: <PERSON>
_WEIGHED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:is|are|es|son|ser[aá]) {_LONG_NAME} {_REAL}\b",
        rf"\b(?:es|ser[aá]) {_REAL} {_LONG_NAME}\W*$",
        rf"^\W*{_LONG_NAME} (?:is |is it |es )?{_REAL}\W*$",
        rf"^\W*(?:and|what about|how about|y(?: qu[eé] tal)?|qu[eé] tal) {_LONG_NAME}\W*$",
    )
)
# What stands around a name, and what shows that no name is meant.
_AROUND = frozenset(
    "the a an el la los las un una school schools college academy program programs course courses class classes bootcamp"
    " bootcamps boot camp camps coding online tech escuela escuelas academia programa programas curso cursos clase clases".split()
)
_NO_NAME = frozenset(
    "this that it these those they them he she his her their its my your our there here what which who how when where why if or"
    " and not no so too really sure thats whats job jobs offer offers ad company recruiter website site much cost price pay apply"
    " esto eso este esta estos estas ese esa esos esas ello lo le les su sus mi mis tu tus que cual quien como cuando donde cuanto"
    " cuánto cuándo cómo qué dónde o y no si sí nada algo verdad cierto falso falsa engaño estafa fraude seguro segura legal"
    " trabajo trabajos oferta ofertas empresa anuncio pagina página sueldo costo precio horario horarios gracias thanks"
    " all every any some one todos todas cada alguna algún de del en por para con me te se es son is are".split()
)


def weighed_by_name(text: str) -> bool:
    """Whether it asks if a school is real by a name."""
    for pattern in _WEIGHED:
        if found := pattern.search(text):
            words = [word.strip(".'-") for word in found["name"].lower().split()]
            if any(word not in _AROUND for word in words) and not _NO_NAME.intersection(words):
                return True
    return False
