"""An outage has a case of its own: customers' cases are linked to it, wait with an honest word, and are resolved when it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Engine, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from diagnostics.readings import NOTHING, Place
from t2r.cases.changing import SYSTEM, Etom, Who, become, begin, note, take
from t2r.cases.codes import Codes, Level, Severity
from t2r.cases.errors import RefusedError
from t2r.cases.events import EventType, tell
from t2r.cases.status import OPEN, Status
from t2r.cases.tables import Case, Kind, TraceEvent
from t2r.database import writing

OVER = "the outage is over"
REPORTED = "reported"  # the step of an outage's case that was opened before anybody called
REMEMBERED = timedelta(days=30)
NETWORK_TEST = "network_test"
SHOWN = ("_outage", "_trouble")  # the facts of a look that tell how it stands there
RESTORED, WORKAROUND = "restored", "workaround"  # resolutions
NETWORK = "network"  # the channel of outages that the network shows, and whose end it says itself


Facts = Mapping[str, Mapping[str, Any]]  # what a look at the network gives, by name
Stage = Literal["first", "final"]


@dataclass(frozen=True, slots=True)
class Outage:
    """What is known of an outage: `id` is the same for as long as it lasts, `say` is for the customer."""

    id: str
    title: str
    severity: Severity
    say: str
    expected_at: datetime | None = None


def script(outage: Outage) -> str:
    """What the agent tells the customer, with the time when it is expected to end, or that nobody knows it yet."""
    if outage.expected_at is None:
        return f"{outage.say} We do not know yet when it will be over. We will tell you when it is."
    return f"{outage.say} We expect it to be over by {outage.expected_at:%d %b %H:%M %Z}. We will tell you when it is."


def link(session: Session, case: Case, outage: Outage, codes: Codes, at: datetime) -> Case:
    """Link a case, taken before, to the case of its outage, which is opened by the first; the case waits as `held`."""
    parent = _case_of(session, outage, codes, at)
    join(session, case, parent, outage, at)
    return parent


def join(session: Session, case: Case, parent: Case, outage: Outage, at: datetime) -> None:
    """Link a case, taken before, to an outage's case that is there; it waits as `held`. Raises IllegalTransitionError."""
    case.parent_id, case.say, case.expected_at = parent.id, script(outage), outage.expected_at
    body = {"outage": outage.id, "expected_at": outage.expected_at and outage.expected_at.isoformat()}
    note(session, case, "linked", SYSTEM, at, name=str(parent.id), who=Who.AUTOMATED, etom=Etom.DIAGNOSE, body=body)
    if case.status is Status.ACKNOWLEDGED:
        become(session, case, Status.IN_PROGRESS, SYSTEM, at)
    become(session, case, Status.HELD, SYSTEM, at, reason=f"outage: {outage.title}")


def report(session: Session, outage: Outage, place: Place, codes: Codes, at: datetime) -> Case | None:
    """Open the case of an outage that the network shows and nobody has called about yet, once; None where it had one already."""
    if _open_case(session, outage.id) is not None or outage.id in reported(session, at):
        return None
    case = _case_of(session, outage, codes, at)
    case.latitude, case.longitude = place.latitude, place.longitude
    note(session, case, REPORTED, SYSTEM, at, name=outage.id, who=Who.AUTOMATED, etom=Etom.DIAGNOSE)
    return case


def reported(session: Session, at: datetime) -> set[str]:
    """The outages whose cases were opened of itself lately, also those that people have ended while the network still shows them."""
    lately = select(Case.id).where(Case.kind == Kind.OUTAGE, Case.opened_at > at - REMEMBERED)
    query = select(TraceEvent.name).where(TraceEvent.what == REPORTED, TraceEvent.case_id.in_(lately))
    return set(session.scalars(query))


def tested(session: Session, case: Case, looks: Sequence[Facts], stage: Stage, at: datetime) -> None:
    """Keep in an outage's case, taken before, what the network shows of what it hit: once at first, and again at its end.

    An outage is found where any look finds one; where none can tell, that is what is kept.
    """
    done = exists().where(TraceEvent.case_id == case.id, TraceEvent.name == NETWORK_TEST)
    looks = [look for look in looks if look]  # the others have nothing to say
    if not looks or (stage == "first" and session.scalar(select(done))):
        return
    body: dict[str, Any] = {"value": stage, "looks": len(looks)}
    for name in sorted({name for look in looks for name in look if name.endswith(SHOWN)}):
        values = [look[name]["value"] for look in looks if name in look]
        body[name] = next((value for value in values if value not in (False, NOTHING)), values[0])
    note(session, case, "check", SYSTEM, at, name=NETWORK_TEST, who=Who.AUTOMATED, etom=Etom.TEST, body=body)


