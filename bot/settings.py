"""Everything that can be configured, from `SENDERO_*` variables or a `.env` file; built only in entry points.

In development, missing secrets are made once and kept under `var/secrets` (mode 600). In production a missing or weak
secret refuses to start.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.privacy.identity import InvalidKey
from bot.privacy.keys import KeyRing

SECRETS = ("pseudonym_key", "opt_out_key", "vault_key", "session_key")
PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The service's settings. Each is documented in docs/operators/settings.md (a test compares the two)."""

    model_config = SettingsConfigDict(env_prefix="SENDERO_", env_file=".env", extra="ignore", frozen=True)

    env: Literal["development", "production", "test"] = Field("development", description="Where this runs.")
    host: str = Field("127.0.0.1", description="Address the gateway listens on.")
    port: int = Field(8000, description="Port the gateway listens on.")
    public_url: str = Field("", description="The address the outside world uses; signatures are checked against it.")
    data_dir: Path = Field(PROJECT / "var", description="Databases, models, secrets and logs.")
    database_url: str = Field("", description="Conversations, SMS and insight; SQLite under data_dir when empty.")
    knowledge_url: str = Field("", description="The knowledge base; SQLite under data_dir when empty.")

    engine_port: int = Field(5005, description="Loopback port of the Rasa engine.")
    actions_port: int = Field(5055, description="Loopback port of the action server.")
    engine_timeout: float = Field(8.0, description="Seconds a turn may take before the learner gets the menu.")

    evaluation: bool = Field(False, description="Evaluation endpoints on, rate limit off; refused in production.")
    messages_per_minute: int = Field(20, description="Messages a minute one conversation may send.")
    max_waiting_turns: int = Field(64, description="Turns under way before new ones are shed with 503.")
    web_idle_minutes: int = Field(30, gt=0, le=1440, description="Idle minutes that end a web conversation.")
    sms_idle_hours: int = Field(12, gt=0, le=72, description="Idle hours that end an SMS conversation.")

    program_name: str = Field("Sendero", description="The name learners see.")
    contact: str = Field("the career center that runs this chat", description="Who a learner can ask, in HELP.")

    twilio_account_sid: str = Field("", description="Twilio account; empty: only the simulator's phone.")
    twilio_auth_token: SecretStr = Field(SecretStr(""), description="Signs webhooks and authorises sending.")
    twilio_from: str = Field("", description="The sending number (E.164) or messaging service SID.")
    twilio_api_base: str = Field("", description="Another base address for the Twilio client (tests).")
    twilio_answers_keywords: bool = Field(True, description="Twilio itself answers STOP, START and HELP.")
    twilio_discard_content: bool = Field(
        False, description="Twilio keeps no message bodies (ContentRetention=discard)."
    )
    twilio_redact_numbers: bool = Field(False, description="Twilio keeps no numbers (AddressRetention=obfuscate).")
    sms_segments_per_second: float = Field(1.0, description="Pace of one sending number, segments a second.")
    sms_transliterate: bool = Field(True, description="Write á í ó ú without accents where that saves a segment.")

    sms_pictures: bool = Field(False, description="Send the pathway map as a picture message (MMS) with its words.")
    sms_number: str = Field("", description="The number on posters, where SENDERO_TWILIO_FROM is a messaging service.")

    simulator: bool | None = Field(None, description="The phone at /simulator; on outside production when not set.")

    undelivered_hours: int = Field(24, gt=0, le=24, description="Hours until a text nobody could be sent is emptied.")
    sms_traces_days: int = Field(7, gt=0, le=30, description="Days message ids and states, without words, are kept.")
    vault_idle_days: int = Field(90, gt=0, le=90, description="Idle days until a deliverable number is deleted.")
    reports_days: int = Field(365, gt=0, le=730, description="Days a learner's report of a mistake is kept.")
    questions_days: int = Field(180, gt=0, le=365, description="Days a question passed on by a learner is kept.")

    pseudonym_key: SecretStr = Field(
        SecretStr(""), description="HMAC key for phone pseudonyms (hex, 32 bytes; retired ones after commas)."
    )
    opt_out_key: SecretStr = Field(
        SecretStr(""), description="HMAC key of the opt-out list alone (hex, 32 bytes; retired ones after commas)."
    )
    vault_key: SecretStr = Field(
        SecretStr(""), description="AES-GCM key for deliverable numbers (hex, 32 bytes; retired ones after commas)."
    )
    session_key: SecretStr = Field(SecretStr(""), description="Signs staff cookies (hex, 32 bytes).")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @model_validator(mode="before")
    @classmethod
    def _fill_development_secrets(cls, values: dict[str, object]) -> dict[str, object]:
        env = values.get("env", "development")
        data_dir = Path(str(values.get("data_dir") or PROJECT / "var"))
        for name in SECRETS:
            if not values.get(name) and env != "production":
                values[name] = _kept_secret(data_dir / "secrets" / name)
        return values

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> Settings:
        for name in SECRETS:
            try:
                ring = KeyRing.parse(getattr(self, name).get_secret_value())
            except InvalidKey:
                raise ValueError(
                    f"SENDERO_{name.upper()} must be 32 random bytes in hex (openssl rand -hex 32)"
                ) from None
            if name == "session_key" and ring.retired:
                raise ValueError("SENDERO_SESSION_KEY is one key: whoever is signed in signs in again")
        if self.evaluation and self.env == "production":
            raise ValueError("SENDERO_EVALUATION is refused in production")
        return self

    def keys(self, name: Literal["pseudonym_key", "opt_out_key", "vault_key"]) -> KeyRing:
        """The key in use and the retired ones."""
        secret: SecretStr = getattr(self, name)
        return KeyRing.parse(secret.get_secret_value())

    @property
    def simulator_enabled(self) -> bool:
        """Whether /simulator is served."""
        return self.env != "production" if self.simulator is None else self.simulator

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the conversation store (async driver)."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'sendero.db'}"

    @property
    def knowledge(self) -> str:
        """SQLAlchemy URL of the knowledge base (sync driver)."""
        return self.knowledge_url or f"sqlite:///{self.data_dir / 'knowledge.db'}"


def _kept_secret(path: Path) -> str:
    """The secret in `path`, made on first use."""
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    value = secrets.token_hex(32)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
    return value
