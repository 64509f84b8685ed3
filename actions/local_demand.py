"""Who hires near me, answered without local job ads: national openings, pay levels here, and who would know."""

from __future__ import annotations

from actions import nearby, role_cards, roles
from actions.answer import Answer, unchecked
from actions.library import knowledge
from actions.phrasing import cite, people, thousands
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import CareerCenter, Occupation

# Jobs found in every kind of company; those with no more openings than a town's worth are left out.
USUAL = ("15-1232", "15-1252", "15-1212", "15-2051", "15-1244", "15-1231", "29-2072")
SMS_ROLES, WEB_ROLES = 3, 5


def of_role(turn: TurnContext, role: Occupation) -> Answer:
    """Openings in the country, pay levels here, and the career center that knows who is hiring."""
    assert role.outlook is not None
    local, center = nearby.pay(turn, role), nearby.center(turn)
    made = Answer(
        say(
            "utter_local_demand_role", turn, openings=people(role.outlook.value.openings_per_year, turn.language),
            cite=cite(role.outlook, turn.language), **roles.names(turn, role),
        ),
        about={"role": role.id},
    )  # fmt: skip
    levels = say("utter_local_demand_levels", turn, area=nearby.name(turn), level1=thousands(local.value.level1),
                 level4=thousands(local.value.level4), cite=cite(local, turn.language)) if local else ""  # fmt: skip
    made.text = nearby.joined(made.text, levels, _who_knows(turn, center))
    role_cards.add_role(made, turn, role)
    _center_card(made, turn, center)
    roles.offer(made, turn, role, "role_pay", "find_program")
    made.choice(say("utter_choice_career_center", turn), "career_center", **nearby.about(turn))
    return made


def of_place(turn: TurnContext) -> Answer:
    """Jobs with many openings in the country, as a place to start asking from."""
    category = next(iter(turn.named("category")), None)
    found = [r for r in knowledge().occupations(category) if category or r.id in USUAL]
    found = [role for role in found if role.outlook and not role.outlook.value.covers]
    found.sort(key=lambda role: -(role.outlook.value.openings_per_year if role.outlook else 0))
    outlook = found[0].outlook if found else None
    center = nearby.center(turn)
    who = _who_knows(turn, center)
    place = nearby.name(turn) if turn.where() else ""
    here = say("utter_local_demand_here", turn, place=place) if place else ""
    cited = cite(outlook, turn.language) if outlook else ""
    made = Answer(say("utter_local_demand", turn, here=here, cite=cited, who=who))
    for role in found[: SMS_ROLES if turn.sms else WEB_ROLES]:
        assert role.outlook is not None
        local = nearby.pay(turn, role)
        levels = say("utter_card_pay_levels", turn, area=local.value.area_name, level1=thousands(local.value.level1),
                     level4=thousands(local.value.level4)) if local else None  # fmt: skip
        role_cards.add(
            made, turn, "role", role.name.say(turn.language),
            [role_cards.growth_line(turn, role), levels, role_cards.entry_line(turn, role)], [role.outlook, local],
        )  # fmt: skip
        openings = people(role.outlook.value.openings_per_year, turn.language)
        made.choice(
            f"{roles.names(turn, role)['title']}, {openings}", "local_demand", role=role.id, **nearby.about(turn)
        )
    _center_card(made, turn, center)
    if not (turn.sms and center):
        made.choice(say("utter_choice_career_center", turn), "career_center", **nearby.about(turn))
    made.shown = [{"kind": "role", "id": role.id} for role in found[: SMS_ROLES if turn.sms else WEB_ROLES]]
    return made


def _who_knows(turn: TurnContext, center: CareerCenter | None) -> str:
    """Where to ask: the career center, or the national finder for a place we do not know."""
    if nearby.outside(turn):
        return nearby.outside_note(turn)
    if center is None:
        return say("utter_local_demand_ask_anywhere", turn)
    contact = center.phone or center.address
    if contact is None:
        return say("utter_local_demand_ask_211", turn, center=center.name)
    asked = say("utter_local_demand_ask", turn, center=center.name, contact=contact)
    return asked if turn.sms else asked + unchecked(center.described, turn, "career_center")


def _center_card(made: Answer, turn: TurnContext, center: CareerCenter | None) -> None:
    if center:
        lines = [center.about.say(turn.language), center.address, center.phone, center.hours]
        role_cards.add(made, turn, "career_center", center.name, lines, [center.described], center.url)