def expect(session: Session, outage: Outage, at: datetime) -> list[int]:
    """Take over a new expected end into the outage's case and all that wait for it; the numbers of those that changed."""
    found = _open_case(session, outage.id)
    if found is None or found.expected_at == outage.expected_at:
        return []
    changed = []
    for id in [found.id, *_waiting(session, found.id)]:
        case = take(session, id, at)
        case.expected_at, case.say = outage.expected_at, script(outage)
        expected = outage.expected_at and outage.expected_at.isoformat()
        note(session, case, "expected", SYSTEM, at, who=Who.AUTOMATED, body={"expected_at": expected})
        tell(session, case, EventType.CHANGED, at)
        changed.append(id)
    return changed


def end(session: Session, parent_id: int, by: str, at: datetime) -> None:
    """The outage is over: its case is resolved. `release` those that wait for it."""
    parent = take(session, parent_id, at)
    if parent.kind is not Kind.OUTAGE:
        raise RefusedError("case", f"{parent_id} is not that of an outage")
    if not parent.status.is_open:
        return  # another one was faster
    parent.outage = None  # the next of that name is another one
    _restored(session, parent, by, at)


def release(session: Session, by: str, at: datetime, most: int = 100) -> list[int]:
    """Resolve cases, at most so many at a time, that wait for an outage that is over; their numbers, none when all are done.

    They are not closed: each customer is asked first, and a case of which it is not true goes back to `inProgress`.
    """
    parent = aliased(Case)
    query = (
        select(Case.id)
        .join(parent, parent.id == Case.parent_id)
        .where(Case.status == Status.HELD, parent.kind == Kind.OUTAGE, parent.outage.is_(None))
        .order_by(Case.id)
        .limit(most)
    )
    released = []
    for id in session.scalars(query).all():
        case = take(session, id, at)
        if case.status is Status.HELD:  # nobody was faster
            become(session, case, Status.IN_PROGRESS, by, at, reason=OVER)
            by_workaround = session.get_one(Case, case.parent_id).resolution == WORKAROUND
            how = (
                "There is a way around the fault in our network"
                if by_workaround
                else "The fault in our network has been mended"
            )
            case.say = f"{how}. Does it work for you again?"
            _restored(session, case, by, at, WORKAROUND if by_workaround else RESTORED)
            released.append(id)
    return released


def release_all(database: Engine, by: str, now: Callable[[], datetime]) -> list[int]:
    """Resolve all that wait for an outage that is over, a portion in a transaction, so that nobody waits long for it."""
    released: list[int] = []
    while True:
        with writing(database) as session:
            portion = release(session, by, now())
        if not portion:
            return released
        released += portion


def _restored(session: Session, case: Case, by: str, at: datetime, how: str = RESTORED) -> None:
    case.cause, case.resolution, case.expected_at = "network.outage", how, None
    become(session, case, Status.RESOLVED, by, at, reason=OVER, etom=Etom.CORRECT)


def open_outages(session: Session) -> list[Case]:
    """The cases of outages that are not over."""
    query = select(Case).where(Case.kind == Kind.OUTAGE, Case.status.in_(OPEN)).order_by(Case.id)
    return list(session.scalars(query))


def _case_of(session: Session, outage: Outage, codes: Codes, at: datetime) -> Case:
    found = _open_case(session, outage.id)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            return _open(session, outage, codes, at)
    except IntegrityError:  # another transaction has opened it meanwhile
        return _open_case(session, outage.id) or _open(session, outage, codes, at)


def _open(session: Session, outage: Outage, codes: Codes, at: datetime) -> Case:
    impact = outage.severity.impact
    case = Case(
        kind=Kind.OUTAGE,
        words=outage.title,
        outage=outage.id,
        channel=NETWORK,
        severity=outage.severity,
        impact=impact,
        urgency=Level.HIGH,
        priority=codes.priority[impact][Level.HIGH],
        say=script(outage),
        expected_at=outage.expected_at,
        opened_at=at,
        updated_at=at,
    )
    begin(session, case, SYSTEM, at)
    become(session, case, Status.IN_PROGRESS, SYSTEM, at)
    return case


def _open_case(session: Session, outage: str) -> Case | None:
    """Locked, so that it does not end while a case is being linked to it."""
    return session.scalars(select(Case).where(Case.outage == outage).with_for_update()).one_or_none()


def _waiting(session: Session, parent_id: int) -> list[int]:
    query = select(Case.id).where(Case.parent_id == parent_id, Case.status == Status.HELD).order_by(Case.id)
    return list(session.scalars(query))
