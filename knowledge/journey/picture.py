"""The map of a way: where things stand (`draw`), and the same as an accessible SVG. `png.py` paints the same plan.

Downwards, so that it fits a phone: the start, other on-ramps beside it, each stop with its pay and time, and dashed to the
right the jobs where one can get off. Everything the picture shows is in its description in words, too.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from typing import Literal

from knowledge.journey import words
from knowledge.journey.stops import NO_EXPERIENCE, STARTS, Way
from knowledge.journey.words import Speaker
from knowledge.phrasing import cite, money
from knowledge.repository import Knowledge

WIDTH, MARGIN = 640, 24
STOP_X, STOP_WIDTH = 24, 372
OFF_X, OFF_WIDTH = 448, 168
LINE, TITLE_SIZE, TEXT_SIZE = 20, 19, 15
STOP_CHARACTERS, OFF_CHARACTERS = 44, 17
GAP = 44
# Each pair of ink and ground has a contrast of at least 4.5 to 1 (WCAG AA).
COLORS = {
    "start": ("#ffffff", "#1f4f46"), "also": ("#1f4f46", "#ffffff"), "stop": ("#1c2b2a", "#ffffff"),
    "goal": ("#1c2b2a", "#f6e7c8"), "off": ("#3c4a49", "#f3f5f4"), "note": ("#3c4a49", ""),
}  # fmt: skip
STROKE, GROUND = "#1f4f46", "#fbfaf7"

Kind = Literal["start", "also", "stop", "goal", "off", "note"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded box with a title and lines, or a note without a frame."""

    kind: Kind
    x: int
    y: int
    width: int
    height: int
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow from one point to another; dashed where one gets off."""

    x1: int
    y1: int
    x2: int
    y2: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything on the map, in order, with its words for who cannot see it."""

    width: int
    height: int
    title: str
    told: tuple[str, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    language: str


def draw(knowledge: Knowledge, way: Way, speaker: Speaker) -> Drawing:
    """The way as boxes and lines; as tall as it has stops."""
    boxes, lines = _starts(knowledge, way, speaker), list[Line]()
    above = boxes[0].y + boxes[0].height
    center = STOP_X + STOP_WIDTH // 2
    for stop in way.stops:
        box = _stop_box(way, stop.number, above + GAP, speaker)
        lines.append(Line(center, above, center, box.y))
        boxes.append(box)
        if off := _off_box(way, stop.number, box, speaker):
            boxes.append(off)
            lines.append(Line(box.x + box.width, off.y + 20, off.x, off.y + 20, dashed=True))
        above = max(box.y + box.height, off.y + off.height - GAP if off else 0)
    note = _note(way, above + 18, speaker)
    names = {
        "start": words.origin_name(knowledge, way, speaker), "role": way.goal.short.say(speaker.language),
        "count": len(way.stops),
    }  # fmt: skip
    title = speaker.say("utter_map_title", **names)
    told = tuple(words.twin(knowledge, way, speaker)) + note.lines
    height = note.y + LINE * len(note.lines) + MARGIN
    return Drawing(WIDTH, height, title, told, (*boxes, note), tuple(lines), speaker.language)


def _starts(knowledge: Knowledge, way: Way, speaker: Speaker) -> list[Box]:
    """Where the learner starts, and two other on-ramps to the same first stop."""
    first = way.stops[0].step.to
    own = (
        speaker.say("utter_map_nothing") if way.origin == NO_EXPERIENCE else words.origin_name(knowledge, way, speaker)
    )
    origins = [step.start for step in knowledge.steps_to(first) if step.start != way.origin]
    origins.sort(key=lambda start: start not in STARTS)
    others = dict.fromkeys(_origin(knowledge, start, speaker) for start in origins)
    names = [name for name in others if name != own][:2]
    text = speaker.say("utter_map_from", start=own)
    boxes = [Box("start", STOP_X, MARGIN, STOP_WIDTH, 40, _short(text, STOP_CHARACTERS - 8))]
    if names:
        also = tuple(_wrapped(speaker.say("utter_map_also", starts=" / ".join(names)), OFF_CHARACTERS)[:3])
        boxes.append(Box("also", OFF_X, MARGIN, OFF_WIDTH, 14 + LINE * len(also), "", also))
    return boxes


def _origin(knowledge: Knowledge, start: str, speaker: Speaker) -> str:
    """A start by itself: "no experience", where a sentence says "from zero"."""
    return speaker.say("utter_map_nothing") if start == NO_EXPERIENCE else words.start_name(knowledge, start, speaker)


def _stop_box(way: Way, number: int, y: int, speaker: Speaker) -> Box:
    stop = way.stops[number - 1]
    pay = stop.role.pay
    median = pay.value.median if pay else None
    told = [speaker.say("utter_map_pay", pay=money(median), cite=cite(pay, speaker.language))] if median and pay else []
    if told and stop.pay_group:
        told.append(speaker.say("utter_pay_covers", group=stop.pay_group.say(speaker.language)))
    told += [words.credential_line(stop, speaker) or words.time_line(stop, speaker)[0]]
    if stop.places:
        told.append(words.where_line(stop, speaker, asked=True)[0])
    lines = tuple(line for text in told for line in _wrapped(text, STOP_CHARACTERS)[:3])
    kind: Kind = "goal" if number == len(way.stops) else "stop"
    name = f"{number}. {words.title(stop.role, speaker.language)}"
    height = 44 + LINE * len(lines)
    return Box(kind, STOP_X, y, STOP_WIDTH, height, _short(name, STOP_CHARACTERS - 10), lines)


def _off_box(way: Way, number: int, beside: Box, speaker: Speaker) -> Box | None:
    """Where one can get off here."""
    stop = way.stops[number - 1]
    if not stop.offs:
        return None
    names = [words.title(other, speaker.language) for other in stop.offs]
    lines = tuple(line for name in names for line in _wrapped(f"- {name}", OFF_CHARACTERS)[:2])
    head = tuple(_wrapped(speaker.say("utter_map_then" if stop.last else "utter_map_off"), OFF_CHARACTERS))
    return Box("off", OFF_X, beside.y, OFF_WIDTH, 14 + LINE * len(head + lines), "", head + lines)


def _note(way: Way, y: int, speaker: Speaker) -> Box:
    """Where the steps are from, and whether an advisor has looked at them."""
    sources = sorted({stop.step.described.source.short for stop in way.stops})
    text = speaker.say("utter_map_sources", sources=", ".join(sources))
    if not way.reviewed:
        text += " " + speaker.say("utter_stop_unreviewed")
    return Box("note", STOP_X, y, WIDTH - 2 * MARGIN, 0, "", tuple(_wrapped(text, 78)))


def _wrapped(text: str, characters: int) -> list[str]:
    return textwrap.wrap(text, characters, break_long_words=False) or [""]


def _short(text: str, characters: int) -> str:
    return textwrap.shorten(text, characters, placeholder="...")


def svg(drawing: Drawing) -> str:
    """The drawing as a stand-alone SVG: real text, a title and a description, no script and nothing from elsewhere."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'width="{drawing.width}" height="{drawing.height}" role="img" aria-labelledby="title told" '
        f'lang="{drawing.language}" font-family="system-ui, Segoe UI, Helvetica, Arial, sans-serif">',
        f'<title id="title">{escape(drawing.title)}</title>',
        f'<desc id="told">{escape(" ".join(drawing.told))}</desc>',
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="{GROUND}"/>',
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0L10 5L0 10z" fill="{STROKE}"/></marker></defs>',
    ]
    parts += [_svg_line(line) for line in drawing.lines]
    parts += [_svg_box(box) for box in drawing.boxes]
    return "\n".join([*parts, "</svg>"])


def _svg_line(line: Line) -> str:
    dash = ' stroke-dasharray="6 5"' if line.dashed else ""
    return (
        f'<line x1="{line.x1}" y1="{line.y1}" x2="{line.x2}" y2="{line.y2}" stroke="{STROKE}" stroke-width="3"{dash} '
        'marker-end="url(#tip)"/>'
    )


def _svg_box(box: Box) -> str:
    ink, ground = COLORS[box.kind]
    drawn = []
    if ground:
        dash = ' stroke-dasharray="6 5"' if box.kind in ("off", "also") else ""
        drawn.append(
            f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="12" fill="{ground}" '
            f'stroke="{STROKE}" stroke-width="2"{dash}/>'
        )
    for x, y, size, bold, text in texts(box):
        weight = ' font-weight="700"' if bold else ""
        drawn.append(f'<text x="{x}" y="{y}" font-size="{size}" fill="{ink}"{weight}>{escape(text)}</text>')
    return "".join(drawn)


def texts(box: Box) -> list[tuple[int, int, int, bool, str]]:
    """Every line of a box: x, baseline y, size, whether bold, the words."""
    x, y = box.x + (14 if box.kind != "note" else 0), box.y + (27 if box.title else 22)
    found = [(x, y, TITLE_SIZE, True, box.title)] if box.title else []
    if box.title:
        y += LINE + 3
    return found + [(x, y + LINE * at, TEXT_SIZE, False, text) for at, text in enumerate(box.lines)]
