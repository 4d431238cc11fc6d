"""Roles, and the table of what each may do, from which their scopes follow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from api.tokens import OWN, Scope
from t2r.configured import read

SHIPPED = Path(__file__).with_name("roles.yaml")
OPERATIONS = tuple(scope for scope in Scope if not scope.endswith(OWN) and scope is not Scope.ADMIN)


class Role(StrEnum):
    """What somebody is to the contact centre."""

    AGENT = "agent"
    LEAD = "lead"
    KNOWLEDGE_MANAGER = "knowledge-manager"
    QUALITY_ANALYST = "quality-analyst"
    INTEGRATOR = "integrator"
    ADMINISTRATOR = "administrator"


class Reach(StrEnum):
    """Whose data a role may do something to."""

    ALL = "all"
    OWN = "own"
    NONE = "none"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    roles: list[Role]
    operations: dict[Scope, list[Reach]]
    personal: list[Scope]


@dataclass(frozen=True, slots=True)
class Roles:
    """The scopes of each role, and the operations that read personal data."""

    scopes: dict[Role, frozenset[Scope]]
    personal: frozenset[Scope]

    def of(self, roles: Collection[Role]) -> frozenset[Scope]:
        """All that these roles may do together."""
        return frozenset[Scope]().union(*(self.scopes[role] for role in roles))


def load(path: Path | None = None) -> Roles:
    """The roles of a file, or the shipped ones. Raises ValueError that names the file and the cell that is wrong."""
    path = path or SHIPPED
    told = read(path, _Table)
    if sorted(told.roles) != sorted(Role):
        raise ValueError(f"{path}: roles: must be {', '.join(Role)}, each once")
    if missing := [operation for operation in OPERATIONS if operation not in told.operations]:
        raise ValueError(f"{path}: operations: {', '.join(missing)} is missing")
    scopes: dict[Role, set[Scope]] = {role: set() for role in Role}
    for operation, row in told.operations.items():
        if operation not in OPERATIONS or len(row) != len(told.roles):
            raise ValueError(f"{path}: operations.{operation}: is no operation, or has not a cell for each role")
        for role, reach in zip(told.roles, row, strict=True):
            if reach is Reach.OWN and operation + OWN not in list(Scope):
                raise ValueError(f"{path}: operations.{operation}: {role}: nobody has data of their own here")
            if reach is not Reach.NONE:
                scopes[role].add(Scope(operation + OWN) if reach is Reach.OWN else operation)
    return Roles({role: frozenset(held) for role, held in scopes.items()}, frozenset(told.personal))
