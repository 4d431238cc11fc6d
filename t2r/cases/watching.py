"""Watching outages: each gets its case, is looked at again, its expected end passed on, and when it is over those that wait are told."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases import outages
from t2r.cases.changing import SYSTEM
from t2r.cases.network import Seen
from t2r.cases.progress import subject_of
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind
from t2r.cases.workbench import OUTAGE_FACTS, Subject, Workbench
from t2r.database import writing

WITNESSES = 3  # cases of an outage whose lines are looked at


def report(bench: Workbench) -> list[int]:
    """Open the cases of large outages that nobody has called about yet, with what the network shows there; their numbers."""
    shown = bench.outages()
    with Session(bench.database) as session:
        known = outages.reported(session, bench.now()) | {case.outage for case in outages.open_outages(session)}
    opened = []
    for place in [place for name, place in shown.items() if name not in known]:
        found = bench.look(Subject(place=place))
        for outage in found.outages.values() if found is not None else ():
            with writing(bench.database) as session:
                case = outages.report(session, outage, place, bench.codes, bench.now())
                if case is not None and found is not None:
                    outages.tested(session, case, [found.facts], "first", bench.now())
                    opened.append(case.id)
    return opened


def look_again(bench: Workbench, id: int) -> None:
    """Look at an outage that somebody is about to end, and keep in its case what the network shows. Other cases are left alone."""
    with Session(bench.database) as session:
        case = session.get(Case, id)
        if case is None or case.kind is not Kind.OUTAGE or not case.status.is_open:
            return
        subjects = _subjects(session, case)
    looks = [found.facts for subject in subjects if (found := bench.look(subject)) is not None]
    with writing(bench.database) as session:
        case = session.get_one(Case, id, with_for_update=True)  # its version stays: who ends it has seen that one
        outages.tested(session, case, looks, "final", bench.now())


def review(bench: Workbench) -> list[int]:
    """Look at every outage that lasts; the numbers of the cases that were resolved because theirs is over.

    It is over when the network says of the lines that were hit, or of its place, that there is none, or another one. Where it
    says nothing, nothing is over.
    """
    with Session(bench.database) as session:
        lasting = [
            (case.id, case.outage or "", _subjects(session, case))
            for case in outages.open_outages(session)
            if case.channel == outages.NETWORK  # of what its operators have told, they tell the end too
        ]
    for id, name, subjects in lasting:
        looks = [found for subject in subjects if (found := bench.look(subject)) is not None]
        still = next((look.outages[name] for look in looks if name in look.outages), None)
        with writing(bench.database) as session:
            if still is not None:
                outages.expect(session, still, bench.now())
            elif looks and all(_knows(look) for look in looks):
                case = session.get_one(Case, id, with_for_update=True)
                outages.tested(session, case, [look.facts for look in looks], "final", bench.now())
                outages.end(session, id, SYSTEM, bench.now())
    return outages.release_all(bench.database, SYSTEM, bench.now)


def _subjects(session: Session, outage: Case) -> list[Subject]:
    """Where to look: the lines of some that wait, and the place of an outage that was reported before anybody called."""
    query = select(Case).where(Case.parent_id == outage.id, Case.kind == Kind.CUSTOMER, Case.status == Status.HELD)
    waiting = session.scalars(query.order_by(Case.id).limit(WITNESSES)).all()
    return [subject_of(case) for case in [*waiting, outage] if case is not outage or case.latitude is not None]


def _knows(seen: Seen) -> bool:
    """Whether it is known that there is an outage, or none; and not merely nothing said."""
    return any(fact in seen.facts for fact in OUTAGE_FACTS)
