"""Names of others: "my friend keisha", "mi primo jose luis", "ask for …", "… told me"."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.recognizers.base import CUED, Found, Recognizer, Text, matches, pattern
from bot.privacy.recognizers.introduction import named_from

RELATION = (
    r"(?:friend|cousin|cuz|brother|bro|sister|sis|mom|mother|mama|dad|father|papa|pops|son|daughter|uncle|aunt"
    r"|auntie|wife|husband|boyfriend|bf|girlfriend|gf|fiancee?|nephew|niece|neighbor|homie|homegirl|homeboy"
    r"|roommate"
    r"|coworker|co-worker|classmate|teammate|teacher|boss|manager|supervisor|grandma|grandpa|grandmother"
    r"|stepdad|stepmom|partner|mentor|counselor|advisor|adviser|pastor|coach|tutor|instructor|professor"
    r"|landlord|lawyer|caseworker"
    r"|case\ worker|case\ manager|social\ worker|therapist|doctor|kid|child|baby|twin|ex|buddy|bestie|bff"
    r"|principal|recruiter|interviewer|godmother|godson"
    r"|amig[oa]|prim[oa]|herman[oa]|hermanit[oa]|mami|papi|hij[oa]|hijit[oa]|ti[oa]|espos[oa]|marido|mujer"
    r"|novi[oa]|sobrin[oa]|vecin[oa]|companer[oa]|cunad[oa]|jef[ea]|maestr[oa]|profe|profesor[a]?|abuel[oa]"
    r"|abuelit[oa]"
    r"|comadre|compadre|niet[oa]|suegr[oa]|nuera|yerno|ahijad[oa]|padrin[oa]|madrina|pareja|consejer[oa]"
    r"|trabajadora\ social|abogad[oa]|gerente|supervisor[a]?|entrenador[a]?|pastor[a]?|directora?"
    r"|reclutador[a]?|padrastro|madrastra|bebe|nene|nena|nin[oa]|muchach[oa]|morr[oa]|morrit[oa]|carnal[a]?"
    r"|compa|patron[a]?|chav[oa]|chamac[oa]|soci[oa]|suegro|cuate|companero\ de\ cuarto|girl|boy|man|guy|dude"
    r"|old\ man|old\ lady"
    r"|chef|parole\ officer|probation\ officer|officer|p\.?o\.?|nanny|babysitter|roomie|roomate|colleague"
    r"|client|student|daughter-in-law|brother-in-law|sister-in-law|mother-in-law|grandson|granddaughter|grandbaby|grandkid|grandchild|granny|granddad|stepson|stepdaughter"
    r"|stepbrother|hijastr[oa])"
)
_FAIR = pattern(
    r"(?<!\w)(?:my|his|her|our|their|ur|your|mi|mis|su|sus|nuestr[oa]|tu)\s(?:(?:high\ school"
    rf"|\w+)\s)?{RELATION}s?(?:\s(?:menor|mayor|chic[oa]|is|named|es|llamad[oa]|de\ nombre))?\s*,?\s*(?=[a-z])"
    r"|(?<!\w)(?:referred\ by|recommended\ by|recomendad[oa]\ por|referid[oa]\ por|refirio|ask\ for|asked\ for"
    r"|attn:?|pregunt[ea]n?\ por|speak\ (?:to|with)|spoke\ (?:to|with)|talk(?:ed|ing)?\ (?:to|with)|met\ with"
    r"|meeting\ with"
    r"|habl[eoa](?:r|mos)?\ con|me\ atendio|me\ ayudo|me\ mando|me\ recomendo|me\ refirio|dile\ a|digale\ a"
    r"|le\ dije\ a|conoce[ns]?\ a|vi\ a|tell|told|email|contact|cc|c\.c\.|con\ la\ senora|thanks|thank\ you"
    r"|gracias|thx|ty|hi|hello|hey|hola|dear"
    r"|work(?:s|ing|ed)?\ w(?:ith)?|trabaj[oa]\ con|voy\ con|fui\ con|vivo\ con|liv(?:e|ing)\ with"
    r"|estimad[oa]|querid[oa]|buenos\ dias|buenas\ tardes|good\ morning|good\ afternoon|ask"
    r"|emergency\ contact\ is|reference\ is|contacto\ de\ emergencia\ es|send\ it\ to|signed\ up)\s*[,:]?\s+"
    r"(?=[a-z])"
)


class ThirdPartyRecognizer(Recognizer):
    entity = "PERSON"

    def find(self, text: Text) -> Iterable[Found]:
        for match in matches(_FAIR, text.folded):
            yield from named_from(text, match.end(), "fair", CUED)
