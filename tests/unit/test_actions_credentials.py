"""Answers on certifications: every topic, credential, job, language and channel; then what each question needs."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from actions.library import knowledge
from knowledge.views import Credential
from tests.unit.action_harness import Said, ask, mention, tap
from tests.unit.soundness import SIDES, is_sound, mostly_two_segments
from tests.unit.soundness import seeded as seeded

TOPICS = ("credential_overview", "credential_cost", "credential_value", "credential_prep", "credential_compare",
          "credentials_for_role")  # fmt: skip


@cache
def names() -> tuple[str, ...]:
    return tuple(name for c in knowledge().credentials() for name in (c.name, c.issuer))


@cache
def sources() -> tuple[str, ...]:
    facts = (fact for c in knowledge().credentials() for fact in (c.cost, c.study, c.worth, c.renewal, c.described))
    return tuple({fact.source.short for fact in facts if fact})


def sound(said: Said, channel: str) -> None:
    is_sound(said, channel, names(), sources())


@pytest.mark.parametrize("topic", TOPICS)
def test_every_certification_is_answered_in_both_languages_and_channels(topic: str) -> None:
    lengths: Counter[int] = Counter()
    for language, channel in SIDES:
        for credential in knowledge().credentials():
            said = ask(topic, choice={"credential": credential.id}, language=language, channel=channel)
            sound(said, channel)
            assert said.topics == [topic]
            if topic != "credentials_for_role":
                answers = credential.name in said.everything or said.outcome == "asked_back"
                assert answers, said.text
            if channel == "sms":
                lengths[said.segments()] += 1
    mostly_two_segments(lengths)


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_named_is_answered_or_asked_for(topic: str) -> None:
    for language, channel in SIDES:
        said = ask(topic, language=language, channel=channel)
        sound(said, channel)
        assert said.choices
        following = tap(said, said.labels[-1], channel)
        sound(following, channel)
        assert following.topics == [said.choices[-1]["payload"]["topic"]]


def test_every_job_gets_its_certifications() -> None:
    lengths: Counter[int] = Counter()
    for language, channel in SIDES:
        for role in knowledge().occupations(role=None):
            said = ask("credentials_for_role", choice={"role": role.id}, language=language, channel=channel)
            sound(said, channel)
            assert role.short.say(language) in said.text
            for item in said.slots.get("shown") or []:
                credential = knowledge().credential(item["id"])
                assert credential is not None
                assert role.id in credential.leads_to or role.category in credential.categories
            if channel == "sms":
                lengths[said.segments()] += 1
    mostly_two_segments(lengths)


def test_every_pair_in_a_row_is_compared_in_its_order() -> None:
    lengths: Counter[int] = Counter()
    for language, channel in SIDES:
        for first in knowledge().credentials():
            for second in map(knowledge().credential, first.next):
                assert second is not None
                pair = {"credential": [second.id, first.id]}
                said = ask("credential_compare", choice=pair, language=language, channel=channel)
                sound(said, channel)
                assert {first.name, second.name} <= set(said.labels)
                if first.id not in second.next:
                    assert said.text.index(first.name) < said.text.index(second.name), said.text
                if channel == "sms":
                    lengths[said.segments()] += 1
    mostly_two_segments(lengths)


def test_two_that_do_not_build_on_each_other_have_no_order() -> None:
    said = ask("credential_compare", choice={"credential": ["google-data-analytics", "comptia-a-plus"]})
    assert "No set order" in said.text


def priced() -> list[Credential]:
    return [c for c in knowledge().credentials() if c.cost]


def test_a_price_is_given_as_stated_and_dated() -> None:
    for credential in priced():
        assert credential.cost is not None
        for language in ("en", "es"):
            said = ask("credential_cost", choice={"credential": credential.id}, language=language, channel="sms")
            assert credential.cost.source.short in said.text
            for amount in {credential.cost.value.low, credential.cost.value.high}:
                assert f"${amount:,}" in said.text or (amount == 0 and "$" not in said.text), said.text


def test_a_price_nobody_states_is_not_invented() -> None:
    for credential in knowledge().credentials():
        if credential.cost is None:
            said = ask("credential_cost", choice={"credential": credential.id})
            assert said.outcome == "not_known"
            assert "$" not in said.everything


def test_no_certification_is_promised_to_bring_a_job() -> None:
    for credential in knowledge().credentials():
        for language, channel in SIDES:
            named = {"credential": credential.id}
            said = ask("credential_value", choice=named, language=language, channel=channel)
            if credential.worth:
                assert "guarantee" in said.text or "asegura" in said.text


def test_it_is_the_one_spoken_of_before() -> None:
    first = ask("credential_overview", mentions=[mention("credential", "comptia-a-plus")])
    assert "CompTIA A+" in ask("credential_cost", "and how much", context=first.slots).text


def test_the_follow_ups_of_an_answer_lead_to_answers() -> None:
    for credential in knowledge().credentials():
        said = ask("credential_overview", choice={"credential": credential.id}, language="es", channel="sms")
        for label in said.labels:
            sound(tap(said, label, "sms"), "sms")
