"""Service problems (TMF656) over the cases of outages: those that the network shows, and those that its operators tell of.

A service problem is the case that the problem desk shows: one number, one life and process, one history and trace. What it carries
that a case does not is kept beside the case, in the words of v5. The customers' tickets that wait for it are linked to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import case as case_when
from sqlalchemy import exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, object_session

from knowledge import redact
from t2r.cases import outages
from t2r.cases.changing import become, begin, note, take
from t2r.cases.closing import close
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.errors import ConflictError, RefusedError
from t2r.cases.events import EventType, iso, put, tell
from t2r.cases.outages import Outage
from t2r.cases.status import OPEN, Status
from t2r.cases.tables import Case, Kind, OutboxEvent
from t2r.problems import life
from t2r.tmf import references
from t2r.tmf.query import Column, Mapped, moment, number
from t2r.tmf.records import Nature
from t2r.tmf.references import ENTITY, PARTY
from t2r.tmf.shelf import Body, Doing, NoSuchResourceError
from t2r.tmf.tables import Record, new_id
from t2r.tmf.tickets import status_of, way
from t2r.tmf.topics import Told

KIND = "serviceProblem"
CATEGORY = "network.outage"  # of what the network shows
TICKETS_TOLD = 100
PRIORITIES = {Priority.CRITICAL: 1, Priority.HIGH: 2, Priority.MEDIUM: 3, Priority.LOW: 4}
SEVERITIES = {Priority.CRITICAL: Severity.CRITICAL, Priority.LOW: Severity.MINOR}
SAY = "There is a fault in our network, and we are working on it."
US = {"@type": "PartyRef", "id": "t2r", "name": "network diagnosis", "@referredType": "System"}
# What a case has of its own; the rest of a service problem is kept beside it.
OWN = frozenset(
    {"description", "status", "statusChangeReason", "statusChangeDate", "creationDate", "lastUpdate", "resolutionDate"}
)
REFERENCES = MappingProxyType(
    {
        "originatorParty": PARTY,
        "responsibleParty": PARTY,
        "relatedParty": PARTY,
        "firstAlert": ENTITY,
        "relatedEntity": ENTITY,
    }
)
EVENTS = {
    EventType.CREATED: "ServiceProblemCreateEvent",
    EventType.CHANGED: "ServiceProblemAttributeValueChangeEvent",
    EventType.STATUS: "ServiceProblemStateChangeEvent",
    EventType.INFORMATION: "ServiceProblemInformationRequiredEvent",
}
_waiting = aliased(Case)
_count = select(func.count()).where(_waiting.parent_id == Case.id).correlate(Case).scalar_subquery()


def _beside(name: str, otherwise: Any) -> Any:
    return func.coalesce(Case.problem[name].as_string(), otherwise)


MAPPED = Mapped(
    entity=Case,
    number=Case.id,
    columns=MappingProxyType(
        {
            "id": Column(Case.id, number, counts=True),
            "description": Column(Case.words),
            "name": Column(_beside("name", Case.words)),
            "reason": Column(_beside("reason", Case.words)),
            "category": Column(_beside("category", CATEGORY)),
            "priority": Column(
                func.coalesce(Case.problem["priority"].as_integer(), case_when(PRIORITIES, value=Case.priority)), number
            ),
            "affectedNumberOfServices": Column(
                func.coalesce(func.nullif(_count, 0), Case.problem["affectedNumberOfServices"].as_integer(), 0), number
            ),
            "status": Column(Case.status, status_of),
            "statusChangeReason": Column(Case.status_reason),
            "statusChangeDate": Column(Case.status_at, moment),
            "creationDate": Column(Case.opened_at, moment),
            "lastUpdate": Column(Case.updated_at, moment),
            "resolutionDate": Column(Case.resolved_at, moment),
        }
    ),
    json=Case.problem,
    only=Case.kind == Kind.OUTAGE,
    sorts_all=True,
)


class Problems:
    """The shelf of service problems."""

    kind = KIND
    mapped = MAPPED

    def told(self, row: Case, version: str) -> Body:
        """The case as a service problem, with the tickets that wait for it."""
        beside = row.problem or {}
        count, tickets = _tickets(row)
        others = [each for each in beside.get("troubleTicket", ()) if each.get("id") not in tickets]
        linked = [{"@type": "TroubleTicketRef", "id": id} for id in tickets]
        own = {
            "id": str(row.id),
            "description": row.words,
            "status": row.status.value,
            "statusChangeReason": row.status_reason or None,
            "statusChangeDate": iso(row.status_at),
            "creationDate": iso(row.opened_at),
            "lastUpdate": iso(row.updated_at),
            "resolutionDate": iso(row.resolved_at),
            "affectedNumberOfServices": count or beside.get("affectedNumberOfServices", 0),
            "troubleTicket": [*linked, *others] or None,
        }
        body = _defaults(row) | beside | {name: value for name, value in own.items() if value is not None}
        return body if version == "v5" else references.to_v4(body, REFERENCES)

    def find(self, session: Session, id: str, *, to_change: bool = False) -> Case:
        """The case of a service problem."""
        found = number(id)
        row = None if found is None else session.get(Case, found, with_for_update=to_change or None)
        if row is None or row.kind is not Kind.OUTAGE:
            raise NoSuchResourceError(self.kind, id)
        return row

    def create(self, session: Session, body: Body, doing: Doing) -> Case:
        """A problem that the network's operators tell of: a case that customers' cases can wait for, with its process begun."""
        body = body if doing.version == "v5" else references.to_v5(body, REFERENCES)
        priority = _priority(body.get("priority")) or Priority.MEDIUM
        severity = SEVERITIES.get(priority, Severity.MAJOR)
        row = Case(
            kind=Kind.OUTAGE,
            words=redact(str(body["description"])).text,
            outage=_name(),
            channel="api",
            severity=severity,
            impact=severity.impact,
            urgency=Level.HIGH,
            priority=priority,
            say=SAY,
            problem=_kept(body, doing),
            opened_at=doing.at,
            updated_at=doing.at,
        )
        begin(session, row, doing.by, doing.at)
        reason = str(body.get("statusChangeReason") or "")
        for status in way(Status.ACKNOWLEDGED, status_of(str(body.get("status"))) or Status.ACKNOWLEDGED):
            _become(session, row, status, doing, reason)
        _link(session, row, body.get("troubleTicket"), doing)
        session.flush()
        life.follow(session, row.id, doing.at)
        return row

    def change(self, session: Session, row: Case, changes: Mapping[str, Any], doing: Doing) -> None:
        """Give the problem other values; of a status only what may follow, and of what the network shows none."""
        changes = changes if doing.version == "v5" else references.to_v5(changes, REFERENCES)
        wanted = status_of(str(changes["status"])) if changes.get("status") else None
        if wanted not in (None, row.status) and row.channel == outages.NETWORK:
            raise ConflictError(f"{row.id} is an outage of the network, which says itself how it stands")
        row = take(session, row.id, doing.at)
        kept = {name: value for name, value in (row.problem or {}).items() if name not in changes}
        given = {name: value for name, value in changes.items() if value is not None}
        row.problem = kept | _kept(given, doing) or None
        if "description" in changes:
            row.words = redact(str(changes["description"] or "")).text
        if "priority" in changes:
            row.priority = _priority(changes["priority"]) or row.priority
        if others := sorted(set(changes) - {"status", "statusChangeReason"}):
            note(session, row, "changed", doing.by, doing.at, name=", ".join(others))
            tell(session, row, EventType.CHANGED, doing.at)
        _link(session, row, changes.get("troubleTicket"), doing)
        if wanted is not None and wanted is not row.status:
            _become(session, row, wanted, doing, str(changes.get("statusChangeReason") or ""))
        session.flush()
        life.follow(session, row.id, doing.at)

    def remove(self, session: Session, row: Case, doing: Doing) -> None:
        """Take a problem away that was told by mistake: nobody waits for it, and it was not taken up."""
        if row.channel == outages.NETWORK:
            raise ConflictError(f"{row.id} is an outage of the network")
        waits = session.scalar(select(exists().where(Case.parent_id == row.id)))
        if waits or row.status is not Status.ACKNOWLEDGED:
            raise ConflictError(f"{row.id} is being worked on, or was: cancel it instead")
        put(session, KIND, "ServiceProblemDeleteEvent", str(row.id), self.told(row, "v4"), doing.at)
        session.delete(row)
        try:
            session.flush()
        except IntegrityError as error:
            raise ConflictError(f"{row.id} is needed by others: cancel it instead") from error

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:
        """As v5 names it."""
        return path if version == "v5" else references.path(path, REFERENCES)


def _defaults(row: Case) -> Body:
    """What is told of a problem whose words are the network's."""
    return {
        "@type": "ServiceProblem",
        "name": row.words,
        "reason": row.words,
        "category": CATEGORY,
        "priority": PRIORITIES[row.priority],
        "originatorParty": {"@type": PARTY.type, "role": "originator", PARTY.inner: US},
    }


