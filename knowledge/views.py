"""What the knowledge base gives to its readers: frozen records in which every fact that ages says where it is from.

Money is whole U.S. dollars a year unless a name says otherwise; shares are percent; `None` means "not known", never "no".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
ELSEWHERE = "elsewhere"  # the region of a program outside every region we serve (None is everywhere, online)
Status = Literal["verified", "reported", "unverified", "expired"]


@dataclass(frozen=True, slots=True)
class Source:
    """A publication facts are taken from; `short` is what an SMS cites ("BLS")."""

    id: str
    name: str
    short: str
    url: str | None = None
    kind: str = "third_party"


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value that can age. `as_of` is YYYY, YYYY-MM, YYYY-MM-DD or "undated"; `verified_on` is a person's check."""

    value: T
    source: Source
    as_of: str
    verified_on: str | None = None
    status: Status = "unverified"


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages."""

    en: str
    es: str

    def say(self, language: str) -> str:
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Region:
    id: str
    name: Words
    short: Words


@dataclass(frozen=True, slots=True)
class Place:
    """A town, neighbourhood, county or ZIP area; `region` is None for neighbours we know but do not serve."""

    id: str
    name: str
    state: str
    region: str | None
    latitude: float | None = None
    longitude: float | None = None
    zips: tuple[str, ...] = ()
    wage_area: str | None = None
    county: str = ""


@dataclass(frozen=True, slots=True)
class NationalPay:
    """OEWS percentiles of yearly pay; a value BLS top-codes is None and `top_coded` is true."""

    p10: int | None
    p25: int | None
    median: int | None
    p75: int | None
    p90: int | None
    top_coded: bool = False
    covers: str = ""  # the broader SOC title when the figure belongs to a group of occupations


@dataclass(frozen=True, slots=True)
class LocalPay:
    """DOL prevailing-wage levels of an area, yearly. These are legal pay levels, never medians."""

    area: str
    area_name: str
    level1: int
    level2: int
    level3: int
    level4: int


@dataclass(frozen=True, slots=True)
class LocalMedian:
    """OEWS percentiles of yearly pay in one area."""

    area: str
    area_name: str
    p10: int | None
    p25: int | None
    median: int
    p75: int | None
    p90: int | None
    employment: int | None = None


@dataclass(frozen=True, slots=True)
class LocalOpenings:
    """How many jobs one area has: `basis` is openings_per_year or postings."""

    area: str
    area_name: str
    basis: str
    number: int


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill, tool or technology of an occupation as O*NET lists it; `importance` is 1 to 5 where it is rated."""

    name: str
    kind: str
    importance: float | None = None
    hot: bool = False
    in_demand: bool = False


@dataclass(frozen=True, slots=True)
class WorkRole:
    """A NICE (or DCWF) work role, with the roles one comes from and goes to."""

    id: str
    name: str
    element: str
    description: str
    on_ramps: tuple[str, ...]
    off_ramps: tuple[str, ...]
    described: Fact[str]


@dataclass(frozen=True, slots=True)
class Outlook:
    """BLS employment projections, 2024 to 2034; employment and openings are people, growth is percent."""

    employment_2024: int
    employment_2034: int
    growth_percent: float
    openings_per_year: int
    entry_education: str
    experience: str
    training: str
    covers: str = ""


@dataclass(frozen=True, slots=True)
class Occupation:
    """A job by its O*NET-SOC code; `role` is target (a digital job) or feeder (a job people come from)."""

    id: str
    role: Literal["target", "feeder"]
    category: str | None
    official_title: str
    name: Words
    short: Words
    people: Words
    what: Words
    day: Words | None
    thrives: Words | None
    way_in: Words | None
    carries_over: Words | None
    ai_note: Words | None
    skills: tuple[Words, ...]
    tools: tuple[str, ...]
    degree_share: Fact[dict[str, int]] | None
    job_zone: int | None
    interests: str | None  # RIASEC letters, strongest first
    described: Fact[str]  # provenance of the description itself
    pay: Fact[NationalPay] | None
    outlook: Fact[Outlook] | None


@dataclass(frozen=True, slots=True)
class Price:
    """What an exam or course costs, dollars; low and high differ where sources dispute it."""

    low: int
    high: int
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    id: str
    name: str
    issuer: str
    kind: str
    exam_codes: tuple[str, ...]
    categories: tuple[str, ...]
    what: Words
    covers: Words | None
    who: Words | None
    cost: Fact[Price] | None
    retake: Words | None
    study: Fact[Words] | None
    study_weeks: tuple[int, int] | None
    exam: Words | None
    prerequisites: Words | None
    renewal: Fact[Words] | None
    leads_to: tuple[str, ...]
    next: tuple[str, ...]
    worth: Fact[Words] | None
    study_free: Words | None
    described: Fact[str]


