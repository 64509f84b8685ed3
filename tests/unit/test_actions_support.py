"""Money, help, career centers, articles, high school, mentoring, scams: every answer sound, and each kind tells what it must."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import article_choice, library
from actions.library import knowledge
from knowledge.content import read
from knowledge.database import Database
from knowledge.phrasebook import DOMAIN
from knowledge.seed import CONTENT_FOLDER, load
from tests.unit.action_harness import Said, ask, mention, tap

ARTICLE_TOPICS = (
    "job_search_help", "barrier_record", "barrier_age", "barrier_immigration", "barrier_disability", "barrier_language",
    "barrier_confidence",
)  # fmt: skip
PROGRAM_TOPICS = ("high_school_options", "youth_roles", "mentoring", "work_based", "legit_check")
TOPICS = ("pay_for_training", "supports", "career_center", *ARTICLE_TOPICS, *PROGRAM_TOPICS)
TWO_ARTICLES = (
    *ARTICLE_TOPICS,
    "remote_work",
    "industry_fit",
    "legit_check",
    "high_school_options",
    "pay_for_training",
)
LEGAL = ("record-fair-chance", "age-law", "immigration-work-rights", "disability-accommodations", "language-accent")
SIDES = [(language, channel) for language in ("en", "es") for channel in ("web", "sms")]
ENGLISH = re.compile(r"\b(the|with|your|they|who|which|nearest|know|asks?|from)\b", re.IGNORECASE)
SPANISH = re.compile(r"\b(qué|cómo|dónde|pregunta|ayuda|cerca|tú|para|quién|gratis|sin)\b", re.IGNORECASE)
NAMES = re.compile(r'"[^"]*"|\([^)]*\)|The English Center|Spark the Journey|Talent for Tomorrow')
REACH = re.compile(r"\d{3}-\d{3}-\d{4}|\b211\b|\b\w+\.(org|gov|com)\b|\d+ [NSEW]\. ")


@pytest.fixture(scope="module", autouse=True)
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The project's own content, in a base that lives as long as this module."""
    url = f"sqlite:///{tmp_path_factory.mktemp('knowledge')}/base.sqlite"
    database = Database(url)
    database.migrate()
    load(database)
    before = os.environ.get(library.URL)
    os.environ[library.URL] = url
    library.knowledge.cache_clear()
    yield
    library.knowledge().close()
    library.knowledge.cache_clear()
    os.environ.pop(library.URL)
    if before is not None:
        os.environ[library.URL] = before
    database.close()


Named = Mapping[str, Any]
READS = {
    "provider": ("legit_check",),
    "program": ("legit_check", "pay_for_training"),
    "credential": ("pay_for_training",),
    "support": ("supports", "pay_for_training"),
    "center": ("career_center",),
}


def entities(topic: str) -> Iterator[tuple[Named, bool]]:
    """What a tapped choice may carry: nothing, and one of everything there is; whether the topic looks at it."""
    yield {}, True
    for region in knowledge().regions():
        yield {"region": region.id}, True
    for need in yaml.safe_load((CONTENT_FOLDER / "ids.yml").read_text(encoding="utf-8"))["needs"]:
        yield {"need": need}, topic == "supports"
        yield {"need": [need, "child-care"], "region": "miami-dade"}, topic == "supports"
        yield {"need": need, "region": "massachusetts"}, topic == "supports"
    for article in knowledge().articles():
        yield {"article": article.id}, article.topic == topic
    everything = {
        "provider": knowledge().providers(),
        "program": knowledge().programs(),
        "credential": knowledge().credentials(),
        "support": knowledge().supports(),
        "center": knowledge().career_centers(),
        "role": knowledge().occupations(),
    }
    for kind, records in everything.items():
        for record in records:
            yield {kind: record.id}, topic in READS.get(kind, ())
    for credential in knowledge().credentials():
        yield {"credential": credential.id, "region": "massachusetts"}, topic == "pay_for_training"


