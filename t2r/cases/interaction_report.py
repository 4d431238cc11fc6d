"""What contacts came to over a time: how many by channel, outcome and code, how long they took, how many came again."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.tables import Interaction, Outcome

COMES_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Report:
    """Contacts that began within a time; shares and times are None where there is nothing to tell them from."""

    since: datetime
    until: datetime
    contacts: int
    open: int
    by_channel: dict[str, int]
    by_direction: dict[str, int]
    by_outcome: dict[str, int]
    by_wrap_up: dict[str, int]
    by_agent: dict[str, int]
    with_case: float | None
    abandoned: float | None
    came_again: float | None  # of the contacts of a known line, followed by another one within seven days
    handling_s_median: float | None
    handling_s_p90: float | None


def report(session: Session, since: datetime, until: datetime) -> Report:
    """The figures of the contacts that began from `since` until before `until`."""
    query = select(
        Interaction.channel,
        Interaction.direction,
        Interaction.outcome,
        Interaction.wrap_up,
        Interaction.agent,
        Interaction.case_id,
        Interaction.line,
        Interaction.started_at,
        Interaction.ended_at,
    ).where(
        Interaction.started_at >= since,
        Interaction.started_at < until,
        Interaction.continued_in_id.is_(None),
    )
    rows = session.execute(query.order_by(Interaction.started_at)).all()
    ended = [row for row in rows if row.ended_at is not None]
    handled = sorted(
        (row.ended_at - row.started_at).total_seconds() for row in ended if row.outcome is Outcome.COMPLETED
    )
    return Report(
        since=since,
        until=until,
        contacts=len(rows),
        open=len(rows) - len(ended),
        by_channel=_counted(row.channel for row in rows),
        by_direction=_counted(row.direction.value for row in rows),
        by_outcome=_counted(row.outcome.value for row in ended if row.outcome is not None),
        by_wrap_up=_counted(row.wrap_up for row in ended if row.wrap_up is not None),
        by_agent=_counted(row.agent for row in rows),
        with_case=_share(sum(row.case_id is not None for row in rows), len(rows)),
        abandoned=_share(sum(row.outcome is Outcome.ABANDONED for row in ended), len(ended)),
        came_again=_came_again([(row.line, row.started_at) for row in rows if row.line is not None]),
        handling_s_median=statistics.median(handled) if handled else None,
        handling_s_p90=handled[round(0.9 * (len(handled) - 1))] if handled else None,
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _came_again(contacts: list[tuple[str, datetime]]) -> float | None:
    """The share of contacts after which the same line came again in time; they are in the order in which they began."""
    following: dict[str, datetime] = {}
    again = 0
    for line, at in reversed(contacts):
        again += line in following and following[line] - at <= COMES_AGAIN
        following[line] = at
    return _share(again, len(contacts))
