"""What is done beside the requests: what they will need made ready, outages watched, cases led on, closed ones learned from."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.background import in_background
from api.bench import prepare
from api.routes.cases import learn_from_closed
from api.services import Services
from t2r.cases.interactions import end_silent
from t2r.cases.watching import review
from t2r.cti.keeping import forget
from t2r.database import writing
from t2r.problems import life

log = logging.getLogger("t2r.tending")

QUIET_SECONDS = 3.0  # until then the server has its start to do
EVERY_SECONDS = 60.0
READING_AHEAD_NICE = 10  # behind the requests


@contextmanager
def tending(services: Services) -> Iterator[None]:
    """Do all of it for as long as the block lasts."""
    with (
        in_background("router", lambda _: prepare(services.bench)),
        in_background("network", services.desk.keep_ready),
        in_background("reading ahead", services.assistant.read_ahead, nice=READING_AHEAD_NICE),
        in_background("cases", lambda stop: _again_and_again(services, stop)),
    ):
        yield


def _again_and_again(services: Services, stop: threading.Event) -> None:
    wait = QUIET_SECONDS
    while not stop.wait(wait):
        try:
            tend(services)
        except Exception as error:  # the edge: the next round comes, whatever became of this one
            log.exception("error", exc_info=error)
        wait = EVERY_SECONDS


def tend(services: Services) -> None:
    """One round. Several workers may do it at once: each finds done what another has done."""
    released = review(services.bench)
    if released:
        log.info("outages over: %d cases resolved", len(released))
    _let_go(services)
    life.catch_up(services.bench.database, services.bench.now)
    learn_from_closed(services)


def _let_go(services: Services) -> None:
    """End contacts that nobody goes on with, and forget calls that are long over."""
    now = services.bench.now()
    with writing(services.bench.database) as session:
        silent = end_silent(session, now)
        forget(session, now)
    if silent:
        log.info("silent contacts ended: %d", len(silent))
