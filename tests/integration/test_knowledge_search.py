"""The program finder on a real SQLite file: unknown is not no, near and fitting comes first, and it says what to loosen."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any

import pytest

from knowledge.repository import Knowledge
from knowledge.saving import PlaceFinder, save_programs, save_providers
from knowledge.search import find
from knowledge.seed import ensure
from knowledge.views import Fact, Program, ProgramSearch, Provider, Source, Words

WORDS = Words("words", "palabras")
SOURCE = Source("bls-oews-2025", "Test", "Test", None)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """The real content."""
    url = f"sqlite:///{tmp_path_factory.mktemp('search') / 'knowledge.db'}"
    ensure(url)
    opened = Knowledge(url)
    yield opened
    opened.close()


def program(id: str, **known: Any) -> Program:
    """A program of which only this is known."""
    nothing = {field.name: None for field in fields(Program) if field.default is MISSING is field.default_factory}
    lists = dict.fromkeys(("places", "categories", "roles", "credentials", "modality", "languages", "supports"), ())
    base: dict[str, Any] = nothing | lists | {
        "id": id, "provider": "school", "provider_name": "School", "name": WORDS, "short": WORDS, "about": WORDS,
        "kind": "training", "region": "dc-metro", "described": Fact("", SOURCE, "2025"), "organization_id": "default",
    }  # fmt: skip
    return Program(**(base | known))


class Finder:
    """A knowledge base with the programs of one test, beside the real places and occupations."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def ids(self, limit: int = 10, offset: int = 0, **wanted: Any) -> list[str]:
        found = find(self.knowledge, ProgramSearch(provider="school", **wanted), limit, offset)
        return [match.program.id for match in found.matches]

    def result(self, **wanted: Any) -> Any:
        return find(self.knowledge, ProgramSearch(provider="school", **wanted))


@pytest.fixture
def finder(content: Knowledge) -> Iterator[Any]:
    """`finder(program, …)` adds programs and gives a Finder over them."""
    database = content.database

    def add(*programs: Program) -> Finder:
        school = Provider("school", "School", "college", (), WORDS, None, None, None, Fact("", SOURCE, "2025"))
        with database.begin() as session:
            save_providers(session, [school], "test")
            save_programs(session, programs, PlaceFinder(content.places()), "test")
        return Finder(Knowledge(database))

    yield add
    from knowledge.saving import delete_programs

    with database.begin() as session:
        delete_programs(session, "test")


YES_NO_UNKNOWN: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ({"free": True}, {"free": True}, {"free": False}),
    ({"max_cost": 500}, {"tuition": (300, 600)}, {"tuition": (501, 900)}),
    ({"stipend": True}, {"stipend": True}, {"stipend": False}),
    ({"age": 17}, {"min_age": 16}, {"min_age": 18}),
    ({"age": 30}, {"max_age": 30}, {"max_age": 29}),
    ({"has_diploma": False}, {"diploma": False}, {"diploma": True}),
    ({"in_high_school": True}, {"in_high_school": True}, {"in_high_school": False}),
    ({"evenings": True}, {"evenings": True}, {"evenings": False}),
    ({"weekends": True}, {"weekends": True}, {"weekends": False}),
    ({"online": True}, {"online": True}, {"online": False}),
    ({"online": True}, {"modality": ("online",)}, {"online": False}),
    ({"in_person": True}, {"modality": ("in_person",)}, {"modality": ("online",)}),
    ({"language": "es"}, {"languages": ("en", "es")}, {"languages": ("en",)}),
    ({"max_weeks": 12}, {"weeks": (10, 30)}, {"weeks": (13, 30)}),
]


@pytest.mark.parametrize(("wanted", "good", "bad"), YES_NO_UNKNOWN)
def test_unknown_is_kept_behind_what_is_known_and_no_is_left_out(
    finder: Any, wanted: dict[str, Any], good: dict[str, Any], bad: dict[str, Any]
) -> None:
    results = finder(program("bad", **bad), program("unknown"), program("good", **good)).result(**wanted)
    assert [match.program.id for match in results.matches] == ["good", "unknown"]
    assert results.total == 2
    (condition,) = wanted
    assert results.matches[0].met == (condition,)
    assert results.matches[1].unknown == (condition,)