def is_sound(said: Said, channel: str, name: str = "") -> None:
    """What holds for every answer; a place's or school's own name may be in any language."""
    assert said.text
    assert not re.search(r"\{|\}|\bNone\b|  |\.\.|\(\)| ,", said.everything), said.everything
    assert all(0 < len(label) <= 55 for label in said.labels), said.labels
    assert 1 <= len(said.choices) <= 6
    wrong = (ENGLISH if said.language == "es" else SPANISH).search(
        NAMES.sub("", said.text.replace(name, "") if name else said.text)
    )
    assert not wrong, (wrong, said.text)
    if channel == "sms":
        assert said.cards == []
        assert len(said.choices) <= 4
        assert not re.search(r"[—–…•“”‘’]", said.everything)
        assert said.segments() <= 3, said.sms()
        assert not [link for link in re.findall(r"\S+\.(?:org|gov|com)\S*", said.text) if len(link) > 45]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_entity_is_answered_in_both_languages_and_channels(topic: str) -> None:
    lengths: Counter[bool] = Counter()
    for number, (named, looked_at) in enumerate(entities(topic)):
        for language, channel in SIDES if looked_at else [SIDES[number % len(SIDES)]]:
            said = ask(topic, choice=named, language=language, channel=channel)
            provider = knowledge().provider(named.get("provider") or said.slots.get("provider") or "")
            is_sound(said, channel, provider.name if provider else "")
            assert said.topics[0] in (topic, "pay_for_training")
            if channel == "sms":
                lengths[said.segments() <= 2] += 1
    assert lengths[True] / lengths.total() >= 0.95, lengths


@pytest.mark.parametrize(
    "topic", ["pay_for_training", "supports", "career_center", "high_school_options", "work_based"]
)
def test_every_place_is_answered(topic: str) -> None:
    lengths: Counter[bool] = Counter()
    for number, place in enumerate(
        p for n, p in enumerate(knowledge().places()) if n % (1 if topic == "career_center" else 4) == 0
    ):
        language, channel = SIDES[number % len(SIDES)]
        said = ask(topic, "?", mentions=[mention("place", place.id)], language=language, channel=channel)
        is_sound(said, channel, place.name)
        if channel == "sms":
            lengths[said.segments() <= 2] += 1
        if topic == "career_center":
            assert REACH.search(said.everything), said.text
    assert lengths[True] / lengths.total() >= 0.95, lengths


@pytest.mark.parametrize("topic", TOPICS)
def test_every_list_comes_to_its_end(topic: str) -> None:
    for language, channel in SIDES:
        for region in (None, *(region.id for region in knowledge().regions())):
            said = ask(topic, choice={"region": region} if region else {}, language=language, channel=channel)
            pages = 0
            while said.slots.get("more"):
                said = ask("more", "more", context=said.slots, language=language, channel=channel)
                assert said.text
                pages += 1
                assert pages < 12


# --- content ---


def test_every_topic_without_a_table_has_articles_that_fit_a_text_message() -> None:
    articles = read(CONTENT_FOLDER).articles
    counted = Counter(article.topic for article in articles)
    assert all(counted[topic] >= 2 for topic in TWO_ARTICLES), counted
    for article in articles:
        for words, limit in ((article.title, 50), (article.sms, 185), (article.web, 500)):
            assert len(words.en) <= limit and len(words.es) <= limit, article.id
        assert 2 <= len(article.points) <= 4, article.id
        assert all(len(text) <= 110 for point in article.points for text in (point.en, point.es)), article.id


def test_legal_articles_say_that_they_are_no_advice_and_where_help_is() -> None:
    for id in LEGAL:
        article = knowledge().article(id)
        assert article
        for words in (article.sms, article.web):
            assert re.search("not legal advice", words.en, re.IGNORECASE), id
            assert "consejo legal" in words.es, id
            assert REACH.search(words.en), id
            assert REACH.search(words.es), id


def test_every_word_list_names_an_article_of_its_topic() -> None:
    for topic, lists in article_choice._WORDS.items():
        for id in lists:
            article = knowledge().article(id)
            assert article, id
            assert article.topic == topic, id


# --- articles ---


