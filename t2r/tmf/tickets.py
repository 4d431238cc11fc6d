"""Trouble tickets (TMF621) over cases: the same trouble, as a CRM tells it.

What a ticket carries that a case does not is kept beside the case, in the words of v5, and comes back unchanged. v4 is put into v5 on
its way in, and back on its way out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from knowledge import redact
from t2r.cases.changing import become, begin, note, take
from t2r.cases.codes import Codes, Level, Priority, Severity
from t2r.cases.errors import ConflictError, RefusedError
from t2r.cases.events import EventType, iso, tell, ticket
from t2r.cases.status import FOLLOWING, Status
from t2r.cases.tables import Action, Case, Kind
from t2r.tmf import references
from t2r.tmf.query import Column, Mapped, moment, number
from t2r.tmf.shelf import Body, Doing, NoSuchResourceError
from t2r.tmf.tables import new_id

LINE = "line"  # the role of the related entity that is the customer's line: its id is the number
LONGEST_WORD = 200
HISTORY = "statusChangeHistory"
# What a case has of its own; the rest of a ticket is kept beside it.
OWN = frozenset(
    {"description", "status", "statusChangeDate", "statusChangeReason", "creationDate", "lastUpdate", "resolutionDate",
     "expectedResolutionDate", HISTORY}
)  # fmt: skip
ONLY_V5 = frozenset({"troubleTicketSpecification", "troubleTicketCharacteristic"})
REFERENCES = MappingProxyType({"relatedParty": references.PARTY, "relatedEntity": references.ENTITY})


def status_of(word: str) -> Status | None:
    """The status of a word; None where it is none."""
    return Status(word) if word in list(Status) else None


MAPPED = Mapped(
    entity=Case,
    number=Case.id,
    columns=MappingProxyType(
        {
            "id": Column(Case.id, number, counts=True),
            "description": Column(Case.words),
            "status": Column(Case.status, status_of, keyed=True, then="creationDate"),
            "statusChangeReason": Column(Case.status_reason),
            "statusChangeDate": Column(Case.status_at, moment),
            "severity": Column(Case.severity_word, keyed=True, then="creationDate"),
            "priority": Column(Case.priority_word, keyed=True, then="creationDate"),
            "ticketType": Column(Case.ticket_type, keyed=True, then="creationDate"),
            "creationDate": Column(Case.opened_at, moment, keyed=True),
            "lastUpdate": Column(Case.updated_at, moment, keyed=True),
            "resolutionDate": Column(Case.resolved_at, moment),
            "expectedResolutionDate": Column(Case.expected_at, moment),
        }
    ),
    json=Case.ticket,
    also=MappingProxyType(
        {
            "relatedEntity.entity.id": Column(Case.line, lambda word: word.removeprefix("+")),
            "channel.name": Column(Case.channel),
        }
    ),
    options=(selectinload(Case.history),),
    order=(("creationDate", True),),
)


class Tickets:
    """The shelf of trouble tickets."""

    kind = "troubleTicket"
    mapped = MAPPED

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def told(self, row: Case, version: str) -> Body:
        """The case as a ticket, with what identifies the customer."""
        beside = {name: value for name, value in (row.ticket or {}).items() if name not in OWN}
        body = ticket(row) | beside | {HISTORY: [_change(each.status, each.at, each.reason) for each in row.history]}
        if row.parent_id is not None and "troubleTicketRelationship" in beside:
            theirs = [each for each in beside["troubleTicketRelationship"] if each.get("id") != str(row.parent_id)]
            body["troubleTicketRelationship"] = [*ticket(row)["troubleTicketRelationship"], *theirs]
        if row.line is not None:
            body["relatedEntity"] = [*_without_line(body.get("relatedEntity", [])), _line(row.line)]
        del body["href"]
        return body if version == "v5" else as_v4(body)

    def find(self, session: Session, id: str, *, to_change: bool = False) -> Case:
        """The case of a ticket."""
        found = number(id)
        case = (
            None
            if found is None
            else session.get(
                Case,
                found,
                options=[selectinload(Case.history)],
                with_for_update=to_change or None,
                populate_existing=to_change,
            )
        )
        if case is None:
            raise NoSuchResourceError(self.kind, id)
        return case

    def create(self, session: Session, body: Body, doing: Doing) -> Case:
        """A case that another system opens: acknowledged, for an agent to take up. A later status is gone through step by step."""
        body = body if doing.version == "v5" else from_v4(body)
        severity, priority = _severity(body.get("severity")), _priority(body.get("priority"))
        impact, urgency = _weights(self._codes, severity, priority)
        case = Case(
            kind=Kind.CUSTOMER,
            words=redact(str(body["description"])).text,
            line=_line_of(body),
            channel=_channel(body),
            severity=severity,
            impact=impact,
            urgency=urgency,
            priority=priority or self._codes.priority[impact][urgency],
            expected_at=_moment(body, "expectedResolutionDate"),
            ticket=_beside(body, doing),
            opened_at=doing.at,
            updated_at=doing.at,
        )
        begin(session, case, doing.by, doing.at)
        reason = redact(str(body.get("statusChangeReason") or "")).text
        for status in way(Status.ACKNOWLEDGED, status_of(str(body.get("status"))) or Status.ACKNOWLEDGED):
            become(session, case, status, doing.by, doing.at, reason=reason)
        session.flush()
        return case

    def change(self, session: Session, row: Case, changes: Mapping[str, Any], doing: Doing) -> None:
        """Give the ticket other values; of a status only what may follow."""
        changes = changes if doing.version == "v5" else from_v4(changes)
        case = take(session, row.id, doing.at)
        kept = {name: value for name, value in (case.ticket or {}).items() if name not in changes}
        case.ticket = (
            kept | _beside({name: value for name, value in changes.items() if value is not None}, doing) or None
        )
        if "description" in changes:
            case.words = redact(str(changes["description"] or "")).text
        if "severity" in changes:
            case.severity = _severity(changes["severity"])
        if "priority" in changes:
            case.priority = _priority(changes["priority"]) or case.priority
        if "channel" in changes:
            case.channel = _channel(changes)
        if "expectedResolutionDate" in changes:
            case.expected_at = _moment(changes, "expectedResolutionDate")
        if "relatedEntity" in changes:
            case.line = _line_of(changes)
        reason = redact(str(changes.get("statusChangeReason") or "")).text
        others = sorted(set(changes) - {"status", "statusChangeReason"})
        if others:
            note(session, case, "changed", doing.by, doing.at, name=", ".join(others))
            tell(session, case, EventType.CHANGED, doing.at)
        wanted = status_of(str(changes["status"])) if changes.get("status") else None
        if wanted is not None and wanted is not case.status:
            become(session, case, wanted, doing.by, doing.at, reason=reason)
        session.flush()

    def remove(self, session: Session, row: Case, doing: Doing) -> None:
        """Take a ticket away on which nobody has worked: what was done for a customer stays on record."""
        case = take(session, row.id, doing.at)
        worked = session.scalar(select(exists().where(Action.case_id == case.id)))
        if case.flow is not None or worked or case.kind is Kind.OUTAGE:
            raise ConflictError(f"ticket {case.id} is being worked on, or was: cancel it instead")
        tell(session, case, EventType.DELETED, doing.at)
        session.delete(case)
        try:
            session.flush()
        except IntegrityError as error:
            raise ConflictError(f"ticket {row.id} is needed by others: cancel it instead") from error

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:
        """v4 names the external identifier and the references otherwise."""
        if path[0] == "externalId":
            return ("externalIdentifier", "id")
        return path if version == "v5" else references.path(path, REFERENCES)


def _severity(word: Any) -> Severity:
    """Ours for the word of another system; major where it is none of ours."""
    lower = str(word or "").lower()
    return Severity(lower) if lower in list(Severity) else Severity.MAJOR


def _priority(word: Any) -> Priority | None:
    lower = str(word or "").lower()
    return Priority(lower) if lower in list(Priority) else None


def _weights(codes: Codes, severity: Severity, priority: Priority | None) -> tuple[Level, Level]:
    """Impact and urgency that make the priority, where one was given; impact follows from severity as nearly as it can."""
    impact = severity.impact
    if priority is None:
        return impact, Level.MEDIUM
    pairs = [(impact, urgency) for urgency in Level] + [(other, urgency) for other in Level for urgency in Level]
    return next((pair for pair in pairs if codes.priority[pair[0]][pair[1]] is priority), (impact, Level.MEDIUM))


def way(now: Status, then: Status) -> list[Status]:
    """The shortest way from the one status to the other. Raises RefusedError where there is none."""
    ways = deque([(now, list[Status]())])
    seen = {now}
    while ways:
        status, way = ways.popleft()
        if status is then:
            return way
        for each in sorted(FOLLOWING[status] - seen):
            seen.add(each)
            ways.append((each, [*way, each]))
    raise RefusedError("status", f"{then} does not follow {now}")


def _beside(body: Mapping[str, Any], doing: Doing) -> Body:
    """What the case itself has no place for; notes get an id, a date and an author, and name nobody in their text."""
    kept = {name: value for name, value in body.items() if name not in OWN and name not in ("id", "href")}
    for name in ("severity", "priority", "ticketType", "name"):
        if len(str(kept.get(name, ""))) > LONGEST_WORD:
            raise RefusedError(name, f"may have {LONGEST_WORD} characters")
    if kept.get("relatedEntity"):
        kept["relatedEntity"] = _without_line(kept["relatedEntity"])
    if kept.get("note"):
        kept["note"] = [
            {
                "id": new_id(),
                "date": iso(doing.at),
                "author": doing.by,
                **each,
                "text": redact(str(each.get("text", ""))).text,
            }
            for each in kept["note"]
        ]
    return kept


def _channel(body: Mapping[str, Any]) -> str:
    channel = body.get("channel") or {}
    return str(channel.get("name") or channel.get("id") or "api")[:50]


def _moment(body: Mapping[str, Any], name: str) -> Any:
    return moment(str(body[name])) if body.get(name) else None


def _line(number: str) -> Body:
    entity = {"@type": "EntityRef", "@referredType": "Service", "id": number}
    return {"@type": "RelatedEntity", "role": LINE, "entity": entity}


def _is_line(entity: Mapping[str, Any]) -> bool:
    id = str((entity.get("entity") or {}).get("id", "")).removeprefix("+")
    return entity.get("role") == LINE and id.isascii() and id.isdigit() and len(id) <= 15


def _without_line(entities: list[Body]) -> list[Body]:
    return [each for each in entities if not _is_line(each)]


def _line_of(body: Mapping[str, Any]) -> str | None:
    found = [each for each in body.get("relatedEntity") or () if _is_line(each)]
    return str(found[0]["entity"]["id"]).removeprefix("+") if found else None


def _change(status: Status, at: Any, reason: str) -> Body:
    told = {"@type": "StatusChange", "status": status.value, "statusChangeDate": iso(at)}
    return told | ({"statusChangeReason": reason} if reason else {})


# v4


def as_v4(body: Body) -> Body:
    """A ticket of v5 in the words of v4."""
    told = references.to_v4({name: value for name, value in body.items() if name not in ONLY_V5}, REFERENCES)
    told["statusChange"] = [
        {
            "status": each["status"],
            "changeDate": each["statusChangeDate"],
            "changeReason": each.get("statusChangeReason", ""),
        }
        for each in told.pop(HISTORY, [])
    ]
    if identifiers := told.pop("externalIdentifier", None):
        told["externalId"] = identifiers[0]["id"]
    return told


def from_v4(body: Mapping[str, Any]) -> Body:
    """A ticket of v4 in the words of v5."""
    kept = {name: value for name, value in body.items() if name != "statusChange"}
    if "externalId" in kept:
        id = kept.pop("externalId")
        kept["externalIdentifier"] = None if id is None else [{"@type": "ExternalIdentifier", "id": id}]
    return references.to_v5(kept, REFERENCES)
