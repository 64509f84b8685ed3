"""The tables of the conversation store. No column holds a name, a clear phone number or unscrubbed text.

Every table that can belong to a partner carries `organization_id` and `site_id`. Times are UTC, whole seconds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DEFAULT_ORGANIZATION = "default"
DEFAULT_SITE = "default"


def now() -> datetime:
    """This second, UTC, without a zone (SQLite keeps none)."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, datetime: DateTime}


class Partnered:
    """Columns of everything that can belong to a partner."""

    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organizations.id"), default=DEFAULT_ORGANIZATION, index=True
    )
    site_id: Mapped[str] = mapped_column(ForeignKey("sites.id"), default=DEFAULT_SITE)


class Organization(Base):
    """A partner that runs the assistant: a nonprofit, a workforce board, a college."""

    __tablename__ = "organizations"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class Site(Base):
    """One page or number of an organization; gives a conversation its region and language to begin with."""

    __tablename__ = "sites"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"), default=DEFAULT_ORGANIZATION)
    name: Mapped[str] = mapped_column(String(200))
    region: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2), default="en")
    allowed_origins: Mapped[list[Any]] = mapped_column(default=list)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Conversation(Base, Partnered):
    """One live session. All of it goes when the session ends; nothing in it says who the learner is."""

    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(8))
    pseudonym: Mapped[str | None] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    language_chosen: Mapped[bool] = mapped_column(Boolean, default=False)
    under_13: Mapped[bool] = mapped_column(Boolean, default=False)
    # Coded slots of the dialogue (role, region, the list last shown, …): ids and numbers, never words.
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # What was offered last: [{"label", "value", "payload"}]; a choice is taken only from here.
    offered: Mapped[list[Any]] = mapped_column(default=list)
    # The kind of hotline card last given: it stays on offer while the session lives.
    hotline: Mapped[str | None] = mapped_column(String(20))
    # How many abusive messages were met with a boundary; the answers get shorter.
    boundaries: Mapped[int] = mapped_column(Integer, default=0)
    # The last question nobody could answer, scrubbed: {"text", "topic"}; gone with the next turn unless it is passed on.
    open_question: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # Keys of the questions passed on from this session, so that forgetting it takes them back.
    passed_on: Mapped[list[Any]] = mapped_column(default=list)
    # Which insight cells this session has fed (short hashes); bounds its weight, dies with it.
    fed_cells: Mapped[list[Any]] = mapped_column(default=list)
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    survey: Mapped[str | None] = mapped_column(String(40))  # the one a campaign word leads to
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_active_at: Mapped[datetime] = mapped_column(default=now, index=True)


class TranscriptEntry(Base):
    """What a reloading widget shows again: scrubbed text and answers, while the session lives."""

    __tablename__ = "transcript_entries"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_message_id: Mapped[str | None] = mapped_column(String(36))
    learner_text: Mapped[str | None] = mapped_column(Text)
    turn: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    __table_args__ = (UniqueConstraint("conversation_id", "client_message_id"),)


class SmsInbound(Base):
    """A text that arrived and must be answered: committed before it is acknowledged."""

    __tablename__ = "sms_inbound"
    message_sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(64), index=True)
    to_number: Mapped[str] = mapped_column(String(40), default="")
    # None where scrubbing failed or nothing may be kept; emptied as soon as the turn is done.
    scrubbed_text: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16), default="message")
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    received_at: Mapped[datetime] = mapped_column(default=now)
    order: Mapped[int] = mapped_column(BigInteger, default=0)  # microseconds
    __table_args__ = (Index("ix_sms_inbound_state_order", "state", "order"),)


class SmsOutbound(Base):
    """A reply on its way to a phone; its body is emptied when it has been handed over."""

    __tablename__ = "sms_outbound"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(64), index=True)
    from_number: Mapped[str] = mapped_column(String(40), default="")
    in_reply_to: Mapped[str | None] = mapped_column(String(64))
    part: Mapped[int] = mapped_column(Integer, default=0)
    body: Mapped[str | None] = mapped_column(Text)
    segments: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[str] = mapped_column(String(16), default="queued")
    error_code: Mapped[str | None] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    not_before: Mapped[datetime] = mapped_column(default=now)
    # Of a text nobody is waiting for: where its phone may be, so that it arrives in that place's hours. Never a number.
    reach: Mapped[str | None] = mapped_column(String(300))
    map_url: Mapped[str | None] = mapped_column(String(300))
    twilio_sid: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    __table_args__ = (
        Index("ix_sms_outbound_state_not_before", "state", "not_before"),
        UniqueConstraint("in_reply_to", "part"),
    )


class SmsStatus(Base):
    """A delivery status Twilio reported, once each."""

    __tablename__ = "sms_statuses"
    twilio_sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(24), primary_key=True)
    error_code: Mapped[str | None] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(default=now)


