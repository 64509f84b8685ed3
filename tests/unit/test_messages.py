"""What a learner typed shows nowhere but where it is revealed on purpose."""

from __future__ import annotations

import pickle
import traceback

import pytest

from bot.dialogue import choices
from bot.errors import ChoiceNotOffered
from bot.messages import RawText, ScrubbedText
from bot.store.models import Conversation


@pytest.mark.parametrize("kind", [RawText, ScrubbedText])
def test_text_is_masked_everywhere(kind: type[RawText] | type[ScrubbedText]) -> None:
    text = kind("call me at 202-555-0100")
    assert "555" not in f"{text} {text!r} {[text]} {text:>40}"
    with pytest.raises(TypeError):
        pickle.dumps(text)
    try:
        raise ValueError(text)
    except ValueError:
        assert "555" not in traceback.format_exc()


def offered(*labels: str) -> Conversation:
    conversation = Conversation(offered=[])
    reply = {
        "text": "pick",
        "choices": [{"label": label, "payload": {"topic": label}} for label in labels],
        "cards": [],
    }
    choices.offer(reply, conversation)
    return conversation


@pytest.mark.parametrize("typed", ["2", " 2. ", "#2", "2)", "option 2", "opción 2"])
def test_number_means_the_list_offered_last(typed: str) -> None:
    conversation = offered("a", "b")
    choices.offer({"text": "", "choices": [{"label": "x", "payload": {"topic": "x"}}, {"label": "y", "payload": {"topic": "y"}}], "cards": []}, conversation)  # fmt: skip
    picked = choices.pick(conversation.offered, ScrubbedText(typed), None)
    assert picked and picked["label"] == "y"


@pytest.mark.parametrize("typed", ["0", "3", "200", "2 jobs", "im 2", "hello"])
def test_other_words_are_not_a_choice(typed: str) -> None:
    assert choices.pick(offered("a thing", "b thing").offered, ScrubbedText(typed), None) is None


def test_label_typed_out_is_that_choice() -> None:
    picked = choices.pick(offered("¿Cuánto cuesta?", "Otra").offered, ScrubbedText("cuanto cuesta"), None)
    assert picked and picked["payload"]["topic"] == "¿Cuánto cuesta?"


def test_value_never_offered_is_refused() -> None:
    with pytest.raises(ChoiceNotOffered):
        choices.pick(offered("a").offered, None, "9.9")


def test_buttons_of_earlier_lists_stay_valid_for_a_while() -> None:
    conversation = offered("first")
    value = conversation.offered[0]["value"]
    for number in range(3):
        choices.offer({"text": "", "choices": [{"label": str(number), "payload": {}}], "cards": []}, conversation)
    picked = choices.pick(conversation.offered, None, value)
    assert picked and picked["label"] == "first"
