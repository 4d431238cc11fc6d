"""For whoever runs this: how the operator's systems stand, and how much waits to be told to them."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from api.auth import MetricsReader
from api.services import Wired
from t2r.operator_systems.standing import State
from t2r.orders.ports.outside import standings

router = APIRouter(tags=["operations"])


class OperatorSystemRead(BaseModel):
    """A system: `unknown` is one that has not answered lately. `laid_aside` was not taken there and waits for its next change."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    state: State
    answered_at: datetime | None
    failed_at: datetime | None
    error: str
    waiting: int
    laid_aside: int
    conflicts: int


class OperatorSystemsRead(BaseModel):
    """All of them; none where the settings name none."""

    items: list[OperatorSystemRead]


@router.get("/v1/operator-systems")
def operator_systems(_: MetricsReader, services: Wired) -> OperatorSystemsRead:
    """How each stands; the last are those behind the ports of orders."""
    orders = services.orders
    with Session(orders.database) as session:
        found = [*services.systems.standings(), *standings(session, orders.ports.outside, orders.now())]
    return OperatorSystemsRead(items=[OperatorSystemRead.model_validate(each) for each in found])
