"""Ratings and reports of mistakes over the real app: counted or kept without whose they were, danger answered first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.api import answers, problems
from bot.api.limits import RateLimit
from bot.channels.sms.parts import production_parts
from bot.channels.sms.service import SmsService
from bot.conversation import Conversations
from bot.dialogue.engine import Engine
from bot.errors import ScrubbingFailed
from bot.feedback import Feedback
from bot.insights.recorder import InsightRecorder
from bot.messages import Card, RawText, Reply, Turn, Understanding
from bot.privacy.scrub import Scrubber
from bot.settings import Settings
from bot.store.database import Database
from bot.store.models import Conversation, InsightRow, MistakeReport, OptOut, SmsOutbound, TranscriptEntry, VaultEntry
from tests.integration.staff_store import new_store

CARD = Card(kind="role", title="Web developer", lines=["Pay: $90,930"])
TURN = Turn(
    replies=[Reply(text="Here it is.", cards=[CARD])],
    understanding=Understanding(topics=["role_pay"], language="en", entities={"role": "15-1254"}),
)


class Knows:
    """A catalogue that knows every id."""

    def occupation(self, id: str, /) -> object:
        return id

    credential = program = region = occupation


class Breaks:
    def scrub(self, raw: RawText) -> None:
        raise ScrubbingFailed()


class Silent:
    def link(self, text: str) -> list[None]:
        return []


@dataclass
class Desk:
    database: Database
    client: httpx.AsyncClient
    path: str
    headers: dict[str, str]
    message: str

    async def post(self, what: str, **body: object) -> httpx.Response:
        said = {"client_message_id": self.message} | body
        return await self.client.post(f"{self.path}/{what}", json=said, headers=self.headers)

    async def rows(self, table: type) -> list:  # type: ignore[type-arg]
        async with self.database.begin() as session:
            return list((await session.scalars(select(table))).all())


async def opened(tmp_path: Path, scrubber: object, rate: RateLimit | None = None) -> Desk:
    database = await new_store(tmp_path / "store.db")
    settings = Settings(env="test", data_dir=tmp_path)
    recorder = InsightRecorder(Knows())
    talks = Conversations(settings, database, Engine("http://127.0.0.1:9", 1), scrubber, Silent(), recorder)  # type: ignore[arg-type]
    plans = SmsService(settings, database, scrubber, talks, production_parts(settings)).plans  # type: ignore[arg-type]
    app = FastAPI()
    problems.install(app)
    app.include_router(answers.router(Feedback(database, talks, scrubber, recorder), plans, rate))  # type: ignore[arg-type]
    conversation, message = await talks.open("web", "en", None), str(uuid4())
    async with database.begin() as session:
        session.add(
            TranscriptEntry(
                conversation_id=conversation.conversation_id,
                sequence=1,
                client_message_id=message,
                turn=TURN.model_dump(mode="json"),
            )
        )
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://t")
    headers = {"Authorization": f"Bearer {conversation.token}"}
    return Desk(database, client, f"/api/conversations/{conversation.conversation_id}", headers, message)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = await opened(tmp_path, Scrubber())
    yield made
    await made.client.aclose()
    await made.database.close()


async def test_a_rating_is_counted_once_a_topic_and_session(desk: Desk) -> None:
    for rating in ("unclear", "useful"):
        assert (await desk.post("ratings", rating=rating)).status_code == 204
    rows = await desk.rows(InsightRow)
    assert [(r.kind, r.topic, r.outcome, r.role) for r in rows] == [("rating", "role_pay", "unclear", None)]


async def test_a_report_holds_what_we_said_and_nothing_of_whose_it_was(desk: Desk) -> None:
    note = "I am Maria Lopez, call 520-555-0142: it pays less in Tucson"
    answer = await desk.post("reports", reason="wrong_fact", note=note, card=0)
    assert (answer.status_code, answer.json()) == (201, {"note_kept": True, "replies": []})
    (report,) = await desk.rows(MistakeReport)
    assert (report.card_title, report.topic, report.entities) == ("Web developer", "role_pay", {"role": "15-1254"})
    assert "Pay: $90,930" in report.answer
    assert "pays less in Tucson" in report.note
    assert "Lopez" not in report.note
    assert "0142" not in report.note
    (conversation,) = await desk.rows(Conversation)
    kept = [str(getattr(report, column.key)) for column in MistakeReport.__table__.columns]
    assert not {conversation.id, desk.message, conversation.token_hash} & set(kept)


async def test_a_note_of_someone_in_danger_gets_the_hotline_and_is_kept_nowhere(desk: Desk) -> None:
    desk.headers = {"Authorization": "Bearer wrong"}
    answer = await desk.post("reports", reason="something_else", note="i want to kill myself")
    assert answer.json()["replies"][0]["cards"][0]["kind"] == "hotline"
    assert await desk.rows(MistakeReport) == []


async def test_a_note_that_cannot_be_made_anonymous_is_not_kept_but_the_report_is(tmp_path: Path) -> None:
    desk = await opened(tmp_path, Breaks())
    answer = await desk.post("reports", reason="broken_link", note="I am Maria Lopez")
    assert answer.json()["note_kept"] is False
    (report,) = await desk.rows(MistakeReport)
    assert report.note is None
    await desk.database.close()


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("ratings", {"rating": "excellent"}, 400), ("ratings", {"rating": "useful", "client_message_id": "x"}, 400),
        ("ratings", {"rating": "useful", "client_message_id": str(uuid4())}, 404),
        ("reports", {"reason": "because"}, 400), ("reports", {"reason": "unclear", "note": "x" * 20_000}, 413),
    ],
)  # fmt: skip
async def test_what_fits_nothing_is_refused_and_never_echoed(
    desk: Desk, what: str, body: dict[str, object], status: int
) -> None:
    answer = await desk.post(what, **body)
    assert answer.status_code == status
    assert "excellent" not in answer.text


async def test_only_the_conversations_own_token_may_speak_for_it(desk: Desk) -> None:
    desk.headers = {"Authorization": "Bearer wrong"}
    assert (await desk.post("ratings", rating="useful")).status_code == 401
    assert (await desk.post("reports", reason="unclear")).status_code == 401
    assert await desk.rows(InsightRow) == await desk.rows(MistakeReport) == []


async def test_feedback_is_limited_as_messages_are(tmp_path: Path) -> None:
    desk = await opened(tmp_path, Scrubber(), RateLimit(2))
    codes = [(await desk.post("reports", reason="unclear")).status_code for _ in range(3)]
    assert codes == [201, 201, 429]
    await desk.database.close()


PHONE = "(602) 555-0142"  # the simulated network's


async def text_me(desk: Desk, **body: object) -> httpx.Response:
    said = {"phone": PHONE, "client_message_ids": [desk.message], "language": "en", "consent": True} | body
    return await desk.client.post(f"{desk.path}/texts", json=said, headers=desk.headers)


async def test_a_plan_is_texted_once_agreed_and_the_number_stays_out_of_sight(desk: Desk) -> None:
    assert (await text_me(desk)).status_code == 202
    (row,) = await desk.rows(SmsOutbound)
    assert (row.state, row.part) == ("queued", 0)
    assert "the plan you kept" in row.body
    assert "Web developer\nPay: $90,930" in row.body
    assert "5550142" not in repr([vars(one) for one in [row, *await desk.rows(VaultEntry)]])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"consent": False}, 400), ({"phone": "12"}, 422), ({"phone": "+44 20 7946 0000"}, 422),
        ({"phone": "(520) 321-0142"}, 422), ({"client_message_ids": [str(uuid4())]}, 404),
        ({"client_message_ids": []}, 400),
    ],
)  # fmt: skip
async def test_nothing_is_texted_without_consent_number_and_answer(
    desk: Desk, body: dict[str, object], status: int
) -> None:
    answer = await text_me(desk, **body)
    assert answer.status_code == status
    assert "0142" not in answer.text
    assert await desk.rows(SmsOutbound) == []


async def test_who_opted_out_gets_nothing_and_nobody_is_told(desk: Desk, tmp_path: Path) -> None:
    identities = production_parts(Settings(env="test", data_dir=tmp_path)).identities
    hashed, key = identities.opt_out_hashes("+16025550142")[0]
    async with desk.database.begin() as session:
        session.add(OptOut(pseudonym=hashed, key_id=key))
    assert (await text_me(desk)).status_code == 202
    assert await desk.rows(SmsOutbound) == []


async def test_one_number_gets_two_plans_a_day(desk: Desk) -> None:
    assert [(await text_me(desk)).status_code for _ in range(4)] == [202, 202, 202, 429]
    assert len({row.in_reply_to for row in await desk.rows(SmsOutbound)}) == 2
