"""How far a name goes, once a cue says where it begins ("my name is …", "mi primo …", "Mr. …").

Receives words and the index of the first; gives the index after the last, or None where no name begins there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.privacy.names.lexicon import Lexicon
from bot.privacy.names.words import Word, word_set

# strong: only a name can follow; fair: a name often follows; weak: anything may follow ("im …")
Cue = Literal["strong", "fair", "weak"]
PARTICLES = word_set("de la del las los da dos van von der den bin al el san santa mc mac o y e st")
NEVER = word_set(
    "a an the on in at of to for is are was and or but not no so too it its this that my your his her our their "
    "me you i we he she they what who how when where why which if then also just still really very spelled "
    "misspelled wrong right same listed hidden private public needed required going gonna with from by as be "
    "been being do does did have has had can could will would should may might must about because there here yes "
    "yeah ok okay please thanks thank hello hi hey anonymous none nobody unknown secret y o e de en que es un "
    "una el lo los las se si con por para mi tu su al del pero ya esta este esto eso muy mas como cuando donde "
    "porque tambien nada sale aparece estoy soy tengo quiero busco vivo salio mal bien ni aqui alli la atencion "
    "mucho gusto igual anonimo privado im ive ill id u r ur lol tho and/or wanna btw rn tbh tmb tb q xq"
    " dona sr sra srta mr mrs ms dr dra isnt arent wasnt doesnt dont didnt cant wont aint dice dijo dicen said says told tells works trabaja trabajan wants quiere needs busca hired fired helped recommended recomendo ayudo refirio contrato introduced mando sent necesita cree"
)
_LONGEST = 6


def end_of_name(words: Sequence[Word], first: int, cue: Cue, known: Lexicon) -> int | None:
    if first >= len(words) or not _begins(words, first, cue, known):
        return None
    after = first + 1
    if cue != "weak" and known.given(words[first].norm) in "naw" and is_family_name_here(words, after, known):
        after += 1
    return _extended(words, after, known, capitalized=_is_capitalized(words, first))


def _begins(words: Sequence[Word], first: int, cue: Cue, known: Lexicon) -> bool:
    word = words[first]
    norm = word.norm.split("-")[0] if "-" in word.norm else word.norm
    if not word.is_alpha or norm in NEVER:
        return False
    given, family = known.given(norm), known.family(norm)
    capital = _is_capitalized(words, first)
    following = words[first + 1] if first + 1 < len(words) else None
    named_on = (
        following is not None
        and following.is_alpha
        and known.family(following.norm) in ("n", "a")
        and following.norm not in NEVER
    )
    named_on = named_on or (cue != "weak" and given in "aw" and is_family_name_here(words, first + 1, known))
    if len(norm) == 1:
        return (
            cue == "strong"
            and following is not None
            and following.is_alpha
            and "n" in known.given(following.norm) + known.family(following.norm)
        )
    listed = given in "na" or family in "na"
    unknown = known.is_unknown(norm) and len(norm) > 2
    if cue == "strong":
        return (
            listed or unknown or capital or (given == "w" and (following is None or not following.is_alpha or named_on))
        )
    if cue == "fair":
        if known.in_place(norm) and given != "n":
            return False
        return (
            given in "n"
            or (given == "a" and not _is_ordinary_here(following))
            or (given in "aw" and named_on)
            or (capital and (listed or unknown or given == "w"))
        )
    if known.in_place(norm):
        return given == "n" and named_on
    return (
        (given == "n" and not (known.is_word(norm) and not capital and not named_on))
        or (given == "a" and named_on)
        or (capital and (given in "na" or unknown))
    )


def is_family_name_here(words: Sequence[Word], position: int, known: Lexicon) -> bool:
    """Whether a word that lists know as a family name, be it an ordinary word or a place too ("my friend ana blanco me
    dijo", "marcus washington wants"), ends a name: nothing follows it, or what never is part of one does."""
    if position >= len(words) or not words[position].is_alpha or words[position].norm in NEVER:
        return False
    after = words[position + 1] if position + 1 < len(words) else None
    ends = after is None or not after.is_alpha or after.norm in NEVER
    return known.family(words[position].norm) != "-" and ends


def _is_ordinary_here(following: Word | None) -> bool:
    return False if following is None else following.is_alpha and following.norm in ("to", "of", "de", "que")


def _is_capitalized(words: Sequence[Word], position: int) -> bool:
    """Written as a name: a capital in the middle of a message that is not all capitals."""
    if words[position].shape != "title":
        return False
    others = [w for i, w in enumerate(words) if i != position and w.is_alpha and len(w.norm) > 2]
    return any(w.shape == "lower" for w in others) or len(others) <= 3


def _extended(words: Sequence[Word], position: int, known: Lexicon, capitalized: bool) -> int:
    end = position
    while position < len(words) and position - end < 3 and end < position + _LONGEST:
        word = words[position]
        if word.norm in PARTICLES and word.is_alpha:
            # a particle belongs to the name only if a name follows it
            ahead = position + 1
            while ahead < len(words) and words[ahead].norm in PARTICLES:
                ahead += 1
            if ahead < len(words) and _joins(words, position, ahead, known, capitalized):
                position = ahead + 1
                end = position
                continue
            break
        if word.norm == "." and position >= 1 and len(words[position - 1].norm) == 1:
            position += 1
            continue
        if not _continues(words, position, known, capitalized):
            break
        position += 1
        end = position
    return end


def _joins(words: Sequence[Word], position: int, ahead: int, known: Lexicon, capitalized: bool) -> bool:
    """Whether particles belong to the name: "maria de la cruz", but "ana de tucson" says where she is from."""
    particles = [word.norm for word in words[position:ahead]]
    last = words[ahead].norm
    if len(particles) == 2 and particles[0] == "de" and particles[1] not in ("san", "santa"):
        return known.family(last) in "na" or known.is_unknown(last)
    if not _continues(words, ahead, known, capitalized):
        return False
    if particles == ["de"]:
        return last in _AFTER_DE or (
            known.family(last) == "n" and not known.in_place(last) and words[ahead].shape == "title"
        )
    if particles in (["y"], ["e"], ["al"], ["el"], ["la"], ["o"]):
        return words[ahead].shape == "title" and known.family(last) == "n" and particles != ["y"]
    return len(particles) == 1 and particles[0] not in ("san", "santa")


_AFTER_DE = word_set("leon jesus dios paz anda lourdes armas oliveira souza sousa guadalupe rosario")


def _continues(words: Sequence[Word], position: int, known: Lexicon, capitalized: bool) -> bool:
    word = words[position]
    if not word.is_alpha or word.norm in NEVER or words[position - 1].end < word.start - 2:
        return False
    norm = word.norm.split("-")[0] if "-" in word.norm else word.norm
    if len(norm) == 1:
        return position + 1 < len(words) and (word.shape == "title" or words[position + 1].norm == ".")
    given, family = known.given(norm), known.family(norm)
    if word.shape == "title" and capitalized:
        return given != "-" or family != "-" or not known.is_listed_word(norm)
    if known.in_place(norm) and family != "n":
        return False
    if family == "n" or given == "n":
        return not (known.is_word(norm) and family != "n")
    if family == "a" or given == "a":
        after = words[position + 1] if position + 1 < len(words) else None
        return after is None or not after.is_alpha or after.norm in NEVER or known.family(after.norm) in "na"
    # Whoever capitalizes the first name capitalizes the last.
    return known.is_unknown(norm) and len(norm) > 3 and not capitalized
