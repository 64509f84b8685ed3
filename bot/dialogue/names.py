"""The linker over the knowledge base, rebuilt when content changes, so that a program staff add is known at once."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.mentions import LinkerSource, Mention
from knowledge.repository import Knowledge


class Names:
    """`link` finds names in scrubbed text; `protected` are the phrases the scrubber must leave alone."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._source = LinkerSource(knowledge.revision, knowledge.names)

    def link(self, text: str) -> list[Mention]:
        return self._source.current().link(text)

    def protected(self) -> Iterable[str]:
        """Every name of the knowledge base."""
        return [entry.alias for entry in self._knowledge.names()]
