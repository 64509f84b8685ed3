"""Deliverable numbers, sealed.

Receives E.164 numbers, the pseudonym they belong to and keys that live outside the database; gives nonce, ciphertext and
key id, and opens them again. AES-256-GCM with the pseudonym as associated data: a ciphertext moved to another row does
not open. Reads no database, and never shows a number or a key in a repr or an error.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.messages import RawText
from bot.privacy.identity import e164, key_id

_NONCE_BYTES = 12
_PADDED = 16  # all numbers have one length once sealed (E.164: "+" and at most 15 digits)


class VaultError(Exception):
    """An entry does not open: its key is gone, or it is not what was sealed for this pseudonym."""


class Sealed(NamedTuple):
    """What may be kept: columns of a vault entry."""

    nonce: bytes
    ciphertext: bytes
    key_id: str


class Vault:
    """Seals under one key; opens under it and under retired ones, until everything has been sealed anew."""

    def __init__(self, key: bytes, retired: Sequence[bytes] = ()) -> None:
        self._ciphers = {key_id(k): AESGCM(k) for k in (key, *retired)}
        self._current = key_id(key)

    @property
    def key_id(self) -> str:
        return self._current

    def seal(self, number: str | RawText, pseudonym: str) -> Sealed:
        """The number, sealed for this pseudonym. Raises `InvalidNumber`."""
        nonce = os.urandom(_NONCE_BYTES)
        plain = e164(number).ljust(_PADDED).encode("ascii")
        return Sealed(nonce, self._ciphers[self._current].encrypt(nonce, plain, pseudonym.encode()), self._current)

    def open(self, nonce: bytes, ciphertext: bytes, key_id: str, pseudonym: str) -> RawText:
        """The number, masked. Raises `VaultError`."""
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise VaultError("no such key")
        try:
            plain = cipher.decrypt(nonce, ciphertext, pseudonym.encode())
        except (InvalidTag, ValueError) as error:
            raise VaultError("the entry does not open") from error
        return RawText(plain.decode("ascii").rstrip())

    def is_current(self, key_id: str) -> bool:
        """Whether an entry is sealed under the key in use; others are to be sealed anew after a rotation."""
        return key_id == self._current

    def __repr__(self) -> str:
        return f"<Vault: {len(self._ciphers)} keys, current {self._current}>"
