"""A desk for customers on SQLite and on PostgreSQL in turn, with one customer and a contact with her."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from t2r.cases.interactions import begin_interaction
from t2r.cases.tables import Direction
from t2r.customers import keeping
from t2r.customers.desk import CustomerDesk
from t2r.customers.directory import Embedded
from t2r.customers.tables import Customer
from t2r.database import writing
from t2r.tmf import messages
from tests.t2r.cases.conftest import Clock, clock, database, one_database  # noqa: F401

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LINE = "919800000001"
ASHA: dict[str, Any] = {
    "@type": "Customer",
    "name": "Asha Rao",
    "engagedParty": {"id": "P-1", "@type": "Individual"},
    "contactMedium": [
        {"mediumType": "phone", "preferred": True, "characteristic": {"phoneNumber": f"+{LINE}"}},
        {"mediumType": "email", "characteristic": {"emailAddress": "Asha@Example.net"}},
        {"mediumType": "address", "characteristic": {"street1": "1 Hill Road", "postCode": "380 001"}},
    ],
    "characteristic": [
        {"name": "dateOfBirth", "value": "1990-02-28"},
        {"name": "segment", "value": "consumer"},
        {"name": "monthlyRevenue", "value": 12.5},
    ],
}


@dataclass(frozen=True)
class Sent:
    """A message that was sent."""

    channel: str
    address: str
    text: str


class Recorder:
    """A sender that remembers what it was given, while it works."""

    name = "recorder"

    def __init__(self) -> None:
        self.messages: list[Sent] = []
        self.works = True

    def send(self, message: dict[str, Any]) -> None:
        if not self.works:
            raise messages.SendError("no answer")
        (receiver,) = message["receiver"]
        self.messages.append(Sent(message["messageType"], *receiver.values(), message["content"]))


def send(desk: CustomerDesk) -> int:
    """Send what is due."""
    return messages.send_due(desk.database, desk.sender, desk.now)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def desk(database: Engine, clock: Clock, recorder: Recorder) -> CustomerDesk:  # noqa: F811
    return CustomerDesk(database, Embedded(database), recorder, now=clock)


@pytest.fixture
def asha(desk: CustomerDesk) -> Customer:
    return keeping.create(desk, ASHA, "crm")[0]


@pytest.fixture
def contact(desk: CustomerDesk) -> Callable[[], int]:
    """A new contact with the customer."""

    def begin() -> int:
        with writing(desk.database) as session:
            return begin_interaction(session, "phone", Direction.INBOUND, "ravi", desk.now(), line=LINE).id

    return begin
