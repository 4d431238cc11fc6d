"""The test of a line before its item is complete: what the network inventory holds of it, and what the diagnostics see."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from t2r.orders.ports import Call, Outcome, unknown_verb
from t2r.orders.tables import LineService

See = Callable[[Call], bool | None]  # whether the line works; None where it cannot be told


class LineTest:
    """Test and turn-up: the line's service has to be active and not barred, and the network has to see no trouble."""

    def __init__(self, see: See | None = None) -> None:
        self._see = see

    def do(self, session: Session, call: Call) -> Outcome:
        """As InsidePort has it. A line of which neither knows anything has neither passed nor failed."""
        if call.verb != "test":
            raise unknown_verb(call)
        service = str(call.data.get("service") or "access")
        kept = session.get(LineService, (call.line, service)) if call.line is not None else None
        configured = None if kept is None else kept.active and not kept.barred
        seen = None if self._see is None else self._see(call)
        said = [each for each in (configured, seen) if each is not None]
        return Outcome({"test_passed": all(said) if said else None})
