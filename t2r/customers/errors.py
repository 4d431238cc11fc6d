"""What can be wrong with a wish about a customer, beside what can be wrong with one about a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from t2r.cases.errors import ConflictError


class UnreachableError(Exception):
    """The operator's CRM, or the sender of messages, does not answer; nothing was changed."""


class NotVerifiedError(Exception):
    """The customer of this interaction has not shown who they are."""

    def __init__(self, customer_id: str) -> None:
        super().__init__(f"customer {customer_id} is not verified in this interaction: personal data stay closed")


class LockedError(ConflictError):
    """Too many wrong codes or answers: no verification is begun, and none passes, until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"too many wrong codes or answers: locked until {until:%H:%M} UTC")
        self.until = until


class RecordChangedError(ConflictError):
    """The record was changed meanwhile, here or in the CRM; `mine` is what was wished for, `theirs` what stands there now."""

    def __init__(self, id: str, mine: Mapping[str, Any], theirs: Mapping[str, Any], version: str) -> None:
        super().__init__(f"customer {id} was changed meanwhile and is now at version {version}")
        self.mine, self.theirs, self.version = dict(mine), dict(theirs), version


class AttemptNeededError(ConflictError):
    """The rules ask for an attempt to keep the customer before the relationship ends."""
