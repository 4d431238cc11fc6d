"""From a case to an order and back: a flow's tool orders, workers carry it out, and the case hears of its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from t2r.cases import acting, opening
from t2r.cases import working as working_on_cases
from t2r.cases.changing import become, take
from t2r.cases.codes import Codes
from t2r.cases.listing import trace
from t2r.cases.status import Status
from t2r.cases.tables import Case
from t2r.cases.workbench import Subject, Workbench
from t2r.database import writing
from t2r.flows import Actor, Call, Engine, Flows, ToolKind, Tools
from t2r.flows.router import Route
from t2r.orders import cases as order_cases
from t2r.orders import looking, steering
from t2r.orders.status import State
from t2r.orders.tables import LineService
from t2r.orders.tools import READ, OrderTools, with_orders
from t2r.tmf import hub

from .conftest import LINE, PLACE, Floor

CODES = Codes.load()
SAID: Mapping[str, Mapping[str, Any]] = {
    "appointment.done": {"visit_outcome": "done"},
    "port.confirmed": {"port_accepted": True},
}

Opened = Callable[..., Case]


def make_case(floor: Floor, opened: Opened) -> int:
    with writing(floor.bench.database) as session:
        return opened(session, line=LINE, opened_at=floor.clock(), updated_at=floor.clock()).id


def tools(floor: Floor, case: int) -> OrderTools:
    with Session(floor.bench.database, expire_on_commit=False) as session:
        made = with_orders(lambda _: Tools([]), floor.bench)(session.get_one(Case, case))
    assert isinstance(made, OrderTools)
    return made


def relay(floor: Floor) -> None:
    """What the server does with events beside its requests."""
    bench = floor.bench

    def follow(session: Session, event: Any) -> None:
        order_cases.follow(session, bench, CODES, event, bench.now())

    while hub.give_out(bench.database, bench.now, follow):
        pass


def carry_out(floor: Floor, id: int) -> None:
    """Work, and answer whatever the order waits for, until it is over."""
    for _ in range(20):
        floor.work()
        waits = sorted(floor.awaited(id)) if not floor.look(id).state.is_final else []
        if not waits:
            break
        for item, message in waits:
            if (item, message) in floor.awaited(id):
                floor.complete(id, item, message, **SAID.get(message, {}))
    relay(floor)


def case_of(floor: Floor, id: int) -> Case:
    with Session(floor.bench.database, expire_on_commit=False) as session:
        return session.get_one(Case, id)


def told(floor: Floor, id: int, what: str) -> list[dict[str, Any]]:
    with Session(floor.bench.database) as session:
        return [one.body for one in trace(session, id) if one.what == what]


@pytest.mark.parametrize(
    ("tool", "arguments", "process", "proposed"),
    [
        ("order_sim_replacement", {}, "sim-replacement", ("sim.defect", "replaced")),
        ("order_esim", {}, "esim", ("sim.not_active", "replaced")),
        ("order_plan_change", {"plan": "gold"}, "plan-change", (None, "fixed")),
        ("order_ont_swap", {"place": PLACE}, "ont-swap", ("home.equipment", "replaced")),
        ("order_technician_visit", {"place": PLACE}, "technician-visit", ("line.fibre", "fixed")),
        ("book_visit", {"place": PLACE}, "technician-visit", ("line.fibre", "fixed")),
        ("order_unbar", {}, "unbar-after-payment", ("account.credit_barring", "fixed")),
        ("order_number_port_in", {"number": "919811111111", "donor": "other"}, "number-port-in", (None, "fixed")),
        ("cease_mobile_plan", {}, "cease", (None, None)),
        ("cease_all_services", {}, "cease", (None, None)),
    ],
)
def test_an_action_orders_and_the_case_hears_of_its_end(
    floor: Floor, opened: Opened, tool: str, arguments: dict[str, Any], process: str, proposed: tuple[Any, Any]
) -> None:
    with writing(floor.bench.database) as session:
        for service in ("access", "fibre_access"):
            session.add(LineService(line=LINE, service=service, active=True, values={}))
    case = make_case(floor, opened)
    offered = tools(floor, case)
    assert offered.tools()[tool].kind is ToolKind.ORDER
    first, again = (offered.call(tool, arguments, idempotency_key="c1") for _ in range(2))
    assert (first.error, first.output) == (None, again.output)
    id = first.output["order"]
    order = floor.look(id)
    assert (order.case_id, order.line, [item.process for item in order.items]) == (case, LINE, [process])
    with Session(floor.bench.database) as session:
        assert [each.id for each in looking.of_case(session, case)] == [id]
    carry_out(floor, id)
    assert floor.look(id).state is State.COMPLETED, floor.look(id).reason
    found = case_of(floor, case)
    assert (found.cause, found.resolution) == proposed
    assert found.say.startswith(f"Your order {id} (")
    assert found.status.is_open  # the customer is asked first
    assert [each["value"] for each in told(floor, case, "order")] == ["acknowledged", "inProgress", "completed"]
    assert [each["value"] for each in told(floor, case, order_cases.ENDED)] == ["completed"]


def test_every_process_of_the_starters_is_ordered_by_a_tool(floor: Floor, opened: Opened) -> None:
    offered = {name.partition("_")[2] for name in tools(floor, make_case(floor, opened)).tools()}
    products = floor.bench.catalogue.products
    assert products.keys() <= offered


@pytest.mark.parametrize(
    ("end", "reason"), [("rejected", "the product is not on sale"), ("cancelled", "she has found it")]
)
def test_the_case_hears_why_an_order_was_not_carried_out(floor: Floor, opened: Opened, end: str, reason: str) -> None:
    case = make_case(floor, opened)
    with writing(floor.bench.database) as session:
        kept = take(session, case, floor.clock())
        become(session, kept, Status.IN_PROGRESS, "asha", floor.clock())
        become(session, kept, Status.PENDING, "asha", floor.clock(), reason="the SIM is on its way")
    id = tools(floor, case).call("order_sim_replacement", {}, idempotency_key="c1").output["order"]
    if end == "cancelled":
        with writing(floor.bench.database) as session:
            steering.cancel(session, floor.bench, id, "asha", reason)
    else:
        products = dict(floor.bench.catalogue.products)
        products["sim_replacement"] = products["sim_replacement"].model_copy(update={"available": False})
        object.__setattr__(floor.bench, "catalogue", floor.bench.catalogue.model_copy(update={"products": products}))
    carry_out(floor, id)
    found = case_of(floor, case)
    assert (found.status, found.resolution) == (Status.IN_PROGRESS, None)
    assert "was not carried out" in found.say
    (ended,) = told(floor, case, order_cases.ENDED)
    assert ended["value"] == end
    assert reason in ended["reason"]


def test_a_case_that_is_over_is_left_alone(floor: Floor, opened: Opened) -> None:
    case = make_case(floor, opened)
    id = tools(floor, case).call("order_unbar", {}, idempotency_key="c1").output["order"]
    with writing(floor.bench.database) as session:
        become(session, take(session, case, floor.clock()), Status.CANCELLED, "asha", floor.clock())
    carry_out(floor, id)
    assert (case_of(floor, case).say, told(floor, case, order_cases.ENDED)) == ("", [])


def test_a_tool_says_what_cannot_be_ordered_and_how_an_order_stands(floor: Floor, opened: Opened) -> None:
    case = make_case(floor, opened)
    offered = tools(floor, case)
    assert offered.call(READ, {"product": "esim"}, idempotency_key="r").output == {"ordered": False, "done": False}
    id = offered.call("order_esim", {}, idempotency_key="c1").output["order"]
    taken = offered.call("order_plan_change", {"plan": "gold"}, idempotency_key="c1").error
    assert taken is not None
    assert "has it already" in taken
    read = offered.call(READ, {"product": "esim"}, idempotency_key="r").output
    assert read == {"order": id, "state": "acknowledged", "ordered": True, "done": False}
    carry_out(floor, id)
    assert offered.call(READ, {"product": "esim"}, idempotency_key="r").output["done"] is True
    other = offered.call("other", {}, idempotency_key="x").error
    assert other is not None  # the host is asked
    assert "only lists" in other


VOCABULARY = """
slots:
  phone_number: {type: string, personal: true}
