"""Importers of the field's file formats, by name; `importer_for` finds the one that reads a file."""

from __future__ import annotations

from pathlib import Path

from knowledge.importers.batch import Importer
from knowledge.importers.ctdl import Ctdl
from knowledge.importers.etpl import Etpl
from knowledge.importers.hsds import Hsds
from knowledge.importers.ipeds import Ipeds
from knowledge.importers.labor import Oews, Projections, WageLevels
from knowledge.importers.nice import Nice
from knowledge.importers.onet import Onet
from knowledge.importers.spreadsheet import Spreadsheet

# Asked in this order: the spreadsheet reads any CSV.
IMPORTERS: dict[str, Importer] = {
    importer.name: importer
    for importer in (
        Onet(),
        Ipeds(),
        Oews(),
        Projections(),
        WageLevels(),
        Etpl(),
        Ctdl(),
        Nice(),
        Hsds(),
        Spreadsheet(),
    )
}


def importer_for(path: Path) -> Importer | None:
    """The importer that reads this file or folder, or None."""
    return next((importer for importer in IMPORTERS.values() if importer.accepts(path)), None)
