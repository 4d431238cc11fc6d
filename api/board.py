"""The board of who leads the desk: how all cases stand, read once for all who look at it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.looks import SharedLook
from api.routes.case_schemas import CaseSummary, summary
from api.routes.problem_schemas import JeopardyRead, jeopardy
from t2r.cases.listing import Filter, cases
from t2r.cases.status import Status
from t2r.cases.tables import Kind, OutboxEvent
from t2r.cases.workbench import Workbench
from t2r.problems import clocks, life, reporting

EVERY_SECONDS = 1.0  # between two looks for an event of whichever process
AGAIN_SECONDS = 15.0  # without an event: times go by, and an event may come to light behind a newer one
RESTS = 10  # reading it takes a tenth of the time at most, however much happens
MOST = 200
OPEN = (Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.PENDING, Status.HELD)
FIGURES_OF = timedelta(days=1)


class Figures(BaseModel):
    """Problem handling over a day."""

    minutes_to_restore: float | None
    on_time: float | None
    by_cause: dict[str, int]


class BoardRead(BaseModel):
    """Open cases of customers (`more`: there are others), outages, target times with the next one first, a day in figures."""

    cases: list[CaseSummary]
    more: bool
    outages: list[CaseSummary]
    targets: list[JeopardyRead]
    figures: Figures

    @property
    def seen(self) -> frozenset[int]:
        """The cases that whoever looks at it sees."""
        return frozenset(each.id for each in (*self.cases, *self.outages)) | {each.case for each in self.targets}


@dataclass(frozen=True, slots=True)
class Shown:
    """A board as it was read `at`; `newest` is the event until which all is in it."""

    at: datetime
    board: BoardRead | None = None
    newest: int = -1
    good_until: float = 0.0
    rests_until: float = 0.0


NOTHING = Shown(datetime.min.replace(tzinfo=UTC))


def look_at_board(bench: Workbench) -> SharedLook[Shown]:
    """The board, read anew when something has happened: once for all who look at it."""

    def look(before: Shown) -> Shown:
        began = time.monotonic()
        if began < before.rests_until:
            return before
        with Session(bench.database) as session:
            newest = session.scalar(select(func.max(OutboxEvent.id))) or 0
        if newest == before.newest and began < before.good_until:
            return before
        found = read(bench)
        took = time.monotonic() - began
        return Shown(bench.now(), found, newest, began + AGAIN_SECONDS, began + took * (1 + RESTS))

    return SharedLook(look, NOTHING, EVERY_SECONDS)


def read(bench: Workbench) -> BoardRead:
    """The board as it is now."""
    life.catch_up(bench.database, bench.now)
    now = bench.now()
    with Session(bench.database) as session:
        open_cases = cases(session, Filter(OPEN, Kind.CUSTOMER), MOST + 1)
        return BoardRead(
            cases=[CaseSummary(**summary(case)) for case in open_cases[:MOST]],
            more=len(open_cases) > MOST,
            outages=[CaseSummary(**summary(case)) for case in cases(session, Filter(OPEN, Kind.OUTAGE), MOST)],
            targets=[jeopardy(each) for each in clocks.watched(session, now, MOST)],
            figures=Figures.model_validate(reporting.many(session, now - FIGURES_OF, now, now)),
        )
