"""Every answer by text message, in both languages: two segments in 95 of 100, never more than three.

`make prove` asks every topic about everything; the tests of each group of actions hold the same over their own answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from bot.channels.sms.segments import measure
from bot.channels.sms.wording import _wordings, say
from tests.load.segments import Sent, everything, seeded, statistics

VALUES = {
    "program": "Sendero", "contact": "Pima County One-Stop, 520-724-5735", "title": "Desert View High School", "when": "miércoles 30 de sept, 10:30 am",
    "about": "la sesión informativa (especialista en soporte técnico)", "list": "Wed, Sep 30, 10:30 am: the open house (web developer)",
}  # fmt: skip


pytestmark = pytest.mark.prove


@pytest.fixture(scope="module")
def found() -> Iterator[dict[str, list[Sent]]]:
    with seeded():
        yield everything()


@pytest.mark.parametrize("language", ["en", "es"])
def test_answers_fit_two_segments_and_never_take_more_than_three(found: dict[str, list[Sent]], language: str) -> None:
    rows = found[language]
    assert len(rows) > 1_000
    assert len({row.topic for row in rows}) >= 60
    long = Counter(row.topic for row in rows if row.whole > 2)
    assert sum(long.values()) <= 0.05 * len(rows), long
    assert all(row.whole <= 3 and row.pages == 1 for row in rows), [row for row in rows if row.whole > 3][:5]


def test_spelling_without_accents_is_what_keeps_spanish_short(found: dict[str, list[Sent]]) -> None:
    figures = statistics(found)
    assert figures["segments_mean"]["es"] < 0.75 * figures["segments_mean_before"]["es"]
    assert figures["segments_mean"]["en"] == figures["segments_mean_before"]["en"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", sorted(_wordings()))
def test_what_the_channel_says_itself_fits_two_segments(name: str, language: str) -> None:
    from bot.channels.sms.transliteration import economical

    assert measure(economical(say(name, language, **VALUES))).segments <= 2  # type: ignore[arg-type]