def _tickets(row: Case) -> tuple[int, list[str]]:
    """How many tickets wait for a problem, and the first of them."""
    session = object_session(row)
    if session is None:
        raise ValueError("a case is told while its session lasts")
    query = select(Case.id, func.count().over()).where(Case.parent_id == row.id).order_by(Case.id).limit(TICKETS_TOLD)
    found = session.execute(query).all()
    return (found[0][1] if found else 0), [str(id) for id, _ in found]


def _kept(body: Mapping[str, Any], doing: Doing) -> Body:
    """What the case itself has no place for; notes get an id, a date and an author, and name nobody in their text."""
    kept = {name: value for name, value in body.items() if name not in OWN and name not in ("id", "href")}
    if kept.get("note"):
        made = {"date": iso(doing.at), "author": doing.by}
        kept["note"] = [
            {"id": new_id(), **made, **each, "text": redact(str(each.get("text", ""))).text} for each in kept["note"]
        ]
    return kept


def _name() -> str:
    """What tells a problem that goes on from one that is over: that of an outage is the network's."""
    return f"problem:{new_id()}"


def _priority(value: Any) -> Priority | None:
    return next((priority for priority, rank in PRIORITIES.items() if rank == value), None)


def _become(session: Session, row: Case, status: Status, doing: Doing, reason: str) -> None:
    """Take the problem's case into a status; with its end, those that wait for it are released by the next round of tending."""
    waits = session.scalar(select(exists().where(Case.parent_id == row.id, Case.status.in_(OPEN))))
    if status in (Status.CANCELLED, Status.REJECTED) and waits:
        raise ConflictError(f"tickets wait for {row.id}: resolve it, so that they are resolved")
    row.outage = (row.outage or _name()) if status.is_open else None
    if status is Status.RESOLVED:
        row.cause, row.resolution = row.cause or "network.outage", row.resolution or "restored"
    if status is Status.CLOSED:
        close(session, row, doing.by, doing.at)
    else:
        become(session, row, status, doing.by, doing.at, reason=redact(reason).text)


