"""Keyed stand-ins for telephone numbers.

Receives E.164 numbers and keys that live outside the database; gives pseudonyms (HMAC-SHA-256, hex) and the id of the key
that made them. An unkeyed hash of ten billion numbers is a table lookup; a keyed one is not. Reads no database, and never
shows a number or a key in a repr or an error.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages import RawText

_E164 = re.compile(r"\+[1-9]\d{6,14}")
KEY_BYTES = 32


class InvalidNumber(ValueError):
    """Not an E.164 number. Says nothing about what was given."""


class InvalidKey(ValueError):
    """Not a key of 32 bytes."""


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """64 hex digits that stand for a number, and the id of the key they were made with."""

    value: str
    key_id: str


def key_id(key: bytes) -> str:
    """A short public name for a key (16 hex digits), from which nothing of the key follows."""
    if len(key) != KEY_BYTES:
        raise InvalidKey("a key has 32 bytes")
    return hashlib.sha256(b"sendero key id\x00" + key).hexdigest()[:16]


def e164(number: str | RawText) -> str:
    """The number as it is hashed and sealed. Raises `InvalidNumber`."""
    digits = number.reveal() if isinstance(number, RawText) else number
    if not _E164.fullmatch(digits):
        raise InvalidNumber("not an E.164 number")
    return digits


class Pseudonyms:
    """Pseudonyms under one key for new ones, with retired keys kept for looking up.

    `purpose` separates what one number is called in different lists: the pseudonym of the opt-out list is of no use
    anywhere else, and the other way round.
    """

    def __init__(self, key: bytes, retired: Sequence[bytes] = (), *, purpose: str = "conversation") -> None:
        self._purpose = purpose.encode()
        self._keys = {key_id(k): k for k in (key, *retired)}
        self._current = key_id(key)

    @property
    def key_id(self) -> str:
        """The id of the key that new pseudonyms are made with."""
        return self._current

    def of(self, number: str | RawText) -> Pseudonym:
        """The pseudonym under the current key."""
        return self._under(self._current, e164(number))

    def candidates(self, number: str | RawText) -> list[Pseudonym]:
        """The pseudonyms under every key, the current one first: whoever stopped stays found after a rotation."""
        digits = e164(number)
        return [self._under(name, digits) for name in self._keys]

    def _under(self, name: str, digits: str) -> Pseudonym:
        message = self._purpose + b"\x00" + digits.encode("ascii")
        return Pseudonym(hmac.new(self._keys[name], message, hashlib.sha256).hexdigest(), name)

    def __repr__(self) -> str:
        return f"<Pseudonyms: {len(self._keys)} keys, current {self._current}>"
