"""What a content file may say, record by record: strict, so that a typing error is found before a learner reads it.

Unknown fields, a missing source or date, one language without the other and texts over their limit are all errors.
Limits are characters; they keep an answer within two SMS segments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from knowledge.views import Words

_AS_OF = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# Punctuation that turns a 160-character SMS into a 70-character one, and that nobody types.
_UNWANTED = re.compile("[\u2010-\u2015\u2018-\u201f\u2022\u2026\u2190-\u21ff]")


def _as_of(value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    if text != "undated":
        if not _AS_OF.fullmatch(text):
            raise ValueError('must be YYYY, YYYY-MM, YYYY-MM-DD or "undated"')
        date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10])
    return text


def _plain(text: str) -> str:
    if found := _UNWANTED.search(text):
        raise ValueError(f"holds {found.group()!r}, which costs a text message more than half its room")
    return text


AsOf = Annotated[str, BeforeValidator(_as_of)]
Status = Literal["verified", "reported", "unverified", "expired"]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=96)]
Plain = Annotated[str, AfterValidator(_plain)]
Soc = Annotated[str, Field(pattern=r"^\d\d-\d{4}$")]
Area = Annotated[str, Field(pattern=r"^[0-9A-Z]{2,8}$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


RecordT = TypeVar("RecordT", bound=Strict)


def _rising(record: RecordT, names: tuple[str, ...]) -> RecordT:
    """Each of these is at least the one before it; what is missing does not count."""
    known = [(name, getattr(record, name)) for name in names if getattr(record, name) is not None]
    for (lower, less), (higher, more) in pairwise(known):
        if less > more:
            raise ValueError(f"{lower} ({less}) is above {higher} ({more})")
    return record


class Both(Strict):
    """Words in both languages; neither may be missing."""

    en: Plain
    es: Plain

    @property
    def words(self) -> Words:
        return Words(self.en, self.es)


def _limit(length: int) -> Callable[[Both], Both]:
    def check(both: Both) -> Both:
        for language, text in (("en", both.en), ("es", both.es)):
            if len(text) > length:
                raise ValueError(f"{language} has {len(text)} characters, at most {length} fit")
        return both

    return check


Text24 = Annotated[Both, AfterValidator(_limit(24))]
Text34 = Annotated[Both, AfterValidator(_limit(34))]
Text40 = Annotated[Both, AfterValidator(_limit(40))]
Text44 = Annotated[Both, AfterValidator(_limit(44))]
Text70 = Annotated[Both, AfterValidator(_limit(70))]
Text90 = Annotated[Both, AfterValidator(_limit(90))]
Text120 = Annotated[Both, AfterValidator(_limit(120))]
Text130 = Annotated[Both, AfterValidator(_limit(130))]
Text140 = Annotated[Both, AfterValidator(_limit(140))]
Text150 = Annotated[Both, AfterValidator(_limit(150))]
Text160 = Annotated[Both, AfterValidator(_limit(160))]
Text170 = Annotated[Both, AfterValidator(_limit(170))]
Text200 = Annotated[Both, AfterValidator(_limit(200))]
Text260 = Annotated[Both, AfterValidator(_limit(260))]
Text320 = Annotated[Both, AfterValidator(_limit(320))]
Text420 = Annotated[Both, AfterValidator(_limit(420))]
Text1500 = Annotated[Both, AfterValidator(_limit(1500))]


class Sourced(Strict):
    """Content without a source and a date does not load."""

    source: Id
    as_of: AsOf
    status: Status = "unverified"
    verified_on: date | None = None
    reviewed_by: str | None = None

    @model_validator(mode="after")
    def _verified_by_someone(self) -> Self:
        if self.status == "verified" and not (self.verified_on and self.reviewed_by):
            raise ValueError("a verified record says verified_on and reviewed_by")
        return self


class BilingualLists(Strict):
    en: tuple[Plain, ...]
    es: tuple[Plain, ...]


class SkillLists(BilingualLists):
    @model_validator(mode="after")
    def _paired(self) -> Self:
        if len(self.en) != len(self.es):
            raise ValueError("lists differ in length between the languages")
        for text in (*self.en, *self.es):
            if len(text) > 32:
                raise ValueError(f"{text!r} has {len(text)} characters, at most 32 fit")
        return self


class DegreeShare(Strict):
    none_or_hs: int = Field(ge=0, le=100)
    some_college_or_cert: int = Field(ge=0, le=100)
    associate: int = Field(ge=0, le=100)
    bachelor_plus: int = Field(ge=0, le=100)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = self.none_or_hs + self.some_college_or_cert + self.associate + self.bachelor_plus
        if not 97 <= total <= 103:
            raise ValueError(f"shares add up to {total}, not about 100")
        return self


class Source(Strict):
    FILE: ClassVar[str] = "sources"
    id: Id
    name: str = Field(max_length=300)
    short: Plain = Field(max_length=14)
    url: str | None
    publisher: str | None
    licence: str | None
    kind: Literal["official", "issuer", "provider", "news", "third_party", "derived"]


class Category(Strict):
    id: Id
    name: Text44


class Region(Strict):
    id: Id
    name: Text44
    short: Text24
    wage_area: str


class Occupation(Sourced):
    id: Annotated[str, Field(pattern=r"^\d\d-\d{4}(\.\d\d)?$")]
    category: str | None
    role: Literal["target", "feeder"]
    official_title: str
    name: Text44
    short: Text24
    people: Text34
    aliases: BilingualLists
    what: Text130
    day: Text420 | None
    thrives: Text170 | None
    way_in: Text150 | None
    carries_over: Text170 | None = None
    degree_share: DegreeShare | None
    skills: SkillLists | None
    tools: tuple[str, ...] | None
    ai_note: Text140 | None

    @model_validator(mode="after")
    def _category_of_target(self) -> Self:
        if self.role == "target" and self.category is None:
            raise ValueError("a target occupation has a category")
        return self


class Cost(Strict):
    low: int = Field(ge=0, le=50_000)
    high: int = Field(ge=0, le=50_000)
    note: Text90 | None = None
    source: Id
    as_of: AsOf

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


class Study(Strict):
    weeks_low: int | None = Field(default=None, ge=0, le=520)
    weeks_high: int | None = Field(default=None, ge=0, le=520)
    note: Text90
    source: Id
    as_of: AsOf


class Renewal(Strict):
    years: int | None = None
    note: Text90
    source: Id
    as_of: AsOf


class Credential(Sourced):
    id: Id
    name: str
    issuer: str
    kind: Literal["certification", "certificate", "license"]
    exam_codes: tuple[str, ...]
    categories: tuple[str, ...]
    aliases: tuple[str, ...]
    what: Text130
    covers: Text260 | None
    who: Text130 | None
    cost: Cost | None
    retake: Text130 | None
    study: Study | None
    exam: Text160 | None
    prerequisites: Text120 | None
    renewal: Renewal | None
    leads_to: tuple[str, ...]
    next: tuple[str, ...]
    worth: Text200 | None
    worth_source: Id | None
    worth_as_of: AsOf | None = None
    study_free: Text150 | None


class Step(Sourced):
    from_: str = Field(alias="from")
    to: str
    kind: Literal["on_ramp", "next_step", "off_ramp", "lateral"]
    takes: Text130
    credentials: tuple[str, ...]
    months_low: int | None
    months_high: int | None
    source_detail: str

    @property
    def id(self) -> str:
        return f"{self.from_}>{self.to}"


class Closed(Strict):
    note: Text90
    as_of: AsOf


class Provider(Sourced):
    id: Id
    name: str = Field(max_length=90)
    aliases: tuple[str, ...]
    regions: tuple[str, ...]
    kind: Literal[
        "college", "nonprofit", "workforce_board", "school", "partnership", "government", "employer", "union", "company"
    ]
    about: Text150
    url: str | None
    phone: str | None
    address: str | None = None
    closed: Closed | None


Dollars = Annotated[int, Field(ge=0, le=500_000)]
Period = Literal["hour", "week", "month", "year", "program"]


class PartlySourced(Strict):
    """A part of a record that may have a source and date of its own; else the record's hold."""

    source: Id | None = None
    as_of: AsOf | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.source is None) != (self.as_of is None):
            raise ValueError("source and as_of go together")
        return self


