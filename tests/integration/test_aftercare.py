"""After the card: the conversation stays warm, the card stays on offer; boundaries get shorter; questions are passed on
only when asked for, and taken back at will. Through the real HTTP routes and a real store, with a scripted engine."""

from __future__ import annotations

import asyncio
import dataclasses
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from bot.dialogue.engine import EngineTurn
from bot.main import Parts, bootstrap, create_app
from bot.settings import Settings
from bot.store.upgrade import migrate
from knowledge import seed
from tests.stack import DATA

KEY = "0123456789abcdef" * 4
OTHER_KEY = "fedcba9876543210" * 4


class ScriptedEngine:
    """Answers by the words in a message; `hang` makes every turn wait."""

    encoder = "ok"

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.hang: asyncio.Event | None = None

    async def turn(self, words: Any, *, context: dict[str, Any], **_: Any) -> EngineTurn:
        said = words.reveal()
        self.heard.append(said)
        if self.hang:
            await self.hang.wait()
        topic, outcome = "role_pay", "answered"
        if "idiot" in said:
            topic = "abusive"
        elif "record" in said:
            topic = "barrier_record"
        elif "underwater" in said:
            topic, outcome = "find_program", "not_known"
        return EngineTurn(
            replies=[{"text": f"about {topic}", "choices": [], "cards": []}], topics=[topic], outcome=outcome,
            entities={}, context=dict(context),
        )  # fmt: skip

    async def close(self) -> None: ...


@dataclasses.dataclass
class Room:
    client: httpx.AsyncClient
    parts: Parts
    engine: ScriptedEngine
    database: Path

    async def open(self, channel: str = "web", language: str = "en") -> Talk:
        opened = (await self.client.post("/api/conversations", json={"channel": channel, "language": language})).json()
        return Talk(self, opened["conversation_id"], opened["token"])

    def rows(self, query: str) -> list[Any]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute(query).fetchall()


