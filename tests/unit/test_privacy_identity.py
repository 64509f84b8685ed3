"""Pseudonyms: keyed, the same for the same number, found after a rotation, never showing number or key."""

from __future__ import annotations

import hashlib

import pytest

from bot.messages import RawText
from bot.privacy.identity import InvalidKey, InvalidNumber, Pseudonyms, key_id

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
NUMBER = "+15205550142"


def test_same_number_has_same_pseudonym() -> None:
    assert Pseudonyms(OLD).of(NUMBER) == Pseudonyms(OLD).of(RawText(NUMBER))
    assert Pseudonyms(OLD).of(NUMBER) != Pseudonyms(OLD).of("+15205550143")


def test_pseudonym_depends_on_the_key() -> None:
    assert Pseudonyms(OLD).of(NUMBER).value != Pseudonyms(NEW).of(NUMBER).value
    assert Pseudonyms(OLD).of(NUMBER).value != hashlib.sha256(NUMBER.encode()).hexdigest()


def test_pseudonym_is_of_no_use_in_another_list() -> None:
    assert Pseudonyms(OLD, purpose="opt-out").of(NUMBER) != Pseudonyms(OLD).of(NUMBER)


def test_whoever_stopped_is_found_after_a_rotation() -> None:
    stopped = Pseudonyms(OLD, purpose="opt-out").of(NUMBER)
    rotated = Pseudonyms(NEW, retired=[OLD], purpose="opt-out")
    assert stopped in rotated.candidates(NUMBER)
    assert rotated.candidates(NUMBER)[0] == rotated.of(NUMBER)
    assert rotated.of(NUMBER).key_id == key_id(NEW) == rotated.key_id


@pytest.mark.parametrize(
    "number", ["5205550142", "+1 520 555 0142", "", "+0123456789", "+1520555014234567", "+1520555014x"]
)
def test_only_e164_is_taken_and_the_error_does_not_repeat_it(number: str) -> None:
    with pytest.raises(InvalidNumber) as refused:
        Pseudonyms(OLD).of(number)
    assert not number or number not in str(refused.value)


def test_short_key_is_refused() -> None:
    with pytest.raises(InvalidKey):
        Pseudonyms(b"short")


def test_repr_shows_neither_key_nor_number() -> None:
    assert OLD.hex() not in repr(Pseudonyms(OLD))
    assert key_id(OLD) not in OLD.hex()
