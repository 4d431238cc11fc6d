"""Whatever is wished of a case in whatever order: it is done or refused in words, nothing is done twice, and all of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases import acting, opening, progress, transferring, working
from t2r.cases.changing import take
from t2r.cases.closing import close, resolve, set_status
from t2r.cases.errors import CaseError
from t2r.cases.listing import trace
from t2r.cases.opening import Opening
from t2r.cases.status import FOLLOWING, Status
from t2r.cases.tables import OutboxEvent
from t2r.cases.workbench import Subject, Workbench
from t2r.database import writing
from t2r.flows import Actor, Call

from .conftest import Clock, Operator

WISHES = (
    "act", "skip", "done", "yes", "no", "correct", "flow", "reopen", "transfer", "pending", "held", "take up", "cancel", "close",
    "next", "wait", "break",
)  # fmt: skip


def wish(what: str, bench: Workbench, id: int, operator: Operator, clock: Clock) -> None:
    step = progress.look(bench, id).step
    call = step.id if isinstance(step, Call) else "none"
    asked = str(step.arguments.get("fact")) if isinstance(step, Call) else "saver"
    deeds: dict[str, Callable[[], object]] = {
        "act": lambda: acting.act(bench, id, call, "asha"),
        "skip": lambda: working.skip(bench, id, call, "asha", ""),
        "done": lambda: working.done_by_hand(bench, id, call, "asha", "done", None),
        "yes": lambda: working.answer(bench, id, {asked: True}, Actor.CUSTOMER, "asha"),
        "no": lambda: working.answer(bench, id, {asked: False}, Actor.CUSTOMER, "asha"),
        "correct": lambda: working.answer(bench, id, {"barred": False}, Actor.AGENT, "ravi"),
        "flow": lambda: working.answer(bench, id, {"flow": "calls"}, Actor.AGENT, "ravi"),
        "reopen": lambda: working.reopen(bench, id, "asha", "it does not work"),
        "next": lambda: acting.go_on(bench, id, "asha"),
        "wait": lambda: clock.later(hours=2),
        "break": lambda: setattr(operator, "barred", True),
    }
    statuses = {
        "pending": Status.PENDING,
        "held": Status.HELD,
        "take up": Status.IN_PROGRESS,
        "cancel": Status.CANCELLED,
    }
    if what in deeds:
        deeds[what]()
        return
    with writing(bench.database) as session:
        if what == "transfer":
            transferring.transfer(session, id, "ravi", None, "asha", bench.now())
        elif what == "close":
            case = take(session, id, bench.now())
            resolve(session, case, "unknown", "fixed", "asha", bench.now(), bench.codes)
            close(session, case, "asha", bench.now())
        else:
            set_status(session, id, statuses[what], "asha", bench.now(), "")


@pytest.mark.slow
@example(wishes=["pending", "act"], saver=False, words="no internet")
@example(wishes=["cancel", "act"], saver=False, words="no internet")
@given(
    wishes=st.lists(st.sampled_from(WISHES), min_size=5, max_size=15),
    saver=st.booleans(),
    words=st.sampled_from(["no internet", "no internet", "slow"]),
)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))  # the bench holds nothing that a case leaves behind
def test_whatever_is_wished(
    bench: Workbench, operator: Operator, clock: Clock, wishes: list[str], saver: bool, words: str
) -> None:
    operator.barred, operator.saver, operator.calls = True, saver, []
    id = opening.open_case(bench, Opening(words, Subject("919800000001")), "asha").case.id
    version = 1
    for what in wishes:
        before = progress.look(bench, id).case
        try:
            wish(what, bench, id, operator, clock)
        except CaseError:
            after = progress.look(bench, id).case
            assert (after.version, after.status) == (before.version, before.status), what
        after = progress.look(bench, id).case
        assert after.version >= version
        version = after.version
        if before.status.is_final:
            assert after.status is before.status
    keys = [key for name, key in operator.calls if name in ("lift_bar", "request_payment")]
    assert len(keys) == len(set(keys))
    with Session(bench.database) as session:
        case = progress.look(bench, id).case
        steps = trace(session, id)
        assert [step.seq for step in steps] == list(range(1, case.traced + 1))
        assert max(step.version for step in steps) <= case.version
        states = [change.status for change in case.history]
        assert all(then in FOLLOWING[now] for now, then in pairwise(states))
        told = session.scalars(
            select(OutboxEvent).where(OutboxEvent.key == f"case:{id}").order_by(OutboxEvent.id)
        ).all()
        shown = [event.envelope["event"]["troubleTicket"]["status"] for event in told if "Status" in event.type]
        assert shown == states[1:]
