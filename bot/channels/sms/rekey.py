"""Moves the store to new keys: every number that can still be read is called by its new pseudonym and sealed anew.

Receives the store and the parts made from the rotated keys; run by `sendero keys rotate` while the service is stopped.
The opt-out list cannot be re-hashed (it holds no number), so its retired keys stay for look-up: whoever stopped is found.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.privacy.identity import Pseudonyms
from bot.privacy.vault import Vault, VaultError
from bot.store.models import Conversation, Invitable, Nudge, SmsInbound, SmsOutbound, VaultEntry


@dataclass(frozen=True, slots=True)
class Moved:
    """How many numbers were moved, and how many entries no longer open (they are deleted: nothing could be sent)."""

    numbers: int
    unreadable: int


async def rekey(session: AsyncSession, pseudonyms: Pseudonyms, vault: Vault) -> Moved:
    """One transaction over all numbers in the vault. Running it again changes nothing."""
    moved = unreadable = 0
    for entry in (await session.scalars(select(VaultEntry))).all():
        try:
            number = vault.open(entry.nonce, entry.ciphertext, entry.key_id, entry.pseudonym)
        except VaultError:
            await session.delete(entry)
            unreadable += 1
            continue
        old, new = entry.pseudonym, pseudonyms.of(number).value
        if old == new and vault.is_current(entry.key_id):
            continue
        sealed = vault.seal(number, new)
        await session.execute(
            update(VaultEntry)
            .where(VaultEntry.pseudonym == old)
            .values(pseudonym=new, nonce=sealed.nonce, ciphertext=sealed.ciphertext, key_id=sealed.key_id),
            execution_options={"synchronize_session": False},
        )
        for table in (Conversation, SmsInbound, SmsOutbound, Nudge, Invitable):
            await session.execute(
                update(table).where(table.pseudonym == old).values(pseudonym=new),
                execution_options={"synchronize_session": False},
            )
        moved += 1
    return Moved(moved, unreadable)
