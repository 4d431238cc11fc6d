"""What an agent needs to know when a call rings: who it is about, what is open, what has been checked already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from t2r.cases import progress
from t2r.cases.errors import NoSuchError
from t2r.cases.interactions import earlier_interactions
from t2r.cases.listing import Filter, cases
from t2r.cases.questions import Known, questions
from t2r.cases.questions import Standing as Answered
from t2r.cases.status import Status
from t2r.cases.tables import Case, Interaction
from t2r.cases.workbench import Workbench
from t2r.cti.bridge import told
from t2r.cti.calls import Call, Standing, follow
from t2r.cti.events import CallType, Event
from t2r.cti.lines import line_of
from t2r.cti.tables import CtiCall, CtiPop

LIVE = timedelta(hours=8)  # a pop older than that is of no call that still goes on
MOST_CASES, MOST_CONTACTS = 5, 3
OVERLAP = 100  # so many pops may be under way in other processes
OPEN = tuple(status for status in Status if status.is_open)


class Mark(NamedTuple):
    """The number of the newest pop, and how many of the last ones are there: one may come to light behind a newer one."""

    newest: int = 0
    there: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """A question of the case's flow that is answered: not to be asked again."""

    question: str
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown of a call; `case` is the one that the interaction is about, `agents` had the call before."""

    kind: CallType
    line: str | None
    withheld: bool
    dialled: str | None
    queue: str | None
    reason: str
    customer: str | None
    agents: tuple[str, ...]
    interaction: Interaction | None
    case: Case | None
    checked: tuple[Checked, ...]
    open_cases: Sequence[Case]
    earlier: Sequence[Interaction]


def screen(bench: Workbench, pop: CtiPop) -> Screen | None:
    """The call of a pop, as it is known now; None where it is kept no longer."""
    with Session(bench.database, expire_on_commit=False) as session:
        found = _call(session, pop.conn_id)
        if found is None:
            return None
        kind, call, interaction = found
        line = (interaction.line if interaction else None) or line_of(call)
        case = None if interaction is None or interaction.case_id is None else session.get(Case, interaction.case_id)
        open_cases = [] if line is None else cases(session, Filter(status=OPEN, line=line), MOST_CASES)
        earlier = earlier_interactions(session, interaction, MOST_CONTACTS) if interaction else []
        session.expunge_all()
    named = dict.fromkeys(leg.agent for leg in call.legs if leg.agent is not None)
    return Screen(
        kind=kind,
        line=line,
        withheld=line_of(replace(call, data={})) is None,
        dialled=call.dnis,
        queue=call.queue,
        reason=interaction.reason if interaction else "",
        customer=call.data.get("customer"),
        agents=tuple(name for name in named if name != pop.agent),
        interaction=interaction,
        case=case,
        checked=() if case is None else _checked(bench, case.id),
        open_cases=open_cases,
        earlier=earlier,
    )


def live_pops(session: Session, agent: str, now: datetime) -> list[CtiPop]:
    """The calls that an agent has now, each by what is known last of it."""
    query = select(func.max(CtiPop.id)).where(CtiPop.agent == agent, CtiPop.at > now - LIVE).group_by(CtiPop.conn_id)
    last = session.scalars(select(CtiPop).where(CtiPop.id.in_(query)).order_by(CtiPop.id))
    return [pop for pop in last if pop.standing != Standing.LEFT]


def pops_since(session: Session, agent: str, after: int) -> list[CtiPop]:
    """What has become of the calls of an agent behind the pop of this number, in order."""
    query = select(CtiPop).where(CtiPop.agent == agent, CtiPop.id > after).order_by(CtiPop.id)
    return list(session.scalars(query))


def mark(session: Session) -> Mark:
    """How far the pops have come."""
    newest = session.scalar(select(func.max(CtiPop.id))) or 0
    return Mark(newest, session.scalar(select(func.count()).where(CtiPop.id > newest - OVERLAP)) or 0)


def _call(session: Session, conn_id: str) -> tuple[CallType, Call, Interaction | None] | None:
    """Between whom the call is, the conversation with the customer that it belongs to, and its interaction."""
    own = session.get(CtiCall, conn_id)
    if own is None:
        return None
    mine = follow(Event.model_validate(each) for each in own.events)
    together = told(session.scalars(select(CtiCall).where(CtiCall.conversation == own.conversation)))
    if mine is None:
        return None
    interaction = None if own.interaction_id is None else session.get(Interaction, own.interaction_id)
    return mine.kind, together or mine, interaction


def _checked(bench: Workbench, id: int) -> tuple[Checked, ...]:
    try:
        worked = progress.look(bench, id)
    except (NoSuchError, ValueError):  # it is gone, or its state cannot be read: then nothing is known to be checked
        return ()
    asked = questions(worked.flow, bench.flows, worked.step) if worked.flow else []
    return tuple(Checked(each.question, each.known) for each in asked if each.standing is Answered.ANSWERED)
