"""Ports outside, as the settings name them, and how the systems behind them stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from t2r.operator_systems import standing
from t2r.operator_systems.errors import OperatorSystemError
from t2r.operator_systems.standing import Standing
from t2r.operator_systems.wiring import open_caller
from t2r.orders.ports import Call, Outcome, PortRefusedError, PortUnavailableError, PortWaitError
from t2r.orders.ports.http import SHAPES, HttpPort
from t2r.orders.tables import Step, StepState
from t2r.settings import Settings

TOLD_EVERY = timedelta(minutes=1)  # that a system answers is written down no more often
WAITS = (StepState.CALLED, StepState.WAITING, StepState.UNDOING)
LAID_ASIDE = (StepState.FAILED, StepState.STUCK)


class WatchedPort:
    """A port outside, of whose system it is written down whether it answers."""

    def __init__(self, name: str, port: HttpPort, database: Engine, now: Callable[[], datetime]) -> None:
        self.name, self._port, self._database, self._now = name, port, database, now
        self._told_at: datetime | None = None  # that it answers

    def call(self, call: Call) -> Outcome:
        """As OutsidePort has it."""
        try:
            outcome = self._port.call(call)
        except PortWaitError:
            raise  # it has answered that it is at it, or was not asked
        except PortUnavailableError as error:
            self._failed(error)
            raise
        except PortRefusedError:
            self._answered()
            raise
        self._answered()
        return outcome

    def check(self) -> None:
        """Find out whether the system answers, where nobody has done that within a minute."""
        if self._told_at is not None and self._now() - self._told_at < TOLD_EVERY:
            return
        try:
            self._port.check()
        except OperatorSystemError as error:
            self._failed(error)
        else:
            self._answered()

    def close(self) -> None:
        """Close what is kept open."""
        self._port.close()

    def _answered(self) -> None:
        at = self._now()
        if self._told_at is None or at - self._told_at >= TOLD_EVERY:
            standing.answered(self._database, self.name, at)
            self._told_at = at

    def _failed(self, error: Exception) -> None:
        self._told_at = None
        standing.failed(self._database, self.name, error, self._now())


def open_outside(settings: Settings, database: Engine, now: Callable[[], datetime]) -> Mapping[str, WatchedPort]:
    """The ports that the settings give an address. Raises ValueError that names the setting."""
    found = dict[str, WatchedPort]()
    for name, shape in SHAPES.items():
        url, token = getattr(settings, f"operator_{name}_url"), getattr(settings, f"operator_{name}_token")
        if url is not None:
            port = HttpPort(open_caller(settings, name, url, token), shape)
            found[name] = WatchedPort(name, port, database, now)
    return found


def standings(session: Session, ports: Mapping[str, object], now: datetime) -> list[Standing]:
    """How the systems behind these ports stand, with the steps that wait for them and those that people look after."""
    found = []
    for name in ports:
        mine = Step.operation.startswith(f"{name}.", autoescape=True)
        counts = select(
            func.count().filter(Step.state.in_(WAITS)), func.count().filter(Step.state.in_(LAID_ASIDE))
        ).where(mine, Step.state.in_((*WAITS, *LAID_ASIDE)))
        waiting, laid_aside = session.execute(counts).one()
        found.append(standing.standing_with(session, name, now, waiting, laid_aside))
    return found
