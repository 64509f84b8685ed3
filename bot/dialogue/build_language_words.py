"""Writes language_words.tsv from parallel sentences: python -m bot.dialogue.build_language_words PAIRS.tsv.gz

Takes a gzipped TSV (source, English, Spanish). Each word or trigram gets ten times the natural log of how much more
often English writes it than Spanish; words both languages use are kept too, so that trigrams never judge them. Texting
forms no corpus of sentences has, and telltale words of other languages, are listed here by hand.
"""

from __future__ import annotations

import gzip
import math
import sys
from collections import Counter
from pathlib import Path

from bot.dialogue.language import DATA, fold, trigrams, words_of

HEADER = """\
# How English (positive) or Spanish (negative) a word or a trigram is: ten times the natural log of the odds, -60 to 60.
# Kinds: w word, t trigram, o word of a language we do not speak (its code; "!" where one such word is enough).
# Derived statistics only, no sentence is contained. Sources: Tatoeba (https://tatoeba.org, CC BY 2.0 FR, through
# manythings.org/anki); ESCO v1.0, European Commission, reuse decision 2011/833/EU; TICO-19 (CC0); localisation files of
# open source projects under CC0, MIT, BSD, Apache-2.0 and MPL-2.0, named in engine/encoder/MODEL_CARD.md.
# Built by build_language_words.py; do not edit.
"""
WORDS, TRIGRAMS, LARGEST = 6_000, 2_600, 60
_ENGLISH = """u ur urs rn idk idc ngl tbh imo lol lmao omg wtf btw bc cuz cus coz gonna wanna gotta gimme lemme kinda sorta
dunno ppl smth sth abt w wit wut wat wats whats thats dont cant wont isnt arent didnt doesnt wasnt im ive id ill youre theyre
yall ya yea yeah yep yup nah nope thx thnx ty tysm pls plz bday tmrw tmr b4 gr8 l8r hmu nvm asap fyi hbu wbu wyd tho thru
y'all aint finna bruh bro sis fam dm dmd txt msg hs til cause cuz em lil prolly"""
_SPANISH = """hola holaa holi buenas saludos gracias q k xq pq porq xk tmb tmbn tb pa pal x xfa porfa porfis d dl bn dnd cdo cmo kiero kiere ke aki toy ta tas tamos
taba vdd dsps despues ntp tqm salu2 jaja jajaja jajaj jeje grax grasias ola oka ablo abla aser asen ago ase aya ay ayudenme wey
guey neta chido orale ahorita chamba jale lana plata parce asere oye mija mijo nomas pos pues sip nop finde compu cel ntc
asi mas tambien estan aca ahi si dia anos ano ingles espanol cuanto cuantos cuanta como donde cual cuales quien cuando que"""
_OTHER = {
    "fr": """je tu nous vous ils elles est suis etes sont avez avons ont une des du les pour avec dans mais aussi
tres pas ne qui quoi comment pourquoi combien bonjour merci salut ca va fille fils oui etre avoir faire veux voudrais peux cherche
travail formation emploi francais parlez parle aide aidez besoin cest jai qu au aux mon ton leur cette ces ou deja""",
    "pt": """nao voce voces eu ele ela sao esta estao uma umas um com sem para pra por pelo pela dos das nos nas muito muita
obrigado obrigada ola oi bom boa quero preciso posso tenho trabalho emprego ingles portugues fala falo ajuda ajudar
meu minha minhas meus seu sua filha filho quer querem estudar trabalhar gostaria pode podem qual quais emprego vaga vagas
agora hoje amanha temos tem falar depois ainda ja essa esse aonde gostei onde quando quanto quanta isso isto tambem mais ou ao aos mas vou fazer""",
    "ht": """mwen ou li nou yo pa ap te pou nan ak yon se ki sa kijan kote konbyen kisa bonjou mesi tanpri vle bezwen ka kapab
travay lekol kreyol ayisyen pale ede gen fe poukisa kounye isit anpil nou""",
    "it": """sono sei siamo siete hanno abbiamo che di il lo gli una con per non piu anche molto grazie ciao buongiorno vorrei
voglio posso lavoro italiano parla cerco dove quando quanto perche come questo questa""",
    "de": """ich du er wir ihr ist sind bin habe haben nicht und oder aber mit fur auf eine einen der die das wie was wo warum
danke hallo bitte arbeit deutsch kann mochte brauche sehr auch""",
    "vi": """toi ban khong co la cua mot va cho duoc nguoi lam viec hoc tieng cam xin chao muon giup""",
    "tl": """ako ikaw siya kami kayo sila ang ng mga sa na ay hindi oo salamat kumusta gusto kailangan trabaho paano saan po opo""",
}
_TELLTALE = frozenset(
    [
        "bonjour",
        "bonsoir",
        "merci",
        "salut",
        "obrigado",
        "obrigada",
        "bonjou",
        "mesi",
        "danke",
        "grazie",
        "salamat",
        "kumusta",
        "kreyol",
    ]
)
# English a Spanish speaker here uses without leaving Spanish, and the other way round: they say little.
_BORROWED = """help desk tech cyber online laptop software hardware internship internships college high school bootcamp app apps
email chat link web it job jobs part time full free web developer designer analyst data network admin support security cloud
coding ux ui qa cert certs certificate resume part-time dual enrollment city valley union ged ccna google comptia amazon
microsoft excel python java cashier call center manager engineer architect scientist tester hacker programmer marketing
freelance remote zoom whatsapp facebook tiktok youtube instagram linkedin workforce job corps masshire community state
amigo senor fiesta taco casa stop info start menu unsubscribe plus net sec a+ network project business cybersecurity ciberseguridad redes soporte
analista sistemas programador help class bus mall ride"""
# Words of both languages, or one's word and the other's texting form.
_EITHER = "ok okay no es civil hi a me once ha son come red real n"
_JUDGED = {"y": -18, "x": -8, "d": -12, "k": -4, "w": 8, "ya": -10, "he": 15, "has": 12, "as": 15, "o": -10, "e": -5}
_CAPITAL_WORDS = frozenset(["i", "im", "ive", "id", "ill"])
_LITTLE = 6


