"""How often each caller may ask: a bucket of turns that fills up again as time goes by, one for each caller and process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from math import ceil

from api.problems import TooMany
from api.tokens import Principal


class RateLimits:
    """A minute's turns for each caller, at most; they come back evenly. Only who is known has a bucket, so they stay few."""

    def __init__(self, person: int, machine: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._person = person
        self._machine = machine
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}  # turns left, and when

    def take(self, caller: Principal) -> None:
        """Take a turn. Raises TooMany, with the seconds until the next one, where none is left."""
        a_minute = self._machine if caller.is_machine else self._person
        if not a_minute:
            return
        key, now = (caller.via, caller.name), self._clock()
        with self._lock:
            left, before = self._buckets.get(key, (float(a_minute), now))
            left = min(a_minute, left + (now - before) * a_minute / 60)
            self._buckets[key] = (left - 1 if left >= 1 else left, now)
        if left < 1:
            wait = ceil((1 - left) * 60 / a_minute)
            raise TooMany(
                f"More than {a_minute} requests a minute: try again in {wait} s.", headers={"Retry-After": str(wait)}
            )
