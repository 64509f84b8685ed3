"""Ages, grades, limits, lengths and positions in a list."""

from __future__ import annotations

import pytest

from knowledge.mentions import Linker


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker([])


def values(linker: Linker, text: str, kind: str) -> list[str]:
    return [mention.value for mention in linker.link(text) if mention.type == kind]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("im 17", "17"),
        ("I'm 52 and tired", "52"),
        ("i just turned 18", "18"),
        ("19 y/o here", "19"),
        ("22yo", "22"),
        ("tengo 52 años", "52"),
        ("tengo 40, puedo?", "40"),
        ("cumplí 18", "18"),
        ("my 16 year old", "16"),
        ("mi hija de 15", "15"),
        ("mi sobrino tiene 14 años", "14"),
        ("11th grade", "16"),
        ("estoy en décimo grado", "15"),
        ("grado 9", "14"),
        ("im 17 min away", None),
        ("im 10 weeks in", None),
        ("tengo 2 hijos", None),
        ("tengo 12 años de experiencia", None),
        ("i have 20 years of experience", None),
        ("2", None),
        ("85%", None),
    ],
)
def test_ages(linker: Linker, text: str, age: str | None) -> None:
    assert values(linker, text, "age") == ([age] if age else [])


def test_age_says_whose_it_is_and_which_grade(linker: Linker) -> None:
    (child,) = [m for m in linker.link("mi nieta tiene 13") if m.type == "age"]
    assert child.more == {"who": "child"}
    (grade,) = [m for m in linker.link("my niece is in 9th grade") if m.type == "age"]
    assert (grade.more["grade"], grade.more["who"], grade.more["approximate"]) == ("9", "child", "yes")


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("under $500", "500"),
        ("less than 1,200 dollars", "1200"),
        ("menos de 200 dólares", "200"),
        ("hasta $300", "300"),
        ("i only have 300 bucks", "300"),
        ("$250 or less", "250"),
        ("max 2k", "2000"),
        ("anything free?", "0"),
        ("cursos gratuitos", "0"),
        ("free", "0"),
        ("i'm free on fridays", None),
        ("in my free time", None),
        ("the fee was $900", None),
        ("i make less than 30k", None),
        ("under 18", None),
        ("under 6 months", None),
        ("menos de 200 horas", None),
    ],
)
def test_budgets(linker: Linker, text: str, budget: str | None) -> None:
    assert values(linker, text, "budget") == ([budget] if budget else [])


def test_length_limit_is_a_short_schedule(linker: Linker) -> None:
    (length,) = [m for m in linker.link("algo de menos de 3 meses") if m.type == "schedule"]
    assert (length.value, length.more["max_weeks"]) == ("short", "13")


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("the second one", ["2"]),
        ("1st", ["1"]),
        ("tell me more about the third", ["3"]),
        ("la primera", ["1"]),
        ("el segundo por favor", ["2"]),
        ("la última", ["-1"]),
        ("last one", ["-1"]),
        ("second to last", ["-2"]),
        ("la penúltima", ["-2"]),
        ("#3", ["3"]),
        ("option b", ["2"]),
        ("opción 4", ["4"]),
        ("the first and the third", ["1", "3"]),
        ("3", []),
        ("my first job", []),
        ("last week", []),
        ("which one first", []),
        ("primero que nada", []),
        ("on the 8th", []),
        ("10th grade", []),
        ("the first time i tried", []),
        ("es la segunda vez", []),
    ],
)
def test_ordinals(linker: Linker, text: str, positions: list[str]) -> None:
    assert values(linker, text, "ordinal") == positions


def test_small_child_without_care_is_a_need(linker: Linker) -> None:
    assert "child-care" in values(linker, "who can watch my 4 yr old", "need")
    assert values(linker, "gift for a 4 year old", "need") == []
