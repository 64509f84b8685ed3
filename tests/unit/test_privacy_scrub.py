"""The scrubber's promises: placeholders and offsets, nothing partly scrubbed, nothing said about the text when it fails."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ScrubbingFailed
from bot.messages import RawText
from bot.privacy.budget import Limits
from bot.privacy.entities import ENTITY_TYPES
from bot.privacy.pipeline import NamePipeline
from bot.privacy.reading import Reading
from bot.privacy.recognizers import all_recognizers
from bot.privacy.recognizers.base import Found, Recognizer, Text
from bot.privacy.scrub import LONGEST, Scrubber

GENEROUS = Limits(cpu_seconds=30, wall_seconds=60)
SECRET = "im Zephyrina Quobblesworth, 520-555-0142, zq@example.com"


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber(limits=GENEROUS)


class Crashing(Recognizer):
    """Fails as a broken model would, with the text in its message."""

    entity = "PERSON"

    def find(self, text: Text) -> Iterable[Found]:
        raise RuntimeError(text.clean)


class Unknown(Recognizer):
    """Finds something of a type nobody knows."""

    entity = "SHOE_SIZE"

    def find(self, text: Text) -> Iterable[Found]:
        yield Found(0, 2)


class Clock:
    """Each look moves it on."""

    def __init__(self, step: float) -> None:
        self.step, self.time = step, 0.0

    def __call__(self) -> float:
        self.time += self.step
        return self.time


def test_spans_become_placeholders_and_offsets_are_of_the_raw_text(scrubber: Scrubber) -> None:
    scrubbed = scrubber.scrub(RawText("hi im keisha, text 520-555-0142 pls"))
    assert scrubbed.text.reveal() == "hi im <PERSON>, text <PHONE> pls"
    assert [(s.start, s.end, s.type) for s in scrubbed.spans] == [(6, 12, "PERSON"), (19, 31, "PHONE")]


def test_nothing_of_the_text_shows_in_repr(scrubber: Scrubber) -> None:
    scrubbed = scrubber.scrub(RawText(SECRET))
    assert "Zephyrina" not in repr(scrubbed)
    assert "Zephyrina" not in repr(Reading(SECRET))


@pytest.mark.parametrize(
    "hidden", ["520\u200b-555\u200b-0142", "5\u00ad2\u00ad0 555 0142", "520\u2011555\u20110142", "５２０-555-0142"]
)
def test_invisible_and_unusual_characters_hide_nothing(scrubber: Scrubber, hidden: str) -> None:
    raw = f"call {hidden} ok"
    scrubbed = scrubber.scrub(RawText(raw))
    assert scrubbed.text.reveal() == "call <PHONE> ok"
    assert raw[scrubbed.spans[0].start : scrubbed.spans[0].end] == hidden


def test_accents_written_as_two_characters_keep_offsets(scrubber: Scrubber) -> None:
    raw = "me llamo Jose\u0301 Luis y tengo 15"
    scrubbed = scrubber.scrub(RawText(raw))
    assert scrubbed.text.reveal() == "me llamo <PERSON> y tengo 15"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_scrubbed_and_what_is_outside_spans_stays(text: str) -> None:
    scrubbed = _shared().scrub(RawText(text))
    rebuilt, last = "", 0
    for span in scrubbed.spans:
        assert last <= span.start < span.end <= len(text)
        assert span.type in ENTITY_TYPES
        rebuilt += text[last : span.start] + f"<{span.type}>"
        last = span.end
    assert rebuilt + text[last:] == scrubbed.text.reveal()


_made: list[Scrubber] = []


def _shared() -> Scrubber:
    if not _made:
        _made.append(Scrubber(limits=GENEROUS))
    return _made[0]


# --- fail closed


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Scrubber(recognizers=[*all_recognizers(), Crashing()], limits=GENEROUS),
        lambda: Scrubber(recognizers=[*all_recognizers(), Unknown()], limits=GENEROUS),
        lambda: Scrubber(limits=Limits(cpu_clock=Clock(0.01))),
        lambda: Scrubber(limits=Limits(cpu_seconds=30, wall_clock=Clock(0.3))),
        lambda: Scrubber(protected=_crashes, limits=GENEROUS),
    ],
    ids=["crash", "unknown type", "processor time", "wall time", "protected phrases"],
)
def test_scrubber_fails_closed_and_says_nothing(
    broken: Callable[[], Scrubber], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    scrubber = broken()
    with pytest.raises(ScrubbingFailed) as failed:
        scrubber.scrub(RawText(SECRET))
    said = "".join(traceback.format_exception(failed.value)) + caplog.text
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None
    assert not any(word in said for word in ("Zephyrina", "Quobblesworth", "555-0142", "zq@"))


def _crashes(text: str) -> Iterable[tuple[int, int]]:
    if text == SECRET:
        raise RuntimeError(text)
    return []


def test_text_beyond_the_longest_is_refused(scrubber: Scrubber) -> None:
    with pytest.raises(ScrubbingFailed):
        scrubber.scrub(RawText("a " * LONGEST))


def test_scrubber_without_recognizers_is_refused() -> None:
    """Presidio would quietly load its own for an empty registry."""
    with pytest.raises(ValueError, match="at least one"):
        Scrubber(recognizers=[])


def test_work_goes_on_after_a_failure() -> None:
    scrubber = Scrubber(limits=GENEROUS)
    with pytest.raises(ScrubbingFailed):
        scrubber.scrub(RawText("a " * LONGEST))
    assert scrubber.scrub(RawText("soy yuliana")).text.reveal() == "soy <PERSON>"


def test_nothing_is_logged_about_a_message(scrubber: Scrubber, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for quieted in ("presidio-analyzer", "presidio-anonymizer"):  # bot/logs.py turns them down for the whole process
        caplog.set_level(logging.DEBUG, logger=quieted)
    logging.getLogger("presidio-analyzer").debug("the capture works")
    scrubber.scrub(RawText(SECRET))
    assert "the capture works" in caplog.text
    assert not any(word in caplog.text for word in ("Zephyrina", "555-0142", "zq@example.com"))


def test_threads_may_share_a_scrubber(scrubber: Scrubber) -> None:
    said: list[str] = []

    def work(number: int) -> None:
        for turn in range(20):
            said.append(scrubber.scrub(RawText(f"im keisha {number}{turn}, text 520-555-0142")).text.reveal())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 80
    assert all(text.startswith("im <PERSON>") and text.endswith("<PHONE>") for text in said)


# --- memory


def test_pipeline_forgets_the_words_it_saw() -> None:
    """spaCy interns strings for good, unless a memory zone is closed after each message."""
    pipeline = NamePipeline()
    pipeline.load()
    with pipeline.memory_zone():
        inside = pipeline.artifacts(Reading("im zephyrina quobblesworth")).tokens.vocab.strings
        assert "quobblesworth" in inside
    assert "quobblesworth" not in inside
    assert "zephyrina" not in inside
