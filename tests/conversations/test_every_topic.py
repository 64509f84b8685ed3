"""Each topic, asked in both languages through real Rasa: understood as itself and answered with substance."""

from __future__ import annotations

import re

import pytest

from tests.stack import Stack, Talk

# topic: (English message, Spanish message, what any good answer contains)
ASKED = {
    "greet": ("good morning!", "buenos días", r"job|empleo"),
    "help": ("what can you do for me", "qué cosas te puedo preguntar", r"job|empleo|class|curso"),
    "thanks": ("thank you, very helpful", "muchas gracias", r"\w"),
    "goodbye": ("ok bye", "adiós, nos vemos", r"\w"),
    "bot_challenge": ("are you a robot", "eres un robot?", r"\bbot\b"),
    "talk_to_human": ("can I speak with an advisor in Tucson", "quiero hablar con un asesor en Tucson", r"\d{3}-\d{3}-\d{4}"),
    "digital_jobs_overview": ("what is a digital job anyway", "qué es un empleo digital", r"job|empleo|trabajo"),
    "category_roles": ("which jobs are in data", "qué trabajos hay en redes", r"data|redes|network"),
    "role_overview": ("what does a web developer do", "qué hace un administrador de redes", r"\w{4}"),
    "role_pay": ("salary of a software tester", "cuánto gana un analista de sistemas", r"\$\d"),
    "role_outlook": ("will there still be jobs for network technicians in ten years", "va a crecer el trabajo de ciberseguridad", r"\d"),
    "role_requirements": ("do i need a bachelor's to be a database administrator", "qué estudios piden para soporte técnico", r"degree|bachelor|título|carrera|diploma|high school|certific"),
    "entry_jobs": ("what tech job can I get with zero experience", "qué trabajo de tecnología consigo sin experiencia", r"help desk|soporte|support"),
    "pathway": ("steps to become a data scientist", "cómo llego a ser desarrollador web", r"\w{4}"),
    "credential_overview": ("what is the ccna", "qué es el security plus", r"CCNA|Security"),
    "credential_cost": ("price of the network+ exam", "cuánto cuesta el examen a+", r"\$\d"),
    "credentials_for_role": ("which certifications should a help desk person have", "qué certificaciones pide un trabajo de redes", r"CompTIA|Cisco|Google"),
    "find_program": ("free it support classes in Boston", "cursos de programación en Miami", r"Boston|Miami"),
    "program_details": ("what does Genesys Works do", "qué ofrece Year Up", r"Genesys|Year Up"),
    "high_school_options": ("I'm a sophomore, what can I do about tech at my age", "estoy en décimo grado, qué puedo hacer desde ahora en tecnología", r"school|escuela|college|Genesys|club|high"),
    "youth_roles": ("how can I be a youth ambassador", "cómo puedo ser joven embajador", r"mbassador|mbajador"),
    "pay_for_training": ("are there grants to pay for a certificate in Tucson", "hay becas para estudiar en Miami", r"WIOA|grant|scholarship|beca|fondo|ayuda|Scholarship"),
    "supports": ("who helps with child care while I study", "quién ayuda con el cuidado de niños mientras estudio", r"211|\d{3}-\d{3}-\d{4}|child care|niños"),
    "career_center": ("where is the career center in Nogales", "dónde queda el centro de empleo en Nogales", r"\d{3}-\d{3}-\d{4}|N\. (Grand|Morley)|Morley|\.(org|com|gov)|211"),
    "give_feedback": ("my opinion: there should be more evening classes here", "mi opinión es que hacen falta más cursos en las noches", r"\w{4}"),
    "privacy": ("who can read my messages", "quién puede leer lo que escribo", r"delete|borra|Nobody|Nadie"),
}  # fmt: skip
LEFT_OPEN = re.compile(r"\{\w*\}|\bNone\b(?! required)|utter_|\bnan\b")
ENGLISH = re.compile(r"\b(here are|would you|you can|ask them|the middle|a year)\b", re.IGNORECASE)
SPANISH = re.compile(r"\b(puedes|quieres|pregunta|al año|cuánto|dónde)\b", re.IGNORECASE)


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("topic", ASKED)
def test_topic_is_understood_and_answered(stack: Stack, topic: str, language: str, channel: str) -> None:
    english, spanish, substance = ASKED[topic]
    answer = Talk(stack.url, channel, language).say(english if language == "en" else spanish)
    assert answer.topic == topic
    assert answer.language == language
    assert re.search(substance, answer.text, re.IGNORECASE), answer.text
    assert not LEFT_OPEN.search(answer.text), answer.text
    assert not (SPANISH if language == "en" else ENGLISH).search(answer.text), answer.text


@pytest.mark.parametrize(("text", "expected"), [("switch to Spanish please", "es"), ("mejor en inglés", "en")])
def test_language_changes_and_sticks(stack: Stack, text: str, expected: str) -> None:
    talk = Talk(stack.url, "web", "en" if expected == "es" else "es")
    assert talk.say(text).language == expected
    assert talk.say("ok").language == expected
