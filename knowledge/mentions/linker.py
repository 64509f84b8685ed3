"""Finds names in a learner's message and links them to records: the one place in the service that does.

Receives entries once (from the content folder or the database) and then messages; gives mentions with offsets into the
message. It never touches the network or the database, keeps no message, and is safe to call from several threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from knowledge.mentions.candidates import Candidate, candidates
from knowledge.mentions.catalogue import content_entries, cues, ordinary_words, own_entries
from knowledge.mentions.choice import choose
from knowledge.mentions.context import score
from knowledge.mentions.index import NameIndex
from knowledge.mentions.names import Entry, Mention
from knowledge.mentions.numbers import numbers
from knowledge.mentions.ordinals import ordinals
from knowledge.mentions.text import Folded, fold
from knowledge.mentions.typos import TypingErrors
from knowledge.mentions.zips import ZipCodes

LONGEST_MESSAGE = 1_000  # code points looked at: the most a channel lets in


class Linker:
    """Links names in text; built once per revision of the knowledge base."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        cues()  # read now, so that the first message does not wait for it
        given = list(entries)
        named = [entry for entry in given if entry.type != "zip"]
        self._zips = ZipCodes(entry for entry in given if entry.type == "zip")
        self._index = NameIndex([*own_entries(named), *named])
        self._errors = TypingErrors(self._index.vocabulary, ordinary_words())

    @classmethod
    def from_content(cls, content_dir: Path) -> Self:
        """A linker over the repository's own content folder."""
        return cls(content_entries(Path(content_dir)))

    def __len__(self) -> int:
        """How many different names it knows."""
        return len(self._index)

    def link(self, text: str) -> list[Mention]:
        """The names, conditions and numbers in `text`, by position."""
        message = fold(text[:LONGEST_MESSAGE])
        if not message.tokens:
            return []
        judged = [(one, score(one, message)) for one in candidates(message, self._index, self._errors)]
        found = [_told(candidate, sure, more, message) for candidate, sure, more in choose(judged, message)]
        found += numbers(message, cues()["not_free"], cues()["not_free_after"])
        found += self._zips.find(message)
        found += _not_covered(ordinals(message, cues()["not_ordinal"]), found)
        found.sort(key=lambda mention: (mention.start, -mention.end))
        return _each_once(found)


def _told(candidate: Candidate, sure: float, more: dict[str, str], message: Folded) -> Mention:
    tokens = message.tokens
    entry = candidate.entry
    start, end, value = tokens[candidate.first].start, tokens[candidate.last - 1].end, entry.id
    more.pop("cued", None)
    if entry.type == "place" and candidate.last < len(tokens):
        state = _state(candidate, message)
        if state == more.get("state"):
            end = tokens[candidate.last].end
        elif state is not None:
            # "Arlington, Texas" is nobody's town of ours: told as a place without a region, never as the one we know.
            end = tokens[candidate.last].end
            name = more.get("name", entry.alias)
            value, more = f"{name.lower().replace(' ', '-')}-{state.lower()}", {"name": name, "state": state}
    return Mention(entry.type, value, start, end, message.original[start:end], round(sure, 3), more)


def _state(candidate: Candidate, message: Folded) -> str | None:
    """The state written right after a town, if one is."""
    tokens, at = message.tokens, candidate.last
    pair = f"{tokens[at].text} {tokens[at + 1].text}" if at + 1 < len(tokens) else ""
    states: dict[str, str] = cues()["states"]
    if pair in states:
        return states[pair]
    code = states.get(tokens[at].text)
    if code is None or len(tokens[at].text) > 2:
        return code
    # Two letters are often a word ("va a", "me", "mi", "pa"): they are a state in capitals, after a comma or at the end.
    typed = message.original[tokens[at].start : tokens[at].end]
    marked = typed.isupper() or "," in message.gap(at) or at + 1 == len(tokens)
    return code if marked or code in ("AZ", "TX", "FL", "DC") else None


def _not_covered(some: Iterable[Mention], found: list[Mention]) -> Iterator[Mention]:
    """Those that overlap no name or grade ("10th grade" picks nothing)."""
    for one in some:
        if not any(one.start < other.end and other.start < one.end for other in found if other.type != "need"):
            yield one


def _within_program(mention: Mention, found: list[Mention]) -> bool:
    return any(
        other.type in ("program", "provider") and other.start <= mention.start and mention.end <= other.end
        for other in found
    )


def _each_once(found: list[Mention]) -> list[Mention]:
    """Without a condition told twice for the same words, or a state told again after its town."""
    seen: set[tuple[str, str, int]] = set()
    kept: list[Mention] = []
    reached = 0
    for mention in found:
        if mention.type in ("place", "region"):
            if mention.start < reached and kept and not _within_program(mention, found):
                continue
            reached = max(reached, mention.end)
        if (key := (mention.type, mention.value, mention.start)) not in seen:
            seen.add(key)
            kept.append(mention)
    return kept
