"""Deliveries of events to whoever subscribes: how they stand, so that what does not arrive is seen."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.auth import EventsSubscriber
from api.services import Wired
from t2r.cases.tables import OutboxEvent
from t2r.tmf.tables import Delivery, Standing, Subscription

router = APIRouter(tags=["events"])


class DeliveryRead(BaseModel):
    """An event on its way to a subscriber; `due_at` is when it is tried next, while it is pending."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    subscription: str
    api: str
    callback: str
    event_id: str
    type: str
    standing: Standing
    attempts: int
    error: str
    due_at: datetime
    delivered_at: datetime | None


@router.get("/v1/deliveries")
def deliveries(
    _: EventsSubscriber,
    services: Wired,
    standing: Standing | None = None,
    subscription: Annotated[str | None, Query(max_length=36, pattern=r"^[^\x00]*$")] = None,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> list[DeliveryRead]:
    """Deliveries, the newest first; the next page begins `before` the last one."""
    query = (
        select(Delivery, Subscription.api, Subscription.callback, OutboxEvent.event_id, OutboxEvent.type)
        .join(Subscription, Subscription.id == Delivery.subscription)
        .join(OutboxEvent, OutboxEvent.id == Delivery.event)
        .order_by(Delivery.number.desc())
        .limit(limit)
    )
    if standing is not None:
        query = query.where(Delivery.standing == standing)
    if subscription is not None:
        query = query.where(Delivery.subscription == subscription)
    if before is not None:
        query = query.where(Delivery.number < before)
    with Session(services.bench.database) as session:
        return [
            DeliveryRead(
                **{name: getattr(one, name) for name in DeliveryRead.model_fields if hasattr(one, name)},
                api=api,
                callback=callback,
                event_id=event_id,
                type=type,
            )
            for one, api, callback, event_id, type in session.execute(query)
        ]
