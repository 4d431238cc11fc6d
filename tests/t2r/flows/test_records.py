"""Data in a text that is no JSON, whatever form a tool prints it in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2r.flows.expressions import UNKNOWN
from t2r.flows.records import record

LINE = {"line_id": "L1", "status": "Active", "used": 8.7, "roaming": True, "end": "2026-12-31"}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('line_id = "L1"\nstatus = "Active"\nused = 8.7\nroaming = true\nend = "2026-12-31"', LINE),
        ("{'line_id': 'L1', 'status': 'Active', 'used': 8.7, 'roaming': True, 'end': '2026-12-31'}", LINE),
        (
            "Line(line_id='L1', status=<LineStatus.ACTIVE: 'Active'>, used=8.7, roaming=True, "
            "end=datetime.date(2026, 12, 31))",
            LINE,
        ),
        ("line_id='L1' status=<S.A: 'Active'> used=8.7 roaming=True end='2026-12-31'", LINE),
        ('[[bills]]\nid = "B1"\n[[bills]]\nid = "B2"', {"bills": [{"id": "B1"}, {"id": "B2"}]}),
        ("[Bill(id='B1', due=10.5), Bill(id='B2', due=None)]", [{"id": "B1", "due": 10.5}, {"id": "B2", "due": None}]),
        ("Bill ID: B1\nStatus: Paid\n\nBill ID: B2\nStatus: Overdue", [
            {"bill_id": "B1", "status": "Paid"},
            {"bill_id": "B2", "status": "Overdue"},
        ]),
        ("- Line ID: L1\n- Suspended since: None\n- Lines: L1, L2", {"line_id": "L1", "suspended_since": None, "lines": ["L1", "L2"]}),
    ],
)  # fmt: skip
def test_reads_what_tools_print(text: str, data: Any) -> None:
    assert record(text) == data


@pytest.mark.parametrize("text", ["", "hello", "No signal", "Line not found", "print(1)", "__import__('os')"])
def test_prose_and_code_are_no_record(text: str) -> None:
    assert record(text) is UNKNOWN


@given(st.text(max_size=80))
def test_never_fails(text: str) -> None:
    assert record(text) is UNKNOWN or isinstance(record(text), (dict, list))


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.integers() | st.booleans() | st.none(), min_size=1)
)
def test_reads_every_literal_back(data: dict[str, Any]) -> None:
    assert record(repr(data)) == data
