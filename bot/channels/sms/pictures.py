"""Which picture goes with an answer: the map of a pathway, as a picture message, where the settings allow one.

Receives a `Turn`, gives an address or None. The words of the answer always travel in the same message, and alone again
where the picture cannot be delivered (sender.py, status.py).
"""

from __future__ import annotations

from bot.messages import Turn
from bot.settings import Settings

KIND = "pathway"
LONGEST_ADDRESS = 300


def of(turn: Turn, settings: Settings) -> str | None:
    """The address Twilio fetches the picture from: absolute, under our public one where it was not."""
    if not settings.sms_pictures:
        return None
    cards = [card for reply in turn.replies for card in reply.cards if card.kind == KIND and card.image_url]
    if not cards:
        return None
    address, alone = str(cards[0].image_url), not settings.twilio_account_sid  # alone: only the simulator's phones
    if address.startswith("/"):
        base = settings.public_url or (f"http://{settings.host}:{settings.port}" if alone else "")
        address = base.rstrip("/") + address if base else ""
    fetchable = address.startswith("https://") or (alone and address.startswith("http://"))
    return address if fetchable and len(address) <= LONGEST_ADDRESS else None
