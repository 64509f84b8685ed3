"""Segments of every answer by text message: each topic asked about everything it can be asked about, in both languages.

`answers` gives what the actions say over the project's own content; `measure()` gives mean and 95th percentile by language,
with and without transliteration, for the measures contract. `python -m tests.load.segments` prints the table.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from actions import library
from bot.channels.sms import costs
from bot.channels.sms.render import bodies
from bot.channels.sms.segments import measure as count
from bot.messages import Card, Choice, Reply, Turn, Understanding
from knowledge import phrasebook
from knowledge.database import Database
from knowledge.seed import load
from tests.unit.action_harness import RULES, Said, actions_of, ask, mention

ROLE = "role_overview role_pay role_skills role_requirements role_outlook pathway credentials_for_role find_program local_demand remote_work next_step career_change compare_roles"
CREDENTIAL = "credential_overview credential_cost credential_prep credential_value credential_compare find_program"
PROGRAM = "program_apply program_cost program_details program_eligibility program_schedule"
REGION = "find_program supports career_center work_based mentoring youth_roles high_school_options local_demand entry_jobs pay_for_training job_search_help talk_to_human"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Sent:
    """One answer as it is sent: segments of its first body, of all its pages, and without transliteration."""

    topic: str
    first: int
    pages: int
    whole: int
    accented: int


@contextmanager
def seeded() -> Iterator[None]:
    """The project's own content, for the actions of this process."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'knowledge.db'}"
        database = Database(url)
        database.migrate()
        load(database)
        before = os.environ.get(library.URL)
        os.environ[library.URL] = url
        library.knowledge.cache_clear()
        try:
            yield
        finally:
            library.knowledge().close()
            library.knowledge.cache_clear()
            os.environ.pop(library.URL)
            if before is not None:
                os.environ[library.URL] = before
            database.close()


def subjects() -> dict[str, list[tuple[str, str]]]:
    """Per topic, what it can be asked about: (type of mention, id)."""
    known = library.knowledge()
    roles = [("role", item.id) for item in known.occupations() if item.role == "target"]
    credentials = [("credential", item.id) for item in known.credentials()]
    programs = [("program", item.id) for item in known.programs()[::4]]
    regions = [("region", item.id) for item in known.regions()]
    found: dict[str, list[tuple[str, str]]] = {topic: [("", "")] for topic in topics()}
    for names, things in ((ROLE, roles), (CREDENTIAL, credentials), (PROGRAM, programs), (REGION, regions)):
        for topic in names.split():
            found.setdefault(topic, []).extend(things)
    found.setdefault("category_roles", []).extend(("category", item.id) for item in known.categories())
    return found


def topics() -> list[str]:
    """Every topic a rule answers."""
    rules = [rule for path in sorted(RULES.glob("*.yml")) for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]]
    return sorted({rule["steps"][0]["intent"] for rule in rules if "intent" in rule["steps"][0]})


def answers(language: str) -> Iterator[tuple[str, Turn]]:
    """(topic, answer) for every topic and subject, as a text message renders it."""
    for topic, things in subjects().items():
        action = actions_of(topic)
        if action.startswith("utter_"):
            for variation in phrasebook.variations(action, language, "sms"):
                yield topic, _turn(variation["text"], language)
            continue
        for kind, id in things:
            try:
                said = ask(topic, mentions=[mention(kind, id)] if kind else [], language=language, channel="sms")
            except KeyError:
                continue  # an action that needs a list shown before
            yield topic, _said(said)


def _said(said: Said) -> Turn:
    return _turn(said.text, said.language, said.labels, [Card(**card) for card in said.cards])


def _turn(text: str, language: str, labels: list[str] | None = None, cards: list[Card] | None = None) -> Turn:
    choices = [Choice(label=label, value=label) for label in labels or []]
    understanding = Understanding.model_validate({"topics": ["help"], "language": language})
    return Turn(replies=[Reply(text=text, choices=choices, cards=cards or [])], understanding=understanding)


def sent(topic: str, turn: Turn) -> Sent:
    """How an answer is sent."""
    plain, accented = bodies(turn), bodies(turn, transliterate=False)
    segments = [count(body).segments for body in plain]
    return Sent(topic, segments[0], len(plain), sum(segments), sum(count(body).segments for body in accented))


def everything() -> dict[str, list[Sent]]:
    """Every answer of both languages; the knowledge base must be seeded."""
    return {language: [sent(topic, turn) for topic, turn in answers(language)] for language in LANGUAGES}


def statistics(found: dict[str, list[Sent]]) -> dict[str, dict[str, float]]:
    """The `segments_*` keys of the measures contract, of whole answers; `_before` is without transliteration."""

    def both(of: str, statistic: str) -> dict[str, float]:
        values = {language: sorted(getattr(row, of) for row in rows) for language, rows in found.items()}
        if statistic == "mean":
            return {language: round(sum(row) / len(row), 3) for language, row in values.items()}
        return {language: row[int(0.95 * (len(row) - 1))] for language, row in values.items()}

    return {
        "segments_mean": both("whole", "mean"), "segments_p95": both("whole", "p95"),
        "segments_mean_before": both("accented", "mean"), "segments_p95_before": both("accented", "p95"),
    }  # fmt: skip


def measure() -> dict[str, dict[str, float]]:
    with seeded():
        return statistics(everything())


def cost_table(mean: float, learners: tuple[int, ...] = (100, 1_000, 10_000), turns: float = 6) -> list[float]:
    """Dollars a month for so many learners at the measured segments an answer."""
    return [costs.month(number, turns, mean) for number in learners]


if __name__ == "__main__":
    with seeded():
        rows = everything()
    found = statistics(rows)
    print(json.dumps(found, indent=1))
    for language, all_sent in rows.items():
        two = sum(row.first <= 2 for row in all_sent) / len(all_sent)
        whole = sum(row.whole <= 2 for row in all_sent) / len(all_sent)
        worst: dict[str, list[int]] = {}
        for row in all_sent:
            worst.setdefault(row.topic, []).append(row.whole)
        long = sorted(((sum(n > 2 for n in v), len(v), max(v), topic) for topic, v in worst.items()), reverse=True)[:8]
        print(
            f"{language}: {len(all_sent)} answers; first text ≤ 2 segments {two:.1%}, whole answer {whole:.1%}; longest: {long}"
        )
    mixed = 0.65 * found["segments_mean"]["en"] + 0.35 * found["segments_mean"]["es"]
    before = 0.65 * found["segments_mean_before"]["en"] + 0.35 * found["segments_mean_before"]["es"]
    print(f"a month at 100, 1,000, 10,000 learners: {cost_table(mixed)}; without transliteration {cost_table(before)}")
