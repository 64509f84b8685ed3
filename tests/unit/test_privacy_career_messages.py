"""Over-redaction: our own invented training messages hold nearly no personal data, so nearly none may be touched."""

from __future__ import annotations

from bot.messages import RawText
from bot.privacy.budget import Limits
from bot.privacy.names.recipe.generate import career_messages
from bot.privacy.scrub import Scrubber

SAMPLE = 1_000


def test_career_messages_of_writers_the_tagger_has_not_read_survive() -> None:
    scrubber = Scrubber(limits=Limits(cpu_seconds=5, wall_seconds=30))
    messages = career_messages(held_out=True)
    assert len(messages) >= SAMPLE
    sample = messages[:: max(1, len(messages) // SAMPLE)]
    touched = [message for message in sample if scrubber.scrub(RawText(message)).spans]
    assert len(touched) <= 0.01 * len(sample), touched
