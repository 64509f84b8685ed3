"""Street addresses with a house number, English and Spanish order, to the last part written directly after.

A street, city, ward, highway or ZIP by itself is not personal data.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.names.lexicon import lexicon
from bot.privacy.names.words import word_set
from bot.privacy.recognizers.address_tail import end_of_address
from bot.privacy.recognizers.base import CERTAIN, LIKELY, Found, Recognizer, Text, matches, pattern, search

_NUMBER = (
    r"(?<![\w$\#.,/-])(?<!\b(?:ward|highway|hwy|route|rte|exit|line|bus|apt|unit|grade|grado|i|interstate"
    r"|salida|ruta|linea|district|distrito|zone|zona|level|nivel|age|room|floor|step|option|opcion|number"
    r"|section)\s)(?:\#\s?)?(?:\d{2,6}\s(?=\d{1,5}\s))?\d{1,6}(?:-\d{1,4})?(?:\s?[a-d](?=\s))?(?:\s1/2)?"
)
_DIRECTION = r"(?:north(?:east|west)?|south(?:east|west)?|east|west|norte|sur|este|oeste|[ns]\.?\s?[ew]\.?|[nsew])\.?"
_STRONG = (
    r"(?:street|str|avenue|ave|av|aven|boulevard|blvd|bvld|road|rd|lane|ln|highway|hwy|parkway|pkwy|turnpike"
    r"|terrace|trlr)"
)
_WEAK = (
    r"(?:st|drive|dr|drv|court|ct|place|pl|way|wy|circle|cir|ter|trail|trl|loop|plaza|plz|square|sq|run|row"
    r"|alley|aly|path|pike|crossing|xing|cove|ridge|point|pt|green|heights|hts"
    r"|manor|mews|park|pass|stravenue|strav|calle|route|rte|landing|bend|hill|hollow|gardens|estates|walk"
    r"|commons|crescent|mall|wharf|broadway)"
)
_STOP = (
    r"(?:and|or|to|in|for|is|are|was|the|a|an|at|my|your|i|im|we|you|it|on|from|with|by|but|so|if|than|then"
    r"|this|that|best|only|more|y|o|en|para|por|con|que|es|un|una|mi|su|lo|se|no"
    r"|week|weeks|month|months|day|days|year|years|yr|yrs|hour|hours|hr|hrs|minute|minutes|min|mins|mile|miles"
    r"|semanas?|meses|mes|dias?|anos?|horas?|minutos?|dollars?|bucks|dolares|pesos"
    r"|people|students|jobs|kids|hijos|classes|clases|credits|creditos|k|percent|pm|am|weeks'|times|veces"
    r"|steps|pasos|ways|different|near|off|by|around|near|close|of|cerca|junto|entre|until|hasta|desde|till"
    r"|new|other|one|two|three|blocks|cuadras|grade|grado)"
)
_WORD = rf"(?!{_STOP}\b)(?:\d{{1,3}}(?:st|nd|rd|th)?\b(?=\s+[a-z])|[a-z][a-z'.-]*)"
_EN = pattern(
    rf"{_NUMBER},?\s+(?P<dir>{_DIRECTION}\s+)?(?P<name>{_WORD}(?:\s+(?:{_WORD}|of\ the|of)){{0,3}}?)\s+(?:"
    rf"(?P<strong>{_STRONG})|(?P<weak>{_WEAK})(?!\s+(?:{_STRONG}|{_WEAK})\b))\b\.?(?P<quad>,?\s+{_DIRECTION}"
    r"(?![\w']))?"
)
# Arizona's "1420 W Calle Sur", "88 Camino del Sol"
_EN_CALLE = pattern(
    rf"{_NUMBER},?\s+(?:{_DIRECTION}\s+)?(?:calle|avenida|avenue|av|ave|camino|via|paseo|placita|vereda"
    r"|callejon|circulo|corte|boulevard|rue)\.?\s+(?:(?:de|del|la|las|los|el|san"
    r"|santa)\s+){0,3}[a-z\d][\w'-]*"
)
_ES = pattern(
    r"(?<![\w])(?:calle|cll|c/|clle|avenida|avda|av|ave|boulevard|blvd|bulevar|calzada|calz|carretera|carr"
    r"|callejon|privada|priv|prolongacion|prol|carrera|cra|kra|diagonal|transversal|pasaje|andador"
    r"|circuito|camino|cerrada|via|paseo|jiron|jr|urbanizacion|urb)\.?\s+(?P<name>(?!(?:y|o|con|que|donde|para"
    r"|por|en|se|no|si)\b)[a-z\d][\w'.]*(?:\s+(?!(?:y|o|con|que|donde|para|por|en|se|no|tiene|hay"
    r"|a)\b)[a-z\d][\w'.]*){0,4}?)"
    r"\s*,?\s*(?P<sign>\#|num\.?|numero|no\.|n[°º]\.?|nro\.?)?\s*(?P<number>\d{1,5}(?:\s?[a-d]\b)?"
    r"(?:\s?[-–]\s?\d{1,4}[a-z]?(?:\s?-\s?\d{1,4})?)?)(?![\w%$]|\s(?:de\s)?(?:anos?|semanas?|meses|dias?"
    r"|horas?|minutos?|cuadras?|clases?|pesos|dolares|am|pm|mil)\b)"
)
# Any street name at all, where a unit follows: "475 Breivangvegen 38 Suite 490", "12 Broadway #3".
_WITH_UNIT = pattern(
    rf"{_NUMBER},?\s+(?:{_DIRECTION}\s+)?(?:(?!{_STOP}\b)[\w'.-]+\s+){{0,5}}?(?:(?!{_STOP}\b)[\w'.-]+)[\s,]+(?:"
    r"(?:apt|apartment|apto|unit|ste|suite|depto|piso)\b\.?\s*\#?\s*\w?-?\d{1,5}\w?|\#\s?\d{1,5})\b"
)
# A house number after the street: "Joaquin Suarez 2906", "Kapelaniestraat 88", "ul. Zamkowa 33"
_NUMBER_LAST = pattern(
    r"(?:(?<![\w$\#.,/-])\d{1,6}\s+)?(?<!\w)(?:(?:rue|rua|via|viale|piazza|ulica|ul\.|avenue|strada|rruga"
    r"|jalan|largo|praca|travessa|vicolo|corso)\s+(?:[\w'.-]+\s+){1,4}?|\w+(?:strasse|straße|straat|gata|gatan"
    r"|gate|vegen|veien|vagen|katu|kuja|tie|utca|weg|laan|gade|vej|ulica))\s?\d{1,4}[a-z]?\b"
)
_MILITARY = pattern(
    r"(?<!\w)(?:(?:psc|unit|cmr)\s\#?\d{1,5},?\s+box\s\#?\d{1,6}|(?:uss|usns|usnv|usn|usav)\s[a-z][\w'.-]*"
    r"(?:\s[\w'.-]+)?(?=,?\s+[afd]po\b))(?:,?\s+[afd]po,?\s+(?:aa|ae|ap)\s+\d{5}(?:-\d{4})?)?"
)
# After "lives at", "send it to": a number and capitalized words, whatever kind of street, with a number after it or not.
_ANY_STREET = pattern(
    r"(?<!\w)(?:lives?|living|lived|located|address(?:es)?(?:\ (?:is|to|with|here|they\ are|are))?|return"
    r"(?:\ it)?|meet\ (?:me|you)|sent?|office\ is|offices\ are|moved|vivo|vive|direccion(?:\ es)?|domicilio"
    r"(?:\ es)?|envi\w+|drops\ you\ off)"
    r"[^\d\n]{0,30}?\n{0,2}\s*(?P<address>(?<![\w$])\d{1,6}(?:\s\d{1,5})?\s+(?:"
    rf"(?!{_STOP}\b)[^\W\d][\w'.-]*\s+){{0,4}}?(?!{_STOP}\b)[^\W\d][\w'.-]*(?:\s\d{{1,4}}\b\.?)?)(?=\s*"
    r"(?:[,.;?!\n]|$))"
)
_BOX = pattern(
    r"(?<!\w)(?:p\.?\s?o\.?\s?box|apartado(?:\ postal)?|apdo\.?(?:\ postal)?|casilla(?:\ postal)?)\s*\#?\s*\d{1,7}\b"
)
_LIVES = (
    r"(?:live[sd]?|living|stay(?:s|ing)?|reside|located|house\ is|home\ is|(?:home\ |mailing\ |my\ )?address"
    r"(?:\ is)?|addy(?:\ is)?|vivo|vive|vivimos|viviendo|direccion(?:\ es)?|domicilio(?:\ es)?|mi\ casa\ (?:es"
    r"|esta)|me\ quedo|envi\w+|mand\w+|send\ (?:it|mail)|mail\ (?:it|stuff)|ship|deliver)"
)
_CUE = pattern(rf"\b{_LIVES}\b[^\d\n]{{0,24}}$")
_NO_SUFFIX = pattern(
    rf"\b{_LIVES}\b\W{{0,3}}(?:(?:is|at|in|on|en|es|la|el|over|esta|calle|to|a|current|now)\W{{1,2}}){{0,3}}"
    rf"(?P<address>\d{{2,6}}\s+(?:{_DIRECTION}\s+)?(?P<name>{_WORD}(?:\s+{_WORD})?))"
)
_SPELLED = pattern(
    rf"\b{_LIVES}\b\W{{0,3}}(?:(?:is|at|in|on|en|es)\W{{1,2}}){{0,2}}(?P<address>(?:(?:one|two|three|four|five"
    r"|six|seven|eight|nine|oh|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    rf"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)[\s-]){{1,5}}(?:{_DIRECTION}\s+)?"
    rf"(?:{_WORD}\s+){{1,3}}?(?:{_STRONG}|{_WEAK})\b\.?)"
)
_WELL_KNOWN_STREETS = word_set(
    "broadway main park flagler biscayne collins alvernon speedway grant congress oracle campbell"
)


class AddressRecognizer(Recognizer):
    entity = "ADDRESS"

    def find(self, text: Text) -> Iterable[Found]:
        folded = text.folded
        if any(c.isdigit() for c in folded):
            yield from self._english(text)
            yield from self._spanish(text)
            for compiled in (_BOX, _WITH_UNIT, _NUMBER_LAST, _MILITARY):
                for match in matches(compiled, folded):
                    yield Found(match.start(), end_of_address(text, match.end()), CERTAIN)
            yield from self._without_suffix(text)
        for match in matches(_SPELLED, folded):
            yield Found(match.start("address"), end_of_address(text, match.end()), CERTAIN)

    def _english(self, text: Text) -> Iterable[Found]:
        for match in matches(_EN, text.folded):
            start, end = match.start(), end_of_address(text, match.end())
            weak = match["weak"] is not None
            if weak and not self._is_supported(text, match, end):
                continue
            yield Found(start, end, CERTAIN if not weak else LIKELY + 0.1)
        for match in matches(_EN_CALLE, text.folded):
            end = self._whole_name(text, match.end())
            yield Found(match.start(), end_of_address(text, end), CERTAIN)

    def _is_supported(self, text: Text, match: object, end: int) -> bool:
        """A weak ending ("2 best way", "5 dr") needs more: a quadrant, a further part, a cue, or capitals."""
        found = match  # regex's Match has no public type
        start, stop = found.start(), found.end()  # type: ignore[attr-defined]
        if found["quad"] or found["dir"] or end > stop:  # type: ignore[index]
            return True
        if search(_CUE, text.before(start, 40)):
            return True
        ending = found["weak"]  # type: ignore[index]
        names = text.clean[found.start("name") : found.end("name")].split()  # type: ignore[attr-defined]
        capitals = all(word[:1].isupper() or word[:1].isdigit() for word in names)
        alone = text.folded.strip() == text.folded[start:stop].strip()
        # Short endings after a name or an unknown word ("88 wachusett st") are streets; long ones are words too.
        unlike_words = all(not lexicon().is_word(w) or w[0].isdigit() for w in found["name"].split())  # type: ignore[index]
        return (
            (capitals and text.clean != text.clean.upper())
            or alone
            or (ending in ("st", "dr", "ct", "pl", "ter", "cir") and unlike_words)
        )

    def _spanish(self, text: Text) -> Iterable[Found]:
        for match in matches(_ES, text.folded):
            if not match["sign"] and match["name"].isdigit():
                continue
            yield Found(match.start(), end_of_address(text, match.end()), CERTAIN)

    def _without_suffix(self, text: Text) -> Iterable[Found]:
        for match in matches(_ANY_STREET, text.folded):
            words = text.clean[match.start("address") : match.end("address")].split()
            if sum(word[:1].isupper() for word in words) >= 1 and all(
                w[:1].isupper() or w[:1].isdigit() or len(w) <= 3 for w in words
            ):
                yield Found(match.start("address"), end_of_address(text, match.end("address")), LIKELY + 0.1)
        for match in matches(_NO_SUFFIX, text.folded):
            first = match["name"].split()[0]
            known = lexicon()
            end = match.start("name") + len(first)
            second = match["name"].split()[1:]
            if second and not known.is_word(second[0]):
                end = match.end("name")
            tail = end_of_address(text, end)
            if (
                first in _WELL_KNOWN_STREETS
                or (not known.is_word(first) and not known.in_place(first))
                or (tail > end and first[0].isalpha())
            ):
                yield Found(match.start("address"), tail, LIKELY + 0.1)

    def _whole_name(self, text: Text, end: int) -> int:
        """One word more of a Spanish street name, where it is no ordinary word ("calle de los reyes magos")."""
        index = text.word_at(end)
        if index is not None and text.folded[end : text.words[index].start] == " ":
            word = text.words[index]
            if (
                word.is_alpha
                and (not lexicon().is_word(word.norm) or word.shape == "title")
                and not lexicon().in_place(word.norm)
            ):
                return word.end
        return end
