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
        if words and all(len(w) >= _SHORTEST and w.isalpha() and w not in ordinary_words() | _WORDS for w in words):
            return str(found["name"])
    return None
