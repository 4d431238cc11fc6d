"""What cases find out about customers is kept in their record: the phone that they use, and what else the rules name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from t2r.cases.changing import SYSTEM
from t2r.cases.events import EventType
from t2r.cases.status import Status
from t2r.cases.tables import Case, OutboxEvent
from t2r.customers.desk import CustomerDesk
from t2r.customers.directory import held
from t2r.customers.keeping import keep
from t2r.customers.lines import of_line
from t2r.customers.records import Body


def follow(session: Session, event: OutboxEvent, desk: CustomerDesk, at: datetime) -> None:
    """Take over what a case found, when it is resolved. Of a CRM's customers nothing is changed without its knowing."""
    told = event.envelope.get("event", {}).get("troubleTicket") or {}
    if event.type != EventType.STATUS or told.get("status") != Status.RESOLVED or not desk.is_master:
        return
    case = session.get(Case, int(told["id"]))
    customer = None if case is None else of_line(session, case.line)
    if case is None or customer is None:
        return
    known = ((case.state or {}).get("facts") or {}).get("known") or {}
    found = {name: known[name]["value"] for name in desk.rules.learned if known.get(name, {}).get("value") is not None}
    now = held(customer)
    body = _with(now.body, found)
    if body != now.body:
        keep(session, replace(now, body=body, version=None), desk.rules, SYSTEM, f"found by case {case.id}", at)


def _with(body: Body, found: dict[str, Any]) -> Body:
    """The record with these characteristics, and no others of their names."""
    if not found:
        return body
    others = [one for one in body.get("characteristic") or [] if one.get("name") not in found]
    return body | {"characteristic": [*others, *({"name": name, "value": value} for name, value in found.items())]}
