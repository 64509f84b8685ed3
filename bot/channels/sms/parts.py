"""The real parts of the channel: the one module of it that knows its siblings (safety, privacy, dialogue).

Receives the settings, gives `Parts`. Built in entry points only.
"""

from __future__ import annotations

from bot.channels.sms.addresses import PhoneIdentities, VaultNumbers
from bot.channels.sms.optout import decide
from bot.channels.sms.ports import NoteDanger, Parts
from bot.dialogue import menu
from bot.messages import Language, Turn
from bot.privacy.identity import Pseudonyms
from bot.privacy.vault import Vault
from bot.safety.cards import crisis_turn
from bot.safety.screen import Hit, screen
from bot.settings import Settings


def production_parts(settings: Settings, note_danger: NoteDanger | None = None) -> Parts:
    """Parts made from the settings' keys."""

    def card(hit: Hit) -> Turn:
        return crisis_turn(hit, "sms")

    def notice(language: Language) -> str:
        return menu.notice(language, "sms", settings.program_name, settings.contact)

    key = bytes.fromhex(settings.pseudonym_key.get_secret_value())
    return Parts(
        identities=PhoneIdentities(Pseudonyms(key), Pseudonyms(key, purpose="opt-out")),
        numbers=VaultNumbers(Vault(bytes.fromhex(settings.vault_key.get_secret_value()))),
        screen=screen,
        crisis_turn=card,
        decide=decide,
        notice=notice,
        note_danger=note_danger,
    )
