"""Typed values from what a customer said: who, which line, where, what device, since when, agreed to what, solved when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from knowledge.redaction import Span, find
from t2r.flows.speech.consents import consents
from t2r.flows.speech.criterion import criterion
from t2r.flows.speech.devices import DEVICE
from t2r.flows.speech.lost import lost_or_found
from t2r.flows.speech.turns import as_read, customers_words
from t2r.flows.speech.whereabouts import HOME, whereabouts

Slots = dict[str, Any]


def slots_of(text: str, home: str = HOME) -> Slots:
    """The slots that `text` fills, by the names of the starter vocabulary; what was not said has no entry.

    `home` is the operator's region (ISO 3166): national numbers are read by its plan, and another country is abroad.
    """
    read = as_read(text)
    said = customers_words(read)
    spans = find(read)
    found: Slots = {}
    if number := _phone_number(read, spans):
        found["phone_number"] = number
        if e164 := _e164(number, home):
            found["phone_number_e164"] = e164
    found["customer_name"] = _customer_name(read, spans)
    there = whereabouts(said, home)
    found["place"], found["abroad"] = there.place, there.abroad
    found["device"] = _device(said)
    found["since"] = _since(said)
    found["lost_or_found"] = lost_or_found(said)
    found |= consents(said)
    if found["lost_or_found"] == "lost" and found.get("consent_unblock"):  # whoever wants the line back has the phone
        found["lost_or_found"] = "found"
    if goal := criterion(said):
        found["solved_when"] = solved_when(goal.words, said)
    return {name: value for name, value in found.items() if value is not None}


# Which line: "my number is …", not the one to call back on.
_OWN = re.compile(r"\b(?:number|no|num|phone|mobile|line|msisdn|cell|account|sim)\b\W*(?:\w+\W+){0,2}$", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:call(?:ing|ed)?(?: me)?(?: back)?|reach(?: me)?|ring(?: me)?|alternat\w*|other|second|callback"
    r"|contact|friend'?s|wife'?s|husband'?s|son'?s|daughter'?s"
    r"|mother'?s|father'?s|brother'?s|sister'?s|from)\b\W*(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)


def _phone_number(text: str, spans: list[Span]) -> str | None:
    """The number that the trouble is about, as said."""
    best: tuple[int, str] | None = None
    for span in spans:
        if span.kind != "PHONE":
            continue
        before = text[max(0, span.start - 40) : span.start]
        rank = 0 if _OTHER.search(before) else 2 if _OWN.search(before) else 1
        if rank and (best is None or rank > best[0]):
            best = (rank, text[span.start : span.end].strip())
    return best[1] if best else None


def digits_of_line(number: str, home: str = HOME) -> str | None:
    """The digits of a number with its country code; None where that cannot be told.

    A number as long as that which no numbering plan knows is taken as it is: a network of its own may know it.
    """
    if known := _e164(number, home):
        return known.removeprefix("+")
    digits = re.sub(r"\D", "", number)
    return digits if LONGER_THAN_NATIONAL <= len(digits) <= MOST_DIGITS else None


LONGER_THAN_NATIONAL, MOST_DIGITS = 12, 15  # E.164
_WITHOUT_TRUNK_PREFIX = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _e164(number: str, home: str) -> str | None:
    """The number in E.164, where the numbering plan knows it; a bare landline number may as well be another country's."""
    try:
        parsed = phonenumbers.parse(number, home)
    except NumberParseException:
        return None
    national = not number.startswith(("+", "0"))
    if not phonenumbers.is_valid_number(parsed) or (
        national and phonenumbers.number_type(parsed) not in _WITHOUT_TRUNK_PREFIX
    ):
        return None
    return str(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))


