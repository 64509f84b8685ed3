"""What the fake chat API says: one scripted answer of each kind, in both languages. Figures are samples, not facts."""

from __future__ import annotations

import re
from typing import Any

NOTICE = {
    "en": "Hi, I am Sendero, a computer program of the career center that runs this chat. No names or numbers, please. "
    "This chat is erased after 30 quiet minutes.",
    "es": "Hola, soy Sendero, un programa de computadora del centro de carreras de este chat. Sin nombres ni números, "
    "por favor. Este chat se borra tras 30 minutos de silencio.",
}
SPANISH = re.compile(r"[¿¡ñáéíóú]|\b(en español|hola|qué|empleos|gratis|ayuda)\b", re.I)
ENGLISH = re.compile(r"\b(english|what|which|how|the|show)\b", re.I)

SOURCE = {"name": "BLS OEWS", "as_of": "2025-05", "url": "https://www.bls.gov/oes/"}
OLD = {"name": "O*NET 30.0", "as_of": "2025-08-12", "url": "https://www.onetonline.org/"}
UNDATED = {"name": "Sample provider", "as_of": "undated", "url": None}


def _card(kind: str, title: str, lines: list[str], url: str | None = None, *sources: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "title": title, "lines": lines, "url": url, "image_url": None, "sources": list(sources)}


def _mapped(card: dict[str, Any]) -> dict[str, Any]:
    return card | {"image_url": "/sample-map.svg"}


def _choices(*labels: str) -> list[dict[str, str]]:
    return [{"label": label, "value": f"choice:{label}"} for label in labels]


CARDS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "program": {
        "en": [
            _card("program", "Help Desk Evening Course", ["Cost: free", "Length: 16 weeks, Monday and Wednesday evenings", "Where: Sample College, Tucson", "Not checked by a person yet."], "https://example.org/help-desk", UNDATED),
            _card("program", "Web Basics Boot Camp", ["Cost: $250, waived with a voucher", "Length: 8 weeks online"], "https://example.org/web", SOURCE),
        ],
        "es": [
            _card("program", "Curso nocturno de soporte técnico", ["Costo: gratis", "Duración: 16 semanas, lunes y miércoles por la noche", "Dónde: Sample College, Tucson", "Aún no lo ha revisado una persona."], "https://example.org/help-desk", UNDATED),
            _card("program", "Campamento de bases web", ["Costo: $250, gratis con un vale", "Duración: 8 semanas en línea"], "https://example.org/web", SOURCE),
        ],
    },
    "role": {
        "en": [_card("role", "Computer user support specialist", ["Middle pay: $61,550 a year", "Outlook: 50,500 openings a year", "Starts with: some college or a certificate"], None, SOURCE, OLD)],
        "es": [_card("role", "Especialista en soporte a usuarios", ["Pago de en medio: $61,550 al año", "Perspectiva: 50,500 vacantes al año", "Se empieza con: algo de universidad o un certificado"], None, SOURCE, OLD)],
    },
    "credential": {
        "en": [_card("credential", "CompTIA Security+", ["Exam: $425", "Lasts: 3 years"], "https://example.org/security", OLD)],
        "es": [_card("credential", "CompTIA Security+", ["Examen: $425", "Dura: 3 años"], "https://example.org/security", OLD)],
    },
    "pathway": {
        "en": [_mapped(_card("pathway", "From help desk to cybersecurity", ["Start at a help desk, about a year", "Learn networks and pass Network+", "Pass Security+ and join a security team", "Grow into an analyst"], "/plan?from=no-experience&to=15-1212&lang=en", OLD))],
        "es": [_mapped(_card("pathway", "De soporte técnico a ciberseguridad", ["Empieza en soporte, cerca de un año", "Aprende redes y aprueba Network+", "Aprueba Security+ y entra a un equipo de seguridad", "Crece hasta ser analista"], "/plan?from=no-experience&to=15-1212&lang=es", OLD))],
    },
    "comparison": {
        "en": [_card("comparison", "Web developer and data analyst", [" | Web developer | Data analyst", "Pay | $90,930 | $87,000", "Growth | 7% | 21%", "Degree | often none | often one"], None, SOURCE)],
        "es": [_card("comparison", "Desarrollo web y análisis de datos", [" | Desarrollo web | Análisis de datos", "Pago | $90,930 | $87,000", "Crecimiento | 7% | 21%", "Título | muchas veces no | muchas veces sí"], None, SOURCE)],
    },
    "support": {
        "en": [_card("support", "Bus pass for students", ["Call 520-555-0142", "For: people in training"], None, UNDATED)],
        "es": [_card("support", "Pase de autobús para estudiantes", ["Llama al 520-555-0142", "Para: personas en capacitación"], None, UNDATED)],
    },
    "career_center": {
        "en": [_card("career_center", "Sample One-Stop Center", ["100 Example Street, Tucson, AZ 85701", "Phone: (520) 555-0199", "Open: Monday to Friday, 8 to 5"], "https://example.org/center", UNDATED)],
        "es": [_card("career_center", "Centro Sample One-Stop", ["100 Example Street, Tucson, AZ 85701", "Teléfono: (520) 555-0199", "Abierto: lunes a viernes, 8 a 5"], "https://example.org/center", UNDATED)],
    },
    "hotline": {
        "en": [_card("hotline", "You matter. Someone can talk right now.", ["988 Suicide & Crisis Lifeline: call or text 988, any time, free.", "Crisis Text Line: text HELLO to 741741.", "In danger right now: call 911."], "https://988lifeline.org")],
        "es": [_card("hotline", "Tú importas. Alguien puede hablar contigo ahora.", ["Línea 988: llama o envía un mensaje al 988, a toda hora, gratis.", "Crisis Text Line: envía HOLA al 741741.", "En peligro ahora mismo: llama al 911."], "https://988lifeline.org/es/")],
    },
    "survey": {
        "en": [_card("survey", "How was this chat?", ["2 / 5", "Did you find what you were looking for?"])],
        "es": [_card("survey", "¿Qué tal estuvo este chat?", ["2 / 5", "¿Encontraste lo que buscabas?"])],
    },
}  # fmt: skip

TEXTS = {
    "en": "Here is what I found.\nAsk for more whenever you like, or read https://example.org/more.",
    "es": "Esto es lo que encontré.\nPide más cuando quieras, o lee https://example.org/more.",
}
LABELS = {
    "en": ("What does it pay?", "Show programs near me", "Talk to a person"),
    "es": ("¿Cuánto pagan?", "Ver programas cerca de mí", "Hablar con una persona"),
}


def language_of(text: str, current: str) -> str:
    if SPANISH.search(text):
        return "es"
    return "en" if ENGLISH.search(text) else current


def answer_to(text: str, current: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The replies and the understanding for `text`; a card's kind in the text brings that card, "echo …" an echo."""
    language = language_of(text, current)
    understanding = {"topics": ["help"], "language": language, "entities": {}, "outcome": "answered"}
    if text.startswith("echo "):
        return [{"text": f"[{text.removeprefix('echo ')}]", "choices": [], "cards": []}], understanding
    cards = [card for kind, by_language in CARDS.items() if kind in text for card in by_language[language]]
    choices = _choices(*LABELS[language])
    return [{"text": TEXTS[language], "choices": [] if "hotline" in text else choices, "cards": cards}], understanding
