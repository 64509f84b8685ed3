"""Answers on jobs and ways into them: every topic, entity, language and channel; then what each kind of question needs."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import library
from actions.library import knowledge
from knowledge.database import Database
from knowledge.phrasebook import DOMAIN
from knowledge.seed import load
from tests.unit.action_harness import RULES, Said, ask, mention, tap

GROUPS = ("digital_jobs", "pathways")
SIDES = [(language, channel) for language in ("en", "es") for channel in ("web", "sms")]
CITED = re.compile(r"\b(BLS|DOL|O\*NET|JFF|NICE|DoD)\b")
FIGURE = re.compile(r"\$\d|\d%|\d,\d{3}")
ENGLISH = re.compile(r"\b(the|with|your|middle|openings|growing|which|pays|asks?|years?|don't)\b", re.IGNORECASE)
SPANISH = re.compile(r"\b(qué|cómo|cuánto|pago|vacantes|empleos|según|años|puedes|usual es)\b", re.IGNORECASE)


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


def topics(*groups: str) -> list[str]:
    rules = (yaml.safe_load((RULES / f"{group}.yml").read_text(encoding="utf-8"))["rules"] for group in groups)
    return [rule["rule"] for group in rules for rule in group]


TOPICS = topics(*GROUPS)


def entities() -> Iterator[Mapping[str, Any]]:
    """What a tapped choice may carry: nothing, one entity of every kind there is, and pairs."""
    yield {}
    for role in knowledge().occupations(role=None):
        yield {"role": role.id}
        yield {"background": role.id} if role.role == "feeder" else {"role": [role.id, "15-1232"], "region": "dc-metro"}
    for category in knowledge().categories():
        yield {"category": category.id}
    for credential in knowledge().credentials():
        yield {"credential": credential.id}
    for region in knowledge().regions():
        yield {"region": region.id}
        yield {"region": region.id, "role": "15-1211.01"}


def is_sound(said: Said, channel: str) -> None:
    """What holds for every answer."""
    assert said.text
    assert not re.search(r"\{|\}|\bNone\b|  |\.\.|\(\)| ,", said.everything), said.everything
    assert all(0 < len(label) <= 55 for label in said.labels), said.labels
    wrong = (ENGLISH if said.language == "es" else SPANISH).search(said.text + "\n" + "\n".join(said.labels))
    assert not wrong, (wrong, said.text, said.labels)
    if channel == "sms":
        pictures = [card for card in said.cards if card["kind"] == "pathway" and card["image_url"]]
        assert said.cards == pictures, "by text a card is there for its picture alone"
        assert not re.search(r"[—–…•“”‘’]", said.everything)
        assert said.segments() <= 3, said.sms()
        words = said.text + " ".join(said.labels)
        assert not FIGURE.search(words) or CITED.search(said.text), said.text
        assert "$" not in " ".join(said.labels) or "BLS" in said.text, said.text
    elif FIGURE.search(said.everything):
        assert CITED.search(said.text) or any(card["sources"] for card in said.cards), said.everything


@pytest.mark.parametrize("topic", TOPICS)
def test_every_entity_is_answered_in_both_languages_and_channels(topic: str) -> None:
    lengths: Counter[bool] = Counter()
    for language, channel in SIDES:
        for named in entities():
            said = ask(topic, choice=named, language=language, channel=channel)
            is_sound(said, channel)
            assert said.topics == [topic]
            if channel == "sms":
                lengths[said.segments() <= 2] += 1
    assert lengths[True] / lengths.total() >= 0.95, lengths


@pytest.mark.parametrize("topic", TOPICS)
def test_every_page_of_a_list_is_sound(topic: str) -> None:
    for language, channel in SIDES:
        for named in ({}, {"category": "crosscutting"}, {"role": "15-1212"}):
            said = ask(topic, choice=named, language=language, channel=channel)
            pages = 0
            while said.slots.get("more") and pages < 12:
                said = ask("more", "more", context=said.slots, language=language, channel=channel)
                is_sound(said, channel)
                assert said.topics == ["more"]
                pages += 1
            assert pages < 12


def test_every_pathway_from_every_start_is_told_to_its_end() -> None:
    starts = ["no-experience", "high-school", "veteran", "degree-abroad"]
    starts += [role.id for role in knowledge().occupations(role="feeder")]
    for start in starts:
        for role in knowledge().occupations():
            said = ask("pathway", choice={"role": role.id, "start": start}, language="es", channel="sms")
            is_sound(said, "sms")


@pytest.mark.parametrize("group", GROUPS)
def test_every_response_has_both_languages_and_is_defined_once(group: str) -> None:
    defined: Counter[str] = Counter()
    for path in DOMAIN.glob("*.yml"):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        responses = loaded.get("responses") or {}
        defined.update(responses.keys())
        if path.stem == group:
            for name, variations in responses.items():
                said = {(v["condition"][0]["value"], v.get("channel")) for v in variations}
                assert {("en", None), ("es", None)} <= said, name
                assert (("en", "sms") in said) == (("es", "sms") in said), name
    assert [name for name, times in defined.items() if times > 1] == []


def test_every_action_of_the_domain_exists_and_is_used_by_a_rule() -> None:
    for group in GROUPS:
        domain = yaml.safe_load((DOMAIN / f"{group}.yml").read_text(encoding="utf-8"))
        rules = yaml.safe_load((RULES / f"{group}.yml").read_text(encoding="utf-8"))["rules"]
        assert {rule["steps"][1]["action"] for rule in rules} == set(domain["actions"])


# --- which job is meant ---


def test_pay_of_the_job_named_wins_over_the_one_remembered() -> None:
    said = ask("role_pay", mentions=[mention("role", "15-1254")], context={"role": "15-1232"})
    assert said.slots["answered_about"]["role"] == "15-1254"


def test_a_fields_name_stands_for_its_best_known_job() -> None:
    said = ask("role_pay", mentions=[mention("category", "crosscutting", role="15-1212")], context={"role": "15-1232"})
    assert said.slots["answered_about"]["role"] == "15-1212"


def test_a_fields_name_does_not_add_a_job_to_one_of_its_own() -> None:
    both = [mention("role", "15-1299.04", category="crosscutting"), mention("category", "crosscutting", role="15-1212")]
    assert ask("role_overview", mentions=both).slots["answered_about"]["role"] == "15-1299.04"


def test_pay_here_is_called_levels_and_never_a_median() -> None:
    said = ask("role_pay", mentions=[mention("role", "15-1232"), mention("place", "nogales-az")], channel="sms")
    assert "pay levels" in said.text
    assert "DOL" in said.text
    assert "Nogales" in said.text


def test_pay_for_a_place_we_do_not_know_is_national_and_says_so() -> None:
    phoenix = mention("place", "phoenix-az", name="Phoenix", state="AZ")
    said = ask("role_pay", mentions=[mention("role", "15-1232"), phoenix], context={"region": "miami-dade"})
    assert "Phoenix" in said.text
    assert "Miami" not in said.everything


def test_starting_pay_says_that_nobody_publishes_it() -> None:
    said = ask("role_pay", "whats the starting pay", mentions=[mention("role", "15-1232")])
    assert "starting pay" in said.text
    assert "$40,980" in said.text


def test_which_pays_more_after_a_comparison_answers_both() -> None:
    compared = ask("compare_roles", choice={"role": ["15-1232", "15-1231"]})
    said = ask("role_pay", "which pays more", context=compared.slots)
    assert "Network support pays more" in said.text
    assert said.slots["answered_about"]["role"] == ["15-1232", "15-1231"]


def test_which_pays_more_after_a_list_weighs_the_list() -> None:
    listed = ask("category_roles", choice={"category": "support"}, context={"role": "15-1252"})
    said = ask("role_pay", "which one pays more", context=listed.slots)
    assert "15-1252" not in said.slots["answered_about"]["role"]
    assert len(said.slots["answered_about"]["role"]) == 3


def test_jobs_with_one_figure_for_both_have_no_winner() -> None:
    said = ask("compare_roles", choice={"role": ["15-2051", "15-2051.01"]})
    assert "one group" in said.text


def test_a_question_without_a_job_asks_which_and_keeps_the_topic() -> None:
    said = ask("role_outlook", language="es")
    assert said.outcome == "asked_back"
    assert tap(said, "Ciberseguridad").topics == ["role_outlook"]


# --- comparing, choosing ---


def test_comparing_one_job_asks_for_the_other() -> None:
    said = ask("compare_roles", mentions=[mention("role", "15-1232")])
    assert said.outcome == "asked_back"
    picked = tap(said, said.labels[0])
    assert picked.topics == ["compare_roles"]
    assert len(picked.slots["answered_about"]["role"]) == 2


def test_comparing_with_a_job_spoken_of_before_needs_no_question() -> None:
    said = ask("compare_roles", mentions=[mention("role", "15-1254")], context={"role": "15-1232"})
    assert said.slots["answered_about"]["role"] == ["15-1254", "15-1232"]


def test_comparing_by_position_takes_both_items_of_the_list() -> None:
    listed = ask("category_roles", choice={"category": "support"})
    said = ask("compare_roles", mentions=[mention("ordinal", "1"), mention("ordinal", "3")], context=listed.slots)
    shown = [item["id"] for item in listed.slots["shown"]]
    assert said.slots["answered_about"]["role"] == [shown[0], shown[2]]


@pytest.mark.parametrize(
    ("text", "language", "suggested", "never"),
    [
        ("i like to draw", "en", "15-1255", None),
        ("me encanta reparar celulares viejos", "es", "49-2011", None),
        ("im good with people but i hate numbers", "en", "15-1232", "15-2051.01"),
        ("me gusta escribir, nada de matemáticas", "es", "27-3042", "15-2051"),
        ("videogames all night", "en", "15-1255.01", None),
        ("quiero proteger cosas y resolver misterios", "es", "15-1212", None),
    ],
)
def test_career_match_goes_by_what_is_liked(text: str, language: str, suggested: str, never: str | None) -> None:
    said = ask("career_match", text, language=language)
    ids = [item["id"] for item in said.slots["shown"]]
    assert said.outcome == "answered"
    assert len(ids) == 3
    assert suggested in ids
    assert never not in ids


def test_career_match_with_nothing_to_go_on_asks_one_question() -> None:
    said = ask("career_match", "no sé qué quiero", language="es", channel="sms")
    assert said.outcome == "asked_back"
    assert len(said.choices) == 5
    for label in said.labels[:4]:
        assert len(tap(said, label, "sms").slots["shown"]) == 3
    assert "1 de 12" in tap(said, "12 preguntas", "sms").text


def test_career_match_about_a_job_says_who_does_well_in_it() -> None:
    said = ask("career_match", "would that suit me", mentions=[mention("role", "15-1212")])
    assert "detective" in said.text


# --- lists, places, industries ---


def test_category_without_a_name_offers_the_six() -> None:
    said = ask("category_roles", channel="sms")
    assert len(said.choices) == 6
    assert said.segments() <= 2


def test_a_category_called_by_a_job_puts_it_and_its_kin_first() -> None:
    said = ask("category_roles", mentions=[mention("category", "crosscutting", role="15-1212")])
    first = [item["id"] for item in said.slots["shown"]][:3]
    assert first[0] == "15-1212"
    assert "15-1299.04" in first


def test_first_jobs_are_those_without_experience_or_a_bachelors() -> None:
    for item in ask("entry_jobs").slots["shown"]:
        role = knowledge().occupation(item["id"])
        assert role is not None
        assert role.outlook is not None
        assert role.outlook.value.experience == "None"
        assert "achelor" not in role.outlook.value.entry_education


def test_first_jobs_in_a_field_without_any_say_so() -> None:
    assert "bachelor's" in ask("entry_jobs", mentions=[mention("category", "design", role="15-1255")]).text


def test_local_demand_admits_that_there_are_no_local_ads() -> None:
    said = ask("local_demand", mentions=[mention("place", "tucson-az")], channel="sms")
    assert "no local job ads" in said.text
    assert "520-" in said.text


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("computer work in a clinic", "29-2072"),
        ("en un banco", "15-1212"),
        ("trabajar para el gobierno", "15-1299.02"),
        ("bitcoin stuff", "15-1299.07"),
        ("something with movies", "27-4032"),
    ],
)
def test_industry_is_found_in_the_words(text: str, role: str) -> None:
    assert role in [item["id"] for item in ask("industry_fit", text).slots["shown"]]


def test_blockchain_names_miami_dade_college() -> None:
    for channel in ("web", "sms"):
        said = ask("industry_fit", "cripto", language="es", channel=channel)
        assert "MDC" in said.everything or "Miami Dade College" in said.everything


def test_remote_work_promises_nothing() -> None:
    said = ask("remote_work", mentions=[mention("role", "49-2011")])
    assert "Mostly not" in said.text
    assert "employer decides" in ask("remote_work", mentions=[mention("role", "15-1254")]).text
    assert any(choice["payload"]["topic"] == "legit_check" for choice in ask("remote_work").choices)


# --- ways there ---


def test_pathway_starts_from_the_job_one_has() -> None:
    text = "I drive a register, want to build websites"
    said = ask("pathway", text, mentions=[mention("background", "41-2031"), mention("role", "15-1254")])
    assert "retail" in said.text
    assert said.slots["role"] == "15-1254"
    assert said.slots["about_me"] == {"start": "41-2031"}
    assert [card["kind"] for card in said.cards] == ["pathway"] * 4  # the map, then a card a step
    assert all(card["sources"] for card in said.cards)


def test_pathway_from_one_digital_job_to_another() -> None:
    text = "from help desk to security, how"
    named = [
        mention("role", "15-1232", text, "help desk"),
        mention("category", "crosscutting", text, "security", role="15-1212"),
    ]
    said = ask("pathway", text, mentions=named)
    assert said.slots["role"] == "15-1212"
    assert said.slots["about_me"]["start"] == "15-1232"


def test_pathway_by_text_goes_step_by_step() -> None:
    said = ask("pathway", choice={"role": "15-1212"}, channel="sms")
    assert "First" in said.text
    following = tap(said, "Next step", "sms") if said.slots["more"] else said
    assert following.topics == ["more"]
    assert "tep" in following.text


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("I'm a sophomore", "high-school"),
        ("ya casi salgo de la prepa", "high-school"),
        ("serví en el ejército", "veteran"),
        ("tengo carrera de Colombia", "degree-abroad"),
        ("i have a degree from my country", "degree-abroad"),
    ],
)
def test_pathway_hears_where_one_starts(text: str, start: str) -> None:
    said = ask("pathway", text, mentions=[mention("role", "15-1232")])
    assert said.slots["about_me"] == {"start": start}


def test_the_start_told_once_is_remembered() -> None:
    first = ask("career_change", mentions=[mention("background", "35-3023")])
    said = ask("pathway", mentions=[mention("role", "15-1232")], context=first.slots)
    assert "food service" in said.text


def test_next_step_after_a_certification_names_jobs_and_the_following_one() -> None:
    said = ask("next_step", mentions=[mention("credential", "comptia-a-plus")])
    assert "CompTIA Network+" in said.text
    assert said.slots["answered_about"] == {"credential": "comptia-a-plus"}


def test_next_step_after_a_job_never_leads_out_of_digital_jobs() -> None:
    for role in knowledge().occupations():
        for item in ask("next_step", choice={"role": role.id}).slots.get("shown") or []:
            found = knowledge().occupation(item["id"])
            assert found is not None
            assert found.role == "target"


def test_career_change_says_what_carries_over() -> None:
    start = knowledge().occupation("43-4051")
    assert start is not None
    assert start.carries_over is not None
    said = ask("career_change", mentions=[mention("background", start.id)], language="es")
    assert start.carries_over.es in said.text
    assert len(said.slots["shown"]) == 3


def test_career_change_without_a_job_asks_for_it() -> None:
    said = ask("career_change", "is it too late to switch")
    assert said.outcome == "asked_back"
    assert tap(said, "Food service").slots["about_me"]["start"] == "35-3023"


def test_wording_files_name_no_path_outside_the_project() -> None:
    for group in GROUPS:
        assert "/work" not in (Path(DOMAIN) / f"{group}.yml").read_text(encoding="utf-8")
