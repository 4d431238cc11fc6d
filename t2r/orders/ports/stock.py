"""Device and number inventory, embedded: nothing is held by two orders, whatever comes at the same time, and a reservation ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from t2r.orders.events import tell_inventory
from t2r.orders.ports import Call, Outcome, PortRefusedError, unknown_verb
from t2r.orders.tables import Stock, Stocked

HOLD = timedelta(days=14)  # a reservation; long enough for a visit and a delivery


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is kept of one kind: reserved, assigned to a line, released, retired, restored."""

    kind: str  # device | number | port
    name: str  # of the item's data that says which one
    model: str  # of the item's data that says of which model
    default: str | None = None  # the model where the data says none
    hold: timedelta = HOLD

    def do(self, session: Session, call: Call) -> Outcome:
        """As InsidePort has it."""
        match call.verb:
            case "reserve":
                return self._reserve(session, call)
            case "assign":
                return self._assign(session, call)
            case "release":
                return self._release(session, call)
            case "retire":
                return self._retire(session, call)
            case "restore":
                return self._restore(session, call)
            case "port_in" if self.kind == "number":
                return self._port_in(session, call)
        raise unknown_verb(call)

    def _reserve(self, session: Session, call: Call) -> Outcome:
        model = call.data.get(self.model) or self.default
        wished = call.data.get(self.name)
        if model is None and wished is None:
            raise PortRefusedError("UNKNOWN_MODEL", f"{self.model}: the item does not say which {self.kind}")
        what = Stock.name == str(wished) if wished is not None else Stock.model == str(model)
        held = and_(Stock.state == Stocked.RESERVED, Stock.holder == call.holder)
        free = (Stock.state == Stocked.FREE, _expired(call.at))
        for which in (held, *free) if call.again else free:
            name = self._take(session, call, and_(what, which))
            if name is not None:
                return Outcome({self.name: name})
        if wished is not None and call.undo:  # somebody else has it by now: nothing to be put back
            return Outcome()
        raise PortRefusedError("OUT_OF_STOCK", f"no {self.kind} {wished or model} is free")

    def _take(self, session: Session, call: Call, which: ColumnElement[bool]) -> str | None:
        """Reserve one of those; the name of it. What another transaction is about to take is passed over."""
        one = select(Stock.id).where(Stock.kind == self.kind, which).order_by(Stock.id).limit(1)
        values = {"state": Stocked.RESERVED, "holder": call.holder, "until": call.at + self.hold, "line": None}
        return _changed(session, Stock.id == one.with_for_update(skip_locked=True).scalar_subquery(), values)

    def _assign(self, session: Session, call: Call) -> Outcome:
        name = self._named(call)
        mine = and_(Stock.kind == self.kind, Stock.name == name, Stock.holder == call.holder)
        values = {"state": Stocked.ASSIGNED, "line": call.line, "until": None}
        if _changed(session, and_(mine, Stock.state == Stocked.RESERVED), values) is None:
            if session.scalar(select(Stock.id).where(mine, Stock.state == Stocked.ASSIGNED)) is not None:
                return Outcome()
            raise PortRefusedError("RESERVATION_EXPIRED", f"{self.kind} {name} is no longer held for this order")
        tell_inventory(session, "resource", name, "assigned", call.at, call.order, category=self.kind)
        return Outcome()

    def _release(self, session: Session, call: Call) -> Outcome:
        """Set it free, where it is this order's, or its line's. Where it is not, it is free of it already."""
        mine = Stock.holder == call.holder
        if call.line is not None and not call.undo:
            mine = or_(mine, Stock.line == call.line)
        name = call.data.get(self.name)
        which = mine if name is None else and_(mine, Stock.name == str(name))
        which = and_(Stock.kind == self.kind, Stock.state.in_((Stocked.RESERVED, Stocked.ASSIGNED)), which)
        values = {"state": Stocked.FREE, "holder": None, "line": None, "until": None}
        freed = _changed(session, which, values)
        if freed is not None:
            tell_inventory(session, "resource", freed, "available", call.at, call.order, category=self.kind)
        return Outcome({} if freed is None or call.undo else {self.name: freed})

    def _retire(self, session: Session, call: Call) -> Outcome:
        """Take what the line had before out of use; nothing where the inventory does not know of it."""
        old, now = call.data.get(f"old_{self.name}"), call.data.get(self.name)
        which = and_(Stock.kind == self.kind, Stock.state == Stocked.ASSIGNED)
        if old is not None:
            which = and_(which, Stock.name == str(old))
        elif call.line is not None:
            which = and_(which, Stock.line == call.line, Stock.name != str(now))
        else:
            return Outcome()
        retired = _changed(session, which, {"state": Stocked.RETIRED, "until": None})
        if retired is None:
            return Outcome()
        tell_inventory(session, "resource", retired, "retired", call.at, call.order, category=self.kind)
        return Outcome({f"old_{self.name}": retired})

    def _restore(self, session: Session, call: Call) -> Outcome:
        """Put what was retired for the line into use again."""
        old = call.data.get(f"old_{self.name}")
        if old is None:
            return Outcome()
        retired = (Stock.kind == self.kind, Stock.name == str(old), Stock.state == Stocked.RETIRED)
        if _changed(session, and_(*retired, Stock.line == call.line), {"state": Stocked.ASSIGNED}) is not None:
            tell_inventory(session, "resource", str(old), "assigned", call.at, call.order, category=self.kind)
        return Outcome()

    def _port_in(self, session: Session, call: Call) -> Outcome:
        """Ask for a number of another operator's: from now on it is this order's, until it is assigned or given back."""
        name = self._named(call)
        known = session.scalar(select(Stock.holder).where(Stock.kind == self.kind, Stock.name == name))
        if known is None:
            entry = Stock(kind=self.kind, model="ported", name=name, state=Stocked.RESERVED, holder=call.holder)
            entry.until = call.at + self.hold
            try:
                with session.begin_nested():
                    session.add(entry)
            except IntegrityError:
                known = "another"
        if known not in (None, call.holder):
            raise PortRefusedError("NUMBER_TAKEN", f"the number {name} is in this network already")
        return Outcome({"port_requested_at": call.at.isoformat()})

    def _named(self, call: Call) -> str:
        if call.data.get(self.name) is None:
            raise PortRefusedError("NOT_RESERVED", f"{self.name}: the item has none")
        return str(call.data[self.name])


def release_expired(session: Session, at: datetime) -> int:
    """Set free what was reserved for too long; how many."""
    values = {"state": Stocked.FREE, "holder": None, "until": None}
    return len(session.execute(update(Stock).where(_expired(at)).values(values).returning(Stock.id)).all())


def _expired(at: datetime) -> ColumnElement[bool]:
    return and_(Stock.state == Stocked.RESERVED, Stock.until < at)


def _changed(session: Session, which: ColumnElement[bool], values: dict[str, Any]) -> str | None:
    """Change what fits; the name of it, None where nothing does."""
    change = update(Stock).where(which).values(values).returning(Stock.name)
    found = session.scalars(change.execution_options(synchronize_session=False)).all()
    return None if not found else found[0]
