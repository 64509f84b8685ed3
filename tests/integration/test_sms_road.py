"""A text message's road: in, answered, out; once, in order, and never to who said stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import update

from bot.channels.sms.inbox import EMPTY
from bot.channels.sms.ports import Refused
from bot.channels.sms.sender import LEASE
from bot.errors import Overloaded
from bot.messages import Turn
from bot.store.models import OptOut, SmsInbound, SmsOutbound, SmsStatus, now
from tests.fakes.sms import OTHER, PHONE, World, answer, eventually

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    await made.create()
    yield made
    await made.close()


async def test_a_message_is_committed_scrubbed_then_answered(world: World) -> None:
    assert await world.arrive("im Destiny, what does a web developer make") == EMPTY
    (waiting,) = await world.rows(SmsInbound)
    assert (waiting.state, waiting.scrubbed_text) == ("waiting", "im <PERSON>, what does a web developer make")
    assert PHONE not in str(vars(waiting))

    await world.settle()

    (done,) = await world.rows(SmsInbound)
    assert (done.state, done.scrubbed_text) == ("done", None)
    assert world.fake_carrier.bodies == ["You said: im <PERSON>, what does a web developer make"]
    assert world.fake_carrier.sent[0].to == PHONE


async def test_fifty_duplicates_at_once_make_one_turn_and_one_reply(world: World) -> None:
    await asyncio.gather(*(world.arrive("hola", sid="SM-same") for _ in range(50)))
    await world.settle()
    assert len(world.turns.seen) == 1
    assert len(world.fake_carrier.sent) == 1


async def test_messages_of_one_sender_keep_their_order_with_many_hands(world: World) -> None:
    for n in range(12):
        await world.arrive(f"{n}", sender=PHONE)
        await world.arrive(f"{n}", sender=OTHER)
    world.worker.start()
    world.sender.start()
    await eventually(lambda: len(world.fake_carrier.sent) == 24)
    await world.worker.stop()
    await world.sender.stop()
    for number in (PHONE, OTHER):
        said = [m.body for m in world.fake_carrier.sent if m.to == number]
        assert said == [f"You said: {n}" for n in range(12)]


async def test_acknowledging_does_not_wait_for_a_hung_engine(world: World) -> None:
    world.turns.hang = asyncio.Event()
    world.worker.start()
    await world.arrive("first")
    await asyncio.sleep(0.1)
    started = asyncio.get_running_loop().time()
    for n in range(20):
        await world.arrive(f"more {n}", sender=OTHER)
    assert asyncio.get_running_loop().time() - started < 2.0
    world.turns.hang.set()
    world.turns.hang = None
    await world.worker.stop()


# --- danger ---


async def test_danger_is_answered_in_the_webhook_and_kept_nowhere(world: World) -> None:
    twiml = await world.arrive("i want to die")
    assert "988" in twiml
    assert "<Message>" in twiml
    await world.inbox.settle()
    assert await world.rows(SmsInbound) == []
    assert await world.rows(SmsOutbound) == []
    assert world.danger == ["crisis"]


async def test_danger_is_answered_while_the_store_is_gone(tmp_path: Path) -> None:
    world = World(tmp_path, url="sqlite+aiosqlite:////nonexistent/folder/x.db")
    assert "988" in await world.arrive("i want to die")
    with pytest.raises(Overloaded):
        await world.arrive("what does it pay")
    await world.close()


async def test_danger_beside_a_stop_gets_the_card_and_opts_out(world: World) -> None:
    assert "988" in await world.arrive("STOP i want to die")
    await world.inbox.settle()
    assert await world.opted_out()


async def test_danger_from_a_number_that_stopped_still_gets_the_card(world: World) -> None:
    await world.arrive("STOP")
    assert "988" in await world.arrive("i want to die")
    await world.settle()
    assert world.fake_carrier.sent == []


async def test_stop_hurting_me_is_no_opt_out(world: World) -> None:
    await world.arrive("stop hurting me i want to die")
    await world.inbox.settle()
    assert not await world.opted_out()


# --- stop, start, help ---


async def test_stop_cancels_what_is_queued_and_waiting(world: World) -> None:
    await world.arrive("first question")
    await world.worker.drain()
    await world.arrive("second question")
    await world.arrive("STOP")
    await world.settle()
    assert world.fake_carrier.sent == []
    assert [row.state for row in await world.rows()] == ["cancelled"]
    assert all(row.body is None for row in await world.rows())
    assert all(row.scrubbed_text is None for row in await world.rows(SmsInbound))


async def test_stop_during_a_turn_keeps_its_answer_from_leaving(world: World) -> None:
    await world.arrive("a question")
    world.turns.hang = asyncio.Event()
    turn = asyncio.create_task(world.worker.drain())
    await asyncio.sleep(0.05)
    await world.arrive("STOP")
    world.turns.hang.set()
    await turn
    await world.sender.drain()
    assert world.fake_carrier.sent == []
    assert [row.state for row in await world.rows()] == ["cancelled"]


async def test_stop_waits_for_a_hand_over_under_way(world: World) -> None:
    await world.arrive("a question")
    await world.worker.drain()
    world.fake_carrier.hang = asyncio.Event()
    sending = asyncio.create_task(world.sender.drain())
    await asyncio.sleep(0.05)
    stopping = asyncio.create_task(world.arrive("STOP"))
    await asyncio.sleep(0.05)
    assert not await world.opted_out()
    world.fake_carrier.hang.set()
    await asyncio.gather(sending, stopping)
    assert await world.opted_out()
    assert len(world.fake_carrier.sent) == 1


async def test_twilios_own_stop_is_confirmed_by_twilio_alone(world: World) -> None:
    assert await world.arrive("STOP") == EMPTY
    (listed,) = await world.rows(OptOut)
    assert listed.by == "twilio"
    assert PHONE not in listed.pseudonym


async def test_our_own_stop_words_are_confirmed_once_in_the_webhook(world: World) -> None:
    twiml = await world.arrive("no más mensajes", sid="SM-stop")
    assert "INICIAR" in twiml
    assert await world.arrive("no más mensajes", sid="SM-stop") == EMPTY
    assert await world.opted_out()


async def test_stop_is_confirmed_where_twilio_does_not(tmp_path: Path) -> None:
    world = World(tmp_path, twilio_answers_keywords=False)
    await world.create()
    assert "<Message>" in await world.arrive("STOP")
    assert await world.arrive("STOP", sender=OTHER, OptOutType="STOP") == EMPTY  # Advanced Opt-Out answered
    await world.close()


async def test_a_number_that_stopped_gets_no_answer_and_leaves_no_words(world: World) -> None:
    await world.arrive("STOP")
    await world.arrive("what does it pay")
    await world.arrive("HELP")
    await world.settle()
    assert world.turns.seen == []
    assert world.fake_carrier.sent == []
    assert all(row.scrubbed_text is None for row in await world.rows(SmsInbound))


@pytest.mark.parametrize(("stop", "start", "back"), [
    ("ALTO", "INICIAR", True), ("ALTO", "START", True), ("STOP", "START", True), ("STOP", "INICIAR", False),
])  # fmt: skip
async def test_our_words_lift_our_own_block_only(world: World, stop: str, start: str, back: bool) -> None:
    await world.arrive(stop)
    await world.arrive(start)
    assert await world.opted_out() is not back


async def test_a_late_duplicate_of_a_stop_does_not_undo_a_start(world: World) -> None:
    await world.arrive("STOP", sid="SM-stop")
    await world.arrive("START")
    await world.arrive("STOP", sid="SM-stop")
    assert not await world.opted_out()


async def test_yes_is_a_word_like_any_other_for_who_did_not_stop(world: World) -> None:
    await world.arrive("sí")
    await world.settle()
    assert world.turns.seen[0][1] == "sí"


async def test_an_opt_out_under_a_retired_key_still_counts(world: World) -> None:
    hashed, key_id = world.identities.opt_out_hashes(PHONE)[1]
    async with world.database.begin() as session:
        session.add(OptOut(pseudonym=hashed, key_id=key_id))
    await world.arrive("what does it pay")
    await world.settle()
    assert world.fake_carrier.sent == []


async def test_help_names_people_and_crisis_lines(world: World) -> None:
    await world.arrive("AYUDA")
    await world.arrive("HELP")  # Twilio answers this one itself
    await world.settle()
    (body,) = world.fake_carrier.bodies
    assert all(word in body for word in ("Sendero", "988", "911", "ALTO"))


async def test_did_you_want_me_to_stop_is_asked_once(world: World) -> None:
    await world.arrive("enough of this")
    await world.arrive("enough of this")
    await world.settle()
    assert "Reply STOP" in world.fake_carrier.bodies[0]
    assert world.fake_carrier.bodies[1] == "You said: enough of this"


# --- odd messages ---


async def test_pictures_and_nothing_get_words_of_their_own(world: World) -> None:
    await world.arrive("", NumMedia="2")
    await world.arrive("  \x00 ", sender=OTHER)
    await world.settle()
    assert "pictures" in world.fake_carrier.bodies[0]
    assert "empty" in world.fake_carrier.bodies[1]
    assert world.turns.seen == []


async def test_a_message_that_cannot_be_scrubbed_is_answered_and_not_kept(world: World) -> None:
    await world.arrive("unscrubbable secret")
    (row,) = await world.rows(SmsInbound)
    assert row.scrubbed_text is None
    await world.settle()
    assert world.turns.seen[0][1] is None
    assert len(world.fake_carrier.sent) == 1


async def test_a_first_answer_is_preceded_by_the_notice(tmp_path: Path) -> None:
    world = World(tmp_path)
    await world.create()
    world.notice = lambda language: f"Notice in {language}."
    world.build()
    await world.arrive("hi")
    await world.arrive("again")
    await world.settle()
    assert world.fake_carrier.bodies == ["Notice in en.", "You said: hi", "You said: again"]
    await world.close()


async def test_sixteen_hundred_characters_are_kept_and_all_are_screened(world: World) -> None:
    await world.arrive("a " * 1000)
    (row,) = await world.rows(SmsInbound)
    assert len(row.scrubbed_text) == 1600
    assert "988" in await world.arrive("a " * 1000 + "i want to die")


# --- pages ---


def long_answer(text: str | None) -> Turn:
    return answer(
        "This sentence is exactly fifty characters, no more. " * 15 if text == "long" else f"You said: {text}"
    )


async def test_more_brings_the_next_page_without_a_turn(world: World) -> None:
    world.turns.answers = long_answer
    for text in ("long", "MORE", "más"):
        await world.arrive(text)
        await world.settle()
    first, second, third = world.fake_carrier.bodies
    assert first.endswith("Reply MORE for the rest.")
    assert second.endswith("Reply MORE for the rest.")
    assert "MORE" not in third
    assert len(world.turns.seen) == 1


async def test_another_question_drops_the_pages_left(world: World) -> None:
    world.turns.answers = long_answer
    for text in ("long", "what else", "MORE"):
        await world.arrive(text)
        await world.settle()
    assert world.fake_carrier.bodies[1:] == ["You said: what else", "You said: MORE"]
    assert not [row for row in await world.rows() if row.state == "held"]


# --- crashes ---


async def test_a_claimed_message_is_taken_up_after_a_crash(world: World) -> None:
    await world.arrive("question")
    assert await world.worker._next() is not None  # the process dies here
    world.build()
    await world.worker.recover()
    await world.settle()
    assert world.fake_carrier.bodies == ["You said: question"]


async def test_a_crash_during_the_turn_leaves_no_half(world: World) -> None:
    await world.arrive("question")
    world.turns.hang = asyncio.Event()
    task = asyncio.create_task(world.worker.drain())
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await world.rows() == []
    world.turns.hang = None
    world.build()
    await world.worker.recover()
    await world.settle()
    assert world.fake_carrier.bodies == ["You said: question"]


async def test_a_crash_after_claiming_a_reply_sends_it_when_the_lease_is_over(world: World) -> None:
    await world.arrive("question")
    await world.worker.drain()
    (row,) = await world.rows()
    assert await world.sender._claim(row) == PHONE  # the process dies here
    world.build()
    assert await world.sender.drain() == 0
    async with world.database.begin() as session:
        await session.execute(update(SmsOutbound).values(not_before=now() - LEASE))
    assert await world.sender.drain() == 1
    assert world.fake_carrier.bodies == ["You said: question"]


async def test_a_turn_that_keeps_failing_still_answers(world: World) -> None:
    world.turns.fail_times = 3
    await world.arrive("question")
    await world.settle()
    assert "went wrong" in world.fake_carrier.bodies[0]
    (row,) = await world.rows(SmsInbound)
    assert (row.state, row.scrubbed_text) == ("failed", None)


# --- sending ---


async def one_queued(world: World) -> None:
    await world.arrive("question")
    await world.worker.drain()


async def make_due(world: World) -> None:
    async with world.database.begin() as session:
        await session.execute(update(SmsOutbound).values(not_before=now() - timedelta(seconds=1)))


@pytest.mark.parametrize("code", ["20429", "20503", "http_500", "ConnectTimeout"])
async def test_passing_refusals_are_retried_three_times(world: World, code: str) -> None:
    await one_queued(world)
    world.fake_carrier.refuses = [Refused(code, retryable=True)] * 4
    for attempt in range(1, 4):
        await world.sender.drain()
        (row,) = await world.rows()
        assert (row.state, row.attempts, row.error_code) == ("queued", attempt, code)
        assert row.not_before > now()
        await make_due(world)
    await world.sender.drain()
    (row,) = await world.rows()
    assert (row.state, row.body, world.fake_carrier.sent) == ("failed", None, [])


@pytest.mark.parametrize("code", ["21610", "30007", "30006", "21211"])
async def test_final_refusals_are_never_retried(world: World, code: str) -> None:
    await one_queued(world)
    world.fake_carrier.refuses = [Refused(code, retryable=False)]
    await world.sender.drain()
    await make_due(world)
    assert await world.sender.drain() == 0
    (row,) = await world.rows()
    assert (row.state, row.attempts, row.error_code, row.body) == ("failed", 1, code, None)
    assert await world.opted_out() is (code == "21610")


async def test_parts_of_an_answer_never_overtake_each_other(world: World) -> None:
    world.turns.answers = lambda text: answer(f"You said: {text}")
    await world.arrive("one")
    await world.arrive("two")
    await world.worker.drain()
    world.fake_carrier.refuses = [Refused("20429", retryable=True)]
    await world.sender.drain()
    assert world.fake_carrier.sent == []
    await make_due(world)
    await world.sender.drain()
    assert world.fake_carrier.bodies == ["You said: one", "You said: two"]


async def test_a_loop_ends_at_twenty_equal_messages(world: World) -> None:
    world.turns.answers = lambda text: answer("I did not get that.")
    for _ in range(25):
        await world.arrive("auto-reply: I am driving")
    await world.settle()
    assert len(world.fake_carrier.sent) == 20
    assert [row.state for row in await world.rows()].count("blocked") == 5


async def test_a_forgotten_number_is_sent_nothing(world: World) -> None:
    await one_queued(world)
    world.numbers.kept.clear()
    await world.sender.drain()
    assert world.fake_carrier.sent == []


# --- delivery statuses ---


async def handed(world: World) -> str:
    await one_queued(world)
    await world.sender.drain()
    (row,) = await world.rows()
    assert row.state == "accepted"
    return str(row.twilio_sid)


async def report(world: World, sid: str, status: str, **more: str) -> None:
    await world.statuses.receive({"MessageSid": sid, "MessageStatus": status} | more)


@pytest.mark.parametrize(
    "order", [("sent", "delivered"), ("delivered", "sent"), ("delivered", "sent", "queued", "sent")]
)
async def test_statuses_in_any_order_end_delivered(world: World, order: tuple[str, ...]) -> None:
    sid = await handed(world)
    for status in order:
        await report(world, sid, status)
        await report(world, sid, status)
    (row,) = await world.rows()
    assert (row.state, row.body) == ("delivered", None)
    assert len(await world.rows(SmsStatus)) == len(set(order))


async def test_a_status_that_overtakes_the_hand_over_is_not_lost(world: World) -> None:
    await one_queued(world)
    await report(world, "SM" + "1".zfill(32), "delivered")
    await world.sender.drain()
    (row,) = await world.rows()
    assert row.state == "delivered"


async def test_an_unreachable_phone_gets_the_message_again_three_times(world: World) -> None:
    for attempt in range(1, 5):
        if attempt == 1:
            sid = await handed(world)
        else:
            await make_due(world)
            assert await world.sender.drain() == 1
            sid = (await world.rows())[0].twilio_sid
        await report(world, sid, "sent")
        await report(world, sid, "undelivered", ErrorCode="30003")
    (row,) = await world.rows()
    assert (row.state, row.attempts, row.body, row.error_code) == ("undelivered", 4, None, "30003")
    await make_due(world)
    assert await world.sender.drain() == 0


@pytest.mark.parametrize("code", ["30006", "30007", "30005"])
async def test_other_failures_are_final(world: World, code: str) -> None:
    sid = await handed(world)
    await report(world, sid, "undelivered", ErrorCode=code)
    (row,) = await world.rows()
    assert (row.state, row.error_code, row.body) == ("undelivered", code, None)


async def test_a_status_saying_blocked_marks_the_number(world: World) -> None:
    sid = await handed(world)
    await report(world, sid, "failed", ErrorCode="21610")
    assert await world.opted_out()


async def test_a_body_is_not_kept_where_nothing_will_be_reported(world: World) -> None:
    world.fake_carrier.reports = False
    await handed(world)
    assert (await world.rows())[0].body is None


async def test_a_body_nobody_reports_on_is_emptied_after_ten_minutes(world: World) -> None:
    await handed(world)
    assert (await world.rows())[0].body is not None
    await make_due(world)
    await world.sender.drain()
    assert (await world.rows())[0].body is None


@pytest.mark.parametrize("odd", [{}, {"MessageSid": "SM1"}, {"MessageSid": "SM1", "MessageStatus": "exploded"},
                                 {"MessageSid": "SM1\n", "MessageStatus": "sent"}])  # fmt: skip
async def test_odd_callbacks_change_nothing(world: World, odd: dict[str, str]) -> None:
    await world.statuses.receive(odd)
    assert await world.rows(SmsStatus) == []
