"""Keys that change: one in use, retired ones kept for looking up and opening.

Receives the text of a secret ("new,old,older", each 32 bytes in hex), gives keys; makes the text of the next rotation.
Never shows a key in a repr or an error.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.privacy.identity import KEY_BYTES, InvalidKey


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The key in use and the retired ones, newest first."""

    current: bytes = field(repr=False)
    retired: Sequence[bytes] = field(default=(), repr=False)

    @classmethod
    def parse(cls, text: str) -> KeyRing:
        """Raises `InvalidKey`, which says nothing about what was given."""
        try:
            keys = [bytes.fromhex(part.strip()) for part in text.split(",")]
        except ValueError:
            raise InvalidKey("a key is 64 hex digits") from None
        if any(len(key) != KEY_BYTES or len(set(key.hex())) < 8 for key in keys) or len(set(keys)) != len(keys):
            raise InvalidKey("a key has 32 random bytes, and each is given once")
        return cls(keys[0], tuple(keys[1:]))

    def rotated(self, new: bytes | None = None) -> KeyRing:
        """The ring with a fresh key in use and the present one retired."""
        return KeyRing(new or secrets.token_bytes(KEY_BYTES), (self.current, *self.retired))

    def without_retired(self) -> KeyRing:
        return KeyRing(self.current)

    def text(self) -> str:
        """What is kept in the secret file or the environment variable."""
        return ",".join(key.hex() for key in (self.current, *self.retired))