def test_someone_out_of_school_is_not_offered_what_is_for_students(finder: Any) -> None:
    found = finder(program("school", in_high_school=True), program("anyone"))
    assert found.ids(in_high_school=False) == ["anyone"]


def test_a_price_that_may_not_be_told_any_more_is_not_known(finder: Any) -> None:
    old, undated = Fact("", SOURCE, "2020"), Fact("", SOURCE, "undated")
    found = finder(
        program("old-free", free=True, sourced={"cost": old}), program("old-dear", free=False, tuition=(9_000, 9_000), sourced={"cost": old}),
        program("undated-free", free=True, sourced={"cost": undated}), program("now-dear", free=False, tuition=(9_000, 9_000)),
        program("expired-cost", free=True, sourced={"cost": Fact("", SOURCE, "2025", status="expired")}),
    )  # fmt: skip
    for wish in ({"free": True}, {"max_cost": 500}):
        assert found.ids(**wish)[0] in ("old-free", "undated-free")
        result = found.result(**wish, today=date(2026, 11, 26))
        assert {m.program.id: next(iter(wish)) in m.met for m in result.matches} == {
            "undated-free": True, "old-free": False, "old-dear": False, "expired-cost": False,
        }, wish  # fmt: skip
        assert result.matches[0].program.id == "undated-free"
    by_need = {m.program.id: m.met for m in found.result(needs=("cost",), today=date(2026, 11, 26)).matches}
    assert {id for id, met in by_need.items() if "need:cost" in met} == {"undated-free"}


def test_a_diploma_rules_nothing_out(finder: Any) -> None:
    assert finder(program("asks", diploma=True), program("unknown")).ids(has_diploma=True) == ["asks", "unknown"]


def test_region_keeps_out_other_regions_and_lets_in_what_is_everywhere(finder: Any) -> None:
    found = finder(program("here"), program("there", region="miami-dade"), program("everywhere", region=None))
    assert found.ids(region="dc-metro") == ["here", "everywhere"]


def test_nearer_comes_first_and_says_how_far(finder: Any) -> None:
    found = finder(
        program("rockville", places=("Rockville",)),
        program("nowhere"),
        program("alexandria", places=("Alexandria",)),
        program("many", places=("Laurel", "Arlington")),
    )
    results = found.result(place="arlington-va")
    assert [match.program.id for match in results.matches] == ["many", "alexandria", "rockville", "nowhere"]
    distances = [match.distance_miles for match in results.matches]
    assert distances[0] == 0.0
    assert 3 < distances[1] < 6
    assert distances[3] is None
    assert found.ids(place="arlington-va", radius_miles=8) == ["many", "alexandria"]


def test_a_neighbouring_town_finds_the_region_it_borders_on(finder: Any) -> None:
    found = finder(program("dc", places=("Washington",)), program("miami", region="miami-dade", places=("Miami",)))
    assert found.ids(place="leesburg-va") == ["dc"]


def test_the_role_itself_comes_before_its_group_and_its_field(finder: Any) -> None:
    found = finder(
        program("design", categories=("design",), roles=("27-1024",)),
        program("unsaid", categories=("crosscutting",)),
        program("group", categories=("crosscutting",), roles=("15-1299",)),
        program("exact", categories=("crosscutting",), roles=("15-1299.05",)),
        program("alike", categories=("crosscutting",), roles=("15-1212",)),
    )
    results = found.result(roles=("15-1299.05",))
    assert [match.program.id for match in results.matches] == ["exact", "group", "unsaid", "alike"]
    assert [match.unknown for match in results.matches] == [(), (), ("roles",), ("roles",)]


def test_named_programs_come_before_bare_counts_and_what_one_can_join_first(finder: Any) -> None:
    found = finder(
        program("graduate", kind="graduate", awards=9),
        program("partnership", kind="partnership"),
        program("bare", kind="degree", awards=120),
        program("named"),
    )
    assert found.ids() == ["named", "bare", "partnership", "graduate"]


