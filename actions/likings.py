"""What a learner says they like, and the jobs that lean on it. Receives a turn, gives codes of likings and ranked jobs.

A liking has O*NET interest letters (R hands-on, I figuring out, A making, S people, E leading, C order) and the jobs that
are most of all about it. What is named after "I hate" or "no me gusta" is kept apart: it counts against a job.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions.library import knowledge
from actions.turn import TurnContext
from knowledge.views import Occupation

LETTERS = {
    "drawing": "A", "fixing": "R", "people": "S", "numbers": "IC", "puzzles": "I", "games": "AI", "security": "IC",
    "writing": "A", "order": "C", "leading": "E", "video": "A", "building": "I", "health": "S",
}  # fmt: skip
JOBS = {
    "drawing": ("15-1255", "27-1024", "27-1014"),
    "fixing": ("49-2011", "15-1232", "15-1231"),
    "people": ("15-1232", "13-1082", "29-9021"),
    "numbers": ("15-2051.01", "13-1161", "15-2051"),
    "puzzles": ("15-1253", "15-1212", "15-1252"),
    "games": ("15-1255.01", "15-1252", "27-1014"),
    "security": ("15-1212", "15-1299.04", "15-1299.06"),
    "writing": ("27-3042", "13-1161.01", "15-1255"),
    "order": ("29-2072", "15-1299.03", "15-1242"),
    "leading": ("13-1082", "15-1299.09", "13-1161.01"),
    "video": ("27-4032", "27-1014", "13-1161.01"),
    "building": ("15-1254", "15-1252", "15-1253"),
    "health": ("29-9021", "29-2072", "15-1211.01"),
}
# A field picked as an answer to "what do you like?".
OF_CATEGORY = {
    "support": "fixing", "networking": "fixing", "design": "drawing", "data": "numbers", "crosscutting": "people",
    "programming": "building",
}  # fmt: skip
_WORDS = {
    "drawing": r"draw|art\b|arts\b|artist|paint|design|sketch|creativ|dibuj|pint(o|ar|ura)|dise[ñn]|anime|fotos?\b|photo",
    "fixing": r"fix|repair|tinker|hardware|take (things|stuff) apart|hands on|my hands|arregl|repar|armar|desarm|mec[aá]nic"
    r"|con las manos",
    "people": r"\bpeople\b|\bppl\b|\bhelping\b|\bhelp (people|others)|teach|explain|talking|customers?|gente|personas|ayudar"
    r"|ense[ñn]|explic|hablar|convivir|clientes",
    "numbers": r"number|math|statistic|excel|spreadsheet|data\b|algebra|n[uú]meros|matem|mates\b|estad[ií]stic|datos|contab",
    "puzzles": r"puzzle|riddle|solv|logic|chess|mystery|figure|rompecabezas|resolver|l[oó]gica|ajedrez|misterio|acertijo"
    r"|true crime|investig",
    "games": r"game|video ?gam|video ?jueg|gaming|gamer|juego|minecraft|roblox|fortnite|play ?station|xbox",
    "security": r"secur|hack|cyber|spy|password|protect|segurid|ciber|proteg",
    "writing": r"writ|read(ing)?\b|words|english class|essay|stor(y|ies)|escrib|le(er|o)\b|redact|cuentos|palabras",
    "order": r"organi[zs]|order|detail|clean|tidy|list(s|as)\b|neat|orden|detall|acomod|limpi",
    "leading": r"lead|boss|manage|team|plan\b|planning|selling|sales|business|marketing|l[ií]der|mandar|equipo|vender|ventas"
    r"|negocio|planear|dirigir",
    "video": r"video(?! ?game)(?!juego)|film|edit|music|youtube|tik ?tok|camera|m[uú]sica|c[aá]mara|pel[ií]cula",
    "building": r"build|cod(e|ing)|program|websites?|apps?\b|making (things|stuff)|lego|constru|crear|p[aá]ginas|robot",
    "health": r"health|hospital|medic|nurse|salud|m[eé]dic|enferm|doctor",
}
_PATTERNS = {liking: re.compile(rf"\b(?:{words})", re.IGNORECASE) for liking, words in _WORDS.items()}
_CLAUSE = re.compile(r"[,.;:!?\n/]|\b(?:but|pero|and|although|aunque|also|tmb|tambi[eé]n)\b|\b[yn&]\b", re.IGNORECASE)
_AGAINST = re.compile(
    r"\b(hate|don'?t|do not|didn'?t|not|never|no|nunca|odio|sin|without|bad|worst|peor|cero|zero|mal[oa]?|ni|nada|less|menos"
    r"|suck|terrible|aburre|bored?|avoid|evitar|tired|hart[oa])\b",
    re.IGNORECASE,
)


def told(turn: TurnContext) -> tuple[list[str], list[str]]:
    """What the learner likes and what not, as codes in the order they were said."""
    likes: list[str] = []
    dislikes: list[str] = []
    for clause in _CLAUSE.split(turn.text):
        for liking, words in _PATTERNS.items():
            if found := words.search(clause):
                (dislikes if _AGAINST.search(clause[: found.start()]) else likes).append(liking)
    if turn.choice:
        likes += [OF_CATEGORY[category] for category in turn.named("category") if category in OF_CATEGORY]
    return list(dict.fromkeys(like for like in likes if like not in dislikes)), list(dict.fromkeys(dislikes))


def ranked(
    likes: Iterable[str], dislikes: Iterable[str], category: str | None = None
) -> list[tuple[Occupation, list[str]]]:
    """Jobs that lean on what is liked, best first, each with the likings it answers."""
    likes, dislikes = list(likes), list(dislikes)
    scored = []
    for role in knowledge().occupations(category):
        reasons = [liking for liking in likes if role.id in JOBS[liking]]
        score = sum(6 - 2 * JOBS[liking].index(role.id) for liking in reasons)
        score += sum(_shared(role, liking) for liking in likes)
        against = [liking for liking in dislikes if role.id in JOBS[liking]]
        if score > 0 and not against and (reasons or category):
            scored.append((score, role, reasons))
    scored.sort(key=lambda entry: -entry[0])
    return [(role, reasons) for _, role, reasons in scored]


def _shared(role: Occupation, liking: str) -> int:
    """2 where the job's strongest interest is one of the liking's, 1 where a weaker one is."""
    letters = role.interests or ""
    return max((2 if letters.startswith(letter) else 1 for letter in LETTERS[liking] if letter in letters), default=0)
