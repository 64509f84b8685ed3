"""What comes after a job or a certification, in words. O*NET says which work is alike, not who moved where."""

from __future__ import annotations

from actions import career_changes, pathway_steps, role_cards, roles
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import cite, listing
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Credential, Occupation, Step

UPWARD = ("next_step", "on_ramp", "lateral", "off_ramp")  # which kind of step is named first
MOST = 3
HAVE_ROLES, HAVE_CREDENTIALS = ("15-1232",), ("comptia-a-plus", "google-it-support")


def answer(turn: TurnContext) -> Answer:
    """By what is named now, a certification before a job; else by what the conversation was about."""
    credential = _credential(turn)
    named = roles.named_now(turn)
    if credential and (turn.named("credential") or not named):
        return after_credential(turn, credential)
    found = named or roles.known(turn.all("role"))
    if found and found[0].role == "target":
        return after_role(turn, found[0])
    if background := roles.background(turn):
        made = career_changes.answer(turn, background, None)
        made.topics = ["next_step"]
        return made
    return _ask(turn)


def after_role(turn: TurnContext, role: Occupation) -> Answer:
    """The next jobs on record, each with what it takes; else the jobs whose work is alike."""
    steps = sorted(knowledge().steps_from(role.id), key=lambda step: UPWARD.index(step.kind))
    taken = {
        step.to: step for step in reversed(steps) if (stop := knowledge().occupation(step.to)) and stop.role == "target"
    }
    ordered = [step.to for step in steps if step.to in taken]
    ids = list(dict.fromkeys(ordered)) or [
        other.id for other in roles.known(list(knowledge().related(role.id))) if other.role == "target"
    ]
    ids = [id for id in ids if id != role.id][:MOST]
    if not ids:
        made = Answer(say("utter_next_step_unknown", turn, **roles.names(turn, role)), outcome="not_known")
        made.about = {"role": role.id}
        roles.offer(made, turn, role, "credentials_for_role", "role_outlook")
        return made
    first = taken.get(ids[0])
    if first:
        text = say("utter_next_step_role", turn, takes=first.takes.say(turn.language), cite=cite(first.described, turn.language),
                   stop=roles.names(turn, roles.known([ids[0]])[0])["role"], unchecked=pathway_steps.doubt(turn, first),
                   **roles.names(turn, role))  # fmt: skip
    else:
        text = say("utter_next_step_alike", turn, **roles.names(turn, role))
    made = Answer(text, topics=["next_step"], about={"role": role.id})
    for stop in roles.known(ids):
        _card(made, turn, stop, taken.get(stop.id))
        made.choice(roles.next_label(turn, stop), "role_overview", role=stop.id)
    made.shown = [{"kind": "role", "id": id} for id in ids]
    return made


def after_credential(turn: TurnContext, credential: Credential) -> Answer:
    """The jobs it leads to and the certifications that follow it."""
    after = [found for id in credential.next if (found := knowledge().credential(id))][:2]
    jobs = roles.known(list(credential.leads_to))[:2]
    names = listing([roles.names(turn, role)["role"] for role in jobs], turn.language, last="or")
    later = listing([one.name for one in after], turn.language, last="or")
    variant = "both" if jobs and after else "jobs" if jobs else "certs" if after else "unknown"
    made = Answer(
        say(f"utter_next_step_credential_{variant}", turn, credential=credential.name, jobs=names, later=later),
        topics=["next_step"],
        about={"credential": credential.id},
        outcome="not_known" if variant == "unknown" else "answered",
    )
    made.text += unchecked(credential.described, turn)
    for role in jobs:
        role_cards.add_role(made, turn, role)
        made.choice(say("utter_choice_start_in", turn, **roles.names(turn, role)), "pathway", role=role.id)
    for one in after:
        role_cards.add(made, turn, "credential", one.name, [one.what.say(turn.language)], [one.described])
    if after and not turn.sms:
        made.choice(say("utter_topic_credential_overview", turn), "credential_overview", credential=after[0].id)
    made.choice(say("utter_topic_job_search_help", turn), "job_search_help")
    return made


def _credential(turn: TurnContext) -> Credential | None:
    return knowledge().credential(turn.one("credential") or "")


def _card(made: Answer, turn: TurnContext, stop: Occupation, step: Step | None) -> None:
    takes = step.takes.say(turn.language) + unchecked(step.described, turn) if step else None
    role_cards.add(
        made, turn, "pathway", stop.name.say(turn.language),
        [takes, role_cards.pay_line(turn, stop), role_cards.growth_line(turn, stop)],
        [step.described if step else stop.described, stop.pay, stop.outlook],
    )  # fmt: skip


def _ask(turn: TurnContext) -> Answer:
    """After what? A job or a certification."""
    made = Answer(say("utter_next_step_after_what", turn), topics=["next_step"], outcome="asked_back")
    for role in roles.known(list(HAVE_ROLES)):
        made.choice(roles.names(turn, role)["title"], "next_step", role=role.id)
    for id in HAVE_CREDENTIALS:
        if credential := knowledge().credential(id):
            made.choice(
                say("utter_choice_have_credential", turn, name=credential.name.split(" Professional")[0]),
                "next_step",
                credential=id,
            )
    return made
