"""Who is signed in: random session tokens of which only a hash is kept, and how often a sign-in may be tried.

Receives tokens from a cookie, gives the `SignedIn` they stand for or None. It never keeps a token and never locks an
account: a person with the right password gets in at once from an address that has not been guessing.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.store.database import Database
from bot.store.models import StaffSession, StaffUser, now

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
SEEN_EVERY = timedelta(seconds=30)  # a session is not written to at every request


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a request."""

    user_id: int
    username: str
    role: str
    organization_id: str


class Sessions:
    """The signed-in browsers. `clock` gives UTC without a zone."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database, self._clock = database, clock

    async def open(self, user_id: int, replacing: str | None = None) -> str:
        """A new token for a user; the one the browser had before is worth nothing from now on."""
        token = secrets.token_urlsafe(32)
        seen = self._clock()
        async with self._database.begin() as session:
            if replacing:
                await session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(replacing)))
            await session.execute(delete(StaffSession).where(StaffSession.created_at < seen - ABSOLUTE))
            session.add(StaffSession(token_hash=_hash(token), user_id=user_id, created_at=seen, last_seen_at=seen))
        return token

    async def find(self, token: str | None) -> SignedIn | None:
        """Who the token stands for; None if it is unknown, too old, idle too long, or the account is disabled."""
        if not token:
            return None
        seen = self._clock()
        async with self._database.begin() as session:
            query = select(StaffSession, StaffUser).join(StaffUser, StaffUser.id == StaffSession.user_id)
            found = (await session.execute(query.where(StaffSession.token_hash == _hash(token)))).one_or_none()
            if found is None:
                return None
            opened, user = found
            if user.disabled or seen - opened.created_at >= ABSOLUTE or seen - opened.last_seen_at >= IDLE:
                await session.delete(opened)
                return None
            if seen - opened.last_seen_at >= SEEN_EVERY:
                opened.last_seen_at = seen
            return SignedIn(user.id, user.username, user.role, user.organization_id)

    async def close(self, token: str | None) -> None:
        """Signs the browser out."""
        if token:
            async with self._database.begin() as session:
                await session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(token)))


class FormTokens:
    """CSRF tokens: an HMAC of the cookie that the form's browser holds, so nothing needs to be stored."""

    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)

    def make(self, cookie: str) -> str:
        return hmac.new(self._key, b"staff form\x00" + cookie.encode(), hashlib.sha256).hexdigest()

    def fits(self, cookie: str | None, token: object) -> bool:
        return bool(cookie) and isinstance(token, str) and hmac.compare_digest(self.make(cookie or ""), _ascii(token))


class Throttle:
    """Slows guessing down: after ten bad sign-ins in ten minutes, for a name or from an address, one try a minute.

    The minute is counted where the guessing comes from, so that a guesser elsewhere does not keep the owner out.
    """

    bad, window, pause, remembered = 10, 600.0, 60.0, 10_000

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._last: OrderedDict[str, float] = OrderedDict()

    def wait(self, username: str, address: str) -> int:
        """Seconds until this name may be tried from this address again; 0: now."""
        who, where = self._keys(username, address)
        tried = [float("-inf")]
        if self._recent(who) >= self.bad:
            tried.append(self._last.get(who + where, tried[0]))
        if self._recent(where) >= self.bad:  # it may be guessing at many names
            tried.append(self._last.get(where, tried[0]))
        return math.ceil(max(0.0, self.pause - (self._clock() - max(tried))))

    def failed(self, username: str, address: str) -> None:
        who, where = self._keys(username, address)
        for key in (who, where):
            self._failures.setdefault(key, deque(maxlen=self.bad)).append(self._clock())
            self._failures.move_to_end(key)
        for key in (who + where, where):
            self._last[key] = self._clock()
            self._last.move_to_end(key)
        for table in (self._failures, self._last):
            while len(table) > self.remembered:
                table.popitem(last=False)

    def succeeded(self, username: str, address: str) -> None:
        """Forgets the failures of the name; those of the address stay, it may be guessing at others."""
        who, _ = self._keys(username, address)
        self._failures.pop(who, None)

    def _recent(self, key: str) -> int:
        since = self._clock() - self.window
        return sum(1 for at in self._failures.get(key, ()) if at > since)

    def _keys(self, username: str, address: str) -> tuple[str, str]:
        """Hashes: a name typed here may be a password typed into the wrong field."""
        return _hash(f"name {username.strip().lower()}"), _hash(f"address {address}")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _ascii(token: str) -> str:
    return token if token.isascii() else ""
