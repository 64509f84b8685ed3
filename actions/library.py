"""The one knowledge base the actions read, opened at the first question (`SENDERO_KNOWLEDGE_URL` names it)."""

from __future__ import annotations

import os
from functools import cache

from knowledge.repository import Knowledge

URL = "SENDERO_KNOWLEDGE_URL"


@cache
def knowledge() -> Knowledge:
    """The knowledge base of this process."""
    return Knowledge(os.environ[URL])