_OWN_NAME = re.compile(
    r"\b(?:customer|cust|caller|subscriber|client|user|account holder)(?:'s)?(?: name)?[ .]*(?:is|:|-|=)?\W*$"
    r"|\bname(?:'s)?(?: is)?\W*$|\b(?:this is|i am|i'm|im|myself)\W*$"
    r"|\b(?:na+m|name) (?:hai\W*)?$|\b(?:mai+n?|me(?:i?n)?|hum)\W*$",
    re.IGNORECASE,
)
_OWN_NAME_AFTER = re.compile(
    r"^\W*(?:speaking|here|this side|(?:\w+ se )?(?:bol|baat)(?: kar)? ?rah|na+m hai)", re.IGNORECASE
)
_AGENTS_OWN = re.compile(r"\bagent\s*:[^:]*$", re.IGNORECASE)


def _customer_name(text: str, spans: list[Span]) -> str | None:
    """The name that the customer gave as their own, or that a note gives as the customer's."""
    for span in spans:
        if span.kind != "NAME":
            continue
        before, after = text[max(0, span.start - 120) : span.start], text[span.end : span.end + 40]
        if _AGENTS_OWN.search(before):
            continue
        if _OWN_NAME.search(before) or _OWN_NAME_AFTER.match(after):
            return text[span.start : span.end]
    return None


_ESIM = re.compile(r"\be-?sim\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:old|former|previous|purana|purani|purane|from|other|wife's|husband's|friend's|son's|daughter's"
    r"|neighbour's|neighbor's|instead of)\W*(?:an?|my|the|wala|wali)?\W*$",
    re.IGNORECASE,
)


def _device(text: str) -> str | None:
    """The device in trouble as said, and that it has an eSIM; not the one the customer had before."""
    named = [(match[0], text[max(0, match.start() - 30) : match.start()]) for match in DEVICE.finditer(text)]
    own = [name for name, before in named if not _FORMER.search(before)]
    parts = [max(own, key=len)] if own else []
    if _ESIM.search(text):
        parts.append("eSIM")
    return ", ".join(parts) or None


_COUNT = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|ten|several|few|a few|a couple of|couple of|half an|ek|do"
    r"|teen|char|chaar|paanch|kuch|kai|aadhe)"
)
_SHORT = r"(?:min(?:ute)?s?|minat)"
_UNIT = r"(?:h(?:ou)?rs?|days?|weeks?|months?|years?|ghante|ghanton|ghanta|din|dino|hafte|hafton|mahine|mahino|saal)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_PART_OF_DAY = r"(?:morning|afternoon|evening|night|noon|midnight|lunch(?:time)?|dawn|breakfast)"
_HINDI_TIME = (
    r"(?:kal|parso|aaj|abhi|subah|savere|shaam|sham|dopahar|raat|pichh?le \w+|som|mangal|budh|guru|shukra|shani"
    r"|ravi)(?:war|vaar)?"
)
_SINCE = re.compile(
    rf"\b(?:since (?:about |around )?(?:(?:early |late )?(?:this|last|yesterday|the)? ?(?:{_PART_OF_DAY}|{_DAY}"
    rf"|week|month|year)|yesterday(?: {_PART_OF_DAY})?|today|monday"
    rf"|\d{{1,2}}(?::\d\d)? ?(?:am|pm|o'clock)?|(?:the|my|i|we|you|they|he|she|our)(?: "
    rf"[\w']+){{1,7}}?(?=[,.;!?\n]|$| (?:my|and|but|nothing|i|no|we)\b)|(?:the|my) [\w']+|[a-z]{{5,}}(?: "
    rf"\d{{1,2}})?)"
    rf"|(?:for|over|in) (?:the |about |around |almost |nearly |more than |over )?(?:(?:past|last) )?{_COUNT} "
    rf"(?:past )?{_UNIT}(?: now)?"
    rf"|for (?:the )?(?:past|last) (?:few )?{_UNIT}"
    rf"|{_COUNT} (?:{_UNIT}|{_SHORT}) (?:ago|back|now)"
    rf"|(?:{_HINDI_TIME} )+(?:hi )?se\b|(?:pichh?le )?{_COUNT} (?:{_UNIT}|{_SHORT}) (?:se|ho gay[aei]"
    rf"|hogay[aei]|pehle|hue)\b"
    rf"|(?:since|from) {_HINDI_TIME}"
    rf"|from (?:yesterday|this {_PART_OF_DAY}|last {_PART_OF_DAY}|{_DAY})(?: {_PART_OF_DAY})?"
    rf"|(?:the whole|all) (?:day|week|{_PART_OF_DAY})(?: long)?"
    rf"|last (?:{_PART_OF_DAY}|week|month|{_DAY})|yesterday(?: {_PART_OF_DAY})?|this {_PART_OF_DAY})",
    re.IGNORECASE,
)
_MERELY_WHEN = re.compile(r"^(?:last|yesterday|this)", re.IGNORECASE)


