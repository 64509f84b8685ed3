"""`Knowledge` answers every question the assistant asks of the knowledge base, from memory where it can.

What is small (occupations, credentials, providers, supports, …) is read once per revision and kept; programs, of which
there may be a hundred thousand, are kept as they are asked for. At most once a second a read looks whether the revision
has moved, and then everything remembered is dropped. When the database cannot be asked, the old answers stay.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from knowledge.database import Database
from knowledge.models import (
    ProgramRow,
    ProgramTerm,
    Revision,
)
from knowledge.snapshot import Snapshot, previewed
from knowledge.views import (
    Alias,
    Article,
    CareerCenter,
    Category,
    Credential,
    Fact,
    LocalMedian,
    LocalOpenings,
    LocalPay,
    Occupation,
    Pathway,
    Place,
    Program,
    Provider,
    Region,
    Skill,
    Source,
    Statement,
    Step,
    Support,
    WorkRole,
)

if TYPE_CHECKING:
    from knowledge.mentions.names import Entry

logger = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 1.0


class Knowledge:
    """Reads of one knowledge base; safe to share between threads. Unknown ids give None, never an error."""

    def __init__(self, database: Database | str) -> None:
        self.database = Database(database) if isinstance(database, str) else database
        self._lock = threading.RLock()
        self._looked_at = float("-inf")
        self._snapshot: Snapshot | None = None

    def close(self) -> None:
        self.database.close()

    # --- occupations ---

    def occupation(self, id: str) -> Occupation | None:
        """The occupation of an O*NET-SOC code; a trailing ".00" does not matter."""
        return self._now.occupations.get(id.removesuffix(".00"))

    def occupations(
        self, category: str | None = None, role: Literal["target", "feeder"] | None = "target"
    ) -> tuple[Occupation, ...]:
        """Occupations of a category, digital jobs unless another role (or None for every one) is asked for."""
        return tuple(
            occupation
            for occupation in self._now.occupations.values()
            if (role is None or occupation.role == role) and (category is None or occupation.category == category)
        )

    def related(self, id: str) -> tuple[str, ...]:
        """Ids of occupations whose work is alike (O*NET), the closest first."""
        return self._now.related.get(id, ())

    def local_pay(self, soc: str, area: str) -> Fact[LocalPay] | None:
        """Prevailing-wage levels of an occupation in an OFLC area, a region or a place (by id)."""
        return self._now.local_pay.get((soc[:7], self._area(area)))

    def local_median(self, soc: str, area: str) -> Fact[LocalMedian] | None:
        """Percentiles of an occupation in an area, a region or a place, where somebody has imported them."""
        return self._now.local_medians.get((soc[:7], self._area(area)))

    def local_openings(self, soc: str, area: str, basis: str = "openings_per_year") -> Fact[LocalOpenings] | None:
        """Counted openings or postings of an occupation in an area, where somebody has imported them."""
        return self._now.local_openings.get((soc[:7], self._area(area), basis))

    def _area(self, name: str) -> str:
        """The wage area of a region or a place, by id; anything else is an area's own code."""
        now = self._now
        if region := now.regions.get(name):
            return now.region_wage_areas.get(region.id) or name
        place = now.places.get(name)
        return (place.wage_area if place else None) or name

    def skills(self, id: str, kind: str | None = None) -> tuple[Skill, ...]:
        """What O*NET lists for an occupation, the weightiest first, where its database has been imported."""
        found = self._now.skills.get(id.removesuffix(".00"), ())
        return tuple(skill for skill in found if kind in (None, skill.kind))

    def work_role(self, id: str) -> WorkRole | None:
        """A NICE work role, where the framework has been imported."""
        return self._now.work_roles.get(id)

    def work_roles(self) -> tuple[WorkRole, ...]:
        return tuple(self._now.work_roles.values())

    # --- places ---

    def category(self, id: str) -> Category | None:
        return self._now.categories.get(id)

    def categories(self) -> tuple[Category, ...]:
        return tuple(self._now.categories.values())

    def region(self, id: str) -> Region | None:
        return self._now.regions.get(id)

    def regions(self) -> tuple[Region, ...]:
        return tuple(self._now.regions.values())

    def place(self, id: str) -> Place | None:
        return self._now.places.get(id)

    def places(self, region: str | None = None) -> tuple[Place, ...]:
        """Every place, or those of one region."""
        return tuple(place for place in self._now.places.values() if region in (None, place.region))

    def place_of_zip(self, zip_code: str) -> Place | None:
        """The place a five-digit ZIP code belongs to; the most specific (fewest ZIP codes) when several share it."""
        return self._now.zips.get(zip_code[:5])

    def region_near(self, place: str) -> str | None:
        """The region a place is in; for a neighbour the region it borders on (its nearest place we serve)."""
        return self._now.region_near(place)

    # --- credentials ---

    def credential(self, id: str) -> Credential | None:
        return self._now.credentials.get(id)

    def credentials(self, category: str | None = None, role: str | None = None) -> tuple[Credential, ...]:
        """Credentials of a category, or those that lead to a role."""
        return tuple(
            credential
            for credential in self._now.credentials.values()
            if category in (None, *credential.categories) and role in (None, *credential.leads_to)
        )

    # --- providers and programs ---

    def provider(self, id: str) -> Provider | None:
        return self._now.providers.get(id)

    def providers(self, region: str | None = None) -> tuple[Provider, ...]:
        return tuple(
            provider for provider in self._now.providers.values() if region in (None, "all", *provider.regions)
        )

    def program(self, id: str) -> Program | None:
        found = self.programs_by_id([id])
        return found[0] if found else None

    def programs(
        self,
        region: str | None = None,
        category: str | None = None,
        provider: str | None = None,
        kind: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Program, ...]:
        """Programs by id, a page or all of them. To find what suits a learner use `search.find`."""
        wanted = self._wanted(region, category, provider, kind).order_by(ProgramRow.id).limit(limit).offset(offset)
        with self.database.read() as connection:
            ids: Sequence[str] = connection.scalars(wanted).all()
        return self.programs_by_id(ids)

    def programs_by_id(self, ids: Sequence[str]) -> tuple[Program, ...]:
        """These programs in this order; ids that do not exist are left out."""
        return self._now.programs(ids)

    def count_programs(
        self, region: str | None = None, category: str | None = None, provider: str | None = None
    ) -> int:
        """How many programs `programs` would give."""
        wanted = self._wanted(region, category, provider, None)
        with self.database.read() as connection:
            return connection.scalar(select(func.count()).select_from(wanted.subquery())) or 0

    def _wanted(self, region: str | None, category: str | None, provider: str | None, kind: str | None) -> Select[Any]:
        wanted = select(ProgramRow.id)
        for column, value in (
            (ProgramRow.region, region), (ProgramRow.provider_id, provider), (ProgramRow.kind, kind),
        ):  # fmt: skip
            if value is not None:
                wanted = wanted.where(column == value)
        if category is not None:
            terms = select(ProgramTerm.program_key).where(
                ProgramTerm.facet == "category", ProgramTerm.value == category
            )
            wanted = wanted.where(ProgramRow.key.in_(terms))
        return wanted

    # --- help ---

    def support(self, id: str) -> Support | None:
        return self._now.supports.get(id)

    def supports(self, region: str | None = None, need: str | None = None) -> tuple[Support, ...]:
        """Supports of a region, those for everywhere included, that meet a need."""
        return tuple(
            support
            for support in self._now.supports.values()
            if region in (None, support.region) or support.region == "all"
            if need in (None, *support.needs)
        )

    def career_center(self, id: str) -> CareerCenter | None:
        return self._now.career_centers.get(id)

    def career_centers(self, region: str | None = None, place: str | None = None) -> tuple[CareerCenter, ...]:
        """Career centers of a region; with a place (id or name), those that serve it first."""
        now = self._now
        known = now.places.get(place) if place else None
        name = (known.name if known else place or "").casefold()
        if known and region is None:
            region = known.region
        centers = [center for center in now.career_centers.values() if region in (None, center.region)]
        return tuple(sorted(centers, key=lambda center: name not in [served.casefold() for served in center.places]))

    # --- pathways ---

    def steps_from(self, id: str) -> tuple[Step, ...]:
        """The single steps one may take from here; leaps are left out (`realism.too_far`)."""
        return self._now.map.steps_from(id)

    def steps_to(self, id: str) -> tuple[Step, ...]:
        return self._now.steps_to.get(id, ())

    def pathway(self, start: str, role: str) -> Pathway | None:
        """The shortest sensible way from a start (an occupation, "high-school", …) to a role, or None."""
        return self._now.map.pathway(start, role)

    def pathways(self, start: str, role: str, most: int = 3) -> tuple[Pathway, ...]:
        """Up to `most` sensible ways, the best first, each beginning with another step."""
        return self._now.map.pathways(start, role, most)

    # --- words ---

    def articles(self, topic: str | None = None) -> tuple[Article, ...]:
        return tuple(article for article in self._now.articles.values() if topic in (None, article.topic))

    def article(self, id: str) -> Article | None:
        return self._now.articles.get(id)

    def facts(self, topic: str | None = None) -> tuple[Statement, ...]:
        """Sentences of reports, ready to be quoted."""
        return tuple(statement for statement in self._now.statements if topic in (None, statement.topic))

    def aliases(self, kind: str | None = None) -> tuple[Alias, ...]:
        """What people call things, for finding names in text."""
        return tuple(alias for alias in self._now.aliases if kind in (None, alias.kind))

    def names(self) -> list[Entry]:
        """Every name with what it stands for: what the mention linker is built from."""
        from knowledge.names import entries  # the linker is only needed where names are linked

        return list(entries(self))

    def source(self, id: str) -> Source | None:
        return self._now.sources.get(id)

    def sources(self) -> tuple[Source, ...]:
        return tuple(self._now.sources.values())

    def revision(self) -> int:
        """The number every change counts up; what was read under another number may be out of date."""
        return self._now.revision

    # --- memory ---

    def snapshot(self) -> Snapshot:
        """What is remembered of the revision that stands now."""
        return self._now

    def look_again(self) -> None:
        """The next read asks whether the revision has moved, however short ago that was asked."""
        self._looked_at = float("-inf")

    @property
    def _now(self) -> Snapshot:
        if (draft := previewed.get()) is not None:
            return draft
        snapshot = self._snapshot
        if snapshot is not None and time.monotonic() - self._looked_at < _LOOK_EVERY_SECONDS:
            return snapshot
        with self._lock:
            if self._snapshot is None or time.monotonic() - self._looked_at >= _LOOK_EVERY_SECONDS:
                self._look()
            assert self._snapshot is not None
            return self._snapshot

    def _look(self) -> None:
        """Drops what is remembered when the revision has moved; keeps it when the database cannot be asked."""
        try:
            with self.database.read() as connection:
                number = connection.scalar(select(Revision.number)) or 0
        except SQLAlchemyError:
            if self._snapshot is None:
                raise
            logger.warning("knowledge_revision_unreadable", exc_info=True)
        else:
            if self._snapshot is None or self._snapshot.revision != number:
                self._snapshot = Snapshot(self.database, number)
        self._looked_at = time.monotonic()