class ProgramCost(PartlySourced):
    """What one pays, in dollars, part by part; and what one is paid (`stipend`, for a job the wage)."""

    free: bool | None
    tuition_low: Dollars | None
    tuition_high: Dollars | None
    fees: Dollars | None = None
    books: Dollars | None = None
    exam: Dollars | None = None
    stipend: bool | None
    stipend_low: Dollars | None = None
    stipend_high: Dollars | None = None
    stipend_per: Period | None = None
    text: Text120 | None

    @model_validator(mode="after")
    def _sane(self) -> Self:
        if self.free and self.tuition_high:
            raise ValueError("is free and has a tuition")
        if (self.stipend_low is None) != (self.stipend_per is None):
            raise ValueError("stipend_low and stipend_per go together")
        if self.stipend_high is not None and (self.stipend_low is None or self.stipend_low > self.stipend_high):
            raise ValueError("stipend_low is above stipend_high, or missing")
        return self


class Length(Strict):
    weeks_low: int | None = Field(ge=0, le=520)
    weeks_high: int | None = Field(ge=0, le=520)
    hours: int | None = Field(default=None, ge=0, le=10_000)
    hours_per_week: int | None = Field(default=None, ge=0, le=80)
    text: Text70 | None


class Schedule(Strict):
    full_time: bool | None
    evenings: bool | None
    weekends: bool | None
    text: Text70 | None


