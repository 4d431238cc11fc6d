"""What is done beside the requests: what they need made ready, outages watched, cases led on and learned from, others told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from sqlalchemy.orm import Session

from api.background import in_background
from api.bench import prepare
from api.routes.cases import learn_from_closed
from api.services import Services
from api.tmf import routine
from api.tmf.apis import ALARM
from t2r.cases import interactions
from t2r.cases.tables import OutboxEvent
from t2r.cases.watching import report, review
from t2r.cti.keeping import forget
from t2r.customers import learning, notices
from t2r.customers.terminating import erase_due
from t2r.database import writing
from t2r.orders import cases as order_cases
from t2r.orders import serving
from t2r.problems import life
from t2r.tmf import alarms, hub, messages, orders, problems
from t2r.tmf.callbacks import Caller, Guard
from t2r.tmf.topics import RECEIVED

log = logging.getLogger("t2r.tending")

Work = Callable[[threading.Event], object]  # it is given what says when to stop

QUIET_SECONDS = 3.0  # until then the server has its start to do
EVERY_SECONDS = 60.0
RELAY_SECONDS = 1.0
READING_AHEAD_NICE = 10  # behind the requests


@contextmanager
def tending(services: Services) -> Iterator[None]:
    """Do all of it for as long as the block lasts."""
    with (
        in_background("router", lambda _: prepare(services.bench)),
        in_background("network", services.desk.keep_ready),
        in_background("reading ahead", services.assistant.read_ahead, nice=READING_AHEAD_NICE),
        in_background("cases", _every(EVERY_SECONDS, lambda _: tend(services), first=QUIET_SECONDS)),
        in_background("reviews", _every(EVERY_SECONDS, partial(_review, services)), nice=READING_AHEAD_NICE),
        in_background("questions", partial(_write_down, services)),
        in_background("events", partial(_relay, services)),
        in_background("orders", partial(serving.look_after, services.orders)),
        ExitStack() as more,
    ):
        for worker in range(services.settings.order_workers):
            more.enter_context(in_background(f"order worker {worker}", partial(serving.work, services.orders)))
        for name in services.systems.connected:  # each by itself: none waits for another that is slow
            more.enter_context(
                in_background(f"operator's {name}", _every(RELAY_SECONDS, partial(_deal, services, name)))
            )
        yield


def _every(seconds: float, work: Work, *, first: float | None = None) -> Callable[[threading.Event], None]:
    """Work again and again until told to stop, the first time after `first` seconds."""

    def again(stop: threading.Event) -> None:
        wait = seconds if first is None else first
        while not stop.wait(wait):
            try:
                work(stop)
            except Exception as error:  # the edge: the next round comes, whatever became of this one
                log.exception("error", exc_info=error)
            wait = seconds

    return again


def _review(services: Services, stop: threading.Event) -> None:
    services.learning.reviewer.round(services.bench.now(), stop)


def _deal(services: Services, name: str, _: threading.Event) -> None:
    services.systems.round(name)


def _write_down(services: Services, stop: threading.Event) -> None:
    _every(RELAY_SECONDS, lambda _: services.learning.questions.flush())(stop)
    services.learning.questions.flush()  # what came since


def _relay(services: Services, stop: threading.Event) -> None:
    caller = Caller(Guard.of(services.settings.callback_hosts), access=services.callback_access)
    mirror = alarms.Mirror(ALARM)

    def one_round(_: threading.Event) -> None:
        relay(services, caller)
        exchange_alarms(services, mirror)
        routine.run_due(services)

    _every(RELAY_SECONDS, one_round)(stop)
    caller.close()


def relay(services: Services, send: hub.Send) -> None:
    """Give out what is new in the outbox, and deliver what is due, until nothing is."""
    database, now = services.bench.database, services.bench.now

    def follow(session: Session, event: OutboxEvent) -> None:
        services.systems.follow(session, event)
        if event.topic == RECEIVED:  # others' word changes nothing by itself
            return
        problems.follow(session, event)
        interactions.follow(session, event, now())
        notices.follow(session, event, services.customers.rules, now())
        learning.follow(session, event, services.customers, now())
        orders.follow(session, services.orders, event)
        order_cases.follow(session, services.orders, services.bench.codes, event, now())

    while hub.give_out(database, now, follow):
        pass
    while hub.deliver(database, send, now):
        pass
    messages.send_due(database, services.sender, now)


def exchange_alarms(services: Services, mirror: alarms.Mirror) -> None:
    """Pass on to the network what others have sent, and tell what it has."""
    if services.desk.is_there:
        network, database = services.desk.network(), services.bench.database
        alarms.pass_on(database, network)
        mirror.look(database, network, services.bench.now())


def tend(services: Services) -> None:
    """One round. Several workers may do it at once: each finds done what another has done."""
    if reported := report(services.bench):
        log.info("outages reported: %d", len(reported))
    released = review(services.bench)
    if released:
        log.info("outages over: %d cases resolved", len(released))
    _let_go(services)
    life.catch_up(services.bench.database, services.bench.now)
    learn_from_closed(services)
    erase_due(services.customers)
    services.learning.questions.forget(services.bench.now())
    hub.sweep(services.bench.database, services.bench.now())


def _let_go(services: Services) -> None:
    """End contacts that nobody goes on with, and forget calls that are long over."""
    now = services.bench.now()
    with writing(services.bench.database) as session:
        silent = interactions.end_silent(session, now)
        forget(session, now)
    if silent:
        log.info("silent contacts ended: %d", len(silent))
