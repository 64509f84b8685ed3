"""The lists a form offers, and the words for the codes in them: regions, providers, jobs, sources … as they are now.

Receives the knowledge base, gives (code, words) pairs in a reader's order; an unknown code is its own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot.staff.labels import Labels
from knowledge.models import LocalWage, NationalWage
from knowledge.repository import Knowledge

Pairs = Sequence[tuple[str, str]]
EVERYWHERE = ("all", "Everywhere")
# Which list names the codes of a field, where staff read them outside a form.
_LISTS = {
    "provider": "providers", "region": "regions", "regions": "regions", "cost.source": "sources",
    "eligibility.source": "sources", "categories": "categories", "roles": "roles", "source": "sources",
    "credentials": "credentials", "supports": "needs", "needs": "needs", "topic": "topics", "soc": "socs", "area": "areas",
}  # fmt: skip
_LANGUAGES = {"en": "English", "es": "Spanish"}


class ChoiceLists:
    """Choices by the name of their list, as `fields.yml` calls it. Each list is made once per revision."""

    def __init__(self, knowledge: Knowledge, labels: Labels) -> None:
        self._knowledge, self._labels = knowledge, labels
        self._made: tuple[int, dict[str, dict[str, str]]] = (-1, {})

    def __call__(self, name: str) -> Pairs:
        return list(self.words(name).items())

    def words(self, name: str) -> Mapping[str, str]:
        """The same as a mapping from code to words."""
        revision = self._knowledge.revision()
        if self._made[0] != revision:
            self._made = (revision, {})
        made = self._made[1]
        if name not in made:
            made[name] = dict(getattr(self, f"_{name}")())
        return made[name]

    def named(self, path: str, code: Any) -> str:
        """What staff read for a value of a record's field."""
        if path == "languages":
            return _LANGUAGES.get(str(code), str(code))
        name = _LISTS.get(path)
        return self.words(name).get(str(code), str(code)) if name else str(code)

    def _regions(self) -> Pairs:
        return [(region.id, region.name.en) for region in self._knowledge.regions()] + [EVERYWHERE]

    def _categories(self) -> Pairs:
        return [(category.id, category.name.en) for category in self._knowledge.categories()]

    def _providers(self) -> Pairs:
        return _sorted((provider.id, provider.name) for provider in self._knowledge.providers())

    def _roles(self) -> Pairs:
        return _sorted((job.id, job.name.en) for job in self._knowledge.occupations(role=None))

    def _credentials(self) -> Pairs:
        return _sorted((credential.id, credential.name) for credential in self._knowledge.credentials())

    def _sources(self) -> Pairs:
        return _sorted((source.id, source.name) for source in self._knowledge.sources())

    def _needs(self) -> Pairs:
        return list(self._labels.table("needs").items())

    def _topics(self) -> Pairs:
        told = {article.topic for article in self._knowledge.articles()}
        return [(code, words) for code, words in self._labels.table("topics").items() if code in told]

    def _support_kinds(self) -> Pairs:
        kinds = {support.kind for support in self._knowledge.supports()}
        return [(kind, kind.replace("_", " ").capitalize()) for kind in sorted(kinds)]

    def _socs(self) -> Pairs:
        """Jobs by the code that pay is published for: several of ours may share one."""
        with self._knowledge.database.read() as connection:
            titles = dict(connection.execute(select(NationalWage.soc, NationalWage.title)).all())
        names: dict[str, list[str]] = {}
        for job in self._knowledge.occupations(role=None):
            names.setdefault(job.id[:7], []).append(job.name.en)
        return _sorted((soc, f"{' / '.join(found)} ({titles.get(soc, soc)})") for soc, found in names.items())

    def _areas(self) -> Pairs:
        with self._knowledge.database.read() as connection:
            found = connection.execute(select(LocalWage.area, LocalWage.area_name).distinct()).all()
        return _sorted((area, name) for area, name in found)


def _sorted(pairs: Any) -> Pairs:
    return sorted(pairs, key=lambda pair: str(pair[1]).casefold())
