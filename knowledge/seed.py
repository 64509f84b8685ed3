"""Loads the content folder into the knowledge base: all of it or, when anything is wrong, nothing.

`load` replaces every row the content owns in one transaction and leaves imports and partners' rows alone. Loading the
same content twice changes nothing. A person's check of a record (verified_on, reviewed_by) outlives a reload as long as
the record still says what was checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

from knowledge.content import digest, read
from knowledge.database import CHANGED, Database, bump
from knowledge.loading import Loading
from knowledge.models import Revision

LOADER = "2"  # counts up when the loader makes other rows of the same content
CONTENT_FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `load` did: rows per kind, the revision now, and whether anything changed."""

    counts: dict[str, int] = field(default_factory=dict)
    revision: int = 0
    changed: bool = True


def load(
    database: Database,
    content_dir: Path = CONTENT_FOLDER,
    progress: Callable[[str], None] | None = None,
    force: bool = False,
) -> Loaded:
    """Validates and loads a content folder. Raises ContentError, with the base unchanged, when anything is wrong.

    Does nothing when this very content is loaded already, unless `force`.
    """
    stamp = hashlib.sha256(f"{LOADER}:{digest(content_dir)}".encode()).hexdigest()
    with database.begin() as session:
        held = session.get(Revision, 1)
        if held and held.content_digest == stamp and not force:
            return Loaded(revision=held.number, changed=False)
    content = read(content_dir, progress)
    with database.begin() as session:
        counts = Loading(session, content, progress or (lambda _message: None)).run()
        number = bump(session)
        session.get_one(Revision, 1).content_digest = stamp
        session.flush()
        session.info[CHANGED] = False  # counted above
    return Loaded(counts, number)


def ensure(
    url: str,
    say: Callable[[str], None] = lambda _message: None,
    content_dir: Path = CONTENT_FOLDER,
    force: bool = False,
) -> Loaded:
    """Opens a knowledge base, brings it to the newest schema and loads the content if it is not loaded yet."""
    if (path := make_url(url).database) and url.startswith("sqlite") and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    database = Database(url)
    try:
        database.migrate()
        loaded = load(database, content_dir, force=force)
    finally:
        database.close()
    state = "loaded" if loaded.changed else "is up to date"
    say(f"Knowledge base {state}, revision {loaded.revision}")
    return loaded
