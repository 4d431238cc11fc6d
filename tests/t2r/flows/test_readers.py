"""Readers: a fact out of JSON, records or prose, of its type; what is not understood is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from t2r.flows.expressions import UNKNOWN
from t2r.flows.readers import Reader, Result, coerced, read_first
from t2r.flows.vocabulary import FactType

BILLS = {"type": "list", "fields": {"id": "string", "amount": "number"}}
RECORDS = {"bills": [{"no": "B1", "due": "12.5", "status": "Overdue"}, {"no": "B2", "due": 3, "status": "Paid"}]}


def kind(given: Any) -> FactType | None:
    return None if given is None else FactType.model_validate({"type": given} if isinstance(given, str) else given)


def found(reader: Any, fact: Any, output: Any, **names: Any) -> Any:
    readers = [Reader.model_validate(each) for each in (reader if isinstance(reader, list) else [reader])]
    return read_first(readers, kind(fact), Result(output), lambda name: names.get(name, UNKNOWN))


@pytest.mark.parametrize(
    ("reader", "fact", "output", "expected"),
    [
        ({"path": "a.b[1].c"}, "number", {"a": {"b": [{}, {"c": 7}]}}, 7),
        ({"path": "a"}, "boolean", '{"a": true}', True),
        ({"path": "Data Used GB"}, "number", {"data_used_gb": 3.2}, 3.2),
        ({"path": "status"}, "string", "Status: Active\nPlan: P1", "Active"),
        ({"path": "a"}, "boolean", {"a": None}, UNKNOWN),
        ({"path": "a"}, "boolean", {"b": 1}, UNKNOWN),
        ({"path": "a[3]"}, "number", {"a": [1]}, UNKNOWN),
        ({"path": "a.b"}, "number", [1, 2], UNKNOWN),
        ({"path": "a"}, "number", "prose about a", UNKNOWN),
        ({"path": "a", "absent": 0}, "number", {"a": None}, 0),
        ({"path": "s", "map": {"up": "good", "DOWN": "none"}}, {"type": "enum", "values": ["good", "none"]}, {"s": "Down"}, "none"),
        ({"path": "s", "map": {"up": "good"}}, {"type": "enum", "values": ["good"]}, {"s": "sideways"}, UNKNOWN),
        ({"path": "s", "map": {"true": False}}, "boolean", {"s": True}, False),
        ({"pattern": "signal: (\\w+)"}, "string", "the signal: good today", "good"),
        ({"pattern": "airplane"}, "boolean", "airplane on", True),
        ({"pattern": "airplane"}, "boolean", "all fine", UNKNOWN),
        ({"pattern": "airplane", "absent": False}, "boolean", "all fine", False),
        ({"pattern": "no signal", "value": "none"}, {"type": "enum", "values": ["none"]}, "no signal", "none"),
        ({"pattern": "\"on\": true"}, "boolean", {"on": True}, True),
        ({"pattern": "x(y)?"}, "string", "x", UNKNOWN),
        ({"is": "result.used >= result.limit"}, "boolean", {"used": 5, "limit": 5}, True),
        ({"is": "result.used >= limit"}, "boolean", {"used": 5}, True),
        ({"is": "result.used >= nothing"}, "boolean", {"used": 5}, UNKNOWN),
        ([{"path": "a"}, {"path": "b"}], "number", {"b": 2}, 2),
        ([{"path": "a"}, {"path": "b"}], "number", {"a": "x", "b": 2}, 2),
        ({"path": "bills", "where": "item.status == 'Overdue'", "fields": {"id": "no", "amount": "due"}}, BILLS, RECORDS, [{"id": "B1", "amount": 12.5}]),
        ({"path": ".", "where": "item.status == 'Paid'", "fields": {"id": "no"}}, BILLS, RECORDS["bills"], [{"id": "B2"}]),
        ({"path": ".", "fields": {"id": "no", "amount": "due"}}, BILLS, RECORDS["bills"][0], [{"id": "B1", "amount": 12.5}]),
        ({"path": "bills", "where": "item.paid == true"}, BILLS, RECORDS, UNKNOWN),  # it cannot be told which count
        ({"path": "bills", "fields": {"id": "no"}}, BILLS, {"bills": "none"}, UNKNOWN),
        ({"path": "x"}, None, {"x": [{"y": None}]}, [{"y": None}]),
        ({"path": "x"}, None, {"x": [object()]}, UNKNOWN),
    ],
)  # fmt: skip
def test_what_a_reader_finds(reader: Any, fact: Any, output: Any, expected: Any) -> None:
    assert found(reader, fact, output, limit=5) == expected


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("boolean", "ON", True),
        ("boolean", "disabled", False),
        ("boolean", "perhaps", UNKNOWN),
        ("boolean", 1, UNKNOWN),
        ("number", "8.7 GB", 8.7),
        ({"type": "number", "unit": "GB"}, "8.7 gb", 8.7),
        ({"type": "number", "unit": "GB"}, "870 MB", UNKNOWN),
        ("number", "8 of 10", UNKNOWN),
        ("number", True, UNKNOWN),
        ("number", float("nan"), UNKNOWN),
        ("string", 42, "42"),
        ("string", ["x"], UNKNOWN),
        ({"type": "enum", "values": ["no_signal"]}, "No Signal", "no_signal"),
        ({"type": "enum", "values": ["no_signal"]}, "signal", UNKNOWN),
        ({"type": "enum", "values": ["2g", "3g"]}, 3, UNKNOWN),
        ("date", "2026-12-31T10:00:00+05:30", "2026-12-31"),
        ("date", "31.12.2026", UNKNOWN),
        (BILLS, [{"id": "B", "amount": "x"}], [{"id": "B"}]),
        (BILLS, ["B"], UNKNOWN),
        ("string", None, UNKNOWN),
    ],
)
def test_a_value_is_of_its_type_or_unknown(fact: Any, value: Any, expected: Any) -> None:
    kind_of_fact = kind(fact)
    assert kind_of_fact is not None
    assert coerced(kind_of_fact, value) == expected


class Line(BaseModel):
    """A record as a host's library may give it."""

    number: str
    until: date


@dataclass
class Plan:
    """Another one."""

    limit: float


@pytest.mark.parametrize(
    ("output", "path", "fact", "expected"),
    [
        (Line(number="1", until=date(2026, 3, 1)), "until", "date", "2026-03-01"),
        ([Line(number="1", until=date(2026, 3, 1))], "[0].number", "string", "1"),
        ({"plan": Plan(5.0)}, "plan.limit", "number", 5.0),
        ({"at": datetime(2026, 3, 1, 12)}, "at", "date", "2026-03-01"),
    ],
)
def test_a_hosts_own_objects_are_read_like_json(output: Any, path: str, fact: str, expected: Any) -> None:
    assert found({"path": path}, fact, output) == expected
