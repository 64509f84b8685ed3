"""The page /privacy: what is kept and for how long, in plain words and both languages, with the settings in force.

Receives a language, gives HTML without script; reads no store.
"""

from __future__ import annotations

import html
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from bot.api.web_pages import preferred_language
from bot.messages import Language
from bot.retention import kept
from bot.settings import Settings

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
STYLE = """
body{font:17px/1.55 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1.2rem;color:#1d2b36;background:#fbfaf7}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}a{color:#0b5563}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.55rem .8rem .55rem 0;border-top:1px solid #d8d4c8}
th{font-weight:600;width:56%}
"""
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "What we keep, and for how long",
        "lead": "{program} is a bot, offered by {contact}. Nobody reads along. Before anything is kept, names, phone numbers, "
                "addresses and id numbers are taken out. We count topics, never people.",
        "table": "What is kept", "yours": "What you can do",
        "forget": "Delete it all now: write FORGET ME in the chat or by text. It is gone within a minute, and you get a receipt.",
        "stop": "No more texts: reply STOP.",
        "pass": "A person reads only what you ask us to pass on. We ask first, show you the exact words, and you can take it "
                "back with the code we give you. We never ask anyone under 13.",
        "danger": "In danger, call 911. In crisis, call or text 988. Nobody watches this chat.",
        "other": "Español", "to": "es",
    },
    "es": {
        "title": "Qué guardamos y por cuánto tiempo",
        "lead": "{program} es un bot; lo ofrece {contact}. Nadie lee la charla. Antes de guardar algo se quitan nombres, "
                "teléfonos, direcciones y números de identificación. Contamos temas, nunca personas.",
        "table": "Qué se guarda", "yours": "Qué puedes hacer",
        "forget": "Borrar todo ya: escribe BORRAME en la charla o por mensaje. Se borra en menos de un minuto y te damos un recibo.",
        "stop": "No recibir más mensajes: responde ALTO.",
        "pass": "Una persona lee solo lo que tú nos pides pasar. Primero te preguntamos, te mostramos las palabras exactas, y "
                "la retiras con el código que te damos. A menores de 13 no se les pregunta.",
        "danger": "En peligro, llama al 911. En crisis, llama al 988 y oprime 2, o manda AYUDA al 988. Nadie vigila este chat.",
        "other": "English", "to": "en",
    },
}  # fmt: skip


def router(settings: Settings) -> APIRouter:
    """The one route."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/privacy")
    async def privacy(request: Request, lang: Annotated[str | None, Query(max_length=5)] = None) -> Response:
        language: Language = (
            "es" if preferred_language(lang, request.headers.get("accept-language", "")) == "es" else "en"
        )
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "public, max-age=300", "Vary": "Accept-Language",
                   "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}  # fmt: skip
        return HTMLResponse(page(settings, language), headers=headers)

    return routes


def page(settings: Settings, language: Language) -> str:
    """The whole page."""
    words = WORDS[language]
    lead = html.escape(words["lead"].format(program=settings.program_name, contact=settings.contact))
    rows = "".join(
        f"<tr><th scope=row>{html.escape(line.what[language])}</th><td>{html.escape(line.how_long[language])}</td></tr>"
        for line in kept(settings)
    )
    yours = "".join(f"<li>{html.escape(words[name])}</li>" for name in ("forget", "stop", "pass"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{html.escape(words["title"])}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{html.escape(words['title'])}</h1><p>{lead}</p>"
        f"<h2>{words['table']}</h2><table>{rows}</table><h2>{words['yours']}</h2><ul>{yours}</ul>"
        f"<p><strong>{html.escape(words['danger'])}</strong></p>"
        f'<p><a href="?lang={words["to"]}" hreflang="{words["to"]}">{words["other"]}</a></p></main></body></html>'
    )
