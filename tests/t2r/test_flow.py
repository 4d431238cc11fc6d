"""`t2r flow`: what the commands print, and their exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from t2r.flow import app
from tests.t2r.flows.desk import VOCABULARY, ladder, load

AIRPLANE = "{if: airplane, do: airplane_off}"


def t2r_flow(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=typed)


def as_json(*arguments: str, typed: str = "") -> Any:
    result = t2r_flow(*arguments, "--json", typed=typed)
    return json.loads(result.stdout)


@pytest.fixture
def own(tmp_path: Path) -> list[str]:
    load(tmp_path, ladder(AIRPLANE))
    return ["--flows", str(tmp_path), "--binding", str(tmp_path / "binding.yaml")]


def test_list_names_the_starter_flows() -> None:
    told = as_json("list")["flows"]
    assert {"no-service", "mobile-data", "wifi"} <= {flow["flow"] for flow in told}
    assert {"version", "title", "goal", "rungs", "etom"} <= set(told[0])
    assert "The phone has no service" in t2r_flow("list").stdout


def test_check_finds_nothing_wrong_with_what_ships() -> None:
    result = t2r_flow("check")
    assert (result.exit_code, "binding tau2_telecom: no mistakes" in result.stdout) == (0, True)


def test_check_reports_mistakes_with_file_and_line_and_fails(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "no-service.yaml").write_text(ladder("{if: airplan, do: airplane_off}"), encoding="utf-8")
    result = t2r_flow("check", str(tmp_path))
    assert result.exit_code == 1
    assert f"{tmp_path / 'no-service.yaml'}, line 7: if: airplan: is no slot or fact" in result.stderr
    told = as_json("check", str(tmp_path))
    assert (told["ok"], told["mistakes"][0]["line"]) == (False, 7)


def test_check_refuses_a_decision_table_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "policy.dmn").write_text("<definitions/>", encoding="utf-8")
    assert t2r_flow("check", "--policy", str(tmp_path / "policy.dmn")).exit_code == 1


def test_show_tells_the_ladder_in_words(own: list[str]) -> None:
    assert " 1. if airplane → Turn airplane mode off" in t2r_flow("show", "no-service", *own).stdout
    assert as_json("show", "no-service", *own)["rungs"] == [{"if": "airplane", "do": [{"action": "airplane_off"}]}]
    missing = t2r_flow("show", "no-servise", *own)
    assert (missing.exit_code, "is no-service meant" in missing.stderr) == (2, True)


def test_export_writes_one_flow_or_all_of_them(tmp_path: Path, own: list[str]) -> None:
    assert etree.fromstring(t2r_flow("export", "no-service", *own).stdout_bytes).tag.endswith("definitions")
    assert t2r_flow("export", "--out", str(tmp_path / "drawn"), *own).exit_code == 0
    assert [path.name for path in (tmp_path / "drawn").iterdir()] == ["no-service.bpmn"]
    assert t2r_flow("export", *own).exit_code == 2


def test_run_leads_a_simulated_customer() -> None:
    told = as_json("run", "--simulated", "3", "--flow", "mms")
    assert told["done"]["outcome"] in ("solved", "escalated", "nothing_wrong")
    assert told["trace"][0]["what"] == "route"
    assert "SIMULATED" in t2r_flow("run", "--simulated", "3", "--flow", "mms").stderr


def test_run_lets_you_carry_the_steps_out(own: list[str]) -> None:
    typed = "airplane signal: none\ndone\n!timeout\nsignal: good\n"
    result = t2r_flow("run", "no signal", "--flow", "no-service", "--slot", "phone_number=1", *own, typed=typed)
    assert (result.exit_code, result.stdout.strip()) == (0, "solved: the goal is reached")
    assert "Say: Tap the aeroplane." in result.stderr
    cut = t2r_flow("run", "no signal", "--flow", "no-service", *own, typed="airplane signal: none\n")
    assert (cut.exit_code, "the input ended" in cut.stderr) == (1, True)


def test_run_takes_a_catalogue_that_calls_its_tools(own: list[str]) -> None:
    told = as_json("run", "x", "--flow", "no-service", "--catalogue", "tests.t2r.flows.desk:World", *own)
    assert told["done"]["outcome"] == "nothing_wrong"
    assert t2r_flow("run", "x", "--flow", "no-service", "--catalogue", "nowhere:World", *own).exit_code == 2
    assert t2r_flow("run", "x", "--flow", "no-service", "--slot", "nonsense", *own).exit_code == 2


def test_a_binding_that_is_not_there_is_told() -> None:
    result = t2r_flow("list", "--binding", "nothing")
    assert (result.exit_code, "no binding of that name ships" in result.stderr) == (1, True)
