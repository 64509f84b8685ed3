"""A way to a job as stops, map and plan: nothing without a source, a figure's group said, steps that are none left out."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from PIL import Image

from actions.library import knowledge
from knowledge import realism
from knowledge.journey import picture, plan, png, stops, words
from knowledge.journey.plan import Asked
from knowledge.journey.words import Speaker
from tests.unit.action_harness import ask
from tests.unit.soundness import mostly_two_segments, seeded

__all__ = ["seeded"]

STARTS = (*stops.STARTS, "41-2031", "31-9092", "15-1232")
SVG = "{http://www.w3.org/2000/svg}"
BAD = re.compile(r"\{|\}|\bNone\b|  |\.\.|\(\)| [,.;]|\$0\b")


@cache
def ways(region: str | None = None) -> list[stops.Way]:
    """A way to every digital job from every start there is one; in a region from two starts, for each stop is a search."""
    found = (
        stops.way(knowledge(), start, role.id, region)
        for role in knowledge().occupations()
        for start in (STARTS if region is None else ("high-school", "41-2031"))
        if start != role.id
    )
    return [way for way in found if way]


def test_every_digital_job_can_be_reached_from_every_start() -> None:
    for role in knowledge().occupations():
        for start in STARTS:
            assert start == role.id or stops.way(knowledge(), start, role.id), (start, role.id)


def test_every_job_one_comes_from_leads_to_a_digital_one() -> None:
    for role in knowledge().occupations(role="feeder"):
        assert any(stops.way(knowledge(), role.id, goal) for goal in ("15-1232", "29-2072", "15-1212")), role.id


def test_no_step_is_too_far() -> None:
    for way in ways():
        for start, stop in pairwise([way.origin, *(stop.role.id for stop in way.stops)]):
            there = knowledge().occupation(stop)
            assert there and realism.too_far(start, knowledge().occupation(start), there) is None, (start, stop)


@pytest.mark.parametrize(
    ("start", "to"),
    [("15-1232", "15-1252"), ("15-1232", "15-1212"), ("43-6014", "13-1111"), ("no-experience", "15-1252")],
)
def test_an_unrealistic_step_is_refused(start: str, to: str) -> None:
    there = knowledge().occupation(to)
    assert there and realism.too_far(start, knowledge().occupation(start), there)


def test_the_rule_measures_preparation_and_schooling() -> None:
    """Work alike by O*NET, and a degree and two job zones apart."""
    warehouse, data_scientist = knowledge().occupation("53-7065"), knowledge().occupation("15-2051")
    assert warehouse and data_scientist
    assert realism.too_far("53-7065", warehouse, data_scientist) == "preparation"
    bookkeeper, developer = knowledge().occupation("49-9071"), knowledge().occupation("15-1253")
    assert bookkeeper and developer
    assert realism.too_far("49-9071", bookkeeper, developer) == "schooling"


def test_an_editors_word_goes_before_the_rule() -> None:
    supervisor, manager = knowledge().occupation("43-1011"), knowledge().occupation("13-1082")
    assert supervisor and manager
    assert realism.too_far("43-1011", supervisor, manager) is None
    refused, kept = realism.editors_list()
    assert not refused & kept
    known = {role.id for role in knowledge().occupations(role=None)} | set(stops.STARTS)
    assert {id for pair in refused | kept for id in pair} <= known


def test_the_editors_list_gives_its_reasons() -> None:
    loaded = realism.yaml.safe_load(realism.LIST.read_text(encoding="utf-8"))
    assert all(entry["why"].endswith(".") for entries in loaded.values() for entry in entries)


def test_another_way_begins_with_another_step() -> None:
    several = 0
    for role in knowledge().occupations():
        firsts = [way.steps[0].to for way in knowledge().pathways("high-school", role.id)]
        assert len(firsts) == len(set(firsts))
        several += len(firsts) > 1
    assert several >= 20


def test_off_ramps_are_jobs_beside_the_way_to_work_in() -> None:
    for way in ways():
        on_it = {stop.role.id for stop in way.stops}
        for stop in way.stops:
            assert stop.role.role == "target" or not stop.last
            assert all(off.role == "target" and off.id not in on_it for off in stop.offs)


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_stop_says_time_cost_place_pay_and_where_to_get_off(language: str) -> None:
    speaker = Speaker(language)
    for way in ways("southern-arizona"):
        for stop in way.stops:
            lines, facts = words.lines(stop, speaker, asked=True)
            assert len(lines) >= 6
            assert not BAD.search("\n".join(lines)), lines
            assert facts and all(fact.as_of and fact.source.name for fact in facts)
            assert any(speaker.say("utter_stop_unreviewed") == line for line in lines) is not stop.reviewed


def test_pay_of_a_group_says_so() -> None:
    way = stops.way(knowledge(), "15-1232", "15-1299.04")
    assert way
    told, _ = words.pay_line(way.stops[-1], Speaker("en"))
    assert told and "one figure for all" in told


def test_programs_for_high_school_are_not_offered_to_adults() -> None:
    for start in ("41-2031", "high-school"):
        way = stops.way(knowledge(), start, "15-1212", "southern-arizona")
        assert way
        only_for_students = [m.program.id for stop in way.stops for m in stop.places if m.program.in_high_school]
        assert not only_for_students or start == "high-school"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_map_is_well_formed_and_holds_its_words(language: str) -> None:
    for way in ways("southern-arizona"):
        drawing = picture.draw(knowledge(), way, Speaker(language))
        root = ET.fromstring(picture.svg(drawing))
        assert root.get("role") == "img" and root.get("lang") == language
        labels = [root.find(f"{SVG}{name}") for name in ("title", "desc")]
        assert all(label is not None and label.text for label in labels)
        assert root.get("aria-labelledby") == " ".join(label.get("id", "") for label in labels if label is not None)
        told = labels[1].text or "" if labels[1] is not None else ""
        for stop in way.stops:
            assert stop.role.short.say(language).lower() in told.lower()
        assert not BAD.search(told), told
        assert "script" not in picture.svg(drawing) and "http" not in picture.svg(drawing).replace(
            "http://www.w3.org/2000/svg", ""
        )


def test_nothing_on_the_map_overlaps_or_leaves_it() -> None:
    for way in ways("southern-arizona"):
        drawing = picture.draw(knowledge(), way, Speaker("es"))
        for box in drawing.boxes:
            assert box.x >= 0 and box.x + box.width <= drawing.width and box.y + box.height <= drawing.height
        framed = [box for box in drawing.boxes if box.kind != "note"]
        for at, one in enumerate(framed):
            for other in framed[at + 1 :]:
                apart = (
                    one.x + one.width <= other.x or other.x + other.width <= one.x
                    or one.y + one.height <= other.y or other.y + other.height <= one.y
                )  # fmt: skip
                assert apart, (way.start, way.goal.id, one.title, other.title)


def test_words_stay_inside_their_boxes() -> None:
    for way in ways("southern-arizona"):
        for box in picture.draw(knowledge(), way, Speaker("es")).boxes:
            for x, _, size, bold, text in picture.texts(box):
                width = png._font(size).getlength(text) / png.SCALE + bold
                assert x + width <= box.x + box.width + 1, text


def contrast(ink: str, ground: str) -> float:
    """WCAG's contrast of two colors."""

    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(ink), light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colors_can_be_read() -> None:
    for ink, ground in picture.COLORS.values():
        assert contrast(ink, ground or picture.GROUND) >= 4.5


