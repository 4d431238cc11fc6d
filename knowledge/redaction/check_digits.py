"""Which identifier a row of digits is, by its length, prefix, grouping and check digit (python-stdnum)."""

from __future__ import annotations

import re
from functools import cache

from stdnum import imsi, luhn
from stdnum.in_ import aadhaar

SHAPES: dict[str, set[tuple[int, ...]]] = {
    "AADHAAR": {(12,), (4, 4, 4)},
    "CARD": {(13,), (14,), (15,), (16,), (19,), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3)},
    "ICCID": {(18,), (19,), (20,)},
    "IMEI": {(15,), (2, 6, 6, 1), (6, 2, 6, 1), (8, 6, 1), (14, 1), (3, 3, 3, 3, 3)},
    "IMSI": {(15,), (3, 2, 10), (3, 3, 9), (5, 10), (6, 9)},
}
# The issuers' prefixes and lengths: Visa, Mastercard, Maestro and RuPay (5…, 6…, 81, 82), Amex, JCB, Diners.
_CARD = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|[56]\d{15}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|8[12]\d{14}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}"
)


def kind_of(digits: str, shape: tuple[int, ...], cue: str | None) -> str | None:
    """The identifier that `digits` are, or None. `shape` has the length of each group they are written in; `cue` is the
    kind that the words before them name, if any, and decides what check digits leave open.

    Sources: ISO/IEC 7812-1 (cards, Luhn), ITU-T E.118 (ICCID), 3GPP TS 23.003 (IMSI, IMEI, IMEISV), UIDAI (Aadhaar).
    """
    length = len(digits)
    if len(set(digits)) == 1:
        return None
    if cue == "IMEI" and 14 <= length <= 16:
        return "IMEI"
    if cue == "ICCID" and 18 <= length <= 22 and digits.startswith("89"):
        return "ICCID"
    if cue == "AADHAAR" and length in (12, 16):
        return "AADHAAR"
    if length == 15 and digits.startswith(("00", "99970", "99999")):
        return None  # test networks (MCC 001, 999) and test equipment (reporting body 00): nobody's
    if cue == "IMSI" and length in (14, 15) and _is_country(digits[:3]):
        return "IMSI"
    if cue == "CARD" and (length in (15, 16) or (_CARD.fullmatch(digits) and luhn.is_valid(digits))):
        return "CARD"
    if shape in SHAPES["ICCID"] and digits.startswith("89") and (length > 18 or luhn.is_valid(digits)):
        return "ICCID"
    if shape in SHAPES["CARD"] and _CARD.fullmatch(digits) and luhn.is_valid(digits):
        return "IMEI" if shape == (15,) and digits.startswith("35") else "CARD"
    if length == 15 and cue != "IMSI" and shape in SHAPES["IMEI"] and luhn.is_valid(digits):
        return "IMEI"
    if length == 15 and shape in SHAPES["IMSI"] and digits.startswith(("404", "405")):
        return "IMSI"
    if shape in SHAPES["AADHAAR"] and aadhaar.is_valid(digits):
        return "AADHAAR"
    return None


@cache
def _is_country(code: str) -> bool:
    """Whether a country has the mobile country `code` (ITU-T E.212)."""
    return imsi.is_valid(f"{code}010000000000")
