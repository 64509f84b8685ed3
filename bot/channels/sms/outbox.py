"""The outbox: replies written in the transaction of their turn, waiting to be handed to a carrier.

Receives bodies and rows, gives rows. `Sender` (sender.py) takes them from here. A row is `queued` (to be sent), `held`
(a further page, sent when MORE is asked), `sending` (claimed), then what the carrier reports (status.py), or `cancelled`,
`blocked`, `failed`. A body is gone once it can no longer be needed.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.sms.segments import measure
from bot.store.models import SmsInbound, SmsOutbound


def queue(
    session: AsyncSession, row: SmsInbound, bodies: list[str], *, holding_from: int | None = None,
    picture: str | None = None, showing: int = 0,
) -> None:  # fmt: skip
    """Adds replies to `row`, in order; those from `holding_from` on wait for MORE. `showing` carries the picture."""
    for part, body in enumerate(bodies):
        session.add(
            SmsOutbound(
                pseudonym=row.pseudonym,
                from_number=row.to_number,
                in_reply_to=row.message_sid,
                part=part,
                body=body,
                segments=measure(body).segments,
                map_url=picture if part == showing else None,
                state="held" if holding_from is not None and part >= holding_from else "queued",
            )
        )


async def pages_left(session: AsyncSession, pseudonym: str) -> list[SmsOutbound]:
    """The pages this number has not asked for yet, in order."""
    query = select(SmsOutbound).where(SmsOutbound.pseudonym == pseudonym, SmsOutbound.state == "held")
    return list((await session.scalars(query.order_by(SmsOutbound.id))).all())


def turn_page(page: SmsOutbound, row: SmsInbound) -> None:
    """Sends a held page as the reply to `row`."""
    page.state, page.in_reply_to, page.part = "queued", row.message_sid, 0


async def drop(session: AsyncSession, pages: list[SmsOutbound]) -> None:
    """Another question was asked: the pages left of the last answer will not be."""
    await session.execute(
        update(SmsOutbound).where(SmsOutbound.id.in_([page.id for page in pages])).values(state="cancelled", body=None)
    )
