"""Structured logs on stderr: one JSON object a line, a request id, never a learner's words or number."""

from __future__ import annotations

import logging
import sys

import structlog


def configure(level: str) -> None:
    """Sets up structlog and quiets libraries whose messages may quote what they handle."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_TypeOnly()),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s")
    for noisy in ("httpx", "httpcore", "presidio-analyzer", "presidio-anonymizer", "sqlalchemy", "twilio"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


class _TypeOnly:
    """An exception by its type: its text and its frames may hold a learner's words."""

    def __call__(self, exc_info: structlog.typing.ExcInfo) -> str:
        return exc_info[0].__name__
