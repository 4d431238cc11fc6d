"""Readers: how a fact is found in what a tool answered, or is not found and stays unknown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from math import isfinite
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator
from pydantic_core import PydanticSerializationError, to_jsonable_python

from t2r.flows.expressions import UNKNOWN, Expression, Lookup, member, pure
from t2r.flows.files import Strict
from t2r.flows.records import record
from t2r.flows.vocabulary import FactType, ValueType


def _compiled(value: Any) -> Any:
    if isinstance(value, re.Pattern):
        return value
    try:
        return re.compile(str(value))
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error


Pattern = Annotated[
    Any,
    BeforeValidator(_compiled),
    PlainSerializer(lambda pattern: pattern.pattern),
    WithJsonSchema({"type": "string", "format": "regex"}),
]
Scalar = str | float | bool | None

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class Reader(Strict):
    """Finds one fact in a result: by a `path` into JSON, by a `pattern` in text, or by an expression over `result`.

    `map` turns what was found into a value of the fact; `absent` is the value where nothing was found.
    """

    path: Annotated[str | None, Field(description="`bills[0].amount`; `.` is the whole result")] = None
    pattern: Annotated[
        Pattern | None, Field(description="A regular expression; its first group, or true where it has none")
    ] = None
    is_: Annotated[Expression | None, Field(alias="is", description="An expression over `result`, slots and facts")] = (
        None
    )
    map: Annotated[
        dict[str, Scalar],
        Field(default_factory=dict, description="From what was found (case does not matter) to the value"),
    ]
    value: Annotated[Scalar, Field(description="The value where the pattern is found")] = None
    absent: Annotated[Scalar, Field(description="The value where nothing is found")] = None
    where: Annotated[Expression | None, Field(description="Which items of a list count; over `item`")] = None
    fields: Annotated[
        dict[str, str], Field(default_factory=dict, description="For each item of a list: member of the fact → path")
    ]

    @model_validator(mode="after")
    def _reads_one_way(self) -> Reader:
        if sum(way is not None for way in (self.path, self.pattern, self.is_)) != 1:
            raise ValueError("a reader has exactly one of path, pattern, is")
        if (self.where or self.fields) and self.path is None:
            raise ValueError("`where` and `fields` belong to `path`")
        return self


class Result:
    """What a tool answered, as text and, where there are any in it, as data."""

    __slots__ = ("_data", "_text")

    def __init__(self, output: Any) -> None:
        if isinstance(output, bytes):
            output = output.decode(errors="replace")
        said = isinstance(output, str)
        self._text: str | None = output[:LONGEST] if said else None
        self._data = _NOT_LOOKED if said else _plain(output)

    @property
    def text(self) -> str:
        """The text; data as JSON."""
        if self._text is None:
            self._text = _text(self._data)[:LONGEST]
        return self._text

    @property
    def data(self) -> Any:
        """The data: JSON, or what `records` finds in a text; UNKNOWN where the text is prose."""
        if self._data is _NOT_LOOKED:
            self._data = _data(self.text)
        return self._data

    def looks_like(self, expect: re.Pattern[str] | None) -> bool:
        """Whether this is what the binding expects of the tool."""
        return expect is None or expect.search(self.text) is not None


def _plain(output: Any) -> Any:
    """A host's own objects (pydantic, dataclasses, dates, enums) as JSON; the rest as it is."""
    if pure(output) is not UNKNOWN:
        return output
    try:
        return json.loads(json.dumps(output, default=to_jsonable_python))
    except (ValueError, TypeError, RecursionError, PydanticSerializationError):
        return output


LONGEST = 20_000  # characters of a result that are looked at
_NOT_LOOKED = object()


def _data(text: str) -> Any:
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
    return record(text)


def _text(output: Any) -> str:
    try:
        return json.dumps(output, ensure_ascii=False, default=str)
    except (ValueError, RecursionError, TypeError):
        return ""


def read_first(readers: Iterable[Reader], kind: FactType | None, result: Result, lookup: Lookup) -> Any:
    """The value of the fact's type that the first of the readers finds which finds one; UNKNOWN where none does."""
    for reader in readers:
        found = _find(reader, result, lookup)
        if found is UNKNOWN:
            found = UNKNOWN if reader.absent is None else reader.absent
        elif reader.map:
            found = _mapped(reader.map, found)
        value = pure(found) if kind is None else coerced(kind, found)
        if value is not UNKNOWN:
            return value
    return UNKNOWN


