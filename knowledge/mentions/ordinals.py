"""Positions in the list last shown: "the second one", "1st", "la última", "#3", "option b",
"compare 1 and 3".

Receives a folded message, gives ordinal mentions: "1" … "10", "-1" for the last, "-2" for the one before it. A bare
digit is none of them (the gateway knows what was offered), nor is "my first job", "last week" or "10th grade".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.mentions.names import Mention
from knowledge.mentions.text import Folded

_EN = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "frist": 1, "secnd": 2}  # fmt: skip
_ES = {"primer": 1, "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6, "ultimo": -1, "ultima": -1, "penultimo": -2, "penultima": -2}  # fmt: skip
_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "a": 1, "b": 2, "c": 3, "d": 4, "e": 5}  # fmt: skip
_THING = r"(?:ones?|options?|choices?|program|class|course|role|place|school|cert|link|result|opci?on(?:es)?|programa|curso|clase|lugar|escuela|de (?:la|esa|las) lista|de (?:los|las|esos|esas|todos|todas)(?: que\b[^.?!]*)?|on the list|in the list|of (?:those|them|the list)|you (?:said|listed|mentioned|sent)|que (?:dijiste|mencionaste|mandaste|pusiste|me diste))"
# What may follow a bare "the second" or "la segunda": the end, or a word that begins something else.
_END = r"(?=\s*(?:$|[.?!,;:)]|and\b|or\b|is\b|plz\b|pls\b|please\b|sounds?\b|looks?\b|seems?\b|thing\b|para\b|pa\b|porfa|por fa|por favor|suena|se ve|esta\b|me\b|es\b|y\b|o\b|tho\b|though\b|cuanto|how\b|what\b|where\b|when\b|does\b|cuando|donde|que\b|q\b|no\b|not\b|in\b|near\b|but\b|pero\b|i\b|can\b|do\b|mejor\b|bro\b|tell\b|if\b|si\b))"
_NUMBERED = re.compile(
    r"(?<![\w#])#\s?(?P<hash>\d{1,2})\b(?!\s?(?:st\b|street|apt|[\d-]))"
    r"|\b(?:number|num|numero|nro|no\.|opcion|option|choice|opcion numero|option number)\s*(?P<num>\d{1,2}|one|two|three|four|five|six|uno|dos|tres|cuatro|cinco|seis|[a-e])\b(?!\s*(?:of\s+(?:people|jobs|openings)|%))"
    r"|\b(?P<el>el|la)\s+(?:numero|opcion|num)?\s?(?P<eln>[1-9]|10|uno|dos|tres|cuatro|cinco)\b(?=\s*(?:$|[.?!,;]|por\s?fa|y\b|me\b|suena|esta))"
)
_ENGLISH = re.compile(
    rf"\b(?P<art>the|that|this|ur|your)?\s*(?P<w>first|frist|second|secnd|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|[1-9](?:st|nd|rd|th)|10th)(?P<last> to last)?(?P<thing>\s+{_THING}\b)?"
)
_SPANISH = re.compile(
    rf"\b(?P<art>el|la|lo|al|del|esa|ese|de la|los|las)?\s*(?P<w>primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|ultim[oa]|penultim[oa])(?P<thing>\s+{_THING}\b)?"
)
# "compare 1 and 3", "1 vs 2", "entre la 1 y la 2": two bare digits only where they are weighed against each other.
_PAIR = re.compile(
    r"\b(?:compar\w*|between|entre|differen\w+|diferencia\w*|which|cual)\b[^\d$]{0,24}?\b(?P<one>[1-9])\s*(?:and|n|&|or|vs|versus|with|to|y|o|con|,)\s*(?:#|the |la |el |number )?(?P<two>[1-9])\b(?!\s*(?:year|month|week|hour|mile|ano|mes|semana|hora|milla|%))"
    r"|^\s*(?P<first>[1-9])\s*(?:vs|versus|or|o|y|and)\.?\s*(?P<other>[1-9])\s*[?.!]*$"
)
_FOLLOWED = re.compile(_END)
_OWN_PAST = re.compile(r"\s+(?:that )?(?:i|we|my|he|she|they|yo|fui|que fui|que tuve)\b")
_PICKING_ARTICLES = frozenset({"the", "that", "this", "el", "la", "al", "del", "esa", "ese", "de la"})


def ordinals(message: Folded, dates: frozenset[str]) -> Iterator[Mention]:
    """Ordinal mentions in order, none overlapping another; `dates` are words before a day of the month."""
    text = message.text
    taken = -1
    found: list[tuple[int, int, int]] = []
    for match in _NUMBERED.finditer(text):
        given = match.group("hash") or match.group("num") or match.group("eln")
        value = int(given) if given.isdigit() else _COUNT[given]
        if 1 <= value <= 20:
            found.append((match.start(), match.end(), value))
    for match in _PAIR.finditer(text):
        for name in ("one", "two", "first", "other"):
            if match.group(name):
                found.append((match.start(name), match.end(name), int(match.group(name))))
    for pattern, known in ((_ENGLISH, _EN), (_SPANISH, _ES)):
        for match in pattern.finditer(text):
            position = _picked(match, known, text)
            if position is not None and not _a_date(match, text, dates):
                found.append((match.start("art") if match.group("art") else match.start("w"), match.end(), position))
    for start, end, value in sorted(found):
        if start > taken:
            taken = end
            first, last = message.span(start, end)
            yield Mention("ordinal", str(value), first, last, message.original[first:last])


def _a_date(match: re.Match[str], text: str, dates: frozenset[str]) -> bool:
    """ "on the 8th", "friday the 1st": a day, unless a thing is named ("from the 1st one")."""
    if match.group("thing") or not match.group("w")[0].isdigit():
        return False
    before = re.findall(r"[a-z]+", text[max(0, match.start() - 16) : match.start()])
    return (bool(before) and before[-1] in dates) or int(re.sub(r"\D", "", match.group("w"))) > 6


def _picked(match: re.Match[str], known: dict[str, int], text: str) -> int | None:
    """The position a match means, or None when it only orders something ("first job", "last year", "which first")."""
    word = match.group("w")
    value = known[word] if word in known else int(re.sub(r"\D", "", word))
    if match.groupdict().get("last"):
        value = -2
    if value < 0 and match.group("thing") and _OWN_PAST.match(text, match.end()):
        return None
    if match.group("thing") and (
        match.group("art") in _PICKING_ARTICLES or match.group("thing").strip() in ("one", "ones", "option", "opcion")
    ):
        return value
    if match.group("art") in ("this", "that"):
        return None
    alone = text.strip(" .!?,") == match.group().strip()
    if alone:
        return value
    if match.group("art") in _PICKING_ARTICLES and _FOLLOWED.match(text, match.end()):
        return value
    return None
