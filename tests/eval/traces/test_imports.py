from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.inputs import InputError
from eval.traces.imports import read_log

XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<trace><string key="concept:name" value="T-1"/>
<event><string key="concept:name" value="create_report"/><date key="time:timestamp" value="2024-01-01T09:00:00+05:30"/>
<string key="org:resource" value="asha"/><string key="who" value="M"/></event>
<event><string key="concept:name" value="work"/><date key="time:timestamp" value="2024-01-01T09:01:00+05:30"/>
<string key="step" value="diagnose"/><string key="etom" value="1.3.7.1"/><boolean key="value" value="true"/></event>
</trace>
<trace><event><string key="concept:name" value="no moment"/></event></trace>
</log>"""

OCEL = {
    "objectTypes": [{"name": "ticket", "attributes": []}, {"name": "customer", "attributes": []}],
    "eventTypes": [
        {"name": "create_report", "attributes": []},
        {"name": "work", "attributes": [{"name": "step", "type": "string"}]},
    ],
    "objects": [
        {"id": "T-1", "type": "ticket", "attributes": [], "relationships": []},
        {"id": "C-1", "type": "customer", "attributes": [], "relationships": []},
    ],
    "events": [
        {
            "id": "e2",
            "type": "work",
            "time": "2024-01-01T09:01:00Z",
            "attributes": [{"name": "step", "value": "diagnose"}],
            "relationships": [{"objectId": "T-1", "qualifier": "of"}],
        },
        {
            "id": "e1",
            "type": "create_report",
            "time": "2024-01-01T09:00:00Z",
            "attributes": [],
            "relationships": [{"objectId": "T-1", "qualifier": "of"}, {"objectId": "C-1", "qualifier": "by"}],
        },
    ],
}


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_an_xes_log_gives_cases_and_names_the_event_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(XES.encode()) if name.endswith("gz") else XES.encode())
    recording = read_log(path)
    (trace,) = recording.traces
    events = [one.event for one in trace.events]
    assert (trace.case, [event.what for event in events], events[0].by) == ("T-1", ["create_report", "work"], "asha")
    assert (events[1].step, events[1].etom, events[1].value) == ("diagnose", "1.3.7.1", True)
    assert [(one.line, one.case) for one in recording.refused] == [(3, "2")]


def test_an_ocel_log_gives_a_case_for_each_object_of_the_type(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_text(json.dumps(OCEL))
    (trace,) = read_log(path).traces
    assert [(one.event.what, one.event.step) for one in trace.events] == [("create_report", None), ("work", "diagnose")]
    assert [trace.case for trace in read_log(path, "customer").traces] == ["C-1"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("log.xes", "<log", "no XES log"),
        ("log.json", "{}", "OCEL 2.0|no object"),
        ("log.xml", "<x/>", "OCEL 2.0|no object"),
    ],
)
def test_a_file_that_is_no_log_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=told):
        read_log(path)


def test_a_log_without_such_cases_says_so(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_text(json.dumps(OCEL))
    with pytest.raises(InputError, match="no object of type order"):
        read_log(path, "order")
