"""What a turn leaves behind: codes only, each session once in each figure, nothing that links two rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.insights.recorder import ROWS_PER_SESSION, UNANSWERED, Fed, InsightRecorder, TurnFacts
from bot.messages import Understanding
from bot.store.models import InsightRow

SECRET = "my name is destiny ramirez"
TOPICS = ["role_pay", "find_program", "greet", "supports", "pathway", "help"]
CODES = ("topic", "outcome", "language", "channel", "region", "role", "credential", "program", "need")


class Catalogue:
    """Knows a few ids."""

    def occupation(self, id: str) -> object | None:
        return id if id in ("15-1232", "15-1212", "15-1254") else None

    def credential(self, id: str) -> object | None:
        return id if id == "comptia-a-plus" else None

    def program(self, id: str) -> object | None:
        return id if id == "az-cyber-youth-ambassador" else None

    def region(self, id: str) -> object | None:
        return id if id in ("miami-dade", "massachusetts") else None


class Rows:
    """Stands for a session of the store: remembers what was added."""

    def __init__(self) -> None:
        self.rows: list[InsightRow] = []

    def add(self, row: InsightRow) -> None:
        self.rows.append(row)


def facts(*topics: str, **more: Any) -> TurnFacts:
    usual: dict[str, Any] = {"outcome": "answered", "language": "en", "channel": "web"}
    return TurnFacts(topics or ("role_pay",), **{**usual, **more})


async def talk(*turns: TurnFacts) -> tuple[list[InsightRow], Fed]:
    """One session of several turns."""
    recorder, rows, fed = InsightRecorder(Catalogue(), lambda: date(2026, 11, 23)), Rows(), cast(Fed, [])
    for turn in turns:
        fed = json.loads(json.dumps(await recorder.record(cast(AsyncSession, rows), turn, fed)))
    return rows.rows, fed


async def test_record_leaves_codes_and_a_week() -> None:
    (row,), _ = await talk(
        facts(
            region="miami-dade", roles=["15-1232"], credentials=["comptia-a-plus"], needs=["cost"],
            programs=["az-cyber-youth-ambassador"], outcome="asked_back", language="es", channel="sms",
        )
    )  # fmt: skip
    assert [getattr(row, name) for name in CODES] == [
        "role_pay", "asked_back", "es", "sms", "miami-dade", "15-1232", "comptia-a-plus", "az-cyber-youth-ambassador",
        "cost",
    ]  # fmt: skip
    assert (row.week, row.kind) == ("2026-W48", "session")


async def test_record_keeps_no_free_text_in_any_column() -> None:
    words = [SECRET]
    rows, fed = await talk(
        facts("role_pay", SECRET, region=SECRET, roles=words, credentials=words, programs=words, needs=words),
        facts(SECRET, outcome="not_known"),
        facts(outcome=SECRET), facts(language=SECRET), facts(channel=SECRET),
    )  # fmt: skip
    assert len(rows) == 2
    assert all(SECRET not in str(getattr(row, column.key)) for row in rows for column in InsightRow.__table__.columns)
    assert SECRET not in json.dumps(fed)


async def test_record_counts_a_topic_once_a_session() -> None:
    rows, _ = await talk(facts("role_pay"), facts("role_pay"), facts("find_program"), facts("role_pay"))
    assert [(r.kind, r.topic) for r in rows] == [("session", "role_pay"), ("turn", "find_program")]


async def test_record_counts_a_session_when_it_asks_or_speaks_again() -> None:
    assert [r.kind for r in (await talk(facts("greet")))[0]] == ["turn"]
    assert [r.kind for r in (await talk(facts("greet"), facts("role_pay")))[0]] == ["turn", "session"]
    assert [r.kind for r in (await talk(facts("greet"), facts("greet")))[0]] == ["turn", "visit"]
    assert [r.kind for r in (await talk(facts("greet", region="miami-dade")))[0]] == ["session"]


async def test_record_counts_an_unanswered_topic_once_even_when_it_was_answered_before() -> None:
    missed = facts("supports", outcome="not_known")
    rows, _ = await talk(facts("supports"), missed, missed)
    assert [(r.kind, r.outcome) for r in rows] == [("session", "answered"), ("gap", "not_known")]


async def test_record_counts_every_role_of_a_comparison_once() -> None:
    rows, _ = await talk(
        facts("compare_roles", roles=["15-1232", "15-1212"]), facts("role_pay", roles=["15-1232", "15-1254"])
    )
    assert [r.role for r in rows] == ["15-1232", "15-1212", "15-1254"]
    assert [r.kind for r in rows] == ["session", "more", "turn"]


async def test_record_keeps_of_danger_only_class_language_and_week() -> None:
    (row,), _ = await talk(
        facts("crisis", outcome="crisis", language="es", channel="sms", region="miami-dade", needs=["housing"])
    )
    assert (row.topic, row.outcome, row.language, row.week) == ("crisis", "crisis", "es", "2026-W48")
    assert (row.channel, row.region, row.need, row.role, row.kind) == ("", None, None, None, "turn")


async def test_record_counts_what_came_near_no_topic_as_unanswered() -> None:
    (row,), _ = await talk(facts("nonsense", outcome="not_known"))
    assert (row.topic, row.outcome) == ("", "not_known")


async def test_row_ids_are_random_and_long() -> None:
    rows = [(await talk(facts()))[0][0] for _ in range(50)]
    assert len({row.id for row in rows}) == 50
    assert all(len(row.id) == 32 and int(row.id, 16) >= 0 for row in rows)


async def test_memories_of_two_sessions_that_did_the_same_share_nothing() -> None:
    (_, one), (_, other) = await talk(facts()), await talk(facts())
    assert not set(one[2:]) & set(other[2:])


@given(
    st.lists(
        st.builds(
            facts, st.sampled_from(TOPICS), outcome=st.sampled_from(["answered", "not_known"]),
            roles=st.lists(st.sampled_from(["15-1232", "15-1212", "15-1254"])),
            needs=st.lists(st.sampled_from(["cost", "transport", "laptop"])),
        ),
        max_size=20,
    )
)  # fmt: skip
@pytest.mark.filterwarnings("ignore")
def test_a_session_adds_at_most_one_to_a_cell_and_eight_rows(turns: Sequence[TurnFacts]) -> None:
    import asyncio

    rows, _ = asyncio.run(talk(*turns))
    assert len(rows) <= ROWS_PER_SESSION
    for column in ("role", "need"):
        named = [getattr(row, column) for row in rows if getattr(row, column)]
        assert len(named) == len(set(named))
    asked = [row.topic for row in rows if row.kind in ("session", "turn")]
    missed = [row.topic for row in rows if row.kind in ("session", "turn", "gap") and row.outcome in UNANSWERED]
    assert len(asked) == len(set(asked))
    assert len(missed) == len(set(missed))
    assert sum(row.kind in ("session", "visit") for row in rows) <= 1


def test_facts_of_a_turn_take_lists_and_prefer_the_region_that_was_named() -> None:
    understanding = Understanding(
        topics=["compare_roles"], language="en", entities={"role": ["15-1232", "15-1212"], "region": "massachusetts"}
    )
    made = TurnFacts.of(understanding, channel="web", region="miami-dade", needs=["cost"])
    assert (made.roles, made.region, made.needs) == (("15-1232", "15-1212"), "massachusetts", ("cost",))


async def test_what_nobody_offers_is_counted_as_a_pair_once_a_session_and_nothing_else_of_it() -> None:
    search = facts(
        "find_program", unmet=["child-care:networking", SECRET, "child-care:nowhere", "child-care:networking"]
    )
    rows, fed = await talk(search, search)
    unmet = [row for row in rows if row.kind == "unmet"]
    assert [row.topic for row in unmet] == ["child-care:networking"]
    assert all(getattr(unmet[0], name) is None for name in ("role", "credential", "program", "need"))
    assert SECRET not in json.dumps(fed) + "".join(str(row.topic) for row in rows)
