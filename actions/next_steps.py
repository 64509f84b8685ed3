"""What comes after a job or a certification, in words. O*NET says which work is alike, not who moved where."""

from __future__ import annotations

from actions import career_changes, pathway_steps, role_cards, roles
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import cite, listing, money
from actions.turn import TurnContext
from actions.wording import say
from knowledge.journey.stops import Way
from knowledge.realism import too_far
from knowledge.views import Credential, Occupation, Step

UPWARD = ("next_step", "on_ramp", "lateral", "off_ramp")  # which kind of step is named first
MOST = 3
HAVE_ROLES, HAVE_CREDENTIALS = ("15-1232",), ("comptia-a-plus", "google-it-support")


def answer(turn: TurnContext) -> Answer:
    """By what is named now, a certification before a job; else by what the conversation was about."""
    shown = pathway_steps.shown_before(turn)
    if turn.step and shown:
        return after_step(turn, shown, turn.step)
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
        other.id
        for other in roles.known(list(knowledge().related(role.id)))
        if other.role == "target" and too_far(role.id, role, other) is None
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


def after_step(turn: TurnContext, shown: Way, number: int) -> Answer:
    """After this step of the way last shown: the work one can do there, what comes next, and where one can get off."""
    stop = shown.stops[number - 1]
    following = shown.stops[number] if number < len(shown.stops) else None
    offs = listing([roles.names(turn, other)["role"] for other in stop.offs[:2]], turn.language, last="or")
    median = stop.role.pay.value.median if stop.role.pay else None
    pay = say("utter_after_step_pay", turn, pay=money(median), cite=cite(stop.role.pay, turn.language)) if (
        median and stop.role.pay) else ""  # fmt: skip
    name = "utter_after_step" if following else "utter_after_last_step"
    made = Answer(
        say(name, turn, number=number, pay=pay, then=roles.names(turn, following.role)["role"] if following else "",
            offs=say("utter_after_step_offs", turn, offs=offs) if offs else "", **roles.names(turn, stop.role)),
        topics=["next_step"], about={"role": shown.goal.id},
    )  # fmt: skip
    if following:
        made.choice(say("utter_choice_step", turn, number=number + 1, **roles.names(turn, following.role)), "pathway",
                    step=str(number + 1))  # fmt: skip
        _card(made, turn, following.role, following.step)
    for other in stop.offs[:2]:
        _card(made, turn, other, next((s for s in knowledge().steps_from(stop.role.id) if s.to == other.id), None))
        made.choice(roles.next_label(turn, other), "role_overview", role=other.id)
    made.choice(say("utter_topic_job_search_help", turn), "job_search_help")
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
    made.text += unchecked(credential.described, turn, "credential")
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
    takes = step.takes.say(turn.language) + unchecked(step.described, turn, "step") if step else None
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
