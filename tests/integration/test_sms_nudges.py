"""Reminders: asked for, sent once, in the receiver's hours, ended by one word; and what never sends one.

Times are UTC. PHONE is in Tucson (UTC-7 all year); 2027-03-10 is a Wednesday.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.channels.sms.forget import forget_number
from bot.channels.sms.nudges import hours
from bot.channels.sms.ports import REPLY_VALIDITY, Refused
from bot.channels.sms.segments import measure
from bot.channels.sms.wording import say
from bot.store.models import Campaign, Conversation, Invitable, Nudge, Site, SmsOutbound
from tests.fakes.sms import PHONE, World

pytestmark = pytest.mark.asyncio
WEDNESDAY_NOON = "2027-03-10 19:00"
SUNDAY_TEN = "2027-03-14 17:00"
NEW_YORK = "+12125550123"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    await made.create()
    made.clock.to(WEDNESDAY_NOON)
    yield made
    await made.close()


async def say_to(world: World, text: str, sender: str = PHONE) -> str:
    """Texts, and gives the last answer."""
    await world.arrive(text, sender=sender)
    await world.settle()
    return world.fake_carrier.bodies[-1]


async def states(world: World) -> list[str]:
    return [nudge.state for nudge in await world.rows(Nudge)]


async def test_a_reminder_is_confirmed_sent_on_its_day_and_never_again(world: World) -> None:
    assert (
        await say_to(world, "remind me sunday")
        == "OK, I'll text you Sun, Mar 14, 10 am about your plan. Reply SKIP to cancel."
    )
    for at in ("2027-03-14 16:59", SUNDAY_TEN, "2027-03-14 17:01", "2027-03-15 18:00", "2027-06-01 18:00"):
        await world.pass_time(at)
    assert [body for body in world.fake_carrier.bodies if "asked me to remind you" in body] == [
        world.fake_carrier.bodies[1]
    ]
    assert len(world.fake_carrier.bodies) == 2
    assert world.turns.seen == []  # the dialogue was not asked


async def test_a_reminder_in_spanish_carries_the_plan_on(world: World) -> None:
    await say_to(world, "hola")
    async with world.database.begin() as session:
        values = {"context": {"role": "15-1254", "about_me": {"age": 17}}, "language": "es"}
        await session.execute(update(Conversation).values(**values))
    assert "15-1254" in await say_to(world, "recuérdame el domingo a las 4 de la tarde")
    async with world.database.begin() as session:
        await session.execute(update(Conversation).values(context={}))
    await world.pass_time("2027-03-14 23:00")
    assert "me pediste que te recordara tu plan (15-1254)" in world.fake_carrier.bodies[-1]
    pseudonym = world.identities.of(PHONE)
    assert world.turns.begun == [(pseudonym, "default", "es", {"role": "15-1254"}, None)]


async def test_no_words_of_the_learner_are_kept(world: World) -> None:
    await say_to(world, "remind me sunday about my sister Ana's deadline at Pima")
    (nudge,) = await world.rows(Nudge)
    kept = str({column.key: getattr(nudge, column.key) for column in Nudge.__table__.columns})
    assert nudge.occasion == "deadline"
    assert not any(word in kept for word in ("Ana", "Pima", "sister", PHONE))


@pytest.mark.parametrize(
    ("wished", "sent_at"),
    [("remind me tomorrow at 6 am", "2027-03-11 16:00"), ("remind me tomorrow at 11 pm", "2027-03-12 16:00"),
     ("remind me tomorrow at 8 pm", "2027-03-12 16:00"), ("remind me tomorrow at 9 am", "2027-03-11 16:00")],
)  # fmt: skip
async def test_a_wish_in_the_night_is_moved_into_the_day(world: World, wished: str, sent_at: str) -> None:
    await say_to(world, wished)
    (nudge,) = await world.rows(Nudge)
    assert f"{nudge.due_at:%Y-%m-%d %H:%M}" == sent_at


async def test_hours_are_the_receivers_and_follow_summer_time(world: World) -> None:
    await say_to(world, "remind me sunday at 9 am", NEW_YORK)  # clocks change that night
    await world.pass_time("2027-03-14 12:59")
    assert len(world.fake_carrier.sent) == 1
    await world.pass_time("2027-03-14 13:00")
    assert len(world.fake_carrier.sent) == 2


async def test_a_nudge_delayed_into_the_night_waits_for_the_morning(world: World) -> None:
    await say_to(world, "remind me tomorrow at 7 pm")
    world.clock.to("2027-03-12 02:50")
    await world.nudger.send_due()
    world.fake_carrier.refuses = [Refused("20503", retryable=True)]
    await world.sender.drain()
    world.clock.to("2027-03-12 03:10")  # 20:10 in Tucson
    async with world.database.begin() as session:
        await session.execute(
            update(SmsOutbound).where(SmsOutbound.reach.is_not(None)).values(not_before=world.clock())
        )
    await world.sender.drain()
    assert len(world.fake_carrier.sent) == 1
    await world.pass_time("2027-03-12 16:00")
    assert len(world.fake_carrier.sent) == 2


async def test_a_reply_has_no_hours_but_a_short_validity(world: World) -> None:
    world.clock.to("2027-03-10 09:00")  # 2 at night
    await say_to(world, "hola")
    assert world.fake_carrier.sent[0].validity == REPLY_VALIDITY
    await say_to(world, "remind me tomorrow at 7 pm")
    await world.pass_time("2027-03-12 02:00")
    assert world.fake_carrier.sent[-1].validity == 3600  # until 20:00


async def test_at_most_two_a_week_whatever_is_asked(world: World) -> None:
    for text in ("remind me tomorrow", "remind me friday"):
        assert (await say_to(world, text)).startswith("OK")
    assert "at most two" in await say_to(world, "remind me saturday")
    assert "at most two" in await say_to(world, "remind me wednesday")
    assert (await say_to(world, "remind me 3/19")).startswith("OK")
    sent = 0
    for day in range(11, 31):
        before = len(world.fake_carrier.sent)
        await world.pass_time(f"2027-03-{day} 18:00")
        sent += len(world.fake_carrier.sent) - before
    assert sent == 3


async def test_the_weekly_limit_holds_at_the_last_moment_too(world: World) -> None:
    """Sabotage: rows that got past the question are still not sent."""
    await say_to(world, "hola")
    async with world.database.begin() as session:
        for _ in range(5):
            session.add(
                Nudge(pseudonym=world.identities.of(PHONE), kind="reminder", state="waiting", language="en", context={},
                      reach="America/Phoenix;", due_at=world.clock(), from_number="+15205559999")
            )  # fmt: skip
    await world.nudger.send_due()
    await world.sender.drain()
    assert len(world.fake_carrier.sent) == 1 + 2
    assert sorted(await states(world)) == ["dropped"] * 3 + ["sent"] * 2


@pytest.mark.parametrize("word", ["SKIP", "quita", "cancel my reminder"])
async def test_one_word_cancels(world: World, word: str) -> None:
    await say_to(world, "remind me sunday")
    said = await say_to(world, word)
    assert said in (
        say("nudge_cancelled", "en"),
        "Listo, sin recordatorios. Para poner otro, manda RECUÉRDAME y un día.",
    )
    await world.pass_time(SUNDAY_TEN)
    assert len(world.fake_carrier.sent) == 2
    assert not await world.opted_out()


async def test_skip_without_reminders_is_a_word_like_any_other(world: World) -> None:
    assert await say_to(world, "skip") == "You said: skip"


async def test_a_stop_ends_reminders_and_a_start_does_not_bring_them_back(world: World) -> None:
    await say_to(world, "remind me sunday")
    await world.arrive("STOP")
    await world.arrive("START")
    await world.pass_time(SUNDAY_TEN)
    assert await world.rows(Nudge) == []
    assert not any("asked me" in body for body in world.fake_carrier.bodies)


async def test_a_stop_between_queue_and_carrier_still_holds(world: World) -> None:
    await say_to(world, "remind me sunday")
    world.clock.to(SUNDAY_TEN)
    await world.nudger.send_due()
    await world.arrive("STOP")
    await world.sender.drain()
    assert not any("asked me" in body for body in world.fake_carrier.bodies)


async def test_forget_me_takes_reminders_along(world: World) -> None:
    await say_to(world, "remind me sunday")
    async with world.database.begin() as session:
        await forget_number(session, world.identities.of(PHONE))
    assert await world.rows(Nudge) == []


async def test_what_day_is_asked_and_the_answer_understood(world: World) -> None:
    assert await say_to(world, "remind me before the deadline") == say("nudge_when", "en")
    assert (
        await say_to(world, "friday at 4")
        == "OK, I'll text you Fri, Mar 12, 4 pm about the deadline. Reply SKIP to cancel."
    )
    assert await states(world) == ["waiting"]


async def test_what_day_is_asked_once(world: World) -> None:
    await say_to(world, "remind me")
    assert await say_to(world, "how much does a web developer make") == "You said: how much does a web developer make"
    world.clock.to("2027-03-10 22:00")
    assert await say_to(world, "sunday") == "You said: sunday"


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("remind me today at 9 am", "nudge_past"),
        ("remind me on december 5", "nudge_far"),
        ("remind me in 4 months", "nudge_far"),
    ],
)
async def test_what_cannot_be_is_said(world: World, text: str, wording: str) -> None:
    assert await say_to(world, text) == say(wording, "en")
    assert await states(world) == ["asked"]


async def test_a_child_gets_no_reminder(world: World) -> None:
    await say_to(world, "hola")
    async with world.database.begin() as session:
        await session.execute(update(Conversation).values(under_13=True))
    assert await say_to(world, "remind me sunday") == say("nudge_young", "en")
    assert await world.rows(Nudge) == []


async def test_reminders_can_be_looked_at(world: World) -> None:
    assert await say_to(world, "my reminders") == say("nudge_none", "en")
    await say_to(world, "remind me sunday of the open house")
    assert "Sun, Mar 14, 10 am: the open house" in await say_to(world, "my reminders")


# --- crashes and restarts ---


async def test_a_reminder_survives_a_restart(world: World) -> None:
    await say_to(world, "remind me sunday")
    world.build()
    await world.pass_time(SUNDAY_TEN)
    assert "asked me to remind you" in world.fake_carrier.bodies[-1]


async def test_a_reminder_missed_while_down_comes_later_or_after_two_days_not_at_all(world: World) -> None:
    await say_to(world, "remind me tomorrow")
    await say_to(world, "remind me saturday")
    await world.pass_time("2027-03-15 04:00")  # Sunday night: Thursday's is dropped, Saturday's waits for the morning
    assert await states(world) == ["dropped", "waiting"]
    await world.pass_time("2027-03-15 16:00")
    assert await states(world) == ["dropped", "sent"]


async def test_many_nudgers_at_once_send_one(world: World) -> None:
    await say_to(world, "remind me sunday")
    world.clock.to(SUNDAY_TEN)
    await asyncio.gather(*(world.nudger.send_due() for _ in range(10)))
    await world.sender.drain()
    assert len(world.fake_carrier.sent) == 2


async def test_a_second_text_for_one_nudge_cannot_be_written(world: World) -> None:
    """Sabotage: set back to waiting, the row still sends nothing."""
    await say_to(world, "remind me sunday")
    await world.pass_time(SUNDAY_TEN)
    async with world.database.begin() as session:
        await session.execute(update(Nudge).values(state="waiting"))
    with pytest.raises(Exception, match="UNIQUE"):
        await world.nudger.send_due()
    await world.sender.drain()
    assert len(world.fake_carrier.sent) == 2


# --- invitations ---


async def test_invitations_need_agreement_and_end_with_one_word(world: World) -> None:
    assert await say_to(world, "invite me") == say("invited", "en")
    async with world.database.begin() as session:
        (agreed,) = (await session.scalars(select(Invitable))).all()
    assert agreed.pseudonym == world.identities.of(PHONE)
    assert await say_to(world, "skip") == say("nudge_cancelled", "en")
    assert await world.rows(Invitable) == []


# --- campaign words ---


async def campaign(world: World, **more: str | None) -> None:
    async with world.database.begin() as session:
        session.add(Site(id="pueblo", organization_id="default", name="Pueblo High", language="en", region="southern-arizona",
                         allowed_origins=[], settings={}))  # fmt: skip
        await session.flush()
        values = {"word": "PUEBLO26", "title": "Pueblo High", "region": None, "language": None, "survey": None, **more}
        session.add(Campaign(site_id="pueblo", **values))


@pytest.mark.parametrize("text", ["PUEBLO26", "pueblo26", "Pueblo 26!", " “Pueblo26” "])
async def test_a_campaign_word_sets_site_region_and_survey(world: World, text: str) -> None:
    await campaign(world, region="southern-arizona", survey="spring")
    said = await say_to(world, text)
    assert "Welcome to Sendero, from Pueblo High!" in said
    assert "SURVEY" in said
    assert measure(said).segments <= 2
    assert world.turns.begun == [(world.identities.of(PHONE), "pueblo", "en", {"region": "southern-arizona"}, "spring")]
    assert world.turns.seen == []


async def test_a_campaign_in_spanish_welcomes_in_spanish_after_the_notice(world: World) -> None:
    world.notice = lambda language: f"Notice in {language}."
    world.build()
    await campaign(world, language="es")
    await say_to(world, "pueblo26")
    assert world.fake_carrier.bodies[0] == "Notice in es."
    assert "Te damos la bienvenida" in world.fake_carrier.bodies[1]


async def test_a_sentence_with_the_word_in_it_is_a_question(world: World) -> None:
    await campaign(world)
    assert await say_to(world, "what is pueblo26 about") == "You said: what is pueblo26 about"


# --- wording ---

NUDGES = ("nudge_when", "nudge_full", "nudge_past", "nudge_far", "nudge_young", "nudge_cancelled", "nudge_none", "invited",
          "nudge_survey")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_nudge_fits_two_segments_and_says_how_it_ends(world: World, language: str) -> None:
    words = world.errands._words
    for name in NUDGES:
        assert measure(words.say(name, language)).segments <= 2, name  # type: ignore[arg-type]
    nudge = Nudge(kind="reminder", occasion="open_house", language=language, context={"role": "x" * 40}, reach="America/Phoenix;",
                  due_at=world.clock())  # fmt: skip
    said = words.nudge(nudge)
    assert measure(said).segments <= 2
    assert ("SKIP" in said and "STOP" in said) or ("QUITA" in said and "ALTO" in said)


# --- hours ---


@pytest.mark.parametrize(
    ("number", "region", "open_from", "open_to"),
    [("+15205550123", None, "16:00", "03:00"), ("+13055550123", None, "14:00", "01:00"), ("+18005550123", None, "19:00", "01:00"),
     ("+12125550123", "southern-arizona", "16:00", "01:00"), ("+18505550123", None, "15:00", "01:00"),
     ("+15025550123", None, "15:00", "01:00"), ("+14015550123", None, "14:00", "23:00")],
)  # fmt: skip
async def test_hours_hold_wherever_the_phone_may_be(
    number: str, region: str | None, open_from: str, open_to: str
) -> None:
    reach = hours.reach_of(number, region)
    midnight = datetime(2027, 1, 13, 6)  # a Wednesday in winter
    moments = [midnight + timedelta(minutes=15 * n) for n in range(96)]
    opened = [at for at in moments if hours.is_open(reach, at)]
    assert (f"{opened[0]:%H:%M}", f"{opened[-1] + timedelta(minutes=15):%H:%M}") == (open_from, open_to)
    assert hours.Reach.read(str(reach)) == reach


@pytest.mark.parametrize(
    ("number", "opens"),
    [("+12055550123", "Monday 09:00"), ("+14015550123", "Monday 09:00"), ("+17135550123", "Sunday 12:00")],
)
async def test_narrower_states_have_their_sundays(number: str, opens: str) -> None:
    reach = hours.reach_of(number)
    at = hours.next_open(reach, datetime(2027, 1, 17, 8))  # Sunday, after midnight in the United States
    assert f"{hours.local(at, reach.zone):%A %H:%M}" == opens
