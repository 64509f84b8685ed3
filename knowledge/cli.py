"""`sendero kb`: check and load the content, and make the extracts of official data anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from knowledge import official, seed
from knowledge.content import ContentError, read

kb = typer.Typer(help="The knowledge base: check, load, extract.", no_args_is_help=True)
app = kb
console = Console()

Content = Annotated[Path, typer.Option("--content", help="The content folder.")]
Url = Annotated[
    str, typer.Option("--database", help="Database URL; SENDERO_KNOWLEDGE_URL or var/knowledge.db if not given.")
]


def default_url() -> str:
    """SENDERO_KNOWLEDGE_URL, else the SQLite file in the data folder."""
    data = os.environ.get("SENDERO_DATA_DIR") or str(Path(__file__).resolve().parent.parent / "var")
    return os.environ.get("SENDERO_KNOWLEDGE_URL") or f"sqlite:///{Path(data) / 'knowledge.db'}"


@kb.command()
def load(
    database: Url = "",
    content: Content = seed.CONTENT_FOLDER,
    force: Annotated[bool, typer.Option("--force", help="Load even if this very content is loaded.")] = False,
) -> None:
    """Bring the tables to the newest schema and load the content: all of it, or nothing if anything is wrong."""
    try:
        loaded = seed.ensure(database or default_url(), console.print, content, force)
    except ContentError as error:
        _complain(error)
    if loaded.counts:
        console.print(", ".join(f"{count} {kind}" for kind, count in loaded.counts.items() if count), soft_wrap=True)


@kb.command()
def validate(content: Content = seed.CONTENT_FOLDER) -> None:
    """Check every record of the content and say all that is wrong; loads nothing."""
    try:
        found = read(content)
    except ContentError as error:
        _complain(error)
    console.print(
        f"{len(found.occupations)} occupations, {len(found.credentials)} credentials, {len(found.programs)} programs, "
        f"{len(found.steps)} steps, {len(found.sources)} sources: nothing wrong",
        soft_wrap=True,
    )


@kb.command()
def extract(
    source: Annotated[
        Path, typer.Option("--from", help="Folder with the official data (bls/, onet/, oflc/, programs/).")
    ],
    content: Content = seed.CONTENT_FOLDER,
) -> None:
    """Make content/official/*.csv anew from the large files of official data."""
    for name, lines in official.extract(source, content / "official").items():
        console.print(f"{name}.csv: {lines} lines")


def _complain(error: ContentError) -> NoReturn:
    for problem in error.problems:
        console.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
    console.print(f"{len(error.problems)} problem(s); nothing was loaded")
    raise typer.Exit(1)


if __name__ == "__main__":
    kb()