class Rule(Strict):
    """One condition of joining that the columns do not hold, such as ("veteran", ("yes",)) or ("english", ("b1",))."""

    about: Literal[
        "residency", "citizenship", "english", "language", "veteran", "employment", "income", "benefits", "education",
        "grade", "school", "experience", "test", "background_check", "driver_license", "drug_test", "membership",
        "equipment", "time", "health", "gender", "referral", "other",
    ]  # fmt: skip
    values: tuple[str, ...] = ()
    text: Text140


class Eligibility(PartlySourced):
    min_age: int | None
    max_age: int | None
    diploma: bool | None
    in_high_school: bool | None
    residency: Text90 | None
    income_limited: bool | None
    work_authorization: bool | None
    rules: tuple[Rule, ...] = ()
    text: Text140 | None


class OutcomeFigures(PartlySourced):
    """What a provider or a state publishes of those who took part; percent and yearly dollars."""

    completed_percent: float | None = Field(default=None, ge=0, le=100)
    employed_percent: float | None = Field(default=None, ge=0, le=100)
    median_pay: Dollars | None = None
    of: str | None = None  # whom and when it counts: "2023 completers, second quarter after"


class Apply(Strict):
    text: Text120 | None
    url: str | None


ProgramKind = Literal[
    "degree", "training", "bootcamp", "mentoring", "youth_role", "work_based", "partnership",
    "apprenticeship", "internship", "camp", "club", "course", "dual_enrollment",
]  # fmt: skip


