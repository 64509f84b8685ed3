"""The vault: sealed for one pseudonym, under a named key, openable after a rotation, telling nothing."""

from __future__ import annotations

import pytest

from bot.privacy.identity import InvalidNumber
from bot.privacy.vault import Vault, VaultError

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
NUMBER, WHO = "+15205550142", "a" * 64


def test_number_comes_back_masked() -> None:
    vault = Vault(OLD)
    opened = vault.open(*vault.seal(NUMBER, WHO), WHO)
    assert opened.reveal() == NUMBER
    assert NUMBER not in repr(opened)


def test_same_number_never_looks_the_same() -> None:
    vault = Vault(OLD)
    first, second = vault.seal(NUMBER, WHO), vault.seal(NUMBER, WHO)
    assert first.ciphertext != second.ciphertext
    assert first.nonce != second.nonce
    assert NUMBER.encode() not in first.ciphertext


def test_length_says_nothing() -> None:
    vault = Vault(OLD)
    assert len(vault.seal("+15205550142", WHO).ciphertext) == len(vault.seal("+50375550142", WHO).ciphertext)
    assert len(vault.seal("+1234567", WHO).ciphertext) == len(vault.seal("+123456789012345", WHO).ciphertext)


def test_entry_moved_to_another_person_does_not_open() -> None:
    vault = Vault(OLD)
    with pytest.raises(VaultError):
        vault.open(*vault.seal(NUMBER, WHO), "b" * 64)


def test_altered_entry_does_not_open() -> None:
    vault = Vault(OLD)
    nonce, ciphertext, key = vault.seal(NUMBER, WHO)
    with pytest.raises(VaultError):
        vault.open(nonce, ciphertext[:-1] + bytes([ciphertext[-1] ^ 1]), key, WHO)
    with pytest.raises(VaultError):
        vault.open(b"", ciphertext, key, WHO)


def test_old_entries_open_until_sealed_anew() -> None:
    entry = Vault(OLD).seal(NUMBER, WHO)
    rotated = Vault(NEW, retired=[OLD])
    assert rotated.open(*entry, WHO).reveal() == NUMBER
    assert not rotated.is_current(entry.key_id)
    assert rotated.is_current(rotated.seal(NUMBER, WHO).key_id)
    with pytest.raises(VaultError):
        Vault(NEW).open(*entry, WHO)


def test_only_numbers_are_sealed_and_repr_shows_no_key() -> None:
    with pytest.raises(InvalidNumber):
        Vault(OLD).seal("call me maybe", WHO)
    assert OLD.hex() not in repr(Vault(OLD))
