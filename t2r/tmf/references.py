"""References to parties and entities, which v5 puts into an object of their own and v4 writes flat; kept as v5 has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """How v5 writes one: its type, and the attribute with what is referred to; `referred` where nobody says what that is."""

    type: str
    inner: str
    referred: str


PARTY = Reference("RelatedPartyRefOrPartyRoleRef", "partyOrPartyRole", "Party")
ENTITY = Reference("RelatedEntity", "entity", "Entity")
References = Mapping[str, Reference]
NONE: References = MappingProxyType({})


def to_v4(body: Mapping[str, Any], references: References) -> dict[str, Any]:
    """A resource with its references flat. One that names nothing is left out: v4 has no such."""
    told = {
        name: _each(value, _flat, references[name]) if name in references else value for name, value in body.items()
    }
    return {name: value for name, value in told.items() if value is not None or name not in references}


def to_v5(body: Mapping[str, Any], references: References) -> dict[str, Any]:
    """A resource of v4 with its references as v5 has them."""
    return {
        name: _each(value, _nested, references[name]) if name in references else value for name, value in body.items()
    }


def path(path: tuple[str, ...], references: References) -> tuple[str, ...]:
    """Where an attribute that v4 names is kept."""
    if path[0] in references and len(path) > 1 and path[1] != "role":
        return (path[0], references[path[0]].inner, *path[1:])
    return path


def _each(value: Any, change: Callable[[Any, Reference], Any], reference: Reference) -> Any:
    if isinstance(value, list):
        return [changed for each in value if (changed := change(each, reference)) is not None]
    return None if value is None else change(value, reference)


def _flat(element: Mapping[str, Any], reference: Reference) -> dict[str, Any] | None:
    inner = element.get(reference.inner)
    if not isinstance(inner, Mapping) or "id" not in inner:
        return None
    told = {"@referredType": reference.referred, "role": element.get("role"), **inner}
    return {name: value for name, value in told.items() if value is not None}


def _nested(element: Mapping[str, Any], reference: Reference) -> dict[str, Any]:
    inner = {name: value for name, value in element.items() if name != "role"}
    role = {"role": element["role"]} if "role" in element else {}
    return {"@type": reference.type, reference.inner: inner} | role
