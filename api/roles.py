"""Roles, and the table of what each may do, from which their scopes follow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from api.tokens import OWN, Scope

SHIPPED = Path(__file__).with_name("roles.yaml")
PERSONAL = "personal"
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
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ValueError(f"{path}: cannot be read: {error}") from error
    rows = told.get("operations") if isinstance(told, dict) and set(told) == {"operations"} else None
    if not isinstance(rows, dict):
        raise ValueError(f"{path}: has no operations, or something beside them")
    if wrong := set(rows) ^ set(OPERATIONS):
        raise ValueError(f"{path}: operations: missing or unknown: {', '.join(sorted(map(str, wrong)))}")
    scopes: dict[Role, set[Scope]] = {role: set() for role in Role}
    for operation in OPERATIONS:
        for role, scope in _row(path, operation, rows[operation]):
            scopes[role].add(scope)
    personal = (operation for operation in OPERATIONS if rows[operation].get(PERSONAL) is True)
    return Roles({role: frozenset(held) for role, held in scopes.items()}, frozenset(personal))


def _row(path: Path, operation: Scope, row: Any) -> list[tuple[Role, Scope]]:
    where = f"{path}: operations.{operation}"
    if not isinstance(row, dict) or set(row) - {PERSONAL} != set(Role):
        raise ValueError(f"{where}: needs exactly the roles {', '.join(Role)}")
    if not isinstance(row.get(PERSONAL, False), bool):
        raise ValueError(f"{where}.{PERSONAL}: is neither true nor false")
    held = []
    for role in Role:
        try:
            reach = Reach(row[role])
            if reach is not Reach.NONE:
                held.append((role, Scope(operation + (OWN if reach is Reach.OWN else ""))))
        except ValueError as error:
            raise ValueError(f"{where}.{role}: {row[role]!r} is not possible here") from error
    return held
