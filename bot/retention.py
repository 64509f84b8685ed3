"""How long each thing is kept, in plain words: the table behind the page /privacy and `sendero privacy show`.

Receives the settings in force; every line but the fixed ones names the setting that decides it. What enforces it is
`bot.janitor`; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import Language
from bot.settings import Settings

Words = dict[Language, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept, in both languages, and the setting that limits it (None: fixed in the program)."""

    what: Words
    how_long: Words
    setting: str | None


def kept(settings: Settings) -> list[Kept]:
    """Everything that is kept, shortest first."""
    return [
        Kept(
            {"en": "Your words as you typed them", "es": "Tus palabras como las escribiste"},
            {"en": "never kept", "es": "no se guardan"}, None,
        ),
        Kept(
            {"en": "What you said when in danger", "es": "Lo que dijiste si estabas en peligro"},
            {"en": "never kept; only the kind of help, the language and the week are counted",
             "es": "no se guarda; solo se cuenta el tipo de ayuda, el idioma y la semana"}, None,
        ),
        Kept(
            {"en": "A web chat, without names and numbers, so that the page can show it again",
             "es": "Una charla en la web, sin nombres ni números, para volver a mostrarla en la página"},
            _minutes(settings.web_idle_minutes), "SENDERO_WEB_IDLE_MINUTES",
        ),
        Kept(
            {"en": "A text conversation (topics, never words)", "es": "Una conversación por mensaje (temas, nunca palabras)"},
            _hours(settings.sms_idle_hours), "SENDERO_SMS_IDLE_HOURS",
        ),
        Kept(
            {"en": "A text message waiting to be answered or sent", "es": "Un mensaje que espera respuesta o envío"},
            {"en": f"until it is done, at most {settings.undelivered_hours} hours",
             "es": f"hasta que sale, a lo más {settings.undelivered_hours} horas"}, "SENDERO_UNDELIVERED_HOURS",
        ),
        Kept(
            {"en": "That a text message came or went (a number of its own, no words)",
             "es": "Que llegó o salió un mensaje (su número de envío, sin palabras)"},
            _days(settings.sms_traces_days), "SENDERO_SMS_TRACES_DAYS",
        ),
        Kept(
            {"en": "Your phone number, locked with a key, so that we can answer",
             "es": "Tu teléfono, cerrado con llave, para poder contestarte"},
            {"en": f"until you go {settings.vault_idle_days} days without texting",
             "es": f"hasta que pases {settings.vault_idle_days} días sin escribir"}, "SENDERO_VAULT_IDLE_DAYS",
        ),
        Kept(
            {"en": "A question you asked us to pass on, without your name",
             "es": "Una pregunta que nos pediste pasar, sin tu nombre"},
            {"en": f"until you take it back, at most {settings.questions_days} days",
             "es": f"hasta que la retires, a lo más {settings.questions_days} días"}, "SENDERO_QUESTIONS_DAYS",
        ),
        Kept(
            {"en": "That an answer of ours was wrong, when you reported it, without your name",
             "es": "Que una respuesta nuestra estaba mal, si nos avisaste, sin tu nombre"},
            _days(settings.reports_days), "SENDERO_REPORTS_DAYS",
        ),
        Kept(
            {"en": "That a number said STOP (a code that cannot be turned back into the number)",
             "es": "Que un número dijo ALTO (un código del que no se saca el número)"},
            {"en": "for good, so that it is never texted again", "es": "para siempre, para no volver a escribirle"}, None,
        ),
        Kept(
            {"en": "How many sessions asked about a topic in a week", "es": "Cuántas sesiones preguntaron por un tema en una semana"},
            {"en": "for good; it leads back to nobody", "es": "para siempre; no lleva a nadie"}, None,
        ),
        Kept(
            {"en": "Your address on the internet (IP)", "es": "Tu dirección en internet (IP)"},
            {"en": "never written down", "es": "no se anota"}, None,
        ),
    ]  # fmt: skip


def _minutes(number: int) -> Words:
    return {"en": f"{number} minutes after the last message", "es": f"{number} minutos después del último mensaje"}


def _hours(number: int) -> Words:
    return {"en": f"{number} hours after the last message", "es": f"{number} horas después del último mensaje"}


def _days(number: int) -> Words:
    return {"en": f"{number} days", "es": f"{number} días"}
