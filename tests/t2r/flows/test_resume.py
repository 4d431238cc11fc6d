"""A session survives: the end of the process, the death of it at the worst moment, a week, and a flow that was changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from t2r.flows import Call, Catalogue, Done, Engine, Flows, Outcome, Session, ToolResult
from tests.t2r.flows.desk import BINDING, VOCABULARY, World, ladder, lead, load, open_session

RUNGS = (
    "{call: settings}",
    "{if: airplane, do: airplane_off}",
    "{if: 'sim == \"missing\"', do: reseat_sim}",
    "{when: abroad, if: not roaming, do: roaming_on}",
    "{check: bills, foreach: bill in bills, do: {action: pay, with: {bill: bill.id}}}",
)
SETTINGS = "flow: settings\ntitle: s\ngoal: apn\nverify: apn\nrungs:\n  - {if: not apn, do: reset_apn}\n"
BROKEN: dict[str, Any] = {"airplane": True, "sim": "missing", "apn": False, "roaming": False, "bills": ["B1", "B2"]}
KNOWN = {"slots": {"abroad": True, "may_pay": True}}


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    return load(tmp_path_factory.mktemp("flows"), SETTINGS, ladder(*RUNGS))


def again(session: Session, catalogue: Catalogue, flows: Flows) -> Session:
    """The session as another process takes it up."""
    return Engine().resume(json.loads(json.dumps(session.state)), catalogue, flows)


def test_a_session_that_is_stored_and_taken_up_at_every_step_goes_the_same_way(flows: Flows) -> None:
    whole, pieces = World(**BROKEN), World(**BROKEN)
    expected = open_session(flows, whole, **KNOWN)
    lead(expected, whole)
    session = open_session(flows, pieces, **KNOWN)
    while isinstance(step := session.next(), Call):
        session = again(session, pieces, flows)
        assert session.next() == step
        result = pieces.call(step.tool, step.arguments, idempotency_key=step.id)
        session.observe(step, result.output, result.error)
        session = again(session, pieces, flows)
    assert pieces.calls == whole.calls
    assert step.outcome is Outcome.SOLVED
    assert [event.to_json() | {"at": ""} for event in session.trace] == [
        event.to_json() | {"at": ""} for event in expected.trace
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(died_at=st.integers(1, 30), carried_out=st.booleans(), honours_keys=st.booleans())
def test_no_action_is_repeated_when_the_process_dies_between_a_call_and_its_record(
    flows: Flows, died_at: int, carried_out: bool, honours_keys: bool
) -> None:
    world = World(**BROKEN)
    saved: list[dict[str, Any]] = []

    class Dying:
        """A catalogue whose process dies at one call, before or after the call was carried out."""

        calls = 0

        def tools(self) -> Any:
            return world.tools()

        def call(self, name: str, arguments: Any, *, idempotency_key: str) -> ToolResult:
            type(self).calls += 1
            if self.calls == died_at:
                if carried_out:
                    world.call(name, arguments, idempotency_key=idempotency_key)
                raise KeyboardInterrupt
            if not honours_keys and name != "pay":  # what cannot be read back needs a host that honours keys
                world.answered.clear()
            return world.call(name, arguments, idempotency_key=idempotency_key)

    engine, dying = Engine(timeout=5), Dying()
    session = open_session(flows, world, **KNOWN)
    died = False
    while isinstance(step := session.next(), Call):
        saved.append(json.loads(json.dumps(session.state)))
        try:
            result = dying.call(step.tool, step.arguments, idempotency_key=step.id)
        except KeyboardInterrupt:
            died = True
            session = engine.resume(saved[-1], world, flows)
            session.recover()
            continue
        session.observe(step, result.output, result.error)
    assert step.outcome is Outcome.SOLVED
    repeated = {name for name in world.writes if world.writes.count(name) > 1}
    assert repeated <= {"pay", "reboot"}
    assert world.writes.count("pay") == 2
    assert world.writes.count("reboot") <= (2 if died and not honours_keys else 1)


def test_what_was_asked_is_not_asked_again_after_a_transfer(flows: Flows) -> None:
    world = World(sim="locked")
    world.missing = {"read_apn"}
    session = open_session(flows, world, ask=True)
    asked = []
    while isinstance(step := session.next(), Call):
        if step.tool.startswith("ask_"):
            asked.append(step.arguments["fact"])
            session.observe(step, False if step.arguments["fact"] == "abroad" else None)
        else:
            session.observe(step, world.call(step.tool, step.arguments, idempotency_key=step.id).output)
        session = again(session, world, flows)
    assert asked == ["apn", "abroad"]


def test_readings_are_stale_after_a_week_and_are_made_again(flows: Flows) -> None:
    world, now = World(sim="missing"), [1_800_000_000.0]
    engine = Engine(clock=lambda: now[0])
    session = engine.open("x", world, flows, {"phone_number": "1", "abroad": False}, {"flow": "no-service"})
    while isinstance(step := session.next(), Call) and step.tool != "reseat":
        session.observe(step, world.call(step.tool, step.arguments, idempotency_key=step.id).output)
    assert isinstance(step, Call)
    before = world.calls.count("status_bar")
    session.skip(step)
    now[0] += 7 * 86400
    session = engine.resume(session.state, world, flows)
    lead(session, world)
    assert world.calls.count("status_bar") > before


@pytest.mark.parametrize("stop_before", ["read_apn", "reset_apn", "reboot", "reseat", "pay"])
def test_a_running_case_survives_a_new_version_of_its_flows(tmp_path: Path, stop_before: str) -> None:
    world = World(**BROKEN)
    old = load(tmp_path, SETTINGS, ladder(*RUNGS))
    session = open_session(old, world, **KNOWN)
    while isinstance(step := session.next(), Call) and step.tool != stop_before:
        session.observe(step, world.call(step.tool, step.arguments, idempotency_key=step.id).output)
    assert isinstance(step, Call)
    state = json.loads(json.dumps(session.state))
    turned = ladder("{check: sim}", *reversed(RUNGS[1:]), RUNGS[0], top="version: 2")
    new = load(tmp_path, SETTINGS.replace("title: s", "title: other\nversion: 2"), turned)
    session = Engine().resume(state, world, new)
    assert lead(session, world).outcome is Outcome.SOLVED
    assert sorted(world.writes) == sorted(
        ["reset_apn", "reboot", "toggle_airplane", "reseat", "order_roaming", "pay", "pay"]
    )
    assert any("changed" in str(event.value) for event in session.trace)


def test_a_vocabulary_may_lose_an_action_and_change_a_fact_under_a_running_case(tmp_path: Path) -> None:
    world = World(sim="missing", apn=False)
    session = open_session(load(tmp_path, SETTINGS, ladder(*RUNGS)), world, slots={"abroad": False})
    while isinstance(step := session.next(), Call) and step.tool != "reseat":
        session.observe(step, world.call(step.tool, step.arguments, idempotency_key=step.id).output)
    assert isinstance(step, Call)
    changed = VOCABULARY.replace("sim: {question: 'What does the SIM say?', fact: {type: enum, values: [active, missing, locked]}}",
                                 "sim: {question: 'Does the SIM work?', fact: {type: boolean}}")  # fmt: skip
    changed = "\n".join(line for line in changed.splitlines() if "reseat_sim" not in line)
    binding = "\n".join(line for line in BINDING.splitlines() if "reseat_sim" not in line)
    new = load(tmp_path, SETTINGS, ladder("{if: not sim, escalate: SIM desk}"), vocabulary=changed, binding=binding)
    session = Engine().resume(json.loads(json.dumps(session.state)), world, new)
    session.observe(step, "done")
    done = lead(session, world)
    assert (done.outcome, world.writes) == (Outcome.ESCALATED, ["reset_apn", "reboot"])


def test_a_called_flow_that_was_taken_out_of_use_gives_its_case_back(tmp_path: Path) -> None:
    world = World(apn=False, airplane=True)
    session = open_session(load(tmp_path, SETTINGS, ladder(*RUNGS)), world, **KNOWN)
    while isinstance(step := session.next(), Call) and step.tool != "read_apn":
        session.observe(step, world.call(step.tool, step.arguments, idempotency_key=step.id).output)
    (tmp_path / "settings.yaml").unlink()
    new = load(tmp_path, ladder("{if: airplane, do: airplane_off}", "{if: not apn, do: reset_apn}"))
    session = Engine().resume(session.state, world, new)
    assert lead(session, world).outcome is Outcome.SOLVED
    other = load(tmp_path, ladder("{if: airplane, do: airplane_off}", name="other"))
    (tmp_path / "no-service.yaml").unlink()
    other = load(tmp_path, ladder("{if: airplane, do: airplane_off}", name="other"))
    done = lead(Engine().resume(open_session(new, World(sim="locked")).state, world, other), world)
    assert (done.outcome, done.reason) == (Outcome.ESCALATED, "the flow was taken out of use")


def test_a_state_of_another_format_is_refused(flows: Flows) -> None:
    state = open_session(flows, World()).state
    with pytest.raises(ValueError, match="format 99"):
        Engine().resume({**state, "format": 99}, World(), flows)
    with pytest.raises(ValueError, match="damaged"):
        Engine().resume({**state, "facts": None}, World(), flows)


def test_two_agents_on_one_case_do_not_do_the_same_twice(flows: Flows) -> None:
    """Both hold the same state; the second one's observation of a call that the first one has reported is ignored."""
    world = World(**BROKEN)
    first = open_session(flows, world, **KNOWN)
    call = first.next()
    assert isinstance(call, Call)
    second = again(first, world, flows)
    assert second.next() == call  # under the same key: whoever is later is answered with what was done
    first.observe(call, world.call(call.tool, call.arguments, idempotency_key=call.id).output)
    late = again(first, world, flows)
    waiting = late.next()
    late.observe(call, "signal: good")
    assert late.next() == waiting


