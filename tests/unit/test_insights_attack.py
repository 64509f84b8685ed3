"""A linear-programming attacker asks thousands of random questions and tries to prove that some cell holds one to ten.

It knows how figures are rounded and what "not told apart" means, and solves for the least and the most that every small
cell can hold. Against the gate it must isolate none; against each sabotaged gate it must isolate some, or it proves
nothing.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator

import pytest

from bot.insights.suppression import DIMENSIONS, Dimension, Figure, Key, Published, Rules, figure, publish

optimize = pytest.importorskip("scipy.optimize", reason="the attacker solves with scipy")
numpy = pytest.importorskip("numpy")
sparse = pytest.importorskip("scipy.sparse")

VALUES: dict[Dimension, list[str]] = {
    "subject": ["role_pay", "find_program", "supports", "barrier_record"],
    "language": ["en", "es"],
    "region": ["southern-arizona", "dc-metro", "massachusetts", "miami-dade", "not-said"],
    "channel": ["web", "sms"],
    "week": ["2026-W45", "2026-W46", "2026-W47"],
}
CELLS: list[Key] = list(itertools.product(*VALUES.values()))  # type: ignore[arg-type]
SMALL = range(1, 11)
Where = dict[Dimension, str]
Bounds = tuple[float, float]
Answer = Callable[[Where, Dimension], dict[str, Bounds]]


def town(seed: int) -> dict[Key, int]:
    """Sessions as they fall: a few common kinds, many rare ones."""
    rng = random.Random(seed)
    weight = {v: rng.choice([0.2, 0.6, 1.0, 2.5, 6.0]) for values in VALUES.values() for v in values}
    return {key: int(rng.expovariate(1.0) * 1.2 * math.prod(weight[v] for v in key)) for key in CELLS}


def inside(where: Where) -> list[int]:
    return [n for n, key in enumerate(CELLS) if all(key[DIMENSIONS.index(d)] == v for d, v in where.items())]


def gate(counts: dict[Key, int], rules: Rules) -> Answer:
    """What the tables of a published cube let a reader conclude, in sessions."""
    published: Published = publish(counts, VALUES, rules)

    def least(shown: Figure) -> float:
        if shown.value is None:
            return 0
        return rules.fewest if shown.value == rules.lowest_shown else shown.value - (rules.step // 2)

    def most(shown: Figure) -> float:
        return 0 if shown.value is None else shown.value + rules.step // 2

    def answer(where: Where, dimension: Dimension) -> dict[str, Bounds]:
        lines, apart = published.by(dimension, **where), most(published.apart(dimension, **where))
        left_out = (rules.fewest - 1) * (1 if "subject" in where or dimension == "subject" else len(VALUES["subject"]))
        shown = {value: lines.get(value, Figure(None)) for value in VALUES[dimension]}
        return {value: (least(f), most(f) + apart + left_out) for value, f in shown.items()}

    return answer


def cells_alone(counts: dict[Key, int]) -> Answer:
    """Sabotage: every small cell hidden and every figure rounded, but each table by itself, totals untouched."""

    def answer(where: Where, dimension: Dimension) -> dict[str, Bounds]:
        found = {}
        for value in VALUES[dimension]:
            shown = figure(sum(counts[CELLS[n]] for n in inside({**where, dimension: value}))).value
            found[value] = (0, 10) if shown is None else (11, 17) if shown == 15 else (shown - 2, shown + 2)
        return found

    return answer


def questions(seed: int, number: int) -> Iterator[tuple[Where, Dimension]]:
    rng = random.Random(seed)
    for _ in range(number):
        dimension = rng.choice(DIMENSIONS)
        others = [d for d in DIMENSIONS if d != dimension]
        yield {d: rng.choice(VALUES[d]) for d in rng.sample(others, rng.randint(0, len(others)))}, dimension


def isolated(counts: dict[Key, int], answer: Answer, asked: int, targets: int, seed: int = 7) -> list[Where]:
    """The small cells, of any granularity, that the attacker proves to hold one to ten."""
    known: dict[tuple[int, ...], Bounds] = {}
    for where, dimension in questions(seed, asked):
        for value, (low, high) in answer(where, dimension).items():
            cell = tuple(inside({**where, dimension: value}))
            before = known.get(cell, (0, math.inf))
            known[cell] = (max(low, before[0]), min(high, before[1]))
    rows = sparse.lil_matrix((len(known), len(CELLS)))
    for at, cell in enumerate(known):
        rows[at, list(cell)] = 1
    matrix = sparse.vstack([rows, -rows]).tocsr()
    limits = numpy.array([high for _, high in known.values()] + [-low for low, _ in known.values()])

    def solve(target: list[int], sign: int) -> float:
        goal = numpy.zeros(len(CELLS))
        goal[target] = sign
        solved = optimize.linprog(goal, A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs")
        assert solved.status in (0, 3), solved.message
        return math.inf if solved.status == 3 else sign * solved.fun

    found = []
    for where in small_cells(counts, targets, seed):
        target = inside(where)
        if math.ceil(solve(target, 1) - 1e-6) >= 1 and math.floor(solve(target, -1) + 1e-6) <= SMALL[-1]:
            found.append(where)
    return found


def small_cells(counts: dict[Key, int], number: int, seed: int) -> list[Where]:
    """Cells that hold one to ten: base cells, and totals over one or more dimensions."""
    combinations = itertools.product(*[[None, *values] for values in VALUES.values()])
    wheres = [{d: v for d, v in zip(DIMENSIONS, c, strict=True) if v is not None} for c in combinations]
    small = [where for where in wheres if sum(counts[CELLS[n]] for n in inside(where)) in SMALL]
    return random.Random(seed).sample(small, min(number, len(small)))


def test_attacker_isolates_nothing() -> None:
    counts = town(1)
    assert isolated(counts, gate(counts, Rules()), asked=1_500, targets=25) == []


def test_attacker_isolates_cells_when_suppression_is_off() -> None:
    counts = town(1)
    assert len(isolated(counts, gate(counts, Rules(fewest=1, step=1, lowest_shown=1)), asked=1_500, targets=10)) >= 8


def test_attacker_isolates_cells_when_only_small_cells_are_hidden() -> None:
    counts = town(1)
    assert len(isolated(counts, cells_alone(counts), asked=1_500, targets=25)) >= 3


@pytest.mark.prove
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_attacker_isolates_nothing_in_ten_thousand_questions(seed: int) -> None:
    counts = town(seed)
    assert isolated(counts, gate(counts, Rules()), asked=10_000, targets=10_000) == []
