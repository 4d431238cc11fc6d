"""Finished evaluations: which were run, what came of them beside their baselines, and which were never run."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from api.auth import EvaluationsReader
from api.problems import Conflict, NotFound
from api.services import Wired
from t2r import evaluations
from t2r.evaluations import ID, NAME, Evaluation, Unreadable

router = APIRouter(tags=["evaluations"])

EvaluationId = Annotated[str, Path(pattern=f"^{ID.pattern.replace('?P<name>', '')}$")]
EvaluationName = Annotated[str, Query(pattern=f"^{NAME.pattern}$")]


class EvaluationSummary(BaseModel):
    """An evaluation in a list: how many of its metrics were judged, and are better or worse than their baselines."""

    id: str
    name: str
    at: datetime
    verdict: Literal["pass", "worse", "failed"] | None
    judged: int
    better: int
    worse: int


class UnreadableFile(BaseModel):
    """A file among the evaluations that is none, and why."""

    file: str
    problem: str


class EvaluationPage(BaseModel):
    """Evaluations, the newest first; those that were never run; files that could not be read."""

    items: list[EvaluationSummary]
    next: str | None
    never_run: list[str]
    unreadable: list[UnreadableFile]


class EvaluationRead(Evaluation):
    """A finished evaluation with each judged metric beside its baseline."""

    id: str


@router.get("/v1/evaluations")
def list_evaluations(
    _: EvaluationsReader,
    services: Wired,
    name: EvaluationName | None = None,
    newest: Annotated[bool, Query(description="Only the newest of each name")] = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    before: Annotated[str | None, Query(pattern=f"^{ID.pattern.replace('?P<name>', '')}$")] = None,
) -> EvaluationPage:
    """Finished evaluations, the newest first; the next page begins `before` the last one."""
    folder = services.settings.evaluations_path
    ids = [id for id in evaluations.ids(folder, name, newest=newest) if before is None or id < before]
    found = [(id, evaluations.read(folder, id)) for id in ids[:limit]]
    return EvaluationPage(
        items=[_summary(id, one) for id, one in found if isinstance(one, Evaluation)],
        next=ids[limit - 1] if len(ids) > limit else None,
        never_run=evaluations.never_run(folder),
        unreadable=[
            UnreadableFile(file=one.file, problem=one.problem) for _, one in found if isinstance(one, Unreadable)
        ],
    )


@router.get("/v1/evaluations/{id}")
def get_evaluation(_: EvaluationsReader, services: Wired, id: EvaluationId) -> EvaluationRead:
    """A finished evaluation: its metrics beside their baselines, its eTOM processes, on what it was run."""
    found = evaluations.read(services.settings.evaluations_path, id)
    if found is None:
        raise NotFound(f"There is no evaluation {id}.")
    if isinstance(found, Unreadable):
        raise Conflict(f"{found.file} is no evaluation: {found.problem}.")
    return EvaluationRead(id=id, **dict(found))


def _summary(id: str, one: Evaluation) -> EvaluationSummary:
    directions = [check.direction for check in one.checks]
    return EvaluationSummary(
        id=id,
        name=one.name,
        at=one.at,
        verdict=one.verdict,
        judged=len(one.checks),
        better=directions.count("better"),
        worse=directions.count("worse"),
    )