def _link(session: Session, row: Case, tickets: list[Body] | None, doing: Doing) -> None:
    """Let our customers' tickets wait for the problem; of tickets of other systems the reference alone is kept."""
    ids = [found for each in tickets or () if (found := number(str(each.get("id")))) is not None]
    named = select(Case).where(Case.id.in_(ids), Case.kind == Kind.CUSTOMER, Case.status.in_(OPEN))
    outage = Outage(row.outage or "", row.words, row.severity, SAY, row.expected_at)
    for each in session.scalars(named.where(Case.parent_id.is_(None)).order_by(Case.id)).all():
        if row.outage is None:
            raise ConflictError(f"{row.id} is over: no ticket waits for it")
        outages.join(session, take(session, each.id, doing.at), row, outage, doing.at)


def follow(session: Session, event: OutboxEvent) -> None:
    """Tell of a service problem what is told of its case, and that another ticket waits for it."""
    told = event.envelope.get("event", {}).get("troubleTicket", {}) if event.topic == "troubleTicket" else {}
    _tell(session, str(told.get("id")), EVENTS.get(event.type), event)  # type: ignore[call-overload]
    if event.type == EventType.STATUS and told.get("status") == Status.HELD:
        for each in told.get("troubleTicketRelationship", ()):
            _tell(session, str(each["id"]), EVENTS[EventType.CHANGED], event)


def _tell(session: Session, id: str, type: str | None, event: OutboxEvent) -> None:
    found = number(id)
    row = None if found is None or type is None else session.get(Case, found)
    if row is not None and type is not None and row.kind is Kind.OUTAGE:
        put(session, KIND, type, id, Problems().told(row, "v4"), event.at)


# Tasks


def tasks(events: frozenset[str]) -> dict[str, Nature]:
    """The tasks on service problems: acknowledgement and grouping, done at once."""
    shelf = Problems()

    def named(session: Session, references: list[Mapping[str, Any]]) -> list[Case]:
        try:
            return [shelf.find(session, str(each["id"]), to_change=True) for each in references]
        except NoSuchResourceError as error:
            raise RefusedError("problem", str(error)) from error

    def acknowledged(word: str) -> Any:
        def then(session: Session, record: Record, doing: Doing) -> None:
            for each in named(session, record.body["problem"]):
                step = {"@type": "TrackingRecord", "description": word, "time": iso(doing.at), "user": doing.by}
                tracked = [*(each.problem or {}).get("trackingRecord", ()), step]
                shelf.change(session, each, {"trackingRecord": tracked}, doing)
            record.body = record.body | {"ackProblem": record.body["problem"], "state": "done"}

        return then

    def grouped(together: bool) -> Any:
        def then(session: Session, record: Record, doing: Doing) -> None:
            (parent,) = named(session, [record.body["parentProblem"]])
            for each in named(session, record.body["childProblem"]):
                others = [one for one in (each.problem or {}).get("parentProblem", ()) if one["id"] != str(parent.id)]
                mine = [{"@type": "ServiceProblemRef", "id": str(parent.id)}] if together else []
                shelf.change(session, each, {"parentProblem": [*others, *mine] or None}, doing)
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


class EventRecords(Told):
    """The shelf of what has become of service problems: the events that told of it."""

    kind = "serviceProblemEventRecord"

    def __init__(self) -> None:
        super().__init__(KIND, "id", ("eventTime", "recordTime"))

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

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:  # noqa: ARG002 - as above
        """As it is named; the problem is in the event."""
        return ("correlationId",) if path == ("serviceProblem", "id") else path