class VaultEntry(Base):
    """A deliverable number, encrypted; found by the pseudonym, readable only with the vault key."""

    __tablename__ = "vault_entries"
    pseudonym: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(String(16))
    last_used_at: Mapped[datetime] = mapped_column(default=now, index=True)


class OptOut(Base):
    """A number that said stop: its keyed hash and nothing else. Never expires."""

    __tablename__ = "opt_outs"
    pseudonym: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(16), default="learner")
    since: Mapped[datetime] = mapped_column(default=now)


class Nudge(Base, Partnered):
    """A reminder a learner asked for or an invitation they agreed to: codes and a time, none of their words."""

    __tablename__ = "sms_nudges"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    # asked (when? was asked back), waiting, sent, cancelled, dropped.
    state: Mapped[str] = mapped_column(String(16))
    occasion: Mapped[str | None] = mapped_column(String(24))
    # Coded slots of the conversation it belongs to, so that the plan can go on where it was.
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str] = mapped_column(String(2))
    from_number: Mapped[str] = mapped_column(String(40), default="")
    due_at: Mapped[datetime] = mapped_column()
    reach: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(default=now)
    __table_args__ = (Index("ix_sms_nudges_state_due_at", "state", "due_at"),)


class Invitable(Base, Partnered):
    """A number that agreed to be invited to surveys; gone with a STOP or a FORGET ME."""

    __tablename__ = "sms_invitables"
    pseudonym: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    from_number: Mapped[str] = mapped_column(String(40), default="")
    reach: Mapped[str] = mapped_column(String(300))
    since: Mapped[datetime] = mapped_column(default=now)


class Campaign(Base, Partnered):
    """A word on a poster: whoever texts it starts with this site, region, language and survey."""

    __tablename__ = "sms_campaigns"
    word: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    region: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(2))
    survey: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(default=now)


class InsightRow(Base, Partnered):
    """What one turn leaves behind: codes and a week. The key is random, so that no order links two rows."""

    __tablename__ = "insight_rows"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    week: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(16), default="turn")
    topic: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(8))
    region: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[str | None] = mapped_column(String(16))
    credential: Mapped[str | None] = mapped_column(String(64))
    program: Mapped[str | None] = mapped_column(String(96))
    need: Mapped[str | None] = mapped_column(String(32))
    __table_args__ = (
        Index("ix_insight_rows_organization_week", "organization_id", "week"),
        {"sqlite_with_rowid": False},
    )


class MistakeReport(Base, Partnered):
    """ "This is wrong", about one answer: what we had said and why it is doubted. The key is random and the time a day,
    so that nothing leads back to a conversation; `note` is scrubbed.
    """

    __tablename__ = "mistake_reports"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reported_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(24))
    language: Mapped[str] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(8))
    topic: Mapped[str] = mapped_column(String(40))
    # Ids of the knowledge base the answer spoke of: {"role": "15-1232"}.
    entities: Mapped[dict[str, Any]] = mapped_column(default=dict)
    card_kind: Mapped[str | None] = mapped_column(String(24))
    card_title: Mapped[str | None] = mapped_column(String(300))
    answer: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default="new")
    handled_by: Mapped[str | None] = mapped_column(String(120))
    handled_at: Mapped[datetime | None] = mapped_column(DateTime)
    resolution: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (Index("ix_mistake_reports_organization_state", "organization_id", "state", "reported_on"),)


class PassedQuestion(Base, Partnered):
    """A question a learner asked to pass on, without a name: scrubbed, shown to staff, never counted.

    The key is the hash of the code the learner was given to take it back; nothing leads to a conversation.
    """

    __tablename__ = "passed_questions"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    week: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(2))
    region: Mapped[str | None] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    consent_version: Mapped[str] = mapped_column(String(16))
    received_on: Mapped[date] = mapped_column(Date)
    __table_args__ = (Index("ix_passed_questions_organization_week", "organization_id", "week"),)


class PrivacySpend(Base):
    """One line of the log of what public releases have cost: epsilon spent on a quarter's sessions, and what was shown."""

    __tablename__ = "privacy_spends"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    quarter: Mapped[str] = mapped_column(String(7), index=True)
    epsilon: Mapped[float] = mapped_column(Float)
    what: Mapped[str] = mapped_column(String(200))
    released: Mapped[dict[str, Any]] = mapped_column(default=dict)
    spent_at: Mapped[datetime] = mapped_column(default=now)


class StaffUser(Base):
    """Someone who may read the aggregated pages."""

    __tablename__ = "staff_users"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    organization_id: Mapped[str] = mapped_column(ForeignKey("organizations.id"), default=DEFAULT_ORGANIZATION)
    username: Mapped[str] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default="viewer")
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    failed_sign_ins: Mapped[int] = mapped_column(Integer, default=0)
    throttled_until: Mapped[datetime | None] = mapped_column(DateTime)
    created_at: Mapped[datetime] = mapped_column(default=now)


class StaffSession(Base):
    """A signed-in browser; only the hash of its token is kept."""

    __tablename__ = "staff_sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
