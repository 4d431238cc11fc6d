"""A filled form is sent once: checked, noted in its case, and told as an event, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from t2r.cases.changing import note, take
from t2r.cases.errors import ConflictError, RefusedError, TakenError
from t2r.cases.events import put
from t2r.cases.tables import Case
from t2r.cases.workbench import Workbench
from t2r.customers import verifying
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import NotVerifiedError
from t2r.customers.records import check_storable
from t2r.customers.terminating import check_may_order
from t2r.database import writing
from t2r.journeys.filling import Filled, fill
from t2r.journeys.forms import Form, Sends
from t2r.journeys.tables import Submitted
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import capture
from t2r.orders.errors import OrderRefusedError
from t2r.orders.events import created
from t2r.orders.status import OrderKind
from t2r.tmf.orders import WORDINGS, wish_of
from t2r.tmf.shelf import Doing


def submit(
    bench: Workbench,
    desk: CustomerDesk,
    form: Form,
    case_id: int,
    changes: Mapping[str, Any],
    interaction_id: int | None,
    by: str,
    key: str,
    orders: OrderBench | None = None,
) -> Submitted:
    """Send a form with the agent's changes. The same key again is the same submission.

    A product order is captured by `orders`, where these have what it asks for; else it is an event for whoever takes it.

    Raises RefusedError for a value that the form does not allow, NotVerifiedError where it needs a verified customer, ConflictError
    where it was sent already or the customer has left, NoSuchError.
    """
    for name, value in changes.items():
        check_storable(value, name)
    request = _digest([by, key])
    digest = _digest([case_id, form.journey, dict(changes)])
    with Session(bench.database, expire_on_commit=False) as session:
        before = _before(session, case_id, form, request, digest)
    if before is not None:
        return before
    filled = fill(bench, desk, form, case_id, interaction_id)
    values = filled.values(changes)
    for field, problem in form.problems(values):
        raise RefusedError(field, problem)
    at = bench.now()
    with writing(bench.database) as session:
        session.get(Case, case_id, with_for_update=True)  # whoever comes second waits here, and then finds it done
        before = _before(session, case_id, form, request, digest)
        if before is not None:
            return before
        _check(session, desk, filled)
        case = take(session, case_id, at)
        parts = {name: known.value for name, known in filled.all.items()} | values
        body = {**form.payload(parts), "externalId": f"case-{case_id}-{form.journey}"}
        event = _captured(session, orders, form, body, case_id, by, at)
        if event is None:
            event = put(session, form.sends.value, form.sends.event, str(case_id), body, at, key=f"case:{case_id}")
        changed = filled.changed(changes)
        sources = {
            name: {"source": known.source, "confidence": known.confidence} for name, known in filled.fields.items()
        }
        sent = Submitted(
            case_id=case_id,
            journey=form.journey,
            request=request,
            request_digest=digest,
            filled=sources,
            changed=changed,
            event_id=event,
            event_type=form.sends.event,
            by=by,
            at=at,
        )
        session.add(sent)
        told = {"filled": sources, "changed": changed, "event": event, "type": form.sends.event}
        note(session, case, "journey", by, at, name=form.journey, body=told)
    return sent


def _captured(
    session: Session,
    orders: OrderBench | None,
    form: Form,
    body: Mapping[str, Any],
    case_id: int,
    by: str,
    at: datetime,
) -> str | None:
    """Take a product order in here; the id of the event that tells of it. None where it is for others to take."""
    if orders is None or form.sends is not Sends.PRODUCT_ORDER:
        return None
    wish = wish_of(orders.catalogue, WORDINGS[OrderKind.PRODUCT], body, Doing(by, at, "v4"), case_id=case_id)
    if not all(item.product in orders.catalogue.products for item in wish.items):
        return None
    try:
        order, _ = capture(session, orders, wish, by)
    except OrderRefusedError as error:
        raise RefusedError(error.field, error.why) from error
    return created(session, order)


def _before(session: Session, case_id: int, form: Form, request: str, digest: str) -> Submitted | None:
    """What the same request has sent. Raises ConflictError where another one has."""
    of_case = (Submitted.case_id == case_id) & (Submitted.journey == form.journey)
    for found in session.scalars(select(Submitted).where(or_(Submitted.request == request, of_case))):
        if found.request != request:
            raise ConflictError(f"{form.title} of case {case_id} was sent by {found.by} at {found.at:%d %b %H:%M} UTC")
        if found.request_digest != digest:
            raise TakenError("another request was sent with this Idempotency-Key")
        return found
    return None


def _check(session: Session, desk: CustomerDesk, filled: Filled) -> None:
    """Whether this customer may have this, at the moment of sending."""
    customer = filled.customer
    if filled.form.needs_verification:
        if customer is None:
            raise ConflictError(f"{filled.form.title} needs a customer, and {filled.hint}")
        interaction = None if filled.interaction is None else filled.interaction.id
        if not verifying.is_verified(session, desk.rules.verification, customer.id, interaction, desk.now()):
            raise NotVerifiedError(customer.id)
    if customer is not None and filled.form.sends is not Sends.TROUBLE_TICKET:
        check_may_order(session, customer.id)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
