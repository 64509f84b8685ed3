"""An answer told from a written article: its words for the channel, where they are from, and what to ask next.

Receives a turn and an article. Never adds a claim of its own; what no person has checked is said to be so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions import article_choice, articles
from actions.answer import Answer, is_checked
from actions.library import knowledge
from actions.menu import offer_topic
from actions.phrasing import cite
from actions.turn import TurnContext
from actions.wording import say
from knowledge.views import Article, Fact

SMS_OTHERS, WEB_OTHERS = 1, 2


def of(turn: TurnContext, article: Article, then: Sequence[str] = (), rest: Sequence[str] | None = None) -> Answer:
    """The article's text with its source, its neighbours as choices, and the topics that usually follow.

    `rest` are the ids still to come when the learner pages through; without it, all of the topic's others.
    """
    made = Answer(text(turn, article), topics=[article.topic])
    articles.add_card(made, turn, article)
    following = article_choice.others(article)
    if rest is not None:
        following = [other for other in following if other.id in rest]
    for other in following[: SMS_OTHERS if turn.sms else WEB_OTHERS]:
        made.choice(other.title.say(turn.language), article.topic, article=other.id)
    for topic in then[:1] if turn.sms else then:
        offer_topic(made, turn, topic)
    ids = [other.id for other in following]
    made.slots["more"] = {"topic": "article", "ids": ids, "then": list(then)} if ids else None
    return made


def text(turn: TurnContext, article: Article) -> str:
    """What it says and where that is from."""
    words = (article.sms if turn.sms else article.web).say(turn.language)
    title = article.title.say(turn.language)
    title = title if title.endswith("?") else f"{title}:"
    return say("utter_article", turn, title=title, text=words, cite=source(turn, article.described))


def source(turn: TurnContext, fact: Fact[Any]) -> str:
    """Where it is from, how old, and that nobody has checked it: "FTC, April 2021; not checked yet"."""
    cited = cite(fact, turn.language)
    return cited if is_checked(fact) else say("utter_source_unchecked", turn, cite=cited)


def page(turn: TurnContext, more: dict[str, Any]) -> Answer:
    """The topic's next article (actions/paging.py)."""
    first, *rest = more["ids"]
    article = knowledge().article(first)
    if article is None:
        return Answer(say("utter_nothing_more", turn))
    return of(turn, article, more.get("then") or (), rest)