checks:
  works:
    question: Does it work?
    experience: true
    fact: {type: boolean}
    ttl: 5m
  broken:
    question: Is the SIM broken?
    ask: Is the SIM broken?
    fact: {type: boolean}
    ttl: 15m
  sim_ordered:
    question: Is a SIM on its way?
    fact: {type: boolean}
    ttl: 15m
actions:
  swap_sim: {title: Order another SIM, risk: reversible, effect: sim_ordered, changes: [works]}
"""
FLOW = """
flow: sim
title: The SIM does not work
symptoms: [no sim]
goal: works
verify: works
escalate: SIM desk
rungs:
  - {check: broken, if: broken, do: swap_sim}
"""
BINDING = """
binding: orders
readings:
  - {tool: read_order, arguments: {product: "'sim_replacement'"}, read: {sim_ordered: {path: ordered}}}
actions:
  swap_sim: order_sim_replacement
"""


class Router:
    """Knows one flow."""

    def route(self, words: str, flows: Flows, *, badges: Any = None, slots: Any = None) -> Route:
        return Route("sim", 1.0, {**(slots or {})}, None, {"sim": 1.0})

    def answered(self, route: Route, answer: str, flows: Flows) -> Route:
        return route


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    folder = tmp_path_factory.mktemp("flows")
    (folder / "vocabulary.yaml").write_text(VOCABULARY)
    (folder / "sim.yaml").write_text(FLOW)
    (binding := folder / "binding" / "orders.yaml").parent.mkdir()
    binding.write_text(BINDING)
    return Flows.load(folder, binding=binding)


def test_a_flow_orders_people_go_on_and_the_case_is_told(floor: Floor, flows: Flows) -> None:
    bench = Workbench(
        database=floor.bench.database,
        flows=flows,
        engine=Engine(clock=lambda: floor.clock().timestamp()),
        router=Router(),
        tools=with_orders(lambda _: Tools([]), floor.bench),
        codes=CODES,
        look=lambda _: None,
        now=floor.clock,
    )
    worked = opening.open_case(bench, opening.Opening("no sim", Subject(LINE)), "asha")
    id = worked.case.id
    for facts in ({"works": False}, {"broken": True}):
        worked = working_on_cases.answer(bench, id, facts, Actor.AGENT, "asha")
    assert isinstance(worked.step, Call)
    assert (worked.step.tool, worked.step.kind) == ("order_sim_replacement", ToolKind.ORDER)
    acting.act(bench, id, worked.step.id, "asha")
    with Session(floor.bench.database) as session:
        (order,) = [each.id for each in looking.of_case(session, id)]
    assert [each["value"] for each in told(floor, id, "action")] == ["done"]
    carry_out(floor, order)
    found = case_of(floor, id)
    assert (floor.look(order).state, found.resolution, found.cause) == (State.COMPLETED, "replaced", "sim.defect")
    assert "Does it work for you now?" in found.say
