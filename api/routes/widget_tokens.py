"""Tokens for the elements on an operator's own pages, minted by the back end that has signed the agent in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.auth import WidgetTokenWriter
from api.problems import NotFound
from api.roles import Role
from api.routes.case_schemas import Short
from api.services import Wired
from api.tokens import Scope
from t2r.cases.tables import Case

router = APIRouter(tags=["signing in"])

USUAL_SECONDS = 900
MOST_SECONDS = 3_600


class Minting(BaseModel):
    """For whom: the agent's name as they sign in with it, and the one case that they may work on (any of theirs if none)."""

    model_config = ConfigDict(extra="forbid")

    agent: Short
    case: Annotated[int, Field(ge=1, le=2**62)] | None = None
    lifetime_s: Annotated[int, Field(ge=60, le=MOST_SECONDS)] = USUAL_SECONDS


class Minted(BaseModel):
    """The token, shown this once, and what it is good for."""

    token: str
    agent: str
    case: int | None
    scopes: list[Scope]
    expires_at: datetime


@router.post("/v1/widget-tokens", status_code=201)
def mint(caller: WidgetTokenWriter, services: Wired, asked: Minting) -> Minted:
    """A token for an agent's page: what an agent may do, as far as the caller may, to that agent's cases or the one case.

    It is not exchanged for a session, reads no colleague's case, and ends with the caller's own token.
    """
    if asked.case is not None:
        with Session(services.bench.database) as session:
            if session.get(Case, asked.case) is None:
                raise NotFound(f"There is no case {asked.case}.")
    scopes, lifetime = services.roles.of([Role.AGENT]), timedelta(seconds=asked.lifetime_s)
    token, made = services.widget_tokens.mint(caller, asked.agent, scopes, asked.case, lifetime)
    return Minted(token=token, agent=made.name, case=made.case, scopes=sorted(made.scopes), expires_at=made.expires_at)
