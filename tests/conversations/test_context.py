"""What leans on earlier turns: ellipsis, corrections, numbers, refinement, MORE, restart."""

from __future__ import annotations

import re

import pytest

from tests.stack import Talk


def test_bare_place_after_pay_asks_pay_there(web: Talk) -> None:
    web.say("how much does a database administrator make in Boston")
    answer = web.say("and in Miami?")
    assert answer.topic == "role_pay"
    assert answer.entities["role"] == "15-1242"
    assert answer.entities["region"] == "miami-dade"
    assert "$" in answer.text


def test_other_role_keeps_the_question(web: Talk) -> None:
    web.say("cuánto gana un desarrollador web")
    answer = web.say("y un administrador de redes?")
    assert (answer.topic, answer.entities["role"]) == ("role_pay", "15-1244")


def test_pronoun_question_keeps_the_role(web: Talk) -> None:
    web.say("what does a penetration tester do")
    answer = web.say("how much does that pay")
    assert (answer.topic, answer.entities["role"]) == ("role_pay", "15-1299.04")


def test_number_picks_the_choice_offered_last(sms: Talk) -> None:
    listed = sms.say("it support classes in Boston")
    assert listed.topic == "find_program"
    picked = sms.say("1")
    assert picked.topic == "program_details"
    assert listed.choices[0]["label"].split(":")[-1].split(",")[0].split()[0].strip("()") in picked.text


def test_search_is_refined_not_restarted(web: Talk) -> None:
    web.say("I need programming classes in Miami")
    answer = web.say("only free ones")
    assert answer.topic in ("find_program", "program_cost")
    assert answer.entities.get("region") == "miami-dade"
    assert answer.entities.get("category") == "programming"


def test_correction_replaces_the_place(web: Talk) -> None:
    web.say("networking classes in Alexandria")
    answer = web.say("no sorry, I meant Manassas")
    assert answer.topic == "find_program"
    assert answer.entities["place"] == "Manassas"
    assert answer.entities["category"] == "networking"


def test_more_shows_other_programs(sms: Talk) -> None:
    first = {choice["label"] for choice in sms.say("cybersecurity classes in Massachusetts").choices}
    more = sms.say("more")
    assert more.topic == "more"
    assert not first & {choice["label"] for choice in more.choices if choice["label"] != "More"}


def test_restart_forgets_the_search(web: Talk) -> None:
    web.say("data classes near Worcester")
    assert web.say("start over please").topic == "restart"
    answer = web.say("how much does it pay")
    assert answer.outcome == "asked_back"


def test_choice_value_is_answered_as_its_topic(web: Talk) -> None:
    offered = web.say("what does a graphic designer do").choices
    answer = web.choose(offered[0]["value"])
    assert answer.outcome in ("answered", "asked_back", "not_known")
    assert not re.search(r"\bNone\b", answer.text)


def test_bare_price_question_after_a_certificate_is_about_its_price(web: Talk) -> None:
    assert web.say("what is security plus").topic == "credential_overview"
    answer = web.say("how much")
    assert answer.topic == "credential_cost"
    assert answer.entities["credential"] == "comptia-security-plus"


def test_question_about_an_item_of_the_list_is_that_question(sms: Talk) -> None:
    assert sms.say("free IT support classes in Tucson").topic == "find_program"
    assert sms.say("the second one, how much is it").topic == "program_cost"


def test_two_certificates_with_or_between_are_weighed(web: Talk) -> None:
    answer = web.say("capm or pmp")
    assert answer.topic == "credential_compare"
    assert set(answer.entities["credential"]) == {"capm", "pmp"}


def test_two_questions_are_both_answered(sms: Talk) -> None:
    answer = sms.say("what is the A+ and how much does it cost")
    assert set(answer.body["understanding"]["topics"]) == {"credential_overview", "credential_cost"}


def test_language_switch_keeps_what_the_talk_is_about(web: Talk) -> None:
    web.say("how much does help desk pay in Tucson")
    answer = web.say("¿y en Nogales?")
    assert (answer.topic, answer.language) == ("role_pay", "es")
    assert answer.entities["role"] == "15-1232"


def test_naming_a_program_is_never_small_talk(web: Talk) -> None:
    assert web.say("cuéntame del Year Up").topic.startswith("program_")


def test_list_is_still_counted_in_after_one_of_it_was_spoken_of(sms: Talk) -> None:
    listed = sms.say("cybersecurity classes in Massachusetts").choices
    assert sms.say("tell me about the first one").topic.startswith("program_")
    second = listed[1]["label"].split(":")[-1].split(",")[0].strip()
    assert second.split()[0] in sms.say("and the second one?").text


