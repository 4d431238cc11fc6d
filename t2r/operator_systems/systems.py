"""The operator's systems together: which of our changes concern them, and one round of dealings with each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from diagnostics.silence import Silence
from t2r.cases.tables import OutboxEvent
from t2r.operator_systems import alarms, contacts, outbox, standing, tickets
from t2r.operator_systems.client import Client
from t2r.operator_systems.errors import OperatorSystemError
from t2r.operator_systems.standing import Standing
from t2r.operator_systems.tables import OperatorSystem
from t2r.tmf.alarms import FROM_NETWORK
from t2r.tmf.topics import RECEIVED

log = logging.getLogger("t2r.operator_systems")

EVERY = timedelta(seconds=30)  # how often a system is asked for what is new, though it tells of it, too
EVENTS = {tickets.NAME: ("TroubleTicket", tickets.RESOURCE), alarms.NAME: ("Alarm", alarms.RESOURCE)}


@runtime_checkable
class Polled(Protocol):
    """A system that is also read."""

    def poll(self) -> int:
        """Take over what is new there; how much. Raises OperatorSystemError."""


@dataclass(frozen=True, slots=True)
class Connected:
    """A system that we deal with. `events` is where it can tell us of what is new, and none where it cannot reach us."""

    exchange: outbox.Exchange
    client: Client
    events: str | None = None


@dataclass(frozen=True, slots=True)
class OperatorSystems:
    """Those that the settings name; none, as a rule."""

    database: Engine
    now: Callable[[], datetime]
    connected: Mapping[str, Connected] = field(default_factory=dict)
    every: timedelta = EVERY

    def follow(self, session: Session, event: OutboxEvent) -> None:
        """Write down, in the transaction that gives an event out, what is to be told to whom, or read again."""
        at, told = self.now(), event.envelope.get("event")
        if not self.connected or not isinstance(told, dict):
            return
        if event.topic == RECEIVED:
            self._heard(session, event.type, told, at)
            return
        about = str(event.envelope.get("correlationId") or "")
        if tickets.NAME in self.connected and (id := _id(told, tickets.RESOURCE)) and tickets.wants(session, id):
            outbox.want(session, tickets.NAME, id, at)
        if contacts.NAME in self.connected and (id := _id(told, contacts.RESOURCE)):
            outbox.want(session, contacts.NAME, id, at)
        if alarms.NAME in self.connected and about.startswith(FROM_NETWORK + alarms.OURS) and "Change" in event.type:
            outbox.want(session, alarms.NAME, about, at)

    def _heard(self, session: Session, type: str, told: Mapping[str, Any], at: datetime) -> None:
        """What an event of theirs says is not believed: it is where to look."""
        for name, (noun, resource) in EVENTS.items():
            if name in self.connected and type.startswith(noun):
                id = _id(told, resource)
                if name == alarms.NAME or id is None or not outbox.heard(session, name, id, at):
                    standing.ask_now(session, name, at)

    def round(self, name: str) -> None:
        """Tell a system what it is to be told, and ask it for what is new when it is time to."""
        one = self.connected[name]
        while outbox.deliver(self.database, one.exchange, self.now) == outbox.PORTION:
            pass
        if not standing.has_turn(self.database, name, self.now(), self.every):
            return
        try:
            self._subscribe(one)
            if isinstance(one.exchange, Polled):
                one.exchange.poll()
        except OperatorSystemError as error:
            standing.failed(self.database, name, error, self.now())
            log.warning("not read: %s", error)
        else:
            if isinstance(one.exchange, Polled):
                standing.answered(self.database, name, self.now())

    def _subscribe(self, one: Connected) -> None:
        """Have it tell us of what is new, each kind of event at its listener, where it can reach us; we ask all the same."""
        if one.events is None:
            return
        name, (noun, _) = one.exchange.name, EVENTS[one.exchange.name]
        known = standing.subscriptions(self.database, name)
        for event in sorted(each for each in one.client.spec.events if _tells_of(each, noun)):
            listener = f"{one.events}/{event[0].lower()}{event[1:]}"
            if listener not in known:
                id = one.client.subscribe(listener, f"eventType={event}")
                standing.keep_subscription(self.database, name, listener, id)

    def standings(self) -> list[Standing]:
        """How each stands."""
        with Session(self.database) as session:
            return [standing.standing(session, name, self.now()) for name in self.connected]

    def silent_alarms(self) -> Silence | None:
        """That the operator's fault management does not answer, where there is one: no alarm says nothing then."""
        if alarms.NAME not in self.connected:
            return None
        with Session(self.database) as session:
            row = session.get(OperatorSystem, alarms.NAME)
        if standing.is_known(row, self.now()):
            return None
        return Silence(alarms.SYSTEM, row.answered_at if row else None, row.error if row else "")

    def close(self) -> None:
        """Close what is kept open."""
        for each in self.connected.values():
            each.client.close()


def _id(told: Mapping[str, Any], resource: str) -> str | None:
    found = told.get(resource)
    id = found.get("id") if isinstance(found, dict) else None
    return str(id)[:200] if isinstance(id, str | int) else None


def _tells_of(event: str, noun: str) -> bool:
    rest = event.removeprefix(noun)
    return rest != event and not rest.startswith("Specification")
