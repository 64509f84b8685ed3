"""`sendero keys …` and `sendero privacy …`: rotating keys, purging now, saying what is kept, publishing counts with noise.

Run while the service is stopped where a key changes. Never prints a key that is kept in a file.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Annotated, Literal, cast, get_args

import typer
from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from bot.store.database import Database

KeyName = Literal["pseudonym", "opt-out", "vault"]
keys = typer.Typer(no_args_is_help=True, help="Keys of the text-message channel.")
privacy = typer.Typer(no_args_is_help=True, help="What is kept, and for how long.")
console = Console(highlight=False)


@keys.command("list")
def list_keys() -> None:
    """Name each key in use and how many retired ones there are; no key is shown."""
    from bot.privacy.identity import key_id

    settings = Settings()
    table = Table("key", "in use", "retired")
    for name in get_args(KeyName):
        ring = settings.keys(_setting(name))
        table.add_row(name, key_id(ring.current), str(len(ring.retired)))
    console.print(table)


@keys.command("rotate")
def rotate(name: Annotated[str, typer.Argument(help="pseudonym, opt-out or vault")]) -> None:
    """Make a new key, keep the old one as retired, and move what the store holds to the new one. Stop the service first."""
    if name not in get_args(KeyName):
        console.print(f"[red]There is no key called {name}[/red]: {', '.join(get_args(KeyName))}")
        raise typer.Exit(2)
    settings = Settings()
    setting = _setting(cast(KeyName, name))
    variable, file = f"SENDERO_{setting.upper()}", settings.data_dir / "secrets" / setting
    ring = settings.keys(setting).rotated()
    if not file.exists() or file.read_text().strip() != getattr(settings, setting).get_secret_value():
        console.print(f"Set this in the service's environment, then run `sendero keys move`:\n{variable}={ring.text()}")
        return
    _replace(file, ring.text())
    console.print(f"{name}: a new key is in use, {len(ring.retired)} retired")
    move()


@keys.command("move")
def move() -> None:
    """Call every number that can be read by its new pseudonym, and seal it under the new key. Safe to repeat."""
    from bot.channels.sms.parts import identities, vault
    from bot.channels.sms.rekey import Moved, rekey

    settings = Settings()

    async def run() -> Moved:
        database = Database(settings.database)
        try:
            async with database.begin() as session:
                moved = await rekey(session, identities(settings).everything, vault(settings))
            await database.wipe()
            return moved
        finally:
            await database.close()

    found = asyncio.run(run())
    console.print(
        f"{found.numbers} numbers moved" + (f", {found.unreadable} unreadable deleted" if found.unreadable else "")
    )


@privacy.command("purge")
def purge() -> None:
    """Delete everything that is past its time, now (the running service does this every minute)."""
    from bot import janitor

    settings = Settings()

    async def run() -> int:
        database = Database(settings.database)
        try:
            ended = await janitor.purge(database, settings)
            await database.wipe()
            return ended
        finally:
            await database.close()

    console.print(f"{asyncio.run(run())} conversations ended; texts, numbers and questions past their time are gone")


@privacy.command("show")
def show() -> None:
    """What is kept, and for how long, with the settings in force."""
    from bot.retention import kept

    table = Table("what", "how long", "setting")
    for line in kept(Settings()):
        table.add_row(line.what["en"], line.how_long["en"], line.setting or "fixed")
    console.print(table)


@privacy.command("publish")
def publish(
    quarter: Annotated[str, typer.Argument(help="a quarter that is over, such as 2026-Q3")],
    epsilon: Annotated[float, typer.Option(help="how much of the quarter's budget of 1 to spend")] = 1.0,
) -> None:
    """Print a quarter's topic counts with noise (CSV), the error beside each; the budget spent is logged."""
    from bot.insights.release import BudgetSpent, QuarterOpen, Release, release

    async def run() -> Release:
        database = Database(Settings().database)
        try:
            return await release(database, quarter, epsilon)
        finally:
            await database.close()

    try:
        made = asyncio.run(run())
    except (BudgetSpent, QuarterOpen, ValueError) as error:
        console.print(f"[red]Not published:[/red] {type(error).__name__}: {error}")
        raise typer.Exit(1) from None
    print(made.csv(), end="")


def _setting(name: KeyName) -> Literal["pseudonym_key", "opt_out_key", "vault_key"]:
    return cast(Literal["pseudonym_key", "opt_out_key", "vault_key"], f"{name.replace('-', '_')}_key")


def _replace(file: Path, text: str) -> None:
    """Swaps a secret file in one step, readable by its owner alone."""
    new = file.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(new, file)