def test_the_png_shows_the_same_and_fits_a_picture_message() -> None:
    way = stops.way(knowledge(), "31-9092", "15-1211.01", "massachusetts")
    assert way
    drawing = picture.draw(knowledge(), way, Speaker("es"))
    painted = png.png(drawing)
    image = Image.open(io.BytesIO(painted))
    assert image.size == (drawing.width * png.SCALE, drawing.height * png.SCALE)
    assert len(painted) < 300_000
    assert len(set(image.convert("RGB").get_flattened_data())) > 8  # letters, frames and grounds, not an empty sheet


@pytest.mark.parametrize("letter", "áéíóúñÑ¿¡ü$%")
def test_the_painted_font_knows_spanish(letter: str) -> None:
    font = png._font(picture.TEXT_SIZE)
    assert bytes(font.getmask(letter)) != bytes(font.getmask("中"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plan_names_who_helps_in_order_with_sources(language: str) -> None:
    wish = Asked("15-1212", "41-2031", "miami-dade", None, ("child-care", "transport"))
    made = plan.make(knowledge(), wish, Speaker(language))
    assert made and made.center
    assert made.parts[0].tasks[0].who == made.center.name
    assert [part.stop.number for part in made.parts[1:] if part.stop] == list(range(1, len(made.way.stops) + 1))
    helpers = [task.who for part in made.parts for task in part.tasks]
    assert len(helpers) == len(set(helpers)) or len(helpers) - len(set(helpers)) < len(made.way.stops) * 2
    assert all(task.facts and task.facts[0].source.name for part in made.parts for task in part.tasks)
    everything = " ".join(f"{task.who} {task.what}" for part in made.parts for task in part.tasks)
    assert ("child care" if language == "en" else "cuidado de niños") in everything
    assert not BAD.search(everything), everything


def test_a_plans_address_holds_codes_only_and_makes_the_same_plan() -> None:
    wish = Asked("15-1212", "41-2031", "miami-dade", None, ("child-care",))
    assert wish.address(plan.PAGE, "es") == "/plan?from=41-2031&to=15-1212&region=miami-dade&needs=child-care&lang=es"


def test_no_plan_where_no_way_leads() -> None:
    assert plan.make(knowledge(), Asked("no-such-job"), Speaker("en")) is None


def test_a_price_too_old_to_repeat_is_withheld() -> None:
    way = stops.way(knowledge(), "41-2031", "15-1212", "dc-metro")
    assert way
    now, later = Speaker("en", today=date(2026, 11, 23)), Speaker("en", today=date(2036, 11, 23))
    assert "$506" in words.cost_line(way.stops[0], now)[0]
    told, facts = words.cost_line(way.stops[0], later)
    assert "$" not in told and not facts
    made = plan.make(knowledge(), Asked("15-1212", "41-2031", "dc-metro"), later)
    assert made and all(
        "$" not in task.what for part in made.parts for task in part.tasks if task.who.startswith("Comp")
    )


def test_what_the_steps_cost_is_what_their_exams_cost() -> None:
    """No sum is told that its parts do not make: each price is the credential's own."""
    for way in ways():
        for stop in way.stops:
            told, facts = words.cost_line(stop, Speaker("en", today=date(2026, 11, 23)))
            priced = [credential for credential in stop.credentials if credential.cost]
            assert len(facts) == len(priced)
            assert all(words.price(credential) in told for credential in priced)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_way_carries_its_map_drawn_for_the_web_and_painted_for_picture_messages(language: str) -> None:
    for channel, picture_of in (("web", plan.PICTURE), ("sms", plan.PAINTED)):
        way = ask("pathway", choice={"role": "15-1212"}, language=language, channel=channel)
        (image,) = [card["image_url"] for card in way.cards if card["image_url"]]
        assert way.text and image.startswith(f"{picture_of}?") and "to=15-1212" in image
        assert ("lang=es" in image) == (language == "es")


def test_a_look_at_a_step_does_not_change_the_goal_of_the_plan() -> None:
    way = ask("pathway", choice={"role": "15-1212"}, channel="sms", context={"region": "southern-arizona"})
    assert "help desk" in way.text
    aside = ask("find_program", "classes for step 1", context=way.slots, channel="sms")
    assert aside.slots["role"] == "15-1232"
    assert "plan to cybersecurity" in ask("pathway", "make me a plan", context=aside.slots, channel="sms").text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "what can i do after step 2?"), ("es", "qué hago después del paso 2")]
)
def test_after_a_step_one_hears_the_work_the_next_stop_and_the_off_ramps(language: str, text: str) -> None:
    way = ask("pathway", choice={"role": "15-1212"}, language=language, channel="sms")
    after = ask("next_step", text, context=way.slots, language=language, channel="sms")
    assert after.topics == ["next_step"] and after.slots["role"] == "15-1212"
    assert "$76,220" in after.text and "BLS" in after.text
    assert len(after.choices) >= 3


