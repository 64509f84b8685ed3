"""Names as people write them, drawn from the shipped lists.

Receives a random source; gives given, family and full names. Some are misspelled or made of syllables, as no list has them.
"""

from __future__ import annotations

import random

from bot.privacy.names.lexicon import DATA
from bot.privacy.names.recipe.vocabulary import choices

FAMILY_PREFIXES = ("de la ", "de los ", "del ", "o'", "mc", "st. ", "van ", "al-", "ben ")  # fmt: skip


class Names:
    """Names as people write them, drawn from the lists; some are misspelled beyond what any list knows."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        rows = [line.split("\t") for line in (DATA / "names.tsv").read_text(encoding="utf-8").splitlines()]
        self._given = [name for name, kinds in rows if kinds[0] == "n"]
        self._given_too = [name for name, kinds in rows if kinds[0] == "a"]
        self._family = [name for name, kinds in rows if kinds[1] == "n"]
        self._family_too = [name for name, kinds in rows if kinds[1] == "a"]
        self._frequent_given = FREQUENT_GIVEN.split()
        self._frequent_family = FREQUENT_FAMILY.split()

    def given(self) -> str:
        draw = self._chance.random()
        if draw < 0.35:
            name = self._chance.choice(self._frequent_given)
        elif draw < 0.80:
            name = self._chance.choice(self._given)
        elif draw < 0.88:
            name = self._chance.choice(self._given_too)
        else:
            name = self.invented() if draw > 0.94 else self.misspelled(self._chance.choice(self._given))
        if self._chance.random() < 0.04:
            name += self._chance.choice([" ", "-"]) + self._chance.choice(self._frequent_given)
        return name

    def invented(self) -> str:
        """A name made of syllables, as no list has it."""
        parts = [
            self._chance.choice(_ONSETS) + self._chance.choice(_RIMES) for _ in range(self._chance.choice([2, 2, 3]))
        ]
        return "".join(parts)

    def family(self) -> str:
        draw = self._chance.random()
        if draw < 0.4:
            return self._chance.choice(self._frequent_family)
        if draw < 0.78:
            name = self._chance.choice(self._family)
        elif draw < 0.88:
            name = self._chance.choice(self._family_too)
        else:
            name = self.invented() if draw > 0.94 else self.misspelled(self._chance.choice(self._family))
        if self._chance.random() < 0.04:
            name += "-" + self._chance.choice(self._family)
        return self._chance.choice(FAMILY_PREFIXES) + name if self._chance.random() < 0.04 else name

    def full(self) -> str:
        if self._chance.random() < 0.04:
            return f"{self._chance.choice('abcdefghijklmnoprstvw')}. {self.family()}"
        parts = [self.given()]
        if self._chance.random() < 0.08:
            parts.append(self._chance.choice("abcdefghijklmnoprstvw") + self._chance.choice(["", "."]))
        parts.append(self.family())
        if self._chance.random() < 0.2:
            parts.append(self.family())
        return " ".join(parts)

    def any(self) -> str:
        return self.given() if self._chance.random() < 0.55 else self.full()

    def misspelled(self, name: str) -> str:
        if len(name) < 2:
            return name
        at = self._chance.randrange(1, len(name))
        how = self._chance.randrange(4)
        if how == 0:
            return name[:at] + name[at - 1] + name[at:]
        if how == 1:
            return name[:at] + self._chance.choice("aeiouyhzxk") + name[at:]
        if how == 2 and len(name) > 4:
            return name[:at] + name[at + 1 :]
        return name[:at] + self._chance.choice("aeiouyhzxk") + name[at + 1 :]


_ONSETS = choices("b,c,ch,d,f,g,h,j,k,l,m,n,ng,p,q,r,s,sh,t,th,tr,v,w,x,y,z,mb,nd,kw,gh,sy,ts,st,br,kr")
_RIMES = choices("a,e,i,o,u,ai,ia,ei,ou,an,en,in,on,ar,er,or,as,is,el,al,uh,awi,oye,iko,una,ema")

FREQUENT_GIVEN = (
    "destiny keisha yuliana xiomara brayan luis jose maria carlos ana rosa juan miguel angel jesus "
    "guadalupe lupita daniela valeria sofia mateo santiago diego kevin brandon jasmine aaliyah imani malik deandre "
    "latoya ebony jamal darius andre terrell monique tanya brittany ashley jessica amanda josh mike chris tony david "
    "sarah emily hannah abdul fatima mohamed amina kofi ama yaw chidi ngozi wei ming priya arjun mei linh thuy yared "
    "selam marie jean pierre wilner nadege esther rut ruth betty sam ben alex sandra karla paola yesenia marisol "
    "rocio noemi oscar hector raul ernesto rafael pedro manuel roberto ricardo eduardo alejandra fernanda ximena"
)
FREQUENT_FAMILY = (
    "ramirez garcia hernandez lopez martinez gonzalez rodriguez perez sanchez torres flores rivera gomez diaz reyes "
    "morales cruz ortiz gutierrez chavez ramos ruiz mendoza vasquez castillo jimenez moreno romero herrera medina "
    "aguilar vargas guzman mendez munoz salazar soto ortega ayala valdez acosta figueroa cabrera mejia "
    "smith johnson williams brown jones davis miller wilson moore taylor anderson jackson thompson white harris "
    "washington jefferson robinson walker young allen king wright scott green baker adams nelson carter mitchell "
    "adeyemi mensah boateng diallo tesfaye bekele nguyen tran pham le kim park chen wang singh patel pierre "
    "jean-baptiste joseph louis charles toussaint baptiste almonte de leon de la cruz del rio villalobos ocampo"
)
