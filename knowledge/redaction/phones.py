"""Which digits are somebody's phone number: any country's in international form, India's in national form, but never a
help line (toll-free, shared-cost and short numbers are public)."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from knowledge.redaction.lexicon import words

HOME = "IN"

# How people group the digits of an Indian number, a trunk or country prefix apart.
_WRITTEN = "10 11 12 5-5 3-3-4 4-3-3 3-4-3 4-6 6-4 3-7 4-2-4 2-4-4 2-8 3-8 4-7 5-6 3-4-4 4-3-4 3-3-2-2 2-3-5 5-3-3"
_NATIONAL = {tuple(map(int, shape.split("-"))) for shape in words(_WRITTEN)}
PHONE_SHAPES = _NATIONAL | {(prefix, *shape) for prefix in (1, 2, 3, 4) for shape in _NATIONAL}

_MOBILE = re.compile(r"(?:0|91|091|0091)?[6-9]\d{9}")
_INDIAN_MOBILE = re.compile(r"\+91[6-9]\d{9}")
_DATE = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d")
_PUBLIC = re.compile(r"(?:0|91|0091)?18(?:00|60)\d{6,8}")
_PUBLIC_TYPES = (
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
)
# "my mobile no. is", "call me on", "mera number": what follows is a phone number even if it has a digit too few.
_ANNOUNCED = re.compile(
    r"(?<![a-z])(?:phone|mobile|mob|cell|tele?phone|tel|landline|whats ?app|contact|call (?:me|us|him|her|back)"
    r"|(?:reach|ring|call ?back|call|contact|message)(?:ed)? (?:\w+ ){0,2}(?:on|at)|alternate|registered|my|mera|mere|hamara"
    r"|msisdn|rmn|ph)"
    r"(?: (?:mobile|phone|contact|landline|whatsapp|alternate|registered|other|dusra))*"
    r"[ .]*(?:(?:no|number|numbers|num)\b)?[ .]*(?:(?:is|was|hai|on|at|par|pe|to|yeh|ye)\b|[ :#=>*`(+|-])*\Z"
)
_CALLED = re.compile(
    r"[ ,]*(?:is|hai|yeh|ye|h)?[ ]*(?:(?:my|mera|mere|pe|par|pr|ko|on|ka|hamara)[ ]+)(?:\w+[ ]+)?"
    r"(?:number|no|phone|mobile|call|contact|whatsapp|sms|message|landline|recharge)\b"
)


def is_national(digits: str, before: str, after: str, *, usual: bool) -> bool:
    """Whether `digits`, dialled in India, reach a person. `usual`: grouped as phone numbers are.

    `before` and `after` are the lower-case words around: they let an unusual grouping or a missing digit pass.
    """
    if _PUBLIC.fullmatch(digits):
        return False
    if _MOBILE.fullmatch(digits):
        return usual or bool(_ANNOUNCED.search(before) or _CALLED.match(after))
    if 7 <= len(digits) <= 13 and _ANNOUNCED.search(before):
        return not _DATE.fullmatch(digits)
    if usual and digits.startswith("91") and len(digits) == 12:
        return reaches_someone(f"+{digits}")
    return usual and digits.startswith("0") and len(digits) > 9 and reaches_someone(digits)


def reaches_someone(number: str, *, strict: bool = True) -> bool:
    """Whether `number`, "+" and country code or a national one, is a subscriber's by libphonenumber's numbering plans.

    Not `strict`: its length is enough, as plans grow faster than the tables.
    """
    if _INDIAN_MOBILE.fullmatch(number):
        return True
    try:
        parsed = phonenumbers.parse(number, HOME)
    except NumberParseException:
        return False
    if phonenumbers.number_type(parsed) in _PUBLIC_TYPES:
        return False
    return phonenumbers.is_valid_number(parsed) or (not strict and phonenumbers.is_possible_number(parsed))
