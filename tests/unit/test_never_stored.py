"""What no table has room for: a new column that could hold words, or one named after a person's detail, must be reviewed here."""

from __future__ import annotations

import re

from sqlalchemy import JSON, LargeBinary, Text

from bot.store.models import Base

# Columns that can hold more than a code, and what keeps personal data out of each.
REVIEWED = {
    "conversations.context": "coded slots",
    "conversations.offered": "labels we wrote",
    "conversations.fed_cells": "salted hashes, gone with the session",
    "conversations.open_question": "scrubbed, until the next turn; never of children or sensitive topics",
    "conversations.passed_on": "hashes of codes",
    "transcript_entries.learner_text": "scrubbed, while the session lives; never of children, danger or sensitive topics",
    "transcript_entries.turn": "what we said",
    "sms_inbound.scrubbed_text": "scrubbed, until answered",
    "sms_outbound.body": "what we said, until handed over",
    "sms_nudges.context": "coded slots",
    "mistake_reports.entities": "ids of the knowledge base",
    "mistake_reports.answer": "what we said",
    "mistake_reports.note": "scrubbed, asked for",
    "mistake_reports.resolution": "written by staff",
    "passed_questions.text": "scrubbed, consented to, taken back at will",
    "privacy_spends.released": "numbers with noise",
    "sites.allowed_origins": "set by staff",
    "sites.settings": "set by staff",
    "vault_entries.nonce": "random",
    "vault_entries.ciphertext": "a number under AES-GCM",
}
PERSONAL = re.compile(
    r"(^|_)(first|last|full|sur)_?name|phone|e_?mail|street|address|birth|dob|ssn|status_of|immigra|visa|health|diagnos|disabilit|"
    r"felony|record_of|media_url|photo|picture|raw|ip(_|$)"
)


def test_every_column_with_room_for_words_is_reviewed() -> None:
    roomy = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, (JSON, Text, LargeBinary))
    }
    assert roomy == set(REVIEWED), "say here what keeps personal data out of a new column"


def test_no_column_is_made_for_a_persons_details() -> None:
    named = [f"{t.name}.{c.name}" for t in Base.metadata.tables.values() for c in t.columns if PERSONAL.search(c.name)]
    assert named == []


def test_search_for_such_columns_finds_them() -> None:
    for name in ("first_name", "phone_number", "email", "birth_date", "immigration_status", "raw_text", "ip"):
        assert PERSONAL.search(name)
