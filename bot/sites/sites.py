"""Finds sites and says which pages may use them.

Receives ids and origins; gives `Site` rows with their checked faces. Reads are kept for a few seconds, so that a page view
costs no query; what staff save counts at once in this process and within those seconds in others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import OriginNotAllowed, Overloaded, SiteNotFound
from bot.sites import origins
from bot.sites.face import SiteFace
from bot.store.database import Database
from bot.store.models import DEFAULT_SITE, Site

log = structlog.get_logger()
KEPT = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class KnownSite:
    """A site as the service uses it."""

    id: str
    organization_id: str
    name: str
    region: str | None
    language: str
    allowed_origins: tuple[str, ...]
    face: SiteFace

    @property
    def speaks_for(self) -> str | None:
        """Who runs the chat, as the notice says it; None: whoever the settings name."""
        return self.face.contact.name or (self.name if self.id != DEFAULT_SITE else None)

    @classmethod
    def of(cls, site: Site) -> KnownSite:
        try:
            face = SiteFace.model_validate(site.settings or {})
        except ValidationError:  # kept by an older release: the product's own face, and the chat still opens
            face = SiteFace()
        listed = tuple(str(origin) for origin in site.allowed_origins or ())
        return cls(site.id, site.organization_id, site.name, site.region, site.language, listed, face)


class Sites:
    """All sites of the installation. `public_url` is the service's own address where it is configured."""

    def __init__(self, database: Database, public_url: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock = database, clock
        self._own = urlsplit(public_url).netloc.lower()
        self._known: dict[str, KnownSite] = {}
        self._read_at = float("-inf")

    async def all(self) -> dict[str, KnownSite]:
        """Every site by id; those last read while the store cannot be."""
        if self._clock() - self._read_at > KEPT:
            try:
                async with self._database.begin() as session:
                    rows = (await session.scalars(select(Site))).all()
            except (SQLAlchemyError, OSError) as error:
                log.error("sites_unreadable", reason=type(error).__name__)
            else:
                self._known = {row.id: KnownSite.of(row) for row in rows}
                self._read_at = self._clock()
        return self._known

    def changed(self) -> None:
        """What staff have just saved is read anew."""
        self._read_at = float("-inf")

    async def find(self, site_id: str | None) -> KnownSite:
        """The site of that id, else the default one."""
        known = await self.all()
        found = known.get(site_id or DEFAULT_SITE) or known.get(DEFAULT_SITE)
        if found is None:
            raise Overloaded()  # never read: the store is away
        return found

    async def named(self, site_id: str) -> KnownSite:
        """The site of exactly that id; raises `SiteNotFound`."""
        known = (await self.all()).get(site_id)
        if known is None:
            raise SiteNotFound()
        return known

    def is_own(self, origin: str | None, host: str | None) -> bool:
        """Whether a request comes from the service's own pages, or from no page at all (no Origin)."""
        if not origin:
            return True
        netloc = urlsplit(origin.lower()).netloc
        return bool(netloc) and netloc in ((host or "").lower(), self._own)

    async def anyone_allows(self, origin: str) -> bool:
        """Whether some site's list has this page: what a preflight, which names no site, can be asked.

        Before the sites could ever be read, yes: no conversation can be opened then, and help must not hang on a list.
        """
        known = await self.all()
        return not known or any(origins.allowed(origin, site.allowed_origins) for site in known.values())

    async def admit(self, site_id: str | None, origin: str | None, host: str | None) -> KnownSite:
        """The site, for a page that may use it; raises `OriginNotAllowed`."""
        site = await self.find(site_id)
        if not self.is_own(origin, host) and not origins.allowed(origin or "", site.allowed_origins):
            raise OriginNotAllowed()
        return site
