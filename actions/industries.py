"""Industries a learner may name, and the digital jobs whose tasks fit each. Receives a turn, gives an industry's code.

Word lists, not a model: the classifier has already said that this is about an industry.
"""

from __future__ import annotations

import re

from actions.turn import TurnContext

ANY = "any"
ROLES = {
    "health": ("29-2072", "29-9021", "15-1211.01", "15-2051.02"),
    "finance": ("15-1212", "15-2051.01", "15-1242", "15-1252"),
    "government": ("15-1212", "15-1232", "15-1299.02", "15-1244"),
    "blockchain": ("15-1299.07", "15-1252", "15-1212"),
    "schools": ("15-1232", "15-1244", "15-1299.01", "15-1254"),
    "logistics": ("15-2031", "15-2051.01", "15-1299.02", "15-1232"),
    "entertainment": ("15-1255.01", "27-1014", "27-4032", "13-1161.01"),
    "commerce": ("13-1161.01", "15-1254", "15-2051.01", "15-1232"),
    "law": ("15-1299.06", "15-1212", "15-1299.03", "15-1232"),
    "plants": ("15-1232", "15-1231", "15-2031", "15-1299.02"),
    ANY: ("15-1232", "15-2051.01", "15-1212", "15-1254"),
}
# Tried in this order: "the hospital's bank" is about health care, "police" before government at large.
_WORDS = {
    "blockchain": r"block ?chain|cr[iy]pto|bitcoin|nfts?|web ?3|ethereum",
    "health": r"health|hospital|clinic|cl[ií]nica|nurs|enfermer|doctor|medic|m[eé]dic|salud|dental|dentist|pharma|farmacia"
    r"|patient|paciente|insurance|seguro m",
    "law": r"\blaw\b|lawyer|legal|court|corte|abogad|police|polic[ií]a|\bfbi\b|detective|sheriff|crime|crimen|forens",
    "finance": r"bank|banco|banca|financ|fintech|account|contab|credit|cr[eé]dito|invest|wall street|stock|bolsa|money|dinero",
    "government": r"govern|gobierno|federal|city hall|public sector|sector p[uú]blico|municip|ciudad|county|condado"
    r"|military|army|navy|air force|ej[eé]rcito|militar|border|frontera|customs|aduana|migra|\bcbp\b|\btsa\b|\birs\b|\bva\b"
    r"|post office|correo",
    "schools": r"school|escuela|colegio|universi|education|educaci|teach|maestr|district|distrito|college",
    "entertainment": r"game|gaming|juego|music|m[uú]sica|movie|film|cine|pel[ií]cula|\btv\b|televisi|sport|deporte|f[uú]tbol"
    r"|soccer|media|art(s|e)?\b|anim|entertain|entreten|fashion|moda",
    "logistics": r"logist|truck|troca|trail|shipping|env[ií]os|warehouse|bodega|almac[eé]n|supply|farm|granja|agric|produce"
    r"|empac|cosecha|campo|port\b|puerto|airport|aeropuerto|airline|aerol[ií]nea|transport|ranch",
    "plants": r"factor(y|ies)|f[aá]brica|manufact|maquila|mine|mining|miner[ií]a|minas?\b|construc|energy|energ[ií]a|solar"
    r"|oil|petr[oó]leo|electric|utilit|water|agua|power plant|automotive|autos\b|car industry",
    "commerce": r"retail|store|tienda|shop|ventas|sales|restaurant|food|comida|hotel|touris|turis|hospitality|real estate"
    r"|bienes ra[ií]ces|beauty|belleza|sal[oó]n|marketing|small business|negocio|supermarket|supermercado|amazon|walmart",
}  # fmt: skip
_PATTERNS = {industry: re.compile(words, re.IGNORECASE) for industry, words in _WORDS.items()}


def named(turn: TurnContext) -> str | None:
    """The industry this message names, or the one a choice carries."""
    chosen = turn.named("industry")
    if chosen:
        return chosen[0] if chosen[0] in ROLES else None
    if "15-1299.07" in turn.named("role"):
        return "blockchain"
    return next((industry for industry, words in _PATTERNS.items() if words.search(turn.text)), None)
