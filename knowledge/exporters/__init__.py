"""Exporters: spreadsheets (XLSX, CSV) and CTDL JSON-LD. What they write, the importers read back the same."""
