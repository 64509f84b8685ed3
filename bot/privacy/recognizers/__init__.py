"""The recognizers, one kind of personal data a module."""

from __future__ import annotations

from bot.privacy.recognizers.address import AddressRecognizer
from bot.privacy.recognizers.base import Recognizer
from bot.privacy.recognizers.birth import BirthDateRecognizer
from bot.privacy.recognizers.capitalized import CapitalizedNameRecognizer
from bot.privacy.recognizers.card import CardRecognizer
from bot.privacy.recognizers.email import EmailRecognizer
from bot.privacy.recognizers.full_name import FullNameRecognizer
from bot.privacy.recognizers.handle import HandleRecognizer
from bot.privacy.recognizers.id_number import IdNumberRecognizer
from bot.privacy.recognizers.introduction import IntroductionRecognizer
from bot.privacy.recognizers.ip import IpRecognizer
from bot.privacy.recognizers.name import NameRecognizer
from bot.privacy.recognizers.phone import PhoneRecognizer
from bot.privacy.recognizers.ssn import SsnRecognizer
from bot.privacy.recognizers.student_id import StudentIdRecognizer
from bot.privacy.recognizers.third_party import ThirdPartyRecognizer
from bot.privacy.recognizers.title import TitleRecognizer

ALL: tuple[type[Recognizer], ...] = (
    EmailRecognizer,
    HandleRecognizer,
    IpRecognizer,
    CardRecognizer,
    SsnRecognizer,
    PhoneRecognizer,
    StudentIdRecognizer,
    IdNumberRecognizer,
    BirthDateRecognizer,
    AddressRecognizer,
    IntroductionRecognizer,
    ThirdPartyRecognizer,
    TitleRecognizer,
    CapitalizedNameRecognizer,
    FullNameRecognizer,
    NameRecognizer,
)


def all_recognizers() -> list[Recognizer]:
    return [recognizer() for recognizer in ALL]
