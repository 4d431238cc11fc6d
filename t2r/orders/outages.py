"""Outages where orders wait: the diagnostics find them, and the orders there are more urgent for as long as they last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diagnostics.readings import Place
from t2r.cases.changing import SYSTEM
from t2r.database import writing
from t2r.orders import prioritising
from t2r.orders.bench import OrderBench
from t2r.orders.network import is_out, place_of
from t2r.orders.status import OPEN
from t2r.orders.tables import Item, Order

PORTION = 500
PLACES = 2_000  # orders without a line, the most urgent first, whose places are looked at in one round

Where = tuple[str | None, Place | None]


def watch(bench: OrderBench) -> int:
    """Give the orders where an outage has begun, or is over, their new priority; how many changed.

    Where nobody can tell whether there is one, nothing begins and nothing is over.
    """
    if bench.sight is None:
        return 0
    changed: dict[bool, list[int]] = {True: [], False: []}
    for (line, place), flagged in _to_look_at(bench, [*bench.sight.affected()]).items():
        now = is_out(bench.sight.diagnose(line, place))
        if now is not None:
            changed[now] += [id for id, was in flagged.items() if was is not now]
    done = 0
    for begins, ids in changed.items():
        for first in range(0, len(ids), PORTION):
            with writing(bench.database) as session:
                portion = ids[first : first + PORTION]
                done += len(prioritising.outage(session, bench.priority, portion, begins, SYSTEM, bench.now()))
    return done


def _to_look_at(bench: OrderBench, affected: Sequence[str]) -> Mapping[Where, Mapping[int, bool]]:
    """The lines and places where it may have changed, each with its open orders and whether they have an outage so far."""
    found: dict[Where, dict[int, bool]] = defaultdict(dict)
    of_lines = select(Order.id, Order.line, Order.outage).where(Order.state.in_(OPEN), Order.line.is_not(None))
    with Session(bench.database) as session:
        for id, line, outage in session.execute(of_lines.where(Order.outage.is_(True))):
            found[line, None][id] = outage
        for first in range(0, len(affected), PORTION):
            portion = affected[first : first + PORTION]
            for id, line, outage in session.execute(of_lines.where(Order.line.in_(portion))):
                found[line, None][id] = outage
        for id, place, outage in _placed(session):
            found[None, place].setdefault(id, outage)
    return found


def _placed(session: Session) -> Iterator[tuple[int, Place, bool]]:
    """Orders that have no line yet, with the place that one of their items names."""
    first = select(Order.id).where(Order.state.in_(OPEN), Order.line.is_(None)).order_by(Order.rank_at).limit(PLACES)
    query = (
        select(Order.id, Item.characteristics, Order.outage)
        .join(Item, Item.order_id == Order.id)
        .where(or_(Order.id.in_(first), (Order.outage.is_(True)) & Order.state.in_(OPEN) & Order.line.is_(None)))
    )
    for id, said, outage in session.execute(query):
        if (place := place_of(said)) is not None:
            yield id, place, outage