@dataclasses.dataclass
class Talk:
    room: Room
    id: str
    token: str

    async def say(self, words: str | None = None, choice: str | None = None) -> dict[str, Any]:
        body = {"text": words} if words else {"choice": choice}
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = await self.room.client.post(f"/api/conversations/{self.id}/messages", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def pick(self, answer: dict[str, Any], label: str) -> dict[str, Any]:
        found = [c["value"] for r in answer["replies"] for c in r["choices"] if label in c["label"]]
        assert found, [c["label"] for r in answer["replies"] for c in r["choices"]]
        return await self.say(choice=found[0])


def labels(answer: dict[str, Any]) -> list[str]:
    return [choice["label"] for reply in answer["replies"] for choice in reply["choices"]]


def said(answer: dict[str, Any]) -> str:
    return " ".join(reply["text"] for reply in answer["replies"])


@pytest.fixture(scope="module")
def knowledge_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    if (DATA / "knowledge.db").exists():
        return f"sqlite:///{DATA / 'knowledge.db'}"
    url = f"sqlite:///{tmp_path_factory.mktemp('kb') / 'knowledge.db'}"
    seed.ensure(url, lambda _: None)
    return url


@pytest.fixture
async def room(tmp_path: Path, knowledge_url: str) -> AsyncIterator[Room]:
    settings = Settings(
        env="test", data_dir=tmp_path, knowledge_url=knowledge_url, pseudonym_key=KEY, vault_key=KEY, session_key=KEY,
        opt_out_key=OTHER_KEY, evaluation=True,
    )  # type: ignore[arg-type]  # fmt: skip
    migrate(settings.database)
    engine = ScriptedEngine()
    parts = bootstrap(settings, engine)  # type: ignore[arg-type]
    transport = httpx.ASGITransport(create_app(settings, parts))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Room(client, parts, engine, tmp_path / "sendero.db")
    await parts.database.close()


async def test_card_stays_on_offer_and_is_not_forced(room: Room) -> None:
    talk = await room.open()
    first = await talk.say("i want to kill myself")
    assert first["understanding"]["outcome"] == "crisis"
    after = await talk.say("what does help desk pay")
    assert "about role_pay" in said(after), "the next career question is answered"
    assert any("988" in label for label in labels(after))
    again = await talk.pick(after, "988")
    assert "988" in str(again["replies"][0]["cards"])
    assert room.rows("select hotline from conversations") == [("self_harm",)]


async def test_card_is_not_offered_to_who_was_not_in_danger(room: Room) -> None:
    talk = await room.open()
    assert not any("988" in label for label in labels(await talk.say("what does help desk pay")))


async def test_card_waits_neither_for_a_busy_turn_nor_for_a_hung_store(room: Room) -> None:
    talk = await room.open()
    room.engine.hang = asyncio.Event()
    slow = asyncio.create_task(talk.say("what does help desk pay"))
    await asyncio.sleep(0.2)
    async with asyncio.timeout(20):
        answer = await talk.say("i want to die")
    assert answer["understanding"]["outcome"] == "crisis"
    room.engine.hang.set()
    await slow
    async with room.parts.database.begin() as session:
        await session.execute(text("UPDATE sites SET name = 'x'"))  # holds the write lock
        async with asyncio.timeout(20):
            assert (await talk.say("i want to die"))["understanding"]["outcome"] == "crisis"


async def test_abusive_messages_meet_one_boundary_and_then_shorter_ones(room: Room) -> None:
    talk = await room.open()
    first, second, third = [await talk.say("you idiot") for _ in range(3)]
    assert labels(first), "the menu comes with the boundary"
    assert len(said(first)) > len(said(second)) > len(said(third)) - 1
    assert not labels(second) and not labels(third)
    assert "about role_pay" in said(await talk.say("what does help desk pay"))


@pytest.mark.parametrize(("channel", "language", "offer", "yes", "back"), [
    ("web", "en", "Pass my question on", "Yes", "TAKE BACK"), ("sms", "es", "Pasar mi pregunta", "Sí", "RETIRAR"),
])  # fmt: skip
async def test_question_is_passed_on_after_asking_and_taken_back(
    room: Room, channel: str, language: str, offer: str, yes: str, back: str
) -> None:
    talk = await room.open(channel, language)
    question = {"en": "is there an underwater robotics class, my name is jenny hernandez call 520-555-0123",
                "es": "hay clases de underwater robotics por aqui, me llamo jenny hernandez mi cel es 520-555-0123"}[language]  # fmt: skip
    answer = await talk.say(question)
    assert room.rows("select count(*) from passed_questions") == [(0,)], "nothing is passed on unasked"
    may = await talk.pick(answer, offer)
    assert "underwater robotics" in said(may), "the exact words are shown first"
    assert "0123" not in said(may)
    done = await talk.pick(may, yes)
    rows = room.rows("select text, consent_version, topic from passed_questions")
    assert len(rows) == 1 and "underwater" in rows[0][0] and "0123" not in rows[0][0] and rows[0][1]
    code = said(done).split(f"{back} ")[1][:8]
    other = await room.open(channel, language)
    await other.say(f"{back} {code}")
    assert room.rows("select count(*) from passed_questions") == [(0,)], "the code works from any conversation"


async def test_no_means_no_and_nothing_stays(room: Room) -> None:
    talk = await room.open()
    may = await talk.pick(await talk.say("any underwater welding classes around"), "Pass my question")
    await talk.pick(may, "No")
    assert room.rows("select count(*) from passed_questions") == [(0,)]
    assert room.rows("select open_question from conversations") in ([(None,)], [("null",)])


async def test_children_are_not_asked(room: Room) -> None:
    talk = await room.open()
    answer = await talk.say("im 11 years old any underwater robot classes near here")
    assert not any("Pass" in label for label in labels(answer))
    assert room.rows("select learner_text from transcript_entries") == [(None,)]


async def test_forgetting_takes_passed_questions_back_too(room: Room) -> None:
    talk = await room.open()
    may = await talk.pick(await talk.say("any underwater welding classes around"), "Pass my question")
    await talk.pick(may, "Yes")
    await talk.say("FORGET ME")
    assert room.rows("select (select count(*) from passed_questions) + (select count(*) from conversations)") == [(0,)]


async def test_words_on_record_status_and_health_are_not_kept(room: Room) -> None:
    talk = await room.open()
    await talk.say("i have a criminal record can i work in it")
    await talk.say("what does help desk pay")
    assert room.rows("select learner_text from transcript_entries order by sequence") == [
        (None,), ("what does help desk pay",)
    ]  # fmt: skip


async def test_forgotten_words_are_in_no_byte_of_the_store(room: Room) -> None:
    talk = await room.open()
    for n in range(30):
        await talk.say(f"zanzibarquark {n} what does help desk pay " + "and in tucson " * 20)
    folder = room.database.parent
    found = [path.name for path in folder.glob("sendero.db*") if b"zanzibarquark" in path.read_bytes()]
    assert found, "the search finds what is really there"
    receipt = await talk.say("FORGET ME")
    assert "deleted" in said(receipt)
    left = [path.name for path in folder.rglob("*") if path.is_file() and b"zanzibarquark" in path.read_bytes()]
    assert left == [], "pages and write-ahead log included"


async def test_without_the_wipe_the_words_would_be_found(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: deleting alone leaves them in the write-ahead log."""

    async def nothing() -> bool:
        return True

    monkeypatch.setattr(room.parts.database, "wipe", nothing)
    talk = await room.open()
    for n in range(30):
        await talk.say(f"zanzibarquark {n} what does help desk pay " + "and in tucson " * 20)
    await talk.say("FORGET ME")
    assert any(b"zanzibarquark" in path.read_bytes() for path in room.database.parent.glob("sendero.db*"))


async def test_what_is_kept_stands_on_a_page_in_both_languages(room: Room) -> None:
    english, spanish = [(await room.client.get(f"/privacy?lang={code}")).text for code in ("en", "es")]
    assert "30 minutes after the last message" in english and "FORGET ME" in english
    assert "30 minutos después del último mensaje" in spanish and "BORRAME" in spanish