def test_another_way_begins_elsewhere_when_asked_in_words() -> None:
    way = ask("pathway", choice={"role": "15-1252", "start": "degree-abroad"})
    other = ask("pathway", "is there another way?", context=way.slots)
    assert other.slots["path"]["stops"][0] != way.slots["path"]["stops"][0]
    assert other.slots["path"]["role"] == "15-1252"


@pytest.mark.parametrize("public", ["", "https://sendero.example.org"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_plan_by_text_is_two_messages_with_or_without_its_page(
    language: str, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDERO_PUBLIC_URL", public)
    lengths: Counter[int] = Counter()
    for town, region in (("nogales-az", "southern-arizona"), ("boston-ma", "massachusetts")):
        for role in knowledge().occupations(role="target"):
            choice = {"role": role.id, "plan": "yes", "start": "no-experience"}
            context = {"place": town, "region": region}
            said = ask("pathway", choice=choice, context=context, language=language, channel="sms")
            assert (public in said.text) and said.choices
            lengths[said.segments()] += 1
    mostly_two_segments(lengths)


def test_the_address_of_a_plan_says_only_what_does_not_follow() -> None:
    assert Asked("15-1212", place="nogales-az", region="southern-arizona").address(plan.PAGE, "en") == (
        "/plan?to=15-1212&place=nogales-az"
    )
