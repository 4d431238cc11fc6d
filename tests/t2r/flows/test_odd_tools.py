"""Whatever a tool answers, a session neither raises nor goes on for ever, nor calls unsolved what is broken solved."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from t2r.flows import Call, Engine, Flows, Outcome
from tests.t2r.flows.desk import World, ladder, load, open_session

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["line", "on", "state", "used", "no", "due", "x"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
ODD = JSON | st.binary(max_size=30) | st.builds(object) | st.builds(lambda value: {1: value}, JSON)
ANSWERS = st.tuples(ODD, st.none() | st.text(max_size=30))


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    rungs = (
        "{if: airplane, do: airplane_off}",
        "{if: 'sim == \"locked\"', escalate: SIM desk}",
        "{if: not apn, do: reset_apn, unknown: escalate}",
        "{when: abroad, if: not roaming, do: roaming_on}",
        "{check: data, if: used_gb >= limit_gb, do: refuel}",
        "{check: bills, foreach: bill in bills, do: {action: pay, with: {bill: bill.id}}}",
    )
    return load(tmp_path_factory.mktemp("flows"), ladder(*rungs))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers=st.lists(ANSWERS, max_size=30), ask=st.booleans())
def test_nothing_that_a_tool_or_a_person_answers_stops_a_session(flows: Flows, answers: list[Any], ask: bool) -> None:
    session = open_session(flows, World(), ask=ask)
    left = list(answers)
    for _ in range(250):
        step = session.next()
        if not isinstance(step, Call):
            break
        output, error = left.pop() if left else (None, None)
        session.observe(step, output, error)
    else:
        pytest.fail("no end")
    assert step.outcome in Outcome
    json.dumps(session.state)


@settings(max_examples=30, deadline=None)
@given(garbage=st.dictionaries(st.sampled_from(["read_sim", "read_apn", "read_data", "read_bills", "find", "reboot", "reset_apn"]), ODD))  # fmt: skip
def test_a_customer_is_never_told_solved_while_the_phone_has_no_service(flows: Flows, garbage: dict[str, Any]) -> None:
    world = World(apn=False, sim="missing")
    world.broken = {name: lambda _, value=value: value for name, value in garbage.items()}  # type: ignore[misc]
    session = open_session(flows, world, slots={"abroad": False})
    while isinstance(step := session.next(), Call):
        result = world.call(step.tool, step.arguments, idempotency_key=step.id)
        session.observe(step, result.output, result.error)
    if step.outcome in (Outcome.SOLVED, Outcome.NOTHING_WRONG):
        assert world._status_bar() == "signal: good"


def test_an_answer_of_a_wrong_type_in_state_or_context_is_left_out(flows: Flows) -> None:
    odd: dict[str, Any] = {"facts": {"service": "maybe", "nonsense": 1, "sim": {"value": ["x"]}}, "badges": None}
    session = Engine().open("", World(), flows, {"abroad": "perhaps", "unheard": 1}, {"flow": "no-service", **odd})
    assert session.answers == []
    assert session.state["slots"] == {}
