"""What an agent sees of a customer before the customer is verified: enough to recognise, too little to learn anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

DOT = "•"
HIDDEN = DOT * 3
BRACKETS = "()[]"
OPEN = frozenset(
    {"@type", "@baseType", "@schemaLocation", "mediumType", "preferred", "validFor", "@referredType", "role"}
)


def masked(body: Mapping[str, Any], open_characteristics: Collection[str]) -> dict[str, Any]:
    """The record with every value hidden but for types, roles, dates of validity and the characteristics that anyone may see."""
    return {name: _masked(name, value, open_characteristics) for name, value in body.items()}


def hidden_fields(body: Mapping[str, Any], open_characteristics: Collection[str]) -> list[str]:
    """The attributes of which masking hides something: those that are disclosed when the record is shown."""
    return sorted(name for name, value in body.items() if _masked(name, value, open_characteristics) != value)


def masked_address(address: str) -> str:
    """`+919800000001` as `••••0001`, `asha@example.net` as `a•••@•••.net`."""
    if "@" in address:
        user, _, host = address.partition("@")
        return f"{user[:1]}{HIDDEN}@{HIDDEN}.{host.rpartition('.')[2]}"
    return f"{DOT * 4}{address[-4:]}" if len(address) > 6 else DOT * 4


def _masked(name: str, value: Any, open_characteristics: Collection[str]) -> Any:
    if name in OPEN or value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        named = value.get("name")
        if "value" in value and isinstance(named, str):  # a characteristic: its name is no secret
            return dict(value) if named in open_characteristics else {**value, "value": HIDDEN}
        return {key: _masked(key, each, open_characteristics) for key, each in value.items()}
    if isinstance(value, list):
        return [_masked(name, each, open_characteristics) for each in value]
    if name in ("phoneNumber", "emailAddress", "faxNumber"):
        return masked_address(str(value))
    if name == "name":
        return " ".join(_initial(word) for word in str(value).split())
    return HIDDEN


def _initial(word: str) -> str:
    """`Rao` as `R•••`, `(Rao)` as `(R•••)`."""
    inner = word.strip(BRACKETS)
    before, _, after = word.partition(inner) if inner else ("", "", "")
    return f"{before}{inner[:1]}{HIDDEN}{after}"
