"""What a text message wants of texting itself: no more messages, messages again, the help keyword, or nothing of the kind.

Receives one text and gives a decision; knows nothing of who wrote, keeps nothing, and never raises. Exact words come
first, then paraphrases, then a middle tier to be asked about; all of them stand in `optout.yml`. A false stop silences
a learner and a missed one breaks a rule, so both are held by the cases in tests/cases/optout.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, Literal

import yaml

Decision = Literal["opt_out", "opt_in", "help", "ambiguous", "none"]

LONGEST = 320
"""Who wants no more messages says so in fewer characters; longer texts are read to here."""

_SAID: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))


def _listed(name: str) -> frozenset[str]:
    return frozenset(" ".join(_SAID[name]).split())


def _patterns(name: str) -> list[re.Pattern[str]]:
    return [_pattern(source) for source in _SAID[name]]


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{([A-Z_]+)\}", lambda part: _SAID["fragments"][part[1]], source))


_STOP_WORDS, _STOP_PHRASES = _listed("stop_words"), frozenset(_SAID["stop_phrases"])
_START_WORDS, _START_PHRASES = _listed("start_words"), frozenset(_SAID["start_phrases"])
_HELP_WORDS, _YES_WORDS = _listed("help_words"), _listed("yes_words")
_POLITE, _NOT_A_SLIP, _UNSURE = _listed("polite_words"), _listed("not_a_slip"), frozenset(_SAID["unsure"])
_SHORT_FORMS: dict[str, str] = _SAID["short_forms"]
_OUT, _IN = _patterns("no_more_messages"), _patterns("messages_again")

_NEGATED = re.compile(
    r"\b(?:no|not|dont|never|nunca|stop|quit|sin|ni|cant|wont|jamas|without|job|class|clase|curso|crush)\b"
)
_MISTAKE = re.compile(
    r"\b(?:by mistake|(?:by|on) accident|por (?:error|equivocacion|accidente)|sin querer|accidentally|changed my mind"
    r"|me di de baja|stopped the)\b"
)
_RESTART = re.compile(r"\b(?:forget that|start again from|empezar|return to|start over|consulta|desde el principio)\b")
_TOO_MANY = _pattern(r"\b(?:too many|so many|too much|muchos|demasiados|tantos) {MESSAGES}\b")
_CORRECTS = re.compile(r"\b(?:i meant|i mean|quise decir|quiero decir|digo)\b")
_PLAIN = frozenset({"stop", "unsubscribe", "alto", "stopall", "optout"})
_SIGNS = frozenset("🛑✋⛔🚫🤚")


def decide(text: str, *, opted_out: bool = False) -> Decision:
    """What `text` asks for. A bare YES or SÍ asks for messages again only of someone who had stopped them."""
    words = _words(text)
    if not words:
        return "ambiguous" if _SIGNS.intersection(text) else "none"
    core = _core(words)
    phrase = " ".join(core)
    if phrase in _STOP_PHRASES or _is_word(core, _STOP_WORDS):
        return "opt_out"
    if phrase in _START_PHRASES or _is_word(core, _START_WORDS) or (opted_out and phrase in _YES_WORDS):
        return "opt_in"
    if _is_word(core, _HELP_WORDS):
        return "help"
    whole = " ".join(words)
    if _asks_again(whole):
        return "opt_in"
    if _opens_or_closes_with_stop(text) or any(p.search(said) for said in (whole, phrase) for p in _OUT):
        return "opt_out"
    return "ambiguous" if _unsure(words, phrase) else "none"


def _asks_again(whole: str) -> bool:
    """Whether the words ask for messages again, and neither refuse them nor only start the talk over."""
    refused = _NEGATED.search(whole) and not _MISTAKE.search(whole)
    return not refused and not _RESTART.search(whole) and any(pattern.search(whole) for pattern in _IN)


def _unsure(words: list[str], phrase: str) -> bool:
    """Whether the words may mean stop."""
    whole = " ".join(words)
    plain = " ".join(word for word in words if word not in _POLITE or word == "ya")
    return not _UNSURE.isdisjoint({whole, phrase, plain}) or bool(len(words) <= 8 and _TOO_MANY.search(whole))


def _words(text: str) -> list[str]:
    """Lower-case words without accents, apostrophes or emoji; "s t o p", "st0p" and "stoooop" are "stop"."""
    text = unicodedata.normalize("NFKD", text[:LONGEST].replace("\u00b4", "'")).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    words = re.findall(r"[a-z0-9]+", re.sub("['\u2019\u2018`]", "", text))
    if len(words) >= 3 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    words = [re.sub(r"([a-z])\1{2,}", r"\1", _letters(word)) for word in words]
    return words if len(words) == 1 else " ".join(_SHORT_FORMS.get(word, word) for word in words).split()


def _letters(word: str) -> str:
    """A word with digits for letters spelled out."""
    return word.translate(str.maketrans("0134", "oiea")) if any(c.isalpha() for c in word) else word


def _core(words: list[str]) -> list[str]:
    """The words without courtesies ("please", "por favor", "thank you"), each repetition once."""
    phrase = " ".join(words).replace("por favor", "porfavor").replace("thank you", "thanks")
    core = [word for word in phrase.split() if word not in _POLITE] or words
    return [word for i, word in enumerate(core) if i == 0 or word != core[i - 1]]


def _is_word(core: list[str], listed: frozenset[str]) -> bool:
    """Whether the message is one of the listed words, or one slip of the thumb away from one."""
    if len(core) != 1:
        return False
    return core[0] in listed or (core[0] not in _NOT_A_SLIP and any(_slip(core[0], known) for known in listed))


def _slip(word: str, known: str) -> bool:
    """One letter doubled, swapped, lost or added; in longer words also one wrong."""
    if len(known) < 4 or word[0] != known[0] or abs(len(word) - len(known)) > 1:
        return False
    if len(word) == len(known):
        wrong = [i for i, letter in enumerate(word) if letter != known[i]]
        swapped = len(wrong) == 2 and word[wrong[0]] == known[wrong[1]] and word[wrong[1]] == known[wrong[0]]
        return (swapped and wrong[1] == wrong[0] + 1) or (len(wrong) == 1 and len(known) >= 6)
    short, long = sorted((word, known), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _opens_or_closes_with_stop(text: str) -> bool:
    """Whether the first or last sentence is a plain stop word: "STOP. I'm at work"."""
    sentences = [words for part in re.split(r"[.!?,;:\n]+", text[:LONGEST]) if (words := _words(part))]
    if len(sentences) < 2 or _CORRECTS.search(" ".join(_words(text))):
        return False
    return any(" ".join(_core(sentence)) in _PLAIN for sentence in (sentences[0], sentences[-1]))
