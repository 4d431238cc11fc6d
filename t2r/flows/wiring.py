"""A binding made ready: for each fact the readings that can give it, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from t2r.flows.binding import Binding, Reading


class Wiring:
    """The readings of a binding by fact; readings of the same call are one, for one result gives all their facts."""

    def __init__(self, binding: Binding) -> None:
        self.binding = binding
        self.digest = digest(binding.model_dump_json(by_alias=True))
        self.readings: tuple[Reading, ...] = tuple(_joined(binding.readings))
        self.of: dict[str, list[int]] = {}
        for index, reading in enumerate(self.readings):
            for fact in reading.read:
                self.of.setdefault(fact, []).append(index)


def _joined(readings: Iterable[Reading]) -> Iterable[Reading]:
    by_call: dict[object, Reading] = {}
    for index, reading in enumerate(readings):
        arguments = tuple(sorted((name, value.source) for name, value in reading.arguments.items()))
        key: object = index if reading.foreach else (reading.tool, arguments, reading.expect and reading.expect.pattern)
        same = by_call.get(key)
        by_call[key] = reading if same is None else same.model_copy(update={"read": {**reading.read, **same.read}})
    return by_call.values()


def digest(text: str) -> str:
    """A short name for a text, the same for the same text."""
    return sha256(text.encode()).hexdigest()[:12]
