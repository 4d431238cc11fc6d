"""Service problems (TMF656): those that others tell of, and one for each outage, with the customers' tickets that wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from t2r.cases.codes import Priority
from t2r.cases.errors import ConflictError, RefusedError
from t2r.cases.events import iso
from t2r.cases.status import FOLLOWING
from t2r.cases.tables import Case, Kind, OutboxEvent
from t2r.tmf.query import Column, Mapped, moment
from t2r.tmf.records import Nature, Records
from t2r.tmf.references import ENTITY, PARTY
from t2r.tmf.shelf import Body, Doing, Fixed, NoSuchResourceError
from t2r.tmf.tables import Record

KIND = "serviceProblem"
OURS = "outage-"  # how the ids of those begin that are outages: the network alone says how they stand
TICKETS_TOLD = 100
PRIORITIES = {Priority.CRITICAL: 1, Priority.HIGH: 2, Priority.MEDIUM: 3, Priority.LOW: 4}
FOLLOWS = {now.value: frozenset(then.value for then in each) for now, each in FOLLOWING.items()}
REFERENCES = MappingProxyType(
    {
        "originatorParty": PARTY,
        "responsibleParty": PARTY,
        "relatedParty": PARTY,
        "firstAlert": ENTITY,
        "relatedEntity": ENTITY,
    }
)


class Problems(Records):
    """The shelf of service problems."""

    def change(self, session: Session, row: Record, changes: Mapping[str, Any], doing: Doing) -> None:
        """As for all records; how an outage stands, the network alone says."""
        if row.id.startswith(OURS) and changes.get("status", row.body["status"]) != row.body["status"]:
            raise ConflictError(f"{row.id} is an outage of the network, which says itself how it stands")
        super().change(session, row, changes, doing)

    def remove(self, session: Session, row: Record, doing: Doing) -> None:
        """As for all records, outages apart."""
        if row.id.startswith(OURS):
            raise ConflictError(f"{row.id} is an outage of the network")
        super().remove(session, row, doing)


def nature(events: frozenset[str]) -> Nature:
    """What service problems have in common."""
    return Nature(
        KIND,
        created="creationDate",
        updated="lastUpdate",
        state="status",
        first="acknowledged",
        events=events,
        follows=FOLLOWS,
        references=REFERENCES,
    )


def tasks(problems: Nature, events: frozenset[str]) -> dict[str, Nature]:
    """The tasks on service problems: acknowledgement and grouping, done at once."""

    def named(session: Session, references: list[Mapping[str, Any]]) -> list[Record]:
        shelf = Problems(problems)
        try:
            return [shelf.find(session, str(each["id"]), to_change=True) for each in references]
        except NoSuchResourceError as error:
            raise RefusedError("problem", str(error)) from error

    def acknowledged(word: str) -> Any:
        def then(session: Session, record: Record, doing: Doing) -> None:
            for each in named(session, record.body["problem"]):
                step = {"@type": "TrackingRecord", "description": word, "time": iso(doing.at), "user": doing.by}
                tracked = [*each.body.get("trackingRecord", ()), step]
                Problems(problems).change(session, each, {"trackingRecord": tracked}, doing)
            record.body = record.body | {"ackProblem": record.body["problem"], "state": "done"}

        return then

    def grouped(together: bool) -> Any:
        def then(session: Session, record: Record, doing: Doing) -> None:
            (parent,) = named(session, [record.body["parentProblem"]])
            for each in named(session, record.body["childProblem"]):
                others = [one for one in each.body.get("parentProblem", ()) if one["id"] != parent.id]
                mine = [{"@type": "ServiceProblemRef", "id": parent.id}] if together else []
                Problems(problems).change(session, each, {"parentProblem": [*others, *mine] or None}, doing)
            record.body = record.body | {"state": "done"}

        return then

    does = {
        "problemAcknowledgement": acknowledged("acknowledged"),
        "problemUnacknowledgement": acknowledged("acknowledgement withdrawn"),
        "problemGroup": grouped(True),
        "problemUngroup": grouped(False),
    }
    return {
        kind: Nature(kind, state="state", first="acknowledged", events=events, then=then) for kind, then in does.items()
    }


def follow(session: Session, event: OutboxEvent, problems: Nature, at: datetime) -> None:
    """Take what has become of an outage, or of a ticket that waits for one, into its service problem."""
    told = event.envelope.get("event", {}).get("troubleTicket", {}) if event.topic == "troubleTicket" else {}
    related = told.get("troubleTicketRelationship", ())
    ids = [told.get("id"), *(each["id"] for each in related if each.get("relationshipType") == "isCausedBy")]
    for id in ids:
        case = session.get(Case, int(id)) if str(id).isdigit() else None
        if case is not None and case.kind is Kind.OUTAGE:
            _take_over(session, case, problems, at)


def _take_over(session: Session, case: Case, problems: Nature, at: datetime) -> None:
    shelf, doing = Records(problems), Doing("network", at, "v5")
    body = _body(session, case)
    known = session.scalars(select(Record).where(Record.kind == KIND, Record.id == f"{OURS}{case.id}")).one_or_none()
    if known is None:
        record = shelf.create(session, body, doing, id=f"{OURS}{case.id}")
        record.created_at = case.opened_at
        return
    changes = {name: value for name, value in body.items() if known.body.get(name) != value}
    if changes:
        free = Records(_without_order(problems))
        free.change(session, known, changes, doing)


def _without_order(problems: Nature) -> Nature:
    """Events may come late: what has become of an outage is taken over as it is."""
    return replace(problems, follows={})


def _body(session: Session, case: Case) -> Body:
    waiting = select(Case.id).where(Case.parent_id == case.id)
    count = session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
    tickets = session.scalars(waiting.order_by(Case.id).limit(TICKETS_TOLD)).all()
    party = {"@type": "PartyRef", "id": "t2r", "name": "network diagnosis", "@referredType": "System"}
    told = {
        "@type": "ServiceProblem",
        "name": case.words,
        "description": case.say or case.words,
        "category": "network.outage",
        "reason": case.status_reason or case.words,
        "priority": PRIORITIES[case.priority],
        "status": case.status.value,
        "statusChangeDate": iso(case.status_at),
        "affectedNumberOfServices": count,
        "originatorParty": {"@type": PARTY.type, "role": "originator", PARTY.inner: party},
        "resolutionDate": iso(case.resolved_at),
        "troubleTicket": [{"@type": "TroubleTicketRef", "id": str(id)} for id in tickets] or None,
    }
    return {name: value for name, value in told.items() if value is not None}


class EventRecords(Fixed):
    """The shelf of what has become of service problems: the events that told of it."""

    kind = "serviceProblemEventRecord"
    mapped = Mapped(
        entity=OutboxEvent,
        number=OutboxEvent.id,
        columns=MappingProxyType(
            {
                "id": Column(OutboxEvent.event_id),
                "eventType": Column(OutboxEvent.type),
                "eventTime": Column(OutboxEvent.at, moment, counts=True),
                "recordTime": Column(OutboxEvent.at, moment, counts=True),
            }
        ),
        json=OutboxEvent.envelope,
        only=OutboxEvent.topic == KIND,
    )

    def told(self, row: OutboxEvent, version: str) -> Body:  # noqa: ARG002 - for all versions the same
        """The event, as it was told."""
        problem = {"@type": "ServiceProblemRef", "id": row.key.partition(":")[2]}
        return {
            "@type": "ServiceProblemEventRecord",
            "id": row.event_id,
            "eventType": row.type,
            "eventTime": iso(row.at),
            "recordTime": iso(row.at),
            "notification": row.envelope,
            "serviceProblem": problem,
        }

    def find(self, session: Session, id: str, *, to_change: bool = False) -> OutboxEvent:  # noqa: ARG002 - never
        """The event of an id."""
        query = select(OutboxEvent).where(self.mapped.only, OutboxEvent.event_id == id)
        row = session.scalars(query).one_or_none()
        if row is None:
            raise NoSuchResourceError(self.kind, id)
        return row

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:  # noqa: ARG002 - as above
        """As it is named; the problem is in the event."""
        return ("correlationId",) if path == ("serviceProblem", "id") else path
