"""Each recognizer alone, against its own table of what it must find and what it must leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.messages import RawText
from bot.privacy.budget import Limits
from bot.privacy.recognizers import ALL
from bot.privacy.recognizers.base import Recognizer
from bot.privacy.scrub import Scrubber
from tests.cases.pii.reading import HERE, letters, read

TABLES = HERE / "recognizers"


def test_every_recognizer_has_a_table() -> None:
    assert {path.stem for path in TABLES.glob("*.txt")} == {recognizer.__name__ for recognizer in ALL}


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_recognizer_finds_what_its_table_marks(kind: type[Recognizer]) -> None:
    scrubber = Scrubber(recognizers=[kind()], limits=Limits(cpu_seconds=5, wall_seconds=30))
    cases = read(str(Path("recognizers") / f"{kind.__name__}.txt"))
    assert len(cases) >= 5
    for case in cases:
        found = scrubber.scrub(RawText(case.text)).spans
        assert letters(case.text, [(s.start, s.end) for s in found]) == case.letters(), case.where
        assert {s.type for s in found} <= {kind.entity}, case.where
