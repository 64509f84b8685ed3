"""What nudges say: the day as people say it, what it is about, and how to end it.

Receives nudges, gives text messages. The sentences are in wording.yml, names of roles and programs come from the
knowledge base through `Label`.
"""

from __future__ import annotations

from bot.channels.sms.nudges.hours import Reach, local
from bot.channels.sms.ports import Label
from bot.channels.sms.render import plain
from bot.channels.sms.wording import say
from bot.messages import Language
from bot.settings import Settings
from bot.store.models import Nudge

LONGEST_LABEL = 40
_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


def language_of(nudge: Nudge) -> Language:
    return "es" if nudge.language == "es" else "en"


class Words:
    """Words for nudges."""

    def __init__(self, settings: Settings, label: Label | None = None) -> None:
        self._settings, self._label = settings, label

    @property
    def program(self) -> str:
        return self._settings.program_name

    def spelled(self, text: str) -> str:
        """A text in the spelling the settings ask for."""
        return plain(text, transliterate=self._settings.sms_transliterate)

    def say(self, name: str, language: Language, **values: str) -> str:
        return self.spelled(say(name, language, program=self.program, **values))

    def nudge(self, nudge: Nudge) -> str:
        """The text of a nudge."""
        language = language_of(nudge)
        if nudge.kind == "survey":
            return self.say("nudge_survey", language)
        return self.say("nudge", language, about=self.about(nudge))

    def about(self, nudge: Nudge) -> str:
        """What a nudge is about: "the deadline (Security+)"."""
        language = language_of(nudge)
        occasion = say(f"occasion_{nudge.occasion or 'plan'}", language)
        label = self._label(nudge.context, language) if self._label else None
        return f"{occasion} ({label})" if label and len(label) <= LONGEST_LABEL else occasion

    def when(self, nudge: Nudge) -> str:
        """The day and hour on the receiver's clock: "Sun, Nov 29, 10 am"."""
        there = local(nudge.due_at, Reach.read(nudge.reach).zone)
        hour = f"{there.hour % 12 or 12}" + (f":{there.minute:02d}" if there.minute else "")
        half = "am" if there.hour < 12 else "pm"
        if nudge.language == "es":
            return f"{_DAYS['es'][there.weekday()]} {there.day} de {_MONTHS['es'][there.month - 1]}, {hour} {half}"
        return f"{_DAYS['en'][there.weekday()]}, {_MONTHS['en'][there.month - 1]} {there.day}, {hour} {half}"
