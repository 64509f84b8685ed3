"""From another kind of job into a digital one: what carries over, and the first jobs within reach."""

from __future__ import annotations

from actions import list_entry_jobs, pathway_steps, role_cards, roles, starting_points
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import cite
from actions.turn import TurnContext
from actions.wording import say
from knowledge.realism import too_far
from knowledge.views import Occupation

MOST = 3
COMMON_BACKGROUNDS = ("41-2031", "35-3023", "43-6014")


def answer(turn: TurnContext, start: Occupation, goal: Occupation | None) -> Answer:
    """What carries over, then the way to the job wanted, or three jobs one can reach from here."""
    carries = start.carries_over.say(turn.language) if start.carries_over else ""
    if goal and goal.id != start.id:
        return _toward(turn, start, goal, carries)
    ids = _reachable(start)
    name = "utter_career_change" if carries else "utter_career_change_to"
    made = Answer(
        say(
            name,
            turn,
            carries=carries,
            cite=cite(start.described, turn.language),
            pay_cite=roles.pay_cite(turn, ids),
            **roles.names(turn, start),
        ),
        topics=["career_change"],
        about={"background": start.id},
    )
    for stop in roles.known(ids):
        role_cards.add_role(made, turn, stop)
        made.choice(roles.next_label(turn, stop), "pathway", role=stop.id, start=start.id)
    made.shown = [{"kind": "role", "id": id} for id in ids]
    made.slots |= starting_points.told(turn, start.id)
    return made


def _toward(turn: TurnContext, start: Occupation, goal: Occupation, carries: str) -> Answer:
    """The way to the job; what carries over comes first where there is room."""
    made = pathway_steps.answer(turn, goal, start.id)
    made.topics = ["career_change"]
    made.about["background"] = start.id
    if carries and not turn.sms:
        made.text = f"{carries} {made.text}"
        role_cards.add(
            made, turn, "role", roles.names(turn, start)["name"],
            [carries + unchecked(start.described, turn, "role")], [start.described],
        )  # fmt: skip
    return made


def _reachable(start: Occupation) -> list[str]:
    """Digital jobs one step away, else the first jobs that ask for no experience."""
    steps = [step.to for step in knowledge().steps_from(start.id)]
    near = [role.id for role in roles.known(steps) if role.role == "target"]
    first = [role.id for role in sorted(list_entry_jobs.first_jobs(), key=lambda role: -_alike(start, role))]
    alike = [
        role.id
        for role in roles.known(list(knowledge().related(start.id)))
        if role.role == "target" and too_far(start.id, start, role) is None
    ]
    return list(dict.fromkeys([*near, *alike, *first]))[:MOST]


def _alike(start: Occupation, role: Occupation) -> int:
    """How many O*NET interests the two jobs share; the strongest counts twice."""
    ours, theirs = start.interests or "", role.interests or ""
    return sum(letter in theirs for letter in ours) + (ours[:1] == theirs[:1])


def ask(turn: TurnContext) -> Answer:
    """What do you do now? With common answers, and a way on for everybody else."""
    made = Answer(say("utter_career_change_from", turn), topics=["career_change"], outcome="asked_back")
    for role in roles.known(list(COMMON_BACKGROUNDS)):
        made.choice(roles.names(turn, role)["title"], "career_change", background=role.id)
    made.choice(say("utter_choice_something_else", turn), "entry_jobs")
    return made
