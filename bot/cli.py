"""The `sendero` command: serve, chat, train, staff accounts and the knowledge base."""

from __future__ import annotations

import asyncio
import getpass
import sys
import time
from typing import Annotated

import httpx
import typer
import uvicorn
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.nlu.cli import nlu
from bot.privacy_commands import keys, privacy
from bot.settings import Settings
from knowledge.cli import kb
from knowledge.mentions import Linker

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Sendero: answers about digital jobs.")
staff = typer.Typer(no_args_is_help=True, help="Staff accounts.")
app.add_typer(kb, name="kb")
app.add_typer(nlu, name="nlu")
app.add_typer(staff, name="staff")
app.add_typer(keys, name="keys")
app.add_typer(privacy, name="privacy")
sms_commands = typer.Typer(no_args_is_help=True, help="Texting.")
app.add_typer(sms_commands, name="sms")
console = Console(stderr=True, highlight=False)


@app.command()
def serve() -> None:
    """Prepare what is missing, then run engine, action server and gateway until Ctrl-C."""
    from bot import serve as supervisor
    from bot.training import model_path

    settings = Settings()
    try:
        prepare(settings)
        supervisor.check(settings, model_path(settings))
        console.print("Starting (about 15 seconds)")
        children = supervisor.services(settings, model_path(settings))
        running = supervisor.Supervisor(children, console.print, settings.data_dir / "logs")
        asyncio.run(running.run(lambda: _welcome(settings)))
    except supervisor.CannotStartError as error:
        console.print(f"[red]Cannot start:[/red] {error}")
        raise typer.Exit(1) from None


@app.command()
def train(force: Annotated[bool, typer.Option(help="Train even if nothing changed.")] = False) -> None:
    """Train the engine on data/nlu, data/rules and domain; names come from the knowledge base, seeded first if need be."""
    from bot.serve import CannotStartError

    started = time.monotonic()
    try:
        prepare(Settings(), force)
    except CannotStartError as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from None
    console.print(f"Done in {time.monotonic() - started:.1f} s")


@app.command(name="prepare")
def prepare_command() -> None:
    """Migrate and seed the stores and train, without serving."""
    prepare(Settings())


@app.command()
def gateway() -> None:
    """Run the gateway alone (the supervisor's child)."""
    from bot.main import create_app

    settings = Settings()
    uvicorn.run(
        create_app(settings), host=settings.host, port=settings.port, log_level="warning", access_log=False,
        timeout_graceful_shutdown=15, server_header=False,
        lifespan="on",  # the workers that text, forget and renew start there: without them nothing is served
    )  # fmt: skip


@app.command()
def chat(
    language: Annotated[str | None, typer.Option(help="en or es")] = None,
    sms: Annotated[bool, typer.Option(help="Read the answers as text messages.")] = False,
    url: Annotated[str, typer.Option(help="Where the gateway is.")] = "",
) -> None:
    """Talk to the running assistant in the terminal."""
    base = url or f"http://127.0.0.1:{Settings().port}"
    out = Console(highlight=False)
    try:
        with httpx.Client(base_url=base, timeout=30) as client:
            body = {"channel": "sms" if sms else "web", "language": language}
            opened = client.post("/api/conversations", json=body).raise_for_status().json()
            out.print(f"[dim]{opened['notice']['text']}[/dim]")
            path, headers = (
                f"/api/conversations/{opened['conversation_id']}",
                {"Authorization": f"Bearer {opened['token']}"},
            )
            while (text := _ask()) is not None:
                answer = client.post(f"{path}/messages", json={"text": text}, headers=headers)
                _show(out, answer.json() if answer.is_success else {"replies": [{"text": answer.json().get("title")}]})
            client.delete(path, headers=headers)
    except httpx.HTTPError as error:
        console.print(f"[red]No answer from {base}[/red] ({type(error).__name__}). Is `make serve` running?")
        raise typer.Exit(1) from None


@staff.command("add")
def add_user(
    username: str, role: Annotated[str, typer.Option(help="viewer, editor, reviewer or admin")] = "viewer"
) -> None:
    """Make a staff account; the password (15 characters or more) is asked for, or read from standard input."""
    from bot.staff.accounts import PasswordTooWeakError, create_user
    from bot.store.database import Database
    from bot.store.upgrade import migrate

    settings = Settings()
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

    async def make() -> None:
        database = Database(settings.database)
        async with database.begin() as session:
            await create_user(session, username, password, role)
        await database.close()

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate(settings.database)
    try:
        asyncio.run(make())
    except PasswordTooWeakError as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(1) from None
    console.print(f"{username} may sign in at /staff")


@sms_commands.command("doctor")
def sms_doctor() -> None:
    """Check the texting settings: what is wrong, what cannot go together, and the addresses to enter at Twilio."""
    from bot.channels.sms.doctor import examine, webhooks

    settings, out = Settings(), Console(highlight=False, soft_wrap=True)
    found = examine(settings)
    for finding in found:
        colour = "red" if finding.level == "error" else "yellow"
        out.print(
            f"[{colour}]{finding.level:<7}[/{colour}]{finding.setting}: {finding.problem}.\n       {finding.remedy}."
        )
    if settings.twilio_account_sid:
        out.print("\nEnter at Twilio, as HTTP POST:")
        for name, address in webhooks(settings).items():
            out.print(f"  {name:<22} {address}")
    if any(finding.level == "error" for finding in found):
        raise typer.Exit(1)
    out.print("\nNo errors.")


def prepare(settings: Settings, force_training: bool = False) -> None:
    """Brings both stores to the newest schema, loads the content, trains: each only if needed."""
    from bot.store.upgrade import migrate
    from bot.training import train as train_engine
    from knowledge import seed

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    console.print("Preparing the stores")
    migrate(settings.database)
    with _waiting("Loading the knowledge base"):
        seed.ensure(settings.knowledge, console.print)
    console.print("Preparing the engine")
    with _waiting("Training"):
        train_engine(settings, linker(settings), console.print, force_training)


def linker(settings: Settings) -> Linker:
    """The linker over the knowledge base as it stands."""
    from knowledge.repository import Knowledge

    return Linker(Knowledge(settings.knowledge).names())


def _waiting(what: str) -> Progress:
    progress = Progress(
        SpinnerColumn(), TextColumn("  {task.description}"), TimeElapsedColumn(), console=console, transient=True
    )
    progress.add_task(what, total=None)
    return progress


def _welcome(settings: Settings) -> None:
    base = f"http://{settings.host}:{settings.port}"
    console.print(
        f"\nSendero is up.\n  chat       {base}/\n  text       {base}/simulator\n  staff      {base}/staff"
        f"   (make an account: make staff-user NAME=you)\n  terminal   make chat\n  logs       {settings.data_dir / 'logs'}\nCtrl-C stops it."
    )


def _ask() -> str | None:
    try:
        return input("you > ").strip() or _ask()
    except (EOFError, KeyboardInterrupt):
        return None


def _show(out: Console, answer: dict) -> None:  # type: ignore[type-arg]
    for reply in answer["replies"]:
        out.print(f"[bold]{reply['text']}[/bold]")
        for card in reply.get("cards", []):
            out.print(f"  [cyan]{card['title']}[/cyan]")
            for line in card["lines"]:
                out.print(f"    {line}")
            for source in card["sources"]:
                out.print(f"    [dim]{source['name']}, {source['as_of']}[/dim]")
        for number, choice in enumerate(reply.get("choices", []), start=1):
            out.print(f"  {number}) {choice['label']}")