def test_the_engine_runs_a_session_against_a_catalogue_and_saves_at_every_step(flows: Flows) -> None:
    world, saved = World(**BROKEN), []
    session = open_session(flows, world, **KNOWN)
    done = Engine(timeout=5).run(session, world, lambda state: saved.append(json.dumps(state)))
    assert done.outcome is Outcome.SOLVED
    assert len(saved) == len(world.calls) + 1
    assert isinstance(Engine().resume(json.loads(saved[-1]), world, flows).next(), Done)


def test_a_tool_that_raises_or_hangs_does_not_stop_the_engine(flows: Flows) -> None:
    world = World(sim="missing")
    hanging = [True]

    def hang(_: Any) -> Any:
        if hanging.pop() if hanging else False:
            import time

            time.sleep(0.3)
        return "signal: none"

    def fail(_: Any) -> Any:
        raise KeyError("no such row")

    world.broken = {"status_bar": hang, "read_apn": fail}
    session = open_session(flows, world, slots={"abroad": False})
    done = Engine(timeout=0.1).run(session, world)
    errors = [event.why["error"] for event in session.trace if "error" in event.why]
    assert done.outcome is Outcome.ESCALATED
    assert any("no answer within 0.1 s" in error for error in errors)
    assert any("KeyError" in error for error in errors)
