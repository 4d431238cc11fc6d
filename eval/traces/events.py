"""The trace format: one event a line, in JSON Lines (docs/traces.md); read so that a bad line costs its case, not the run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from eval.inputs import InputError, lines

Id = Annotated[str, Field(min_length=1, max_length=200)]


class Event(BaseModel):
    """One step of a case. Members of `body` may also stand at the top; what is not named here is kept in `body`."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    case: Id
    at: AwareDatetime
    what: Annotated[str, Field(min_length=1, max_length=60)]
    name: Annotated[str, Field(max_length=500)] = ""
    seq: Annotated[int, Field(ge=0, strict=True)] | None = None
    who: Literal["A", "M", "AM"] | None = None
    by: Annotated[str, Field(max_length=200)] = ""
    etom: Annotated[str, Field(pattern=r"^\d+(\.\d+)*$")] | None = None
    step: str | None = None
    parent: Id | None = None
    body: Mapping[str, Any] = {}

    @property
    def value(self) -> Any:
        """What came of the step."""
        return self.body.get("value")

    @property
    def why(self) -> Mapping[str, Any]:
        """What it was decided on."""
        found = self.body.get("why")
        return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Located:
    """An event and the line it is on."""

    line: int
    event: Event


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that cannot be scored: on which line, of which case where that is known, and why."""

    line: int
    case: str | None
    problem: str


@dataclass(slots=True)
class Trace:
    """A case as it was recorded, in the order of the file."""

    case: str
    events: list[Located] = field(default_factory=list)

    @property
    def first_line(self) -> int:
        """The line of its first event."""
        return self.events[0].line

    @property
    def parent(self) -> str | None:
        """The case that this one is linked to, by its last word."""
        return next((one.event.parent for one in reversed(self.events) if one.event.parent), None)


@dataclass(frozen=True, slots=True)
class Recording:
    """The cases of a file, and what of it was refused. A case with a refused line is not scored."""

    traces: tuple[Trace, ...]
    refused: tuple[Refusal, ...]


def read(path: Path) -> Recording:
    """Read a file of traces. Raises InputError where it is no text, or has no line at all."""
    recording = collect(_objects(path))
    if not recording.traces and not recording.refused:
        raise InputError("no event", path)
    return recording


def collect(rows: Iterable[tuple[int, Mapping[str, Any] | str]]) -> Recording:
    """Cases from numbered rows; a text in the place of a row is what is wrong with its line."""
    traces: dict[str, Trace] = {}
    refused: list[Refusal] = []
    for line, row in rows:
        if isinstance(row, str):
            refused.append(Refusal(line, None, row))
            continue
        try:
            event = Event.model_validate(_shaped(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "event"
            refused.append(Refusal(line, _case_of(row), f"{place}: {first['msg']}"))
            continue
        traces.setdefault(event.case, Trace(event.case)).events.append(Located(line, event))
    refused += _in_circles(traces)
    bad = {refusal.case for refusal in refused}
    scored = tuple(trace for trace in traces.values() if trace.case not in bad)
    return Recording(scored, tuple(sorted(refused, key=lambda refusal: refusal.line)))


def _objects(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    for number, text in lines(path):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield number, f"not JSON: {error}"
            continue
        yield number, value if isinstance(value, dict) else f"an object was expected, not {type(value).__name__}"


MEMBERS = frozenset(Event.model_fields)


def _shaped(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the format does not name goes into `body`; a linked case's name is its parent; numbers of seconds are moments."""
    event = {name: value for name, value in row.items() if name in MEMBERS}
    rest = {name: value for name, value in row.items() if name not in MEMBERS}
    if rest and isinstance(event.get("body", {}), Mapping):
        event["body"] = {**rest, **event.get("body", {})}
    if event.get("what") == "linked" and "parent" not in event and event.get("name"):
        event["parent"] = event["name"]
    at = event.get("at")
    if isinstance(at, int | float) and not isinstance(at, bool):
        try:
            event["at"] = datetime.fromtimestamp(at, UTC)
        except (OverflowError, OSError, ValueError):
            event["at"] = "no moment"
    return event


def _case_of(row: Mapping[str, Any]) -> str | None:
    case = row.get("case")
    return str(case) if isinstance(case, str | int) and not isinstance(case, bool) else None


def _in_circles(traces: Mapping[str, Trace]) -> list[Refusal]:
    """Cases that are linked to themselves, over however many others: which is the cause of which cannot be told."""
    refused = []
    for case, trace in traces.items():
        seen, at = [case], trace.parent
        while at is not None and at in traces and at not in seen:
            seen.append(at)
            at = traces[at].parent
        if at == case:
            line = next(one.line for one in reversed(trace.events) if one.event.parent)
            refused.append(Refusal(line, case, f"parent: a circle of cases: {' → '.join([*seen, case])}"))
    return refused
