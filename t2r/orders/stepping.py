"""The steps of an order's process: each is known by a key, done once in effect, tried again, given over to people, and taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.changing import SYSTEM
from t2r.orders.bench import OrderBench
from t2r.orders.ports import NONE, Call, Outcome, PortRefusedError, PortUnavailableError, PortWaitError
from t2r.orders.tables import Item, Order, Step, StepState
from t2r.processes.runner import Node

LONGEST_ERROR = 500
TESTING, CHANGING = "line", "network."  # the port that tests a line, and the operations that change what it tests
DONE = (StepState.DONE, StepState.SKIPPED)
OPEN = (StepState.CALLED, StepState.WAITING, StepState.FAILED)  # whether it had an effect is not known


class HalfDoneError(Exception):
    """A port on this database has failed where nothing keeps what it did until then apart: the transaction is not to be kept."""


class Steps:
    """The steps of one order, within one transaction. What a port outside is to do is gathered in `calls`."""

    def __init__(self, session: Session, bench: OrderBench, order: Order, at: datetime, *, new: bool = False) -> None:
        self._session, self._bench, self._order, self._at = session, bench, order, at
        query = select(Step).where(Step.order_id == order.id).order_by(Step.seq)
        self.all: list[Step] = [] if new else list(session.scalars(query))
        self.calls: list[tuple[int, Call]] = []
        self.failed: list[Step] = []  # for good, in this transaction

    def __iter__(self) -> Iterator[Step]:
        return iter(self.all)

    def at(self, node: Node, name: str, item: Item | None) -> Step:
        """The step of a node that is reached: as it stands, one of a former run that need not be done again, or a new one."""
        id, revision = (None, 1) if item is None else (item.id, item.revision)
        same = [one for one in self.all if one.node == name and one.item == id and one.revision == revision]
        here = [one for one in same if one.run == self._order.run]
        if here and here[-1].state in OPEN:
            return here[-1]
        before = [one for one in same if one.run != self._order.run and one.visit == len(here)]
        if before and before[-1].state in (*DONE, *OPEN):
            if before[-1].state in OPEN:
                before[-1].run = self._order.run
            return before[-1]
        return self._begin(node, name, id, revision, len(here))

    def keep_early(self, item: Item, node: Node, what: str, given: Mapping[str, Any], by: str) -> Step:
        """A message that nobody waits for yet."""
        step = self._begin(node, what, item.id, item.revision, 0)
        step.state, step.run, step.given, step.by = StepState.EARLY, 0, dict(given), by
        return step

    def give_out(self, early: Step) -> None:
        """A message that was kept is waited for now: the step that takes it stands for it from here on."""
        self.all.remove(early)
        self._session.delete(early)

    def _begin(self, node: Node, name: str, item: str | None, revision: int, visit: int) -> Step:
        seq = self.all[-1].seq + 1 if self.all else 1
        step = Step(
            order_id=self._order.id,
            seq=seq,
            item=item,
            revision=revision,
            node=name,
            visit=visit,
            run=self._order.run,
            kind=node.kind.value,
            operation=node.operation,
            undo=node.undo,
            key=f"{self._order.id}:{item or ''}:{seq}:{name}",
            state=StepState.WAITING,
            attempts=0,
            error="",
            before={},
            given={},
            by=SYSTEM,
            began_at=self._at,
        )
        self.all.append(step)
        self._session.add(step)
        return step

    def end(self, step: Step, given: Mapping[str, Any], by: str = SYSTEM, state: StepState = StepState.DONE) -> None:
        """It is done."""
        step.state, step.given, step.by, step.ended_at = state, dict(given), by, self._at
        step.run, step.error, step.retry_at = self._order.run, "", None

    def do(self, step: Step, data: Mapping[str, Any], title: str, retries: int | None) -> Mapping[str, Any] | None:
        """Do it through its port; None where it is not done yet. Raises PortRefusedError where the port will not."""
        if step.state is StepState.FAILED or (step.retry_at is not None and step.retry_at > self._at):
            return None
        call = self._call(step, str(step.operation), step.key, title, data)
        try:
            outcome = self._made(step, call, StepState.CALLED)
        except PortUnavailableError as error:
            self.again(step, error, retries)
            return None
        if outcome is None:
            return None
        step.attempts += 1
        step.before = dict(outcome.before)
        self.end(step, outcome.given)
        return outcome.given

    def again(self, step: Step, error: Exception, retries: int | None, *, undoing: bool = False) -> None:
        """It has failed for now: it waits for its next turn, or has had enough of them."""
        step.error = str(error)[:LONGEST_ERROR]
        if isinstance(error, PortWaitError):
            step.attempts = max(1, step.attempts)  # it may be there
            step.state = StepState.UNDOING if undoing else StepState.WAITING
            step.retry_at = self._at + self._bench.retrying.asking
            return
        step.attempts += 1
        if step.attempts > (self._bench.retrying.retries if retries is None else retries):
            self.fail(step, error, undoing=undoing)
        else:
            step.state = StepState.UNDOING if undoing else StepState.WAITING
            step.retry_at = self._at + self._bench.retrying.wait(step.attempts)

    def fail(self, step: Step, error: Exception, *, undoing: bool = False) -> None:
        """It has failed for good: people have to look after it."""
        step.state = StepState.STUCK if undoing else StepState.FAILED
        step.error, step.retry_at, step.ended_at = str(error)[:LONGEST_ERROR], None, self._at
        self.failed.append(step)

    def take_back(self, data: Mapping[str, Mapping[str, Any]], item: str | None = None) -> bool:
        """Take back what was done, the last first; of one item, or of all. Whether all of it is; False where it has to wait.

        `data` has, by item, what is known of it.
        """
        for step in reversed(self.all):
            if item is not None and step.item != item:
                continue
            if step.state is StepState.STUCK:
                return False
            if step.state in OPEN and not self._settle(step, data.get(step.item or "", NONE)):
                return False
            if step.undo is None or step.state not in (*DONE, StepState.UNDOING):
                continue
            if not self._undo(step, data.get(step.item or "", NONE)):
                return False
        return True

    def _settle(self, step: Step, data: Mapping[str, Any]) -> bool:
        """Find out what came of a step that was tried and not recorded: it is made again, with its key, before it is taken back."""
        if step.retry_at is not None and step.retry_at > self._at:
            return False
        tried = step.state is StepState.CALLED or step.attempts > 0
        try:
            if not tried or step.undo is None:
                raise PortRefusedError("NOT_DONE", step.node)
            outcome = self._made(
                step, self._call(step, str(step.operation), step.key, step.node, data), StepState.CALLED
            )
        except PortUnavailableError as error:
            self.again(step, error, None)
            step.state = StepState.STUCK if step.state is StepState.FAILED else step.state
            return False
        except PortRefusedError:
            step.state, step.retry_at, step.ended_at = StepState.UNDONE, None, self._at
            return True
        if outcome is None:
            return False
        step.before = dict(outcome.before)
        self.end(step, outcome.given)
        return True

    def _undo(self, step: Step, data: Mapping[str, Any]) -> bool:
        if step.retry_at is not None and step.retry_at > self._at:
            return False
        again = step.state is StepState.UNDOING
        if not again:
            step.state, step.attempts = StepState.UNDOING, 0
        known = {**data, **step.given, **step.before}
        call = self._call(
            step, str(step.undo), f"{step.key}:undo", f"{step.node} (undo)", known, undo=True, again=again
        )
        try:
            outcome = self._made(step, call, StepState.UNDOING)
        except PortUnavailableError as error:
            self.again(step, error, None, undoing=True)
            return False
        except PortRefusedError as error:
            self.fail(step, error, undoing=True)
            return False
        if outcome is None:
            return False
        step.state, step.retry_at, step.ended_at, step.error = StepState.UNDONE, None, self._at, ""
        return True

    def _call(
        self,
        step: Step,
        operation: str,
        key: str,
        title: str,
        data: Mapping[str, Any],
        *,
        undo: bool = False,
        again: bool = False,
    ) -> Call:
        port, _, verb = operation.partition(".")
        again = again or step.attempts > 0 or step.visit > 0 or step.state is StepState.CALLED
        changes = [
            one.ended_at
            for one in (self.all if port == TESTING else ())
            if one.item == step.item and one.state in DONE and one.ended_at and str(one.operation).startswith(CHANGING)
        ]
        since = max(changes, default=None)
        return Call(port, verb, key, self._order.id, step.item or "", title, data, self._at, undo, again, since)

    def _made(self, step: Step, call: Call, called: StepState) -> Outcome | None:
        """What the port says; None where it is outside, and is called once this transaction is over."""
        ports = self._bench.ports
        if call.port in ports.outside:
            step.state, step.retry_at = called, self._at + self._bench.retrying.lease
            self.calls.append((step.seq, call))
            return None
        if call.port not in ports.inside:
            raise PortRefusedError("NO_SUCH_PORT", f"there is no port {call.port}")
        port = ports.inside[call.port]
        if self._bench.careful:
            with self._session.begin_nested():
                return port.do(self._session, call)
        try:
            return port.do(self._session, call)
        except (PortRefusedError, PortUnavailableError) as error:
            raise HalfDoneError(call.key) from error
