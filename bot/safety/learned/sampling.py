"""Messages written down many at a time: one line of `examples/` stands for every way through its choices.

`(a|b) <who> hit me` is read as a choice of words and a list of `classes.txt`. Receives the folder, gives messages with their
kind; the same files give the same messages. All of them are invented; no line was copied from a set that measures.
"""

from __future__ import annotations

import math
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

EXAMPLES = Path(__file__).with_name("examples")
CLASSES = "classes.txt"
LEAST, SHARE = 14, 1.5
"""Messages drawn from a line: SHARE times the alternatives it names, LEAST at least, none twice."""
_CHOICE = re.compile(r"\(([^()]*)\)")
_CLASS = re.compile(r"<(\w+)>")
_AMONG = re.compile(r"(?<=[(|])<(\w+)>(?=[|)])")  # a list that is some of a choice's alternatives


def messages(folder: Path = EXAMPLES) -> Iterator[tuple[str, str]]:
    """(kind, message); raises KeyError where a line names a list that is not there."""
    classes = dict(_read_class(line) for line in _lines(folder / CLASSES))
    for path in sorted(folder.glob("*.*.txt")):
        kind = path.name.split(".")[0]
        for line in _lines(path):
            yield from ((kind, text) for text in _drawn(line, classes))


def slipped(text: str, chance: random.Random) -> str:
    """The message with one letter dropped, doubled or swapped with the next, as a hurried thumb leaves it."""
    places = [at for at, letter in enumerate(text[:-1]) if letter.isalpha() and text[at + 1].isalpha()]
    if len(places) < 4:
        return text
    at = chance.choice(places[1:])
    middle = chance.choice(("", text[at] * 2, text[at + 1] + text[at]))
    return text[:at] + middle + text[at + (2 if len(middle) == 2 and middle[0] != middle[1] else 1) :]


def _drawn(line: str, classes: dict[str, str]) -> list[str]:
    """Some of the messages of one line, drawn by a chance that only the line decides; a list counts as one alternative."""
    sizes = [found[1].count("|") + 1 for found in _CHOICE.finditer(line)]
    whole = _CLASS.sub(lambda found: f"({classes[found[1]]})", _AMONG.sub(lambda found: classes[found[1]], line))
    every = math.prod(found[1].count("|") + 1 for found in _CHOICE.finditer(whole))
    wanted = min(every, max(LEAST, int(SHARE * sum(sizes))))
    chance = random.Random(zlib.crc32(line.encode()))
    drawn: dict[str, None] = {}
    for _ in range(wanted * 3):
        if len(drawn) < wanted:
            text = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), whole)
            drawn[" ".join(text.split())] = None
    return list(drawn)


def _read_class(line: str) -> tuple[str, str]:
    name, _, choices = line.partition(": ")
    return name, choices


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
