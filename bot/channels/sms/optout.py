"""What a text message wants of texting itself: no more messages, messages again, the help keyword, or nothing of the kind.

Receives one text and gives a decision; knows nothing of who wrote, keeps nothing, and never raises. Exact words come
first, then patterns (both in `optout.yml`), then a classifier for what nobody listed (`stop_requests`); what is likely
but not sure is asked about. A false stop silences a learner and a missed one breaks a rule, so both are held by the
cases in tests/cases/optout.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.channels.sms.stop_requests import StopRequests, read_weights

Decision = Literal["opt_out", "opt_in", "help", "ambiguous", "none"]

LONGEST = 320
"""Who wants no more messages says so in fewer characters; longer texts are read to here."""

WORDS = Path(__file__).with_suffix(".yml")
SHORT = 5  # words; a pattern in so short a message leaves nothing to doubt
SURE, LIKELY, UNLIKELY = 0.65, 0.4, 0.1
"""Of the classifier: from SURE on it is a stop, from LIKELY on the learner is asked, below UNLIKELY a pattern is asked about."""

_NEGATED = re.compile(
    r"\b(?:no|not|dont|never|nunca|stop|quit|sin|ni|cant|wont|jamas|without|job|class|clase|curso|crush)\b"
)
_MISTAKE = re.compile(
    r"\b(?:by mistake|(?:by|on) accident|por (?:error|equivocacion|accidente)|sin querer|accidentally|changed my mind"
    r"|me di de baja|stopped the)\b"
)
_RESTART = re.compile(
    r"\b(?:forget that|start again from|empezar|return to|start over|consulta|desde el principio|comenzar|late for)\b"
)
_CORRECTS = re.compile(r"\b(?:i meant|i mean|quise decir|quiero decir|digo)\b")
_FINISHED = re.compile(r"(?:(?:im|i am|we are|all|ya|yo ya) )?(?:done|finished|through|termine|acabe|terminamos)")
_PLAIN = frozenset({"stop", "unsubscribe", "alto", "stopall", "optout"})
_SIGNS = frozenset("🛑✋⛔🚫🤚")


class Rules:
    """The rules of one word file."""

    def __init__(self, said: dict[str, Any], requests: StopRequests | None = None) -> None:
        self._requests = requests
        self._fragments: dict[str, str] = said["fragments"]
        self._stop = _one_per_word(said["stop_words"]), frozenset(said["stop_phrases"])
        self._start = _one_per_word(said["start_words"]), frozenset(said["start_phrases"])
        self._help, self._yes = _one_per_word(said["help_words"]), _one_per_word(said["yes_words"])
        self._polite, self._not_a_slip = _one_per_word(said["polite_words"]), _one_per_word(said["not_a_slip"])
        self._unsure, self._short_forms = frozenset(said["unsure"]), dict(said["short_forms"])
        self._out = [self._pattern(source) for source in said["no_more_messages"]]
        self._in = [self._pattern(source) for source in said["messages_again"]]
        self._too_many = self._pattern(r"\b(?:too many|so many|too much|muchos|demasiados|tantos) {MESSAGES}\b")

    def _pattern(self, source: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{([A-Z_]+)\}", lambda part: self._fragments[part[1]], source))

    def decide(self, text: str, *, opted_out: bool = False) -> Decision:
        words = self._read(text)
        if not words:
            return "ambiguous" if _SIGNS.intersection(text) else "none"
        core = self._core(words)
        phrase = " ".join(core)
        if phrase in self._stop[1] or self._is_word(core, self._stop[0]):
            return "opt_out"
        if phrase in self._start[1] or self._is_word(core, self._start[0]) or (opted_out and phrase in self._yes):
            return "opt_in"
        if self._is_word(core, self._help):
            return "help"
        whole = " ".join(words)
        if self._asks_again(whole):
            return "opt_in"
        likely = self._requests.probability(words) if self._requests and len(words) > 1 else LIKELY - 0.01
        if self._opens_or_closes_with_stop(text) or any(p.search(said) for said in (whole, phrase) for p in self._out):
            return "opt_out" if likely >= UNLIKELY or len(words) <= SHORT else "ambiguous"
        if self._may_mean_stop(words, phrase):
            return "ambiguous"
        if likely < LIKELY:
            return "none"
        return "opt_out" if likely >= SURE else "ambiguous"

    def _read(self, text: str) -> list[str]:
        words = read_words(text)
        return words if len(words) == 1 else " ".join(self._short_forms.get(word, word) for word in words).split()

    def _core(self, words: list[str]) -> list[str]:
        """The words without courtesies ("please", "por favor", "thank you"), each repetition once."""
        phrase = " ".join(words).replace("por favor", "porfavor").replace("thank you", "thanks")
        core = [word for word in phrase.split() if word not in self._polite] or words
        return [word for i, word in enumerate(core) if i == 0 or word != core[i - 1]]

    def _is_word(self, core: list[str], listed: frozenset[str]) -> bool:
        """Whether the message is one of the listed words, or one slip of the thumb away from one."""
        if len(core) != 1:
            return False
        return core[0] in listed or (core[0] not in self._not_a_slip and any(_slip(core[0], w) for w in listed))

    def _asks_again(self, whole: str) -> bool:
        """Whether the words ask for messages again, and neither refuse them nor only start the talk over."""
        refused = _NEGATED.search(whole) and not _MISTAKE.search(whole)
        return not refused and not _RESTART.search(whole) and any(pattern.search(whole) for pattern in self._in)

    def _opens_or_closes_with_stop(self, text: str) -> bool:
        """Whether the first or last sentence is a plain stop word: "STOP. I'm at work"."""
        sentences = [words for part in re.split(r"[.!?,;:\n]+", text[:LONGEST]) if (words := self._read(part))]
        if len(sentences) < 2 or _CORRECTS.search(" ".join(self._read(text))):
            return False
        return any(" ".join(self._core(sentence)) in _PLAIN for sentence in (sentences[0], sentences[-1]))

    def _may_mean_stop(self, words: list[str], phrase: str) -> bool:
        whole = " ".join(words)
        courteous = whole.replace("por favor", "porfavor").split()
        plain = " ".join(word for word in courteous if word not in self._polite or word == "ya")
        too_many = len(words) <= 8 and self._too_many.search(whole)
        return bool(
            too_many or _FINISHED.fullmatch(phrase) or _FINISHED.fullmatch(plain)
        ) or not self._unsure.isdisjoint({whole, phrase, plain})


def read_rules(path: Path = WORDS) -> dict[str, Any]:
    """The contents of a word file."""
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return said


def _one_per_word(lines: list[str]) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


def read_words(text: str) -> list[str]:
    """Lower-case words without accents, apostrophes or emoji; "s t o p", "st0p" and "stoooop" are "stop"."""
    text = unicodedata.normalize("NFKD", text[:LONGEST].replace("\u00b4", "'")).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    words = re.findall(r"[a-z0-9]+", re.sub("['\u2019\u2018`]", "", text))
    if len(words) >= 3 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    return [re.sub(r"([a-z])\1{2,}", r"\1", _letters(word)) for word in words]


def _letters(word: str) -> str:
    """A word with digits for letters spelled out."""
    return word.translate(str.maketrans("0134", "oiea")) if any(c.isalpha() for c in word) else word


def _slip(word: str, known: str) -> bool:
    """One letter doubled, swapped, lost or added; in longer words also one wrong."""
    if len(known) < 4 or abs(len(word) - len(known)) > 1 or known[0] not in word[:2] or word[:1] not in known[:2]:
        return False
    if len(word) == len(known):
        wrong = [i for i, letter in enumerate(word) if letter != known[i]]
        swapped = len(wrong) == 2 and word[wrong[0]] == known[wrong[1]] and word[wrong[1]] == known[wrong[0]]
        return (swapped and wrong[1] == wrong[0] + 1) or (len(wrong) == 1 and len(known) >= 6)
    short, long = sorted((word, known), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


_RULES = Rules(read_rules(), StopRequests(read_weights()))


def decide(text: str, *, opted_out: bool = False) -> Decision:
    """What `text` asks for. A bare YES or SÍ asks for messages again only of someone who had stopped them."""
    return _RULES.decide(text, opted_out=opted_out)
