"""Who is told of what: subscriptions, and events on their way out of the outbox, at least once, in order, until they arrive.

An event is written with the change that it tells of. It is given out to whoever subscribes at that time, one delivery for each, and
these are tried until the subscriber says that it has it, later and later, and at last laid aside.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import Engine, delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.tmf.callbacks import CallbackError, signed
from t2r.tmf.conditions import Op, Test, Where, holds
from t2r.tmf.shelf import NoSuchResourceError
from t2r.tmf.tables import Delivery, Standing, Subscription
from t2r.tmf.tickets import Tickets, as_v4

log = logging.getLogger("t2r.hub")

PORTION = 100
AT_ONCE = 4  # subscribers
LEASE = timedelta(minutes=2)  # whoever took a delivery and was killed has it no longer
ATTEMPTS = 12  # with the waits below a day and a half
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(hours=6)
KEPT = timedelta(days=30)  # events that everybody has

Send = Callable[[str, bytes, dict[str, str]], None]


def subscribe(
    session: Session, api: str, topics: Iterable[str] | None, callback: str, query: str, by: str, at: datetime
) -> Subscription:
    """Whoever answers at `callback` is told of events of these topics from now on."""
    subscription = Subscription(
        api=api,
        topics=None if topics is None else sorted(topics),
        callback=callback,
        query=query,
        secret=secrets.token_urlsafe(32),
        by=by,
        created_at=at,
    )
    session.add(subscription)
    session.flush()
    return subscription


def find(session: Session, api: str, id: str) -> Subscription:
    """A subscription of an API. Raises NoSuchResourceError."""
    found = session.get(Subscription, id) if len(id) <= 36 else None
    if found is None or found.api != api:
        raise NoSuchResourceError("hub", id)
    return found


def wants(subscription: Subscription, event: OutboxEvent) -> bool:
    """Whether a subscriber is to be told of an event: `eventType=…&troubleTicket.status=held` of its envelope, or of its resource."""
    if subscription.topics is not None and event.topic not in subscription.topics:
        return False
    told = event.envelope | {"event": event.envelope.get("event") or {}}
    payload = told["event"].get(event.topic) if isinstance(told["event"], dict) else None
    for name, value in parse_qsl(subscription.query, keep_blank_values=True):
        if name == "fields":
            continue
        test = Test(tuple(name.split(".")), Op.EQ, tuple(value.split(",")))
        if not any(holds(body, Where((test,))) for body in (told, told["event"], payload)):
            return False
    return True


Follow = Callable[[Session, OutboxEvent], None]


def give_out(database: Engine, now: Callable[[], datetime], follow: Follow = lambda _, __: None) -> int:
    """Make a delivery of each new event for each subscriber who wants it; how many events there were.

    `follow` draws the consequences of an event within this system, once.
    """
    with writing(database) as session:
        new = select(OutboxEvent).where(OutboxEvent.sent_at.is_(None)).order_by(OutboxEvent.id).limit(PORTION)
        events = list(session.scalars(new.with_for_update(skip_locked=True)))
        subscriptions = list(session.scalars(select(Subscription))) if events else []
        for event in events:
            event.sent_at = now()
            follow(session, event)
            session.add_all(
                Delivery(event=event.id, subscription=each.id, key=event.key, due_at=now())
                for each in subscriptions
                if each.created_at <= event.at and wants(each, event)
            )
        return len(events)


@dataclass(frozen=True, slots=True)
class _Parcel:
    number: int
    subscription: str
    api: str
    callback: str
    secret: str
    topic: str
    envelope: dict[str, Any]


def deliver(database: Engine, send: Send, now: Callable[[], datetime]) -> int:
    """Try what is due; how many arrived. Several may do it at once: each takes others."""
    parcels = sorted(_taken(database, now), key=lambda parcel: (parcel.subscription, parcel.number))
    by_subscriber = [list(group) for _, group in groupby(parcels, key=lambda parcel: parcel.subscription)]
    if not by_subscriber:
        return 0
    with ThreadPoolExecutor(min(AT_ONCE, len(by_subscriber)), thread_name_prefix="hub") as pool:
        return sum(pool.map(lambda mine: _deliver_to_one(database, mine, send, now), by_subscriber))


def _taken(database: Engine, now: Callable[[], datetime]) -> list[_Parcel]:
    earlier = aliased(Delivery)
    waits = exists().where(
        earlier.subscription == Delivery.subscription,
        earlier.key == Delivery.key,
        earlier.standing == Standing.PENDING,
        earlier.number < Delivery.number,
    )
    due = select(Delivery).where(Delivery.standing == Standing.PENDING, Delivery.due_at <= now(), ~waits)
    with writing(database) as session:
        parcels = []
        for each in session.scalars(due.order_by(Delivery.number).limit(PORTION).with_for_update(skip_locked=True)):
            each.due_at = now() + LEASE
            to = session.get_one(Subscription, each.subscription)
            event = session.get_one(OutboxEvent, each.event)
            parcels.append(_Parcel(each.number, to.id, to.api, to.callback, to.secret, event.topic, event.envelope))
        return parcels


def _deliver_to_one(database: Engine, parcels: list[_Parcel], send: Send, now: Callable[[], datetime]) -> int:
    """One after the other; where one does not arrive, the others wait with it, and count no attempt."""
    arrived = 0
    for position, parcel in enumerate(parcels):
        body = json.dumps(worded(parcel.envelope, parcel.topic, parcel.api), separators=(",", ":")).encode()
        id = str(parcel.envelope["eventId"])
        try:
            send(parcel.callback, body, signed(parcel.secret, id, now(), body))
        except CallbackError as error:
            _failed(database, parcel, str(error), parcels[position + 1 :], now())
            return arrived
        arrived += 1
        _record(database, parcel.number, {"standing": Standing.DELIVERED, "delivered_at": now(), "error": ""})
    return arrived


def _failed(database: Engine, parcel: _Parcel, why: str, others: list[_Parcel], at: datetime) -> None:
    with writing(database) as session:
        each = session.get(Delivery, parcel.number)
        if each is None:  # its subscription has been taken away meanwhile
            return
        each.attempts, each.error = each.attempts + 1, why[:500]
        each.due_at = at + wait(each.attempts)
        if each.attempts >= ATTEMPTS:
            each.standing = Standing.DEAD
        later = [other.number for other in others]
        session.execute(update(Delivery).where(Delivery.number.in_(later)).values(due_at=each.due_at))
    log.info("event not delivered: attempt %d, %s", each.attempts, why)


def _record(database: Engine, number: int, values: dict[str, Any]) -> None:
    with writing(database) as session:
        session.execute(update(Delivery).where(Delivery.number == number).values(**values))


def wait(attempts: int) -> timedelta:
    """How long after so many failed attempts the next one is made."""
    return min(LONGEST_WAIT, timedelta(seconds=FIRST_WAIT.total_seconds() * 3 ** (attempts - 1)))


def sweep(database: Engine, at: datetime) -> None:
    """Forget events that are old and that everybody has; what did not arrive is kept."""
    with writing(database) as session:
        held = exists().where(Delivery.event == OutboxEvent.id, Delivery.standing != Standing.DELIVERED)
        old = OutboxEvent.sent_at < at - KEPT
        session.execute(delete(OutboxEvent).where(old, ~held).execution_options(synchronize_session=False))


def worded(envelope: dict[str, Any], topic: str, api: str) -> dict[str, Any]:
    """The event as a version of an API tells it: v4 spells `timeOcurred`, has no types, and tickets of its own shape.

    What is told of other topics is not looked into: others write what they like there.
    """
    if api.endswith("v5"):
        return envelope
    told = {name: value for name, value in envelope.items() if name not in ("@type", "timeOccurred")}
    told["timeOcurred"] = envelope.get("timeOccurred") or envelope.get("timeOcurred")
    if topic == Tickets.kind:
        ticket = as_v4(envelope["event"][topic])
        if "href" in ticket:  # none is here of what somebody else is asked to open
            version = "v2" if api.endswith("v2") else "v4"
            ticket["href"] = str(ticket["href"]).replace("/v5/", f"/{version}/")
        told["event"] = envelope["event"] | {topic: ticket}
    return told
