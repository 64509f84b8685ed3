"""The real parts of the channel: the one module of it that knows its siblings (safety, privacy, dialogue).

Receives the settings, gives `Parts`. Built in entry points only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.sms.addresses import PhoneIdentities, VaultNumbers
from bot.channels.sms.optout import decide
from bot.channels.sms.ports import Label, NoteDanger, Parts
from bot.dialogue import menu
from bot.messages import Language, Turn
from bot.privacy.identity import Pseudonyms
from bot.privacy.vault import Vault
from bot.safety.cards import crisis_turn
from bot.safety.screen import Hit, screen
from bot.settings import Settings
from knowledge.repository import Knowledge


def label_of(knowledge: Knowledge) -> Label:
    """Names what a conversation's coded context is about, the most particular thing first."""
    finders: tuple[tuple[str, Callable[[str], Any]], ...] = (
        ("program", knowledge.program), ("credential", knowledge.credential), ("role", knowledge.occupation),
    )  # fmt: skip

    def label(context: Mapping[str, Any], language: Language) -> str | None:
        for slot, find in finders:
            if isinstance(context.get(slot), str) and (found := find(context[slot])) is not None:
                return str(getattr(found.name, language, found.name))
        return None

    return label


def production_parts(settings: Settings, note_danger: NoteDanger | None = None, label: Label | None = None) -> Parts:
    """Parts made from the settings' keys."""

    def card(hit: Hit) -> Turn:
        return crisis_turn(hit, "sms")

    def notice(language: Language) -> str:
        return menu.notice(language, "sms", settings.program_name, settings.contact)

    return Parts(
        identities=identities(settings),
        numbers=VaultNumbers(vault(settings)),
        screen=screen,
        crisis_turn=card,
        decide=decide,
        notice=notice,
        note_danger=note_danger,
        label=label,
    )


def identities(settings: Settings) -> PhoneIdentities:
    """The two sets of pseudonyms. The opt-out list was once hashed under the conversations' key: those stay found."""
    everyone, stopped = settings.keys("pseudonym_key"), settings.keys("opt_out_key")
    older = [k for k in (*stopped.retired, everyone.current, *everyone.retired) if k != stopped.current]
    return PhoneIdentities(
        Pseudonyms(everyone.current, everyone.retired), Pseudonyms(stopped.current, older, purpose="opt-out")
    )


def vault(settings: Settings) -> Vault:
    ring = settings.keys("vault_key")
    return Vault(ring.current, ring.retired)
