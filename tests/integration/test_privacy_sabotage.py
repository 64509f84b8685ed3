"""A search for planted identifiers that passes, and fails once anything is taken out: the test itself is tested."""

from __future__ import annotations

import random

import pytest

from bot.messages import RawText
from bot.privacy.budget import Limits
from bot.privacy.names.recipe.random_names import Names
from bot.privacy.recognizers import ALL, all_recognizers
from bot.privacy.recognizers.ip import IpRecognizer
from bot.privacy.scrub import Scrubber

GENEROUS = Limits(cpu_seconds=30, wall_seconds=60)
CAREER = ["what does help desk pay", "cuanto gana un programador", "is a+ enough", "hay clases en nogales?"]


def planted(count: int) -> list[tuple[str, str]]:
    """(message, identifier hidden in it), a new identifier each time, in reserved ranges."""
    chance = random.Random(7)
    names = Names(chance)
    made = []
    for number in range(count):
        four = f"{chance.randrange(100, 200):04d}"
        area = chance.choice(["520", "202", "305", "617"])
        kinds = [
            (f"my number is {area}-555-{four}", f"{area}-555-{four}"),
            (f"mi cel es {area} 555 {four}", f"{area} 555 {four}"),
            (f"text {area}555{four}", f"{area}555{four}"),
            (f"email x{number}.canary@example.com", f"x{number}.canary@example.com"),
            (f"mi correo es y{number} arroba example punto org", f"y{number} arroba"),
            (f"my ssn is 000-{number % 90 + 10}-{four}", f"000-{number % 90 + 10}-{four}"),
            (f"mi seguro social es 000{number % 90 + 10}{four}", f"000{number % 90 + 10}{four}"),
            (f"student id A00{number:06d}", f"A00{number:06d}"),
            (f"mi matricula es 77{number:06d}", f"77{number:06d}"),
            (f"my ig is @canary_{number}x", f"canary_{number}x"),
            (f"passport X{number:07d}", f"X{number:07d}"),
            (f"i live at {number + 10} Canary{number} St", f"{number + 10} Canary{number} St"),
            (f"vivo en calle canario {number + 10}", f"canario {number + 10}"),
            (f"dob 03/{number % 27 + 1:02d}/200{number % 9}", f"03/{number % 27 + 1:02d}/200{number % 9}"),
            (f"blocked at 203.0.113.{number % 254 + 1}", f"203.0.113.{number % 254 + 1}"),
            (f"card 4111 1111 1111 1111 ref{number}", "4111 1111 1111 1111"),
        ]
        name = names.full()
        kinds += [(f"my name is {name}", name), (f"me llamo {name}", name)]
        said, secret = kinds[number % len(kinds)]
        made.append((f"{said}, {chance.choice(CAREER)}", secret))
    return made


def leaks(scrubber: Scrubber, messages: list[tuple[str, str]]) -> list[str]:
    """The identifiers still readable after scrubbing."""
    kept = [(scrubber.scrub(RawText(message)).text.reveal(), secret) for message, secret in messages]
    return [secret for text, secret in kept if secret in text]


@pytest.fixture(scope="module")
def messages() -> list[tuple[str, str]]:
    return planted(1_800)


def test_no_planted_identifier_survives(messages: list[tuple[str, str]]) -> None:
    assert leaks(Scrubber(limits=GENEROUS), messages) == []


def test_search_finds_leaks_once_recognizers_are_gone(messages: list[tuple[str, str]]) -> None:
    found = leaks(Scrubber(recognizers=[IpRecognizer()], limits=GENEROUS), messages)
    assert len(found) > 0.8 * len(messages)


@pytest.mark.parametrize("gone", ["EmailRecognizer", "BirthDateRecognizer", "IpRecognizer", "AddressRecognizer"])
def test_search_finds_leaks_once_one_recognizer_is_gone(messages: list[tuple[str, str]], gone: str) -> None:
    assert gone in {kind.__name__ for kind in ALL}
    left = [recognizer for recognizer in all_recognizers() if recognizer.name != gone]
    assert leaks(Scrubber(recognizers=left, limits=GENEROUS), messages[:400]) != []
