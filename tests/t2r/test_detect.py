"""`t2r detect` from the outside: events as JSON or lines, warnings on stderr, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from t2r.detect import app

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def counters(tmp_path: Path) -> Path:
    """Two weeks of three cells at two sites by the hour; site s dies for six hours, with a broken row among the others."""
    random = np.random.default_rng(2)
    lines = ["at,cell,site,traffic"]
    for hour in range(14 * 24):
        for cell, site in (("a", "s"), ("b", "s"), ("c", "t")):
            usual = 50 * (1.4 + np.sin(2 * np.pi * hour / 24)) * np.exp(0.1 * random.normal())
            value = 0.0 if site == "s" and 250 <= hour < 256 else usual
            lines.append(f"{START + timedelta(hours=hour):%Y-%m-%dT%H:%M:%SZ},{cell},{site},{value:.3f}")
    lines.append("tomorrow,a,s,1")
    path = tmp_path / "counters.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def arguments(path: Path, *more: str) -> list[str]:
    return [str(path), "--time", "at", "--value", "traffic", "--entity", "cell", *more]


def test_a_dead_site_is_one_group_event(counters: Path) -> None:
    result = CliRunner().invoke(app, arguments(counters, "--group", "site", "--json"))
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    (event,) = found["events"]
    assert event["entity"] is None
    assert (event["group"], event["entities"], event["severity"]) == ("s", ["a", "b"], "critical")
    begin = START + timedelta(hours=250)
    assert datetime.fromisoformat(event["start"]) == begin
    assert timedelta(0) <= datetime.fromisoformat(event["detected_at"]) - begin <= timedelta(hours=1)
    assert datetime.fromisoformat(event["end"]) == begin + timedelta(hours=5)
    assert found["report"]["problems"] == {"unreadable_time": 1}
    assert found["report"]["detector"] == "seasonal"
    assert "tomorrow" in result.stderr


def test_without_groups_each_entity_has_its_event(counters: Path) -> None:
    found = json.loads(CliRunner().invoke(app, arguments(counters, "--json")).stdout)["events"]
    assert [(event["entity"], event["group"]) for event in found] == [("a", None), ("b", None)]


def test_lines_say_it_in_words(counters: Path) -> None:
    output = CliRunner().invoke(app, arguments(counters, "--group", "site")).stdout
    assert output.startswith("critical 2026-03-11T10:00:00Z to 2026-03-11T15:00:00Z")
    assert "s: a, b" in output


def test_the_other_detector_can_be_had(counters: Path) -> None:
    result = CliRunner().invoke(app, arguments(counters, "--detector", "novelty", "--json"))
    assert json.loads(result.stdout)["report"]["detector"] == "novelty"


def test_a_group_needs_entities(counters: Path) -> None:
    result = CliRunner().invoke(app, [str(counters), "--time", "at", "--value", "traffic", "--group", "site"])
    assert isinstance(result.exception, ValueError)
    assert "--entity" in str(result.exception)


def test_a_missing_column_is_named(counters: Path) -> None:
    result = CliRunner().invoke(app, [str(counters), "--time", "when", "--value", "traffic"])
    assert "no column 'when', only at, cell, site, traffic" in str(result.exception)
