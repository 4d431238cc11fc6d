"""Event logs of other systems, XES and OCEL 2.0, as traces in our format. They are read by r4pm (MIT or Apache-2.0)."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import r4pm

from eval.inputs import InputError
from eval.traces.events import MEMBERS, Recording, collect

CASE_TYPES = ("case", "problem", "ticket", "troubleTicket", "incident")


def is_log(path: Path) -> bool:
    """Whether the name is one of an event log; `.json` is one, as traces are `.jsonl`."""
    return path.name.lower().endswith((".xes", ".xes.gz", ".xml", ".json"))


def read_log(path: Path, case_type: str | None = None) -> Recording:
    """The cases of an event log: `.xes` (may be gzipped), or OCEL 2.0 in `.json` or `.xml`, one case an object of `case_type`.

    There is no line to name: a refusal tells the number of the event. Raises InputError where it cannot be read.
    """
    name = path.name.lower()
    if name.endswith((".xes", ".xes.gz")):
        return collect(enumerate(_xes(_through(path, "EventLog")), 1))
    return collect(enumerate(_ocel(_through(path, "OCEL"), path, case_type), 1))


def _through(path: Path, kind: str) -> dict[str, Any]:
    """Have r4pm read a log of whatever form, and write it as JSON."""
    try:
        item = r4pm.import_item(kind, str(path))
    except (TypeError, ValueError, RuntimeError, OSError) as error:
        raise InputError(f"no {'XES' if kind == 'EventLog' else 'OCEL 2.0'} log: {error}", path) from error
    try:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "log.json"
            r4pm.export_item(item, str(out))
            return dict(json.loads(out.read_text(encoding="utf-8")))
    finally:
        r4pm.remove_item(item)


# The standard extensions of XES, by what they are in our format.
XES = {"concept:name": "what", "time:timestamp": "at", "org:resource": "by"}


def _xes(log: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for number, trace in enumerate(log.get("traces", []), 1):
        about = _values(trace.get("attributes", []))
        for event in trace.get("events", []):
            yield _row(str(about.get("concept:name", number)), _values(event.get("attributes", [])))


def _values(attributes: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {one["key"]: one["value"].get("content") for one in attributes if isinstance(one.get("value"), Mapping)}


def _ocel(log: Mapping[str, Any], path: Path, case_type: str | None) -> Iterator[dict[str, Any]]:
    kinds = {one["id"]: one["type"] for one in log.get("objects", [])}
    wanted = case_type or next((kind for kind in CASE_TYPES if kind in kinds.values()), None)
    if wanted is None or wanted not in kinds.values():
        raise InputError(f"no object of type {wanted or ' or '.join(CASE_TYPES)}; say which one is a case", path)
    for event in sorted(log.get("events", []), key=lambda event: str(event["time"])):
        values = {one["name"]: one["value"] for one in event.get("attributes", [])}
        values |= {"concept:name": event["type"], "time:timestamp": event["time"]}
        for related in event.get("relationships", []):
            if kinds.get(related["objectId"]) == wanted:
                yield _row(related["objectId"], values)


def _row(case: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """An event of a log as one of ours. `what` and `name` are both its activity, unless it says more itself."""
    row = {XES.get(name, name): value for name, value in values.items()}
    activity = str(row.get("what") or "?")
    row |= {"case": case, "what": activity[:60], "name": str(row.get("name") or activity)}
    return {name: value for name, value in row.items() if value is not None or name not in MEMBERS}
