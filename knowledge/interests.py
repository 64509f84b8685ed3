"""O*NET's interest profile of each occupation (Occupational Interests, scale OI, 1 to 7), and how alike one is to a learner's.

Source: O*NET 29.2, `content/official/interest_scores.csv`; letters are R(ealistic) I(nvestigative) A(rtistic) S(ocial)
E(nterprising) C(onventional).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SCORES = Path(__file__).resolve().parent / "content" / "official" / "interest_scores.csv"
LETTERS = "RIASEC"


@cache
def profiles(path: Path = SCORES) -> Mapping[str, Mapping[str, float]]:
    """Six scores an occupation, by its id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: {letter: float(row[letter]) for letter in LETTERS} for row in csv.DictReader(file)}


def likeness(occupation: str, wanted: Mapping[str, float]) -> float:
    """Correlation, -1 to 1, of an occupation's profile with wishes on the letters asked about; 0 where nothing stands out."""
    profile = profiles().get(occupation)
    letters = [letter for letter in LETTERS if letter in wanted]
    if profile is None or len(letters) < 2:
        return 0.0
    mine, theirs = ([given[letter] for letter in letters] for given in (wanted, profile))
    mean_mine, mean_theirs = sum(mine) / len(mine), sum(theirs) / len(theirs)
    both = sum((a - mean_mine) * (b - mean_theirs) for a, b in zip(mine, theirs, strict=True))
    spread = math.sqrt(sum((a - mean_mine) ** 2 for a in mine) * sum((b - mean_theirs) ** 2 for b in theirs))
    return both / spread if spread else 0.0
