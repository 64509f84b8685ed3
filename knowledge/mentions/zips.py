"""ZIP codes: known ones by their place, others by the region their first three digits lie in.

Receives zip entries (`more`: place, name, region) and messages. A five-digit number outside the country's four regions
and unknown to the knowledge base is no ZIP code to us.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.mentions.names import Entry, Mention
from knowledge.mentions.numbers import ZIP
from knowledge.mentions.text import Folded

# First three digits (USPS sectional centers) of the four regions.
_REGIONS = {
    **dict.fromkeys(("856", "857"), "southern-arizona"),
    **dict.fromkeys(("200", "202", "203", "204", "205", "206", "207", "208", "209", "201", "220", "221", "222", "223"), "dc-metro"),
    **dict.fromkeys(("014", "015", "016", "017", "018", "019", "020", "021", "022", "024"), "massachusetts"),
    **dict.fromkeys(("330", "331", "332"), "miami-dade"),
}  # fmt: skip


class ZipCodes:
    def __init__(self, entries: Iterable[Entry]) -> None:
        self._known = {entry.alias: dict(entry.more) for entry in entries}

    def find(self, message: Folded) -> Iterator[Mention]:
        for match in ZIP.finditer(message.text):
            code = match.group(1)
            more = self._known.get(code)
            region = _REGIONS.get(code[:3])
            if more is None and region is None:
                continue
            start, end = message.span(*match.span())
            told = {key: value for key, value in (more or {"region": region or ""}).items() if value}
            yield Mention("zip", code, start, end, message.original[start:end], 1.0 if more else 0.9, told)
