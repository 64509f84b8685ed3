"""`sendero kb`: check and load the content, import and export the field's formats, list what is past its time."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from knowledge import importing, official, seed
from knowledge.content import ContentError, read
from knowledge.database import Database
from knowledge.due import due
from knowledge.exporters import ctdl, spreadsheet
from knowledge.importers import IMPORTERS, importer_for
from knowledge.importers.batch import Importer, SourceOf, slug
from knowledge.records import KINDS

kb = typer.Typer(help="The knowledge base: check, load, extract.", no_args_is_help=True)
app = kb
console = Console()

_OUTCOMES = {
    "added": "Added",
    "changed": "Changed",
    "unchanged": "As before",
    "removed": "Taken out",
    "kept": "Kept, though not in this file (see --replace)",
    "waiting": "Waiting for a person, since somebody verified them",
}
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
def validate(
    file: Annotated[Path | None, typer.Argument(help="A file to import; the content folder if not given.")] = None,
    format: Annotated[str, typer.Option("--format", help="How to read the file.")] = "",
    content: Content = seed.CONTENT_FOLDER,
) -> None:
    """Check every record of the content, or of a file to import, and say all that is wrong; loads nothing."""
    if file is not None:
        importer, opened = _importer(file, format), _open("")
        with _progress(f"{importer.name}: {file.name}", _lines(file)) as done:
            report = importing.run(opened, importer, file, origin=_feed(importer, file), dry_run=True, progress=done)
        _tell(report, dry_run=True)
        opened.close()
        raise typer.Exit(1 if report.problems else 0)
    try:
        with _progress("content", None) as done:
            found = read(content, lambda _name: done(0))
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


@kb.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="The file or folder to import.", exists=True)],
    format: Annotated[
        str, typer.Option("--format", help="How to read it, where that is not plain from the file.")
    ] = "",
    feed: Annotated[
        str, typer.Option("--feed", help="Whose list this is; the next import of the same feed replaces it.")
    ] = "",
    source: Annotated[str, typer.Option("--source", help="Name of the publication its facts cite.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="Its date (YYYY, YYYY-MM or YYYY-MM-DD).")] = "",
    organization: Annotated[
        str, typer.Option("--organization", help="The partner who owns these records.")
    ] = "default",
    replace: Annotated[
        bool, typer.Option("--replace", help="Take out what the feed no longer has, however much that is.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    database: Url = "",
) -> None:
    """Import a spreadsheet or a file of the field's formats: in one transaction, the same result every time.

    Rows that cannot be read are listed and left out. What a person has verified is not overwritten: it waits in review.
    """
    importer = _importer(path, format)
    cited = _cited(importer, feed, source, as_of)
    opened = _open(database)
    with _progress(f"{importer.name}: {path.name}", _lines(path)) as done:
        report = importing.run(
            opened, importer, path, cited, feed or _feed(importer, path), organization, dry_run, replace, done
        )
    _tell(report, dry_run)
    opened.close()


@kb.command()
def export(
    path: Annotated[Path, typer.Argument(help="Where to: a .xlsx or .jsonld file, or a folder for CSV files.")],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Which kinds of records (all of them if not given).")
    ] = None,
    database: Url = "",
) -> None:
    """Export records as a workbook, CSV files or CTDL JSON-LD. `import` reads each of them back the same."""
    kinds = kind or list(KINDS)
    if unknown := set(kinds) - set(KINDS):
        _stop(f"No such kind: {', '.join(sorted(unknown))}. There are: {', '.join(KINDS)}.")
    opened = _open(database)
    with _progress(path.name, None) as done:

        def one() -> None:
            done(0)

        if path.suffix.lower() == ".xlsx":
            total = spreadsheet.write_xlsx(opened, path, kinds, one)
        elif path.suffix.lower() in (".jsonld", ".json"):
            total = ctdl.write(opened, path, one)
        elif path.suffix:
            _stop("Export to a .xlsx file, a .jsonld file or a folder.")
        else:
            total = spreadsheet.write_csv(opened, path, kinds, one)
    console.print(f"{total} records written to {path}", soft_wrap=True)
    opened.close()


@kb.command()
def stale(
    kind: Annotated[str, typer.Option("--kind", help="Only this kind of record.")] = "",
    limit: Annotated[int, typer.Option("--limit", help="At most so many.")] = 50,
    today: Annotated[str, typer.Option("--today", help="As of this day (YYYY-MM-DD) instead of today.")] = "",
    database: Url = "",
) -> None:
    """List what is past its time, the oldest first, with whom to ask."""
    day = date.fromisoformat(today) if today else date.today()
    opened = _open(database)
    found, total = due(opened, day, kind or None, limit)
    table = Table("what", "record", "as of", "days", "now", "ask", box=None)
    for one in found:
        days = "no date" if one.days is None else str(one.days)
        part = "" if one.part == "*" else f" ({one.part})"
        table.add_row(
            f"{one.kind}{part}", one.name, one.verified_on or one.as_of, days, one.stage, one.contact or one.url or ""
        )
    console.print(table)
    console.print(f"{total} past their time, {len(found)} shown")
    opened.close()


def _importer(path: Path, format: str) -> Importer:
    if format:
        if format not in IMPORTERS:
            _stop(f"No such format: {format}. There are: {', '.join(IMPORTERS)}.")
        return IMPORTERS[format]
    found = importer_for(path)
    if found is None:
        known = "\n".join(f"  {name}: {importer.about}" for name, importer in IMPORTERS.items())
        _stop(f"{path.name} is in no format known here. Name one with --format:\n{known}")
    return found


def _feed(importer: Importer, path: Path) -> str:
    """Official figures replace each other; lists of records belong to whoever sent them, named after the file."""
    return importer.name if importer.source.kind == "official" and importer.name != "etpl" else slug(path.stem)[:40]


def _cited(importer: Importer, feed: str, source: str, as_of: str) -> SourceOf:
    cited = importer.source
    if source or feed:
        id = f"{cited.id}-{slug(source or feed)}"[:64]
        cited = dataclasses.replace(cited, id=id, name=source or f"{cited.name}: {feed}")
    return dataclasses.replace(cited, as_of=as_of) if as_of else cited


def _tell(report: importing.Report, dry_run: bool) -> None:
    for problem in report.problems:
        console.print(str(problem), style="yellow", markup=False, highlight=False, soft_wrap=True)
    for outcome in ("added", "changed", "unchanged", "removed", "kept", "waiting"):
        if counts := getattr(report, outcome):
            told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
            console.print(f"{_OUTCOMES[outcome]}: {told}", soft_wrap=True)
    left_out = len(report.problems)
    console.print(f"{left_out} row(s) left out" + ("; dry run, nothing was changed" if dry_run else ""))


def _open(url: str) -> Database:
    seed.ensure(url or default_url(), console.print)
    return Database(url or default_url())


def _lines(path: Path) -> int | None:
    if path.is_dir() or path.suffix.lower() not in (".csv", ".txt"):
        return None
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


@contextmanager
def _progress(label: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal; nothing where output is not one. Gives what to call with a line number, or 0."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)

        def done(line: int) -> None:
            if line:
                bar.update(task, completed=line)
            else:
                bar.advance(task)

        yield done


def _stop(message: str) -> NoReturn:
    console.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)


def _complain(error: ContentError) -> NoReturn:
    for problem in error.problems:
        console.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
    console.print(f"{len(error.problems)} problem(s); nothing was loaded")
    raise typer.Exit(1)


if __name__ == "__main__":
    kb()
