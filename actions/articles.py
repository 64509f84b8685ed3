"""The written article that answers a topic best, when the content has one: sourced words on what no table answers."""

from __future__ import annotations

from actions import role_cards
from actions.answer import Answer
from actions.library import knowledge
from actions.phrasing import cite
from actions.turn import TurnContext
from knowledge.views import Article


def best(turn: TurnContext, topic: str, about: str | None = None) -> Article | None:
    """The topic's article whose id names `about`; without `about`, its first."""
    found = knowledge().articles(topic)
    if about is None:
        return found[0] if found else None
    return next((article for article in found if about in article.id), None)


def told(turn: TurnContext, article: Article) -> str:
    """The article's own words; by text its source right after them."""
    if not turn.sms:
        return article.web.say(turn.language)
    return f"{article.sms.say(turn.language)} ({cite(article.described, turn.language)})"


def add_card(answer: Answer, turn: TurnContext, article: Article) -> None:
    """The article's points, with its source."""
    lines = [point.say(turn.language) for point in article.points]
    role_cards.add(answer, turn, "article", article.title.say(turn.language), lines, [article.described], article.url)
