"""Keys rotate by command, and nobody who stopped is ever texted after a rotation. Real files, store and commands."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.channels.sms.addresses import VaultNumbers
from bot.channels.sms.optouts import BY_LEARNER, OptOuts
from bot.channels.sms.parts import identities, vault
from bot.cli import app
from bot.settings import Settings
from bot.store.database import Database
from bot.store.models import Conversation, SmsOutbound, VaultEntry
from bot.store.upgrade import migrate

STOPPED, WRITES = "+15205550123", "+13055550199"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SENDERO_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SENDERO_ENV", "test")
    monkeypatch.chdir(tmp_path)
    made = Settings()
    migrate(made.database)
    return made


def command(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.output


async def fill(settings: Settings) -> None:
    database, who = Database(settings.database), identities(settings)
    async with database.begin() as session:
        await OptOuts(who).add(session, STOPPED, BY_LEARNER)
        for number in (STOPPED, WRITES):
            await VaultNumbers(vault(settings)).keep(session, who.of(number), number)
            session.add(SmsOutbound(pseudonym=who.of(number), body="hi"))
        session.add(
            Conversation(
                id="s1",
                channel="sms",
                pseudonym=who.of(WRITES),
                language="es",
                context={},
                offered=[],
                fed_cells=[],
                passed_on=[],
            )
        )
    await database.close()


async def state(settings: Settings) -> tuple[bool, bool, str | None, str | None, set[str]]:
    """Stopped found, other not, the number behind today's pseudonym, the conversation's language, key ids in the vault."""
    database, who = Database(settings.database), identities(settings)
    async with database.begin() as session:
        stopped, other = [await OptOuts(who).has(session, number) for number in (STOPPED, WRITES)]
        number = await VaultNumbers(vault(settings)).number_of(session, who.of(WRITES))
        from sqlalchemy import select

        spoke = await session.scalar(select(Conversation.language).where(Conversation.pseudonym == who.of(WRITES)))
        keys = set((await session.scalars(select(VaultEntry.key_id))).all())
        queued = await session.scalar(select(SmsOutbound.id).where(SmsOutbound.pseudonym == who.of(STOPPED)))
        assert queued, "what waits for a number moves with it, so that its STOP still empties the queue"
    await database.close()
    return stopped, other, number, spoke, keys


def test_rotating_every_key_loses_nobody(settings: Settings) -> None:
    asyncio.run(fill(settings))
    before = {name: settings.keys(name) for name in ("pseudonym_key", "opt_out_key", "vault_key")}  # type: ignore[arg-type]
    for name in ("opt-out", "pseudonym", "vault", "pseudonym", "opt-out"):
        assert "a new key is in use" in command("keys", "rotate", name)
    after = Settings()
    stopped, other, number, spoke, keys = asyncio.run(state(after))
    assert stopped and not other
    assert (number, spoke) == (WRITES, "es")
    assert keys == {vault(after).key_id}
    assert all(after.keys(name).current != ring.current for name, ring in before.items())  # type: ignore[arg-type]
    listed = command("keys", "list")
    assert after.keys("vault_key").current.hex() not in listed
    assert (settings.data_dir / "secrets" / "opt_out_key").stat().st_mode & 0o777 == 0o600


def test_forgetting_the_retired_keys_would_text_who_stopped(settings: Settings) -> None:
    """Sabotage: with the new key alone, the number that said STOP is not found."""
    asyncio.run(fill(settings))
    file = settings.data_dir / "secrets" / "opt_out_key"
    command("keys", "rotate", "opt-out")
    file.write_text(Settings().keys("opt_out_key").without_retired().text())
    assert asyncio.run(state(Settings()))[0] is False


def test_opt_outs_from_before_the_list_had_its_own_key_are_found(settings: Settings) -> None:
    from bot.channels.sms.addresses import PhoneIdentities
    from bot.privacy.identity import Pseudonyms

    async def stop_as_it_once_was() -> None:
        database, key = Database(settings.database), settings.keys("pseudonym_key").current
        async with database.begin() as session:
            old = PhoneIdentities(Pseudonyms(key), Pseudonyms(key, purpose="opt-out"))
            await OptOuts(old).add(session, STOPPED, BY_LEARNER)
            assert await OptOuts(identities(settings)).has(session, STOPPED)
        await database.close()

    asyncio.run(stop_as_it_once_was())


def test_key_from_the_environment_is_not_written_anywhere(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDERO_VAULT_KEY", "0123456789abcdef" * 4)
    out = command("keys", "rotate", "vault")
    assert "SENDERO_VAULT_KEY=" in out and "0123456789abcdef" * 4 in out.replace("\n", "")
    assert Settings().keys("vault_key").retired == ()


def test_purge_command_ends_what_is_past_its_time(settings: Settings) -> None:
    from datetime import timedelta

    from bot.store.models import now

    async def make() -> None:
        database = Database(settings.database)
        async with database.begin() as session:
            for n, minutes in enumerate((5, 31)):
                session.add(Conversation(id=f"w{n}", channel="web", language="en", context={}, offered=[], fed_cells=[],
                                         passed_on=[], last_active_at=now() - timedelta(minutes=minutes)))  # fmt: skip
        await database.close()

    asyncio.run(make())
    assert "1 conversations ended" in command("privacy", "purge")
    assert "SENDERO_WEB_IDLE_MINUTES" in command("privacy", "show")


def test_purge_command_ends_old_questions_and_reports_and_keeps_the_rest(settings: Settings) -> None:
    from datetime import UTC, datetime, timedelta

    from sqlalchemy import select

    from bot.store.models import MistakeReport, PassedQuestion

    today = datetime.now(UTC).date()

    async def make() -> None:
        database = Database(settings.database)
        async with database.begin() as session:
            for days in (1, settings.reports_days + 1):
                session.add(MistakeReport(id=f"r{days}", reported_on=today - timedelta(days=days), reason="wrong_fact",
                                          language="en", channel="web", topic="role_pay", answer="Our words"))  # fmt: skip
            for days in (1, settings.questions_days + 1):
                session.add(PassedQuestion(id=f"q{days}", received_on=today - timedelta(days=days), week="2026-W01",
                                           language="en", topic="role_pay", text="Their words",
                                           consent_version="1"))  # fmt: skip
        await database.close()

    async def left() -> list[str]:
        database = Database(settings.database)
        async with database.begin() as session:
            found = [
                *await session.scalars(select(MistakeReport.id)),
                *await session.scalars(select(PassedQuestion.id)),
            ]
        await database.close()
        return sorted(found)

    asyncio.run(make())
    command("privacy", "purge")
    assert asyncio.run(left()) == ["q1", "r1"]
