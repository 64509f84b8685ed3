"""Pages that are nothing but the chat, in one response: on a slow line each further file is a second more.

Receives the built script and a site; gives HTML and the policy that names the hash of what is written into it. The page in an
iframe, the lobby screen and the staff's preview are these.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.sites.face import SiteFace

HERE = Path(__file__).resolve().parent
DIST = HERE.parent.parent / "web_widget" / "dist"
LANGUAGES = ("en", "es")
# What one can type into before the chat is there: label, placeholder, button, what is going on.
EARLY = {
    "en": ("Your message", "Type your question", "Send", "The chat is on its way. You can already type."),
    "es": ("Tu mensaje", "Escribe tu pregunta", "Enviar", "El chat está por llegar. Ya puedes escribir."),
}
NEEDS_SCRIPT = {"en": "The chat needs JavaScript.", "es": "El chat necesita JavaScript."}

# No inline script or style but those named by hash, nothing from elsewhere.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types sendero; frame-ancestors {ancestors}"
)


def page_headers(ancestors: str, scripts: str = "'self'", styles: str = "'self'") -> dict[str, str]:
    """The headers of a page that only itself, or `ancestors`, may frame."""
    return {
        "Content-Security-Policy": POLICY.format(scripts=scripts, styles=styles, ancestors=ancestors),
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def look_of(name: str, face: SiteFace, site_id: str, *, texting: bool = False) -> dict[str, str]:
    """A site's look as attributes of the chat's element."""
    found = {"name": name, "accent": face.accent}
    found |= {f"starters-{code}": "|".join(lines) for code, lines in face.starters.items()}
    if face.logo:
        found["logo"] = f"widget/logo/{site_id}?v={face.logo_mark()}"
    if texting:
        found["texting"] = "true"
    return {name: value for name, value in found.items() if value}


class Shells:
    """Makes the pages; `script` is the built chat, `later` the part of it that its first sight does not need."""

    def __init__(self, script: bytes, later: bytes) -> None:
        self._script, self._later = script.decode(), later.decode()
        self._style = (HERE / "shell.css").read_text()
        self._preview = (HERE / "preview.js").read_text()
        self._early = (HERE / "early.js").read_text()
        self._plain_scripts = " ".join(map(_csp_hash, (self._early, self._script, self._later)))
        self._styles = _csp_hash(self._style)
        self._preview_scripts = f"{self._plain_scripts} {_csp_hash(self._preview)}"

    @classmethod
    def built(cls, dist: Path = DIST) -> Shells:
        """Around the chat as it was built; raises `FileNotFoundError` where it never was."""
        manifest = json.loads((dist / "manifest.json").read_text())
        return cls(*((dist / manifest[part]["file"]).read_bytes() for part in ("main", "later")))

    def headers(self, ancestors: str, *, preview: bool = False) -> dict[str, str]:
        scripts = self._preview_scripts if preview else self._plain_scripts
        return page_headers(ancestors, scripts, self._styles)

    def page(
        self, mode: str, language: str, attributes: Mapping[str, str], preview: Mapping[str, Any] | None = None
    ) -> str:
        """The page; with `preview` the chat answers from it and asks the service nothing."""
        given = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
        label, hint, send, coming = EARLY[language]
        # On a slow line one types while the chat is on its way; it takes the words over (chat-element.ts).
        box = (
            f'<form class="early"><p>{coming}</p><textarea rows="1" maxlength="1000" aria-label="{label}" placeholder="{hint}"></textarea>'
            f'<button aria-label="{send}">&#10148;</button></form>'
        )
        before = f"<script>{self._early}</script>"
        if preview is not None:
            data = json.dumps(preview, ensure_ascii=False).replace("<", "\\u003c")
            box = ""
            before = f'<script type="application/json" id="preview">{data}</script><script>{self._preview}</script>'
        title = html.escape(attributes.get("name", "Sendero"))
        return (
            f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">'
            f"<title>{title}</title><style>{self._style}</style><body>"
            f'<main><h1 class="vh">{title}</h1><noscript>{NEEDS_SCRIPT[language]}</noscript>'
            f'<sendero-chat mode="{mode}"{given}>{box}</sendero-chat></main>'
            # A script runs as soon as it is there: the chat can be used while the rest of the page is on its way.
            f'{before}<script data-base="../">{self._script}</script><script>{self._later}</script>'
        )


def _csp_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
