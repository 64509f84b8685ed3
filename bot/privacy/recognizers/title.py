"""Names after a title: "Mr. Barrios", "la señora Ruiz", "Dr. Mensah". The title stays outside the span."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.names.lexicon import lexicon
from bot.privacy.names.phrase import is_family_name_here
from bot.privacy.names.words import word_set
from bot.privacy.recognizers.base import CUED, Found, Recognizer, Text, matches, pattern
from bot.privacy.recognizers.introduction import named_from

_TITLE = pattern(
    r"(?<!\w)(?:mr|mrs|ms|mx|dr|dra|sr|sra|srta|srita|lic|ing|prof|profa|rev|fr|hon|sgt|lt|cpl|capt|arq)\.?\s+(?=[a-z])"
    r"|(?<!\w)(?:miss|mister|missus|coach|professor|pastor|principal|officer|sergeant|judge|padre|profesora?"
    r"|maestr[oa]|profe|senora?|senorita|don|dona|doctora?|licenciad[oa]|ingenier[oa]|counselor|madam|tia|tio"
    r"|uncle|auntie|sister|brother|hermana|hermano)\s+(?=[a-z])"
)
_FULL_WORDS = word_set(
    "don dona coach principal officer tia tio uncle sister brother hermana hermano pastor judge counselor"
)
# After these a family name stands even where it is an ordinary word; "ingeniero cloud" is an occupation.
_BEFORE_FAMILY_NAMES = word_set(
    "mr mrs ms mx dr dra sr sra srta miss mister maestra maestro profe profesor profesora professor"
)


class TitleRecognizer(Recognizer):
    entity = "PERSON"

    def find(self, text: Text) -> Iterable[Found]:
        for match in matches(_TITLE, text.folded):
            word = match.group().strip(" .")
            cue = "fair" if word in _FULL_WORDS or word in ("sr", "fr", "maestra", "maestro") else "strong"
            found = list(named_from(text, match.end(), cue, CUED))  # type: ignore[arg-type]
            yield from found or (_family_name(text, match.end()) if word in _BEFORE_FAMILY_NAMES else ())


def _family_name(text: Text, position: int) -> Iterable[Found]:
    """A family name that is also an ordinary word or a place: "la maestra Rey me dijo", "mr blanco said"."""
    first = text.word_at(position)
    if first is not None and text.words[first].start == position and is_family_name_here(text.words, first, lexicon()):
        yield Found(position, text.words[first].end, CUED)
