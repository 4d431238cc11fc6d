"""Whether an order may be fulfilled: each item is held to the conditions of a decision table, and every one it fails gives a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.flows.tables import DecisionTable
from t2r.orders.catalogue import Catalogue, Product
from t2r.orders.decomposing import entry_of
from t2r.orders.status import OPEN
from t2r.orders.tables import Account, Item, LineService, Order
from t2r.tmf.tables import Record

QUALIFICATION = "checkServiceQualification"


class Verdict(StrEnum):
    """What becomes of an order."""

    ACCEPTED = "accepted"
    REQUIRE = "require"  # it waits for information
    REJECT = "reject"


class Surroundings(Protocol):
    """What other systems know of an order before it begins: it counts before what is known here."""

    def look(self, order: Order, item: Item) -> Mapping[str, Any]:
        """`feasible` (coverage and qualification), `identified`, `debt`, as far as they are known; or others of the table."""
        ...


class Nothing:
    """Surroundings of which nothing is known."""

    def look(self, order: Order, item: Item) -> Mapping[str, Any]:  # noqa: ARG002 - as Surroundings has it
        """Nothing."""
        return {}


def validate(
    session: Session, catalogue: Catalogue, table: DecisionTable, around: Surroundings, order: Order, at: datetime
) -> Verdict:
    """Hold each item to the conditions; its reasons are kept with it. The worst verdict counts."""
    worst, others, debts = Verdict.ACCEPTED, _others(session, order), _debts(session, order)
    for item in order.items:
        if item.process is None:
            item.reasons = []
            continue
        known = facts(session, catalogue, order, item, others, debts) | dict(around.look(order, item))
        found = [_reason(each, known, at) for each in table.decide_all(known)]
        if found != item.reasons:
            item.reasons = found
        verdicts = {each["verdict"] for each in found}
        if Verdict.REJECT in verdicts:
            worst = Verdict.REJECT
        elif Verdict.REQUIRE in verdicts and worst is not Verdict.REJECT:
            worst = Verdict.REQUIRE
    return worst


def facts(
    session: Session,
    catalogue: Catalogue,
    order: Order,
    item: Item,
    others: Mapping[tuple[str, str], int],
    debts: Mapping[str, float],
) -> dict[str, Any]:
    """What is known here of an item, of what `others` ask for its line, and what lines owe: the inputs of the table."""
    entry = entry_of(catalogue, order.kind, item.product)
    product = entry if isinstance(entry, Product) else None
    said = {"line": order.line, "place": order.place, "customer": order.customer, **item.characteristics}
    missing = [name for name in (product.needs if product else ()) if said.get(name) in (None, "")]
    return {
        "product": item.product,
        "action": item.action.value,
        "customer_type": order.customer_type,
        "available": product is None or product.available,
        "fixed": product is not None and product.fixed,
        "missing": ", ".join(missing),
        "incompatible": ", ".join(_incompatible(session, catalogue, order, item, product)),
        "duplicate": str(others.get((item.product, item.action.value), "")),
        "identified": said.get("identified"),
        "feasible": _qualified(session, item),
        "debt": debts.get(str(said.get("line"))),
    }


def _reason(said: Mapping[str, Any], known: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    about = {"information_missing": "missing", "not_compatible": "incompatible", "duplicate": "duplicate"}
    detail = known.get(about.get(str(said["code"]), ""))
    reason = f"{said['reason']}: {detail}" if detail else said["reason"]
    return {"verdict": said["verdict"], "code": said["code"], "reason": reason, "at": at.isoformat()}


def _incompatible(
    session: Session, catalogue: Catalogue, order: Order, item: Item, product: Product | None
) -> list[str]:
    """Products in this order, or active on the line, that the item's does not go with."""
    if product is None or not product.excludes:
        return []
    others = {other.product for other in order.items if other.id != item.id and other.action.value != "delete"}
    found = others & set(product.excludes)
    line = item.characteristics.get("line") or order.line
    if line is not None:
        query = select(LineService.service).where(LineService.line == line, LineService.active.is_(True))
        active = set(session.scalars(query))
        found |= {name for name in product.excludes if active & set(catalogue.products[name].services)}
    return sorted(found)


def _qualified(session: Session, item: Item) -> bool | None:
    """What the service qualifications (TMF645) say that the item names; None where there are none, or nobody can tell."""
    told = (item.body or {}).get("qualification") or ()
    named = {str(each["id"]) for each in told if isinstance(each, Mapping) and each.get("id")}
    if one := item.characteristics.get("qualification"):
        named.add(str(one))
    if not named:
        return None
    query = select(Record.body).where(Record.kind == QUALIFICATION, Record.id.in_(named))
    results = {body.get("qualificationResult") for body in session.scalars(query)}
    return False if "unqualified" in results else True if results == {"qualified"} else None


def _debts(session: Session, order: Order) -> Mapping[str, float]:
    """What the accounts of the order's lines owe, of those that have one here."""
    lines = {str(line) for item in order.items if (line := item.characteristics.get("line") or order.line)}
    query = select(Account.line, Account.owed).where(Account.line.in_(lines))
    return {line: owed / 100 for line, owed in session.execute(query)} if lines else {}


def _others(session: Session, order: Order) -> Mapping[tuple[str, str], int]:
    """What other open orders ask for the same line: product and action, with the first of them."""
    if order.line is None:
        return {}
    query = (
        select(Item.product, Item.action, Order.id)
        .join(Order, Item.order_id == Order.id)
        .where(Order.line == order.line, Order.id < order.id, Order.state.in_(OPEN))
        .order_by(Order.id.desc())
    )
    return {(product, action.value): id for product, action, id in session.execute(query)}
