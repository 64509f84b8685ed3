"""The only writer of insight rows: turns what a turn was about into codes and a week.

Receives `TurnFacts` and the session's memory of what it has fed, gives that memory back. It never writes words, times,
or anything by which two rows could be told to come from one learner: row ids are random, and the memory lives and dies
with the conversation.

One session counts at most once in every figure: a topic, a role, a need … is filled in only the first time the session
feeds it. `kind` says which figures a row feeds:

    session  a session's first, and its topic     turn   a topic new to the session
    visit    a session's first, topic counted     gap    a topic counted before, now for the first time unanswered
    more     only the roles, credentials, programs or needs in it
    unmet    "need:field" that was looked for and nobody offers: its topic is that code
    rating   "was this useful?" about a topic; its outcome is the answer, a code of RATINGS
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.insights.codes import NO_TOPIC, NOT_KEPT, Catalogue, Codes
from bot.insights.weeks import week_of
from bot.messages import EntityValue, Understanding
from bot.store.models import DEFAULT_ORGANIZATION, DEFAULT_SITE, InsightRow

ROWS_PER_SESSION = 8
UNANSWERED = frozenset({"not_known", "out_of_scope", "asked_back"})
DANGER = frozenset({"crisis", "danger"})
# Said before one has asked anything: such a turn does not yet show which region a session is about.
OPENERS = frozenset({"greet", "help", "thanks", "change_language", "affirm", "bot_challenge", "small_talk"})
# What "was this useful?" may be answered with: yes, a reason, or no reason.
RATINGS = ("useful", "unclear", "wrong", "off_topic", "too_long", "not_useful")
SALT_BYTES, HASH_BYTES = 8, 6

Fed = list[Any]
"""A session's memory as kept in `Conversation.fed_cells`: [salt, rows written, hashes of the cells fed, sorted]."""


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """What one turn was about; ids of the knowledge base and codes of the contract, primary first."""

    topics: Sequence[str]
    outcome: str
    language: str
    channel: str
    region: str | None = None
    roles: Sequence[str] = ()
    credentials: Sequence[str] = ()
    programs: Sequence[str] = ()
    needs: Sequence[str] = ()
    unmet: Sequence[str] = ()
    organization_id: str = DEFAULT_ORGANIZATION
    site_id: str = DEFAULT_SITE

    @classmethod
    def of(
        cls, understanding: Understanding, *, channel: str, region: EntityValue | None = None,
        needs: EntityValue | None = None, unmet: Sequence[str] = (), organization_id: str = DEFAULT_ORGANIZATION, site_id: str = DEFAULT_SITE,
    ) -> Self:  # fmt: skip
        """The facts of an answered turn; a region named in it goes before the session's."""
        entities = understanding.entities
        regions = (*_several(entities.get("region")), *_several(region))
        return cls(
            topics=tuple(understanding.topics), outcome=understanding.outcome, language=understanding.language,
            channel=channel, region=regions[0] if regions else None, roles=_several(entities.get("role")),
            credentials=_several(entities.get("credential")), programs=_several(entities.get("program")),
            needs=(*_several(needs), *_several(entities.get("need"))), unmet=tuple(unmet), organization_id=organization_id,
            site_id=site_id,
        )  # fmt: skip