@dataclass(frozen=True, slots=True)
class Provider:
    id: str
    name: str
    kind: str
    regions: tuple[str, ...]
    about: Words
    url: str | None
    phone: str | None
    closed: Words | None
    described: Fact[str]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition of joining in words, with a code for what it is about and the values that satisfy it."""

    about: str
    values: tuple[str, ...]
    text: Words


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """What is published of those who took part; percent and yearly dollars, `of` says whom it counts."""

    completed_percent: float | None = None
    employed_percent: float | None = None
    median_pay: int | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """Something one can join: a course, a degree, a camp, or an employer's offer (`employers`, paid by `stipend_*`).

    Booleans are None where nobody says. Costs are dollars in all, part by part.
    """

    id: str
    provider: str
    provider_name: str
    name: Words
    short: Words
    kind: str
    region: str | None
    places: tuple[str, ...]
    online: bool | None
    categories: tuple[str, ...]
    roles: tuple[str, ...]
    credentials: tuple[str, ...]
    about: Words
    free: bool | None
    tuition: tuple[int, int] | None
    stipend: bool | None
    cost_text: Words | None
    weeks: tuple[int, int] | None
    length_text: Words | None
    full_time: bool | None
    evenings: bool | None
    weekends: bool | None
    schedule_text: Words | None
    modality: tuple[str, ...]
    languages: tuple[str, ...]
    min_age: int | None
    max_age: int | None
    diploma: bool | None
    in_high_school: bool | None
    income_limited: bool | None
    work_authorization: bool | None
    eligibility_text: Words | None
    apply_text: Words | None
    apply_url: str | None
    deadline: str | None
    start_dates: str | None
    supports: tuple[str, ...]
    url: str | None
    phone: str | None
    check: Words | None
    described: Fact[str]
    awards: int | None = None  # IPEDS awards in the year, for programs known only by their award counts
    latitude: float | None = None
    longitude: float | None = None
    residency: Words | None = None
    outcomes: Words | None = None
    shortest_weeks: int | None = None  # where the longest option is not known, `weeks` is None
    organization_id: str = "default"
    fees: int | None = None
    books: int | None = None
    exam_fee: int | None = None
    stipend_range: tuple[int, int] | None = None
    stipend_per: str | None = None  # hour, week, month, year or program
    hours: int | None = None
    hours_per_week: int | None = None
    starts: tuple[str, ...] = ()  # YYYY-MM-DD, where dates are exact; `start_dates` is what the provider writes
    deadline_on: str | None = None  # YYYY-MM-DD
    capacity: int | None = None
    rules: tuple[Rule, ...] = ()
    accessibility: Words | None = None
    outcome_figures: OutcomeFigures | None = None
    earns: Words | None = None
    employers: tuple[str, ...] = ()
    cip: str | None = None
    sourced: dict[str, Fact[str]] = field(default_factory=dict)  # "cost", "eligibility", "outcomes": where it differs

    def fact(self, part: str) -> Fact[str]:
        """Where a part ("cost", "eligibility", "outcomes", …) is from: its own source, else the record's."""
        return self.sourced.get(part, self.described)

    @property
    def total_cost(self) -> tuple[int, int] | None:
        """Tuition and every other part that is known, together; None where tuition is not known."""
        if self.tuition is None:
            return None
        rest = sum(part or 0 for part in (self.fees, self.books, self.exam_fee))
        return self.tuition[0] + rest, self.tuition[1] + rest


@dataclass(frozen=True, slots=True)
class Support:
    id: str
    name: Words
    region: str  # a region id or "all"
    kind: str
    needs: tuple[str, ...]
    about: Words
    eligibility: Words | None
    amount: Words | None
    url: str | None
    phone: str | None
    described: Fact[str]
    address: str | None = None
    hours: str | None = None
    languages: tuple[str, ...] = ()
    accessibility: Words | None = None


@dataclass(frozen=True, slots=True)
class CareerCenter:
    id: str
    name: str
    region: str
    places: tuple[str, ...]
    address: str | None
    phone: str | None
    url: str | None
    hours: str | None
    about: Words
    described: Fact[str]
    languages: tuple[str, ...] = ()
    accessibility: Words | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One transition between two stops of a pathway (occupations, or a starting point such as high-school)."""

    start: str
    to: str
    kind: Literal["on_ramp", "next_step", "off_ramp", "lateral"]
    takes: Words
    credentials: tuple[str, ...]
    source_detail: str
    described: Fact[str]


@dataclass(frozen=True, slots=True)
class Pathway:
    """Steps in order from a start to a role."""

    start: str
    role: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A short sourced text on a question that no table answers (barriers, job search, legitimacy, …)."""

    id: str
    topic: str
    title: Words
    sms: Words
    web: Words
    points: tuple[Words, ...]
    url: str | None
    described: Fact[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a report, ready to be quoted with its source; `section` is where it stands there."""

    id: str
    topic: str
    text: Words
    section: str | None
    described: Fact[str]


@dataclass(frozen=True, slots=True)
class Alias:
    """What people call an entity; `kind` is role, credential, provider, …, `language` None where both say it."""

    kind: str
    entity_id: str
    language: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ProgramSearch:
    """What a learner wants of a program; None and empty mean "does not matter"."""

    region: str | None = None
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_miles: float | None = None
    categories: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    provider: str | None = None
    kinds: tuple[str, ...] = ()
    free: bool = False
    max_cost: int | None = None
    stipend: bool = False
    age: int | None = None
    has_diploma: bool | None = None
    in_high_school: bool | None = None
    evenings: bool = False
    weekends: bool = False
    online: bool = False
    in_person: bool = False
    language: str | None = None
    max_weeks: int | None = None
    needs: tuple[str, ...] = ()
    today: date | None = None  # a price that may not be told on this day any more counts as not known


@dataclass(frozen=True, slots=True)
class ProgramMatch:
    """A program that fits, with why (`met`: condition codes) and what nobody says about it (`unknown`)."""

    program: Program
    met: tuple[str, ...]
    unknown: tuple[str, ...]
    distance_miles: float | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`loosen` is the one condition whose removal opens up the most, with how many, when nothing fits.

    `more` says the same of every condition that could be dropped. Conditions are named as the fields of ProgramSearch.
    """

    matches: tuple[ProgramMatch, ...]
    total: int
    loosen: tuple[str, int] | None = None
    more: dict[str, int] = field(default_factory=dict)
