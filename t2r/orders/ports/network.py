"""Network inventory, embedded: which services are active on a line, with which values; each change can be taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.orders.events import tell_inventory
from t2r.orders.ports import Call, Outcome, PortRefusedError, unknown_verb
from t2r.orders.tables import LineService

VALUES = ("plan", "device_id", "number", "bandwidth")  # what the network is told of an item
VERBS = ("provision", "change", "deprovision", "bar", "unbar")


class NetworkInventory:
    """Services of lines."""

    def do(self, session: Session, call: Call) -> Outcome:
        """As InsidePort has it."""
        if call.verb not in VERBS:
            raise unknown_verb(call)
        line = call.line or f"{call.order}.{call.item}"[:15]  # a line without a number has its order's
        if call.data.get("service") is None and (call.verb == "deprovision" or "were" in call.data):
            return _restored(session, call, line) if call.undo else _all_ended(session, call, line)
        service = str(call.data.get("service") or "access")
        kept = session.get(LineService, (line, service), with_for_update=True)
        if kept is not None and kept.last_key == call.key:
            return Outcome({"line": line}, {"was": kept.before})
        if kept is None:
            if call.verb in ("deprovision", "bar", "unbar") and not call.undo:
                raise PortRefusedError("NO_SUCH_SERVICE", f"{service} is not active on this line")
            kept = LineService(line=line, service=service, active=False, barred=False, values={})
            session.add(kept)
            was = None
        else:
            was = {"active": kept.active, "barred": kept.barred, "values": kept.values}
        if call.undo:
            _restore(kept, call.data.get("was"))
        else:
            _apply(kept, call)
        kept.last_key, kept.before = call.key, was
        if was is None:
            session.flush()  # another step of this transaction may look for it
        _tell(session, kept, call)
        return Outcome({} if call.undo else {"line": line}, {"was": was})


def _all_ended(session: Session, call: Call, line: str) -> Outcome:
    """Whatever is active on the line ends; on one that has nothing there is nothing to do."""
    query = select(LineService).where(LineService.line == line, LineService.active.is_(True))
    were = {}
    for kept in session.scalars(query.order_by(LineService.service).with_for_update()).all():
        were[kept.service] = {"active": True, "barred": kept.barred, "values": kept.values}
        kept.active = kept.barred = False
        kept.last_key, kept.before = call.key, were[kept.service]
        _tell(session, kept, call)
    return Outcome({"line": line}, {"were": were})


def _restored(session: Session, call: Call, line: str) -> Outcome:
    """What had ended is as it was."""
    for service, was in call.data["were"].items():
        kept = session.get_one(LineService, (line, service), with_for_update=True)
        kept.last_key, kept.before = call.key, None
        _restore(kept, was)
        _tell(session, kept, call)
    return Outcome()


def _tell(session: Session, kept: LineService, call: Call) -> None:
    state = "terminated" if not kept.active else "suspended" if kept.barred else "active"
    id = f"{kept.line}:{kept.service}"
    tell_inventory(session, "service", id, state, call.at, call.order, category=kept.service)


def _apply(kept: LineService, call: Call) -> None:
    match call.verb:
        case "provision" | "change":
            kept.active = True
            kept.values = kept.values | {name: call.data[name] for name in VALUES if call.data.get(name) is not None}
        case "deprovision":
            kept.active = kept.barred = False
        case "bar" | "unbar":
            kept.barred = call.verb == "bar"


def _restore(kept: LineService, was: dict[str, Any] | None) -> None:
    was = was or {"active": False, "barred": False, "values": {}}
    kept.active, kept.barred, kept.values = was["active"], was["barred"], was["values"]
