"""How likely a message asks for no more texts: what the listed words and patterns of `optout` do not catch.

Receives the words of one message, gives a probability. A logistic regression over words, pairs of words and what they
stand for ("texting" and "mensajes" are both MESSAGE), with its weights in a text file anyone can read; `train.py` makes
them. Knows nothing of who wrote, keeps nothing, uses no library.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
WEIGHTS = HERE / "weights.tsv"
WINDOW = 4  # how many words apart two of them still make a pair
LONGEST = 60  # words that are read

# What words stand for, in either language, as beginnings of words ("mand" is mandar, manden, mandando). First hit counts.
CONCEPTS = {
    "MESSAGE": "text txt sms msg mesg messag mesag mensaj mensag msj notif alert recordator remind avis updat spam communicat comunicac correspond publicidad",
    "SEND": "send sent mand envi writ escrib contact contac call llam llegu lleg bother molest hit hmu ping bug notifi busqu jod chingu blow",
    "STOP": "stop stp stap quit ceas ces discontinu end halt dej deten par alto basta terminat suspend suspen desactiv deactiv disabl apag turn shut cut cort fren evit avoid bloqu block mute refrain absteng abstent anul revok revoc",
    "REMOVE": "remov delet eras take drop pull strike scratch clear unsub unsus unlist opt quit quit saqu sac borr elimin retir tach baja desuscri remuev cancel cansel lose forget olvid",
    "NOT": "no not dont dnt donot never nunca jamas ni without sin tampoco nada nothing nothin zero no1 aint wont neither",
    "MORE": "more mas anymore again otra further additional future ever another otro nuevo vuelv volv sig seguir",
    "WANT": "want wanna quier quisier dese desea need necesit wish like prefer rather interes care consent autoriz permis permiso agree",
    "GET": "get gett receiv recib hear see have",
    "MINE": "me mi my us nos mine our",
    "NUMBER": "number numero phone telefono cel cell celular line nbr",
    "LIST": "list lista system sistema databas base contact record grupo group subscri suscrip",
    "YOU": "you u yall ur your sus su ustedes tu",
    "OTHERS": "boss jefe manager ex coworker recruit recluta teacher maestr indeed linkedin emails email correo",
    "LEARNING": "clas class curs cours program school escuel colleg univers exam test job trabaj work beca scholar appoint cita enroll inscri certif bootcamp interview entrevist degree",
    "QUESTION": "how why when what where does cuando como donde cual cuanto should puedo can",
}
_EXACT = {
    "NOT": {"no", "not", "ni", "sin"}, "STOP": {"end", "ends", "cut", "paro", "para", "par"}, "MINE": {"me", "mi", "my", "us", "nos", "mine", "our"},
    "YOU": {"you", "u", "ur", "your", "yall", "su", "sus", "tu", "ustedes"}, "GET": {"get", "gets", "see", "have", "hear"}, "OTHERS": {"ex"},
    "QUESTION": {"how", "why", "when", "what", "where", "does", "can"}, "SEND": {"hit", "bug", "hmu"}, "MORE": {"mas", "ever"}, "REMOVE": {"opt", "lose"},
}  # fmt: skip
_WHOLE = {concept: frozenset(words) for concept, words in _EXACT.items()}
_STEMS = [
    (concept, re.compile("|".join(sorted((s for s in stems.split() if s not in _WHOLE.get(concept, ())), key=len, reverse=True))))
    for concept, stems in CONCEPTS.items()
]  # fmt: skip


@cache
def concept(word: str) -> str:
    """What a word stands for, or the word itself."""
    for name, words in _WHOLE.items():
        if word in words:
            return name
    return next((name for name, stem in _STEMS if stem.match(word)), word)


def features(words: Sequence[str]) -> set[str]:
    """What the classifier sees of a message, from its words without accents, case or punctuation."""
    words = words[:LONGEST]
    meant = [concept(word) for word in words]
    seen = {f"w:{word}" for word in words} | {f"c:{name}" for name in meant}
    for i, (word, name) in enumerate(zip(words, meant, strict=True)):
        if i + 1 < len(words):
            seen.add(f"w:{word} {words[i + 1]}")
        if i + 2 < len(words):
            seen.add(f"c:{name} {meant[i + 1]} {meant[i + 2]}")
        for other in meant[i + 1 : i + 1 + WINDOW]:
            if name.isupper() or other.isupper():
                seen.add(f"p:{name}~{other}")
    seen |= {f"first:{meant[0]}", f"last:{meant[-1]}", f"long:{min(len(words) // 4, 5)}"} if words else set()
    return seen


class StopRequests:
    """Tells requests for no more texts from other messages."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    def probability(self, words: Sequence[str]) -> float:
        """From 0 to 1; 0 for no words."""
        if not words:
            return 0.0
        score = self._weights["bias"] + sum(self._weights.get(feature, 0.0) for feature in features(words))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def read_weights(path: Path = WEIGHTS) -> dict[str, float]:
    """The weights as trained, by feature."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: float(value) for name, value in (line.split("\t") for line in lines if not line.startswith("#"))}
