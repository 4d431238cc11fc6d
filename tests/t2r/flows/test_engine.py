"""The rules of the engine, each as what happens to a customer."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from t2r.flows import Actor, Call, Done, Engine, Flows, Outcome, Tool, ToolKind, ToolResult, Tools
from tests.t2r.flows.desk import BINDING, VOCABULARY, World, ladder, lead, load, open_session

AIRPLANE = "{if: airplane, do: airplane_off}"
SIM = "{if: 'sim == \"missing\"', do: reseat_sim}"
LOCKED = "{if: 'sim == \"locked\"', escalate: 'SIM desk: the SIM is locked'}"
APN = "{if: not apn, do: reset_apn}"
ROAMING = "{when: abroad, if: not roaming, do: roaming_on}"
REFUEL = "{check: data, if: used_gb >= limit_gb, do: refuel}"
PAY = "{check: bills, foreach: bill in bills, do: {action: pay, with: {bill: bill.id}}}"
EVERYTHING = (AIRPLANE, LOCKED, SIM, APN, ROAMING, REFUEL, PAY)


def solve(folder: Path, world: World, *rungs: str, answers: dict[str, Any] | None = None, **context: Any) -> Done:
    return lead(open_session(load(folder, ladder(*rungs)), world, **context), world, answers)


def test_nothing_is_changed_for_a_customer_whose_goal_holds(tmp_path: Path) -> None:
    world = World()
    done = solve(tmp_path, world, *EVERYTHING)
    assert (done.outcome, world.calls) == (Outcome.NOTHING_WRONG, ["status_bar"])


@pytest.mark.parametrize(
    ("state", "writes"),
    [
        ({"airplane": True}, ["toggle_airplane"]),
        ({"sim": "missing"}, ["reseat"]),
        ({"apn": False}, ["reset_apn", "reboot"]),
        ({"airplane": True, "sim": "missing", "apn": False}, ["toggle_airplane", "reseat", "reset_apn", "reboot"]),
        ({"bills": ["B1", "B2"]}, ["pay", "pay"]),
    ],
)
def test_what_is_broken_is_mended_and_nothing_else(tmp_path: Path, state: dict[str, Any], writes: list[str]) -> None:
    world = World(**state)
    done = solve(tmp_path, world, *EVERYTHING, slots={"may_pay": True, "abroad": False})
    assert (done.outcome, world.writes) == (Outcome.SOLVED, writes)


def test_the_goal_is_verified_after_every_action_and_ends_the_flow(tmp_path: Path) -> None:
    world = World(airplane=True)
    solve(tmp_path, world, *EVERYTHING)
    assert world.calls[-1] == "status_bar"
    assert "read_sim" not in world.calls


def test_one_result_answers_all_the_questions_it_can(tmp_path: Path) -> None:
    world = World(airplane=True)
    solve(tmp_path, world, AIRPLANE)
    assert "read_airplane" not in world.calls


def test_no_tool_is_called_twice_for_facts_that_are_fresh(tmp_path: Path) -> None:
    world = World(sim="locked")
    solve(tmp_path, world, SIM, "{if: 'sim == \"active\" and not airplane', do: call_back}", LOCKED)
    assert world.calls == ["status_bar", "read_sim", "hand_over"]


def test_only_what_decides_anything_is_read(tmp_path: Path) -> None:
    world = World(sim="locked")
    solve(tmp_path, world, "{if: 'airplane and not apn', do: reset_apn}", LOCKED)
    assert "read_apn" not in world.calls


def test_at_the_end_of_the_ladder_the_case_is_handed_over_with_what_was_found(tmp_path: Path) -> None:
    world = World(sim="locked")
    done = solve(tmp_path, world, AIRPLANE, "{check: sim}")
    assert (done.outcome, done.queue) == (Outcome.ESCALATED, "technical support")
    assert {"service: no (status_bar)", "sim: locked (read_sim)"} <= set(done.evidence)
    assert world.calls[-1] == "hand_over"


def test_a_rung_can_hand_over_to_somebody_else(tmp_path: Path) -> None:
    done = solve(tmp_path, World(sim="locked"), LOCKED, APN)
    assert (done.queue, done.reason) == ("SIM desk", "the SIM is locked")


# Dependencies


def test_a_flow_is_called_first_and_its_failure_ends_the_caller_as_it_ended(tmp_path: Path) -> None:
    flows = load(tmp_path, ladder(LOCKED, name="no-service"), ladder("{call: no-service}", APN, name="mobile-data"))
    world = World(sim="locked", apn=False)
    done = lead(open_session(flows, world, "mobile-data"), world)
    assert (done.outcome, done.flow, done.queue, world.writes) == (Outcome.ESCALATED, "mobile-data", "SIM desk", [])


def test_a_called_flow_that_repairs_something_has_the_goal_verified_again(tmp_path: Path) -> None:
    flows = load(tmp_path, ladder(AIRPLANE, name="no-service"), ladder("{call: no-service}", APN, name="mobile-data"))
    world = World(airplane=True)
    done = lead(open_session(flows, world, "mobile-data"), world)
    assert (done.outcome, world.writes, done.cause) == (Outcome.SOLVED, ["toggle_airplane"], ("airplane_off",))


def test_what_was_repaired_may_uncover_a_fault_of_an_earlier_rung(tmp_path: Path) -> None:
    """The SIM cannot be read in airplane mode: its rung was passed when it was not yet visible."""
    world = World(airplane=True, sim="missing")
    world.broken["read_sim"] = lambda _: (
        ToolResult(error="busy") if world.state["airplane"] else {"state": world.state["sim"]}
    )
    done = solve(tmp_path, world, SIM, AIRPLANE)
    assert (done.outcome, world.writes) == (Outcome.SOLVED, ["toggle_airplane", "reseat"])


def test_two_flows_that_owe_the_same_restart_have_one(tmp_path: Path) -> None:
    settings = "flow: settings\ntitle: s\ngoal: apn\nverify: apn\nrungs:\n  - {if: not apn, do: reset_apn}\n"
    world = World(apn=False)
    flows = load(tmp_path, settings, ladder("{call: settings}"))
    done = lead(open_session(flows, world), world)
    assert (done.outcome, world.writes) == (Outcome.SOLVED, ["reset_apn", "reboot"])


def test_what_must_follow_waits_until_it_is_of_use_and_is_then_done_once(tmp_path: Path) -> None:
    """A restart is no use while roaming is off; two flows owe it, and the first one does it for both."""
    waiting = VOCABULARY.replace("changes: all}", "changes: all, waits_for: roaming}")
    settings = "flow: settings\ntitle: s\ngoal: apn\nverify: apn\nrungs:\n  - {if: not apn, do: reset_apn}\n"
    world = World(apn=False, roaming=False, airplane=True)
    flows = load(
        tmp_path,
        settings,
        ladder("{if: not roaming, do: roaming_on}", AIRPLANE),
        ladder("{call: settings}", "{call: no-service}", name="mobile-data"),
        vocabulary=waiting,
    )
    done = lead(open_session(flows, world, "mobile-data"), world)
    assert (done.outcome, world.writes) == (
        Outcome.SOLVED,
        ["reset_apn", "order_roaming", "reboot", "toggle_airplane"],
    )


def test_what_would_be_no_use_to_the_end_is_not_done(tmp_path: Path) -> None:
    waiting = VOCABULARY.replace("changes: all}", "changes: all, waits_for: count(bills) == 0}")
    world = World(apn=False, bills=["B1"])
    flows = load(tmp_path, ladder(APN), vocabulary=waiting)
    done = lead(open_session(flows, world), world)
    assert (done.outcome, world.writes) == (Outcome.ESCALATED, ["reset_apn"])


def test_nobody_is_asked_whether_what_must_follow_is_of_use(tmp_path: Path) -> None:
    waiting = VOCABULARY.replace("changes: all}", "changes: all, waits_for: abroad}")
    world = World(apn=False)
    done = lead(open_session(load(tmp_path, ladder(APN), vocabulary=waiting), world, ask=True), world)
    assert (done.outcome, world.writes) == (Outcome.SOLVED, ["reset_apn", "reboot"])


# Needless and dangerous actions


def test_an_action_whose_effect_holds_is_left_out(tmp_path: Path) -> None:
    world = World(sim="locked")
    solve(tmp_path, world, "{if: not airplane, do: [airplane_off, roaming_on]}")
    assert world.writes == []


def test_a_switch_is_thrown_only_on_a_reading_younger_than_everything_that_was_done(tmp_path: Path) -> None:
    """Airplane mode went off by itself while the SIM was reseated: a toggle on the old reading would switch it on."""
    world = World(airplane=True, sim="missing")

    def reseat(_: Any) -> Any:
        world.state.update(airplane=False)
        return "done"

    world.broken["reseat"] = reseat
    solve(tmp_path, world, "{if: 'airplane and sim == \"missing\"', do: [reseat_sim, airplane_off]}")
    assert world.writes.count("toggle_airplane") == 0
    assert world.state["airplane"] is False


def test_a_switch_whose_state_nobody_can_tell_is_not_thrown(tmp_path: Path) -> None:
    world = World(sim="missing", airplane=True)
    world.broken["read_airplane"] = world.broken["status_bar"] = lambda _: "?"
    solve(tmp_path, world, "{if: 'sim == \"missing\"', do: airplane_off}")
    assert world.writes == []


def test_an_action_without_a_condition_is_done_once_and_only_where_the_trouble_is_certain(tmp_path: Path) -> None:
    world = World(sim="locked")
    solve(tmp_path, world, "{do: reboot}", AIRPLANE)
    assert world.writes == ["reboot"]
    world = World(sim="locked")
    world.broken["status_bar"] = lambda _: "no idea"
    solve(tmp_path, world, "{do: reboot}")
    assert world.writes == []


def test_a_restart_is_not_repeated_while_nothing_else_was_done(tmp_path: Path) -> None:
    world = World(sim="locked")
    solve(tmp_path, world, "{if: 'sim == \"locked\"', do: reboot}", "{if: not airplane, do: reboot}")
    assert world.writes == ["reboot"]


def test_a_rung_that_is_tried_once_is_not_tried_after_the_same_action(tmp_path: Path) -> None:
    world = World(apn=False, sim="locked")
    solve(tmp_path, world, APN, "{if: 'sim == \"locked\"', do: reboot, once: true}")
    assert world.writes == ["reset_apn", "reboot"]


@pytest.mark.parametrize(
    ("slots", "outcome", "writes"),
    [
        ({"gb": 2.0}, Outcome.SOLVED, ["refuel"]),
        ({"gb": 3.0}, Outcome.ESCALATED, []),  # beyond the limit
        ({"gb": 0}, Outcome.ESCALATED, []),  # refused
        ({}, Outcome.ESCALATED, []),  # silence is not consent
    ],
)
def test_what_costs_money_needs_consent_on_record(
    tmp_path: Path, slots: dict[str, Any], outcome: Outcome, writes: list[str]
) -> None:
    world = World(used=5.0, limit=5.0)
    done = solve(tmp_path, world, REFUEL, slots=slots)
    assert (done.outcome, world.writes) == (outcome, writes)


@pytest.mark.parametrize(
    ("said", "outcome"), [(1.5, Outcome.SOLVED), (0, Outcome.ESCALATED), (None, Outcome.ESCALATED)]
)
def test_consent_is_asked_for_where_somebody_can_be_asked(tmp_path: Path, said: float | None, outcome: Outcome) -> None:
    world = World(used=5.0, limit=5.0)
    done = solve(tmp_path, world, REFUEL, answers={"gb": said}, ask="customer")
    assert done.outcome is outcome
    assert world.writes == (["refuel"] if said else [])


def test_what_costs_money_is_not_bought_twice_though_it_was_not_enough(tmp_path: Path) -> None:
    world = World(used=9.0, limit=5.0)
    done = solve(tmp_path, world, REFUEL, AIRPLANE, slots={"gb": 1.0})
    assert (done.outcome, world.writes) == (Outcome.ESCALATED, ["refuel"])


@pytest.mark.parametrize(
    ("guard", "otherwise", "outcome", "writes"),
    [
        ("apn", "escalate", Outcome.SOLVED, ["toggle_airplane"]),
        ("not apn", "escalate", Outcome.ESCALATED, []),
        ("not apn", "skip", Outcome.ESCALATED, ["reseat"]),
        ("used_gb > 0 and roaming == unknown", "escalate", Outcome.ESCALATED, []),  # unknown is not enough
    ],
)
def test_a_guard_must_be_known_to_hold(
    tmp_path: Path, guard: str, otherwise: str, outcome: Outcome, writes: list[str]
) -> None:
    world = World(airplane=True, sim="missing")
    if otherwise == "escalate":
        world.state["sim"] = "active"
    done = solve(tmp_path, world, f"{{if: airplane, guard: {guard}, otherwise: {otherwise}, do: airplane_off}}", SIM)
    assert (done.outcome, world.writes) == (outcome, writes)


# Unknown is not no


def test_what_no_tool_can_tell_is_asked_once_with_its_allowed_answers(tmp_path: Path) -> None:
    world = World(airplane=True, sim="locked")
    world.missing = {"status_bar", "read_airplane"}
    session = open_session(
        load(tmp_path, ladder(AIRPLANE, "{if: 'airplane and not apn', do: reset_apn}")), world, ask=True
    )
    asked = []
    while isinstance(step := session.next(), Call):
        if step.tool.startswith("ask_"):
            asked.append((step.tool, step.arguments["fact"], step.arguments["allowed"], step.wording))
        session.observe(step, None)
    assert asked == [
        ("ask_agent", "service", [True, False], None),
        ("ask_customer", "airplane", [True, False], "Do you see an aeroplane?"),
    ]


@pytest.mark.parametrize(
    ("unknown", "asked", "reason"),
    [
        ("ask", True, "everything was tried"),
        ("skip", False, "everything was tried"),
        ("escalate", True, "nobody can tell"),
    ],
)
def test_a_rung_says_what_happens_where_nobody_can_tell(tmp_path: Path, unknown: str, asked: bool, reason: str) -> None:
    world = World(sim="locked")
    world.missing = {"read_apn"}
    session = open_session(
        load(tmp_path, ladder(f"{{if: not apn, do: reset_apn, unknown: {unknown}}}")), world, ask="agent"
    )
    done = lead(session, world)
    assert (reason in done.reason, any(event.what == "ask" for event in session.trace)) == (True, asked)
    assert world.writes == []


def test_nobody_is_asked_where_the_host_allows_no_questions(tmp_path: Path) -> None:
    world = World(sim="locked")
    world.missing = {"read_apn"}
    done = solve(tmp_path, world, APN, slots={"abroad": False})
    assert done.outcome is Outcome.ESCALATED


def test_a_goal_that_cannot_be_told_is_never_called_solved(tmp_path: Path) -> None:
    world = World(airplane=True)
    world.broken["status_bar"] = lambda _: "signal unclear airplane"
    done = solve(tmp_path, world, AIRPLANE)
    assert done.outcome is Outcome.ESCALATED
    assert "nobody can tell" in done.reason


def test_a_called_flow_whose_goal_nobody_can_tell_does_not_end_its_caller(tmp_path: Path) -> None:
    settings = "flow: settings\ntitle: s\ngoal: apn\nverify: apn\nrungs:\n  - {if: airplane, do: airplane_off}\n"
    world = World(sim="missing")
    world.missing = {"read_apn"}
    done = lead(open_session(load(tmp_path, settings, ladder("{call: settings}", SIM)), world), world)
    assert (done.outcome, world.writes) == (Outcome.SOLVED, ["reseat"])


# Tools that fail, lie, change, or take their time


def test_a_tool_that_errs_is_called_once_more_and_then_another_answers(tmp_path: Path) -> None:
    world = World(sim="locked")
    world.broken["status_bar"] = lambda _: ToolResult(error="timeout")
    solve(tmp_path, world, AIRPLANE)
    assert world.calls == ["status_bar", "status_bar", "find", "read_airplane", "hand_over"]


def test_a_result_in_another_form_answers_nothing_and_is_kept(tmp_path: Path) -> None:
    """`absent: false` is no licence to read "no airplane mode" out of an error page."""
    world = World(airplane=True)
    world.broken["status_bar"] = lambda _: "Dear user 5551232002, this page has moved."
    session = open_session(load(tmp_path, ladder(AIRPLANE)), world)
    lead(session, world)
    first = next(event for event in session.trace if event.what == "check")
    assert first.value == "unknown"
    assert "page has moved" in first.why["text"]
    assert "5551232002" not in first.why["text"]


def test_an_action_that_lies_is_found_out_and_done_once_more(tmp_path: Path) -> None:
    world = World(used=5.0, roaming=False)
    world.state["limit"] = 50.0
    world.broken["order_roaming"] = lambda _: {"accepted": True}
    done = solve(tmp_path, world, ROAMING, slots={"abroad": True})
    assert (done.outcome, world.writes) == (Outcome.ESCALATED, ["order_roaming", "order_roaming"])
    assert "roaming_on" not in done.cause


def test_an_order_that_takes_its_time_is_awaited_and_not_repeated(tmp_path: Path) -> None:
    world = World(roaming=False)
    world.late = 4
    done = solve(tmp_path, world, ROAMING, slots={"abroad": True})
    assert (done.outcome, world.writes) == (Outcome.SOLVED, ["order_roaming"])


def test_an_action_that_errs_is_tried_again_under_the_same_key(tmp_path: Path) -> None:
    world = World(apn=False)
    keys = []
    session = open_session(load(tmp_path, ladder(APN)), world)
    while isinstance(step := session.next(), Call):
        if step.tool == "reboot":
            keys.append(step.id)
        result = world.call(step.tool, step.arguments, idempotency_key=step.id)
        session.observe(step, result.output, "no answer" if step.tool == "reboot" and len(keys) == 1 else result.error)
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert (step.outcome, world.writes) == (Outcome.SOLVED, ["reset_apn", "reboot"])


def test_an_action_whose_answer_was_lost_is_not_repeated_where_a_reading_shows_its_effect(tmp_path: Path) -> None:
    world = World(sim="missing")

    def reseat(_: Any) -> ToolResult:
        world.state["sim"] = "active"
        return ToolResult(error="connection lost")

    world.broken["reseat"] = reseat
    done = solve(tmp_path, world, SIM)
    assert (done.outcome, world.writes, done.cause) == (Outcome.SOLVED, ["reseat"], ("reseat_sim",))


def test_an_action_that_fails_for_good_leaves_the_rest_of_its_rung_out(tmp_path: Path) -> None:
    world = World(airplane=True, sim="missing")
    world.broken["reseat"] = lambda _: ToolResult(error="stuck")
    done = solve(tmp_path, world, "{if: airplane, do: [reseat_sim, airplane_off]}")
    assert (done.outcome, world.writes) == (Outcome.ESCALATED, ["reseat", "reseat"])
    assert any("reseat_sim: not done (it failed)" in line for line in done.evidence)


def test_an_action_that_no_tool_carries_out_is_told_to_the_customer(tmp_path: Path) -> None:
    world = World(airplane=True)
    world.missing = {"toggle_airplane"}
    session = open_session(load(tmp_path, ladder(AIRPLANE)), world, ask="customer")
    told = []
    while isinstance(step := session.next(), Call):
        if step.tool == "ask_customer":
            told.append((step.wording, step.arguments["allowed"]))
            world.state["airplane"] = False
            session.observe(step, "done")
        else:
            session.observe(step, world.call(step.tool, step.arguments, idempotency_key=step.id).output)
    assert (step.outcome, told) == (Outcome.SOLVED, [("Tap the aeroplane.", ["done", "could not"])])


def test_a_tool_that_changes_things_is_never_called_to_look(tmp_path: Path) -> None:
    binding = BINDING.replace("tool: read_sim", "tool: reseat")
    world = World(sim="missing")
    lead(open_session(load(tmp_path, ladder(SIM), binding=binding), world), world)
    assert world.writes == []


def test_a_session_comes_to_an_end_whatever_the_tools_do(tmp_path: Path) -> None:
    """Airplane mode comes back after every action: the ladder could go on for ever."""
    world = World(airplane=True, sim="missing")

    def status(_: Any) -> Any:
        world.state.update(airplane=True, sim="missing")
        return "airplane signal: none"

    world.broken["status_bar"] = status
    done = solve(tmp_path, world, *EVERYTHING)
    assert done.outcome is Outcome.ESCALATED
    assert world.writes.count("toggle_airplane") <= 2
    assert len(world.calls) < 60


# What the customer and the agent say


def test_an_agents_correction_stands_against_the_tools_and_is_in_the_trace(tmp_path: Path) -> None:
    world = World(sim="locked", airplane=True)
    session = open_session(load(tmp_path, ladder(LOCKED, SIM)), world)
    step = session.next()
    assert isinstance(step, Call)
    session.observe(step, world.call(step.tool, step.arguments, idempotency_key=step.id).output)
    session.next()
    assert session.answer("sim", "Missing") is True
    assert session.answer("sim", "purple") is False
    assert session.answer("no such fact", 1) is False
    lead(session, world)
    assert "read_sim" not in world.calls[:2]
    assert world.writes[0] == "reseat"
    answers = [event for event in session.trace if event.what == "answer"]
    assert [(event.name, event.value, event.source, event.who) for event in answers] == [
        ("sim", "missing", "agent", "M")
    ]


def test_an_answer_ends_the_waiting_for_it(tmp_path: Path) -> None:
    world = World(sim="locked")
    world.missing = {"read_apn"}
    session = open_session(load(tmp_path, ladder(APN)), world, ask="agent")
    while isinstance(step := session.next(), Call) and step.tool != "ask_agent":
        session.observe(step, world.call(step.tool, step.arguments, idempotency_key=step.id).output)
    session.answer("apn", True)
    later = session.next()
    assert isinstance(later, Call)
    assert later.tool == "hand_over"


def test_a_skipped_action_is_not_done_and_the_ladder_goes_on(tmp_path: Path) -> None:
    world = World(airplane=True, sim="missing")
    session = open_session(load(tmp_path, ladder(AIRPLANE, SIM)), world)
    while isinstance(step := session.next(), Call):
        if step.tool == "toggle_airplane":
            session.skip(step, "the customer is on a plane")
        else:
            result = world.call(step.tool, step.arguments, idempotency_key=step.id)
            session.observe(step, result.output, result.error)
    assert world.writes == ["reseat"]
    assert step.outcome is Outcome.ESCALATED


def test_an_abandoned_session_is_over(tmp_path: Path) -> None:
    world = World(airplane=True)
    session = open_session(load(tmp_path, ladder(AIRPLANE)), world)
    session.next()
    assert session.abandon("the customer hung up").outcome is Outcome.ABANDONED
    assert isinstance(session.next(), Done)
    assert world.calls == []


# Context


def test_a_known_outage_ends_the_session_before_any_step(tmp_path: Path) -> None:
    world = World(airplane=True)
    done = solve(tmp_path, world, AIRPLANE, outage={"id": "INC-7", "eta": "16:00"})
    assert (done.outcome, world.calls) == (Outcome.LINKED_TO_OUTAGE, [])
    assert "outage eta: 16:00" in done.evidence


def test_facts_of_the_context_answer_and_stale_ones_do_not(tmp_path: Path) -> None:
    flows = load(tmp_path, ladder(AIRPLANE))
    fresh, stale = (
        {"service": {"value": True, "source": "probe"}},
        {"service": {"value": True, "measured_at": "2020-01-01T00:00:00Z"}},
    )
    world = World()
    assert lead(open_session(flows, world, facts=fresh), world).outcome is Outcome.NOTHING_WRONG
    assert world.calls == []
    lead(open_session(flows, world, facts=stale), world)
    assert world.calls == ["status_bar"]


def test_dates_are_compared_with_the_day_of_the_context(tmp_path: Path) -> None:
    vocabulary = VOCABULARY.replace("actions:", "  contract: {question: 'Until when?', fact: {type: date}}\nactions:")
    flows = load(tmp_path, ladder("{if: contract < today, escalate: 'contract desk: over'}"), vocabulary=vocabulary)
    facts = {"contract": "2025-02-24T10:00:00", "service": False}
    for now, queue in (("2025-02-25T12:00:00-05:00", "contract desk"), ("2025-02-20", "technical support")):
        world = World(sim="locked")
        assert lead(open_session(flows, world, facts=facts, now=now), world).queue == queue


class Doubtful:
    """A router that finds nothing, or is in doubt between two flows."""

    def __init__(self, flow: str | None, **answers: str) -> None:
        self._flow, self._answers = flow, answers

    def route(self, words: str, flows: Flows, *, badges: Any, slots: Any) -> Any:
        ask = SimpleNamespace(question="Do calls work?", answers=self._answers) if self._answers else None
        return SimpleNamespace(flow=self._flow, margin=0.1, slots={"abroad": False}, ask=ask)

    def answered(self, route: Any, answer: str, flows: Flows) -> Any:
        return SimpleNamespace(flow=self._answers[answer])


def test_words_that_no_flow_fits_are_handed_over(tmp_path: Path) -> None:
    world = World()
    session = Engine(router=Doubtful(None)).open("what is for lunch", world, load(tmp_path, ladder(AIRPLANE)))
    assert (lead(session, world).outcome, world.calls) == (Outcome.ESCALATED, ["hand_over"])


@pytest.mark.parametrize(
    ("said", "flow"), [("yes", "mobile-data"), (False, "no-service"), ("purple", "no-service"), (None, "no-service")]
)
def test_where_the_words_fit_two_flows_the_question_that_tells_them_apart_comes_first(
    tmp_path: Path, said: Any, flow: str
) -> None:
    flows = load(tmp_path, ladder(AIRPLANE), ladder(APN, name="mobile-data"))
    engine = Engine(router=Doubtful("no-service", yes="mobile-data", no="no-service"))
    session = engine.open("it does not work", World(), flows, context={"ask": "customer"})
    step = session.next()
    assert isinstance(step, Call)
    assert (step.tool, step.wording, step.arguments["allowed"]) == ("ask_customer", "Do calls work?", ["yes", "no"])
    session = engine.resume(json.loads(json.dumps(session.state)), World(), flows)
    session.observe(step, said)
    assert isinstance(session.next(), Call)
    assert session.flow == flow


def test_where_nobody_can_be_asked_the_likeliest_flow_is_taken(tmp_path: Path) -> None:
    engine = Engine(router=Doubtful("no-service", yes="mobile-data", no="no-service"))
    session = engine.open("it does not work", World(), load(tmp_path, ladder(AIRPLANE)))
    first = session.next()
    assert isinstance(first, Call)
    assert (session.flow, first.tool) == ("no-service", "status_bar")


def test_a_flow_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no-servise: is no flow; is no-service meant"):
        open_session(load(tmp_path, ladder(AIRPLANE)), World(), "no-servise")


# Calls and trace


def test_next_gives_the_same_call_until_it_was_observed_and_old_observations_are_ignored(tmp_path: Path) -> None:
    world = World(airplane=True)
    session = open_session(load(tmp_path, ladder(AIRPLANE)), world)
    first = session.next()
    assert session.next() is first
    assert isinstance(first, Call)
    session.observe(first, "signal: none airplane")
    session.observe(first, "signal: good")
    session.observe("nonsense", "signal: good")
    second = session.next()
    assert isinstance(second, Call)
    assert second.tool == "toggle_airplane"
    assert second.id != first.id
    assert (second.actor, second.kind, second.wording) == (Actor.CUSTOMER, ToolKind.WRITE, "Tap the aeroplane.")
    assert "airplane: yes" in second.why


def test_the_trace_tells_what_was_decided_on_which_facts_and_by_whom(tmp_path: Path) -> None:
    world = World(airplane=True)
    session = open_session(load(tmp_path, ladder(AIRPLANE)), world)
    lead(session, world)
    told = [(event.what, event.name, event.value, event.who) for event in session.trace]
    assert told == [
        ("route", "no-service", None, "A"),
        ("check", "service", {"service": False, "airplane": True}, "AM"),
        ("decision", "goal", False, "A"),
        ("decision", "if airplane: airplane_off", True, "A"),
        ("action", "airplane_off", "done", "AM"),
        ("check", "service", {"service": True, "airplane": False}, "AM"),
        ("decision", "goal", True, "A"),
        ("done", "no-service", "solved", "A"),
    ]
    assert session.trace[4].why["airplane"] is True


def test_what_identifies_the_customer_is_not_in_the_trace(tmp_path: Path) -> None:
    world = World(roaming=False)
    session = open_session(load(tmp_path, ladder(ROAMING)), world, slots={"abroad": True})
    lead(session, world)
    assert not [event for event in session.trace if "5551232002" in str(event.to_json())]


def test_a_catalogue_that_only_lists_is_driven_from_outside(tmp_path: Path) -> None:
    world = World(airplane=True)
    listed = Tools(world.tools().values())
    assert listed.call("find", {}, idempotency_key="1").error is not None
    session = Engine().open("x", listed, load(tmp_path, ladder(AIRPLANE)), context={"flow": "no-service"})
    assert lead(session, world).outcome is Outcome.SOLVED


def test_a_host_may_write_kinds_and_actors_as_plain_words(tmp_path: Path) -> None:
    world = World(airplane=True, roaming=False)
    world.late = 2
    words = [
        Tool(tool.name, str(tool.kind), str(tool.actor))  # type: ignore[arg-type]
        for tool in world.tools().values()
    ]
    flows = load(tmp_path, ladder(AIRPLANE, ROAMING))
    session = Engine().open("x", Tools(words), flows, {"phone_number": "1", "abroad": True}, {"flow": "no-service"})
    assert lead(session, world).outcome is Outcome.SOLVED
    assert world.writes == ["toggle_airplane", "order_roaming"]


def test_every_answer_tells_value_source_age_and_confidence(tmp_path: Path) -> None:
    world = World(airplane=True)
    session = open_session(load(tmp_path, ladder(AIRPLANE)), world)
    lead(session, world)
    answer = next(each for each in session.answers if each["fact"] == "service")
    assert (answer["value"], answer["source"], answer["confidence"], answer["fresh"]) == (True, "status_bar", 1.0, True)
    assert 0 <= answer["age_s"] < 60
