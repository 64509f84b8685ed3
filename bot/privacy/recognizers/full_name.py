"""A given name and a family name side by side, whatever stands around them: "samantha becker employs", "add Ubul Csonka".

Both have to be known to the lists, or the second be no word at all and capitalized like the first. One name alone is left
to cues and the tagger: too many are words too.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.names.lexicon import Lexicon, lexicon
from bot.privacy.names.phrase import NEVER
from bot.privacy.names.words import Word, word_set
from bot.privacy.recognizers.base import LIKELY, Found, Recognizer, Text

_AT = word_set("at en near in from")


class FullNameRecognizer(Recognizer):
    entity = "PERSON"

    def find(self, text: Text) -> Iterable[Found]:
        known = lexicon()
        before = ["", *(word.norm for word in text.words)]
        for first, second, preceding in zip(text.words, text.words[1:], before, strict=False):
            if preceding in _AT:
                continue  # a school or a clinic: "at Lindsey Hopkins"
            if second.start - first.end == 1 and _is_given(first, known) and _is_family(first, second, known):
                yield Found(first.start, second.end, LIKELY)


def _is_given(word: Word, known: Lexicon) -> bool:
    norm = word.norm
    return (
        word.is_alpha
        and len(norm) > 2
        and known.given(norm) == "n"
        and not known.is_word(norm)
        and not known.in_place(norm)
    )


def _is_family(first: Word, word: Word, known: Lexicon) -> bool:
    norm = word.norm
    if not word.is_alpha or len(norm) < 3 or norm in NEVER or known.in_place(norm) or known.is_listed_word(norm):
        return False
    if known.family(norm) == "n":
        return True
    return known.is_unknown(norm) and len(norm) > 3 and first.shape == word.shape == "title"
