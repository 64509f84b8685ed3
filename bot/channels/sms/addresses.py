"""Telephone numbers at the edge: what they are called in the store, and how they are kept so that a reply can be sent.

Receives numbers, a session and pseudonyms, within the caller's transaction. A number itself is in no column and no log;
the keys are outside the database (bot.privacy makes hashes and seals, and reads no database).
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.claims import insert_once
from bot.privacy.identity import Pseudonyms
from bot.privacy.vault import Vault, VaultError
from bot.store.models import VaultEntry, now

log = structlog.get_logger()

FRESH = timedelta(hours=1)  # a use is noted once an hour, not with every message


class PhoneIdentities:
    """Two sets of pseudonyms: one for everything, one for the opt-out list alone."""

    def __init__(self, everything: Pseudonyms, opt_outs: Pseudonyms) -> None:
        self.everything, self._opt_outs = everything, opt_outs

    def of(self, e164: str) -> str:
        return self.everything.of(e164).value

    def opt_out_hashes(self, e164: str) -> list[tuple[str, str]]:
        return [(pseudonym.value, pseudonym.key_id) for pseudonym in self._opt_outs.candidates(e164)]


class VaultNumbers:
    """The vault's entries in the store."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def keep(self, session: AsyncSession, pseudonym: str, e164: str) -> None:
        entry = await session.get(VaultEntry, pseudonym)
        if entry is not None:
            if entry.last_used_at < now() - FRESH:
                entry.last_used_at = now()
            return
        sealed = self._vault.seal(e164, pseudonym)
        await insert_once(
            session,
            VaultEntry,
            pseudonym=pseudonym,
            nonce=sealed.nonce,
            ciphertext=sealed.ciphertext,
            key_id=sealed.key_id,
            last_used_at=now(),
        )

    async def number_of(self, session: AsyncSession, pseudonym: str) -> str | None:
        entry = await session.get(VaultEntry, pseudonym)
        if entry is None:
            return None
        try:
            return self._vault.open(entry.nonce, entry.ciphertext, entry.key_id, pseudonym).reveal()
        except VaultError:
            log.error("vault_entry_closed", key_id=entry.key_id)
            return None
