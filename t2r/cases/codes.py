"""The words cases are sorted by: impact, urgency and the priority they make, causes and resolutions, read from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from t2r.cases.errors import RefusedError
from t2r.configured import read

SHIPPED = Path(__file__).with_name("codes.yaml")


class Level(StrEnum):
    """How large an impact or urgency is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Severity(StrEnum):
    """How badly the service works."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"

    @property
    def impact(self) -> Level:
        """The impact of a trouble so severe, where nobody says otherwise."""
        return {Severity.CRITICAL: Level.HIGH, Severity.MAJOR: Level.MEDIUM, Severity.MINOR: Level.LOW}[self]


class Priority(StrEnum):
    """In which order cases are worked on."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=60)]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class Codes(BaseModel):
    """What a file of codes says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    priority: Mapping[Level, Mapping[Level, Priority]]
    causes: Mapping[Code, Title]
    resolutions: Mapping[Code, Title]
    teach: tuple[Code, ...]
    mended_by: Mapping[Code, tuple[str, ...]] = MappingProxyType({})
    ended: Mapping[str, Code] = MappingProxyType({})
    wrap_ups: Mapping[Code, Title] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _every_pair_has_a_priority(self) -> Self:
        for impact in Level:
            for urgency in Level:
                if urgency not in self.priority.get(impact, {}):
                    raise ValueError(f"priority: nothing for impact {impact} and urgency {urgency}")
        return self

    @model_validator(mode="after")
    def _every_code_that_is_named_is_there(self) -> Self:
        for field, codes in (("teach", self.teach), ("ended", self.ended.values())):
            if strange := [code for code in codes if code not in self.resolutions]:
                raise ValueError(f"{field}: {strange[0]} is none of the resolutions")
        if strange := [code for code in self.mended_by if code not in self.causes]:
            raise ValueError(f"mended_by: {strange[0]} is none of the causes")
        return self

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Self:
        """The codes of a YAML file. Raises ValueError that names file and field."""
        return read(path, cls)

    def proposed_cause(self, actions: Iterable[str]) -> str | None:
        """The cause that the first of these actions speaks for."""
        by = {action: cause for cause, mended in self.mended_by.items() for action in mended}
        return next((by[action] for action in actions if action in by), None)

    def check(self, cause: str, resolution: str) -> None:
        """Raises RefusedError for one that is not in the file."""
        for field, code, known in (("cause", cause, self.causes), ("resolution", resolution, self.resolutions)):
            if code not in known:
                raise RefusedError(field, f"{code!r} is none of {', '.join(known)}")

    def check_wrap_up(self, code: str) -> None:
        """Raises RefusedError for a wrap-up code that is not in the file."""
        if code not in self.wrap_ups:
            raise RefusedError(
                "wrap_up", f"{code!r} is none of {', '.join(self.wrap_ups) or 'the codes: there are none'}"
            )
