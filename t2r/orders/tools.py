"""Orders as tools of a case's flow: beside what a host's own tools do, a flow orders what the catalogue has, and reads how that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.tables import Case
from t2r.customers.lines import of_line
from t2r.database import writing
from t2r.flows import Catalogue as Tools
from t2r.flows import Tool, ToolKind, ToolResult
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import capture
from t2r.orders.catalogue import Catalogue
from t2r.orders.decomposing import ItemWish
from t2r.orders.errors import OrderRefusedError, OrderTakenError
from t2r.orders.status import Action, State
from t2r.orders.tables import Item, Order
from t2r.orders.wishes import OrderWish

READ = "read_order"
VERBS = MappingProxyType({Action.ADD: "order", Action.MODIFY: "change", Action.DELETE: "cease"})
OF_THE_CASE = frozenset({"line", "place"})  # what an order says of itself, or the case of it
RESERVED = frozenset({"order", "item", "product", "action", "service", "customer"})  # what a process knows by itself
LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Ordering:
    """What a tool orders."""

    tool: Tool
    product: str
    action: Action


class OrderTools:
    """A host's tools for a case, and those that order. What the catalogue says is an order is one: the host's tool is not called."""

    def __init__(self, host: Tools, orderings: Mapping[str, Ordering], bench: OrderBench, case: Case) -> None:
        self._host, self._orderings, self._bench, self._case = host, orderings, bench, case

    def tools(self) -> Mapping[str, Tool]:
        """As Catalogue of flows has it."""
        return {**self._host.tools(), **{name: one.tool for name, one in self._orderings.items()}, READ: READING}

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        """As Catalogue of flows has it. The same key again is the same order."""
        if name == READ:
            return self._read(str(arguments.get("product", "")))
        if name in self._orderings:
            return self._order(self._orderings[name], arguments, idempotency_key)
        return self._host.call(name, arguments, idempotency_key=idempotency_key)

    def _order(self, ordering: Ordering, arguments: Mapping[str, Any], key: str) -> ToolResult:
        case = self._case
        said = {name: value for name, value in arguments.items() if name not in OF_THE_CASE | RESERVED}
        place = arguments.get("place")
        with writing(self._bench.database) as session:
            customer = of_line(session, case.line)
            wish = OrderWish(
                items=(ItemWish("1", ordering.product, ordering.action, characteristics=said),),
                external_id=f"case-{case.id}-{key}"[:LONGEST_ID],
                customer=None if customer is None else customer.id,
                line=case.line,
                place=None if place is None else str(place),
                channel="case",
                case_id=case.id,
            )
            try:
                order, _ = capture(session, self._bench, wish, "t2r")
            except (OrderRefusedError, OrderTakenError) as error:
                return ToolResult(error=str(error))
            return ToolResult(_told(order))

    def _read(self, product: str) -> ToolResult:
        """The last order of the case for a product, `ordered` where there is one that is open or done."""
        query = (
            select(Order)
            .join(Item, Item.order_id == Order.id)
            .where(Order.case_id == self._case.id, Item.product == product)
            .order_by(Order.id.desc())
            .limit(1)
        )
        with Session(self._bench.database) as session:
            order = session.scalars(query).one_or_none() if self._case.id is not None else None
            return ToolResult({"ordered": False, "done": False} if order is None else _told(order))


READING = Tool(
    READ,
    ToolKind.READ,
    parameters={
        "type": "object",
        "properties": {"product": {"type": "string"}},
        "required": ["product"],
        "additionalProperties": False,
    },
    description="How the case's last order of a product stands.",
)


def with_orders(tools: Callable[[Case], Tools], bench: OrderBench) -> Callable[[Case], Tools]:
    """What gives a case's tools, with those that order."""
    orderings = {one.tool.name: one for one in _orderings(bench.catalogue)}
    return lambda case: OrderTools(tools(case), orderings, bench, case)


def _orderings(catalogue: Catalogue) -> Iterator[Ordering]:
    """A tool for each product and what can be done with it, by the name of both, and by the names that the catalogue gives."""
    for name, product in catalogue.products.items():
        named = isinstance(product.process, Mapping)
        parameters = {
            "type": "object",
            "properties": {each: {"type": "string"} for each in product.needs if each != "line"},
        }
        for action, verb in VERBS.items():
            if action is Action.ADD if not named else action in (product.process or ()):
                names = [f"{verb}_{name}", *(product.tools if action is Action.ADD else ())]
                for each in names:
                    yield Ordering(
                        Tool(each, ToolKind.ORDER, parameters=parameters, description=product.title), name, action
                    )


def _told(order: Order) -> dict[str, Any]:
    failed = order.state in (State.REJECTED, State.FAILED, State.CANCELLED)
    return {
        "order": order.id,
        "state": order.state.value,
        "ordered": not failed,
        "done": order.state is State.COMPLETED,
    }
