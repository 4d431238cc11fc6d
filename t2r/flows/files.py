"""YAML files read so that every mistake can be told with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, Union

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

Place = tuple[str | int, ...]  # the way from the top of a file to a value: ("rungs", 2, "if")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something wrong in a file."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.text}"


class FlowError(ValueError):
    """Files of flows that cannot be used; every mistake of every file is in it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))


class Strict(BaseModel):
    """A part of a file: what is not known is a mistake, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _listed(value: Any) -> Any:
    return [] if value is None else value if isinstance(value, (list, tuple)) else [value]


T = TypeVar("T")
if TYPE_CHECKING:
    OneOrMore: TypeAlias = tuple[T, ...]
else:

    class OneOrMore:
        """One value, or a list of them: `check: speed_test`, `check: [line, plan]`."""

        def __class_getitem__(cls, item: Any) -> Any:
            return Annotated[
                tuple[item, ...], BeforeValidator(_listed, json_schema_input_type=Union[item, list[item]])  # noqa: UP007
            ]


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
FlowId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
ETom = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)+$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}


def _seconds(value: Any) -> Any:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(s|m|min|h|d)\s*", str(value))
    if match is None or not float(match[1]):
        raise ValueError(f"{value!r} is no span of time such as 90s, 5m, 2h or 1d")
    return float(match[1]) * _UNITS[match[2]]


Span = Annotated[float, BeforeValidator(_seconds, json_schema_input_type=str)]  # in seconds

M = TypeVar("M", bound=BaseModel)


class SourceFile:
    """One YAML file: its data, the line of each value, and the mistakes found in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: Any = None
        self.mistakes: list[Mistake] = []
        self._lines: dict[Place, int] = {}
        loader = _Loader(path.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            self.data = self._plain(loader, node, ()) if node is not None else None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.mistakes.append(Mistake(str(path), line, error.problem or "no YAML"))
        except (yaml.YAMLError, RecursionError) as error:
            self.mistakes.append(Mistake(str(path), 1, f"no YAML: {error}"))

    @property
    def is_binding(self) -> bool:
        """Whether this is a binding, which may lie beside the flows."""
        return isinstance(self.data, dict) and "binding" in self.data and "flow" not in self.data

    def wrong(self, place: Place, text: str) -> None:
        """Note a mistake at a place of the file."""
        self.mistakes.append(Mistake(str(self.path), self.line(place), text))

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def read(self, model: type[M]) -> M | None:
        """The file as a model; None where there are mistakes, which are noted."""
        if self.mistakes:
            return None
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_context=False):
                self.wrong(each["loc"], _in_words(each["loc"], each["msg"], each["type"]))
            return None

    def _plain(self, loader: _Loader, node: yaml.Node, place: Place) -> Any:
        self._lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(loader, node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(loader, item, (*place, index)) for index, item in enumerate(node.value)]
        return loader.construct_object(node)

    def _mapping(self, loader: _Loader, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        names = [key.value for key, _ in node.value]
        for index, (key, _) in enumerate(node.value):
            if key.value in names[:index]:
                self._lines[*place, str(key.value)] = key.start_mark.line + 1
                self.wrong((*place, str(key.value)), f"{key.value} is given twice")
        loader.flatten_mapping(node)  # `<<: *other`
        members: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            self._lines[*place, name] = key.start_mark.line + 1
            members[name] = self._plain(loader, value, (*place, name))
        return members


def _in_words(place: Place, message: str, kind: str) -> str:
    where = ".".join(map(str, place))
    if kind == "extra_forbidden":
        return f"{where}: is not known here"
    if kind == "missing":
        return f"{where}: is missing"
    return f"{where}: {message.removeprefix('Value error, ')}" if where else message.removeprefix("Value error, ")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with the booleans of YAML 1.2: on, off, yes and no are words, and so are dates."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def unknown_name(name: str, known: Iterable[str], what: str) -> str:
    """The mistake of a name that is not known, with the nearest one that is."""
    from difflib import get_close_matches

    near = get_close_matches(name, known := sorted(known), 1)
    return f"{name}: is no {what}" + (f"; is {near[0]} meant?" if near else f"; known are {_few(known)}")


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "") if names else "none"


def merged(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """The mappings as one; the later ones win."""
    result: dict[str, T] = {}
    for part in parts:
        result.update(part)
    return result
