"""The interest quiz: twelve short questions, two for each O*NET interest (RIASEC), leaving at any time, three jobs with reasons.

Its state is one slot of coded answers, so that a question in between does not end it. Receives a turn, gives an answer.
"""

from __future__ import annotations

import re

from actions import list_entry_jobs, role_cards, roles
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import listing
from actions.turn import TurnContext
from actions.way_back import QUESTIONS, TOPIC, under_way
from actions.wording import say
from knowledge import interests
from knowledge.views import Occupation

# Which interest each question asks about; the first six questions ask about all of them once.
LETTERS = "RIASECRIASEC"
YES, MAYBE, NO = 2, 1, 0
FEWEST = 3  # answers a suggestion may rest on
SUGGESTED = 3
SHRINKING_FAST = -10.0  # percent to 2034
STRONG = 4.0  # of 7: the interest is one of the job's
_QUIZ = re.compile(
    r"\b(quiz|test|cuestionario|questionnaire|12 (questions|preguntas)|ex[aá]men de inter[eé]s\w*)\b", re.IGNORECASE
)
_OUT = re.compile(
    r"\b(stop|enough|done|quit|skip|results?|show me|finish|basta|ya no|ya estuvo|resultados?|terminar?|salir|m[uú]estrame)\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b(maybe|kinda|kind of|sort of|so so|not sure|idk|dunno|depends|a little|sometimes|meh|tal vez|quiz[aá]s?|m[aá]s o menos|no s[eé]"
    r"|depende|un poco|a veces|puede ser)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(no|nope|nah|not really|never|hate|boring|nunca|para nada|nada|odio|aburrido|ni loc[oa])\b", re.IGNORECASE
)
_YES = re.compile(
    r"\b(yes|yeah|yep|yup|ya|sure|love|like|fun|cool|totally|ok|okay|s[ií]|claro|me gusta|me encanta|simon|va|dale|por supuesto)\b",
    re.IGNORECASE,
)


def begins(turn: TurnContext) -> bool:
    """Whether this message (or the chosen button) asks for the quiz."""
    return bool(turn.named("quiz")) if turn.choice else bool(_QUIZ.search(turn.text))


def asked_last(turn: TurnContext) -> bool:
    """Whether the last thing said was a question of the quiz, so that a bare yes answers it."""
    return under_way(turn) is not None and turn.slots.get("asking") == TOPIC


def answer(turn: TurnContext) -> Answer | None:
    """The next of the quiz, when this turn is about it; None when it is about something else."""
    quiz = under_way(turn)
    if turn.choice:
        if turn.named("quiz") == ["results"] and quiz:
            return results(turn, quiz["answers"])
        if turn.named("quiz"):
            return question(turn, quiz["answers"] if quiz and turn.named("quiz") == ["back"] else "")
        if given := turn.named("quiz_answer"):
            # A button further up the screen answers the question it stood under; later answers are asked anew.
            return _after(turn, str(given[0]))
        return None
    if begins(turn) and not asked_last(turn):
        return question(turn, "")
    if quiz and asked_last(turn):
        if _OUT.search(turn.text):
            return results(turn, quiz["answers"])
        value = reading(turn)
        return None if value is None else _after(turn, quiz["answers"] + str(value))
    return None


def reading(turn: TurnContext) -> int | None:
    """A typed answer as a number, or None; a maybe goes before a no ("no sé")."""
    if turn.topic == "affirm":
        return YES
    if turn.topic == "deny":
        return NO
    if len(turn.text.split()) > 6:
        return None
    for words, value in ((_MAYBE, MAYBE), (_NO, NO), (_YES, YES)):
        if words.search(turn.text):
            return value
    return None


def again(turn: TurnContext) -> Answer:
    """The question that is open, once more."""
    quiz = under_way(turn)
    return question(turn, quiz["answers"] if quiz else "")


def _after(turn: TurnContext, answers: str) -> Answer:
    answers = answers[:QUESTIONS]
    return results(turn, answers) if len(answers) == QUESTIONS else question(turn, answers)


def question(turn: TurnContext, answers: str) -> Answer:
    """The next question, with how far along it is."""
    number = len(answers) + 1
    name = "utter_quiz_first" if number == 1 else "utter_quiz_next"
    made = Answer(
        say(name, turn, number=number, total=QUESTIONS, question=say(f"utter_quiz_question_{number}", turn)),
        topics=[TOPIC], shown=[],
    )  # fmt: skip
    for value, label in ((YES, "yes"), (MAYBE, "maybe"), (NO, "no")):
        made.choice(say(f"utter_choice_quiz_{label}", turn), TOPIC, quiz_answer=f"{answers}{value}")
    made.choice(say("utter_choice_quiz_out", turn), TOPIC, quiz="results")
    made.slots |= {"quiz": {"answers": answers}, "asking": TOPIC, "more": None}
    return made


