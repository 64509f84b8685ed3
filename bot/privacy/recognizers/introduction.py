"""Names people give for themselves: "my name is …", "me llamo …", "im destiny ramirez", "soy yuliana", "Nombre: …"."""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.names.lexicon import lexicon
from bot.privacy.names.phrase import Cue, end_of_name
from bot.privacy.recognizers.base import CERTAIN, CUED, Found, Recognizer, Text, matches, pattern

_STRONG = pattern(
    r"(?<!\w)(?:(?:my|his|her|their|your|the|legal|full|real|whole|first|last|middle|family|sur|kid's|kids"
    r"|son's|sons|daughter's|moms?|mom's|dads?|dad's|child's|student|student's|parent|client"
    r"|applicant)\s?){0,3}"
    r"(?<!user\ ?|user|file\s|domain\s|host\s?|screen\s|brand\s|company\s|program\s|nick)"
    r"(?:name|nickname|surname)(?:'?s)?(?:\s+is|\s*[:=-]|\s+was|\s+would\ be)?\s+(?:spelled\s|is\s|mr\.?\s"
    r"|mrs\.?\s|ms\.?\s)?[\"']?(?=[a-z])"
    r"|(?<!\w)(?:name|nombre|nombres|apellidos?|full\ name|nombre\ completo|names?)\s*[:=]\s*(?=[a-z])"
    r"|(?<!\w)(?:me|te|se)\s+[ly]+amo?\s+[\"']?(?=[a-z])|(?<!\w)(?:mi|su|tu|el|cuyo)\s+(?:nombre|apellido"
    r"|nombre\ completo|nombre\ real|primer\ nombre|segundo\ apellido)\s*(?:completo\s|legal\s)?(?:es|:|="
    r"|era)\s*(?=[a-z])"
    r"|(?<!\w)(?:i\ go\ by|goes\ by|they\ call\ me|everyone\ calls\ me|people\ call\ me|friends\ call\ me"
    r"|you\ can\ call\ me|u\ can\ call\ me|just\ call\ me|call\ me|me\ dicen|me\ conocen\ como|puede[ns]?\ "
    r"(?:llamarme|decirme)|puedes\ (?:llamarme|decirme)|dime|llamame|diganme)\s+[\"']?(?=[a-z])"
    r"|(?<!\w)(?:le|les|te)\s+(?:habla|escribe|saluda|contacta)\s+(?=[a-z])|(?<!\w)(?:a\ nombre\ de"
    r"|de\ parte\ de|on\ behalf\ of|under\ the\ name(?:\ of)?)\s+(?=[a-z])"
    r"|(?<!\w)(?:(?:guy|girl|lady|man|woman|person|someone|kid|senora?|muchach[oa]|chic[oa])\ (?:named|called"
    r"|llamad[oa])|de\ nombre|se\ llaman?)\s+[\"']?(?=[a-z])"
)
_FAIR = pattern(
    r"(?<!\w)(?:named|called|llamad[oa])\s+[\"']?(?=[a-z])|(?<!\w)(?:habla|aqui|speaking\ is|signed|atte\.?"
    r"|attn|atentamente|sincerely|regards|respectfully|saludos|saludos\ de|best|cordialmente|xoxo|yours\ truly"
    r"|love)\s*[,:.\n-]*\s*(?=[a-z])"
    r"|(?<!\w)(?:this\ is|soy\ yo|yo\ soy|it's\ me|its\ me|this\ here\ is)\W{1,2}(?=[a-z])"
)
_WEAK = pattern(
    r"(?<!\w)(?:i'?m|i\ am|im\ |soy|it'?s|it\ is|es|ese\ es|esta\ es|thats|that's|y'all\ its)\s+(?:el\ |la\ "
    r"|don\ |dona\ |again\ |ur\ girl\ |your\ boy\ |ya\ boy\ )?(?=[a-z])"
)


class IntroductionRecognizer(Recognizer):
    entity = "PERSON"

    def find(self, text: Text) -> Iterable[Found]:
        for compiled, cue, score in ((_STRONG, "strong", CERTAIN), (_FAIR, "fair", CUED), (_WEAK, "weak", CUED)):
            for match in matches(compiled, text.folded):
                yield from named_from(text, match.end(), cue, score)  # type: ignore[arg-type]


def named_from(text: Text, position: int, cue: Cue, score: float) -> Iterable[Found]:
    """The name that begins at `position`, if one does."""
    first = text.word_at(position)
    if first is None or text.folded[position : text.words[first].start].strip(" \"'\n"):
        return
    end = end_of_name(text.words, first, cue, lexicon())
    if end is not None:
        yield Found(text.words[first].start, text.words[end - 1].end, score)