@pytest.mark.parametrize("words", ["compare 1 and 2", "which is better, 1 or 2"])
def test_two_programs_of_the_list_are_compared(sms: Talk, words: str) -> None:
    listed = sms.say("it support classes in Boston").choices
    answer = sms.say(words)
    assert answer.topic == "program_details"
    assert all(choice["label"].split(",")[0][:12] in answer.text for choice in listed[:2])


def test_which_is_better_weighs_the_two_jobs_of_the_talk(web: Talk) -> None:
    web.say("what is help desk")
    web.say("and cybersecurity?")
    answer = web.say("which one is better")
    assert (answer.topic, answer.outcome) == ("compare_roles", "answered")
    assert {"15-1232", "15-1212"} <= set(answer.entities["role"])


def test_online_instead_forgets_the_distance(sms: Talk) -> None:
    sms.say("it support classes near Boston")
    answer = sms.say("online instead")
    assert answer.topic == "find_program"
    assert "remote" in answer.choices[0]["label"]


def test_free_describes_a_list_only_where_all_of_it_is(web: Talk) -> None:
    answer = web.say("free IT support classes in Miami")
    cards = [card for reply in answer.body["replies"] for card in reply["cards"]]
    free = [card for card in cards if any("free" in line.lower() for line in card["lines"][:4])]
    text = answer.body["replies"][0]["text"]
    assert (text.startswith(f"{len(cards)} ") and len(free) == len(cards)) or "free" not in text.split(".")[0]


def test_industry_stands_for_its_jobs(sms: Talk) -> None:
    answer = sms.say("my cousin does computers for a hospital is that good money")
    assert (answer.topic, answer.outcome) == ("role_pay", "answered")
    assert "29-2072" in answer.entities["role"]
    assert sms.say("what do u need for that").outcome == "answered"


def test_steps_are_asked_about_in_the_way_just_shown(sms: Talk) -> None:
    assert sms.say("how do i become a cybersecurity analyst").topic == "pathway"
    for words in ("how long is step 1", "how much is step 1", "what can i do after step 2"):
        answer = sms.say(words)
        assert answer.topic in ("pathway", "next_step"), words
        assert answer.outcome == "answered", words


def test_how_long_after_a_job_is_the_way_to_it(sms: Talk) -> None:
    sms.say("what does a web developer do")
    assert sms.say("how long does it take").topic == "pathway"


@pytest.mark.parametrize(("channel", "leave"), [("web", "stop the quiz"), ("sms", "quit the quiz")])
def test_leaving_the_quiz_leaves_the_quiz(channel: str, leave: str, request: pytest.FixtureRequest) -> None:
    talk: Talk = request.getfixturevalue(channel)
    assert talk.say("i want to take the quiz").topic == "career_match"
    assert talk.say(leave).topic == "career_match"


@pytest.mark.parametrize("words", ["whats 2", "the 2", "tell me about 2", "number 2 pls"])
def test_number_in_a_few_words_picks(sms: Talk, words: str) -> None:
    sms.say("cybersecurity classes in Massachusetts")
    assert sms.say(words).topic == "program_details"


def test_a_detail_the_answer_does_not_depend_on_gets_an_answer_of_its_own(sms: Talk) -> None:
    first = sms.say("can i do cybersecurity from home in nogales")
    told = sms.say("im in 11th grade")
    assert told.topic == "high_school_options" and told.text != first.text
    sms.say("who can join resilient coders in boston")
    assert sms.say("no tengo carro").topic in ("supports", "barrier_transport")


@pytest.mark.parametrize("words", ["compare them", "comparalas", "which is better"])
def test_compare_them_means_what_was_listed_last(web: Talk, words: str) -> None:
    web.say("free programming classes in boston")
    web.say("is there child care")
    answer = web.say(words)
    assert answer.topic == "program_details" and len(answer.choices) > 1


def test_a_plan_asked_for_at_once_can_be_asked_about(web: Talk) -> None:
    web.say("make me a plan to become a cybersecurity analyst")
    answer = web.say("what can i do after step 1?")
    assert answer.outcome == "answered" and "network" in answer.text.lower()


@pytest.mark.parametrize("words", ["and npower?", "what about tech elevator", "y revature?"])
def test_a_school_nobody_knows_is_said_to_be_unknown(sms: Talk, words: str) -> None:
    assert sms.say("is per scholas legit").topic == "legit_check"
    answer = sms.say(words)
    assert answer.topic == "legit_check"
    assert "nothing on that" in answer.text or "no tengo nada" in answer.text
    assert "Per Scholas" not in answer.text


def test_an_unknown_program_is_not_answered_as_the_one_spoken_of_before(sms: Talk) -> None:
    sms.say("high school programs in nogales")
    answer = sms.say("how do i sign up for npower")
    assert "npower" in answer.text and "AZ Cyber" not in answer.text


def test_money_up_front_asks_whether_that_is_right(sms: Talk) -> None:
    assert sms.say("a bootcamp wants $12000 upfront from me").topic == "legit_check"
