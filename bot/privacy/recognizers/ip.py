"""IP addresses of a person's machine. Subnet masks, networks, loopback and a router's private address are lessons, not
personal data, unless the writer says the address is theirs."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from bot.privacy.recognizers.base import CERTAIN, Found, Recognizer, Text, matches, pattern, search

_V4 = pattern(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)")
_V6 = pattern(r"(?<![\w:.])(?:[0-9a-f]{1,4}:|::)(?:[0-9a-f]{0,4}:){0,6}[0-9a-f]{0,4}(?![\w:])")
_MINE = pattern(
    r"\b(?:my|mi|our|his|her|su)\ (?:\w+\ ){0,3}(?:ip|address|direccion|computer|laptop|phone|compu|celular)\b"
    r"|\bfrom\s*$|\bdesde\s*$|\bip(?:\ address)?\s*(?:is|es|:|address)?\s*$"
)
_VERSION = pattern(r"\b(?:version|v|release|ver\.?)\s*$")
_WELL_KNOWN = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "4.2.2.2"})


class IpRecognizer(Recognizer):
    entity = "IP"

    def find(self, text: Text) -> Iterable[Found]:
        for match in matches(_V4, text.folded):
            if self._is_personal(match.group(), text, match.start(), match.end()):
                yield Found(*match.span(), CERTAIN)
        if ":" in text.folded:
            for match in matches(_V6, text.folded):
                if match.group().count(":") >= 2 and self._is_personal(match.group(), text, match.start(), match.end()):
                    yield Found(*match.span(), CERTAIN)

    def _is_personal(self, written: str, text: Text, start: int, end: int) -> bool:
        try:
            address = ipaddress.ip_address(written)
        except ValueError:
            return False
        if written.startswith(("255.", "0.")) or written in _WELL_KNOWN or search(_VERSION, text.before(start, 12)):
            return False
        if (
            address.is_loopback
            or address.is_multicast
            or address.is_unspecified
            or text.after(end, 2).strip()[:1] == "/"
        ):
            return False
        documentation = written.startswith(("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"))
        if address.is_private and not documentation:
            return search(_MINE, text.before(start, 30)) is not None
        return True
