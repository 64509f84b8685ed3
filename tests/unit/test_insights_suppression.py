"""Nothing that passes the gate tells of fewer than eleven sessions: examples, properties, an exhaustive search."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.insights.suppression import (
    DIMENSIONS,
    RULES,
    Figure,
    Key,
    Published,
    Share,
    figure,
    may_quote,
    publish,
    share,
)
from bot.messages import ScrubbedText

VALUES = {
    "subject": ["role_pay", "find_program", "barrier_record"],
    "language": ["en", "es"],
    "region": ["miami-dade", "massachusetts", "not-said"],
    "channel": ["web", "sms"],
    "week": ["2026-W45", "2026-W46"],
}
CUBES = st.dictionaries(
    st.tuples(*(st.sampled_from(VALUES[name]) for name in DIMENSIONS)), st.integers(1, 40), max_size=40
)
WHERE = st.fixed_dictionaries({name: st.sampled_from([None, *VALUES[name]]) for name in DIMENSIONS})


def cell(
    subject: str = "role_pay", language: str = "en", region: str = "not-said", channel: str = "web",
    week: str = "2026-W46",
) -> Key:  # fmt: skip
    return subject, language, region, channel, week


def truth(counts: dict[Key, int], where: dict[str, str | None]) -> int:
    return sum(
        n
        for key, n in counts.items()
        if all(v is None or key[DIMENSIONS.index(d)] == v for d, v in where.items())  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("size", "shown"), [(0, None), (1, None), (10, None), (11, 15), (12, 15), (17, 15), (18, 20), (103, 105)]
)
def test_figure_hides_up_to_ten_and_rounds_to_five(size: int, shown: int | None) -> None:
    assert figure(size).value == shown


def test_figure_gives_one_reason_for_every_hidden_cell() -> None:
    assert figure(0).why_hidden == figure(10).why_hidden is not None
    assert figure(11).why_hidden is None


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(100, 100, Share(95, "top")), (95, 100, Share(95, "top")), (94, 100, Share(94)), (5, 100, Share(5, "bottom")),
     (50, 100, Share(50)), (None, 100, None), (50, None, None)],
)  # fmt: skip
def test_share_codes_both_ends(part: int | None, whole: int | None, expected: Share | None) -> None:
    assert share(Figure(part), Figure(whole)) == expected


def test_publish_shows_eleven_and_hides_ten() -> None:
    published = publish({cell("role_pay"): 11, cell("find_program"): 10})

    assert published.by("subject") == {"role_pay": Figure(15)}
    assert published.count(subject="find_program").value is None


def test_publish_hides_a_neighbour_where_the_total_would_give_the_small_one_away() -> None:
    published = publish({cell(language="en"): 200, cell(language="es"): 6}, {"language": ["en", "es"]})

    assert published.count(subject="role_pay").value == 205
    assert published.by("language") == {}
    assert published.apart("language").value == 205


def test_publish_never_lets_the_parts_of_a_filter_give_away_the_rest() -> None:
    counts = {cell(region="miami-dade"): 60, cell(region="massachusetts"): 40, cell(region="not-said"): 4}
    published = publish(counts)

    parts = [f.value or 0 for f in published.by("region").values()]
    assert published.count().value == 105
    assert 105 - sum(parts) == 0 or 105 - sum(parts) >= RULES.fewest


@settings(max_examples=300, deadline=None)
@given(CUBES, WHERE)
def test_count_is_hidden_or_near_a_sum_of_at_least_eleven(counts: dict[Key, int], where: dict[str, str | None]) -> None:
    shown = publish(counts).count(**where).value

    assert shown is None or shown >= RULES.lowest_shown
    # Never more than there is, but for rounding: what is shown was counted in this very cell.
    assert shown is None or truth(counts, where) >= max(RULES.fewest, shown - 2 if shown > 15 else 11)


@settings(max_examples=300, deadline=None)
@given(CUBES)
def test_publish_puts_every_session_into_one_group_of_at_least_eleven(counts: dict[Key, int]) -> None:
    groups = publish(counts)._groups

    assert all(group.size >= RULES.fewest for group in groups)
    left_out = sum(counts.values()) - sum(group.size for group in groups)
    assert 0 <= left_out <= (RULES.fewest - 1) * len(VALUES["subject"])
    for subject in VALUES["subject"]:
        whole = truth(counts, {"subject": subject})
        assert sum(g.size for g in groups if g.label.subject == subject) in ((whole,) if whole >= 11 else (0,))


@settings(max_examples=200, deadline=None)
@given(CUBES, st.sampled_from(DIMENSIONS), WHERE)
def test_table_and_what_is_apart_cover_the_query(
    counts: dict[Key, int], dimension: str, where: dict[str, str | None]
) -> None:
    where = {**where, dimension: None}
    published = publish(counts)
    lines = published.by(dimension, **where)  # type: ignore[arg-type]
    most = sum(f.value or 0 for f in lines.values()) + (published.apart(dimension, **where).value or 0)  # type: ignore[arg-type]

    assert truth(counts, where) <= most + 5 * (len(lines) + 1) + 10 * len(VALUES["subject"])


def test_periods_added_up_stay_in_their_groups() -> None:
    one, other = publish({cell(week="2026-W41"): 10}), publish({cell(week="2026-W46"): 10})

    assert (one + other).count().value is None


def _seen(shape: list[Key], published: Published) -> tuple[int | None, ...]:
    """Everything a reader can ask of a small cube."""
    values = {name: sorted({key[at] for key in shape}) for at, name in enumerate(DIMENSIONS)}
    open_ = [name for name in DIMENSIONS if len(values[name]) > 1]
    answers: list[int | None] = []
    for combination in itertools.product(*[[None, *values[name]] for name in open_]):
        where = dict(zip(open_, combination, strict=True))
        answers.append(published.count(**where).value)
        answers += [published.apart(name, **where).value for name in open_]
    return tuple(answers)


def _alike(shape: list[Key], most: int) -> list[list[tuple[int, ...]]]:
    """Every possible table of up to `most` sessions, those together that look the same when published."""
    domain = {name: {key[at] for key in shape} for at, name in enumerate(DIMENSIONS)}
    alike: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for world in itertools.product(range(most + 1), repeat=len(shape)):
        if sum(world) <= most:
            alike[_seen(shape, publish(dict(zip(shape, world, strict=True)), domain))].append(world)
    # Tables just beyond the border would look like the largest ones: those are not settled.
    return [worlds for worlds in alike.values() if max(map(sum, worlds)) < most - 4]


@pytest.mark.parametrize(
    ("shape", "most"),
    [
        ([cell(language="en"), cell(language="es")], 50),
        ([cell(region=r) for r in VALUES["region"]], 30),
        ([cell(subject=s) for s in VALUES["subject"]], 30),
    ],
    ids=["two languages", "three regions", "three topics"],
)
def test_who_knows_the_method_cannot_tell_that_a_cell_is_small(shape: list[Key], most: int) -> None:
    for worlds in _alike(shape, most):
        for at in range(len(shape)):
            assert not {world[at] for world in worlds} <= set(range(1, 11))


@pytest.mark.prove
@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ([cell(language=one, region=r) for one in ("en", "es") for r in VALUES["region"][:2]], (180, 14_950)),
        ([cell(subject=s, language=one) for s in VALUES["subject"][:2] for one in ("en", "es")], (140, 4_500)),
    ],
    ids=["two languages, two regions", "two topics, two languages"],
)
def test_who_knows_the_method_never_learns_the_number_of_a_small_cell(shape: list[Key], told: tuple[int, int]) -> None:
    """`told`: tables in which it can be told that a cell, or a sum of some, is small; decision 4 accepts them."""
    cells = [some for size in range(1, len(shape) + 1) for some in itertools.combinations(range(len(shape)), size)]
    small: set[tuple[int, ...]] = set()
    settled = 0
    for worlds in _alike(shape, 30):
        settled += len(worlds)
        for some in cells:
            possible = {sum(world[at] for at in some) for world in worlds}
            if possible <= set(range(1, 11)):
                assert len(possible) > 1
                small.update(worlds)
    assert (len(small), settled) == told


def test_wording_is_quoted_only_when_everything_holds() -> None:
    text, big, small = ScrubbedText("more evening classes"), figure(40), figure(7)
    assert may_quote(text, "2026-11", big, "rosa")
    for missing in (
        (None, "2026-11", big, "rosa"),
        (text, None, big, "rosa"),
        (text, "2026-11", small, "rosa"),
        (text, "2026-11", big, None),
    ):
        assert not may_quote(*missing)
