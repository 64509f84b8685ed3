"""What must survive scrubbing: names of providers, credentials, programs and places, and bodies named after people.

Receives phrases or a function from the knowledge base; gives spans of clean text. Protects only against findings made
without a cue: who writes "my name is Salem" is still a person.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable

import structlog

from bot.privacy.names.words import Word, words_of
from bot.privacy.reading import Reading
from bot.privacy.recognizers.base import Text, pattern, search

log = structlog.get_logger()
Spans = Iterable[tuple[int, int]]
Protected = Callable[[str], Spans] | Iterable[str]

_SCHOOL = (
    r"high(?:\s?school)?|hs|middle(?:\ school)?|elementary(?:\ school)?|academy|university|college|institute"
    r"|school|library|hospital|foundation|county|scholarship|charter|magnet|memorial|campus|vocational|unified"
    r"|preparatory|seminary|fellowship|rec\ center|community\ center|career\ center|health\ center|middle|elem"
    r"|hs\b|ms\b|job\ corps|house|ymca|counties"
)
_WEAK_BODY = (
    r"tech(?:nical)?|center|hall|park|prep|group|company|inc|llc|corp|street|st|ave|avenue|road|rd|blvd|plaza"
    r"|clinic|church|bank|award|program|metro|station|square|airport|building"
)
_AFTER = pattern(
    r"^(?:\s(?:jr|sr|senior|early|technical|public|community|career|charter|city|state|memorial|regional"
    rf"|vocational)\.?)?\s(?:(?P<school>{_SCHOOL})|(?P<weak>{_WEAK_BODY}))(?!\w|'s)"
)
_BEFORE = pattern(
    r"(?<!\w)(?:(?:escuela|prepa|preparatoria|secundaria|primaria|colegio|universidad|instituto|academia|liceo"
    r"|kinder|plantel)(?:\ (?:secundaria|primaria|preparatoria|tecnica|publica|superior))?"
    r"|(?:condado|parque|biblioteca|hospital|calle|avenida|av|iglesia|fundacion|beca|metro|plaza|ciudad|estado"
    r"|centro|boulevard|via|clinica)(?:\ (?:de|del|de\ la|publica))?|fort|mount|lake|saint|st\.?|port|camp)\s$"
)


# People whom streets, schools and libraries are named after.
PUBLIC_FIGURES = (
    "malcolm x", "martin luther king", "martin luther king jr", "mlk", "cesar chavez", "dolores huerta", "rosa parks",
    "frederick douglass", "benjamin banneker", "benito juarez", "jose marti", "simon bolivar", "harriet tubman",
    "thurgood marshall", "john f kennedy", "jfk", "benjamin franklin", "abraham lincoln", "george washington",
    "sor juana", "emiliano zapata", "barack obama",
)  # fmt: skip


def matcher(protected: Protected) -> Callable[[str], Spans]:
    """A function from clean text to protected spans."""
    if not callable(protected):
        return _Phrases([*protected, *PUBLIC_FIGURES])
    given, figures = protected, _Phrases(PUBLIC_FIGURES)
    return lambda text: [*given(text), *figures(text)]


class Renewed:
    """Phrases that follow the knowledge base: made anew, in a thread of their own, when its revision has moved.

    Until they are ready the old ones hold, so that no message waits. A name staff publish is known a moment later.
    """

    def __init__(self, phrases: Callable[[], Iterable[str]], revision: Callable[[], int]) -> None:
        self._phrases, self._revision = phrases, revision
        self._made_of = revision()
        self._current = _Phrases(phrases())
        self._making = threading.Lock()

    def __call__(self, text: str) -> Spans:
        self.look()
        return self._current(text)

    def look(self) -> None:
        """Begins to make them anew where the revision has moved."""
        if self._revision() != self._made_of and self._making.acquire(blocking=False):
            threading.Thread(target=self._make, name="protected names", daemon=True).start()

    async def keep_in_step(self, every: float = 0.5) -> None:
        """Looks every so many seconds: the first message after a change finds the new names, not the old."""
        while True:
            await asyncio.sleep(every)
            try:
                self.look()
            except Exception as error:  # a store that is away now may be back in a moment; the old names hold
                log.warning("protected_names_not_read", reason=type(error).__name__)

    def _make(self) -> None:
        try:
            revision = self._revision()
            self._current = _Phrases(self._phrases())
            self._made_of = revision
        finally:
            self._making.release()


class _Phrases:
    """Finds any of many phrases, word by word, without regard to case and accents."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            norms = tuple(word.norm for word in _words(phrase))
            if norms and any(c.isalnum() for c in "".join(norms)):
                self._by_first.setdefault(norms[0], []).append(norms)
        for candidates in self._by_first.values():
            candidates.sort(key=len, reverse=True)

    def __call__(self, text: str) -> Spans:
        words = _words(text)
        for position, word in enumerate(words):
            for norms in self._by_first.get(word.norm, ()):
                if tuple(w.norm for w in words[position : position + len(norms)]) == norms:
                    yield word.start, words[position + len(norms) - 1].end
                    break


def _words(text: str) -> list[Word]:
    reading = Reading(text)
    # Numbers keep their digits here: "220-1101" is protected, "220-1102" only if it is listed too.
    return [
        Word(w.start, w.end, reading.folded[w.start : w.end].replace("'", ""), w.shape)
        for w in words_of(reading.clean, reading.folded)
    ]


def is_body_named_after_person(text: Text, start: int, end: int) -> bool:
    """ "Roosevelt High", "prepa Montgomery", "Franklin Cummings Tech": a school or organization, not someone."""
    after = search(_AFTER, text.after(end, 40))
    if after and after["school"]:
        return True
    if after:
        noun = text.clean[end + after.start("weak") :][:1]
        if after["weak"] == "st" and text.clean[end + after.end() :].lstrip(" .")[:1].isupper():
            return False  # "Marjorie St. Fleur"
        if noun.isupper() or " " in text.folded[start:end]:
            return True
    return search(_BEFORE, text.before(start, 30)) is not None
