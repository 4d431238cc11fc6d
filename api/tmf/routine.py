"""Service tests that go on (TMF653, mode PROACTIVE): made again as often as they say, until their end or until somebody stops them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services import Services
from api.tmf import asked
from api.tmf.bodies import Body
from t2r.cases.events import iso
from t2r.database import writing
from t2r.tmf.query import moment
from t2r.tmf.records import Nature, Records
from t2r.tmf.shelf import Doing
from t2r.tmf.spec import load
from t2r.tmf.tables import Record

KIND = "serviceTest"
PROACTIVE, GOES_ON = "PROACTIVE", "inProgress"
INTERVAL, HOUR = "interval", 3_600.0  # the characteristic that says after how many seconds it is made again
LONGEST = timedelta(days=7)  # where no end is given
MEASURES = 1_000  # that are kept, the newest
AT_ONCE = 50


def nature() -> Nature:
    """What service tests have in common: one that goes on may be stopped, and one that has ended stays as it is."""
    ends = frozenset({"completed", "cancelled", "failed"})
    follows = {GOES_ON: ends} | dict.fromkeys(ends, frozenset[str]())
    return Nature(KIND, state="state", follows=follows, events=load("TMF653-v4").events, then=_begin)


def begun(services: Services, body: Body) -> Body:
    """A test that has been made, and goes on where it is PROACTIVE and could be made at all."""
    made = asked.test(services, body)
    if made["mode"] != PROACTIVE or made["state"] != "completed":
        return made
    until = moment(str(body.get("endDateTime") or "")) or services.bench.now() + LONGEST
    return made | {"state": GOES_ON, "endDateTime": iso(until)}


def run_due(services: Services) -> int:
    """Make the tests that are due; how many were made."""
    due = _taken(services)
    for number, body in due:
        found = asked.test(services, body)
        with writing(services.bench.database) as session:
            record = session.get(Record, number, with_for_update=True, populate_existing=True)
            if record is not None and record.body.get("state") == GOES_ON:  # nobody has stopped it meanwhile
                _keep(session, record, found, services.bench.now())
    return len(due)


def _begin(_: Session, record: Record, doing: Doing) -> None:
    if record.body.get("state") == GOES_ON:
        record.due_at = doing.at + _interval(record.body)


def _taken(services: Services) -> list[tuple[int, Body]]:
    """Those that are due, each for this worker alone until it is due again."""
    now, taken = services.bench.now(), list[tuple[int, Body]]()
    query = select(Record).where(Record.kind == KIND, Record.due_at <= now).order_by(Record.due_at).limit(AT_ONCE)
    with writing(services.bench.database) as session:
        for record in session.scalars(query.with_for_update(skip_locked=True)):
            goes_on = record.body.get("state") == GOES_ON
            record.due_at = now + _interval(record.body) if goes_on else None
            if goes_on:
                taken.append((record.number, record.body))
    return taken


def _keep(session: Session, record: Record, found: Body, at: datetime) -> None:
    measures = [*record.body.get("testMeasure", ()), *found.get("testMeasure", ())]
    changes: Body = {"testMeasure": measures[-MEASURES:]}
    until = moment(str(record.body.get("endDateTime") or "")) or record.created_at + LONGEST
    if at >= until:
        changes |= {"state": "completed", "endDateTime": iso(at)}
        record.due_at = None
    Records(nature()).change(session, record, changes, Doing("t2r", at))


def _interval(body: Mapping[str, Any]) -> timedelta:
    """After how long a test is made again: an hour, unless it says otherwise; never more often than each second."""
    said = next((one.get("value") for one in body.get("characteristic", ()) if one.get("name") == INTERVAL), None)
    seconds = float(said) if isinstance(said, int | float) and not isinstance(said, bool) and said >= 1 else HOUR
    return timedelta(seconds=min(seconds, LONGEST.total_seconds()))
