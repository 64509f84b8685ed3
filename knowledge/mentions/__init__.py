"""Names in text: `Linker.link(message)` gives the records, places, hours, limits and needs a learner names.

Built from entries (`Linker.from_content(folder)`, or rows of the database); `LinkerSource` rebuilds it when the knowledge
base changes. Imports nothing of the service but this package, keeps no message, and links nothing it is unsure of.
"""

from knowledge.mentions.linker import Linker
from knowledge.mentions.names import TYPES, Entry, Mention
from knowledge.mentions.source import LinkerSource

__all__ = ["TYPES", "Entry", "Linker", "LinkerSource", "Mention"]
