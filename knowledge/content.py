"""Reads the content folder and says everything that is wrong with it, before anything is loaded.

`read(folder)` gives a `Content` in which every id resolves, or raises `ContentError` with all problems at once, each
with its file, record and field. Files that do not exist yet are empty lists, so that authors can work one at a time.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from knowledge import content_schema as schema
from knowledge.views import ELSEWHERE

STARTS = ("high-school", "no-experience", "veteran", "degree-abroad")
Record = TypeVar("Record", bound=schema.Strict)
Rows = list[dict[str, str]]

OFFICIAL = (
    "wages_national", "wages_local", "projections", "interests", "job_zones", "related",
    "ipeds_institutions", "ipeds_awards",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: "programs.yml: per-scholas-dc: about.es: has 190 characters, at most 170 fit"."""

    file: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.record, self.field, self.message) if part)


class ContentError(Exception):
    """The content does not load; `problems` says why, nothing was changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the content:\n" + "\n".join(map(str, problems)))
        self.problems = problems


@dataclass(slots=True)
class Content:
    """Everything in the content folder, validated."""

    sources: list[schema.Source] = field(default_factory=list)
    categories: list[schema.Category] = field(default_factory=list)
    regions: list[schema.Region] = field(default_factory=list)
    occupations: list[schema.Occupation] = field(default_factory=list)
    credentials: list[schema.Credential] = field(default_factory=list)
    steps: list[schema.Step] = field(default_factory=list)
    providers: list[schema.Provider] = field(default_factory=list)
    programs: list[schema.Program] = field(default_factory=list)
    supports: list[schema.Support] = field(default_factory=list)
    career_centers: list[schema.CareerCenter] = field(default_factory=list)
    statements: list[schema.Statement] = field(default_factory=list)
    articles: list[schema.Article] = field(default_factory=list)
    places: Rows = field(default_factory=list)
    official: dict[str, Rows] = field(default_factory=dict)


def read(folder: Path, progress: Callable[[str], None] | None = None) -> Content:
    """Reads and checks the whole folder. Raises ContentError naming every problem."""
    reader = _Reader(folder, progress or (lambda _message: None))
    content = Content(
        sources=reader.records("sources", schema.Source),
        categories=reader.records("categories", schema.Category),
        regions=reader.records("regions", schema.Region),
        occupations=reader.records("occupations", schema.Occupation),
        credentials=reader.records("credentials", schema.Credential),
        steps=reader.records("transitions", schema.Step),
        providers=reader.records("providers", schema.Provider),
        programs=reader.records("programs", schema.Program),
        supports=reader.records("supports", schema.Support),
        career_centers=reader.records("career_centers", schema.CareerCenter),
        statements=reader.records("facts", schema.Statement),
        articles=reader.records("articles", schema.Article),
        places=reader.table("places.csv"),
        official={name: reader.table(f"official/{name}.csv") for name in OFFICIAL},
    )
    ids = reader.ids()
    problems = [*reader.problems, *_Checks(content, ids).problems()]
    if problems:
        raise ContentError(problems)
    return content


def digest(folder: Path) -> str:
    """A hash of every content file's name and bytes."""
    total = hashlib.sha256()
    for path in sorted([*folder.rglob("*.yml"), *folder.rglob("*.csv")]):
        total.update(str(path.relative_to(folder)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


class _Reader:
    """Reads files and collects what does not fit the schema."""

    def __init__(self, folder: Path, progress: Callable[[str], None]) -> None:
        self.folder = folder
        self.progress = progress
        self.problems: list[Problem] = []

    def records(self, name: str, kind: type[Record]) -> list[Record]:
        """Records of `<name>.yml`, or of every file in the folder `<name>/`."""
        single = self.folder / f"{name}.yml"
        paths = sorted((self.folder / name).glob("*.yml"))
        found: list[Record] = []
        for path in ([single] if single.exists() else []) + paths:
            self.progress(str(path.relative_to(self.folder)))
            found += self._file(path, kind)
        return found

    def _file(self, path: Path, kind: type[Record]) -> Iterator[Record]:
        name = str(path.relative_to(self.folder))
        try:
            entries = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        except yaml.YAMLError as error:
            self.problems.append(Problem(name, "", "", f"not YAML: {error}"))
            return
        if not isinstance(entries, list):
            self.problems.append(Problem(name, "", "", "must be a list of records"))
            return
        for position, entry in enumerate(entries, 1):
            label = _label(entry, position)
            try:
                yield kind.model_validate(entry)
            except ValidationError as error:
                for wrong in error.errors(include_url=False, include_context=False):
                    where = ".".join(str(part) for part in wrong["loc"])
                    self.problems.append(Problem(name, label, where, wrong["msg"].removeprefix("Value error, ")))

    def table(self, name: str) -> Rows:
        """Lines of a CSV file; official extracts must say source and date on every line."""
        path = self.folder / name
        if not path.exists():
            return []
        self.progress(name)
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, row in enumerate(rows, 2):
            if None in row or None in row.values():
                self.problems.append(Problem(name, f"line {number}", "", "has too many or too few columns"))
            if name.startswith("official/") and not (row.get("source") and row.get("as_of")):
                self.problems.append(Problem(name, f"line {number}", "source", "has no source or as_of"))
        return rows

    def ids(self) -> dict[str, Any]:
        path = self.folder / "ids.yml"
        loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
        return loaded


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where it is there: ten times faster


class _Loader(_SafeLoader):  # type: ignore[misc]
    """YAML in which dates stay text and a key given twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} is given twice", node.start_mark)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _label(entry: Any, position: int) -> str:
    if isinstance(entry, dict):
        if "id" in entry:
            return str(entry["id"])
        if "from" in entry:
            return f"{entry['from']}>{entry.get('to')}"
    return f"record {position}"


class _Checks:
    """What no single record can know: that ids are unique and that what they point at exists."""

    def __init__(self, content: Content, ids: dict[str, Any]) -> None:
        self.content = content
        self.ids = ids
        self.sources = {source.id for source in content.sources}
        self.categories = {category.id for category in content.categories}
        self.regions = {region.id for region in content.regions}
        self.occupations = {occupation.id for occupation in content.occupations}
        self.credentials = {credential.id for credential in content.credentials}
        self.providers = {provider.id for provider in content.providers} | {
            row["provider_id"] for row in content.official.get("ipeds_institutions", [])
        }
        self.needs = set(ids.get("needs", ()))
        self.found: list[Problem] = []

    def problems(self) -> list[Problem]:
        content = self.content
        for file, records in self._records():
            self._unique(file, [record.id for record in records])
            for record in records:
                self._sourced(file, record)
        for occupation in content.occupations:
            self._known("occupations", occupation.id, "category", [occupation.category], self.categories)
        for credential in content.credentials:
            name = credential.id
            self._known("credentials.yml", name, "categories", credential.categories, self.categories)
            self._known("credentials.yml", name, "leads_to", credential.leads_to, self.occupations)
            self._known("credentials.yml", name, "next", credential.next, self.credentials)
            for part in (credential.cost, credential.study, credential.renewal):
                self._known("credentials.yml", name, "source", [part.source if part else None], self.sources)
            self._known("credentials.yml", name, "worth_source", [credential.worth_source], self.sources)
            if credential.worth and not credential.worth_source:
                self._add("credentials.yml", name, "worth", "has no worth_source")
        for step in content.steps:
            self._known("transitions.yml", step.id, "from", [step.from_], self.occupations | set(STARTS))
            self._known("transitions.yml", step.id, "to", [step.to], self.occupations)
            self._known("transitions.yml", step.id, "credentials", step.credentials, self.credentials)
        for provider in content.providers:
            self._known("providers.yml", provider.id, "regions", provider.regions, self.regions | {"all"})
        self._programs()
        for support in content.supports:
            self._known("supports.yml", support.id, "region", [support.region], self.regions | {"all"})
            self._known("supports.yml", support.id, "needs", support.needs, self.needs)
            self._known("supports.yml", support.id, "provider", [support.provider], self.providers)
        for center in content.career_centers:
            self._known("career_centers.yml", center.id, "region", [center.region], self.regions)
        self._contract()
        return self.found

    def _programs(self) -> None:
        for program in self.content.programs:
            name = program.id
            self._known("programs.yml", name, "provider", [program.provider], self.providers)
            self._known("programs.yml", name, "region", [program.region], self.regions | {"all", ELSEWHERE})
            self._known("programs.yml", name, "categories", program.categories, self.categories)
            self._known("programs.yml", name, "roles", program.roles, self.occupations)
            self._known("programs.yml", name, "credentials", program.credentials, self.credentials)
            for low, high, what in (
                (program.length.weeks_low, program.length.weeks_high, "length"),
                (program.cost.tuition_low, program.cost.tuition_high, "cost"),
                (program.eligibility.min_age, program.eligibility.max_age, "eligibility"),
            ):
                if low is not None and high is not None and low > high:
                    self._add("programs.yml", name, what, "low is above high")

    def _contract(self) -> None:
        """Every id the contract names exists once its file does."""
        for file, kind, found in (
            ("categories.yml", "categories", self.categories),
            ("regions.yml", "regions", self.regions),
            ("credentials.yml", "credentials", self.credentials),
        ):
            if found:
                for missing in sorted(set(self.ids.get(kind, ())) - found):
                    self._add(file, missing, "id", "is named in ids.yml but missing here")

    def _records(self) -> Iterator[tuple[str, list[Any]]]:
        content = self.content
        yield "sources", content.sources
        yield "categories.yml", content.categories
        yield "regions.yml", content.regions
        yield "occupations", content.occupations
        yield "credentials.yml", content.credentials
        yield "transitions.yml", content.steps
        yield "providers.yml", content.providers
        yield "programs.yml", content.programs
        yield "supports.yml", content.supports
        yield "career_centers.yml", content.career_centers
        yield "facts.yml", content.statements
        yield "articles.yml", content.articles

    def _unique(self, file: str, names: list[str]) -> None:
        for name in sorted({name for name in names if names.count(name) > 1}):
            self._add(file, name, "id", "is used more than once")

    def _sourced(self, file: str, record: Any) -> None:
        if isinstance(record, schema.Sourced):
            self._known(file, str(getattr(record, "id", "")), "source", [record.source], self.sources)

    def _known(self, file: str, record: str, where: str, values: Iterable[str | None], known: set[str]) -> None:
        for value in values:
            if value is not None and value not in known:
                self._add(file, record, where, f"{value!r} is not known")

    def _add(self, file: str, record: str, where: str, message: str) -> None:
        self.found.append(Problem(file, record, where, message))
