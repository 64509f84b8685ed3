"""Reads labelled messages: `[words](TYPE)` marks personal data, a line is a message, `#` begins a comment.

Receives a file; gives `Case`s with offsets into the plain text. `# lang: es` sets the language of the lines after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
_MARK = re.compile(r"\[([^\]]*)\]\(([A-Z_]+)\)")


@dataclass(frozen=True)
class Case:
    """One message, its language, and (start, end, type) of what is personal in it."""

    where: str
    language: str
    text: str
    spans: tuple[tuple[int, int, str], ...]

    def letters(self) -> set[int]:
        """Positions of the letters and digits that are personal."""
        return letters(self.text, [(a, b) for a, b, _ in self.spans])


def letters(text: str, spans: list[tuple[int, int]]) -> set[int]:
    return {i for a, b in spans for i in range(a, b) if text[i].isalnum()}


def read(name: str, language: str = "en") -> list[Case]:
    cases = []
    for number, line in enumerate((HERE / name).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# lang:"):
            language = line.split(":")[1].strip()
        if not line or line.startswith("#"):
            continue
        text, spans, last = "", [], 0
        for mark in _MARK.finditer(line):
            text += line[last : mark.start()]
            spans.append((len(text), len(text) + len(mark[1]), mark[2]))
            text += mark[1]
            last = mark.end()
        cases.append(Case(f"{name}:{number}", language, text + line[last:], tuple(spans)))
    return cases