def results(turn: TurnContext, answers: str) -> Answer:
    """Three jobs with the interests each shares with the learner; with too little to go on, what else helps."""
    likes = liked(answers)
    found = ranked(answers) if len(answers) >= FEWEST and likes else []
    if not found:
        made = Answer(say("utter_quiz_nothing", turn), topics=[TOPIC], slots={"quiz": None, "asking": None})
        for topic in ("category_roles", "entry_jobs", "talk_to_human"):
            made.choice(say(f"utter_topic_{topic}", turn), topic)
        return made
    reasons = {role.id: _reasons(role, likes) for role in found}
    told = "; ".join(f"{roles.names(turn, role)['role']} ({_worded(turn, reasons[role.id])})" for role in found)
    made = Answer(
        say("utter_quiz_results", turn, likes=_worded(turn, likes[:2]), jobs=told, count=len(answers),
            partial="" if len(answers) == QUESTIONS else say("utter_quiz_partial", turn, count=len(answers)),
            cite=_cite(found)),
        topics=[TOPIC],
        slots={"quiz": None, "asking": None},
    )  # fmt: skip
    for role in found:
        role_cards.add_role(made, turn, role, say("utter_card_because", turn, likings=_worded(turn, reasons[role.id])))
        made.choice(roles.next_label(turn, role), "role_overview", role=role.id)
    made.shown = [{"kind": "role", "id": role.id} for role in found]
    if not turn.sms:
        made.choice(say("utter_choice_quiz_again", turn), TOPIC, quiz="start")
    return made


def liked(answers: str) -> list[str]:
    """The interests the answers lean to, strongest first; those said no to are none."""
    scores = _scores(answers)
    return [
        letter
        for letter in sorted(scores, key=lambda letter: (-scores[letter], LETTERS.index(letter)))
        if scores[letter] >= 1
    ]


def ranked(answers: str) -> list[Occupation]:
    """Three digital jobs whose O*NET interests are most like the answers, each of another field; jobs that vanish are left out."""
    scores = _scores(answers)
    jobs = [role for role in knowledge().occupations() if role.interests and role.thrives and not _vanishing(role)]
    jobs.sort(key=lambda role: (-round(interests.likeness(role.id, scores), 2), -_openings(role)))
    chosen: list[Occupation] = []
    for role in jobs:
        alike = interests.likeness(role.id, scores) > 0 or not _told_apart(scores)
        if alike and all(other.category != role.category for other in chosen):
            chosen.append(role)
        if len(chosen) == SUGGESTED:
            break
    return _with_a_first_job(chosen, scores)


def _with_a_first_job(chosen: list[Occupation], scores: dict[str, float]) -> list[Occupation]:
    """One of three should be a job to begin with: the most alike that asks for no degree and no experience, if any is alike."""
    first = [role for role in list_entry_jobs.first_jobs() if not _vanishing(role)]
    if len(chosen) < SUGGESTED or any(role in first for role in chosen):
        return chosen
    best = max(first, key=lambda role: interests.likeness(role.id, scores))
    return [*chosen[:-1], best] if interests.likeness(best.id, scores) > 0 else chosen


def _told_apart(scores: dict[str, float]) -> bool:
    """Whether the answers differ at all; who likes everything gets the jobs with most openings."""
    return len(set(scores.values())) > 1


def _vanishing(role: Occupation) -> bool:
    return role.outlook is not None and role.outlook.value.growth_percent < SHRINKING_FAST


def _reasons(role: Occupation, likes: list[str]) -> list[str]:
    """What the job and the learner share: two interests at most, those O*NET scores highest in the job."""
    profile = interests.profiles().get(role.id, {})
    shared = sorted(likes, key=lambda letter: -profile.get(letter, 0.0))
    strong = [letter for letter in shared if profile.get(letter, 0.0) >= STRONG]
    return strong[:2] or shared[:1]


def _scores(answers: str) -> dict[str, float]:
    """Mean answer per interest asked about, 0 (no) to 2 (yes)."""
    given: dict[str, list[int]] = {}
    for letter, value in zip(LETTERS, answers, strict=False):
        given.setdefault(letter, []).append(int(value))
    return {letter: sum(values) / len(values) for letter, values in given.items()}


def _openings(role: Occupation) -> int:
    return role.outlook.value.openings_per_year if role.outlook else 0


def _worded(turn: TurnContext, letters: list[str]) -> str:
    return listing([say(f"utter_riasec_{letter}", turn) for letter in letters], turn.language)


def _cite(found: list[Occupation]) -> str:
    return found[0].described.source.short