def _since(text: str) -> str | None:
    """Since when it happens, as said; a mere "yesterday" counts where nothing says more."""
    mere = None
    for match in _SINCE.finditer(text):
        if not _MERELY_WHEN.match(match[0]):
            return match[0].strip()
        mere = mere or match[0].strip()
    return mere


_HOME_LINE = (
    r"\b(?:broadband|fib(?:re|er)|wired|lan|ethernet|router|home (?:internet|line|connection)|house (?:internet"
    r"|line|connection)|desktop|computer|pc|ghar ka)\b"
)
_SOLVED: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in (
        ("fast_broadband", rf"(?=.*(?:{_HOME_LINE}))(?=.*(?:\bspeed|\bfast|\bquick|[mg]bps|\bmegs?\b|\bmbit))"),
        ("fast_data", r"\bspeed|\bfast\b|\bquick|[mg]bps|\bmegs?\b|\bspeedy|\btez\b"),
        ("mms", r"\bmms\b|picture|photo|image|multimedia|tasveer|foto|\bpics?\b|video (?:message|clip)"),
        ("sms", r"\bsms\b|\botp\b|\bcodes?\b|passcode|verification|text messages?|\btexts?\b|\bmessages?\b"),
        ("wifi", r"\bwi-?fi\b|\bwireless\b|\bwlan\b"),
        ("broadband", rf"{_HOME_LINE}|\bont\b|\blos\b|\bred light"),
        ("calls", r"\bcalls?\b|\bcalling\b|\bvoice\b|\btalk|\bhear\b|\bring\b|\bvolte\b|\bbaat\b|\bawaa?z\b"),
        ("service", r"\bsignal|\bbars?\b|\bservice\b|\bnetwork\b|\breception\b|\btower\b|\bcoverage\b|\bdande\b|\bregist"),
        ("data",
            r"\binternet\b|\bonline\b|\bdata\b|\bweb\b|\bbrows\w+|\bsurf|\bapps?\b|whats ?app|\bnet\b|\bpages?\b"
            r"|\bsites?\b"),
    )
}  # fmt: skip


_WITHOUT = re.compile(
    r"\b(?:without|instead of|off|bina) (?:the )?(?:wi-?fi|wireless)(?: ke)?\b|\b(?:wi-?fi|wireless) ke bina\b",
    re.IGNORECASE,
)
_MOBILE_LINE = re.compile(r"\b(?:mobile|cellular|cell|sim|phone|handset|[345]g|lte|fone)\b", re.IGNORECASE)


def solved_when(words: str, said: str = "") -> str | None:
    """Which kind of success a criterion speaks of, a value of the slot `solved_when`; None where it is none of them.

    `said` is all that was said: a speed is that of the home line where nothing else is spoken of.
    """
    words = _WITHOUT.sub(" ", words)
    found = next((name for name, pattern in _SOLVED.items() if pattern.search(words)), None)
    if found == "fast_data" and re.search(_HOME_LINE, said, re.IGNORECASE) and not _MOBILE_LINE.search(words):
        return "fast_broadband"
    return found
