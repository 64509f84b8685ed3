"""Checks the text-message configuration before the first learner does: what is missing, what cannot go together.

Receives the settings, gives findings; asks no network. A finding is an error (texting will not work or will not be
lawful) or advice. Never prints a secret.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.channels.sms.inbound import INBOUND_PATH, STATUS_PATH
from bot.channels.sms.segments import measure
from bot.channels.sms.transliteration import economical
from bot.channels.sms.wording import say
from bot.settings import Settings

_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
_TOKEN = re.compile(r"[0-9a-f]{32}")
_SENDER = re.compile(r"\+[1-9]\d{6,14}|MG[0-9a-f]{32}")
_LOCAL = ("localhost", "127.0.0.1", "0.0.0.0", "::1")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth knowing, and what to do about it."""

    level: Literal["error", "advice"]
    setting: str
    problem: str
    remedy: str


def examine(settings: Settings) -> list[Finding]:
    """Everything found, errors first."""
    if not (settings.twilio_account_sid or settings.twilio_auth_token.get_secret_value()):
        return [
            Finding("advice", "SENDERO_TWILIO_ACCOUNT_SID", "no Twilio account is configured",
                    "only the phone at /simulator can text; docs/operators/sms.md says how to go live")
        ]  # fmt: skip
    found = [
        *_account(settings), *_address(settings), *_keywords(settings), *_pace(settings), *_retention(settings),
        *_posters(settings),
    ]  # fmt: skip
    return sorted(found, key=lambda finding: finding.level, reverse=True)


def webhooks(settings: Settings) -> dict[str, str]:
    """The addresses to enter at Twilio; the fragment makes Twilio try again where we did not take a message."""
    base = settings.public_url.rstrip("/")
    return {
        "A message comes in": f"{base}{INBOUND_PATH}#rc=2&rp=all",
        "Status callback": f"{base}{STATUS_PATH}#rc=2&rp=all",
    }


def _account(settings: Settings) -> list[Finding]:
    found = []
    if not _ACCOUNT.fullmatch(settings.twilio_account_sid):
        found.append(
            Finding(
                "error",
                "SENDERO_TWILIO_ACCOUNT_SID",
                "this is not an account SID",
                "it begins with AC, then 32 hex digits",
            )
        )
    if not _TOKEN.fullmatch(settings.twilio_auth_token.get_secret_value()):
        found.append(
            Finding("error", "SENDERO_TWILIO_AUTH_TOKEN", "missing or not an auth token: every webhook is refused with 403",
                    "copy it from the Twilio console (32 hex digits; an API key secret does not sign webhooks)")
        )  # fmt: skip
    if not _SENDER.fullmatch(settings.twilio_from):
        found.append(
            Finding("error", "SENDERO_TWILIO_FROM", "neither a number like +15205550100 nor a messaging service (MG…)",
                    "enter the number learners text, or the messaging service it belongs to")
        )  # fmt: skip
    return found


def _address(settings: Settings) -> list[Finding]:
    url = urlsplit(settings.public_url)
    if not settings.public_url:
        return [
            Finding("error", "SENDERO_PUBLIC_URL", "not set: signatures are checked against it, none will hold",
                    "the https address Twilio reaches this server at, as entered in the console")
        ]  # fmt: skip
    found = []
    if url.scheme != "https" or not url.hostname or url.hostname in _LOCAL:
        found.append(
            Finding("error", "SENDERO_PUBLIC_URL", "Twilio cannot reach it, or would send learners' words unencrypted",
                    "an https address of a public host")
        )  # fmt: skip
    if url.query or url.fragment:
        found.append(
            Finding(
                "error",
                "SENDERO_PUBLIC_URL",
                "it ends in a query or fragment",
                "give scheme, host and path prefix only",
            )
        )
    if url.hostname and "_" in url.hostname:
        found.append(
            Finding("error", "SENDERO_PUBLIC_URL", "Twilio refuses status callbacks to hosts with an underscore (21609)",
                    "use a host name without underscores")
        )  # fmt: skip
    return found


def _keywords(settings: Settings) -> list[Finding]:
    found = [
        Finding("advice", "SENDERO_TWILIO_ANSWERS_KEYWORDS", *(
            ("Twilio answers STOP, START and HELP, in English unless Advanced Opt-Out says otherwise; its HELP names no "
             "crisis line", "add Spanish words and 988/911 to the messaging service's Advanced Opt-Out (docs/operators/sms.md)")
            if settings.twilio_answers_keywords else
            ("Sendero alone answers STOP, START and HELP", "make sure Twilio Support has turned off its own keyword "
             "handling, or learners get two answers")
        ))
    ]  # fmt: skip
    words = economical(say("help", "es", program=settings.program_name, contact=settings.contact))
    if measure(words).segments > 2:
        found.append(
            Finding("advice", "SENDERO_CONTACT", "the HELP answer takes more than two segments", "shorten the contact")
        )
    return found


def _retention(settings: Settings) -> list[Finding]:
    if settings.twilio_redact_numbers and settings.twilio_answers_keywords:
        return [
            Finding("error", "SENDERO_TWILIO_REDACT_NUMBERS", "number redaction and Twilio's keyword handling exclude each "
                    "other (errors 23001, 23004): Twilio must remember who stopped",
                    "turn redaction off, or have Twilio turn its keywords off and set SENDERO_TWILIO_ANSWERS_KEYWORDS=false")
        ]  # fmt: skip
    if not settings.twilio_discard_content:
        return [
            Finding("advice", "SENDERO_TWILIO_DISCARD_CONTENT", "Twilio keeps learners' words and our answers for 400 days",
                    "ask Twilio to enable message redaction, then set this to true")
        ]  # fmt: skip
    return []


def _posters(settings: Settings) -> list[Finding]:
    found = []
    number = settings.sms_number or settings.twilio_from
    if settings.sms_number and not re.fullmatch(r"\+[1-9]\d{6,14}", settings.sms_number):
        found.append(
            Finding("error", "SENDERO_SMS_NUMBER", "not a number like +15205550100", "enter the number learners text")
        )
    elif number.startswith("MG"):
        found.append(
            Finding("advice", "SENDERO_SMS_NUMBER", "posters show no number to text", "enter one number of the service")
        )
    if settings.sms_pictures and not settings.public_url.startswith("https://"):
        found.append(
            Finding("error", "SENDERO_SMS_PICTURES", "Twilio cannot fetch pictures from here", "set SENDERO_PUBLIC_URL")
        )
    return found


def _pace(settings: Settings) -> list[Finding]:
    if settings.sms_segments_per_second <= 0:
        return [
            Finding(
                "error", "SENDERO_SMS_SEGMENTS_PER_SECOND", "nothing would ever be sent", "1 for an ordinary number"
            )
        ]
    if settings.sms_segments_per_second > 100:
        return [
            Finding("advice", "SENDERO_SMS_SEGMENTS_PER_SECOND", "faster than any ordinary number may send",
                    "1 for a long code, 3 for toll-free, up to 75 with a vetted 10DLC campaign, 100 for a short code")
        ]  # fmt: skip
    return []
