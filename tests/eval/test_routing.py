"""`t2r eval routing`: what is scored, how, and what the shipped router reaches; `t2r train-routing`: what is fitted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz, process
from typer.testing import CliRunner

from eval.cli import app
from eval.inputs import InputError
from eval.routing import METRICS, Opening, evaluate, metrics, outcome, read_openings
from eval.routing_training import DEVELOPMENT, fit
from t2r import starter
from t2r.flows import Flows
from t2r.flows.router import Route
from t2r.flows.routing.index import shipped_openings
from t2r.flows.routing.questions import Ask


@pytest.fixture(scope="module")
def flows() -> Flows:
    return Flows.starter()


def opening(*flows: str) -> Opening:
    return Opening(id="1", text="…", language="en", style="plain", flows=flows)


def route(flow: str | None, *, ask: bool = False) -> Route:
    return Route(flow, 0.5, {}, Ask("Which?", {}) if ask else None, {flow: 0.7} if flow else {})


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (("wifi",), route("wifi"), {"right": 1, "asked": 0, "refused": 0}),
        (("wifi",), route("calls", ask=True), {"right": 0, "asked": 1, "refused": 0}),
        (("wifi",), route(None), {"right": 0, "asked": 0, "refused": 1}),
        ((), route(None), {"no_flow": 1}),
        ((), route("wifi"), {"no_flow": 0}),
        (("wifi", "broadband-down"), route("wifi"), {"doubt": 1}),  # its goal includes the other
        (("wifi", "broadband-down"), route("broadband-down"), {"doubt": 0}),
        (("wifi", "broadband-down"), route("broadband-down", ask=True), {"doubt": 1}),
        (("wifi", "broadband-down"), route(None), {"doubt": 0}),
    ],
)
def test_what_becomes_of_an_opening(
    flows: Flows, gold: tuple[str, ...], found: Route, expected: dict[str, int]
) -> None:
    values = outcome(opening(*gold), found, flows, 1.0).metrics
    assert {name: value for name, value in values.items() if value is not None} == expected


def test_metrics_are_over_the_openings_they_apply_to(flows: Flows) -> None:
    rows = [outcome(opening("wifi"), route(flow), flows, 1.0) for flow in ("wifi", "wifi", "calls", "calls")]
    found = metrics([*rows, outcome(opening(), route(None), flows, 1.0)])
    assert (found["right"], found["no_flow"], found["doubt"]) == (0.5, 1.0, None)


@pytest.mark.slow
def test_the_suite_reaches_its_bars(flows: Flows) -> None:
    path, openings = read_openings("openings", flows)
    result, rows = evaluate(openings, path, flows)
    assert set(result["metrics"]) == set(METRICS)
    clear = [row for row in rows if len(row.gold) == 1]
    right = {
        language: metrics([row for row in clear if language in row.slices])["right"] for language in ("en", "hi-Latn")
    }
    assert right["en"] is not None
    assert right["hi-Latn"] is not None
    assert right["en"] >= 0.95
    assert right["hi-Latn"] >= 0.9
    assert result["metrics"]["no_flow"] >= 0.9
    assert result["metrics"]["doubt"] >= 0.8
    assert result["metrics"]["asked"] <= 0.1


def test_the_suite_has_what_it_should_score(flows: Flows) -> None:
    _, openings = read_openings("openings", flows)
    clear = [each for each in openings if len(each.flows) == 1]
    assert len(clear) == 300
    assert sum(each.language == "hi-Latn" for each in clear) == 100
    assert {each.flows[0] for each in clear} == {name for name, flow in flows.items() if flow.symptoms}
    assert sum(not each.flows for each in openings) >= 40
    assert sum(len(each.flows) > 1 for each in openings) >= 20
    assert len({each.text for each in openings}) == len({each.id for each in openings}) == len(openings)


def test_the_suite_is_apart_from_what_the_router_was_made_of(flows: Flows) -> None:
    _, suite = read_openings("openings", flows)
    _, development = read_openings(str(DEVELOPMENT), flows)
    symptoms = [symptom for flow in flows.values() for symptom in flow.symptoms]
    symptoms += [symptom for article in starter.articles() for symptom in getattr(article, "symptoms", ())]
    texts = [*symptoms, *(each.text for each in shipped_openings()), *(each.text for each in development)]
    known = [_plain(text) for text in texts]
    for each in suite:
        _, likeness, _ = process.extractOne(_plain(each.text), known, scorer=fuzz.ratio, score_cutoff=0)
        assert likeness < 90, each.text


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"id": "1", "text": "x", "language": "en", "style": "plain", "flows": ["no-flow"]}, "'no-flow' is no flow"),
        ({"id": "1", "text": "x", "language": "fr", "style": "plain", "flows": []}, "line 1, field 'language'"),
        ({"id": "1", "text": "x", "language": "en", "flows": []}, "line 1, field 'style'"),
    ],
)
def test_a_wrong_opening_is_told_with_its_line(
    flows: Flows, tmp_path: Path, row: dict[str, object], problem: str
) -> None:
    file = tmp_path / "openings.jsonl"
    file.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_openings(str(file), flows)


def test_a_suite_that_there_is_not_is_told(flows: Flows) -> None:
    with pytest.raises(InputError, match="no such suite"):
        read_openings("closings", flows)


def test_the_command_prints_json_and_tables(tmp_path: Path) -> None:
    file = tmp_path / "openings.jsonl"
    rows = [
        {"id": "1", "text": "somebody stole my phone", "language": "en", "style": "plain", "flows": ["lost-phone"]},
        {"id": "2", "text": "somebody stole my phone", "language": "en", "style": "plain", "flows": ["wifi"]},
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = CliRunner().invoke(app, ["routing", "--suite", str(file), "--json", "--per-query"])
    result = json.loads(done.stdout)
    assert (result["openings"], result["metrics"]["right"]) == (2, 0.5)
    assert result["per_query"]["2"]["metrics"]["right"] == 0
    shown = CliRunner().invoke(app, ["routing", "--suite", str(file)], env={"COLUMNS": "200"}).stdout
    assert "Led wrong" in shown


def test_the_fit_weighs_what_tells_and_not_what_does_not() -> None:
    chance = np.random.default_rng(3)
    right = chance.integers(0, 3, 200)
    telling = np.eye(3)[right] + chance.normal(0, 0.3, (200, 3))
    rows = np.stack([telling, chance.normal(0, 1, (200, 3))], axis=2)
    telling_weight, other_weight = fit([(rows, right)])
    assert telling_weight > 1
    assert abs(other_weight) < 0.3 * telling_weight