def main(pairs: Path, out: Path = DATA) -> None:
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    capitals: Counter[str] = Counter()
    grams: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    with gzip.open(pairs, "rt", encoding="utf-8") as file:
        for line in file:
            _source, *sentences = line.rstrip("\n").split("\t")
            for language, sentence in enumerate(sentences):
                folded = fold(sentence)
                found = list(words_of(folded))
                if len(folded) == len(sentence):
                    capitals.update(word for word, start, _end in found if start and sentence[start].isupper())
                words = [word for word, _start, _end in found]
                counts[language].update(words)
                for word in set(words):
                    grams[language].update(trigrams(word))
    weights = _odds(counts, WORDS)
    for word in weights:  # people and places are at home in both languages
        if capitals[word] > 0.6 * (counts[0][word] + counts[1][word]) and word not in _CAPITAL_WORDS:
            weights[word] = 0
    for word in _BORROWED.split():
        if word in weights:
            weights[word] = max(-_LITTLE, min(_LITTLE, weights[word]))
    weights.update(dict.fromkeys(_ENGLISH.split(), 30))
    weights.update({word: min(weights.get(word, 0), -25) for word in _SPANISH.split()})
    for word in _EITHER.split():
        weights[word] = max(-_LITTLE, min(_LITTLE, weights.get(word, 0)))
    weights |= _JUDGED
    lines = [f"w\t{word}\t{weight}" for word, weight in sorted(weights.items())]
    lines += [f"t\t{gram}\t{weight}" for gram, weight in sorted(_odds(grams, TRIGRAMS).items())]
    for code, listed in _OTHER.items():
        known = {
            word for word in listed.split() if abs(weights.get(word, 0)) < LARGEST // 2 or code in ("fr", "pt", "ht")
        }
        lines += [f"o\t{word}\t{code}{'!' if word in _TELLTALE else ''}" for word in sorted(known)]
    out.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def _odds(counts: tuple[Counter[str], Counter[str]], most: int) -> dict[str, int]:
    """Log-odds of the most frequent keys, smoothed by one half."""
    english, spanish = counts
    totals = english.total(), spanish.total()
    together = english + spanish
    return {
        key: max(
            -LARGEST,
            min(LARGEST, round(10 * math.log((english[key] + 0.5) / totals[0] / ((spanish[key] + 0.5) / totals[1])))),
        )
        for key, _count in together.most_common(most)
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
