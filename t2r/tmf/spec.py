"""A compact specification as it is used: what a request must be, which attributes there are, what an answer must carry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from t2r.tmf.compact import SPECS
from t2r.tmf.query import moment

MAX_ERRORS = 20
ALWAYS = ("id", "href")
_formats = FormatChecker(formats=())


@_formats.checks("date-time")
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or moment(value) is not None


class Fault(NamedTuple):
    """What is wrong with an attribute; the value is not told."""

    field: str
    message: str


@dataclass(frozen=True)
class Resource:
    """A resource of an API: where it is, what can be done with it, and the schemas of what is sent and told."""

    name: str
    path: str
    operations: tuple[str, ...]
    schema: str
    create: str | None = None
    patch: str | None = None


@dataclass(frozen=True)
class Spec:
    """A version of an API."""

    key: str  # TMF621-v5
    title: str
    base: str
    resources: Mapping[str, Resource]
    events: frozenset[str]
    schemas: Mapping[str, Any]

    @property
    def version(self) -> str:
        """v4 or v5."""
        return self.key.rpartition("-")[2]

    @cached_property
    def _validators(self) -> dict[str, Draft202012Validator]:
        return {}

    @cached_property
    def _merged(self) -> dict[str, tuple[dict[str, Any], frozenset[str]]]:
        return {}

    def errors(self, schema: str, value: Any, most: int = MAX_ERRORS) -> list[Fault]:
        """What is wrong with a value, with the path of each attribute."""
        return [
            Fault(_path(error), _message(error))
            for error, _ in zip(self._validator(schema).iter_errors(value), range(most), strict=False)
        ]

    def _validator(self, schema: str) -> Draft202012Validator:
        if schema not in self._validators:
            whole = {"$ref": f"#/schemas/{schema}", "schemas": self.schemas}
            self._validators[schema] = Draft202012Validator(whole, format_checker=_formats)
        return self._validators[schema]

    def attributes(self, schema: str) -> Mapping[str, Any]:
        """The attributes of a schema with theirs, those it takes over from others included."""
        return self._all_of(schema)[0]

    def required(self, schema: str) -> frozenset[str]:
        """The attributes that a schema asks for."""
        return self._all_of(schema)[1]

    def _all_of(self, schema: str) -> tuple[dict[str, Any], frozenset[str]]:
        """Attributes and required ones, put together once: each object that is told is looked at."""
        if schema not in self._merged:
            self._merged[schema] = _merged(self.schemas, schema)
        return self._merged[schema]

    def patchable(self, resource: Resource) -> frozenset[str]:
        """The attributes that a patch may change."""
        named = self.attributes(resource.patch) if resource.patch else {}
        return frozenset(named) - {
            *ALWAYS,
            "statusChangeHistory",
            "statusChange",
            "statusChangeDate",
            "creationDate",
            "lastUpdate",
        }

    def always(self, resource: Resource) -> tuple[str, ...]:
        """What an answer carries whichever attributes were asked for: v5 requires the type too."""
        return (*ALWAYS, "@type") if "@type" in self.required(resource.schema) else ALWAYS

    def completed(self, schema: Mapping[str, Any], value: Any) -> Any:
        """A value with the type of each object that must say it and does not."""
        if not isinstance(value, dict | list):
            return value
        name, schema = _named(self.schemas, schema)
        if isinstance(value, list):
            return [self.completed(schema.get("items", {}), each) for each in value]
        attributes, required = self._all_of(name) if name else (schema.get("properties", {}), frozenset())
        told = {key: self.completed(attributes.get(key, {}), each) for key, each in value.items()}
        if name and "@type" in required and "@type" not in told:
            told["@type"] = name.split("_")[0]
        return told


@cache
def load(key: str) -> Spec:
    """The shipped specification of an API and version, such as TMF621-v5."""
    read = json.loads((SPECS / f"{key}.json").read_text(encoding="utf-8"))
    resources = {
        name: Resource(name, one["path"], tuple(one["operations"]), one["schema"], one.get("create"), one.get("patch"))
        for name, one in read["resources"].items()
    }
    return Spec(key, read["title"], read["base"], resources, frozenset(read["events"]), read["schemas"])


def _named(schemas: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[str | None, Mapping[str, Any]]:
    """The name and the schema behind a reference; of several that it may be, the first."""
    name = None
    while True:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            schema = schemas[name]
        elif "anyOf" in schema:
            schema = schema["anyOf"][0]
        else:
            return name, schema


def _merged(schemas: Mapping[str, Any], name: str) -> tuple[dict[str, Any], frozenset[str]]:
    schema = schemas[name]
    attributes: dict[str, Any] = {}
    required = frozenset(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        inner = _merged(schemas, part["$ref"].rpartition("/")[2]) if "$ref" in part else _own(part)
        attributes |= inner[0]
        required |= inner[1]
    return attributes | _own(schema)[0], required


def _own(schema: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    return dict(schema.get("properties", {})), frozenset(schema.get("required", ()))


def _path(error: ValidationError) -> str:
    path = ""
    for part in error.absolute_path:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


def _message(error: ValidationError) -> str:
    """What is wrong, without the value: it may be long, or somebody's."""
    match error.validator:
        case "required":
            return str(error.message)[:200]
        case "type":
            return f"must be of type {error.validator_value}"
        case "enum":
            return f"must be one of {', '.join(map(str, cast(Any, error.validator_value)))}"
        case "format":
            return f"is no {error.validator_value}"
        case _:
            return f"breaks the rule {error.validator} {error.validator_value}"[:200]
