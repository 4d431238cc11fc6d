"""Signing a browser in and out: the one-time link, and a token exchanged for a session."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from starlette.responses import RedirectResponse

from api import audit
from api.auth import Anyone, cookie_name, set_session_cookie
from api.services import Wired
from api.tokens import Scope

router = APIRouter(tags=["signing in"])


class Me(BaseModel):
    """Who is signed in."""

    name: str
    scopes: list[Scope]
    expires_at: datetime


@router.get("/login", include_in_schema=False)
def login(request: Request, services: Wired, code: str = "") -> Response:
    """Exchange the code of a one-time link for a session, and leave its address behind."""
    principal = services.sessions.redeem(code)
    if principal is None:
        return RedirectResponse("/#link-used", 303)
    audit.start(request, principal)
    response = RedirectResponse("/", 303)
    set_session_cookie(request, response, services, principal)
    return response


@router.get("/v1/session")
def show_session(principal: Anyone) -> Me:
    """Who the caller is."""
    return Me(name=principal.name, scopes=sorted(principal.scopes), expires_at=principal.expires_at)


@router.post("/v1/session", status_code=201)
def start_session(principal: Anyone, request: Request, response: Response, services: Wired) -> Me:
    """Start a browser session with the rights of the token this is called with."""
    set_session_cookie(request, response, services, principal)
    return show_session(principal)


@router.delete("/v1/session", status_code=204)
def end_session(_principal: Anyone, request: Request, response: Response, services: Wired) -> None:
    """Sign this browser out."""
    name = cookie_name(services)
    services.sessions.end(request.cookies.get(name, ""))
    response.delete_cookie(name, httponly=True, samesite="strict")
