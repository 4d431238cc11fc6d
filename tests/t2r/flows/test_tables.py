from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from t2r.flows.tables import DecisionTable, TableError

FOLDER = Path(__file__).parents[3] / "t2r/processes"


@pytest.mark.parametrize(
    ("table", "data", "expected"),
    [
        ("categorise", {"kind": "outage", "customers": 100}, {"category": "outage", "major": True}),
        ("categorise", {"kind": "outage", "customers": 99}, {"category": "outage", "major": False}),
        ("categorise", {"kind": "customerProblem", "outage": True}, {"category": "part of an outage", "major": False}),
        ("categorise", {}, {"category": "minor", "major": False}),
        ("prioritise", {"major": True}, {"target_minutes": 120, "jeopardy_share": 0.5, "silence_hours": 72}),
        ("prioritise", {"priority": "low"}, {"target_minutes": 4320, "jeopardy_share": 0.8, "silence_hours": 48}),
    ],
)
def test_the_first_rule_that_fits_decides(table: str, data: dict[str, Any], expected: dict[str, Any]) -> None:
    assert DecisionTable(FOLDER / f"{table}.dmn").decide(data) == expected


def test_an_unknown_value_fits_no_cell_that_asks_for_one() -> None:
    table = DecisionTable(FOLDER / "decide_way.dmn")
    assert table.decide({"domain": None})["way"] == "fix"
    assert table.decide({"domain": "network", "workaround": None})["way"] == "service"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.dmn")), ids=lambda path: path.stem)
def test_every_table_that_is_shipped_decides_whatever_it_is_given(path: Path) -> None:
    table = DecisionTable(path)
    for values in product((None, True, False, "critical", "network", 10_000), repeat=min(3, len(table.inputs))):
        assert table.decide(dict(zip(table.inputs, values, strict=False))).keys() == set(table.outputs)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('hitPolicy="FIRST"', 'hitPolicy="UNIQUE"', "FIRST"),
        ("<text>&gt;= 100</text>", "<text>__import__('os').getpid()</text>", "rule 1"),
        ("decisionTable", "table", "no decision table"),
        ("</definitions>", "", "categorise.dmn"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    text = (FOLDER / "categorise.dmn").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "categorise.dmn"
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(TableError, match=told):
        DecisionTable(path)


def test_a_table_without_a_rule_that_fits_says_for_what(tmp_path: Path) -> None:
    text = (FOLDER / "prioritise.dmn").read_text(encoding="utf-8")
    path = tmp_path / "prioritise.dmn"
    path.write_text(
        text[: text.index('      <rule id="rule_5">')] + "    </decisionTable></decision></definitions>",
        encoding="utf-8",
    )
    with pytest.raises(TableError, match="priority = 'low'"):
        DecisionTable(path).decide({"priority": "low"})
