"""Passwords, form tokens and the throttle."""

from __future__ import annotations

import pytest

from bot.staff.accounts import PasswordTooWeakError, check_strength
from bot.staff.signing_in import FormTokens, Throttle

KEY = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "password", ["", "short", "fourteen chars", "aaaaaaaaaaaaaaaaaaaa", "x" * 300, "12341234123412341234"]
)
def test_weak_passwords_are_refused_without_being_repeated(password: str) -> None:
    with pytest.raises(PasswordTooWeakError) as refused:
        check_strength("rosa", password)
    assert not password or password not in str(refused.value)


@pytest.mark.parametrize("password", ["correct horse battery staple", "mañana será otro día", "x" * 11 + "ÿabcd 日本"])
def test_long_passwords_of_any_characters_are_taken(password: str) -> None:
    check_strength("rosa", password)


def test_password_that_holds_the_username_is_refused() -> None:
    with pytest.raises(PasswordTooWeakError):
        check_strength("rosa.martinez", "Rosa.Martinez2026!")


def test_form_token_fits_only_its_own_cookie() -> None:
    tokens = FormTokens(KEY)
    assert tokens.fits("cookie", tokens.make("cookie"))
    for cookie, token in [("other", tokens.make("cookie")), (None, tokens.make("")), ("cookie", None), ("cookie", "é")]:
        assert not tokens.fits(cookie, token)
    assert not FormTokens("fedcba9876543210" * 4).fits("cookie", tokens.make("cookie"))


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_throttle_slows_after_ten_and_lets_one_a_minute_through() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(10):
        assert throttle.wait("rosa", "10.0.0.1") == 0
        throttle.failed("rosa", "10.0.0.1")
    assert 0 < throttle.wait("rosa", "10.0.0.1") <= 61
    clock.now += 61
    assert throttle.wait("rosa", "10.0.0.1") == 0
    throttle.failed("rosa", "10.0.0.1")
    assert throttle.wait("rosa", "10.0.0.1") > 0
    clock.now += 601
    assert throttle.wait("rosa", "10.0.0.1") == 0


def test_throttle_never_keeps_the_owner_out() -> None:
    throttle = Throttle(Clock())
    for _ in range(50):
        throttle.failed("rosa", "203.0.113.9")
    assert throttle.wait("rosa", "203.0.113.9") > 0
    assert throttle.wait("rosa", "10.0.0.1") == 0


def test_throttle_counts_an_address_that_guesses_at_many_names() -> None:
    throttle = Throttle(Clock())
    for n in range(10):
        throttle.failed(f"name{n}", "203.0.113.9")
    assert throttle.wait("rosa", "203.0.113.9") > 0
    assert throttle.wait("rosa", "10.0.0.1") == 0


def test_throttle_forgets_the_oldest_rather_than_grow() -> None:
    throttle = Throttle(Clock())
    throttle.remembered = 10
    for n in range(50):
        throttle.failed(f"name{n}", f"10.0.0.{n}")
    assert len(throttle._failures) <= 10 >= len(throttle._last)
