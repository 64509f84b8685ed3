"""How a draft would be told: asked of the action server on loopback, drawn as a web card and as text messages.

The words, cards and segments are those learners get: the actions say them, `channels.sms.render` cuts them. Gives None when
the action server does not answer; staff can go on without a preview.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.sms.render import bodies
from bot.channels.sms.segments import Measure, measure
from bot.channels.sms.transliteration import expensive_characters
from bot.messages import Choice, Language, Reply, Turn, Understanding
from bot.settings import Settings
from bot.staff.labels import Labels

SECONDS = 10


@dataclass(frozen=True, slots=True)
class Text:
    """One text message; `costly` are the characters that make it cost more."""

    body: str
    measure: Measure
    costly: list[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer in one language: as the web shows it, and as it is texted."""

    language: Language
    web: list[Reply]
    texts: list[Text]

    @property
    def segments(self) -> int:
        return sum(text.measure.segments for text in self.texts)


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answer in both languages."""

    title: str
    shown: list[Shown]


class Previews:
    """A client of the action server's preview; `transport` is replaced in tests."""

    def __init__(self, settings: Settings, labels: Labels, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._address, self._transport = f"http://127.0.0.1:{settings.actions_port}", transport
        self._labels, self._transliterate = labels, settings.sms_transliterate

    async def of(self, kind: str, data: dict[str, Any]) -> list[Question] | None:
        """The questions a record answers, the first first; None when nobody can say now, or the record is incomplete."""
        try:
            async with httpx.AsyncClient(
                base_url=self._address, timeout=SECONDS, transport=self._transport, trust_env=False
            ) as client:
                response = await client.post("/preview", json={"kind": kind, "data": data})
                response.raise_for_status()
                answers: list[dict[str, Any]] = response.json()["answers"]
        except (httpx.HTTPError, ValueError, KeyError):
            return None
        topics = dict.fromkeys(answer["topic"] for answer in answers)
        return [
            Question(
                self._labels.of("topics", topic),
                [self._shown(topic, language, answers) for language in ("en", "es")],
            )
            for topic in topics
        ]

    def _shown(self, topic: str, language: Language, answers: list[dict[str, Any]]) -> Shown:
        turns = {
            answer["channel"]: _turn(topic, language, answer["reply"])
            for answer in answers
            if answer["topic"] == topic and answer["language"] == language
        }
        texts = bodies(turns["sms"], transliterate=self._transliterate)
        return Shown(
            language,
            turns["web"].replies,
            [Text(body, measure(body), expensive_characters(body)) for body in texts],
        )


def _turn(topic: str, language: Language, reply: dict[str, Any]) -> Turn:
    choices = [Choice(label=choice["label"], value=choice["label"]) for choice in reply["choices"]]
    said = Reply(text=reply["text"], choices=choices, cards=reply["cards"])
    return Turn(replies=[said], understanding=Understanding(topics=[topic], language=language))
