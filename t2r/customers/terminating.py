"""The end of a relationship: something is tried first where the rules ask, services cease, everybody is told, data are erased in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM
from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.events import put
from t2r.customers import notices, retaining
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import AttemptNeededError
from t2r.customers.keeping import CustomerEvent, announce, find, forget, note, reindex
from t2r.customers.rules import Attempt, Rules, TerminationRules
from t2r.customers.tables import Customer, Offer, OfferKind, OfferState, Reach, ReachKind, Status, Termination
from t2r.database import writing
from t2r.orders.capturing import capture
from t2r.orders.decomposing import ItemWish
from t2r.orders.events import created
from t2r.orders.status import Action, OrderKind
from t2r.orders.tables import Order
from t2r.orders.wishes import OrderWish

CEASE = "ProductOrderCreateEvent"  # TMF622
ALL_SERVICES = "all_services"  # the product that stands for all of a line
TRIED_WITHIN = timedelta(days=30)
STAYS = frozenset({"@type", "@baseType", "@schemaLocation", "validFor"})  # says nothing of anybody
AT_ONCE = 100


def terminate(
    desk: CustomerDesk, id: str, words: str, by: str, version: int | None = None, case_id: int | None = None
) -> Termination:
    """End the relationship, for a reason given as its code or in words; the order that ends the services is linked to the case.

    Raises AttemptNeededError where the rules ask for an offer first, ConflictError where it has ended or was changed meanwhile.
    """
    if not words.strip():
        raise RefusedError("reason", "is missing")
    with Session(desk.database) as session:
        _check(session, desk.rules, id, words, desk.now(), version)
    if not desk.is_master:
        desk.directory.change(id, {"status": Status.TERMINATED.value, "statusReason": words}, None)
    with writing(desk.database) as session:
        customer = find(session, id, to_change=True)
        _check(session, desk.rules, id, words, desk.now(), version)
        return _end(session, desk, customer, words, by, case_id)


def erase_due(desk: CustomerDesk) -> int:
    """Erase what is due to be erased; how many records were."""
    with Session(desk.database) as session:
        due = select(Termination.customer_id).where(Termination.next_erasure <= desk.now())
        ids = list(session.scalars(due.order_by(Termination.next_erasure).limit(AT_ONCE)))
    for id in ids:
        with writing(desk.database) as session:
            customer = find(session, id, to_change=True)
            ended = session.get_one(Termination, id)
            _erase(session, customer, ended, desk.now())
    return len(ids)


def find_termination(session: Session, customer_id: str) -> Termination:
    """How a relationship ended. Raises NoSuchError."""
    found = session.get(Termination, customer_id)
    if found is None:
        raise NoSuchError(customer_id, "termination of customer")
    return found


def erasures(body: Mapping[str, Any], rules: TerminationRules, at: datetime) -> dict[str, datetime]:
    """When each attribute of a record is erased that ends at a moment."""
    return {name: at + timedelta(days=rules.keep_days.get(name, 0)) for name in body if name not in STAYS}


def farewell(rules: TerminationRules, kept_until: datetime) -> str:
    """What the customer is told at the end."""
    return rules.farewell.format(until=f"{kept_until:%d %b %Y}")


def check_may_order(session: Session, customer_id: str) -> None:
    """Raises ConflictError for a customer who has left: there is no new business but by a new relationship."""
    if find(session, customer_id).status == Status.TERMINATED:
        raise ConflictError(f"customer {customer_id} has left, and orders nothing")


def _check(session: Session, rules: Rules, id: str, words: str, at: datetime, version: int | None) -> None:
    customer = find(session, id)
    if customer.status == Status.TERMINATED:
        raise ConflictError(f"customer {id} has left already")
    if version is not None and version != customer.version:
        raise ConflictError(f"customer {id} was changed meanwhile and is now at version {customer.version}")
    reason = rules.termination.reason(words)
    if rules.termination.reasons[reason].attempt is Attempt.REQUIRED and tried(session, id, at) is None:
        raise AttemptNeededError(f"who leaves for {reason} is made an offer first, and it was declined by none")


def tried(session: Session, id: str, at: datetime) -> Offer | None:
    """The last offer that was to keep the customer and was declined."""
    query = select(Offer).where(
        Offer.customer_id == id,
        Offer.kind == OfferKind.RETENTION,
        Offer.state == OfferState.DECLINED,
        Offer.answered_at > at - TRIED_WITHIN,
    )
    return session.scalars(query.order_by(Offer.id.desc()).limit(1)).one_or_none()


def _end(
    session: Session, desk: CustomerDesk, customer: Customer, words: str, by: str, case_id: int | None
) -> Termination:
    rules, at = desk.rules, desk.now()
    reason = rules.termination.reason(words)
    attempt = _attempt(session, customer, rules, reason, at)
    due = erasures(customer.body, rules.termination, at)
    kept_until = max([*due.values(), at])
    text = farewell(rules.termination, kept_until)
    if attempt is not None and attempt["outcome"] == OfferState.MADE:
        text += f" If you stay: {attempt['title']}."
    notices.tell(session, customer.id, "termination", text, at, customer.body)
    ended = Termination(
        customer_id=customer.id,
        reason=reason,
        words=redact(words).text,
        attempt=attempt,
        cease=_cease(session, desk, customer, by, case_id, at),
        by=by,
        at=at,
        erase={name: moment.isoformat() for name, moment in due.items()},
        next_erasure=min(due.values(), default=None),
        kept_until=kept_until,
    )
    session.add(ended)
    was, customer.version = customer.status, customer.version + 1
    customer.status, customer.status_reason, customer.updated_at = Status.TERMINATED, ended.words, at
    valid = {**(customer.body.get("validFor") or {}), "endDateTime": kept_until.isoformat()}
    customer.body = {**customer.body, "validFor": valid}
    note(session, customer, [("status", was, Status.TERMINATED.value)], by, ended.words, at)
    announce(session, customer, CustomerEvent.STATE, at, ["status"])
    session.flush()
    _erase(session, customer, ended, at)
    return ended


def _attempt(session: Session, customer: Customer, rules: Rules, reason: str, at: datetime) -> dict[str, Any] | None:
    """What was tried to keep the customer; where the rules say so, the best offer is made with the farewell."""
    found = tried(session, customer.id, at)
    if found is None and rules.termination.reasons[reason].attempt is Attempt.OFFER:
        proposals = retaining.profile(session, customer, rules, at, is_leaving=True).proposals
        best = next((one for one in proposals if one.rule.kind is OfferKind.RETENTION), None)
        if best is not None:
            found = _open_offer(session, customer.id, best.rule.code, at) or retaining.make(
                session, customer.id, best.rule.code, rules, SYSTEM, at, best.why
            )
    if found is None:
        return None
    return {"offer": found.id, "code": found.code, "title": found.title, "outcome": found.state.value, "by": found.by}


def _open_offer(session: Session, id: str, code: str, at: datetime) -> Offer | None:
    query = select(Offer).where(
        Offer.customer_id == id, Offer.code == code, Offer.state == OfferState.MADE, Offer.valid_until > at
    )
    return session.scalars(query.limit(1)).one_or_none()


def cease_order(session: Session, customer_id: str) -> Order | None:
    """The order by which the services of a customer who has left end; None where it is for another system to make one."""
    query = select(Order).where(Order.kind == OrderKind.PRODUCT, Order.external_id == _cease_id(customer_id))
    return session.scalars(query).one_or_none()


def _cease(session: Session, desk: CustomerDesk, customer: Customer, by: str, case_id: int | None, at: datetime) -> str:
    """Order the end of all services, once; the id of the event that tells of the order.

    Where nobody orders here it is an event in the words of TMF622: which services they are, the order system knows.
    """
    party = {"id": customer.id, "role": "customer", "@referredType": "Customer"}
    if desk.orders is not None and ALL_SERVICES in desk.orders.catalogue.products:
        # Without a line it waits until somebody says which.
        lines: Sequence[str | None] = sorted(_lines(session, customer.id)) or [None]
        items = [
            ItemWish(str(number), ALL_SERVICES, Action.DELETE, characteristics={} if line is None else {"line": line})
            for number, line in enumerate(lines, start=1)
        ]
        wish = OrderWish(
            items=tuple(items),
            external_id=_cease_id(customer.id),
            customer=customer.id,
            line=lines[0],
            channel="termination",
            case_id=case_id,
            body={"category": "cease", "relatedParty": [party]},
        )
        order, _ = capture(session, desk.orders, wish, by)
        return created(session, order)
    told = {
        "@type": "ProductOrder",
        "externalId": _cease_id(customer.id),
        "category": "cease",
        "requestedStartDate": at.isoformat(),
        "relatedParty": [party],
        "productOrderItem": [{"id": "1", "action": "delete", "product": {"id": "all"}}],
    }
    return put(session, "productOrder", CEASE, customer.id, told, at, key=f"customer:{customer.id}")


def _cease_id(customer_id: str) -> str:
    return f"cease-{customer_id}"[:200]


def _lines(session: Session, customer_id: str) -> Sequence[str]:
    query = select(Reach.value).where(Reach.customer_id == customer_id, Reach.kind == ReachKind.LINE)
    return session.scalars(query).all()


def _erase(session: Session, customer: Customer, ended: Termination, at: datetime) -> None:
    """Erase what is due, also from the history of changes."""
    due = [name for name, moment in ended.erase.items() if datetime.fromisoformat(moment) <= at]
    if not due:
        return
    customer.body = {name: value for name, value in customer.body.items() if name not in due}
    customer.version, customer.updated_at = customer.version + 1, at
    ended.erase = {name: moment for name, moment in ended.erase.items() if name not in due}
    ended.next_erasure = min(map(datetime.fromisoformat, ended.erase.values()), default=None)
    forget(session, customer.id, due)
    reindex(session, customer)
    announce(session, customer, CustomerEvent.CHANGED, at, due)
    if not ended.erase:
        announce(session, customer, CustomerEvent.DELETED, at)
