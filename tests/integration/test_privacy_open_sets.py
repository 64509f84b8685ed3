"""The open development cases and the Presidio research sets, where this machine has them; measuring only."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from bot.messages import RawText
from bot.privacy.budget import Limits
from bot.privacy.scrub import Scrubber
from bot.settings import PROJECT
from tests.cases.pii.reading import letters

SHARED = PROJECT.parent / "shared"
OPEN_CASES = SHARED / "eval" / "dev_pii.jsonl"
RESEARCH = SHARED / "data" / "nlu" / "presidio_pii" / "synth_dataset_v2.json"
# Its addresses are made of parts from all over the world; of ours, see docs/privacy.md.
EXACT = {
    "PHONE_NUMBER", "EMAIL_ADDRESS", "US_SSN", "CREDIT_CARD", "IP_ADDRESS", "US_DRIVER_LICENSE", "IBAN_CODE",
}  # fmt: skip


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber(limits=Limits(cpu_seconds=30, wall_seconds=60))


def found_letters(scrubber: Scrubber, text: str) -> set[int]:
    return letters(text, [(s.start, s.end) for s in scrubber.scrub(RawText(text)).spans])


@pytest.mark.skipif(not OPEN_CASES.exists(), reason="the development cases are not beside this checkout")
def test_open_cases_meet_the_floors(scrubber: Scrubber) -> None:
    counts: dict[str, int] = defaultdict(int)
    for line in OPEN_CASES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = found_letters(scrubber, row["text"])
        counts["found"] += len(found)
        for span in row["spans"]:
            size = letters(row["text"], [(span["start"], span["end"])])
            kind = "name" if span["type"] == "PERSON" else "structured"
            counts[kind] += len(size)
            counts[kind + " found"] += len(size & found)
    assert counts["structured found"] / counts["structured"] >= 0.99
    assert counts["name found"] / counts["name"] >= 0.90
    assert (counts["structured found"] + counts["name found"]) / counts["found"] >= 0.85


@pytest.mark.skipif(not RESEARCH.exists(), reason="the Presidio research set is not beside this checkout")
def test_structured_data_of_the_research_set_is_found(scrubber: Scrubber) -> None:
    marked = shared = 0
    for row in json.loads(Path(RESEARCH).read_text(encoding="utf-8"))[::3]:
        found = found_letters(scrubber, row["full_text"])
        for span in row["spans"]:
            if span["entity_type"] in EXACT:
                size = letters(row["full_text"], [(span["start_position"], span["end_position"])])
                marked += len(size)
                shared += len(size & found)
    assert shared / marked >= 0.99
