"""Whether a message is the command to forget everything: "FORGET ME", "BORRAME" and their like, and nothing else."""

from __future__ import annotations

import unicodedata

COMMANDS = frozenset(
    [
        "forgetme",
        "forgetmeplease",
        "pleaseforgetme",
        "deleteme",
        "deletemydata",
        "erasemydata",
        "deletemyinfo",
        "erasemyinfo",
        "borrame",
        "borrameporfavor",
        "olvidame",
        "borramisdatos",
        "borrenmisdatos",
        "eliminamisdatos",
        "eliminenmisdatos",
    ]
)


def asked(text: str) -> bool:
    """True for the bare command, in any case, with or without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in plain if c.isalnum()) in COMMANDS
