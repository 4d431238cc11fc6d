"""A customer's record in the words of TMF629: read, validated, normalised, changed and compared, without any I/O."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import phonenumbers

from t2r.cases.errors import RefusedError
from t2r.customers.tables import ReachKind

Body = dict[str, Any]

# The attributes of a TMF629 customer that a record holds; the rest of the row has columns of its own.
ATTRIBUTES = frozenset(
    {
        "@type", "@baseType", "@schemaLocation", "name", "engagedParty", "contactMedium", "characteristic", "account",
        "agreement", "creditProfile", "paymentMethod", "relatedParty", "validFor",
    }
)  # fmt: skip
ELSEWHERE = frozenset({"id", "href", "status", "statusReason"})  # what the row has columns for
LISTS = frozenset(
    {"contactMedium", "characteristic", "account", "agreement", "creditProfile", "paymentMethod", "relatedParty"}
)
LINE = "msisdn"  # the characteristic of a line's number
MOST = 50  # of anything in a list
DEEPEST = 10
_SIMULATED = re.compile(r"\+999\d{4,12}")  # of no country, so that the lines of a simulated network are nobody's
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def checked(given: Mapping[str, Any], *, extended: bool = False) -> Body:
    """Attributes as they are kept: numbers in E.164, e-mail addresses in small letters. Raises RefusedError with the field.

    `extended` takes attributes of others beside those of TMF629.
    """
    if strange := sorted(set(given) & ELSEWHERE if extended else set(given) - ATTRIBUTES):
        raise RefusedError(strange[0], "is no attribute of a customer")
    for name, value in given.items():
        check_storable(value, name)
    kept = dict(given)
    if "name" in kept:
        kept["name"] = _text(kept["name"], "name", 200)
    for name in LISTS & kept.keys():
        if kept[name] is None:
            continue
        if not isinstance(kept[name], list) or len(kept[name]) > MOST:
            raise RefusedError(name, f"must be a list of at most {MOST}")
        if not all(isinstance(one, dict) for one in kept[name]):
            raise RefusedError(name, "must be a list of objects")
    if kept.get("contactMedium"):
        kept["contactMedium"] = [
            _medium(one, f"contactMedium[{place}]") for place, one in enumerate(kept["contactMedium"])
        ]
    if kept.get("characteristic"):
        kept["characteristic"] = [
            _characteristic(one, f"characteristic[{place}]") for place, one in enumerate(kept["characteristic"])
        ]
    if "engagedParty" in kept and (not isinstance(kept["engagedParty"], dict) or not kept["engagedParty"].get("id")):
        raise RefusedError("engagedParty", "must name a party by its id")
    return kept


def merged(body: Mapping[str, Any], changes: Mapping[str, Any]) -> Body:
    """The record after a JSON merge patch (RFC 7396): null takes an attribute away, objects are merged, lists replaced."""
    result = dict(body)
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, Mapping):
            old = result.get(name)
            result[name] = merged(old if isinstance(old, Mapping) else {}, value)
        else:
            result[name] = value
    return result


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(attribute, what it was, what it is), of those that differ."""
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


def reaches(body: Mapping[str, Any]) -> set[tuple[ReachKind, str]]:
    """What the customer is found by."""
    found = {(ReachKind.LINE, line) for line in lines(body)}
    party = (body.get("engagedParty") or {}).get("id")
    if party:
        found.add((ReachKind.PARTY, str(party)))
    for medium in body.get("contactMedium") or []:
        given = medium.get("characteristic") or {}
        if number := given.get("phoneNumber"):
            found.add((ReachKind.PHONE, number.removeprefix("+")))
        if address := given.get("emailAddress"):
            found.add((ReachKind.EMAIL, address))
    return found


def lines(body: Mapping[str, Any]) -> list[str]:
    """The numbers of the customer's lines: those that are told as such, or else the telephone numbers."""
    told = [str(one["value"]).removeprefix("+") for one in body.get("characteristic") or [] if one.get("name") == LINE]
    return told or [number.removeprefix("+") for channel, number in addresses(body) if channel == "SMS"]


