"""Which line a call is about: the number it comes from, or what was attached to it where that is withheld."""

from __future__ import annotations

import re

from t2r.cti.calls import Call
from t2r.cti.events import CallType
from t2r.flows.slots import digits_of_line
from t2r.flows.speech.whereabouts import HOME

_URI = re.compile(r"^\s*<?(?:sips?|tel):", re.IGNORECASE)


def line_of(call: Call, home: str = HOME) -> str | None:
    """The digits of the customer's number, with its country code; None where nobody has told it."""
    dialled = call.dnis if call.kind is CallType.OUTBOUND else call.ani
    return _line(dialled, home) or _line(call.data.get("line"), home)


def _line(number: str | None, home: str) -> str | None:
    """The number of a telephone, also in a URI; None for a word such as `anonymous`, or an extension."""
    if not number:
        return None
    if uri := _URI.match(number):
        number = re.split(r"[@;>?]", number[uri.end() :])[0]
    return digits_of_line(number, home) if re.fullmatch(r"[+\d ()./-]+", number.strip()) else None
