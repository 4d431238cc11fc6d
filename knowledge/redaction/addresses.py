"""Postal addresses: found by a label, a house number, a numbered street or a PIN code, and read on word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.redaction.lexicon import (
    COMMON_WORDS,
    HOUSE_PARTS,
    LANDMARKS,
    NAMED_STREETS,
    NOT_NAMES,
    NUMBERED_THINGS,
    PLACES,
    PLAIN_STREETS,
    STREETS,
    words,
)
from knowledge.redaction.page import Page, Span

_LABELS = words("address addresses addr pata")
_LIVING = words("live lives living stay stays staying reside resides residing shifted shifting moved moving relocated")
_HOUSES = words("h d f house flat plot door shop makan apartment apt villa bungalow kothi quarter qtr kholi")
_ROOMS = words("room block building bldg floor wing ward gali survey suite")
_CODES = words("pin pincode postal zip zipcode postcode area")
_ANNOUNCED, _BUILDINGS, _ANCHORS = _LABELS | _LIVING, _HOUSES | _ROOMS, STREETS | PLACES
WORDS = _ANNOUNCED | _BUILDINGS | _ANCHORS | _CODES

_STOPS = COMMON_WORDS - HOUSE_PARTS - STREETS - LANDMARKS - PLACES
_FILLINGS = LANDMARKS | HOUSE_PARTS
_SMALL_STOPS = NOT_NAMES - HOUSE_PARTS - STREETS - LANDMARKS - PLACES  # without a capital, a word of the trade is one
_AMOUNTS = words(
    "gb mb mbps kbps rs days hours hrs min mins minutes km kms m meter meters times am pm pe se ka ki ke ko h ghz mhz"
)

_LINK = re.compile(
    r"(?:[ \t]*(?:\b(?:is|was|hai|to|as|on file|changed|change|updated?|new|currently|now|at|in|near)\b|[:="
    r"|*_>-]))*[ \t]*\n?[ \t]*"
)
_OWN_PATA = re.compile(r"(?:mera|mere|ghar ka|pura|poora|hamara|unka|uska|shop ka) \Z")
_NOT_POSTAL = re.compile(
    r"(?:ip|ipv[46]|mac|e-?mail|mail|gateway|server|dns|web|http|url|link|host|source|destination|src|dst|memory|subnet"
    r"|private|public|static|dynamic|node|bluetooth|smtp|loopback|network|hardware|ethernet|interface|peer|nat|base|virtual"
    r"|sip|apn|same|pdp|pdn|ue|router|modem|device|bind|listen|remote|broadcast|multicast|next-hop|hop|target|mme|sgw|pgw"
    r"|amf|management)[ /-]*\Z"
)
_NUMBER = re.compile(r"(?:[ ]?(?:no|number|num)\b)?[ .:#/-]{0,3}(?:no\b[ .:#-]{0,3})?(?:[a-z]{1,3}[ /-]?)?[0-9]")
_NUMBER_FIRST = re.compile(
    r"(?<![\w./:+@-])(?:# ?)?(?:[A-Za-z]{1,2}[/-]?)?[0-9]{1,5}(?:[/-][0-9A-Za-z]{1,5}){0,2}[A-Za-z]?(?![\w.:%@])"
)
_ORDINAL = re.compile(r"[0-9]{1,3}(?:st|nd|rd|th)\b")
_DIGIT = re.compile("[0-9]")
_CLAUSE = re.compile(r"\n\s*\n|[|;\0]")
_OF_A_SITE = re.compile(r" sector(?![a-z])")  # "eNodeB 4512 sector 2"
_WORD_BEFORE = re.compile(r"([a-z]+)[ :#.-]{1,2}\Z")
_CAPITAL = re.compile(r"[A-Z][a-z]")
_HOUSE_FIRST = re.compile(
    rf"(?:{'|'.join(sorted(_BUILDINGS))}|# ?|no\b)?[ .,:#-]*(?:no\b[ .:#-]*)?(?:[a-z]{{1,2}}[/-]?)?[0-9]"
)
_CODE = re.compile(r"(?:[ -]?code)?[ \t.:=|*_-]*(?:is |hai )?([1-9][0-9]{2} ?[0-9]{2,3})(?![0-9])")
_CODE_AFTER = re.compile(r"[ ,]*-?[ ]?[1-9][0-9]{2} ?[0-9]{3}(?![\w@])(?!\.[0-9])")

# A line break belongs to an address if the next line is short and is neither a list item nor "label: value".
_NEXT_LINE = r"\n(?=[ \t]*(?![0-9]{1,2}[.)] )[A-Za-z0-9#][^\n:|\0]{1,60}(?:[\n\0]|\Z))"
_PIECE = re.compile(
    r"[ \t]*(?:(?P<number>(?:# ?)?(?:[A-Za-z]{1,2}[/-]?)?[0-9]+(?:[/-][0-9A-Za-z]{1,5}){0,3}[A-Za-z]{0,2}(?![\w:%@]))"
    rf"|(?P<word>[^\W\d_]+(?:['&][^\W\d_]+)*)|(?P<break>,?[ \t]*{_NEXT_LINE}|,)|(?P<mark>[.:()/#&-]))"
)
# India, Britain, the United States
_POSTAL_CODE = re.compile(
    r"(?:[1-9][0-9]{2} ?[0-9]{3}|[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}"
    r"|(?<=, [A-Z]{2} )[0-9]{5}(?:-[0-9]{4})?)(?![\w.]\w)(?!\w)"
)
_CODE_TAIL = re.compile(r"[0-9](?:[0-9]{4}|[0-9]{2} [0-9]{3}|[A-Z]{2})(?!\w)")
_GOES_ON = re.compile(r" (?:([a-z]+)|[0-9]{5})(?![a-z0-9])")
_SHORT_WORD = re.compile(r"(?<![a-z])[a-z]{1,4}\Z")
_WHOLE_WORDS = PLACES | STREETS - {"rd", "st", "dist", "extn"}
_MOST_PIECES = 60
_MOST_NUMBERS = 4  # that may begin an address before one street word
_MOST_NAMED = 3  # words of one name: "Sant Kabir Chowk"


@dataclass(slots=True)
class _Reading:
    """How far an address goes: `end` is past its last certain part.

    `marks` counts street words, places and postal codes, `numbers` the other numbers, `parts` what commas or line
    breaks set apart. After a postal code it is `closing`: only a place can follow.
    """

    end: int
    announced: bool
    marks: int = 0
    numbers: int = 0
    parts: int = 0
    closing: bool = False

    def take(self, end: int, doubtful: int, is_name: bool) -> None:
        """Take in the words up to `end`, though no mark follows them, if they are a short name after some mark."""
        begun = self.marks or (self.announced and self.numbers)
        if begun and not self.closing and is_name and doubtful <= _MOST_NAMED and end > self.end:
            self.end = end
            self.parts += 1


def addresses(page: Page) -> Iterator[Span]:
    """Every address down to the house or street, and every PIN code beside its place; no bare place or area."""
    for word, place in page.starts(_ANNOUNCED):
        if word in _LIVING or _is_postal(page, word, place):
            yield from _told(page, place + len(word), to_the_house=word in _LIVING)
    for word, place in page.starts(_BUILDINGS):
        number = _NUMBER.match(page.lower, place + len(word))
        if number and (len(word) > 1 or "no" in number[0]):
            reading = _read(page, place, announced=False)
            if reading.marks > (word in _ROOMS):
                yield from _lines(page, place, reading.end)
    for word, place in page.starts(_CODES):
        if (code := _CODE.match(page.lower, place + len(word))) and (word != "area" or "code" in code[0]):
            yield Span(*code.span(1), "ADDRESS")
    for word, place in page.starts(PLACES):
        if code := _CODE_AFTER.match(page.lower, place + len(word)):
            yield Span(place, code.end(), "ADDRESS")
    yield from _numbered(page)


def _is_postal(page: Page, label: str, place: int) -> bool:
    """Whether the label is that of a postal address: not "IP address", and not "pata nahi" (no idea)."""
    before = page.before(place, 16)
    if label == "pata":
        return bool(_OWN_PATA.search(before)) or page.lower.startswith(":", place + len(label))
    return not _NOT_POSTAL.search(before)


def _told(page: Page, position: int, *, to_the_house: bool) -> Iterator[Span]:
    """The address after words that announce one, which end at `position`; with its number, if it must go so far."""
    link = _LINK.match(page.lower, position)
    start = link.end() if link else position
    reading = _read(page, start, announced=True)
    has_house = bool(_HOUSE_FIRST.match(page.lower, start)) if to_the_house else reading.numbers > 0
    is_whole = reading.marks > 1 and not to_the_house
    has_parts = reading.parts > 1 and "\n" not in page.lower[position:start]  # "Address:" may be left empty
    if is_whole or (has_house and (reading.marks or has_parts)):
        yield from _lines(page, start, reading.end)


def _numbered(page: Page) -> Iterator[Span]:
    """From a number to a street, place or postal code: "12 MG Road", "B-12, Noida", "7 Sand, Ooty 643001"."""
    anchors = [(place, place + len(word), word) for word, place in page.starts(_ANCHORS)]
    anchors += [(*code.span(), "") for code in _CODE_TAIL.finditer(page.folded)]
    reached = 0
    for place, end, word in sorted(anchors):
        if place < reached or not _DIGIT.search(page.lower, max(0, place - 100), end):
            continue
        clause = _CLAUSE.split(page.folded[max(0, place - 100) : place])[-1]
        for number in list(_NUMBER_FIRST.finditer(clause))[-_MOST_NUMBERS:]:
            start = place - len(clause) + number.start()
            reading = _read(page, start, announced=False)
            between = clause[number.end() :]
            thing = _WORD_BEFORE.search(page.before(start, 16))
            is_thing = thing is not None and thing[1] in NUMBERED_THINGS
            if is_thing or (number[0].isdigit() and _OF_A_SITE.match(page.lower, start + len(number[0]))):
                continue
            is_address = reading.marks > 1 if word else reading.closing and bool(_CAPITAL.search(between))
            if reading.end >= end and (is_address or (word and _is_street(between, word))):
                reached = reading.end
                yield from _lines(page, start, reading.end)
                break


def _is_street(between: str, word: str) -> bool:
    """Whether a number, the words `between` and `word` name a street on their own."""
    names = [name for name in between.replace(",", " ").split() if not _ORDINAL.match(name)]
    if not between.strip(" ,") or len(names) > _MOST_NAMED or not all(name[0].isalpha() for name in names):
        return False
    if "\n" in between or (names and names[0].lower() in LANDMARKS):
        return False
    return word in NAMED_STREETS and (
        all(name[0].isupper() for name in names) or (word in PLAIN_STREETS and bool(names))
    )


def _read(page: Page, start: int, *, announced: bool) -> _Reading:
    """Read on from `start` as long as the words can belong to an address.

    Words that are no mark themselves are taken in when a mark follows soon, or when they are a name and a comma, a line
    break or the end of the clause comes first.
    """
    reading = _Reading(start, announced)
    position = named_until = start
    doubtful, is_name, in_new_line = 0, True, False
    for _ in range(_MOST_PIECES):
        piece = _PIECE.match(page.folded, position)
        if not piece or (piece["mark"] == "." and not _abbreviates(page.lower, piece.end() - 1)):
            break
        if piece["break"] or piece["mark"]:
            if piece["break"]:
                reading.take(named_until, doubtful, is_name)
                in_new_line = in_new_line or piece["break"][0] != ","  # where only what a mark confirms is taken in
                doubtful, is_name = 0, not in_new_line
            position = piece.end()
            continue
        text = (piece["word"] or piece["number"]).lower()
        code = _POSTAL_CODE.match(page.folded, piece.start("number")) if piece["number"] and position > start else None
        if code or text in PLACES or (text in STREETS and not reading.closing):
            position = reading.end = code.end() if code else piece.end()
            reading.marks += 1
            reading.closing = reading.closing or bool(code)
            doubtful, is_name, in_new_line = 0, True, False
            continue
        is_capital = piece["word"] is not None and piece["word"][0].isupper()
        in_doubt = doubtful + (text not in _FILLINGS and not (announced and (is_capital or piece["number"])))
        if (
            reading.closing
            or in_doubt > (6 if announced else 4)
            or _ends_address(page, piece, text, alone=position == start)
        ):
            break
        doubtful = in_doubt
        reading.numbers += bool(piece["number"])
        if piece["word"] and text not in _FILLINGS:
            # in small letters, only what stands alone between commas
            stands_alone = reading.numbers and page.lower.endswith(", ", 0, piece.start("word"))
            is_name = is_name and (is_capital or bool(stands_alone and text not in NOT_NAMES))
        position = piece.end()
        if text not in LANDMARKS:
            named_until = position
    reading.take(named_until, doubtful, is_name)
    return reading


def _ends_address(page: Page, piece: re.Match[str], text: str, *, alone: bool) -> bool:
    if piece["number"]:
        return sum(map(str.isdigit, text)) > 9
    if not piece["word"][0].isupper():
        return text in _SMALL_STOPS or (text in _AMOUNTS and not alone)
    # "More Marg" and "Austin, MA 13076" are no function words
    goes_on = _GOES_ON.match(page.lower, piece.end())
    return text in _STOPS and not (goes_on and (goes_on[1] is None or goes_on[1] in STREETS))


def _lines(page: Page, start: int, end: int) -> Iterator[Span]:
    """The span, a piece a line: line breaks stay where they are."""
    for line in re.finditer(r"[^\n]+", page.folded[start:end]):
        text = line[0].rstrip(" \t,")
        indent = len(text) - len(text.lstrip(" \t"))
        if len(text) > indent:
            yield Span(start + line.start() + indent, start + line.start() + len(text), "ADDRESS")


def _abbreviates(text: str, position: int) -> bool:
    """Whether the full stop at `position` belongs to "No.", "Opp." or "M.G." and ends no sentence."""
    word = _SHORT_WORD.search(text[max(0, position - 6) : position])
    return word is not None and word[0] not in _WHOLE_WORDS
