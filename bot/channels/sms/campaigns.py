"""Campaign words: what a learner texts to start from a poster, and the links behind its QR codes.

Receives what staff typed; gives a word that no learner texts by chance, or the reason why it is none.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from bot.channels import forget_words
from bot.channels.sms.errands import campaign_word
from bot.channels.sms.nudges import wish
from bot.channels.sms.optout import decide
from bot.channels.sms.paging import asks_for_more
from bot.settings import Settings

SHORTEST, LONGEST = 4, 20
# Commands of several words, as they are compared.
COMMANDS = frozenset(
    {"INVITEME", "INVITAME", "REMINDME", "RECUERDAME", "MYREMINDERS", "MISRECORDATORIOS", "SURVEY", "ENCUESTA"}
)


def problem_with(typed: str) -> str | None:
    """Why a word cannot start a campaign, for staff to read; None when it can."""
    word = campaign_word(typed)
    if not SHORTEST <= len(word) <= LONGEST:
        return f"A word has {SHORTEST} to {LONGEST} letters and digits."
    if word.isdigit():
        return "A number means a choice of a list; put letters into the word."
    taken = decide(word, opted_out=True) != "none" or asks_for_more(word) or wish.asks(word) or wish.invites(word)
    if taken or word in COMMANDS or forget_words.asked(word):
        return "That word already means something to the texting service; choose another."
    if not any(c.isdigit() for c in word) and len(word) < 6:
        return "So short a word is texted by chance; add a year or a number, such as PUEBLO26."
    return None


def number(settings: Settings) -> str:
    """The number learners text, or "" where none is configured."""
    return settings.sms_number or (settings.twilio_from if settings.twilio_from.startswith("+") else "")


def text_link(settings: Settings, word: str) -> str:
    """Opens a phone's messages with the word already written (RFC 5724)."""
    return f"sms:{number(settings)}?body={quote(word)}"


def web_link(settings: Settings, site_id: str, language: str | None) -> str:
    """The chat of a site as a page of its own."""
    query = {"site": site_id} | ({"lang": language} if language else {})
    return f"{settings.public_url.rstrip('/')}/widget/frame?{urlencode(query)}"


def shown(e164: str) -> str:
    """A number as people read it: (520) 555-0100."""
    digits = e164.removeprefix("+1")
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if len(digits) == 10 and digits.isdigit() else e164