def _find(reader: Reader, result: Result, lookup: Lookup) -> Any:
    if reader.pattern is not None:
        match = reader.pattern.search(result.text)
        if match is None:
            return UNKNOWN
        if reader.value is not None:
            return reader.value
        found = match[1] if match.re.groups else True
        return UNKNOWN if found is None else found
    if reader.is_ is not None:
        return reader.is_(lambda name: result.data if name == "result" else lookup(name))
    found = at_path(result.data, reader.path or ".")
    if reader.where is not None or reader.fields:
        items = [found] if isinstance(found, Mapping) else found
        return _items(reader, items, lookup) if isinstance(items, list) else UNKNOWN
    return found


def at_path(data: Any, path: str) -> Any:
    """What stands at `a.b[0].c` in JSON data; UNKNOWN where nothing does."""
    for name, index in _STEP.findall(path):
        if name:
            data = _named(data, name)
        elif isinstance(data, list) and int(index) < len(data):
            data = data[int(index)]
        else:
            return UNKNOWN
    return UNKNOWN if data is None else data


def _named(data: Any, name: str) -> Any:
    """The member of this name; case, blanks, `_` and `-` do not matter where no member has it to the letter."""
    found = member(data, name)
    if found is UNKNOWN and isinstance(data, Mapping) and name not in data:
        wanted = _folded(name)
        return next((member(data, key) for key in data if isinstance(key, str) and _folded(key) == wanted), UNKNOWN)
    return found


def _items(reader: Reader, items: list[Any], lookup: Lookup) -> Any:
    """The items that count; UNKNOWN where it cannot be told of one whether it does."""
    kept = []
    for item in items:
        counts = True if reader.where is None else reader.where(partial(_of_item, item, lookup))
        if not isinstance(counts, bool):
            return UNKNOWN
        if counts:
            members = {name: at_path(item, path) for name, path in reader.fields.items()}
            kept.append({k: v for k, v in members.items() if v is not UNKNOWN} if reader.fields else item)
    return kept


def _of_item(item: Any, lookup: Lookup, name: str) -> Any:
    return item if name == "item" else lookup(name)


def _mapped(table: Mapping[str, Scalar], found: Any) -> Any:
    key = str(found).strip().casefold()
    return next((value for name, value in table.items() if name.casefold() == key and value is not None), UNKNOWN)


_WORDS = {
    "true": True, "yes": True, "on": True, "enabled": True, "1": True,
    "false": False, "no": False, "off": False, "disabled": False, "0": False,
}  # fmt: skip
_NUMBER = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*([^\d\s.,][^\d]*)?\s*")


def coerced(kind: FactType, value: Any) -> Any:
    """`value` as the type says; UNKNOWN where it is none of it."""
    if value is UNKNOWN or value is None:
        return UNKNOWN
    return _COERCE[kind.type](kind, value)


def _boolean(_kind: FactType, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    return _WORDS.get(value.strip().casefold(), UNKNOWN) if isinstance(value, str) else UNKNOWN


def _number(kind: FactType, value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value if isfinite(value) else UNKNOWN
    match = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    if match is None or (match[2] and kind.unit and match[2].strip().casefold() != kind.unit.casefold()):
        return UNKNOWN
    return float(match[1])


def _string(_kind: FactType, value: Any) -> Any:
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else UNKNOWN


def _enum(kind: FactType, value: Any) -> Any:
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return UNKNOWN
    wanted = _folded(str(value))
    return next((each for each in kind.values if _folded(each) == wanted), UNKNOWN)


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.strip()).casefold()


def _date(_kind: FactType, value: Any) -> Any:
    try:
        return datetime.fromisoformat(value).date().isoformat() if isinstance(value, str) else UNKNOWN
    except ValueError:
        return UNKNOWN


def _list(kind: FactType, value: Any) -> Any:
    if not isinstance(value, list):
        return UNKNOWN
    items = []
    for item in value:
        if not isinstance(item, Mapping):
            return UNKNOWN
        members = {name: coerced(field, item.get(name)) for name, field in kind.fields.items()}
        items.append({name: member for name, member in members.items() if member is not UNKNOWN})
    return items


_COERCE: dict[ValueType, Callable[[FactType, Any], Any]] = {
    ValueType.BOOLEAN: _boolean,
    ValueType.NUMBER: _number,
    ValueType.STRING: _string,
    ValueType.ENUM: _enum,
    ValueType.DATE: _date,
    ValueType.LIST: _list,
}
