"""Makes a training message look as if it had been typed in a hurry: no accents, no punctuation, a slip of the thumb.

The encoder meets each message many times while it is tuned; a different slip each time teaches it that slips mean nothing.
"""

from __future__ import annotations

import random
import re
import unicodedata

_KEYS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
# What phones and hurried thumbs write for a word, in both languages.
SHORT = {
    "you": "u", "your": "ur", "are": "r", "for": "4", "to": "2", "because": "cuz", "about": "abt", "please": "pls",
    "without": "w/o", "with": "w", "people": "ppl", "right now": "rn", "high school": "hs", "what": "wut",
    "que": "q", "por que": "xq", "porque": "xq", "tambien": "tmb", "para": "pa", "de": "d", "me": "m", "bien": "bn",
    "por favor": "porfa", "donde": "dnd", "como": "cmo", "cuanto": "cuanto", "estoy": "toy", "esta": "ta",
}  # fmt: skip
_SHORT = re.compile(r"\b(" + "|".join(sorted(map(re.escape, SHORT), key=len, reverse=True)) + r")\b")


def roughen(text: str, chance: random.Random, share: float = 0.5) -> str:
    """The message, or with probability `share` the same message with one to three things a hurried person does."""
    if chance.random() >= share:
        return text
    steps = [_plain_letters, _without_marks, _shortened, _slipped, _loud]
    weights = [3, 3, 2, 3, 0.5]
    for step in chance.choices(steps, weights, k=chance.choice((1, 1, 2, 3))):
        text = step(text, chance)
    return text


def _plain_letters(text: str, chance: random.Random) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _without_marks(text: str, chance: random.Random) -> str:
    return re.sub(r"[¿?¡!.,;:'’\"]", "", text)


def _shortened(text: str, chance: random.Random) -> str:
    return _SHORT.sub(lambda m: SHORT[m.group()] if chance.random() < 0.6 else m.group(), text)


def _loud(text: str, chance: random.Random) -> str:
    return text.upper()


def _slipped(text: str, chance: random.Random) -> str:
    """One letter doubled, dropped, swapped with the next or replaced by its neighbour on the keyboard."""
    places = [i for i, c in enumerate(text) if c.isalpha()]
    if len(places) < 6:
        return text
    at = chance.choice(places[1:])
    letter = text[at].lower()
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2 and at + 1 < len(text) and text[at + 1].isalpha():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + chance.choice(_KEYS.get(letter, letter)) + text[at + 1 :]
