"""Where an address ends: unit, neighbourhood, city, state and ZIP written directly after the street.

Receives a `Text` and where the street ends; gives where the last part ends.
"""

from __future__ import annotations

from bot.privacy.names.lexicon import lexicon
from bot.privacy.names.words import word_set
from bot.privacy.recognizers.base import Text, pattern, search

_UNIT = pattern(
    r"^[\s,.-]{0,3}(?:(?:apt|apto|appt|apartment|apartamento|unit|unidad|ste|suite|rm|room|fl|floor|piso|bldg"
    r"|building|edificio|edif|lot|lote|space|spc|trlr|trailer|int|interior|depto|dpto|departamento|casa|bajo"
    r"|letra|manzana|mz)\b"
    r"\.?\s*(?:\#|no\.?|num\.?|numero)?\s*(?:[a-z]?-?\d{1,5}-?[a-z]?|[a-z])\b|\#\s?[a-z]?-?\d{1,5}-?[a-z]?\b|"
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|primer|segundo|tercer)\s(?:floor|fl|piso)\b)"
)
_LETTER = pattern(r"^[\s,]{1,2}(?:\d{1,4}[a-f]|[b-hj-np-tv-xz])(?=[\s,.]*$|[\s,.]+(?!\w))")
_QUARTER = pattern(
    r"^[\s,.]{1,3}(?:col\.?|colonia|barrio|bo\.?|fracc\.?|fraccionamiento|urb\.?|urbanizacion|reparto|sector"
    r"|residencial)\s+(?:[a-z]+(?:\s(?!en\b|y\b|para\b|de\ [a-z]+\ en)[a-z]+)?)"
)
_ZIP = pattern(
    r"^[\s,.-]{0,3}(?:(?:zip|zip\ code|c\.?p\.?|codigo\ postal|postal)\s*:?\s*)?\d{5}(?:-\d{4})?(?![\w]|-\d)"
)
_COUNTRY = pattern(r"^[\s,.]{1,3}(?:usa|u\.s\.a\.?|us|united\ states|mexico|estados\ unidos|eeuu|ee\.?\ ?uu\.?)(?!\w)")
# A line of its own ends in a country or ZIP: "\n Börßum\n Germany 74285"
_LINES = pattern(
    r"^\.?(?:[\s,]*\n[>?\s]*(?:apt|suite|unit|ste)\b\.?\s*\w?\d{1,5})?(?:\s*\n[>?\s,]*[^\n\d,;:@]{2,30}){0,3}"
    r"(?:\s*\n[>?\s,]*[^\n\d;:@]{0,30}?\s?\d{5}(?:-\d{4})?)(?!\w)"
)
_CODES = word_set(
    "al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh "
    "ok or pa ri sc sd tn tx ut vt va wa wv wi wy pr"
)
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|mass|michigan|minnesota"
    "|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota"
    "|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|district of columbia|d\\.c\\.?|puerto rico|sonora|sinaloa|ariz|fla"
).replace(" ", r"\s")
_STATE = pattern(rf"^(?P<gap>[\s,.]{{1,3}})(?:(?P<code>{'|'.join(_CODES)})\.?(?![\w'])|(?:{_STATES})\b)")
_WORDY_CODES = word_set("al ar co de hi id in la me mo ne oh ok or pa ma mi ms")
_WORDS = pattern(r"^[\s,.]{1,3}(?:[a-z][a-z'.-]*)(?:\s[a-z][a-z'.-]*){0,3}")
_UNKNOWN_CITY = pattern(
    rf"^,\s?(?P<city>[a-z][a-z'.-]+(?:\s[a-z][a-z'.-]+){{0,2}}?)(?=[\s,.]{{1,3}}(?:(?:{'|'.join(_CODES)}"
    rf"|{_STATES})\b[\s,.]{{0,3}}(?:\d{{5}}|$|[^\w\s])|\d{{5}}(?!\d)))"
)
_CITY_COUNTRY = pattern(
    r"^,\s?[^\W\d][\w'.-]+(?:\s[^\W\d][\w'.-]+){0,3},\s?(?P<last>[^\W\d][\w'.-]+(?:\s[^\W\d][\w'.-]+)?)\b"
)
_BARE_CITY = pattern(
    rf"^\s(?P<city>[a-z][a-z'-]+(?:\s[a-z][a-z'-]+){{0,2}}?)(?=[\s,.]{{1,3}}(?:{'|'.join(_CODES)}"
    rf"|{_STATES})[\s,.]{{1,3}}\d{{5}}(?!\d))"
)


def end_of_address(text: Text, end: int) -> int:
    """The end of the address whose street part ends at `end`."""
    for compiled in (_UNIT, _UNIT, _LETTER, _QUARTER):
        end = _past(compiled, text, end)
    lines = _past(_LINES, text, end)
    if lines > end:
        return lines
    after_city = _city(text, end)
    has_city = after_city > end
    end = _state(text, after_city, has_city)
    end = _past(_ZIP, text, end)
    if not has_city:
        after_city = _city(text, end)
        end = _state(text, after_city, after_city > end)
    return _past(_COUNTRY, text, end) if has_city else end


def _past(compiled: object, text: Text, end: int) -> int:
    match = search(compiled, text.folded[end : end + 80])  # type: ignore[arg-type]
    return end + match.end() if match else end


def _city(text: Text, end: int) -> int:
    """Past a known place of up to four words, or any words that a state or ZIP follows."""
    rest = text.folded[end : end + 80]
    match = search(_WORDS, rest)
    if match:
        gap = len(match.group()) - len(match.group().lstrip(" ,.\n"))
        words = match.group().strip(" ,.\n").split()
        for size in range(len(words), 0, -1):
            phrase = " ".join(words[:size]).strip(".,")
            if lexicon().is_place(phrase) and not search(_STATE_WORD, phrase):
                return end + gap + len(" ".join(words[:size]).rstrip(".,"))
        if words and words[0] == "en" and len(words) > 1:
            for size in range(len(words), 1, -1):
                if lexicon().is_place(" ".join(words[1:size])):
                    return end + gap + len(" ".join(words[:size]))
    match = search(_CITY_COUNTRY, rest)
    if match and (lexicon().is_place(match["last"]) or lexicon().is_place(match["last"].split()[0])):
        return end + match.end()
    for compiled in (_UNKNOWN_CITY, _BARE_CITY):
        match = search(compiled, rest)
        if match:
            return end + match.end("city")
    return end


_STATE_WORD = pattern(r"^(?:arizona|california|texas|florida|maryland|massachusetts|dc)$")


def _state(text: Text, end: int, has_city: bool) -> int:
    match = search(_STATE, text.folded[end : end + 40])
    if not match:
        return end
    code = match["code"]
    after = end + match.end()
    if code in _WORDY_CODES:
        rest = text.folded[after : after + 12].lstrip(" ,.")
        capital = (
            text.clean[after - len(code) : after].strip(".").isupper() or text.clean[end:after].strip(" ,.").isupper()
        )
        if not (rest[:5].isdigit() or not rest or (capital and text.clean != text.clean.upper()) or rest[:1] == "\n"):
            return end
    if (
        code
        and not has_city
        and "," not in match["gap"]
        and not text.folded[after : after + 8].strip(" ,.")[:5].isdigit()
    ):
        return end if code in _WORDY_CODES else after
    return after
