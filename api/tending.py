"""What is done beside the requests: the router made ready, outages watched, closed cases learned from."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from anyio import to_thread

from api.bench import prepare
from api.routes.cases import learn_from_closed
from api.services import Services
from t2r.cases.watching import review

log = logging.getLogger("t2r.tending")

QUIET_SECONDS = 3.0  # after which the router is made ready: until then the server has its start to do
EVERY_SECONDS = 60.0


@asynccontextmanager
async def tending(services: Services) -> AsyncIterator[None]:
    """Tend the cases for as long as the block lasts."""
    async with anyio.create_task_group() as group:
        group.start_soon(_again_and_again, services)
        yield
        group.cancel_scope.cancel()


async def _again_and_again(services: Services) -> None:
    await anyio.sleep(QUIET_SECONDS)
    prepare(services.bench)
    while True:
        try:
            await to_thread.run_sync(tend, services)
        except Exception as error:  # the edge: the next round comes, whatever became of this one
            log.exception("error", exc_info=error)
        await anyio.sleep(EVERY_SECONDS)


def tend(services: Services) -> None:
    """One round. Several workers may do it at once: each finds done what another has done."""
    released = review(services.bench)
    if released:
        log.info("outages over: %d cases resolved", len(released))
    learn_from_closed(services)