def characteristic(body: Mapping[str, Any], name: str) -> Any:
    """The value of a characteristic; None where there is none."""
    return next((one["value"] for one in body.get("characteristic") or [] if one.get("name") == name), None)


def addresses(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(channel, address) by which the customer can be told something, the preferred one first."""
    found: list[tuple[bool, str, str]] = []
    for medium in body.get("contactMedium") or []:
        given = medium.get("characteristic") or {}
        last = not medium.get("preferred", False)
        if given.get("phoneNumber"):
            found.append((last, "SMS", given["phoneNumber"]))
        if given.get("emailAddress"):
            found.append((last, "email", given["emailAddress"]))
    wish = str(characteristic(body, "preferredChannel") or "").casefold()
    ordered = sorted(found, key=lambda one: (one[1].casefold() != wish, one[0]))
    return [(channel, address) for _, channel, address in ordered]


def same_customer(one: Mapping[str, Any], other: Mapping[str, Any], names: set[str]) -> bool:
    """Whether two records tell of one customer: they share an address, and the party or a name that the first has or had."""
    shared = reaches(one) & reaches(other)
    if not any(kind in (ReachKind.PHONE, ReachKind.EMAIL, ReachKind.LINE) for kind, _ in shared):
        return False
    known = {name.casefold() for name in {*names, str(one.get("name", ""))}}
    return any(kind is ReachKind.PARTY for kind, _ in shared) or str(other.get("name", "")).casefold() in known


def phone(number: Any, field: str) -> str:
    """A telephone number in E.164. Raises RefusedError."""
    if _SIMULATED.fullmatch(str(number)):
        return str(number)
    try:
        read = phonenumbers.parse(str(number), None)
    except phonenumbers.NumberParseException as error:
        raise RefusedError(field, f"is no telephone number with its country code: {error}".rstrip(".")) from error
    if not phonenumbers.is_possible_number(read):
        raise RefusedError(field, "is no possible telephone number")
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def email(address: Any, field: str) -> str:
    """An e-mail address in small letters. Raises RefusedError."""
    text = str(address).strip()
    if len(text) > 320 or ".." in text or not _EMAIL.fullmatch(text):
        raise RefusedError(field, "is no e-mail address")
    return text.casefold()


def check_storable(value: Any, field: str, depth: int = 0) -> None:
    """Raises RefusedError for what no database keeps or nobody means: the character NUL, half a character, no number, a deep nest."""
    if depth > DEEPEST:
        raise RefusedError(field, f"is nested more than {DEEPEST} deep")
    if isinstance(value, str):
        if "\x00" in value or (not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value)):
            raise RefusedError(field, "holds a character that is none")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise RefusedError(field, "is no number")
    elif isinstance(value, Mapping):
        for name, each in value.items():
            check_storable(name, field, depth + 1)
            check_storable(each, field, depth + 1)
    elif isinstance(value, list):
        for each in value:
            check_storable(each, field, depth + 1)


def _medium(one: Mapping[str, Any], field: str) -> Body:
    _text(one.get("mediumType"), f"{field}.mediumType", 50)
    given = one.get("characteristic")
    if not isinstance(given, dict) or not given:
        raise RefusedError(f"{field}.characteristic", "is missing")
    kept = dict(given)
    for name, read in (("phoneNumber", phone), ("faxNumber", phone), ("emailAddress", email)):
        if name in kept:
            kept[name] = read(kept[name], f"{field}.characteristic.{name}")
    return {**one, "characteristic": kept}


def _characteristic(one: Mapping[str, Any], field: str) -> Body:
    name = _text(one.get("name"), f"{field}.name", 100)
    if "value" not in one:
        raise RefusedError(f"{field}.value", "is missing")
    kept = dict(one)
    if name == LINE:
        kept["value"] = phone(f"+{str(one['value']).removeprefix('+')}", f"{field}.value").removeprefix("+")
    return kept


def _text(value: Any, field: str, most: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RefusedError(field, "is missing")
    if len(value) > most or "\x00" in value:
        raise RefusedError(field, f"must have at most {most} characters")
    return value.strip()
