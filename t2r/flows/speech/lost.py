"""Whether a phone is lost or stolen, or found again, from what a customer said."""

from __future__ import annotations

import re
from typing import Literal

_LOST = re.compile(
    r"\b(?:lost|stolen|stole|snatched|robbed|pick-?pocketed|misplaced|missing|nowhere to be found|can(?:no|')?t find"
    r"|left (?:my|the|his|her|our) (?:phone|mobile|cell|handset|smartphone|iphone)"
    r"|chori|chura(?:ya| liya)?|kho (?:ga?y[ai]|diya)|khoya|gum|gir ga?y[ai]|maar liya|chh?een(?: li?ya)?)\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"(?<!not )(?<!n't )(?<!never )(?<!yet )\b(?:found (?:it|my|the|his|her|our|that)|turned up|(?:was|been|is) found"
    r"|handed in|back in (?:my|his|her) hands|(?:got|have|has) (?:it|(?:my|the|his|her) \w+) back|recovered|unblock(?:ed|ing)?|mil ga?y[ai])\b",
    re.IGNORECASE,
)


def lost_or_found(text: str) -> Literal["lost", "found"] | None:
    """What became of the phone; None where nothing is said of it. A phone that is found, or whose line is wanted back, was lost before."""
    if _FOUND.search(text):
        return "found"
    return "lost" if _LOST.search(text) else None