class InsightRecorder:
    """Writes insight rows. `today` gives the day in UTC."""

    def __init__(self, catalogue: Catalogue, today: Callable[[], date] | None = None) -> None:
        self._codes = Codes(catalogue)
        self._today = today or (lambda: datetime.now(UTC).date())

    async def record(self, session: AsyncSession, facts: TurnFacts, fed: Fed | None) -> Fed:
        """Adds the turn's rows to the caller's transaction; gives the session's new memory."""
        memory = _Memory(fed or [])
        if self._countable(facts):
            for row in self._rows(facts, memory):
                session.add(row)
        return memory.kept()

    async def rate(self, session: AsyncSession, facts: TurnFacts, rating: str, fed: Fed | None) -> Fed:
        """Adds one rating, at most one a topic and session; raises ValueError for a code that is none of RATINGS."""
        if rating not in RATINGS:
            raise ValueError("no such rating")
        memory = _Memory(fed or [])
        topic = next((t for t in facts.topics if t in self._codes.topics), None)
        countable = self._countable(facts) and not DANGER & set(facts.topics)
        if topic and countable and memory.is_new("rated", topic) and memory.may_write():
            memory.feed_rating(topic)
            session.add(self._row(replace(facts, outcome=rating), "rating", topic))
        return memory.kept()

    def _countable(self, facts: TurnFacts) -> bool:
        codes = self._codes
        return facts.outcome in codes.outcomes and facts.language in codes.languages and facts.channel in codes.channels

    def _rows(self, facts: TurnFacts, memory: _Memory) -> Iterable[InsightRow]:
        topics = list(dict.fromkeys(t for t in facts.topics if t in self._codes.topics))
        if facts.outcome == "crisis" or DANGER & set(topics):
            yield from self._danger(facts, topics, memory)
            return
        if not topics and facts.outcome not in UNANSWERED:
            return
        new = zip_longest(
            *(
                [code for code in dict.fromkeys(filter(None, map(known, given))) if memory.is_new(column, code)]
                for column, known, given in (
                    ("role", self._codes.role, facts.roles),
                    ("credential", self._codes.credential, facts.credentials),
                    ("program", self._codes.program, facts.programs),
                    ("need", self._codes.need, facts.needs),
                )
            )
        )
        for topic, named in zip_longest(topics or [NO_TOPIC], new):
            again = topic is None
            topic = (topics or [NO_TOPIC])[0] if again else topic
            kind = "more" if again else self._kind(facts, topic, memory)
            attributes = dict(zip(("role", "credential", "program", "need"), named or (), strict=False))
            if kind == "more" and not any(attributes.values()):
                continue
            if not memory.may_write():
                return
            memory.feed(kind, topic, facts.outcome in UNANSWERED, attributes)
            yield self._row(facts, kind, topic, **attributes)
        yield from self._unmet(facts, memory)

    def _unmet(self, facts: TurnFacts, memory: _Memory) -> Iterable[InsightRow]:
        """What nobody offers, each pair of need and field once a session."""
        for code in dict.fromkeys(filter(None, map(self._codes.unmet, facts.unmet))):
            if memory.is_new("unmet", code) and memory.may_write():
                memory.feed_unmet(code)
                yield self._row(facts, "unmet", code)

    def _kind(self, facts: TurnFacts, topic: str, memory: _Memory) -> str:
        asked = memory.has_spoken or topic not in OPENERS or self._codes.region(facts.region) is not None
        first = asked and memory.is_new("session")
        if memory.is_new("topic", topic):
            return "session" if first else "turn"
        if facts.outcome in UNANSWERED and memory.is_new("unanswered", topic):
            return "gap"
        return "visit" if first else "more"

    def _danger(self, facts: TurnFacts, topics: list[str], memory: _Memory) -> Iterable[InsightRow]:
        """Class, language and week; no place, no channel, no session."""
        topic = next((t for t in topics if t in DANGER), "crisis")
        if memory.is_new("topic", topic) and memory.may_write():
            memory.feed("turn", topic, False, {})
            plain = TurnFacts([topic], "crisis", facts.language, NOT_KEPT, organization_id=facts.organization_id)
            yield self._row(plain, "turn", topic)

    def _row(self, facts: TurnFacts, kind: str, topic: str, **attributes: str | None) -> InsightRow:
        return InsightRow(
            id=secrets.token_hex(16), organization_id=facts.organization_id, site_id=facts.site_id,
            week=week_of(self._today()), kind=kind, topic=topic, outcome=facts.outcome, language=facts.language,
            channel=facts.channel, region=self._codes.region(facts.region), **attributes,
        )  # fmt: skip


class _Memory:
    """Which cells a session has fed, as short hashes under a salt of its own."""

    def __init__(self, fed: Fed) -> None:
        self._salt = str(fed[0]) if fed else secrets.token_hex(SALT_BYTES)
        self._rows = int(fed[1]) if fed else 0
        self._cells = {str(cell) for cell in fed[2:]}

    @property
    def has_spoken(self) -> bool:
        return self._rows > 0

    def is_new(self, *cell: str) -> bool:
        return self._hash(*cell) not in self._cells

    def may_write(self) -> bool:
        return self._rows < ROWS_PER_SESSION

    def feed(self, kind: str, topic: str, unanswered: bool, attributes: dict[str, str | None]) -> None:
        self._rows += 1
        self._cells.add(self._hash("topic", topic))
        if kind in ("session", "visit"):
            self._cells.add(self._hash("session"))
        if unanswered:
            self._cells.add(self._hash("unanswered", topic))
        self._cells |= {self._hash(column, code) for column, code in attributes.items() if code}

    def feed_unmet(self, code: str) -> None:
        self._rows += 1
        self._cells.add(self._hash("unmet", code))

    def feed_rating(self, topic: str) -> None:
        self._rows += 1
        self._cells.add(self._hash("rated", topic))

    def kept(self) -> Fed:
        return [self._salt, self._rows, *sorted(self._cells)]  # sorted: the order would tell what came first

    def _hash(self, *cell: str) -> str:
        named = "\x1f".join(cell).encode()
        return hashlib.blake2b(named, digest_size=HASH_BYTES, key=bytes.fromhex(self._salt)).hexdigest()


def _several(value: EntityValue | None) -> tuple[str, ...]:
    return () if not value else (value,) if isinstance(value, str) else tuple(value)
