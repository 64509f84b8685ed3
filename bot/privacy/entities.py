"""The kinds of personal data, as the evaluation names them. Receives and gives nothing else."""

from __future__ import annotations

from typing import Literal, get_args

EntityType = Literal[
    "PERSON", "PHONE", "EMAIL", "ADDRESS", "SSN", "DOB", "STUDENT_ID", "URL_HANDLE", "ID_NUMBER", "CREDIT_CARD", "IP"
]
ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
