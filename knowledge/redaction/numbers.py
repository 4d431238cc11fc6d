"""Identifiers made of digits (Aadhaar, cards, ICCID, IMEI, IMSI, phone numbers) among the other numbers of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from knowledge.redaction.check_digits import SHAPES, kind_of
from knowledge.redaction.lexicon import words
from knowledge.redaction.page import BLOT, SEAM, Page, Span
from knowledge.redaction.phones import PHONE_SHAPES, is_national, reaches_someone

_SEPARATOR = rf"[ .()\t{SEAM}-]"
_RUN = re.compile(rf"[0-9](?:{_SEPARATOR}{{0,3}}[0-9]){{6,}}")
_GROUP = re.compile(r"[0-9]+")
_MASKED = re.compile(r"(?<![\w*•])[x*•0-9](?:[ -]?[x*•0-9]){9,18}(?![\w*•])")
_MASKED_KINDS = {10: "PHONE", 12: "AADHAAR", 15: "IMEI", 16: "CARD"}
_URL = re.compile(r"(?:https?://|www\.)(?!wa\.me/|api\.whatsapp\.com/)[^\s\0<>|)\]]+")

# Dates, times of day and IPv4 addresses are digit runs that identify nobody.
_TECHNICAL = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12][0-9]|3[01])"
    r"|(?:0?[1-9]|[12][0-9]|3[01])([-./])(?:0?[1-9]|1[0-2])\2(?:(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|(?<![0-9]\.)[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\.[0-9]))(?![0-9])"
)

_CUE = re.compile(
    r"(?<![a-z])(?:(?P<IMEI>imei(?:sv)?)|(?P<IMSI>imsi|supi)|(?P<ICCID>iccid|sim (?:card )?(?:serial|number|no))"
    r"|(?P<AADHAAR>a+dh+a+r|uidai|uid|vid)|(?P<CARD>(?<!sim )card|visa|mastercard|rupay|amex)"
    r"|(?P<PHONE>phone|mobile|mob|cell|tele?phone|tel|landline|whats ?app|contact|call(?:ed|ing|er|back)?|reach|ring"
    r"|dial|msisdn|alternate|sms|rmn|ph|fax|isdn|cli))(?![a-z])"
)
# The words right before a number that say it is somebody's paperwork or a measurement, not a way to reach them. The
# first say so alone ("ticket 98…"), the others only with "no.", "id" or a sign ("bill no. 98…"; "one time 98… rang").
_REFERENCE = re.compile(
    r"(?<![a-z])(?:(?:order|ticket|tkt|sr|service request|docket|incident|inc|ref|reference|transaction|txn|utr|rrn"
    r"|invoice|receipt|a/c|acct|customer (?:no|number|id|code)|crn|serial|s/n|eci|ecgi|e?nodeb|enb|gnb|lac|tac|cgi|nci"
    r"|teid|epoch|timestamp|tracking|awb|consignment|bytes|packets|octets|counter|rs|inr|usd|uuid|hash|caf|srn|gst)"
    r"(?:[ .]*(?:no|number|num|id|ref|code|key))?"
    r"|(?:request|case|complaint|bill|account|cell|session|build|version|job|task|time|po|meter|part|model|batch|product)"
    r"(?:[ .]*(?:no|number|num|id|ref|code|key)|(?=[ ]?[:#=-])))"
    r"\b[ .]*(?:(?:is|was|hai)\b|[:#=<>*`'\"₹$ \t\n|-])*\Z"
)
_AMOUNT = re.compile(
    r"(?:[ ]?(?:[kmg]?hz|[kmg]?i?bps|[kmgt]i?b|bytes?|octets|packets|pkts|ms|ns|secs?|seconds|db[mi]?|rs|rupees|mm|km)"
    r"|[%mwvx])(?![a-z0-9])"
)
_LABELS = words("mob mobile ph phone tel no num number contact call imsi imei imeisv iccid aadhaar msisdn")
_INTERNATIONAL = re.compile(r"\+[( ]{0,2}\Z")
_FRACTION = re.compile(r"[0-9]{1,3}\.[0-9]{6,}")
_KEY = re.compile(r"([a-z_.]+)=\Z")
_PERSONAL_KEY = re.compile(r"phone|mob|number|msisdn|call|from|to|contact|cli|tel|sms|party|imsi|imei|iccid|aadha|user")
_GLUE = re.compile(r"[/.]?([A-Za-z0-9]+)([-_/#+]?)\Z")
_TAIL = re.compile(r"(?!x[0-9]{1,5}(?![a-z0-9]))[a-z_]+[0-9]*")
_EXTENSION = re.compile(r" ?(?:x|ext\.?) ?[0-9]{1,5}(?![a-z0-9])")
_AMERICAN = re.compile(r"[2-9][0-9]{2}\) ?[0-9]{3}-[0-9]{4}|[2-9][0-9]{2}([-.])[0-9]{3}\1[0-9]{4}")
_PARTICLES = words("pe par pr ko se ka ki ke hai h is wala wale and aur or pls plz me mein na ji call")

_USUAL = PHONE_SHAPES.union(*SHAPES.values())
FEWEST_DIGITS, MOST_DIGITS = 7, 22
MOST_GROUPS = 8


def numbers(page: Page) -> Iterator[Span]:
    """Every identifier written in digits, also with its groups set apart by spaces, dots or hyphens."""
    lower = page.lower
    if "://" in lower or "www." in lower:
        lower = _URL.sub(lambda match: "/" * len(match[0]), lower)
    for run in _RUN.finditer(lower):
        start = run.start()
        for technical in _TECHNICAL.finditer(lower, run.start(), run.end()):
            yield from _in_run(page, start, technical.start())
            start = technical.end()
        yield from _in_run(page, start, run.end())
    if "xxx" in lower or "***" in lower or "••" in lower:
        yield from _masked(page)


def _is_list(text: str) -> bool:
    """Whether these are round numbers one after the other, such as frequencies: "700 850 1800"."""
    groups = text.split(" ")
    return len(groups) > 2 and all(group.endswith("0") and group.isdigit() and len(group) > 1 for group in groups)


def _in_run(page: Page, start: int, end: int) -> Iterator[Span]:
    groups = _own(page, _joined([match.span() for match in _GROUP.finditer(page.lower, start, end)]))
    lengths = [len(_digits(page.lower, *group)) for group in groups]
    i = 0
    while i < len(groups):
        first = groups[i][0]
        for j in _ends(lengths, i, international=_is_international(page, first)):
            last = groups[j - 1][1]
            if kind := _kind(page, first, last, tuple(lengths[i:j])):
                extension = _EXTENSION.match(page.lower, last)
                yield Span(_opening(page.lower, first, last), extension.end() if extension else last, kind)
                i = j
                break
        else:
            i += 1


def _ends(lengths: list[int], i: int, *, international: bool) -> Iterator[int]:
    """Where an identifier that begins with group `i` may end, the furthest first.

    Part of a run must be grouped as an identifier is, and not stand among other short numbers as in a row of counters.
    """
    total, ends = 0, []
    for j in range(i + 1, min(len(lengths), i + MOST_GROUPS) + 1):
        total += lengths[j - 1]
        if total > MOST_DIGITS:
            break
        is_whole = (i, j) == (0, len(lengths))
        in_list = j - i > 1 and len(lengths) > j + 1 and max(lengths[j : j + 2]) < 4
        if total >= FEWEST_DIGITS and not in_list and (is_whole or international or tuple(lengths[i:j]) in _USUAL):
            ends.append(j)
    return reversed(ends)


def _kind(page: Page, first: int, last: int, shape: tuple[int, ...]) -> str | None:
    text, before = page.lower[first:last], page.before(first, 48)
    digits = _digits(text, 0, len(text))
    if _is_international(page, first):
        return "PHONE" if reaches_someone(f"+{digits}", strict=False) else None
    if _is_measure(page, first, last) or _is_list(text) or ("." in text and shape not in _USUAL):
        return None
    cues = [match.lastgroup for match in _CUE.finditer(before)] if len(digits) > 11 else []
    cue = cues[-1] if cues else None
    if cue in (None, "PHONE") and len(shape) == 1 and _REFERENCE.search(before):
        return None
    if (key := _KEY.search(before)) and not _PERSONAL_KEY.search(key[1]):
        return None
    if len(digits) > 11 and (kind := kind_of(digits, shape, cue)):
        return kind
    if _AMERICAN.fullmatch(text) or (digits.startswith("00") and reaches_someone(f"+{digits[2:]}")):
        return "PHONE"
    return "PHONE" if is_national(digits, before, page.after(last, 32), usual=shape in PHONE_SHAPES) else None


def _is_international(page: Page, first: int) -> bool:
    return bool(_INTERNATIONAL.search(page.lower, max(0, first - 4), first))


def _is_measure(page: Page, first: int, last: int) -> bool:
    """Whether a unit follows, or the digits are the decimals of a number or end with some."""
    text = page.lower
    is_decimal = text[first - 1 : first] == "." and text[first - 2 : first - 1].isdigit()
    return is_decimal or bool(_AMOUNT.match(text, last) or _FRACTION.fullmatch(text, first, last))


def _digits(text: str, start: int, end: int) -> str:
    return "".join(_GROUP.findall(text, start, end))


def _opening(text: str, first: int, last: int) -> int:
    """Where the identifier begins, with the "+" or "(" that opens it."""
    opening = first
    while opening and (text[opening - 1] == "+" or (text[opening - 1] == "(" and ")" in text[opening:last])):
        opening -= 1
    return opening


def _joined(groups: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`groups` with digits said one by one ("9 8 7 6 …") taken together."""
    joined: list[tuple[int, int]] = []
    for single, some in groupby(groups, key=lambda group: group[1] - group[0] == 1):
        run = list(some)
        joined += [(run[0][0], run[-1][1])] if single and len(run) >= FEWEST_DIGITS else run
    return joined


