"""The way back to an open interest quiz: offered after a question in between, a few times and no more.

Receives an answer about to be sent; adds a choice to it. What the quiz asks is in `interest_quiz`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.turn import TurnContext
from actions.wording import say

if TYPE_CHECKING:
    from actions.answer import Answer

TOPIC = "career_match"
QUESTIONS = 12
# After so many questions in between the quiz is dropped: nagging is no help.
PATIENCE = 3


def under_way(turn: TurnContext) -> dict[str, Any] | None:
    """The open quiz, or None."""
    quiz = turn.slots.get("quiz")
    return quiz if isinstance(quiz, dict) and "answers" in quiz else None


def offer(made: Answer, turn: TurnContext) -> None:
    """One tap back to where the quiz was."""
    quiz = under_way(turn)
    if quiz is None or "quiz" in made.slots:
        return
    away = int(quiz.get("away", 0)) + 1
    if away > PATIENCE:
        made.slots["quiz"] = None
        return
    made.slots["quiz"] = {**quiz, "away": away}
    number = len(quiz["answers"]) + 1
    made.choice(say("utter_choice_quiz_back", turn, number=number, total=QUESTIONS), TOPIC, quiz="back")
