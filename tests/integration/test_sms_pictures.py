"""The pathway map as a picture message: where allowed, with its words, and the words alone where it does not arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.sms import pictures
from bot.channels.sms.ports import Message, Refused
from bot.channels.sms.twilio_carrier import TwilioCarrier
from bot.messages import Card, Reply, Turn, Understanding
from tests.fakes.sms import World
from tests.fakes.twilio import ACCOUNT, TOKEN, FakeTwilio, Running

pytestmark = pytest.mark.asyncio
PUBLIC = "https://text.example.org"
MAP = "https://text.example.org/maps/web-developer.png"


def way(image: str | None, kind: str = "pathway") -> Turn:
    card = Card(kind=kind, title="Web developer", image_url=image)
    understanding = Understanding(topics=["pathway"], language="en")
    return Turn(replies=[Reply(text="Three steps to web developer.", cards=[card])], understanding=understanding)


async def opened(folder: Path, **settings: object) -> World:
    world = World(folder, public_url=PUBLIC, **{"sms_pictures": True, **settings})
    await world.create()
    world.turns.answers = lambda text: way(MAP)
    return world


async def test_the_map_travels_with_its_words(tmp_path: Path) -> None:
    world = await opened(tmp_path)
    await world.arrive("how do i become a web developer")
    await world.settle()
    (message,) = world.fake_carrier.sent
    assert (message.media_url, message.body) == (MAP, "Three steps to web developer.")
    await world.close()


@pytest.mark.parametrize(
    ("image", "kind", "allowed", "public_url", "expected"),
    [(MAP, "pathway", False, PUBLIC, None), (MAP, "program", True, PUBLIC, None), (None, "pathway", True, PUBLIC, None),
     ("/maps/a.png", "pathway", True, PUBLIC, f"{PUBLIC}/maps/a.png"), ("/maps/a.png", "pathway", True, "", None),
     ("http://text.example.org/a.png", "pathway", True, PUBLIC, None), (f"{PUBLIC}/{'a' * 400}", "pathway", True, PUBLIC, None)],
)  # fmt: skip
async def test_a_picture_goes_only_where_it_may_and_can(
    tmp_path: Path, image: str | None, kind: str, allowed: bool, public_url: str, expected: str | None
) -> None:
    world = World(tmp_path, sms_pictures=allowed, public_url=public_url, twilio_account_sid=ACCOUNT)
    assert pictures.of(way(image, kind), world.settings) == expected
    await world.close()


@pytest.mark.parametrize("code", ["21620", "11200", "12300"])
async def test_words_go_alone_when_the_picture_is_refused(tmp_path: Path, code: str) -> None:
    world = await opened(tmp_path)
    world.fake_carrier.refuses = [Refused(code, retryable=False)]
    await world.arrive("how do i become a web developer")
    await world.settle()
    (message,) = world.fake_carrier.sent
    assert (message.media_url, message.body) == (None, "Three steps to web developer.")
    await world.close()


@pytest.mark.parametrize(("code", "resent"), [("30019", True), ("12300", True), ("30007", False), ("30006", False)])
async def test_words_go_alone_when_the_picture_is_not_delivered(tmp_path: Path, code: str, resent: bool) -> None:
    world = await opened(tmp_path)
    await world.arrive("how do i become a web developer")
    await world.settle()
    (row,) = await world.rows()
    await world.statuses.receive({"MessageSid": row.twilio_sid, "MessageStatus": "undelivered", "ErrorCode": code})
    await world.sender.drain()
    assert [m.media_url for m in world.fake_carrier.sent] == ([MAP, None] if resent else [MAP])
    await world.close()


async def test_the_real_client_hands_the_address_over(tmp_path: Path) -> None:
    with Running(FakeTwilio()) as twilio:
        settings = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN, "twilio_from": "+15205559999"}
        world = World(tmp_path, public_url=PUBLIC, twilio_api_base=twilio.url, **settings)
        carrier = TwilioCarrier(world.settings)
        await carrier.send(Message("+15005550006", "", "Three steps.", 1, media_url=MAP))
        assert (twilio.sent[0]["MediaUrl"], twilio.sent[0]["Body"]) == (MAP, "Three steps.")
        await world.close()
