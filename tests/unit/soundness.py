"""What holds for every answer of the assistant, and the knowledge base the answer tests share.

Receives answers, asserts. Import `seeded` into a test module and all of its tests run on the project's own content.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from actions import library
from knowledge.database import Database
from knowledge.seed import load
from tests.unit.action_harness import Said

SIDES = [(language, channel) for language in ("en", "es") for channel in ("web", "sms")]
ENGLISH = re.compile(
    r"\b(the|with|your|you|they|who|which|ask|asks|know|from|costs|checked|weeks?|months?|years?)\b", re.IGNORECASE
)
SPANISH = re.compile(
    r"\b(qué|cómo|cuánto|dónde|pregunta|cerca|para|quién|gratis|sin|según|semanas?|meses|años?|puedes|cuesta)\b",
    re.IGNORECASE,
)
# Proper names stay as their owners write them, in either language.
NAMES = re.compile(
    r"Talent for Tomorrow|Spark the Journey|Fundación [A-Z]\w+|Code with \w+|The English Center|senior year|Year Up"
)
UNFILLED = re.compile(r"\{|\}|\bNone\b(?! [a-z])|  |\.\.|\(\)| [,.;]|:;|\$0\b")
FIGURE = re.compile(r"\$\d|\d%|\d,\d{3}")
UNCHECKED = re.compile(r"not checked|sin revisar")
TYPOGRAPHY = re.compile(r"[—–…•“”‘’]")
LONGEST_LABEL = 60


@pytest.fixture(scope="module", autouse=True)
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The project's own content, in a base that lives as long as the module."""
    url = f"sqlite:///{tmp_path_factory.mktemp('knowledge')}/base.sqlite"
    database = Database(url)
    database.migrate()
    load(database)
    before = os.environ.get(library.URL)
    os.environ[library.URL] = url
    library.knowledge.cache_clear()
    yield
    library.knowledge().close()
    library.knowledge.cache_clear()
    os.environ.pop(library.URL)
    if before is not None:
        os.environ[library.URL] = before
    database.close()


def is_sound(said: Said, channel: str, names: tuple[str, ...] = (), sources: tuple[str, ...] = ()) -> None:
    """Complete, in the learner's language, short by text, its facts sourced; `names` may be in any language."""
    assert said.text
    assert not UNFILLED.search(said.text), said.text
    assert said.choices or not said.text.endswith(":"), said.text
    assert not re.search(r"[{}]|: None\b|^None$", said.everything, re.MULTILINE), said.everything
    assert all(0 < len(label) <= LONGEST_LABEL for label in said.labels), said.labels
    assert len(set(said.labels)) == len(said.labels), said.labels
    _in_language(said, names)
    if channel == "sms":
        assert not TYPOGRAPHY.search(said.text + "".join(said.labels)), said.text
        assert said.segments() <= 3, said.sms()
        if FIGURE.search(said.text + " ".join(said.labels)):
            assert UNCHECKED.search(said.text) or any(source in said.text for source in sources), said.everything
    else:
        assert all(card["sources"] for card in said.cards), said.cards
        assert all(source["as_of"] for card in said.cards for source in card["sources"])
        assert not FIGURE.search(said.everything) or said.cards or UNCHECKED.search(said.text), said.everything


def _in_language(said: Said, names: tuple[str, ...]) -> None:
    words = NAMES.sub("", "\n".join([said.text, *said.labels]))
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, "")
    wrong = (ENGLISH if said.language == "es" else SPANISH).search(words)
    assert not wrong, (wrong, said.text, said.labels)


def mostly_two_segments(lengths: Counter[int]) -> None:
    """At least 95 of 100 text answers fit two segments; none is longer than three."""
    assert max(lengths) <= 3, lengths
    assert (lengths[1] + lengths[2]) / lengths.total() >= 0.95, lengths
