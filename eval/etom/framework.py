"""The eTOM processes that are scored and the tasks each implies, read from `processes.yaml` and checked."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.inputs import InputError
from t2r.configured import LOADER

SHIPPED = Path(__file__).with_name("processes.yaml")

Id = Annotated[str, Field(pattern=r"^\d+(\.\d+){1,5}$")]
Text = Annotated[str, Field(min_length=1, max_length=120)]
Release = Annotated[str, Field(pattern=r"^v\d+(\.\d+)+$")]


class Basis(StrEnum):
    """Where a task comes from."""

    STATED = "stated"
    LEVEL_4_NAME = "l4-name"
    DERIVED = "derived"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Task(_Frozen):
    """Something that whoever does the process must be able to do."""

    id: Annotated[str, Field(pattern=r"^\d+(\.\d+){3}-T\d{2}$")]
    name: Text
    basis: Basis
    level4: Id | None = None

    @property
    def process(self) -> str:
        """The id of its level-3 process."""
        return self.id.partition("-")[0]


class Process(_Frozen):
    """A level-3 process. `certified` is its score on the JioAssist certificate."""

    id: Id
    area: Id
    names: Annotated[Mapping[Release, Text], Field(min_length=1)]
    certified: Annotated[float, Field(ge=3, le=5, multiple_of=0.5)] | None = None
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    level4: Mapping[Id, Text] = {}
    tasks: Annotated[tuple[Task, ...], Field(min_length=1)]

    @property
    def name(self) -> str:
        """Its newest name."""
        return list(self.names.values())[-1]

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        inside = [self.id, *self.level4, *(task.process for task in self.tasks)]
        if not self.id.startswith(f"{self.area}.") or not all(f"{id}.".startswith(f"{self.id}.") for id in inside):
            raise ValueError(f"{self.id}: not every id begins with that of its area and process")
        if [task.id for task in self.tasks] != [f"{self.id}-T{n:02}" for n in range(1, len(self.tasks) + 1)]:
            raise ValueError(f"{self.id}: the tasks are not numbered T01, T02 and so on")
        if stray := next((task for task in self.tasks if task.level4 and task.level4 not in self.level4), None):
            raise ValueError(f"{stray.id}: {stray.level4} is no level-4 process of {self.id}")
        return self


class Area(_Frozen):
    """A level-2 process group, and how many level-3 processes it has."""

    name: Text
    processes: Annotated[int, Field(gt=0)]


class Framework(_Frozen):
    """The processes, by what file they come from."""

    framework: str
    releases: tuple[Release, ...]
    areas: Mapping[Id, Area]
    processes: tuple[Process, ...]

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Self:
        """Read a file of processes. Raises InputError that names the wrong field."""
        try:
            return cls.model_validate(yaml.load(path.read_text(encoding="utf-8"), LOADER))  # noqa: S506 - a safe one
        except yaml.YAMLError as error:
            raise InputError(f"not YAML: {error}", path) from error
        except ValidationError as error:
            first = error.errors()[0]
            raise InputError(first["msg"], path, field=".".join(map(str, first["loc"])) or None) from error

    @model_validator(mode="after")
    def _areas_are_known(self) -> Self:
        if len(self.by_id) != len(self.processes):
            raise ValueError("a process is there twice")
        for process in self.processes:
            if process.area not in self.areas:
                raise ValueError(f"{process.id}: its area is not among the areas")
            if unknown := process.names.keys() - set(self.releases):
                raise ValueError(f"{process.id}: {min(unknown)} is not among the releases")
        for id, area in self.areas.items():
            if sum(process.area == id for process in self.processes) > area.processes:
                raise ValueError(f"{id}: more processes than the area has")
        return self

    @cached_property
    def by_id(self) -> dict[str, Process]:
        """Id → process."""
        return {process.id: process for process in self.processes}

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Id → task, of all processes."""
        return {task.id: task for process in self.processes for task in process.tasks}

    def process_of(self, id: str | None) -> Process | None:
        """The level-3 process that an id of level 3 or deeper belongs to; None for one that is not scored."""
        return self.by_id.get(".".join((id or "").split(".")[:4]))

    def knows(self, id: str) -> bool:
        """Whether the id is one of the areas, processes or level-4 processes here; below level 4 its parent decides."""
        parts = id.split(".")
        if len(parts) <= 3:
            return any(f"{area}.".startswith(f"{id}.") for area in self.areas)
        process = self.process_of(id)
        if process is None or len(parts) == 4:
            return process is not None
        return ".".join(parts[:5]) in process.level4


@lru_cache(maxsize=1)
def shipped() -> Framework:
    """The processes that come with the package."""
    return Framework.load()
