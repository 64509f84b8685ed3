"""Payment cards: 13 to 19 digits that pass the Luhn check, or four groups of four whatever their checksum."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.recognizers.base import CERTAIN, LIKELY, Found, Recognizer, Text, digits, matches, pattern, search

_RUN = pattern(r"(?<![\d\w])\d(?:[\s.\-_/*]{0,3}\d){12,18}(?!\d)")
_GROUPED = pattern(r"^(?:\d{4}[\s.\-_/*]{1,3}){3}\d{4}$|^3\d{3}[\s.\-_/*]{1,3}\d{6}[\s.\-_/*]{1,3}\d{5}$")
_CUE = pattern(r"\b(?:card|visa|mastercard|amex|discover|debit|credit|tarjeta|debito|credito|clabe)\b")
_CODE = pattern(r"\b(?:cvv2?|cvc2?|security\ code|codigo\ de\ seguridad)\W{0,3}(?:is|es|number|:)?\s*(\d{3,4})\b")
_EXPIRY = pattern(
    r"\b(?:exp(?:ires|iry|iration)?(?:\ date)?|vence|vencimiento)\W{0,3}(?:is|es|on|el)?\s*(\d{1,2}\s?/\s?\d{2,4})\b"
)


def luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(number)) > 1


class CardRecognizer(Recognizer):
    entity = "CREDIT_CARD"

    def find(self, text: Text) -> Iterable[Found]:
        cards = []
        for match in matches(_RUN, text.folded):
            written = match.group()
            if luhn(digits(written)):
                cards.append(Found(*match.span(), CERTAIN))
            elif search(_GROUPED, written) or search(_CUE, text.before(match.start(), 40)):
                cards.append(Found(*match.span(), LIKELY + 0.1))
        yield from cards
        for match in matches(_CODE, text.folded):
            yield Found(*match.span(1), CERTAIN)
        if cards or search(_CUE, text.folded):
            for match in matches(_EXPIRY, text.folded):
                if cards:
                    yield Found(*match.span(1), CERTAIN)