def test_a_need_ranks_and_never_excludes(finder: Any) -> None:
    found = finder(program("plain"), program("laptop", supports=("laptop",)), program("paid", stipend=True))
    assert found.ids(needs=("laptop",)) == ["laptop", "plain", "paid"]
    assert found.ids(needs=("cost",)) == ["paid", "plain", "laptop"]
    results = found.result(needs=("laptop", "immigration-status"))
    assert results.matches[0].met == ("need:laptop",)
    assert results.matches[1].unknown == ("need:laptop",)


def test_what_a_closed_provider_or_an_expired_record_offers_is_not_found(finder: Any) -> None:
    found = finder(program("open"), program("expired", described=Fact("", SOURCE, "2019", status="expired")))
    assert found.ids() == ["open"]


def test_credentials_and_kinds_must_be_said(finder: Any) -> None:
    found = finder(program("plus", credentials=("comptia-a-plus",)), program("camp", kind="bootcamp"))
    assert found.ids(credentials=("comptia-a-plus",)) == ["plus"]
    assert found.ids(kinds=("bootcamp", "mentoring")) == ["camp"]


def test_pages_follow_each_other_without_gaps(finder: Any) -> None:
    found = finder(*(program(f"p{number}", places=("Bowie",)) for number in range(7)))
    pages = [found.ids(3, offset, place="bowie-md") for offset in (0, 3, 6, 9)]
    assert [one for page in pages for one in page] == [f"p{number}" for number in range(7)]
    assert find(found.knowledge, ProgramSearch(provider="school"), 3, 6).total == 7


def test_when_nothing_fits_it_says_which_condition_to_loosen(finder: Any) -> None:
    found = finder(
        program("dear", free=False, evenings=True),
        program("dear too", free=False, evenings=True),
        program("days", free=True, evenings=False),
    )
    results = found.result(region="dc-metro", free=True, evenings=True)
    assert results.matches == ()
    assert results.total == 0
    assert results.loosen == ("free", 2)
    assert results.more["evenings"] == 1


def test_everything_the_content_offers_can_be_found(content: Knowledge) -> None:
    total = find(content, ProgramSearch(), 1).total
    assert total == content.count_programs()
    for region in content.regions():
        for category in content.categories():
            results = find(content, ProgramSearch(region=region.id, categories=(category.id,)), 3)
            assert results.matches or results.loosen, (region.id, category.id)
            assert all(category.id in match.program.categories for match in results.matches)


@pytest.mark.parametrize(
    "place", ["nogales-az", "anacostia", "kendall-fl", "dorchester-ma", "worcester-ma", "ashburn-va"]
)
def test_searches_from_real_towns_answer(content: Knowledge, place: str) -> None:
    results = find(content, ProgramSearch(place=place, categories=("support",), needs=("child-care", "cost")), 5)
    assert results.matches
    assert replace(results.matches[0]) == results.matches[0]


@pytest.mark.prove
def test_a_search_costs_what_its_answer_costs_not_what_the_base_holds(content: Knowledge, finder: Any) -> None:
    """A narrow search among 100,000 programs takes at most a few times what it takes among 1,000."""
    rng = random.Random(1)
    places = [place for place in content.places() if place.region]
    roles = content.occupations()

    def some(number: int, prefix: str) -> list[Program]:
        made = []
        for index in range(number):
            place, role = rng.choice(places), rng.choice(roles)
            made.append(
                program(
                    f"{prefix}{index}", region=place.region, places=(place.name,), roles=(role.id,),
                    categories=(role.category,), free=rng.choice([None, True, False]),
                    evenings=rng.choice([None, True, False]),
                )
            )  # fmt: skip
        return made

    narrow = ProgramSearch(place="nogales-az", roles=("15-1232",), free=True, evenings=True)

    def cost(knowledge: Knowledge) -> float:
        times = []
        for _ in range(20):
            started = time.process_time()
            find(knowledge, narrow, 5)
            times.append(time.process_time() - started)
        return sorted(times)[10]

    small = cost(finder(*some(1_000, "few")).knowledge)
    with content.database.begin() as session:
        save_programs(session, some(99_000, "many"), PlaceFinder(content.places()), "test")
    assert cost(Knowledge(content.database)) < max(5 * small, 0.05)