def _own(page: Page, groups: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`groups` without those that are glued to letters and so part of a code, such as INC0012345 or a UUID."""
    while groups and _is_glued(page, groups[0][0]):
        groups = _beyond_space(page.lower, groups)
    while groups and (match := _TAIL.match(page.lower, groups[-1][1])) and match[0] not in _PARTICLES:
        groups = _beyond_space(page.lower, groups, from_end=True)
    return groups


def _is_glued(page: Page, start: int) -> bool:
    match = _GLUE.search(page.folded[max(0, start - 24) : start].rpartition(BLOT)[2])
    if not match or match[1].lower() in _LABELS or match[2] == "+" or page.before(start, 6) == "wa.me/":
        return False
    return match[2] in ("", "_", "#") or match[1].isupper() or not match[1].isalpha() or match[0].startswith(("/", "."))


def _beyond_space(text: str, groups: list[tuple[int, int]], *, from_end: bool = False) -> list[tuple[int, int]]:
    """`groups` after the first white space between them, or before the last."""
    gaps = [k for k in range(1, len(groups)) if " " in text[groups[k - 1][1] : groups[k][0]]]
    if not gaps:
        return []
    return groups[: gaps[-1]] if from_end else groups[gaps[0] :]


def _masked(page: Page) -> Iterator[Span]:
    """Identifiers somebody masked already: what is left of them still tells people apart."""
    for match in _MASKED.finditer(page.lower):
        signs = [sign for sign in match[0] if sign not in " -"]
        masks = sum(not sign.isdigit() for sign in signs)
        kind = "PHONE" if signs[:2] == ["9", "1"] and len(signs) == 12 else _MASKED_KINDS.get(len(signs))
        if kind and match[0][:3] != "001" and masks >= 4 and len(signs) - masks >= 2:
            yield Span(*match.span(), kind)