@pytest.mark.parametrize(
    ("topic", "text", "article"),
    [
        ("barrier_record", "I was convicted once", "record-fair-chance"),
        ("barrier_record", "can I get it expunged in Maryland", "record-expungement"),
        ("barrier_record", "¿se puede borrar de mi récord?", "record-expungement"),
        ("barrier_record", "do they run background checks in IT", "record-background-check"),
        ("barrier_record", "can I get fafsa with a drug charge", "record-student-aid"),
        ("barrier_age", "me rechazan por mi edad, ¿qué dice la ley?", "age-law"),
        ("barrier_age", "am I too old", "age-what-you-bring"),
        ("barrier_immigration", "my engineering degree is from Colombia", "immigration-foreign-degree"),
        ("barrier_immigration", "tengo DACA y quiero estudiar en el college", "immigration-student-aid"),
        ("barrier_immigration", "they asked for my green card but I have a work permit", "immigration-work-rights"),
        ("barrier_immigration", "no tengo papeles", "immigration-legal-help"),
        ("barrier_disability", "will I lose my ssi", "disability-benefits"),
        ("barrier_disability", "I have adhd", "disability-ideas"),
        ("barrier_disability", "¿tengo que decirles en la entrevista?", "disability-accommodations"),
        ("barrier_language", "my accent is strong", "language-accent"),
        ("barrier_language", "¿dónde hay clases de inglés?", "language-english-classes"),
        ("barrier_language", "are there courses in spanish", "language-spanish-courses"),
        ("barrier_confidence", "soy malo en matemáticas", "confidence-math"),
        ("barrier_confidence", "nobody in tech looks like me", "confidence-people-like-you"),
        ("barrier_confidence", "mi esposo dice que no sirve", "confidence-family"),
        ("job_search_help", "¿cómo hago mi currículum?", "jobsearch-resume"),
        ("job_search_help", "what will they ask in the interview", "jobsearch-interview"),
        ("job_search_help", "where do I look", "jobsearch-boards"),
        ("legit_check", "they want gift cards", "legit-job-offers"),
        ("legit_check", "me pide mi social", "legit-personal-data"),
        ("legit_check", "is a six week boot camp worth trusting", "legit-boot-camps"),
        ("legit_check", "they take 15% of my pay, an ISA", "legit-income-share"),
        ("high_school_options", "is there a robotics team", "hs-cyber-clubs"),
        ("pay_for_training", "I was in the army", "pay-gi-bill"),
    ],
)
def test_the_words_choose_the_article(topic: str, text: str, article: str) -> None:
    for channel in ("web", "sms"):
        said = ask(topic, text, channel=channel)
        told = knowledge().article(article)
        assert told
        assert (told.sms if channel == "sms" else told.web).en in said.text
        assert said.outcome == "answered"


def test_an_older_learner_is_told_of_paid_training() -> None:
    said = ask("barrier_age", "tengo 61", mentions=[mention("age", "61")], language="es")
    assert "SCSEP" in said.text


def test_an_article_says_its_source_and_that_nobody_checked_it() -> None:
    assert "(FTC, April 2021; not checked yet)" in ask("legit_check", "fake check", channel="sms").text
    assert "sin revisar" in ask("legit_check", "cheque", language="es").text


def test_the_next_article_is_a_tap_or_a_more_away() -> None:
    said = ask("barrier_record", "felony", channel="sms")
    assert "They need your OK" in tap(said, "Background", "sms").text
    assert "They need your OK" in ask("more", "more", context=said.slots, channel="sms").text


# --- supports, money, centers ---


def in_place(name: str) -> dict[str, Any]:
    return mention("place", next(place.id for place in knowledge().places() if place.name == name and place.region))


def test_a_need_with_a_support_of_the_place_tells_it_and_whom_to_ask() -> None:
    said = ask("supports", "no car", mentions=[mention("need", "transport"), in_place("Hialeah")], channel="sms")
    assert "MDC Works" in said.text
    assert "211" in said.text
    assert "2023" in said.text


def test_a_need_nobody_is_known_for_leads_to_211() -> None:
    said = ask("supports", "sin laptop", mentions=[mention("need", "laptop"), in_place("Nogales")], language="es")
    assert "211" in said.text
    assert "una laptop" in said.text
    assert said.cards[0]["kind"] == "support"


def test_no_need_asks_and_still_gives_211() -> None:
    said = ask("supports", choice={})
    assert said.outcome == "asked_back"
    assert "211" in said.text
    assert tap(said, "Rides").outcome == "answered"


def test_a_need_of_another_topic_offers_that_topic() -> None:
    said = ask("supports", "x", mentions=[mention("need", "record")])
    assert said.choices[0]["payload"]["topic"] == "barrier_record"


def test_money_of_the_place_comes_first_and_each_can_be_opened() -> None:
    said = ask("pay_for_training", "money", mentions=[in_place("Nogales")], channel="sms")
    assert "Nogales" in said.labels[0]
    opened = tap(said, "Nogales", "sms")
    assert "610 N. Morley" in opened.text
    assert opened.topics == ["pay_for_training"]


