"""What the channel itself says: HELP, STOP, "more", pictures, our own failures. Answers are worded in `domain/`.

Receives a name, a language and values; gives one sentence or two. Never holds a sentence itself: they are in wording.yml.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.messages import Language

_FILE = Path(__file__).with_name("wording.yml")
_SPANISH = re.compile(
    r"[ñ¿¡áíóú]|\b(?:alto|parar|para|paren|pare|baja|cancelar|basta|mensajes?|ayuda|iniciar|empezar|s[ií]|no\s+m[aá]s|"
    r"quiero|quiten|dejen?|deja|ya\s+no|por\s+favor|porfa|texto|numero|n[uú]mero|borr[ae]\w*|salir|terminar)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:stop\w*|end|quit|unsubscribe|cancel|revoke|optout|opt\s*out|opt|start|unstop|yes|help|info|"
    r"text(?:s|ing)?|messages?|please|me|my|the|leave|remove|don'?t)\b",
    re.IGNORECASE,
)


@cache
def _wordings() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def say(name: str, language: Language, **values: str) -> str:
    """The channel's own wording `name`, filled in; raises KeyError when there is none."""
    return _wordings()[name][language].format_map(values)


def language_of_command(text: str, otherwise: Language) -> Language:
    """The language a STOP, START or HELP was written in; `otherwise` where the words do not tell."""
    spanish, english = len(_SPANISH.findall(text)), len(_ENGLISH.findall(text))
    if spanish == english:
        return otherwise
    return "es" if spanish > english else "en"
