"""A partner's colour, made readable: the arithmetic of web_widget/src/theme.ts, so that staff see what visitors will.

Contrast as WCAG 2.2 defines it (relative luminance, success criterion 1.4.3).
"""

from __future__ import annotations

import re

Rgb = tuple[int, int, int]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# The lightest and the darkest background text in the accent colour stands on (panel.css).
PALE, DEEP = (244, 238, 230), (43, 50, 51)
LEAST = 4.6
_HEX = re.compile(r"#[0-9a-f]{6}")


def parsed(value: str) -> Rgb | None:
    """`#rrggbb` as channels of 0 to 255; None for anything else."""
    text = value.strip().lower()
    if not _HEX.fullmatch(text):
        return None
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def contrast(one: Rgb, two: Rgb) -> float:
    """1 to 21."""
    low, high = sorted((_luminance(one), _luminance(two)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: Rgb, against: Rgb, towards: Rgb) -> Rgb:
    """`colour`, moved towards `towards` until it stands out from `against`."""
    found = colour
    for step in range(21):
        if contrast(found, against) >= LEAST:
            break
        r, g, b = (int(c + (t - c) * step / 20 + 0.5) for c, t in zip(colour, towards, strict=True))
        found = (r, g, b)
    return found


def on_light(colour: Rgb) -> Rgb:
    """What visitors with a light screen see, white text on it included."""
    return readable(colour, PALE, BLACK)


def on_dark(colour: Rgb) -> Rgb:
    return readable(colour, DEEP, WHITE)


def hexed(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _luminance(colour: Rgb) -> float:
    r, g, b = (c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
