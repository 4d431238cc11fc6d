"""How many answers are worked out at once, and how many wait: beyond that a caller is told to come back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.problems import Unavailable

# On two cores throughput peaks near 8 clients and falls again at 32 (docs/api.md, "Limits").
RUNNING = 8
WAITING = 64
PATIENCE_SECONDS = 10.0
# Threads that routes run in: whoever waits holds one, and health checks and everything else must still get theirs.
THREADS = RUNNING + WAITING + 40


class Gate:
    """At most `running` holders; at most `waiting` more wait, each up to `patience` seconds."""

    def __init__(self, running: int = RUNNING, waiting: int = WAITING, patience: float = PATIENCE_SECONDS) -> None:
        self._places = threading.BoundedSemaphore(running + waiting)
        self._turns = threading.BoundedSemaphore(running)
        self._patience = patience

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Hold a turn for the block. Raises Unavailable when all places are taken or no turn comes in time."""
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise _busy()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


def _busy() -> Unavailable:
    return Unavailable("Too many questions at once. Please try again in a moment.", headers={"Retry-After": "1"})
