"""One candidate and the words around it, as the rules of `context` ask about them."""

from __future__ import annotations

from collections.abc import Collection

from knowledge.mentions.candidates import Candidate
from knowledge.mentions.catalogue import cues
from knowledge.mentions.names import Entry
from knowledge.mentions.text import Folded, Token

FEW_WORDS = 2


class Around:
    """Read-only view: the candidate's own words, those before and those after."""

    __slots__ = ("candidate", "message", "name")

    def __init__(self, candidate: Candidate, message: Folded) -> None:
        self.candidate = candidate
        self.message = message
        self.name = " ".join(token.text for token in message.tokens[candidate.first : candidate.last])

    @property
    def entry(self) -> Entry:
        return self.candidate.entry

    @property
    def score(self) -> float:
        return self.candidate.score

    @property
    def single(self) -> bool:
        """One word."""
        return self.candidate.last - self.candidate.first == 1

    @property
    def first(self) -> Token:
        return self.message.tokens[self.candidate.first]

    @property
    def typed(self) -> str:
        """The words as they were written."""
        return self.message.original[self.first.start : self.message.tokens[self.candidate.last - 1].end]

    def before(self, count: int) -> list[str]:
        return [t.text for t in self.message.tokens[max(0, self.candidate.first - count) : self.candidate.first]]

    def after(self, count: int) -> list[str]:
        return [t.text for t in self.message.tokens[self.candidate.last : self.candidate.last + count]]

    def near(self, cue: Collection[str], before: int, after: int) -> bool:
        """Whether one of these words stands within so many words before or after."""
        return any(word in cue for word in self.before(before)) or any(word in cue for word in self.after(after))

    @property
    def alone(self) -> bool:
        """The message is hardly more than this."""
        return len(self.message.tokens) - (self.candidate.last - self.candidate.first) <= FEW_WORDS

    @property
    def short(self) -> bool:
        """The whole message is two words at most."""
        return len(self.message.tokens) <= FEW_WORDS

    @property
    def capitalised(self) -> bool:
        """Written with a capital of its own: neither the message's first word, nor shouted, nor part of a longer name."""
        rest = self.message.original[self.first.start + 1 : self.first.end]
        if not self.first.capital or self.candidate.first == 0 or not rest.islower():
            return False
        return not self.message.tokens[self.candidate.first - 1].capital

    @property
    def in_capitals(self) -> bool:
        """Written in capitals in a message that is not."""
        word = self.message.original[self.first.start : self.first.end]
        return len(word) > 1 and word.isupper() and not self.message.original.isupper()

    @property
    def ordinary(self) -> bool:
        """A name of the catalogue that cues.yml lists as an ordinary word too."""
        return (self.entry.type, self.name) in cues()["ordinary"]