def test_a_named_credential_puts_its_price_on_the_table() -> None:
    for channel in ("web", "sms"):
        said = ask(
            "pay_for_training", "pay for a+", mentions=[mention("credential", "comptia-a-plus")], channel=channel
        )
        assert re.match(r"CompTIA A\+ costs \$\d+.* \([A-Z]", said.text), said.text


def test_a_word_for_one_kind_of_money_wins_over_the_list() -> None:
    said = ask("pay_for_training", "gi bill?", mentions=[in_place("Nogales")])
    assert "GI Bill" in said.text
    assert said.labels[0] == "Money near Nogales"


def test_a_center_is_told_with_its_contact_and_no_made_up_hours() -> None:
    said = ask("career_center", "where and when", mentions=[in_place("Tucson")], channel="sms")
    assert "520-724-7700" in said.text
    assert "no published hours" in said.text


def test_a_center_without_contact_says_so_and_who_knows() -> None:
    said = ask("career_center", "dónde", mentions=[in_place("Hialeah")], language="es", channel="sms")
    assert "211" in said.text
    assert "careeronestop.org" in said.text


def test_without_a_place_it_asks_where() -> None:
    said = ask("career_center", "job center")
    assert said.outcome == "asked_back"
    assert len(said.choices) == len(knowledge().regions())


# --- programs ---


def test_high_school_lists_what_takes_high_school_students() -> None:
    said = ask("high_school_options", "i'm 16", mentions=[in_place("Nogales")])
    for choice in said.choices[:4]:
        program = knowledge().program(choice["payload"]["entities"].get("program", ""))
        assert program
        assert program.in_high_school


def test_youth_roles_tell_who_and_how_as_far_as_known() -> None:
    assert "ambassador" in ask("youth_roles", "what are they").text
    said = ask("youth_roles", "how do i apply to be an ambassador", channel="sms")
    assert said.text.startswith("Ask AZ Cyber")
    assert "azcyber.org" in said.text
    assert "college" in ask("youth_roles", "quién puede ser aprendiz", language="es", channel="sms").text


def test_youth_roles_elsewhere_say_where_they_are() -> None:
    assert "only in Southern Arizona" in ask("youth_roles", "roles", mentions=[in_place("Boston")]).text


def test_mentoring_and_work_stay_in_the_region_or_say_that_none_is_known() -> None:
    for topic in ("mentoring", "work_based"):
        said = ask(topic, "x", mentions=[in_place("Boston")])
        programs = [c["payload"]["entities"]["program"] for c in said.choices if "program" in c["payload"]["entities"]]
        assert programs
        assert all((p := knowledge().program(id)) and p.region == "massachusetts" for id in programs)
        assert "Miami" in ask(topic, "x", choice={"region": "miami-dade"}).text
    assert ask("mentoring", "x", choice={"region": "miami-dade"}).outcome == "not_known"


def test_a_known_school_is_told_with_its_source_and_never_vouched_for() -> None:
    said = ask("legit_check", "is per scholas legit", mentions=[mention("provider", "per-scholas")])
    assert "not vouching" in said.text
    assert "FAQ" in said.text
    closed = ask("legit_check", "byte back?", mentions=[mention("provider", "byte-back")])
    assert "closed" in closed.text


def test_an_offer_is_not_about_the_school_spoken_of_before() -> None:
    context = {"provider": "per-scholas"}
    assert "Per Scholas" in ask("legit_check", "is it legit", context=context).text
    assert "Per Scholas" not in ask("legit_check", "a recruiter texted me a job", context=context).text


# --- wording ---


def test_every_response_of_the_group_has_both_languages_and_is_defined_once() -> None:
    defined: Counter[str] = Counter()
    for path in Path(DOMAIN).glob("*.yml"):
        responses = yaml.safe_load(path.read_text(encoding="utf-8")).get("responses") or {}
        defined.update(responses.keys())
        if path.stem in ("support", "programs"):
            for name, variations in responses.items():
                said = {(v["condition"][0]["value"], v.get("channel")) for v in variations}
                assert {("en", None), ("es", None)} <= said, name
                assert (("en", "sms") in said) == (("es", "sms") in said), name
    assert [name for name, times in defined.items() if times > 1] == []
