"""Problem management: the life of a case, target times, known problems, plans, handovers, contacts, reviews, reports, events."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import AwareDatetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit import saw
from api.auth import CasesReader, CasesWriter, ProblemsWriter
from api.problems import FieldError, Invalid, NotFound
from api.routes import problem_schemas as schemas
from api.routes.case_schemas import Name, Short
from api.routes.cases import Bench, Number, told
from api.routes.whom import Msisdn
from t2r.cases.changing import find
from t2r.cases.tables import Kind, OutboxEvent
from t2r.database import writing
from t2r.problems import aftercare, clocks, known, life, plans, reporting
from t2r.problems.tables import Handed, Known, Progress

router = APIRouter(tags=["problem management"])

Most = Annotated[int, Query(ge=1, le=200)]
AWAITED = {Handed.CHANGE: "await_change", Handed.SERVICE: "await_service"}


def _life(session: Session, id: int) -> schemas.LifeRead:
    found = life.look(session, id)
    if found is None:
        raise NotFound(f"Case {id} has no life of a customer's problem.")
    return schemas.life(id, found[0].process, found[1])


@router.get("/v1/cases/{id}/life")
def get_life(_: CasesReader, bench: Bench, id: Number) -> schemas.LifeRead:
    """How far the case has come in its process, and what it waits for."""
    with told(), writing(bench.database) as session:
        life.follow(session, find(session, id).id, bench.now())
        return _life(session, id)


@router.post("/v1/cases/{id}/life/{node}")
def complete(
    caller: CasesWriter, bench: Bench, id: Number, node: Annotated[Name, Path()], asked: schemas.Completing
) -> schemas.LifeRead:
    """Somebody has done what the case waits for at `node`; 409 names what it waits for instead."""
    with told(), writing(bench.database) as session:
        life.complete(session, id, node, asked.values, caller.name, bench.now())
        return _life(session, id)


@router.get("/v1/cases/{id}/report")
def report(_: CasesReader, bench: Bench, id: Number) -> dict[str, Any]:
    """What happened in the case, why, and what was done about it."""
    with told(), writing(bench.database) as session:
        life.follow(session, find(session, id).id, bench.now())
        return reporting.one(session, id, bench.now())


@router.post("/v1/cases/{id}/contacts", status_code=201)
def contact(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.Contacting) -> schemas.ContactRead:
    """Note an attempt to reach the customer about a resolved case."""
    with told(), writing(bench.database) as session:
        made = aftercare.contact(session, find(session, id), caller.name, bench.now(), **asked.model_dump())
        session.flush()
        return schemas.ContactRead.model_validate(made)


@router.post("/v1/cases/{id}/activities/{activity}")
def assign(
    caller: CasesWriter, bench: Bench, id: Number, activity: Number, asked: schemas.Assigning
) -> schemas.ActivityRead:
    """Give an activity of the plan to somebody else, or another time."""
    with told(), writing(bench.database) as session:
        given = plans.assign(session, id, activity, asked.to, asked.due_at, caller.name, bench.now())
        return schemas.ActivityRead.model_validate(given)


@router.post("/v1/handovers/{id}")
def finish(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.Finishing) -> schemas.HandoverRead:
    """Say what came of a change or service problem; the case that waits for it goes on."""
    with told(), writing(bench.database) as session:
        work = plans.finish(session, id, asked.done, asked.result, caller.name, bench.now())
        if work.state is Progress.DONE:
            life.complete(session, work.case_id, AWAITED[work.kind], {}, caller.name, bench.now())
        return schemas.HandoverRead.model_validate(work)


@router.post("/v1/cases/{id}/improvements", status_code=201)
def propose(caller: ProblemsWriter, bench: Bench, id: Number, asked: schemas.Improving) -> schemas.ImprovementRead:
    """Register an idea for doing better, and send it to who can use it."""
    with told(), writing(bench.database) as session:
        idea = aftercare.propose(session, find(session, id).id, asked.text, asked.to, caller.name, bench.now())
        return schemas.ImprovementRead.model_validate(idea)


@router.get("/v1/improvements")
def improvements(
    _: CasesReader, bench: Bench, to: Short | None = None, limit: Most = 50
) -> list[schemas.ImprovementRead]:
    """Ideas for doing better, the newest first."""
    with Session(bench.database) as session:
        return [
            schemas.ImprovementRead.model_validate(one) for one in aftercare.improvements(session, to=to, limit=limit)
        ]


@router.post("/v1/cases/{id}/review", status_code=201)
def review(caller: ProblemsWriter, bench: Bench, id: Number, asked: schemas.Reviewing) -> schemas.ReviewRead:
    """Keep the review of a major problem; a case that waits for it goes on."""
    given = asked.model_dump()
    with told(), writing(bench.database) as session:
        made = aftercare.review(session, find(session, id), caller.name, bench.now(), **given)
        session.flush()
        found = life.look(session, id)
        if found is not None and found[1].waits_at("review_major"):
            life.complete(session, id, "review_major", {}, caller.name, bench.now())
        return schemas.ReviewRead.model_validate(made)


@router.get("/v1/cases/{id}/review")
def get_review(_: CasesReader, bench: Bench, id: Number) -> schemas.ReviewRead:
    """The review of a case."""
    with told(), Session(bench.database) as session:
        return schemas.ReviewRead.model_validate(aftercare.the_review(session, id))


@router.get("/v1/known-problems")
def list_known(
    _: CasesReader,
    bench: Bench,
    flow: Short | None = None,
    state: Known | None = None,
    words: Annotated[str | None, Query(max_length=500, description="The one that fits these words best")] = None,
    limit: Most = 50,
) -> list[schemas.KnownProblemRead]:
    """Known problems, the most used first; with `words`, the open one that fits them."""
    with Session(bench.database) as session:
        if words is None:
            found = known.listed(session, flow, state, limit)
        else:
            best = known.search(session, words, flow)
            found = [] if best is None else [best]
        return [schemas.KnownProblemRead.model_validate(one) for one in found]


@router.post("/v1/known-problems", status_code=201)
def create_known(caller: ProblemsWriter, bench: Bench, asked: schemas.KnownProblemWriting) -> schemas.KnownProblemRead:
    """Write a known problem down."""
    with told(), writing(bench.database) as session:
        learned_from = None if asked.case is None else find(session, asked.case).id
        made = known.create(session, asked.model_dump(), caller.name, bench.now(), learned_from)
        return schemas.KnownProblemRead.model_validate(made)


@router.get("/v1/known-problems/{id}")
def get_known(_: CasesReader, bench: Bench, id: Number) -> schemas.KnownProblemRead:
    """A known problem."""
    with told(), Session(bench.database) as session:
        return schemas.KnownProblemRead.model_validate(known.find(session, id))


@router.patch("/v1/known-problems/{id}")
def change_known(
    _: ProblemsWriter, bench: Bench, id: Number, asked: schemas.KnownProblemChanging
) -> schemas.KnownProblemRead:
    """Change a known problem, or say that it is fixed."""
    with told(), writing(bench.database) as session:
        changed = known.change(session, id, asked.model_dump(exclude_unset=True), bench.now())
        return schemas.KnownProblemRead.model_validate(changed)


@router.get("/v1/jeopardy")
def jeopardy(_: CasesReader, request: Request, bench: Bench, limit: Most = 50) -> list[schemas.JeopardyRead]:
    """Open cases by their target time, the next one first."""
    life.catch_up(bench.database, bench.now)
    with Session(bench.database) as session:
        found = [schemas.jeopardy(one) for one in clocks.watched(session, bench.now(), limit)]
    saw(request, *(f"cases/{one.case}" for one in found))
    return found


@router.get("/v1/problem-report")
def figures(
    _: CasesReader,
    bench: Bench,
    since: AwareDatetime,
    until: AwareDatetime | None = None,
    kind: Annotated[Kind, Query(description="Customers' problems, or outages")] = Kind.CUSTOMER,
    queue: Annotated[Short | None, Query(description="The cases of one team alone")] = None,
    msisdn: Annotated[Msisdn | None, Query(description="Those of one customer's line alone")] = None,
) -> dict[str, Any]:
    """Problem handling in figures, over the cases opened in a span of time: for management, for one team, or for one customer."""
    now = bench.now()
    if until is not None and until <= since:
        raise Invalid("until: is not after since.", errors=[FieldError(field="until", message="is not after since")])
    with Session(bench.database) as session:
        return reporting.many(session, since, until or now, now, kind=kind, queue=queue, line=msisdn)


@router.get("/v1/events")
def events(
    _: CasesReader, bench: Bench, after: Annotated[int, Query(ge=0, le=2**62)] = 0, limit: Most = 50
) -> list[schemas.EventRead]:
    """Events of cases and problems behind number `after`, in the order they were written."""
    query = select(OutboxEvent).where(OutboxEvent.id > after).order_by(OutboxEvent.id).limit(limit)
    with Session(bench.database) as session:
        return [
            schemas.EventRead(number=one.id, type=one.type, at=one.at, envelope=one.envelope)
            for one in session.scalars(query)
        ]
