"""Every name in the knowledge base as entries for the mention linker: the same as the content folder gives, and more.

What a partner adds to the database is linked from the next revision on, without a restart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.mentions.catalogue import _without_brackets as without_brackets
from knowledge.mentions.names import Entry
from knowledge.mentions.text import words

if TYPE_CHECKING:
    from knowledge.repository import Knowledge

Aliases = dict[tuple[str, str], list[tuple[str, str | None]]]


def entries(knowledge: Knowledge) -> Iterator[Entry]:
    """Names of occupations, credentials, providers, programs, supports, centers, places and ZIP codes."""
    aliases: Aliases = {}
    for alias in knowledge.aliases():
        aliases.setdefault((alias.kind, alias.entity_id), []).append((alias.text, alias.language))
    yield from _occupations(knowledge, aliases)
    for credential in knowledge.credentials():
        named = (credential.name, credential.id, *credential.exam_codes)
        yield from _entries("credential", credential.id, named, aliases)
    for provider in knowledge.providers():
        yield from _entries(
            "provider", provider.id, without_brackets(provider.name), aliases, {"name": provider.name}, {provider.name}
        )
    for program in knowledge.programs_by_id([id for kind, id in aliases if kind == "program"]):
        more = {"provider": program.provider, "region": program.region or ""}
        yield from _entries("program", program.id, (), aliases, more)
    for support in knowledge.supports():
        more = {"region": support.region}
        yield from _entries("support", support.id, (support.name.en, support.name.es), aliases, more)
    for center in knowledge.career_centers():
        yield from _entries("career_center", center.id, (center.name,), aliases, {"region": center.region})
    for place in knowledge.places():
        more = {"name": place.name, "state": place.state, "region": place.region or ""}
        yield from _entries("place", place.id, (place.name,), aliases, more)
        for code in place.zips:
            yield Entry("zip", code, code, more={**more, "place": place.id})


def _occupations(knowledge: Knowledge, aliases: Aliases) -> Iterator[Entry]:
    for occupation in knowledge.occupations(role=None):
        kind = "role" if occupation.role == "target" else "background"
        more = {"category": occupation.category} if occupation.category else {}
        seen: set[tuple[str, ...]] = set()
        said = aliases.get(("role", occupation.id), [])
        for language in ("en", "es"):
            named = [occupation.short.say(language), occupation.people.say(language)]
            named += [text for text, of in said if of == language]
            if language == "en":
                named.append(occupation.official_title)
            for text in named:
                if (key := words(text)) not in seen:
                    seen.add(key)
                    yield Entry(kind, occupation.id, text, language, more)


def _entries(
    kind: str,
    id: str,
    named: tuple[str, ...] | list[str],
    aliases: Aliases,
    more: dict[str, str] | None = None,
    leave_out: set[str] | None = None,
) -> Iterator[Entry]:
    said = [text for text, _ in aliases.get((kind, id), []) if text not in (leave_out or ())]
    for text in dict.fromkeys((*named, *said)):
        yield Entry(kind, id, text, more=more or {})
