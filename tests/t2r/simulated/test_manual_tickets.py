"""The twenty tickets of an outside carrier, routed and led to their gold actions on a phone that speaks that carrier's manual."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from t2r.flows import Done, Engine, Flows
from t2r.flows.router import Router
from t2r.simulated import mobile
from tests.t2r.simulated.manual_phone import VOICES, ManualPhone

DATA = Path(__file__).parents[4] / "shared" / "data" / "tau2_telecom"
NUMBER = "555-123-2002"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is not there")


def tasks() -> list[dict[str, Any]]:
    path = DATA / "tasks_small.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


@pytest.fixture(scope="module")
def flows() -> Flows:
    return Flows.starter("tau2_telecom")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(router=Router())


def lead(words: str, phone: ManualPhone, flows: Flows, engine: Engine) -> Done:
    """Led from outside, as a host with tools of its own would: nobody can be asked anything."""
    session = engine.open(words, phone, flows)
    while not isinstance(step := session.next(), Done):
        result = phone.call(step.tool, step.arguments, idempotency_key=step.id)
        session.observe(step, result.output, result.error)
    return step


def wanted(task: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The gold actions of a task; what is said to the human agent is free."""
    return sorted(
        (gold["requestor"], gold["name"], "" if "summary" in gold["arguments"] else json.dumps(gold["arguments"]))
        for gold in task["evaluation_criteria"]["actions"]
    )


def made(phone: ManualPhone) -> list[tuple[str, str, str]]:
    return sorted(
        (who, name, "" if "summary" in arguments else json.dumps(arguments)) for who, name, arguments in phone.done
    )


def holds(assertion: Mapping[str, Any], phone: ManualPhone) -> bool:
    """Whether what a task asserts of the world at its end is so."""
    state, arguments = phone.state, assertion["arguments"]
    match assertion["func_name"]:
        case "assert_service_status":
            return mobile.has_service(state) is (arguments["expected_status"] == "connected")
        case "assert_mobile_data_status":
            return mobile.has_data(state) is arguments["expected_status"]
        case "assert_internet_speed":
            return mobile.rating(mobile.mobile_mbps(state)) == arguments["expected_desc"]
        case "assert_can_send_mms":
            return mobile.can_send_mms(state) is arguments["expected_status"]
        case "assert_no_overdue_bill":
            bills = {bill["bill_id"]: bill["status"] for bill in phone.desk["bills"]}
            return bills.get(arguments["overdue_bill_id"], "Paid") == "Paid"
        case "assert_data_refueling_amount":
            return phone.line["data_refueling_gb"] == arguments["expected_amount"]
    raise AssertionError(f"no such assertion: {assertion['func_name']}")


@pytest.mark.slow
@pytest.mark.parametrize("voice", range(VOICES))
@pytest.mark.parametrize("task", tasks(), ids=lambda task: task["id"].partition("[PERSONA")[0])
def test_an_outside_ticket_is_routed_and_led_to_its_gold_actions(
    task: dict[str, Any], voice: int, flows: Flows, engine: Engine
) -> None:
    phone = ManualPhone(DATA, NUMBER, voice)
    for begin in task["initial_state"]["initialization_actions"]:
        phone.begin(begin["func_name"], begin["arguments"])
    lead(task["ticket"], phone, flows, engine)
    assert made(phone) == wanted(task)
    assert all(holds(assertion, phone) for assertion in task["evaluation_criteria"]["env_assertions"])
