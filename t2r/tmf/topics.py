"""Events as resources: what the outbox holds of a kind of resource (TMF656, TMF688), and topics that others open for their own."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError
from t2r.cases.events import iso
from t2r.cases.tables import OutboxEvent
from t2r.tmf.query import Column, Mapped, moment
from t2r.tmf.records import Nature, Records
from t2r.tmf.shelf import Body, Doing, Fixed, NoSuchResourceError
from t2r.tmf.tables import Record

RECEIVED = "received"  # of what other systems tell us
OWN = frozenset(
    {
        "troubleTicket", "troubleTicketSpecification", "serviceProblem", "alarm", "customer", "partyInteraction",
        "communicationMessage", "serviceTest", "serviceTestSpecification", "checkServiceQualification", "queryServiceQualification", RECEIVED,
        "productOrder", "serviceOrder", "resourceOrder", "resource", "service", "appliedCustomerBillingRate",
        "customerProblem", "customerOffer", "salesLead",
    }
)  # fmt: skip


class Topics(Records):
    """The shelf of topics; those of this system stand in the database from its making."""

    def __init__(self, events: frozenset[str]) -> None:
        super().__init__(Nature("topic", events=events))

    def remove(self, session: Session, row: Record, doing: Doing) -> None:
        """As for all records, this system's own apart."""
        if row.id in OWN:
            raise ConflictError(f"{row.id} is a topic of this system")
        super().remove(session, row, doing)


class Told(Fixed):
    """The shelf of what was told of one topic; `id`, `type` and `times` name the attributes that are columns of the outbox."""

    def __init__(self, topic: str, id: str, times: Sequence[str], type: str = "eventType") -> None:
        self._topic = topic
        self.mapped = Mapped(
            entity=OutboxEvent,
            number=OutboxEvent.id,
            columns=MappingProxyType(
                {id: Column(OutboxEvent.event_id), type: Column(OutboxEvent.type)}
                | {time: Column(OutboxEvent.at, moment, counts=True) for time in times}
            ),
            json=OutboxEvent.envelope,
            only=OutboxEvent.topic == topic,
        )

    def find(self, session: Session, id: str, *, to_change: bool = False) -> OutboxEvent:  # noqa: ARG002 - never
        """The event of an id."""
        row = session.scalars(select(OutboxEvent).where(self.mapped.only, OutboxEvent.event_id == id)).one_or_none()
        if row is None:
            raise NoSuchResourceError(self.kind, id)
        return row

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:  # noqa: ARG002 - for all versions the same
        """As it is named."""
        return path


class Events(Told):
    """The shelf of the events of one topic of TMF688."""

    kind = "event"

    def __init__(self, topic: str) -> None:
        super().__init__(topic, "eventId", ("eventTime", "timeOcurred"))

    def told(self, row: OutboxEvent, version: str) -> Body:  # noqa: ARG002 - there is v4 alone
        """The event, as v4 spells it."""
        told = {name: row.envelope[name] for name in row.envelope if name not in ("timeOccurred", "@type")}
        return told | {"id": row.event_id, "eventId": row.event_id, "eventType": row.type, "timeOcurred": iso(row.at)}

    def create(self, session: Session, body: Body, doing: Doing) -> OutboxEvent:
        """An event of another system, told to whoever subscribes to the topic."""
        if self._topic in OWN:
            raise ConflictError(f"{self._topic} is a topic of this system, which alone tells its events")
        type = str(body.get("eventType") or "Event")[:100]
        id = str(uuid4())
        envelope: dict[str, Any] = body | {"eventId": id, "eventType": type, "timeOccurred": iso(doing.at)}
        envelope.setdefault("eventTime", iso(doing.at))
        row = OutboxEvent(
            event_id=id,
            key=f"topic:{self._topic}"[:200],
            type=type,
            topic=self._topic[:60],
            at=doing.at,
            envelope=envelope,
        )
        session.add(row)
        session.flush()
        return row
