"""Given names capitalized in the middle of a sentence: "does Patrice need to come". In chat that is how people who
capitalize at all write names; a listed given name is asked for, so that products and schools survive."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.names.lexicon import lexicon
from bot.privacy.names.phrase import end_of_name
from bot.privacy.names.words import word_set
from bot.privacy.recognizers.base import LIKELY, Found, Recognizer, Text

_SHARE_CAPITALIZED = 0.5
_PLACE_PREPOSITIONS = word_set("at in en near from of de to a al as or o called the el la")


class CapitalizedNameRecognizer(Recognizer):
    entity = "PERSON"

    def find(self, text: Text) -> Iterable[Found]:
        known = lexicon()
        alphabetic = [word for word in text.words if word.is_alpha]
        if not alphabetic or sum(w.shape != "lower" for w in alphabetic) / len(alphabetic) > _SHARE_CAPITALIZED:
            return  # a title or shouting: capitals say nothing
        for index, word in enumerate(text.words):
            if index == 0 or word.shape != "title" or len(word.norm) < 3:
                continue
            before = text.words[index - 1]
            if (
                before.shape != "lower"
                or known.given(word.norm) != "n"
                or known.in_place(word.norm)
                or known.is_listed_word(word.norm)
            ):
                continue
            if known.family(word.norm) == "n" or before.norm in _PLACE_PREPOSITIONS:
                continue  # "at Lindsey Hopkins", "hospitals such as Jackson"
            after = text.words[index + 1] if index + 1 < len(text.words) else None
            if (
                after is not None
                and after.shape in ("title", "upper", "number")
                and not any(known.family(part) in "na" for part in after.norm.split("-"))
            ):
                continue  # "Khan Academy", "Julia Data"
            end = end_of_name(text.words, index, "fair", known)
            if end is not None:
                yield Found(word.start, text.words[end - 1].end, LIKELY)
