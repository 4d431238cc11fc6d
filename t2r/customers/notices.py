"""What customers are told: written down with what it tells of, sent afterwards, and again where it failed."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import UnreachableError
from t2r.customers.records import addresses
from t2r.customers.tables import Notice
from t2r.database import writing

log = logging.getLogger("t2r.customers")

REMEMBERED = 1_000
MOST_TRIES = 10
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is sent (TMF681): `reference` is the same when it is sent again."""

    customer_id: str
    channel: str  # SMS or email
    address: str
    text: str
    reference: str


class Sender(Protocol):
    """Sends messages to customers."""

    def send(self, message: Message) -> None:
        """Send one. Raises UnreachableError where that fails."""
        ...


class Recorder:
    """A sender that sends nothing and remembers the last messages: for tests and demonstrations."""

    def __init__(self) -> None:
        self.messages: deque[Message] = deque(maxlen=REMEMBERED)

    def send(self, message: Message) -> None:
        """Remember it."""
        self.messages.append(message)


def tell(
    session: Session, customer_id: str, purpose: str, text: str, at: datetime, *bodies: Mapping[str, Any]
) -> list[Notice]:
    """Write down what the customer is to be told, at the first address of each of these records; nothing where there is none."""
    first = dict.fromkeys(found[0] for body in bodies if (found := addresses(body)))
    written = [
        Notice(customer_id=customer_id, purpose=purpose, channel=channel, address=address, text=text, at=at)
        for channel, address in first
    ]
    session.add_all(written)
    return written


def deliver(desk: CustomerDesk) -> int:
    """Send what is to be sent, and say how many messages were; what fails is tried again the next time."""
    with Session(desk.database) as session:
        waiting = select(Notice.id).where(Notice.sent_at.is_(None), Notice.tries < MOST_TRIES)
        ids = list(session.scalars(waiting.order_by(Notice.id).limit(AT_ONCE)))
    return sum(_deliver(desk, id) for id in ids)


def _deliver(desk: CustomerDesk, id: int) -> bool:
    with writing(desk.database) as session:  # whoever counts the try up sends it: no two do at once
        notice = session.get(Notice, id, with_for_update=True)
        if notice is None or notice.sent_at is not None or notice.address is None or notice.tries >= MOST_TRIES:
            return False
        notice.tries += 1
        message = Message(notice.customer_id, notice.channel, notice.address, notice.text, f"notice-{id}")
    try:
        desk.sender.send(message)
    except UnreachableError as error:
        log.warning("a notice was not sent: %s", error)
        if notice.tries >= MOST_TRIES:  # given up: the address is not kept for nothing
            with writing(desk.database) as session:
                session.get_one(Notice, id).address = None
        return False
    with writing(desk.database) as session:
        notice = session.get(Notice, id)
        if notice is not None:
            notice.sent_at, notice.address = desk.now(), None
    return True


def of_customer(session: Session, customer_id: str, limit: int = 200) -> list[Notice]:
    """What a customer was told, the newest first."""
    query = select(Notice).where(Notice.customer_id == customer_id).order_by(Notice.id.desc()).limit(limit)
    return list(session.scalars(query))


def told_of(rules: Mapping[str, str], changed: Iterable[str]) -> list[tuple[str, str]]:
    """(attribute, text) of the changed attributes that customers are told of."""
    return [(name, rules[name]) for name in changed if name in rules]