class Program(Sourced):
    id: Id
    provider: Id
    name: Text70
    short: Text40
    aliases: tuple[str, ...]
    region: str | None
    places: tuple[str, ...]
    online: bool | None
    categories: tuple[str, ...]
    roles: tuple[str, ...]
    credentials: tuple[str, ...]
    kind: ProgramKind
    about: Text170
    cost: ProgramCost
    length: Length
    schedule: Schedule
    modality: tuple[Literal["online", "in_person", "hybrid"], ...]
    languages: tuple[Literal["en", "es"], ...]
    eligibility: Eligibility
    apply: Apply
    deadline: str | None
    start_dates: str | None
    supports: tuple[str, ...]
    url: str | None
    phone: str | None
    outcomes: Text200 | None
    outcome_figures: OutcomeFigures | None = None
    check: Text90 | None = None
    starts: tuple[date, ...] = ()
    deadline_on: date | None = None
    capacity: int | None = Field(default=None, ge=0, le=100_000)
    accessibility: Text120 | None = None
    earns: Text90 | None = None  # what one leaves with, in the provider's words, beside `credentials`
    employers: tuple[str, ...] = ()  # who hires or trains, for work-based offers
    cip: Annotated[str, Field(pattern=r"^\d\d\.\d{4}$")] | None = None


class Support(Sourced):
    id: Id
    name: Text70
    aliases: tuple[str, ...]
    region: str
    kind: str
    needs: tuple[str, ...]
    about: Text130
    eligibility: Text90 | None
    amount: Text70 | None
    url: str | None
    phone: str | None
    provider: Id | None = None
    address: str | None = None
    hours: str | None = None
    languages: tuple[str, ...] = ()
    accessibility: Text120 | None = None


class CareerCenter(Sourced):
    id: Id
    name: str
    aliases: tuple[str, ...] = ()
    region: str
    places: tuple[str, ...]
    address: str | None
    phone: str | None
    url: str | None
    hours: str | None
    about: Text130
    languages: tuple[str, ...] = ()
    accessibility: Text120 | None = None


class NationalWage(Sourced):
    """OEWS percentiles of the country, dollars a year."""

    soc: Soc
    title: str
    p10: Dollars | None
    p25: Dollars | None
    median: Dollars | None
    p75: Dollars | None
    p90: Dollars | None
    top_coded: bool = False
    employment: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        return _rising(self, ("p10", "p25", "median", "p75", "p90"))

    @property
    def id(self) -> str:
        return self.soc


class Projection(Sourced):
    """BLS employment projections; people, not thousands."""

    soc: Soc
    title: str
    employment_2024: int = Field(ge=0)
    employment_2034: int = Field(ge=0)
    growth_percent: float
    openings_per_year: int = Field(ge=0)
    entry_education: str
    experience: str
    training: str

    @property
    def id(self) -> str:
        return self.soc


class LocalMedian(Sourced):
    """OEWS percentiles of one area, dollars a year."""

    soc: Soc
    area: Area
    area_name: str
    p10: Dollars | None
    p25: Dollars | None
    median: Dollars
    p75: Dollars | None
    p90: Dollars | None
    employment: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        return _rising(self, ("p10", "p25", "median", "p75", "p90"))

    @property
    def id(self) -> str:
        return f"{self.soc}@{self.area}"


class LocalWage(Sourced):
    """DOL prevailing-wage levels of one area, dollars a year. Never medians."""

    soc: Soc
    area: Area
    area_name: str
    level1: Dollars
    level2: Dollars
    level3: Dollars
    level4: Dollars

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        return _rising(self, ("level1", "level2", "level3", "level4"))

    @property
    def id(self) -> str:
        return f"{self.soc}@{self.area}"


class LocalOpenings(Sourced):
    """How many jobs there are in one area: counted openings a year, or postings at a date."""

    soc: Soc
    area: Area
    area_name: str
    basis: Literal["openings_per_year", "postings"]
    number: int = Field(ge=0)

    @property
    def id(self) -> str:
        return f"{self.soc}@{self.area}@{self.basis}"


class Statement(Sourced):
    id: Id
    topic: str
    text: Text150
    section: str | None = None
    page: str | int | None = None


class Article(Sourced):
    id: Id
    topic: str
    title: Text70
    sms: Text320
    web: Text1500
    points: tuple[Text320, ...] = ()
    url: str | None
