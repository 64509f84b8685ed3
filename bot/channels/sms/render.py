"""Turns an answer into text messages: words, details, numbered choices, pages.

Receives a `Turn`, gives SMS bodies. The first goes out now; the others wait for MORE. An answer takes one body of at
most three segments; a longer one is paged by two. Only the list offered last is numbered, because a number means that list.
Never sends what a phone cannot show.
"""

from __future__ import annotations

from bot.channels.sms.paging import pages
from bot.channels.sms.transliteration import economical
from bot.channels.sms.wording import say
from bot.messages import Card, Choice, Reply, Turn

WHOLE = 3  # segments an answer may take in one body
PAGE = 2  # segments of a page, when it takes several


def bodies(turn: Turn, *, transliterate: bool = True) -> list[str]:
    """The pages of an answer: the first is sent, each further one answers a MORE."""
    text = _text(turn)
    spelling = economical if transliterate else str
    whole = pages(text, WHOLE, spelling=spelling)
    if len(whole) <= 1:
        return whole
    return pages(text, PAGE, say("more", turn.understanding.language), spelling)


def bodies_at_once(turn: Turn, *, transliterate: bool = True) -> list[str]:
    """The bodies of an answer that may not wait for MORE (a hotline card): one a reply where it fits."""
    spelling = economical if transliterate else str
    texts = [_reply_text(reply, numbered=reply.choices is _offered(turn)) for reply in turn.replies]
    return [body for text in texts for body in pages(text, WHOLE, spelling=spelling)]


def plain(text: str, *, transliterate: bool = True) -> str:
    """One of the channel's own short wordings, in its cheapest spelling."""
    return economical(text) if transliterate else text


def _offered(turn: Turn) -> list[Choice]:
    """The choices a number may mean: those of the list offered last."""
    return next((reply.choices for reply in reversed(turn.replies) if reply.choices), [])


def _text(turn: Turn) -> str:
    """All replies, one blank line between two, the last list numbered at its place."""
    offered = _offered(turn)
    parts = [_reply_text(reply, numbered=reply.choices is offered) for reply in turn.replies]
    return "\n\n".join(part for part in parts if part)


def _reply_text(reply: Reply, *, numbered: bool) -> str:
    lines = [reply.text.strip()] if reply.text.strip() else []
    if not lines:
        # The words say it all by text; cards speak only where there are no words.
        lines = [_details(card) for card in reply.cards]
    if numbered:
        lines += [f"{n}) {choice.label}" for n, choice in enumerate(reply.choices, 1)]
    return "\n".join(lines)


def _details(card: Card) -> str:
    """A card as lines of text."""
    return "\n".join([card.title, *card.lines, *([card.url] if card.url else [])])
