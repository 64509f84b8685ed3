"""Which pages may use a site's chat: origins, exact or one wildcard for the subdomains of a domain.

Receives what staff typed or a browser sent; gives normalised origins and yes or no. An Origin header is a browser's word:
it keeps other people's pages from using a partner's chat, it is no proof of who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_HOST = re.compile(r"(\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_LOCAL = ("localhost", "127.0.0.1")
MOST = 30


def normalised(typed: str) -> str | None:
    """`https://www.example.org` from an address as people paste it; None where it is not a page's origin.

    http is taken for this machine alone; `https://*.example.org` stands for every subdomain of a domain of two labels or more.
    """
    text = typed.strip().lower()
    if not text:
        return None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    local = host in _LOCAL
    if parts.scheme not in (("http", "https") if local else ("https",)) or not (local or _HOST.fullmatch(host)):
        return None
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def allowed(origin: str, among: Iterable[str]) -> bool:
    """Whether a browser's Origin is one of these."""
    seen = origin.lower()
    return any(seen == one or ("://*." in one and _under(seen, one)) for one in among)


def _under(origin: str, pattern: str) -> bool:
    scheme, _, domain = pattern.partition("://*")
    return origin.startswith(f"{scheme}://") and origin.endswith(domain) and len(origin) > len(scheme) + 3 + len(domain)
