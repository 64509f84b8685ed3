"""The channel with its real siblings: hotline cards, opt-out words, pseudonyms and vault."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.channels.sms.optouts import BY_LEARNER
from bot.channels.sms.segments import measure
from bot.channels.sms.service import SmsService
from bot.store.models import OptOut, VaultEntry
from tests.fakes.sms import PHONE, FakeScrubber, World, form

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def sms(tmp_path: Path) -> AsyncIterator[SmsService]:
    world = World(tmp_path)
    await world.create()
    made = SmsService(world.settings, world.database, FakeScrubber(), world.turns)
    yield made
    await made.stop()
    await world.close()


async def arrive(sms: SmsService, body: str, sid: str) -> str:
    return await sms.inbox.receive(form(body, sid))


@pytest.mark.parametrize("words", ["I want to kill myself", "quiero matarme"])
async def test_the_real_card_is_one_message_of_two_segments(sms: SmsService, words: str) -> None:
    twiml = await arrive(sms, words, "SM1")
    assert "988" in twiml
    assert twiml.count("<Message>") == 1
    assert measure(twiml.split("<Message>")[1].split("</Message>")[0]).segments <= 2


async def test_the_real_words_stop_and_start(sms: SmsService) -> None:
    assert "INICIAR" in await arrive(sms, "ya no me manden mensajes", "SM1")
    assert await sms.opted_out(PHONE)
    await arrive(sms, "INICIAR", "SM2")
    assert not await sms.opted_out(PHONE)


async def test_danger_beside_a_stop_opts_out(sms: SmsService) -> None:
    assert "988" in await arrive(sms, "STOP i want to kill myself", "SM1")
    await sms.inbox.settle()
    assert await sms.opted_out(PHONE)


async def test_no_column_of_any_table_holds_a_number(sms: SmsService, tmp_path: Path) -> None:
    await arrive(sms, "hola", "SM1")
    await sms.worker.drain()
    await arrive(sms, "ALTO", "SM2")
    async with sms._database.begin() as session:
        entry = (await session.scalars(select(VaultEntry))).one()
        listed = (await session.scalars(select(OptOut))).one()
    assert (listed.by, len(listed.pseudonym)) == (BY_LEARNER, 64)
    assert listed.pseudonym != entry.pseudonym
    kept = [p for p in tmp_path.rglob("*") if p.is_file()]  # noqa: ASYNC240  a handful of small files
    assert kept
    assert not [p for p in kept if b"5205550123" in p.read_bytes()]


async def test_a_reply_finds_its_way_back_through_the_vault(sms: SmsService) -> None:
    phone = sms.network.open_phone()
    await sms.network.text(phone, "hola")
    await sms.worker.drain()
    await sms.sender.drain()
    await sms.network.settle()
    said = [entry.text for entry in phone.entries if entry.by == "sendero"]
    assert said[-1] == "You said: hola"
    assert "STOP" in said[0]  # the notice comes first
