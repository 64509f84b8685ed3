"""Names that the trained pipeline marked, with or without a cue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from presidio_analyzer import RecognizerResult

from bot.privacy.names.lexicon import lexicon
from bot.privacy.recognizers.base import LIKELY, Found, Recognizer, Text, pattern, search
from bot.privacy.recognizers.third_party import RELATION

_LABELS = frozenset({"PERSON", "PER"})
_TITLE = r"(?:mrs?|ms|miss|mx|dra?|sra?|srta|lic|ing|prof|don|dona|senora?|senorita|profe|maestr[oa]|doctora?|coach)\.?"
_RELATION = pattern(rf"^(?:(?:{RELATION}|{_TITLE})\s+)+(?=[a-z])")
# What follows an article is a thing ("a bootcamp"), unless a list knows it as someone's name.
_ARTICLE = pattern(r"(?<!\w)(?:an?|un|una|unos|unas|some|any|every|each|otro|otra|another)\s$")
_PARTICLE = pattern(r"(?:\s+(?:de|del|la|las|los|y|e|van|of|and|the))+$")


class NameRecognizer(Recognizer):
    entity = "PERSON"

    def find(self, text: Text) -> Iterable[Found]:
        return ()

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        results = []
        known = lexicon()
        for entity in nlp_artifacts.entities:
            if entity.label_ in _LABELS:
                # "buddy Trujillo", "doña Ana": the relation or title is no part of the name.
                written = text[entity.start_char : entity.end_char]
                lead, tail = search(_RELATION, written), search(_PARTICLE, written)
                start = entity.start_char + (lead.end() if lead else 0)
                end = entity.end_char - (len(tail.group()) if tail else 0)
                thing = search(_ARTICLE, text[max(0, start - 8) : start]) and known.given(text[start:end]) != "n"
                if start < end and not thing:
                    results.append(self.result(Found(start, end, LIKELY)))
        return results
