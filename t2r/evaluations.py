"""Finished evaluations as they are kept for whoever looks after quality: a file each, which `t2r eval` writes and the API reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, computed_field

SHIPPED = ("questions", "past", "routing", "flows", "diagnostics", "conformance", "cases")
"""The evaluations that come with the package: of one that was never run, the list of the kept ones says so."""

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)
ID = re.compile(rf"\d{{8}}T\d{{6}}Z-(?P<name>{NAME.pattern})", re.ASCII)
SAME = 1e-9  # a difference that is none

Name = Annotated[str, Field(pattern=f"^{NAME.pattern}$")]
Share = float | None


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Check(_Kept):
    """One metric held against its baseline (`before`); `says` is the test where there is one, `means` what the metric is."""

    name: str
    verdict: Literal["not worse", "worse", "inconclusive"]
    before: float | None
    now: float | None
    margin: float
    lower_is_better: bool = False
    says: str = ""
    means: str = ""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def difference(self) -> float | None:
        """Now less the baseline; none where one of them is not known."""
        return None if self.before is None or self.now is None else self.now - self.before

    @computed_field  # type: ignore[prop-decorator]
    @property
    def direction(self) -> Literal["better", "worse", "same"] | None:
        """What the difference means, whatever the margin."""
        change = self.difference
        if change is None:
            return None
        if abs(change) <= SAME:
            return "same"
        return "better" if (change < 0) is self.lower_is_better else "worse"


class MissingTask(_Kept):
    """An implied task of a process that is supported in part only, or not, and what was missing."""

    id: str
    name: str
    support: str
    says: str


class Process(_Kept):
    """What a system does of an eTOM process (docs/conformance.md). `certified` is the published score of JioAssist."""

    id: str
    name: str
    area: str
    score: float | None
    certified: float | None
    tasks: int
    supported: int
    partial: int
    kind: str | None
    missing: tuple[MissingTask, ...]


class RuleKept(_Kept):
    """A rule, the share of the cases that keep it, and the first of those that break it."""

    id: str
    text: str
    weight: str
    kept: Share
    broken: int
    cases: tuple[str, ...]


class ProcessWalked(_Kept):
    """An eTOM process that recorded cases went through: how many, how long at the median, who worked in it, what went wrong."""

    id: str
    name: str | None
    cases: int
    seconds: float | None
    kind: str | None
    deviations: int


class Group(_Kept):
    """Cases that have ended, by day or by the queue that had them last: how many keep all rules, break a severe one, fit."""

    cases: int
    conforming: Share
    severe: Share
    fitness: Share


class Day(Group):
    """Those that ended on a day."""

    day: date


class Queue(Group):
    """Those that were handed to a queue, or (None) solved where they began."""

    queue: str | None


class Recorded(_Kept):
    """What recorded cases were found to be (docs/traces.md)."""

    rules: tuple[RuleKept, ...]
    processes: tuple[ProcessWalked, ...]
    days: tuple[Day, ...]
    queues: tuple[Queue, ...]


class Evaluation(_Kept):
    """A finished evaluation: when, by which command, on what (`config`), and what came of it. `verdict` is none where
    there is no baseline to be worse than; `error` says why it could not be run."""

    name: Name
    at: AwareDatetime
    seconds: float
    command: str
    verdict: Literal["pass", "worse", "failed"] | None
    error: str | None = None
    checks: tuple[Check, ...] = ()
    metrics: dict[str, float | None] = {}
    conformance: tuple[Process, ...] | None = None
    recorded: Recorded | None = None
    config: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is none of an evaluation, and why."""

    file: str
    problem: str


def keep(folder: Path, evaluation: Evaluation) -> str:
    """Write an evaluation into the folder, whole or not at all; its id."""
    folder.mkdir(parents=True, exist_ok=True)
    id = f"{evaluation.at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{evaluation.name}"
    unfinished = folder / f".{id}.{uuid4().hex}"
    unfinished.write_text(evaluation.model_dump_json(indent=1), encoding="utf-8")
    unfinished.replace(_path(folder, id))
    return id


def read(folder: Path, id: str) -> Evaluation | Unreadable | None:
    """An evaluation by its id; None where none is kept under it."""
    path = _path(folder, id)
    if not ID.fullmatch(id):
        return None
    try:
        return Evaluation.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return Unreadable(path.name, f"{place}: {first['msg']}" if place else first["msg"])


def ids(folder: Path, name: str | None = None, *, newest: bool = False) -> list[str]:
    """The ids of the evaluations that are kept, of a name where it is given, only the `newest` of each; the newest first."""
    found = sorted((id, of) for id, of in _found(folder) if name in (None, of))
    kept = {of: id for id, of in found}.values() if newest else [id for id, _ in found]
    return sorted(kept, reverse=True)


def never_run(folder: Path) -> list[str]:
    """Which of those that come with the package are not kept at all."""
    run = {name for _, name in _found(folder)}
    return [name for name in SHIPPED if name not in run]


def _found(folder: Path) -> Iterator[tuple[str, str]]:
    """Id and name of what is kept."""
    for path in folder.glob("*.json"):
        if found := ID.fullmatch(path.stem):
            yield path.stem, found["name"]


def _path(folder: Path, id: str) -> Path:
    return folder / f"{id}.json"
