"""Staff accounts: making one, and checking a password. There is no default account.

Receives a session, a name and a password; keeps an Argon2id hash. A password never appears in an error, log or repr.
"""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.models import DEFAULT_ORGANIZATION, StaffUser

SHORTEST, LONGEST = 15, 256  # ASVS 6.2.1, 6.2.9; the upper bound keeps hashing cheap
FEWEST_DIFFERENT = 5
ROLES = ("viewer", "editor", "reviewer", "ambassador", "admin")

# OWASP's second recommendation for Argon2id: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
_of_nobody = _hasher.hash("nobody has this password: it makes an unknown name take as long as a known one")


class PasswordTooWeakError(ValueError):
    """The password is refused; the message says what to do and does not repeat it."""


class AccountRefusedError(PasswordTooWeakError):
    """The name is taken or empty, or the role does not exist."""


async def create_user(
    session: AsyncSession, username: str, password: str, role: str = "viewer",
    organization_id: str = DEFAULT_ORGANIZATION,
) -> StaffUser:  # fmt: skip
    """Adds an account. Raises PasswordTooWeakError or AccountRefusedError, both safe to show."""
    name = username.strip()
    if not name or len(name) > 120 or not name.isprintable():
        raise AccountRefusedError("A username has 1 to 120 printable characters")
    if role not in ROLES:
        raise AccountRefusedError(f"A role is one of {', '.join(ROLES)}")
    check_strength(name, password)
    if await find_user(session, name):
        raise AccountRefusedError("That username is taken")
    hashed = await asyncio.to_thread(_hasher.hash, password)
    user = StaffUser(username=name, password_hash=hashed, role=role, organization_id=organization_id)
    session.add(user)
    await session.flush()
    return user


def check_strength(username: str, password: str) -> None:
    """Length does the work; no rules on which characters. Raises PasswordTooWeakError."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordTooWeakError(f"A password has {SHORTEST} to {LONGEST} characters; a few words in a row do well")
    if len(set(password)) < FEWEST_DIFFERENT or (len(username) >= 8 and username.casefold() in password.casefold()):
        raise PasswordTooWeakError("That password is too easy to guess; a few unrelated words in a row do well")


async def find_user(session: AsyncSession, username: str) -> StaffUser | None:
    """The account of that name, whatever its case."""
    name = username.strip().lower()
    return await session.scalar(select(StaffUser).where(func.lower(StaffUser.username) == name))


async def authenticate(session: AsyncSession, username: str, password: str) -> StaffUser | None:
    """The account if name and password fit and it is not disabled; takes as long either way."""
    user = await find_user(session, username) if len(username) <= 120 else None
    expected = user.password_hash if user else _of_nobody
    fits = len(password) <= LONGEST and await asyncio.to_thread(_verify, expected, password)
    if not fits or user is None or user.disabled:
        return None
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = await asyncio.to_thread(_hasher.hash, password)
    return user


def _verify(expected: str, password: str) -> bool:
    try:
        return _hasher.verify(expected, password)
    except (VerificationError, InvalidHashError):
        return False
