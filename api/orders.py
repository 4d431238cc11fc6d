"""The network as orders look at it: as the agents see it."""

from __future__ import annotations

from collections.abc import Collection

from api.desk import Desk, Subject
from api.problems import Invalid, NotFound, Unavailable
from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import Kind, Place


class DeskSight:
    """The agents' desk, where nothing is known of what it does not know."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def diagnose(self, line: str | None, place: Place | None) -> Diagnosis | None:
        """As Sight has it."""
        if not self._desk.is_there or (line is None and place is None):
            return None
        try:
            return self._desk.show(Subject(line, place))
        except (NotFound, Invalid, Unavailable):
            return None

    def affected(self) -> Collection[str]:
        """As Sight has it."""
        try:
            return self._desk.affected(Kind.OUTAGE, None) if self._desk.is_there else ()
        except Unavailable:
            return ()
