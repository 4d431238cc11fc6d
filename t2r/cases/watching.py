"""Watching outages: each is looked at again, its expected end passed on, and when it is over those that wait are told."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases import outages
from t2r.cases.changing import SYSTEM
from t2r.cases.network import Seen
from t2r.cases.progress import subject_of
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind
from t2r.cases.workbench import OUTAGE_FACTS, Workbench
from t2r.database import writing

WITNESSES = 3  # cases of an outage whose lines are looked at


def review(bench: Workbench) -> list[int]:
    """Look at every outage that lasts; the numbers of the cases that were resolved because theirs is over.

    It is over when the network says of the lines that were hit that there is none, or another one. Where it says nothing,
    nothing is over.
    """
    with Session(bench.database) as session:
        lasting = [
            (case.id, case.outage or "", _witnesses(session, case.id))
            for case in outages.open_outages(session)
            if case.channel == outages.NETWORK  # of what its operators have told, they tell the end too
        ]
    for id, name, witnesses in lasting:
        looks = [found for case in witnesses if (found := bench.look(subject_of(case))) is not None]
        still = next((look.outages[name] for look in looks if name in look.outages), None)
        with writing(bench.database) as session:
            if still is not None:
                outages.expect(session, still, bench.now())
            elif looks and all(_knows(look) for look in looks):
                outages.end(session, id, SYSTEM, bench.now())
    return outages.release_all(bench.database, SYSTEM, bench.now)


def _witnesses(session: Session, parent: int) -> list[Case]:
    query = select(Case).where(Case.parent_id == parent, Case.kind == Kind.CUSTOMER, Case.status == Status.HELD)
    return list(session.scalars(query.order_by(Case.id).limit(WITNESSES)))


def _knows(seen: Seen) -> bool:
    """Whether it is known that there is an outage, or none; and not merely nothing said."""
    return any(fact in seen.facts for fact in OUTAGE_FACTS)
