"""Alarms (TMF642): those that others send go to the network, those of the network are told; and they are acknowledged, cleared, grouped."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from diagnostics.records import STILL, Alarms, Records, Severity
from t2r.cases.errors import RefusedError
from t2r.cases.events import iso
from t2r.database import writing
from t2r.tmf.conditions import Op, Test, Where
from t2r.tmf.query import MOST, Query, page
from t2r.tmf.records import Nature
from t2r.tmf.records import Records as Shelf
from t2r.tmf.shelf import Doing
from t2r.tmf.tables import Record

KIND = "alarm"
FROM_NETWORK, TO_NETWORK = "network:", "tmf:"
NEWEST = 5_000  # alarms of the network that are told
PORTION = 1_000


class Network(Protocol):
    """The part of diagnostics' network that alarms need."""

    @property
    def records(self) -> Records:
        """What is known."""

    def load(self, *sources: str | Path, feed: str | None = None) -> Any:
        """Take in files of a feed."""


def of(shelf: Shelf, session: Session, patterns: list[Mapping[str, Any]]) -> Iterator[Record]:
    """The alarms that any of the patterns fits: all that it says is so of them."""
    seen = set[int]()
    for pattern in patterns:
        wheres = tuple(Where((test,)) for test in _tests(pattern, ()))
        if not wheres:
            raise RefusedError("alarmPattern", "says nothing, and so would fit every alarm")
        for record in page(session, shelf.mapped, Query(wheres, limit=MOST)).items:
            if record.number not in seen:
                seen.add(record.number)
                yield record


def _tests(pattern: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Test]:
    for name, value in pattern.items():
        if isinstance(value, Mapping):
            yield from _tests(value, (*path, name))
        elif isinstance(value, str | int | float) and name not in ("href",):
            word = str(value).lower() if isinstance(value, bool) else str(value)
            yield Test((*path, name), Op.EQ, (word,))


def tasks(alarms: Nature, events: frozenset[str]) -> dict[str, Nature]:
    """The natures of the tasks on alarms, each with what it does to those that its patterns fit."""

    def task(kind: str, told: str, changed: Callable[[Mapping[str, Any], Record], dict[str, Any]]) -> Nature:
        def then(session: Session, record: Record, doing: Doing) -> None:
            shelf, body = Shelf(alarms), record.body
            wished = body.get("alarmPattern") or body.get("correlatedAlarm") or []
            found = list(of(shelf, session, wished))
            for each in found:
                shelf.change(session, each, changed(body, each), doing)
            record.body = body | {told: [{"id": each.number} for each in found], "state": "completed"}

        return Nature(kind, state="state", first="acknowledged", events=events, then=then)

    def commented(body: Mapping[str, Any], each: Record) -> dict[str, Any]:
        return {"comment": [*each.body.get("comment", ()), body["comment"]]}

    def grouped(body: Mapping[str, Any], each: Record) -> dict[str, Any]:
        others = [one for one in each.body.get("parentAlarm", ()) if one.get("id") != _id(body)]
        return {"parentAlarm": [*others, {"id": _id(body)}]}

    def ungrouped(body: Mapping[str, Any], each: Record) -> dict[str, Any]:
        return {"parentAlarm": [one for one in each.body.get("parentAlarm", ()) if one.get("id") != _id(body)] or None}

    def acked(state: str) -> Callable[[Mapping[str, Any], Record], dict[str, Any]]:
        return lambda body, _: {"ackState": state, **{name: body[name] for name in ("ackSystemId", "ackUserId")}}

    def cleared(body: Mapping[str, Any], _: Record) -> dict[str, Any]:
        names = ("alarmClearedTime", "clearSystemId", "clearUserId")
        return {"state": "cleared", "perceivedSeverity": "cleared", **{name: body[name] for name in names}}

    made = (
        task("ackAlarms", "ackedAlarm", acked("acknowledged")),
        task("unAckAlarms", "unAckedAlarm", acked("unacknowledged")),
        task("clearAlarms", "clearedAlarm", cleared),
        task("commentAlarms", "commentedAlarm", commented),
        task("groupAlarms", "groupedAlarm", grouped),
        task("unGroupAlarms", "unGroupedAlarm", ungrouped),
    )
    return {nature.kind: nature for nature in made}


def _id(body: Mapping[str, Any]) -> str:
    return str(body["parentAlarm"].get("id", ""))


# To and from the network


def pass_on(database: Engine, network: Network) -> int:
    """Load into the network what was sent or changed since; how many alarms."""
    with Session(database) as session:
        waiting = select(Record).where(Record.kind == KIND, Record.due_at.is_not(None)).order_by(Record.number)
        records = [each for each in session.scalars(waiting.limit(PORTION)) if not each.id.startswith(FROM_NETWORK)]
    if not records:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "alarms.jsonl"
        lines = (json.dumps(each.body | {"id": f"{TO_NETWORK}{each.number}"}) for each in records)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        network.load(file, feed="alarms")
    with writing(database) as session:
        for each in records:
            kept = session.get(Record, each.number)
            if kept is not None and kept.version == each.version:  # otherwise it has been changed meanwhile
                kept.due_at = None
    return len(records)


class Mirror:
    """Tells the network's alarms as records, whenever they have changed."""

    def __init__(self, alarms: Nature) -> None:
        self._shelf = Shelf(alarms)
        self._seen: Alarms | None = None

    def look(self, database: Engine, network: Network, at: datetime) -> int:
        """Take over what is new, and what has been cleared; how many."""
        found = network.records.alarms
        if found is self._seen:
            return 0
        told = {FROM_NETWORK + str(found.id[n]): n for n in range(max(0, len(found) - NEWEST), len(found))}
        doing, changed = Doing("network", at, "v4"), 0
        with writing(database) as session:
            query = select(Record).where(Record.kind == KIND, Record.id.startswith(FROM_NETWORK))
            known = {record.id: record for record in session.scalars(query)}
            for id, n in told.items():
                if id.startswith(FROM_NETWORK + TO_NETWORK):
                    continue
                body = told_of(found, n)
                if id not in known:
                    record = self._shelf.create(session, body, doing)
                    record.id, record.due_at = id, None
                elif (over := body.get("alarmClearedTime")) and "alarmClearedTime" not in known[id].body:
                    self._shelf.change(session, known[id], {"alarmClearedTime": over, "state": "cleared"}, doing)
                    known[id].due_at = None
                else:
                    continue
                changed += 1
        self._seen = found
        return changed


def told_of(found: Alarms, n: int) -> dict[str, Any]:
    """An alarm of the network as TMF642 tells it."""
    over = int(found.cleared_at[n])
    body = {
        "@type": "Alarm",
        "externalAlarmId": str(found.id[n]),
        "alarmType": "equipmentAlarm",
        "alarmRaisedTime": _moment(int(found.raised_at[n])),
        "perceivedSeverity": Severity(int(found.severity[n])).name.lower(),
        "probableCause": str(found.probable_cause[n]),
        "specificProblem": str(found.problem[n]),
        "alarmedObject": {"id": str(found.object[n])},
        "sourceSystemId": "network",
        "state": "raised" if over == STILL else "cleared",
    }
    return body | ({} if over == STILL else {"alarmClearedTime": _moment(over)})


def _moment(seconds: int) -> str | None:
    return iso(datetime.fromtimestamp(seconds, UTC))
