"""From supported tasks to a process's score between 3.0 and 5.0, and from processes to an area's coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MINOR, SOME = 0.1, 1 / 3
"""The greatest share of a process that may be missing for a minor deviation, and for one that is not yet major."""


class Support(StrEnum):
    """How far a task is supported."""

    FULL = "supported"
    PARTIAL = "partial"
    NONE = "not supported"

    @property
    def credit(self) -> float:
        """What the task counts for."""
        return {Support.FULL: 1.0, Support.PARTIAL: 0.5, Support.NONE: 0.0}[self]


class Kind(StrEnum):
    """Who carries a task out: the system, a person, or both."""

    AUTOMATED = "A"
    MANUAL = "M"
    BOTH = "AM"


def score(supports: Sequence[Support]) -> float:
    """The score of a process whose tasks are supported like this: 5.0, 4.5, 4.0, 3.5 or 3.0.

    Every task weighs the same and a partial one half. With *missing* = 1 - credit / tasks:

    - 5.0 nothing is missing;
    - 4.5 a minor deviation: at most a tenth is missing;
    - 4.0 some deviation: at most a third is missing;
    - 3.5 a major deviation: more is missing, but something is supported, if only in part;
    - 3.0 nothing is supported.

    Better support of any task never lowers it. Raises ValueError without a task.
    """
    if not supports:
        raise ValueError("a process without a task has no score")
    credit = sum(support.credit for support in supports)  # halves: exact
    if credit == 0:
        return 3.0
    missing = (len(supports) - credit) / len(supports)
    if missing == 0:
        return 5.0
    if missing <= MINOR:
        return 4.5
    return 4.0 if missing <= SOME else 3.5


def in_scope(supports: Sequence[tuple[Support, Kind | None]]) -> bool:
    """Whether the product has a part in the process: something is supported, and not by people alone."""
    return any(support is not Support.NONE and kind is not Kind.MANUAL for support, kind in supports)


def purely_manual(supports: Sequence[tuple[Support, Kind | None]]) -> bool:
    """Whether all that is supported is done by people: then the process is out of scope and has no score."""
    return any(support is not Support.NONE for support, _ in supports) and not in_scope(supports)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of an area, how many level-3 processes are in scope: level 2 gets this alone, no score."""

    covered: int
    total: int

    @property
    def share(self) -> float:
        """The covered share."""
        return self.covered / self.total


def kind_of(actors: Iterable[str]) -> Kind | None:
    """The kind of a task from who acted in it (`A`, `M` or `AM` of each trace event); None where nobody did."""
    acted = {letter for actor in actors for letter in actor}
    if not acted:
        return None
    return Kind.BOTH if acted == {"A", "M"} else Kind(acted.pop())
