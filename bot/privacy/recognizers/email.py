"""E-mail addresses, also with spaces and in words: "ana @ example . com", "ana punto lopez arroba example punto com".

No public-suffix list is asked (it would want the network); a domain is what looks like one.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.privacy.recognizers.base import CERTAIN, Found, Recognizer, Text, matches, pattern, search

_PROVIDERS = r"(?:g\s?mail|hotmail|yahoo|outlook|icloud|live|msn|aol|proton(?:mail)?|ymail|comcast|verizon|me)"
_ENDINGS = r"(?:com|org|net|edu|gov|mil|us|io|mx|info|me|co|es|gob|gt|hn|sv|do|cu|ve|test|invalid|example)"
_WRITTEN = pattern(r"[\w.!\#$%&'*+/=?^{|}~-]*[\w+-]@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?![\w@])")
_BROKEN = pattern(r"@(?:[a-z0-9-]+\.)+(?=[a-z])|[\w.+-]+@[a-z0-9-]{2,}(?:\s?,\s?|\s\.\s?|\s?\.\s|\s)com\b")
_DOT = r"(?:\s*[.,]\s*|\s*[\[({]\s*(?:dot|punto|\.)\s*[\])}]\s*|\s+(?:dot|punto|pto|point)\s+|\s+)"
_LOCAL_DOT = (
    r"(?:\s?[._-]\s?|\s*[\[({]\s*(?:dot|punto)\s*[\])}]\s*"
    r"|\s+(?:dot|punto|pto|underscore|guion\ bajo|raya\ al\ piso|guion|dash|hyphen|underscor)\s+)"
)
_AT = r"(?:\s*@\s*|\s*[\[({]\s*(?:at|arroba|@)\s*[\])}]\s*|\s+(?:at|arroba|aroba|arrova|@)\s+)"
_SPOKEN = pattern(
    rf"(?<![\w@.])(?P<local>[a-z0-9][\w+-]*(?:{_LOCAL_DOT}[\w+-]+)*)(?P<at>{_AT})"
    rf"(?P<domain>(?:{_PROVIDERS}|[a-z0-9-]{{2,}}(?:{_LOCAL_DOT}[a-z0-9-]+)*?){_DOT}{_ENDINGS}(?:{_DOT}(?:mx|us"
    r"|gt|ar|co|uk))?)\b"
)
_NO_ENDING = pattern(
    rf"(?<![\w@.])(?P<local>[a-z0-9][\w+-]*(?:{_LOCAL_DOT}[\w+-]+)*)(?P<at>{_AT})(?P<domain>{_PROVIDERS})\b"
)
_CUE = pattern(r"\b(?:e-?mail|mail|correo|address|escrib\w+|contact|gmail|hotmail|yahoo|outlook)\b")
_PUBLIC_VERB = pattern(r"\b(?:look|looking|apply|work|works|find|see|go|check|info|job|jobs|class|classes|is|are)$")


class EmailRecognizer(Recognizer):
    entity = "EMAIL"

    def find(self, text: Text) -> Iterable[Found]:
        folded = text.folded
        if "@" in folded:
            for match in matches(_WRITTEN, folded):
                yield Found(*match.span(), CERTAIN)
        if (
            "@" not in folded
            and " at " not in folded
            and "rro" not in folded
            and "at]" not in folded
            and "at)" not in folded
        ):
            return
        for compiled in (_SPOKEN, _NO_ENDING):
            for match in matches(compiled, folded):
                if self._is_address(match["local"], match["at"], match["domain"], text, match.start()):
                    yield Found(*match.span(), CERTAIN)

    def _is_address(self, local: str, at: str, domain: str, text: Text, start: int) -> bool:
        """ "look at example dot com" is no address: the word "at" needs a cue or a local part that is no plain word."""
        if "@" in at or "rro" in at:
            return True
        if any(mark in at for mark in "[({"):
            return True
        spoken_dot = " dot " in domain or " punto " in domain
        shaped = any(c.isdigit() or c in "._-+" for c in local) or " dot " in local or " punto " in local
        cued = search(_CUE, text.before(start, 40)) is not None
        provider = search(pattern(rf"^{_PROVIDERS}\b"), domain) is not None
        if search(_PUBLIC_VERB, local):
            return False
        return (
            (shaped and (spoken_dot or provider or "." in domain or cued))
            or (cued and (spoken_dot or provider))
            or (provider and spoken_dot)
        )
