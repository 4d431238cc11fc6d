"""Secrets: the values of passwords, PINs, PUKs, one-time passwords, card verification and porting codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.redaction.lexicon import NOT_NAMES, NOT_SECRETS, PLACES, words
from knowledge.redaction.page import BLOT, Page, Span
from knowledge.redaction.spelled import end_of_spelled

_CODES = words("otp pin mpin tpin puk cvv cvc upc")
_CODE_OF = words("verification security porting authorisation authorization access activation login confirmation")
_PASSWORDS = words("password passcode passphrase passwd passkey pwd psk secret pass")
_KEY_OF = words("wifi wpa network preshared shared api secret security fi")
WORDS = _CODES | _CODE_OF | _PASSWORDS | _KEY_OF

_CODE = re.compile(rf"(?:{'|'.join(_CODES)})[123]?(?![a-z0-9_])|(?:{'|'.join(_CODE_OF)})[ -]?code(?![a-z])")
_PASSWORD = re.compile(
    rf"(?:pass(?: ?(?:word|code|phrase|wd|key))?|pwd|psk|secret)(?![a-z0-9_])|(?:{'|'.join(_KEY_OF)})[23]?[ -](?:key"
    rf"|pass)(?![a-z])"
)
_LINK = re.compile(
    r"[ \t]*(?:([:=]|-{1,2}>?)[ \t]*|[\"'`*(\[]+|([a-z]+)(?:'s)?(?![a-z0-9@])[ \t]*[,.]?(?=[ \t:=*-])|\|)?"
)
_SAYS = words("is was hai h he tha thi are as be will equals to set this")
_FILLERS = _SAYS | words(
    "the my your his her our a an it that which number no num code value pin otp puk key one aaya aayi aya ayi"
    " mila mili bola boli bataya diya ye yeh wo woh jo mera meri mere i got get received have been sent came just"
    " now for he she customer said says gave given shared here ab abhi likha likhi rakha rakhi daala dala entered"
    " enter used using use changed reset password passcode login new old current correct"
)
_MOST_LINKS = 16

_DIGITS = re.compile(r"[0-9](?:[ -]?[0-9]){2,11}(?![A-Za-z0-9@])")
_TOKEN = re.compile(r"[^\s\0|,;\"'`<>()\[\]]{3,64}")
_TEMPLATE = re.compile(r"[$%{]|.*://|[./~]")
_UNIT = re.compile(
    r"[ -]?(?:digits?|characters?|chars?|letters?|min(?:ute)?s?|sec(?:ond)?s?|s|times?|attempts?|tries|baar|hours?"
    r"|hrs?|days?"
    r"|rs|rupees|kb|mb|gb|%|mhz|ms|db)(?![a-z])"
)
_SAID_AFTER = re.compile(r" (?:hai|h|tha|thi|is|was)\b")
_SHORT_CODES = words("198 199 121 112 100 101 108 139 155 1900 1901 1909 1930 14422 1963 15100")
_PUBLIC_DEFAULTS = words("0000 1234 1111 12345 123456 00000000 12345678 admin password")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?|[0-3]?\d-[01]?\d-(?:19|20)\d\d")
_POSTAL_CODE = re.compile(r"( ?codes?)?(?: (?:no|number))?[ .:=-]*(?:is |hai )?[1-9][0-9]{2} ?[0-9]{3}(?![0-9])")

# "482913 is my OTP", "1234 mera pin hai"
_VALUE_BEFORE = re.compile(
    r"(?<![\w.:/+-])([0-9](?:[ -]?[0-9]){3,7})(?:,? (?:(?:is|was|hai|h|he|ye|yeh|as|=) (?:(?:my|the|your|mera|meri"
    r"|aapka|apka|a) )?"
    r"|(?:my|your|mera|meri|hamara|aapka|apka) )(?:[a-z]+ ){0,2}?|,? ?\()\Z"
)

# "Please tell me the OTP you received.\nCustomer: Yes, it is 482913.", or the digits alone in the next line
_ANSWER = re.compile(
    r"[^\n\0]{0,60}\n[ \t]*(?:\w{1,12} ?:[ \t]*(?:(?:yes|haan|ha|ji|ok|okay|sure|it|is|it's|its|the|that|otp|code"
    r"|pin|sir|madam"
    r"|hai|ye|yeh|to)[ ,.:-]+){0,6}([0-9](?:[ -]?[0-9]){3,7})(?![\w./:-]*\w)|([0-9](?:[ -]?[0-9]){3,7})[ \t.]*(?=\n"
    r"|\Z))"
)


def secrets(page: Page) -> Iterator[Span]:
    """Values that follow a word such as "password" or "OTP", or stand right before "is my OTP"."""
    for word, place in page.starts(WORDS):
        code = _CODE.match(page.lower, place)
        cue = code or _PASSWORD.match(page.lower, place)
        if not cue:
            continue
        before = page.before(place, 40)
        if (value := _VALUE_BEFORE.search(before)) and (
            before[-1] != "(" or page.lower[cue.end() : cue.end() + 1] == ")"
        ):
            yield Span(place - len(before) + value.start(1), place - len(before) + value.end(1), "SECRET")
        if word == "pin" and _is_postal(page, place, cue.end()):
            continue
        start, sign = _value_start(page, cue.end())
        is_code = code or before.endswith(("one time ", "one-time "))
        end = _code_end(page, start, says=bool(sign)) if is_code else _password_end(page, start, sign=sign)
        is_default = "default" in page.before(start, 48) and page.lower[start : end or start] in _PUBLIC_DEFAULTS
        if end is not None and not is_default:
            yield Span(start, end, "SECRET")
        elif end is None and is_code and (answer := _ANSWER.match(page.lower, cue.end())):
            yield Span(*answer.span(answer.lastindex or 0), "SECRET")


def _is_postal(page: Page, start: int, end: int) -> bool:
    """Whether a "PIN" is the postal one: "PIN code 560034", "Kanpur PIN 208001"."""
    code = _POSTAL_CODE.match(page.lower, end)
    before = page.folded[max(0, start - 24) : start].rpartition(BLOT)[2].split()
    place = before[-1].strip(",-") if before else ""
    is_place = place.lower() in PLACES or (place.istitle() and place.lower() not in NOT_NAMES)
    return code is not None and (code[1] is not None or is_place)


def _value_start(page: Page, position: int) -> tuple[int, str]:
    """Past the words between a cue and its value, and the last of them that says that a value follows, or ""."""
    sign = ""
    for _ in range(_MOST_LINKS):
        link = _LINK.match(page.lower, position)
        if not link or link.end() == position or (link[2] and link[2] not in _FILLERS):
            break
        if end_of_spelled(page, link.start(2) if link[2] else position):
            break
        sign = link[1] or (link[2] if link[2] in _SAYS else sign)
        position = link.end()
    return position + (page.lower[position : position + 1] == " "), sign


def _code_end(page: Page, start: int, *, says: bool) -> int | None:
    if end := end_of_spelled(page, start):
        return end
    if match := _DIGITS.match(page.lower, start):
        digits = re.sub("[ -]", "", match[0])
        is_code = len(digits) >= (3 if says else 4) or "cv" in page.before(start, 12)
        is_other = digits in _SHORT_CODES or _DATE.match(match[0]) or _UNIT.match(page.lower, match.end())
        return match.end() if is_code and not is_other else None
    token = _TOKEN.match(page.folded, start)
    value = token[0].rstrip(".!?:*_") if token else ""
    is_measure = value[:1].isdigit() and _UNIT.match(value.lower().lstrip("0123456789"))
    if len(value) < 4 or not value.isalnum() or not any(map(str.isdigit, value)) or is_measure:
        return None
    return start + len(value)


def _password_end(page: Page, start: int, *, sign: str) -> int | None:
    token = _TOKEN.match(page.folded, start)
    value = token[0].rstrip(".!?:*_") if token else ""
    end = start + len(value)
    if len(value) < 4 or _TEMPLATE.match(value) or _DATE.match(value) or _UNIT.match(page.lower, end):
        return None
    said_after = _SAID_AFTER.match(page.lower, end)
    has_digit = any(map(str.isdigit, value))
    has_sign = any(mark in "@#$%^&*!+?~" for mark in value) and any(map(str.isalpha, value))
    if has_digit or has_sign:
        is_range = value.strip("0123456789").startswith(("-", "/"))
        is_told = sign or said_after or len(value) >= 6 or value.isdigit()
        return end if is_told and not is_range else None
    ends_there = not page.lower[end : end + 2].strip(" .,;\"'`\n\r|)*")
    return end if sign in (":", "=") and ends_there and len(value) >= 5 and value.lower() not in NOT_SECRETS else None
