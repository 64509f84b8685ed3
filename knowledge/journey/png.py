"""The same map as a PNG, for picture messages: painted with Pillow and a font beside this file, so that no server needs one.

`DejaVuSans-Latin.ttf` holds the Latin-1 letters of DejaVu Sans 2.37 (Bitstream Vera licence; DejaVu's changes are in the
public domain), cut with fontTools.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from knowledge.journey.picture import COLORS, GROUND, STROKE, Box, Drawing, Line, texts

FONT = Path(__file__).resolve().parent / "DejaVuSans-Latin.ttf"
SCALE = 2  # for sharp letters on a phone's screen
DASH = 6


def png(drawing: Drawing) -> bytes:
    """The drawing in twice its size, in few colours: well under the 600 kB carriers pass on."""
    image = Image.new("RGB", (drawing.width * SCALE, drawing.height * SCALE), GROUND)
    brush = ImageDraw.Draw(image)
    for line in drawing.lines:
        _line(brush, line)
    for box in drawing.boxes:
        _box(brush, box)
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _line(brush: ImageDraw.ImageDraw, line: Line) -> None:
    x1, y1, x2, y2 = (value * SCALE for value in (line.x1, line.y1, line.x2, line.y2))
    if line.dashed:
        for x in range(x1, x2 - 12, DASH * 2 * SCALE):
            brush.line([(x, y1), (min(x + DASH * SCALE, x2), y2)], STROKE, 3 * SCALE)
        brush.polygon([(x2, y2), (x2 - 12 * SCALE, y2 - 7 * SCALE), (x2 - 12 * SCALE, y2 + 7 * SCALE)], STROKE)
        return
    brush.line([(x1, y1), (x2, y2)], STROKE, 3 * SCALE)
    brush.polygon([(x2, y2), (x2 - 7 * SCALE, y2 - 12 * SCALE), (x2 + 7 * SCALE, y2 - 12 * SCALE)], STROKE)


def _box(brush: ImageDraw.ImageDraw, box: Box) -> None:
    ink, ground = COLORS[box.kind]
    if ground:
        corners = tuple(value * SCALE for value in (box.x, box.y, box.x + box.width, box.y + box.height))
        brush.rounded_rectangle(corners, 12 * SCALE, ground, STROKE, 2 * SCALE)
    for x, y, size, bold, text in texts(box):
        brush.text((x * SCALE, y * SCALE), text, ink, _font(size), anchor="ls", stroke_width=1 if bold else 0)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size * SCALE)
