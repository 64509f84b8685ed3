"""Which written article fits a message: by the choice tapped, by its words, else the topic's first.

Receives a turn and a topic, gives articles. Word lists, not a model: the classifier has already found the topic, and the
words only tell one article from its neighbours. Says nothing itself.
"""

from __future__ import annotations

import re

from actions.library import knowledge
from actions.turn import TurnContext
from knowledge.views import Article

_PAID_TRAINING_AGE = 55
# Tried in this order within a topic; what is said most specifically comes first.
_WORDS: dict[str, dict[str, str]] = {
    "barrier_record": {
        "record-expungement": r"expung|\bseal|clear(ed|ing)?\b|clean|erase|come off|wipe|borr(ar|en)|limpi|sella|quit(ar|en)",
        "record-student-aid": r"fafsa|pell|financial aid|ayuda (financiera|federal)|scholar|becas?\b|grants?\b|loans?\b|pr[eé]stamo",
        "record-bonding": r"\bbond|insur|\bseguros?\b|fianza|second chance|segunda oportunidad|convince|convenc|tax credit",
        "record-background-check": r"background|checks?\b|revis(an|en|ar)|sal(e|ga|en)\b|shows? up|come(s)? up|appear|aparec|juvenil",
    },
    "barrier_age": {
        "age-paid-training": r"scsep|retire|jubil|\bseniors?\b|tercera edad|social security|seguro social",
        "age-law": r"discrimin|\blaws?\b|\bley(es)?\b|legal|\bsue\b|demand|rechaz|reject|turn(ed)? (me )?down|dates? off|complain|queja",
    },
    "barrier_immigration": {
        "immigration-foreign-degree": r"degrees?\b|t[ií]tulo|diploma|transcript|convalid|revalid|homolog|apostill|evaluat|eval[uú]a"
        r"|\bin my country|mi pa[ií]s|foreign|extranjer|credential",
        "immigration-student-aid": r"fafsa|scholar|becas?\b|tuition|matr[ií]cula|colegiatura|in.?state|colleges?\b|universi|school"
        r"|escuela|stud(y|ies|ying)|estudi|class|clases|enroll|inscri|prop(osition)? 308|take (a|the)|train",
        "immigration-work-rights": r"permit|permiso|\bead\b|green ?card|resident|residen(te|cia)|\btps\b|parole|citizen|ciudadan"
        r"|hire|contrat|employer|i-?9\b|e-?verify|clearance|governm|gobierno|boricua|puerto ric",
    },
    "barrier_disability": {
        "disability-benefits": r"\bssi\b|\bssdi\b|benefi|(disability|my|los) checks?\b|cheque|seguro social|social security|medica(id|re)"
        r"|me lo (cort|quit)",
        "disability-accommodations": r"accommodat|acomod|adaptaci|ajuste|extra time|m[aá]s tiempo|tell (them|my|the)|reveal|disclose"
        r"|decir(les?)?\b|informar|obliga|legal|interview|entrevista|discrimin|\bask for",
        "disability-ideas": r"adhd|\badd\b|tdah|autis|asperger|d[iy]slex|blind|cieg|vista|\bveo\b|glaucoma|color|dalt[oó]n|deaf|sord"
        r"|hear|o[ií]do|wheel|silla|anxi|ansied|back\b|espalda|hands?\b|\bmano|epilep|depres|keyboard|teclado|pain|dolor",
    },
    "barrier_language": {
        "language-accent": r"accent|acento|pronunci|burlan|laugh at|make fun",
        "language-english-and-training": r"same time|both\b|las dos|ambas|a la vez|mismo tiempo|together|vocabular|and (tech|comput)"
        r"|y (compu|tecno)|first\b|primero|mientras|slower|m[aá]s despacio",
        "language-english-classes": r"\besol\b|\besl\b|english (class|course)|learn (more )?english|(aprend|mejor|clases?|curso)\w*.{0,12}ingl[eé]s"
        r"|ingl[eé]s gratis|tutor|improve",
    },
    "barrier_confidence": {
        "confidence-family": r"famil|\bmom\b|mother|\bmam[aá]|\bdad\b|father|\bpap[aá]s?\b|parents|padres|wife|husband|espos|mi mujer"
        r"|my (boy|girl)friend|\bnovi[oa]|brother|sister|herman|suegr|friends|amig[oa]s",
        "confidence-math": r"\bmath|matem[aá]t|\bmates?\b|algebra|[aá]lgebra|calcul|c[aá]lculo|geometr|statistic|estad[ií]stic|n[uú]meros",
        "confidence-people-like-you": r"like me\b|looks? like|wom[ae]n|girls?\b|mujer|chicas?\b|\bblack\b|negr[oa]|latin|hispan|como yo"
        r"|como nosotr|minorit|nobody|nadie|only one|[uú]nic[oa]|barrio|\bhood\b|brown|native",
    },
    "job_search_help": {
        "jobsearch-interview": r"interview|entrevist|phone screen|about (my|your)self|tell me about|h[aá]blame de",
        "jobsearch-portfolio": r"portfolio|portafolio|github|projects?\b|proyectos?\b|prove|demostrar",
        "jobsearch-resume": r"resum|\bcv\b|curr[ií]cul|cover letter|carta|hoja de vida",
        "jobsearch-boards": r"boards?\b|web ?sites?|where|\bd[oó]nde|indeed|linked ?in|p[aá]ginas?\b|sitios?\b|appl(y|ied|ying|ication)"
        r"|aplic|solicit|postul|find (a )?jobs?|buscar|look(ing)? for",
    },
    "remote_work": {"remote-work-scams": r"scam|estafa|fake|fals[oa]|legit|real\b|fraud"},
    "legit_check": {
        "legit-personal-data": r"\bsocial\b|\bssn\b|passport|pasaporte|\bbanks?\b|banco|\bcuenta|direct deposit|(my|mi|an?|su) id\b"
        r"|licen[cs](e|ia)|personal (info|data)|datos personales|birth|nacimiento",
        "legit-income-share": r"\bisas?\b|income.?shar|ingresos comp|acuerdo de ingresos|(pay|pago|pagas?).{0,20}(when|after|once|cuando|hasta)"
        r"|percent of|% (of|de)|until i (get|find)|lambda|bloom ?tech",
        "legit-job-offers": r"job|trabajo|empleo|chamba|offer|oferta|recruit|reclut|gift ?card|tarjeta|\bchecks?\b|cheque|whats ?app|telegram"
        r"|hire|hiring|contrat|agenc|placement|colocaci|deposit|remot",
        "legit-boot-camps": r"boot ?camp|schools?\b|escuela|course|cursos?\b|class|clases?\b|program|college|universi|academ|certifi|accredit"
        r"|acredit|coursera|udemy|train",
    },
    "high_school_options": {
        "hs-cyber-clubs": r"clubs?\b|teams?\b|equipos?\b|compet|contest|concurso|hackat|\bctf|robot|cyber ?patriot",
        "hs-cyber-camps": r"camps?\b|campament|summer|verano|gen ?cyber",
        "hs-cte": r"\bcte\b|jted|vo.?tech|vocational|t[eé]cnic",
        "hs-dual-enrollment": r"dual|early college|college (class|course|credit)|cr[eé]ditos?\b|clases de college|\bap\b",
    },
    "pay_for_training": {
        "pay-gi-bill": r"gi bill|veteran|\bvet\b|army|navy|marine|military|militar|ej[eé]rcito|\bva\b|national guard|air force",
        "pay-cyber-scholarship": r"cyber ?corps|\bsfs\b|scholarship for service",
        "pay-wioa": r"wioa|voucher|\bita\b|\bvales?\b|laid off|layoff|despid|desemple|unemploy|workforce|careersource|masshire|retrain",
        "pay-free-community-college": r"massreconnect|masseducate|masfa",
        "pay-scholarships": r"scholar|becas?\b|\bawards?\b|grants?\b",
    },
}  # fmt: skip
_PATTERNS = {
    topic: {id: re.compile(words, re.IGNORECASE) for id, words in articles.items()}
    for topic, articles in _WORDS.items()
}


def named(turn: TurnContext, topic: str) -> Article | None:
    """The article that a choice or this message's own words point at, or None."""
    for id in turn.named("article"):
        found = knowledge().article(id)
        if found and found.topic == topic:
            return found
    if topic == "barrier_age" and any(_older(m) for m in turn.mentions):
        return knowledge().article("age-paid-training")
    for id, words in _PATTERNS.get(topic, {}).items():
        if words.search(turn.text) and (found := knowledge().article(id)):
            return found
    return None


def fitting(turn: TurnContext, topic: str) -> Article | None:
    """The same, or the topic's first where nothing points anywhere; None only when the content has none."""
    found = named(turn, topic)
    return found or next(iter(knowledge().articles(topic)), None)


def others(article: Article) -> list[Article]:
    """The topic's other articles, the one after this first."""
    siblings = list(knowledge().articles(article.topic))
    at = next((n for n, one in enumerate(siblings) if one.id == article.id), 0)
    return siblings[at + 1 :] + siblings[:at]


def _older(mention: dict[str, object]) -> bool:
    value = str(mention["value"])
    return mention["type"] == "age" and value.isdigit() and int(value) >= _PAID_TRAINING_AGE
