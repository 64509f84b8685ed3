"""Writes ordinary_words.txt from parallel sentences: python -m knowledge.mentions.build_ordinary_words PAIRS.tsv.gz

Takes a gzipped TSV (source, English, Spanish) and keeps the words of its Tatoeba part that occur at least twice.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from pathlib import Path

from knowledge.mentions.text import fold
from knowledge.mentions.typos import SHORTEST

HEADER = """\
# Common words of English and Spanish, five letters or more, without accents; never taken for a mistyped name.
# Derived (word counts only) from sentences of Tatoeba, https://tatoeba.org, CC BY 2.0 FR, through manythings.org/anki.
# Built by build_ordinary_words.py; do not edit.
"""
FEWEST = 2
_WORD = re.compile(rf"[a-z]{{{SHORTEST},}}")


def main(pairs: Path) -> None:
    counts: Counter[str] = Counter()
    with gzip.open(pairs, "rt", encoding="utf-8") as file:
        for line in file:
            source, _, sentences = line.partition("\t")
            if source == "tatoeba":
                counts.update(_WORD.findall(fold(sentences).text))
    kept = sorted(word for word, count in counts.items() if count >= FEWEST)
    lines = [" ".join(kept[at : at + 14]) for at in range(0, len(kept), 14)]
    (Path(__file__).parent / "ordinary_words.txt").write_text(HEADER + "\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
