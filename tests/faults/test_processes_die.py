"""Engine or action server killed in mid-conversation: the learner gets the menu, and normal service returns by itself."""

from __future__ import annotations

import signal
import time

import pytest

from tests.stack import Stack, Talk

SECONDS_TO_RECOVER = 60


@pytest.mark.parametrize("role", ["engine", "actions"])
def test_killed_process_costs_a_menu_and_comes_back(stack: Stack, role: str) -> None:
    talk = Talk(stack.url)
    assert talk.say("how much does a web developer make").topic == "role_pay"
    child = stack.child(role)
    child.send_signal(signal.SIGKILL)
    child.wait(10)

    fallback = talk.say("and a database administrator?")
    assert fallback.outcome == "not_known"
    assert fallback.choices, "the menu is offered"
    danger = talk.say("i want to kill myself")
    assert danger.outcome == "crisis"
    assert "988" in danger.text

    deadline = time.monotonic() + SECONDS_TO_RECOVER
    answer = talk.say("and a database administrator?")
    while answer.outcome == "not_known" and time.monotonic() < deadline:
        time.sleep(1)
        answer = talk.say("and a database administrator?")
    # The conversation went on where it was: the gateway holds its context, not the engine.
    assert (answer.topic, answer.entities.get("role")) == ("role_pay", "15-1242")
