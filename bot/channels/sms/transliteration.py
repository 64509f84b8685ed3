"""Spells a text so that it costs fewer segments, without changing what it says.

Receives our own wording, gives the same words in the cheapest spelling. Two steps, each taken only if it saves a
segment: typographic marks become plain ones, then á í ó ú lose their accent (é ñ ü ¿ ¡ cost nothing extra and stay).
Never touches ñ or ü: "año" stays "año". Never touches a text whose meaning hangs on the accent.
"""

from __future__ import annotations

import unicodedata

import regex

from bot.channels.sms.segments import GSM_CHARACTERS, measure

TYPOGRAPHY = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
        "\u2026": "...", "\u2022": "-", "\u00b7": "-", "\u2192": ">", "\u2190": "<", "\u00d7": "x", "\u2044": "/",
        "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ",
        "\u200b": "", "\ufeff": "", "\u00ad": "", "\u2060": "",
        "\u00ba": "o", "\u00aa": "a", "\u00bd": "1/2", "\u00bc": "1/4", "\u00be": "3/4", "\u2122": "", "\u00ae": "",
    }
)  # fmt: skip
ACCENTS = str.maketrans("áíóúÁÍÓÚ", "aiouAIOU")

# Words that would become another word people stumble over: father/potato, mother/breast.
ACCENT_MATTERS = regex.compile(r"\b(?:papás?|mamás?)\b", regex.IGNORECASE)


def economical(text: str) -> str:
    """`text` in the spelling that costs the fewest segments; unchanged where nothing is saved."""
    best = unicodedata.normalize("NFC", text)
    cost = measure(best).segments
    plain = best.translate(TYPOGRAPHY)
    for candidate in (plain, plain if ACCENT_MATTERS.search(plain) else plain.translate(ACCENTS)):
        candidate_cost = measure(candidate).segments
        if candidate_cost < cost:
            best, cost = candidate, candidate_cost
    return best


def expensive_characters(text: str) -> list[str]:
    """The characters that force UCS-2, each once: what an author may want to reword."""
    return sorted({character for character in text if character not in GSM_CHARACTERS})
