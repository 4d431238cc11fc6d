"""For whoever runs this: is it up, is it ready, and how much has it done."""

from __future__ import annotations

import logging

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from api.auth import MetricsReader
from api.metrics import CONTENT_TYPE
from api.problems import Unavailable
from api.services import Services, Wired
from knowledge import Kind

log = logging.getLogger("t2r.ready")
router = APIRouter(tags=["operations"])


class Ready(BaseModel):
    """What is loaded; `network`: whether lines and places can be asked about."""

    documents: dict[Kind, int]
    passages: int
    network: bool


@router.get("/healthz")
def health() -> dict[str, str]:
    """The process is up."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(services: Wired) -> Ready:
    """Proved by doing it: a search goes through the model and both indexes. 503 when it does not."""
    try:
        services.knowledge.search("ready", k=1)
        return _sizes(services)
    except (OSError, RuntimeError, ValueError, SQLAlchemyError) as error:
        log.exception("not ready", exc_info=error)
        raise Unavailable("The knowledge base cannot be searched; the log says why.") from error


@router.get("/metrics", response_class=Response)
def metrics(_: MetricsReader, services: Wired) -> Response:
    """Counts and times in Prometheus' text format."""
    sizes = _sizes(services)
    return Response(services.metrics.render(sizes.documents, sizes.passages), media_type=CONTENT_TYPE)


def _sizes(services: Services) -> Ready:
    knowledge = services.knowledge
    return Ready(
        documents={kind: knowledge.count(kind) for kind in Kind},
        passages=knowledge.passages(),
        network=services.desk.is_there,
    )
