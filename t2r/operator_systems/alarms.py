"""Alarms of the operator's fault management (TMF642): read into the network that diagnoses are made of, and acknowledged there."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from diagnostics.records import STILL
from t2r.cases.events import iso
from t2r.operator_systems import outbox
from t2r.operator_systems.client import Client
from t2r.operator_systems.errors import MalformedError, MissingError
from t2r.operator_systems.tables import Copy
from t2r.tmf.alarms import FROM_NETWORK, KIND, Network, told_of
from t2r.tmf.tables import Record

log = logging.getLogger("t2r.operator_systems")

NAME = "alarms"
SYSTEM = "the operator's fault management"
RESOURCE = "alarm"
OURS = "operator:"  # what their alarms are called in the network
MOST = 100_000
ACKNOWLEDGED = "acknowledged"
US = "t2r"
WHEN = ("alarmClearedTime", "alarmChangedTime", "alarmReportingTime")  # one of them says when it was over

Body = dict[str, Any]


@dataclass(slots=True)
class AlarmExchange:
    """Reads alarms, and tells of those that were acknowledged here."""

    client: Client
    database: Engine
    network: Callable[[], Network | None]
    now: Callable[[], datetime]
    name: str = NAME
    _seen: dict[str, str] = field(default_factory=dict)  # what each active one said last, as a digest

    def settle(self, copy: Copy) -> None:
        """Acknowledge there what was acknowledged here, or take that back."""
        with Session(self.database) as session:
            alarm = session.scalar(select(Record).where(Record.kind == KIND, Record.id == copy.ours))
            body = dict(alarm.body) if alarm is not None else {}
        state = str(body.get("ackState") or "")
        told = (copy.told or {}).get("ackState", "")
        if state == told or (not told and state != ACKNOWLEDGED):
            return
        does = state == ACKNOWLEDGED
        id = copy.ours.removeprefix(FROM_NETWORK + OURS)
        pattern = {"id": int(id) if id.isascii() and id.isdigit() else id}
        task = {
            "ackSystemId": US,
            "ackUserId": str(body.get("ackUserId") or US),
            "ackTime": iso(self.now()),
            "alarmPattern": [pattern],
        }
        self.client.perform("ackAlarms" if does else "unAckAlarms", task, f"{copy.key}-{copy.wanted}")
        outbox.keep(self.database, copy, told={"ackState": state})

    def poll(self) -> int:
        """Load what was raised, changed or cleared since; how many. Raises OperatorSystemError."""
        network = self.network()
        if network is None:
            return 0
        unreadable = list[MalformedError]()
        found = {
            told.id: told.body
            for told in self.client.each(RESOURCE, {"state": "raised,updated"}, most=MOST, wrong=unreadable.append)
            if not _is_over(told.body)
        }
        active = _active(network)
        digests = {id: _digest(body) for id, body in found.items()}
        changed = [body for id, body in found.items() if id not in active or self._seen.get(id) != digests[id]]
        if not unreadable:  # otherwise one that is missing may be one that could not be read
            changed += [self._end_of(id, active[id]) for id in sorted(active.keys() - found.keys())]
        _load(network, changed)
        self._seen = digests
        if unreadable:
            log.warning("%d alarms are left out", len(unreadable))
            raise unreadable[0]
        return len(changed)

    def _end_of(self, id: str, known: Body) -> Body:
        """An alarm that is no longer among the active ones, as they tell it now; over now, where they tell nothing of it."""
        try:
            body = self.client.retrieve(RESOURCE, id).body
        except MissingError:
            body = {}
        if body and not (_is_over(body) and not any(name in body for name in WHEN)):
            return body
        return {**known, **body, "id": id, "state": "cleared", "alarmClearedTime": iso(self.now())}


def _active(network: Network) -> dict[str, Body]:
    """Their alarms that the network takes to be active, by the ids that they have there."""
    found = network.records.alarms
    rows = np.flatnonzero((found.cleared_at == STILL) & np.char.startswith(found.id, OURS)) if len(found) else ()
    return {str(found.id[n]).removeprefix(OURS): told_of(found, int(n)) for n in rows}


def _is_over(body: Body) -> bool:
    words = (str(body.get(name, "")).lower() for name in ("state", "perceivedSeverity"))
    return "alarmClearedTime" in body or any(word in ("cleared", "closed") for word in words)


def _digest(body: Body) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _load(network: Network, alarms: list[Body]) -> None:
    if not alarms:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "alarms.jsonl"
        lines = (json.dumps(each | {"id": f"{OURS}{each['id']}"}) for each in alarms)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        report = network.load(file, feed="alarms")
    for problem in report.feeds["alarms"].problems:
        log.warning("an alarm is not taken: %s", problem)
