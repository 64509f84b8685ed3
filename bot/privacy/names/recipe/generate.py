"""Makes labelled messages for the name tagger: (text, [(start, end) of each name]).

Receives the word lists, the templates beside this file and our own invented training messages (`data/nlu`); gives
messages in many ways of writing. Evaluation cases are never read here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from bot.privacy.names.lexicon import DATA

HERE = Path(__file__).resolve().parent
CAREER_MESSAGES = HERE.parents[3] / "data" / "nlu"
# Writers kept out of training, so that over-redaction is measured on people the tagger has not read.
HELD_OUT = ("en-voice-30", "en-nogales-16", "es-miami-cubano-52", "es-worcester-pr-39")
_SLOT = re.compile(r"\{(\w+)\}")
REL_EN = (
    "friend,cousin,brother,sister,mom,mother,dad,father,son,daughter,uncle,aunt,wife,husband,boyfriend,girlfriend,nephew,"
    "niece,neighbor,homie,roommate,coworker,classmate,teacher,boss,grandma,stepdad,best friend,little brother,bf,gf,"
    "partner,mentor,counselor,lil sis,big sister,pastor,coach,fiance,kid,baby,homegirl,buddy,tutor"
).split(",")
REL_ES = (
    "amigo,amiga,primo,prima,hermano,hermana,mama,mamá,papa,papá,hijo,hija,tio,tía,tia,esposo,esposa,novio,novia,sobrino,"
    "sobrina,vecino,vecina,companera,compañero,cuñado,cunada,jefe,maestra,abuela,abuelo,comadre,compadre,nieto,suegra,"
    "hermanito,hermanita,mejor amiga,padrastro,nuera,yerno,ahijada,pareja,profe,consejera,esposito"
).split(",")
SCHOOL_EN = (
    "high,high school,hs,middle school,elementary,academy,college,community college,university,tech,institute,library,"
    "center,career center,foundation,county,park,hospital,scholarship,charter school,magnet school,campus,hall,"
    "vocational,prep"
).split(",")
SCHOOL_ES = (
    "escuela,prepa,preparatoria,secundaria,colegio,universidad,instituto,biblioteca,hospital,parque,condado de,centro,"
    "iglesia,academia,fundacion,beca,escuela secundaria,primaria,calle,avenida,clinica"
).split(",")
ADJ = (
    "interested,lost,bored,tired,broke,ready,new,good,great,fine,ok,cool,free,hard,easy,confused,curious,serious,single,"
    "pregnant,homeless,unemployed,bilingual,hispanic,latina,latino,mexican,black,haitian,dominican,salvadoran,cuban,"
    "undocumented,disabled,deaf,retired,divorced,shy,smart,dumb,not sure,not good at math,a veteran,a single mom,"
    "colombiana,mexicana,mexicano,salvadorena,salvadoreño,dominicana,dominicano,cubano,guatemalteco,hondureña,puertorriquena,"
    "venezolano,nueva,nuevo,timida,casada,soltera,soltero,viuda,divorciada,desempleado,zurdo,chido,facil,dificil,"
    "gratis,importante,urgente,buena onda,muy bueno,mayor de edad,menor,ama de casa,mesero,cocinera,chofer,obrero,"
    "residente,ciudadana,inmigrante,dreamer,indocumentado,bilingue,asylee,christian,jewish,muslim,ethiopian,nigerian"
).split(",")
WORD = (
    "cybersecurity,help desk,data analyst,coding,programmer,web developer,network admin,cloud,it support,security plus,"
    "ccna,comptia,aws,python,java,excel,sql,linux,graphic design,ux design,game design,welder,nurse,cashier,driver,"
    "warehouse worker,barber,cook,medical assistant,student,senior,junior,freshman,veteran,teacher,animator,pen tester,"
    "programador,disenadora,ciberseguridad,soporte tecnico,redes,analista de datos,nube,desarrollador,enfermera,"
    "cajera,soldador,cocinero,estudiante,asistente,secretaria,electricista,mecanico,contador,azure,tableau,salesforce,"
    "google certificate,a plus,network plus,cyber,tech,bootcamp,internship,apprenticeship,becas,pasantia,redes y nube"
).split(",")
VIRTUE = "hope,may,will,grace,faith,joy,patience,trust,chance,luck,grant,fe,esperanza,paciencia,luz,suerte,gracia,paz,dolores,consuelo,milagros".split(",")  # fmt: skip
MONTH = "april,may,june,august,january,september,july,abril,mayo,junio,julio,agosto,enero,april or may,summer,fall,autumn".split(",")  # fmt: skip
ORG = (
    "per scholas,year up,genesys works,pima,pima community college,byte back,franklin cummings tech,jobpath,masshire,"
    "bunker hill,roxbury community college,miami dade college,nova,george mason,howard university,martin luther king library,"
    "cesar chavez middle,lincoln tech,benjamin franklin,st joseph's,san miguel high,arizona@work,job corps,goodwill,"
    "walmart,amazon,google,cisco,apple,mcdonald's,wendys,target,home depot,dunkin,raytheon,dell,best buy,t-mobile,"
    "coursera,khan academy,codecademy,udemy,linkedin,indeed,comptia,isc2,sans,girls who code,black girls code,npower,"
    "casa maria,la frontera,catholic charities,salvation army,st vincent de paul,boys and girls club,ymca,charles schwab,"
    "johns hopkins,wells fargo,morgan stanley,ernst and young,casa rosa,casa lupe,santa rosa,san carlos,la rosa bakery,thomas edison state,montgomery college,prince george's community college,wilson center"
).split(",")


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
        parts = [self._chance.choice(_ONSETS) + self._chance.choice(_RIMES) for _ in range(self._chance.choice([2, 2, 3]))]
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
        return self._chance.choice(["de la ", "de los ", "del ", "o'", "mc", "st. ", "van ", "al-", "ben "]) + name if self._chance.random() < 0.04 else name

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


_ONSETS = "b c ch d f g h j k l m n ng p q r s sh t th tr v w x y z mb nd kw gh sy ts st br kr".split()
_RIMES = "a e i o u ai ia ei ou an en in on ar er or as is el al uh awi oye iko una ema".split()

FREQUENT_GIVEN = (
    "destiny keisha jaylen tyrese marcus yuliana xiomara brayan luis jose maria carlos ana rosa juan miguel angel jesus "
    "guadalupe lupita daniela valeria sofia mateo santiago diego kevin brandon jasmine aaliyah imani malik deandre "
    "latoya ebony jamal darius andre terrell monique tanya brittany ashley jessica amanda josh mike chris tony david "
    "sarah emily hannah abdul fatima mohamed amina kofi ama yaw chidi ngozi wei ming priya arjun mei linh thuy yared "
    "selam marie jean pierre wilner nadege esther rut ruth betty sam ben alex sandra karla paola yesenia marisol "
    "rocio noemi oscar hector raul ernesto rafael pedro manuel roberto ricardo eduardo alejandra fernanda ximena"
)
FREQUENT_FAMILY = (
    "ramirez garcia hernandez lopez martinez gonzalez rodriguez perez sanchez torres flores rivera gomez diaz reyes "
    "morales cruz ortiz gutierrez chavez ramos ruiz mendoza vasquez castillo jimenez moreno romero herrera medina "
    "aguilar vargas guzman mendez munoz salazar soto ortega delgado ayala valdez acosta figueroa cabrera mejia "
    "smith johnson williams brown jones davis miller wilson moore taylor anderson jackson thompson white harris "
    "washington jefferson robinson walker young allen king wright scott green baker adams nelson carter mitchell "
    "okafor adeyemi mensah boateng diallo tesfaye bekele nguyen tran pham le kim park chen wang singh patel pierre "
    "jean-baptiste joseph louis charles toussaint baptiste almonte de leon de la cruz del rio villalobos ocampo"
)


def career_messages(held_out: bool = False) -> list[str]:
    """Our own invented messages: those of the writers for training, or of the ones kept out."""
    found = []
    for path in sorted(CAREER_MESSAGES.rglob("*.yml")):
        if (path.stem in HELD_OUT) == held_out:
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.lstrip().startswith("- ") and not line.lstrip().startswith("- intent"):
                    found.append(re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", line.strip()[2:]))
    return found


def labelled_messages(count: int, seed: int) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """`count` messages: a half with names, a half without."""
    chance = random.Random(seed)
    names = Names(chance)
    places = [p for p in (DATA / "places.txt").read_text(encoding="utf-8").splitlines() if p and p[0] != "#"]
    careers = career_messages()
    templates = {lang: _lines(HERE / f"templates_{lang}.txt") for lang in ("en", "es")}
    negatives = _lines(HERE / "negatives.txt")

    def org() -> str:
        draw = chance.random()
        if draw < 0.35:
            return chance.choice(ORG)
        if draw < 0.7:
            return f"{names.family() if draw < 0.6 else names.full()} {chance.choice(SCHOOL_EN)}"
        return f"{chance.choice(SCHOOL_ES)} {names.family() if draw < 0.92 else names.full()}"

    def company() -> str:
        one, two, three = names.family(), names.family(), names.family()
        forms = (f"{one} Inc", f"{one} LLC", f"{one} and Sons", f"{one}, {two} and {three}", f"{one} Group", f"{one}-{two} Ltd",
                 f"{names.invented()} Research", f"{names.invented()}", f"{names.invented()} {chance.choice(['Inc', 'Labs', 'Software', 'Tech', 'Data', 'Systems'])}",
                 f"{one} & {two}", f"{one} Consulting", f"Grupo {one}", chance.choice(ORG))  # fmt: skip
        written = chance.choice(forms)
        return written.title() if chance.random() < 0.4 else written

    def career() -> str:
        """One of our messages; in some a word is misspelled, invented or an acronym, for unknown words are no names."""
        message = chance.choice(careers)
        if chance.random() < 0.3:
            words = message.split(" ")
            for _ in range(chance.choice([1, 1, 2])):
                at = chance.randrange(len(words))
                if words[at].isalpha():
                    words[at] = chance.choice([names.misspelled, names.misspelled, _invented_word, _acronym])(words[at])
            message = " ".join(words)
        return message

    def _invented_word(word: str) -> str:
        return names.invented().title() if word.istitle() else names.invented()

    def _acronym(word: str) -> str:
        return "".join(chance.choice("ABCDEFGILMNOPRSTUVX") for _ in range(chance.choice([3, 3, 4, 5])))

    def fill(slot: str, lang: str) -> str:
        match slot:
            case "n":
                return names.any()
            case "g":
                return names.given()
            case "f":
                return names.family()
            case "full":
                return names.full()
            case "m":
                return career()
            case "rel":
                return chance.choice(REL_EN if lang == "en" else REL_ES)
            case "num":
                return str(chance.randrange(13, 60))
            case "place":
                return chance.choice(places)
            case "org":
                return org()
            case "company":
                return company()
        return chance.choice({"adj": ADJ, "word": WORD, "virtue": VIRTUE, "month": MONTH}[slot])

    for number in range(count):
        lang = "en" if number % 2 else "es"
        positive = number % 4 < 2
        template = chance.choice(templates[lang] if positive else negatives)
        if not positive and chance.random() < 0.4:
            template = "{m}"
        pieces: list[tuple[str, bool]] = []
        last = 0
        for match in _SLOT.finditer(template):
            pieces.append((template[last : match.start()], False))
            pieces.append((fill(match[1], lang if positive else chance.choice(["en", "es"])), match[1] in "n g f full".split()))
            last = match.end()
        pieces.append((template[last:], False))
        yield _written(pieces, chance)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]


def _written(pieces: list[tuple[str, bool]], chance: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """The pieces in one way of writing: as they are, all lower case, capitalized names, all capitals."""
    style = chance.choices(["lower", "names", "upper", "title"], [50, 38, 4, 8])[0]
    text, marked = "", []
    for piece, is_name in pieces:
        if style == "lower":
            piece = piece.lower()
        elif style == "upper":
            piece = piece.upper()
        elif is_name or style == "title":
            small = {"de", "la", "del", "las", "los"}
            piece = " ".join(w if w in small else "-".join(p[:1].upper() + p[1:] for p in w.split("-")) for w in piece.split(" "))
        if is_name:
            marked.append((len(text), len(text) + len(piece)))
        text += piece
    if style == "names" and not (marked and marked[0][0] == 0):
        text = text[:1].upper() + text[1:]
    return text, marked
