"""Leaves a system alone that does not answer, so that nobody waits for one that is down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

BROKEN_AFTER = 5  # failures in a row: then it is left alone …
REST_SECONDS = 30.0  # … for so long, and one request tries it


class Breaker:
    """Opens after failures in a row, and lets one request through when it has rested.

    The libraries for this hold a lock over the whole call, so that a slow system would be asked one thing at a time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failures, self._closed_until = 0, 0.0

    def enter(self) -> bool:
        """Whether a request may be made now."""
        with self._lock:
            if self._clock() < self._closed_until:
                return False
            if self._failures >= BROKEN_AFTER:
                self._closed_until = self._clock() + REST_SECONDS  # this one tries; the others wait for it
            return True

    def succeeded(self) -> None:
        """The system has answered."""
        with self._lock:
            self._failures, self._closed_until = 0, 0.0

    def failed(self, rest: float | None = None) -> None:
        """It has not. `rest`: it asks to be left alone for so many seconds."""
        with self._lock:
            self._failures += 1
            wait = REST_SECONDS if self._failures >= BROKEN_AFTER else 0.0
            self._closed_until = max(self._closed_until, self._clock() + max(wait, rest or 0.0))
