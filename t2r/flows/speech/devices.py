"""Which words name a phone, a tablet or a router."""

from __future__ import annotations

import re

_MODELS = (
    r"i ?phones?(?: ?(?:\d{1,2}|SE|X[RS]?)(?: ?(?:pro max|pro|plus|mini|max))?)?",
    r"ipads?(?: (?:pro|air|mini))?",
    r"apple watch",
    r"(?:samsung )?galaxy(?: [a-z]?\d{1,3}[a-z]?\b| (?:note|fold|flip|tab)[ ]?\d*)?(?: (?:ultra|plus|fe))?",
    r"(?:google )?pixel(?: \d{1,2}[a-z]?)?(?: (?:pro|xl))?",
    r"samsung(?: [a-z]\d{1,3}[a-z]?\b)?",
    r"one ?plus(?: (?:nord|\d{1,2}[a-z]{0,2}))?",
    r"(?:xiaomi )?(?:redmi|poco)(?: note)?(?: [a-z]?\d{1,2}[a-z]?\b)?(?: pro)?",
    r"xiaomi(?: \d{1,2}[a-z]?)?",
    r"realme(?: (?:narzo|gt|[a-z]?\d{1,2}))?",
    r"(?:oppo|vivo)(?: [a-z]\d{1,3}\b| reno ?\d*)?",
    r"moto(?:rola)?(?: (?:edge|g\d*|e\d*))?",
    r"nokia(?: [a-z]?\d{1,4}\b)?",
    r"huawei(?: p\d\d)?|honor \d+|nothing phone|sony xperia|iqoo|infinix|tecno|lava|micromax|jio ?(?:phone"
    r"|bharat)|fairphone",
    r"(?:tp-?link|d-?link|netgear|linksys|tenda|zyxel)(?: router)?",
    r"android(?: (?:phone|handset|mobile|tablet))?",
)
DEVICE = re.compile(rf"\b(?:{'|'.join(_MODELS)})\b", re.IGNORECASE)
