"""Flows are scored by what the simulated world says of them, not by what they say of themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.flows import Answer, Run, as_failure, evaluate, is_failure, is_true, metrics
from t2r.flows import Flows
from t2r.simulated import catalogue
from t2r.simulated.tickets import Ticket, tickets

METRICS = {
    "tickets",
    "solved",
    "needless_writes",
    "unsafe_actions",
    "auto_answered",
    "auto_answer_accuracy",
    "needless_questions",
    "questions_to_people",
    "steps",
    "changes_beside_the_point",
    "routed",
}


@pytest.fixture(scope="module")
def drawn() -> list[Ticket]:
    return tickets(seed=5, count=56)


def ticket_with(drawn: list[Ticket], *, expected: str) -> Ticket:
    return next(ticket for ticket in drawn if ticket.expected == expected and ticket.faults)


@pytest.mark.slow
def test_the_result_has_every_metric_overall_by_faults_and_by_flow() -> None:
    done = CliRunner().invoke(app, ["flows", "--seed", "3", "--n", "14", "--json"])
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    assert set(result["metrics"]) == {*METRICS, "by_faults", "by_flow"}
    assert len(result["metrics"]["by_flow"]) == 14
    for scores in (*result["metrics"]["by_flow"].values(), *result["metrics"]["by_faults"].values()):
        assert set(scores) == METRICS
    assert sum(scores["tickets"] for scores in result["metrics"]["by_faults"].values()) == 14
    assert "SIMULATED" in result["config"]["notice"]


def test_the_same_seed_gives_the_same_result_and_failures_are_written(tmp_path: Path) -> None:
    first, second = (evaluate(3, 14, routed=False) for _ in range(2))
    assert first[0] == second[0]
    assert [row["id"] for row in first[1]] == [row["id"] for row in second[1]]
    done = CliRunner().invoke(
        app, ["flows", "--seed", "3", "--n", "14", "--flow-given", "--failed", str(tmp_path / "failed.jsonl")]
    )
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in (tmp_path / "failed.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [row["id"] for row in first[1]]


@pytest.mark.parametrize(
    ("expected", "outcome", "right"),
    [
        ("solved", "solved", False),
        ("solved", "nothing_wrong", False),
        ("solved", "escalated", False),
        ("escalated", "escalated", True),
        ("escalated", "solved", False),
        ("escalated", "linked_to_outage", False),
        ("linked_to_outage", "linked_to_outage", True),
        ("linked_to_outage", "escalated", False),
    ],
)
def test_a_flow_that_did_nothing_is_right_only_where_nothing_could_be_done(
    drawn: list[Ticket], expected: str, outcome: str, right: bool
) -> None:
    ticket = ticket_with(drawn, expected=expected)
    assert Run(ticket, ticket.open(), outcome=outcome).right is right


def test_a_flow_is_right_where_the_goal_holds_in_the_world_and_not_before(drawn: list[Ticket]) -> None:
    ticket = ticket_with(drawn, expected="solved")
    run = Run(ticket, ticket.open(), outcome="solved")
    assert not run.right
    run.world.state = ticket.healthy.copy()
    assert run.right
    assert not replace(run, outcome="escalated").right, "nobody else has to do anything"


def test_needless_and_unsafe_calls_and_changes_beside_the_point_are_counted(drawn: list[Ticket]) -> None:
    ticket = next(ticket for ticket in drawn if ticket.kind.flow == "mms" and "data_saver" not in ticket.faults)
    world = replace(ticket, failure_rate=0.0).open()
    tools = catalogue(world)
    run = Run(ticket, world, outcome="escalated")
    line = {"line_id": world.state.line.id}
    for nth, (tool, arguments) in enumerate(
        [
            ("set_data_saver", {"on": not world.state.phone.data_saver}),
            ("set_data_saver", {"on": not world.state.phone.data_saver}),
            ("block_line", line),
        ]
    ):
        tools.call(tool, arguments, idempotency_key=str(nth))
    assert run.needless == ["set_data_saver: nothing changed"]
    assert run.beside_the_point == ["set_data_saver"]
    assert "block_line: consent_block is not on record" in run.unsafe
    assert is_failure(run)


def test_a_question_is_automatic_only_if_no_person_was_ever_asked_it(drawn: list[Ticket]) -> None:
    run = Run(drawn[0], drawn[0].open())
    run.answers = {
        "line": [Answer(automatic=True, right=True)],
        "service": [Answer(automatic=True, right=False), Answer(automatic=False, right=True)],
        "sim": [Answer(automatic=False, right=None)],
    }
    scores = metrics([run])
    assert scores["auto_answered"] == pytest.approx(1 / 3, abs=1e-4)
    assert scores["auto_answer_accuracy"] == 0.5
    assert is_failure(run)
    assert as_failure(run)["wrong_answers"] == ["service"]


@pytest.mark.parametrize(
    ("wanted", "taken", "routed", "judged_by"),
    [
        ("mms", "mms", True, "mms"),
        ("no-service", "mobile-data", True, "mobile-data"),
        ("mobile-data", "no-service", False, "mobile-data"),
        ("mobile-data", "wifi", False, "mobile-data"),
        ("wifi", "", False, "wifi"),
    ],
)
def test_a_wider_flow_is_judged_by_its_own_goal_and_a_wrong_one_by_what_was_wanted(
    drawn: list[Ticket], wanted: str, taken: str, routed: bool, judged_by: str
) -> None:
    ticket = next(ticket for ticket in drawn if ticket.kind.flow == wanted and ticket.faults)
    run = Run(ticket, ticket.open())
    run.take(taken, ticket, Flows.starter("sandbox"))
    assert (run.flow, run.routed, run.ticket.kind.flow) == (taken, routed, judged_by)
    assert run.world.goal is run.ticket.kind.goal


@pytest.mark.parametrize(
    ("said", "true", "same"),
    [
        (True, True, True),
        (240, 240.0, True),
        (239.9, 240.0, True),
        (200.0, 240.0, False),
        ("5G", "5G", True),
        ([{"id": "B"}, {"id": "A"}], [{"id": "A"}, {"id": "B"}], True),
        ([], [{"id": "A"}], False),
        ("none", None, False),
    ],
)
def test_an_answer_is_compared_with_the_truth(said: Any, true: Any, same: bool) -> None:
    assert is_true(said, true) is same
