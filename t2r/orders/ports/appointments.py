"""Technicians' appointments, embedded: slots at places, each taken as often as there are technicians and no more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from t2r.orders.ports import Call, Outcome, PortRefusedError, unknown_verb
from t2r.orders.tables import Appointment, Slot

TRIES = 5  # slots that others take at the same moment


class Appointments:
    """Books visits and cancels them."""

    def do(self, session: Session, call: Call) -> Outcome:
        """As InsidePort has it."""
        if call.verb == "book":
            return self._book(session, call)
        if call.verb == "cancel":
            return self._cancel(session, call)
        raise unknown_verb(call)

    def _book(self, session: Session, call: Call) -> Outcome:
        query = select(Appointment).where(Appointment.key == call.key)
        booked = session.scalars(query).one_or_none() if call.again else None
        slot = _take(session, call) if booked is None else session.get_one(Slot, booked.slot_id)
        if booked is None:
            booked = Appointment(slot_id=slot.id, key=call.key)
            session.add(booked)
            session.flush()
        return Outcome({"appointment_id": booked.id, "visit_at": slot.starts_at.isoformat()})

    def _cancel(self, session: Session, call: Call) -> Outcome:
        id = call.data.get("appointment_id")
        if not isinstance(id, int):
            raise PortRefusedError("NO_APPOINTMENT", "the visit was booked by hand, and has to be cancelled by hand")
        booked = session.get(Appointment, id, with_for_update=True)
        if booked is not None and booked.active:
            booked.active = False
            session.flush()
            free = update(Slot).where(Slot.id == booked.slot_id).values(taken=Slot.taken - 1)
            session.execute(free.execution_options(synchronize_session=False))
        return Outcome()


def _take(session: Session, call: Call) -> Slot:
    place = call.data.get("place")
    earliest = call.at
    if isinstance(wish := call.data.get("visit_after"), str):
        earliest = max(earliest, datetime.fromisoformat(wish))
    query = select(Slot.id).where(Slot.place == str(place), Slot.starts_at > earliest, Slot.taken < Slot.capacity)
    for _ in range(TRIES):
        id = session.scalar(query.order_by(Slot.starts_at).limit(1))
        if id is None:
            break
        take = update(Slot).where(Slot.id == id, Slot.taken < Slot.capacity).values(taken=Slot.taken + 1)
        if session.scalar(take.returning(Slot.id).execution_options(synchronize_session=False)) is not None:
            return session.get_one(Slot, id, populate_existing=True)
    raise PortRefusedError("NO_APPOINTMENT", f"no technician is free at {place}")
