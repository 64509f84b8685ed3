"""Writes records as a workbook with a sheet a kind, or as one CSV file a kind."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from knowledge.database import Database
from knowledge.exporters.reading import every
from knowledge.tabular import columns, flat


def write_xlsx(database: Database, path: Path, kinds: Iterable[str], count: Callable[[], None] = lambda: None) -> int:
    """One workbook; gives how many records it holds."""
    book, total = Workbook(write_only=True), 0
    for kind in kinds:
        sheet = book.create_sheet(kind)
        sheet.freeze_panes = "B2"
        names = columns(kind)
        for number, name in enumerate(names, 1):
            sheet.column_dimensions[get_column_letter(number)].width = min(max(len(name) + 2, 12), 40)
        sheet.append([_bold(sheet, name) for name in names])
        for record in every(database, kind):
            row = flat(kind, record)
            sheet.append([_safe(row[name]) for name in names])
            total += 1
            count()
    book.save(path)
    return total


def write_csv(database: Database, folder: Path, kinds: Iterable[str], count: Callable[[], None] = lambda: None) -> int:
    """`<kind>.csv` for each kind, in a folder; gives how many records they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for kind in kinds:
        with (folder / f"{kind}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns(kind))
            writer.writeheader()
            for record in every(database, kind):
                writer.writerow({name: _safe(value) for name, value in flat(kind, record).items()})
                total += 1
                count()
    return total


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t" and value[:1] else value


def _bold(sheet: object, name: str) -> object:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=name)
    cell.font = Font(bold=True)
    return cell
