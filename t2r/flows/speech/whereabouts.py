"""Where a customer says they are, and whether that is abroad."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from t2r.flows.speech.turns import clauses

HOME = "IN"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place as the customer named it, and whether the customer is abroad; None where that was not said."""

    place: str | None = None
    abroad: bool | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """A known place in a clause: as written, where it stands, and the region it is in (ISO 3166)."""

    text: str
    start: int
    end: int
    region: str


_WORD = re.compile(r"[^\W\d_](?:[\w.]*\w\.?)?")
_LABEL = re.compile(
    r"\b(?:(?:current|present|customer'?s?|my|their|his|her) )?(?:location|place|city|area|town|address)\s*(?::"
    r"|=|-|\bis\b)\s*"
    r"(?:abroad in |at home in |in |at |near )?(?P<place>[^\W\d_][\w' -]{1,40}?)\s*(?=[.,;\n)]|$)",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(?:currently |presently |now |am |is |are |'m |'re )?(?:abroad|overseas|out of (?:the )?country"
    r"|outside (?:the |my |our |of (?:the )?)?(?:country|india)|in (?:a |another )?foreign country|in another country"
    r"|(?:videsh|vides|pardes|bides)h?(?: me(?:i?n)?)?|bahar (?:ke )?(?:desh|mulk)|desh (?:ke|se) bah[ae]r)\b",
    re.IGNORECASE,
)
_AT_HOME = re.compile(
    r"\b(?:at home in|(?:am|is|are|'m|'re|currently|now|here|back) (?:at )?home(?! (?:internet|wi-?fi|network"
    r"|broadband|router))"
    r"|at home(?= (?:in|now|right now|at the moment)\b|[.,;!?\n]|$)|not (?:abroad|travell?ing|roaming|overseas)"
    r"|(?:in|within) (?:my |the )?(?:home|own) country|back (?:in the country|from (?:abroad|overseas))|ghar "
    r"(?:pe|par|p) (?:hu+n?|hoo?n|hai|hain|h)\b"
    r"|(?:videsh|bahar) (?:nahi+n?|nhi))\b",
    re.IGNORECASE,
)
# Before a place: somebody is only going there, was there, or calls there.
_NOT_YET = re.compile(
    r"\b(?:(?:going|go|travel|travell?ing|fly|flying|move|moving|heading|trip|flight|leav(?:e|ing)|bound)(?: "
    r"back| out| over)? (?:to|for)"
    r"|will (?:be|travel|go|fly|reach|arrive|land)|about to|plan(?:ning)? to|before (?:i|we|my|our)"
    r"|(?:back|return(?:ed|ing)?|came) from|was|were|used to|last (?:week|month|year)"
    r"|(?:work|use|usable|call|calls|calling|called|dial\w*|ring\w*|text\w*|number|numbers|sms|friends?"
    r"|relatives?|someone|people|made) (?:in|to|at)|(?:calls?|made|order\w*|bought|parcel) "
    r"from)\b[^.;!?\n]{0,25}$",
    re.IGNORECASE,
)
# After it, or about an unnamed one.
_SOME_OTHER_TIME = re.compile(
    r"\b(?:next (?:week|month|year)|tomorrow|soon|ja+na|ja+ne|ja+ rah[aei]|ja+ung[ai]|ja+oge|jayeng[ei]|parso"
    r"|agle|wapas|vapas|laut\w*|gaya tha|gaye the|gayi thi)\b",
    re.IGNORECASE,
)
_GOING = re.compile(
    r"\b(?:going|go|travel|travell?ing|fly|flying|before|will|does|do|can|is it|how|back from|return(?:ed"
    r"|ing)? from|was|were|when i (?:go|travel|am|'m))\b",
    re.IGNORECASE,
)
_THERE_NOW = re.compile(
    r"\b(?:in|at|into|near|around|inside|(?:calling|speaking|writing) from)\s+(?:the\s+|a\s+|my\s+)?(?:hotel "
    r"in |airport in |city of |capital of |outskirts of |north of |south of )?$",
    re.IGNORECASE,
)
_ARRIVED = re.compile(
    r"\b(?:landed|arriv\w*|reached|visiting|holiday\w*|vacation\w*|travell?ing|touring|staying|stuck|currently"
    r"|now|here|location\W*|crossed|entered|since)\b[^.;!?\n]{0,40}$",
    re.IGNORECASE,
)
_HINDI_THERE = re.compile(
    r"^\s*(?:me(?:i?n)?|main|mai|se bol|se baat|aa?y[aei]|pahu?nch\w*|poh?unch\w*|utr\w*|airport|ghum\w*"
    r"|gay[aei] h\w*)\b",
    re.IGNORECASE,
)
_LOCALITY = re.compile(
    r"\b(?:at|in|near|around|from)\s+(?:the\s+)?(?P<place>(?:[A-Z][\w'-]*|\d{1,3})(?:[ ](?:[A-Z][\w'-]*"
    r"|\d{1,3}\b)){0,3})"
)
_HINDI_LOCALITY = re.compile(
    r"\b(?P<place>[A-Z][a-z'-]+(?: (?:[A-Z][a-z'-]+|\d{1,3})){0,2}) (?:mein|ke paas"
    r"|me (?:network|net|signal|tower|data|internet|koi|bhi|kal|aaj|subah|hu|hai|rehta))\b"
)
# English words that are places only with a capital.
_WORDS_TOO = frozenset(("us", "male", "split", "cork", "rio"))
_NO_LOCALITY = re.compile(
    r"^(?:\d+$|(?:I|My|The|This|That|It|A|An|All|No|Not|Settings?|WhatsApp|Google|Facebook|Instagram|YouTube"
    r"|Netflix|Amazon|Android|Apple"
    r"|Samsung|iPhone|Galaxy|Pixel|Redmi|Xiaomi|SIM|eSIM|OTP|SMS|MMS|APN|VPN|LTE|VoLTE|Wi-?Fi|WiFi|WLAN|ONT|LOS"
    r"|PIN|PUK|IMEI|LAN|WAN|TV|PC|UPI|KYC|DND|ISD|GB|MB|[2-6]G|Mbps"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Christmas|Diwali|Holi|Eid|English|Hindi|Messages|Messenger"
    r"|Zoom|Teams|Windows|Mac|Chrome|Safari"
    r"|Sir|Madam|Customer|Agent|Phone|Mobile|Number|Name|Airtel|Jio|Vi|BSNL|Vodafone|AT|Please|Pls)\b)"
)


def whereabouts(text: str, home: str = HOME) -> Whereabouts:
    """Where the speaker is, as far as `text` says; `home` is the operator's region (ISO 3166)."""
    place = label = None
    abroad: bool | None = None
    if match := _LABEL.search(text):
        label = place = match["place"].strip()
        abroad = _is_abroad_label(match[0], home)
    for clause in clauses(text):
        for found in _places(clause):
            if label is None and _is_there(clause, found):
                place = place or found.text
                if abroad is None:
                    abroad = found.region != home
        if abroad is None:
            abroad = _said(clause)
    return Whereabouts(place or _locality(text), abroad)


def _is_abroad_label(said: str, home: str) -> bool | None:
    if re.search(r"\babroad\b", said, re.IGNORECASE):
        return True
    if re.search(r"\bat home\b", said, re.IGNORECASE):
        return False
    return next((found.region != home for found in _places(said)), None)


def _said(clause: str) -> bool | None:
    if _AT_HOME.search(clause):
        return False
    away = _AWAY.search(clause)
    if not away or _GOING.search(clause[: away.start()]) or _SOME_OTHER_TIME.search(clause):
        return None
    return True


def _is_there(clause: str, found: _Place) -> bool:
    """Whether a clause puts somebody at a place now."""
    before, after = clause[: found.start], clause[found.end :]
    if _NOT_YET.search(before) or _SOME_OTHER_TIME.search(clause):
        return False
    return bool(_HINDI_THERE.match(after) or _ARRIVED.search(before) or _THERE_NOW.search(before))


def _places(clause: str) -> Iterator[_Place]:
    known, end = _known_places(), 0
    for word in _WORD.finditer(clause):
        if word.start() < end:
            continue
        for name, region in known.get(word[0].lower().rstrip("."), ()):
            end = word.start() + len(name)
            written = clause[word.start() : end]
            if (
                written.lower() == name
                and not clause[end : end + 1].isalnum()
                and not (name in _WORDS_TOO and written.islower())
            ):
                yield _Place(written, word.start(), end, region)
                break
        else:
            end = word.end()


@cache
def _known_places() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The first word of each place → the places that begin so, lower case, the longest first, with their region."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (files("t2r.flows.speech") / "places.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        region, *names = line.split("\t")
        for name in (name.lower() for part in names for name in part.split(", ") if name):
            found.setdefault(name.split(" ")[0].rstrip("."), []).append((name, region))
    return {first: tuple(sorted(names, key=lambda name: -len(name[0]))) for first, names in found.items()}


def _locality(text: str) -> str | None:
    """A place that no list knows: written with capitals, after "in" or "near"."""
    for pattern in (_LOCALITY, _HINDI_LOCALITY):
        for match in pattern.finditer(text):
            if not _NO_LOCALITY.match(match["place"]) and not any(_places(match["place"])):
                return match["place"]
    return None


def foreign_places_hidden(text: str, home: str = HOME) -> str:
    """The text with every known place abroad put as "a foreign country", which is what matters of it."""
    parts, end = [], 0
    for found in _places(text):
        if found.region != home:
            parts += [text[end : found.start], "a foreign country"]
            end = found.end
    return "".join([*parts, text[end:]])
