"""Signing a browser in and out: the one-time link, the operator's identity provider, and a token exchanged for a session."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel
from starlette.responses import JSONResponse, RedirectResponse

from api import audit
from api.auth import Anyone, cookie_name, is_secure, set_session_cookie
from api.code_flow import CodeFlow
from api.identity import RefusedError
from api.problems import NotFound
from api.services import Services, Wired
from api.tokens import Scope

log = logging.getLogger("t2r.identity")
router = APIRouter(tags=["signing in"])

LOGIN = "/login"
SIGN_IN_SECONDS = 600
NOT_KEPT = {"Cache-Control": "no-store"}


class Me(BaseModel):
    """Who is signed in."""

    name: str
    scopes: list[Scope]
    expires_at: datetime


class Ways(BaseModel):
    """How one can sign in, beside links and tokens."""

    provider: bool


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


@router.get("/login/provider", include_in_schema=False)
def login_at_provider(request: Request, services: Wired) -> Response:
    """Send the browser to the operator's identity provider."""
    address, secret = _flow(services).begin(_callback(request, services))
    response = RedirectResponse(address, 303)
    response.set_cookie(
        _pending(services),
        secret,
        max_age=SIGN_IN_SECONDS,
        path=LOGIN,
        httponly=True,
        samesite="lax",  # it has to come back from another site
        secure=is_secure(request, services),
    )
    return response


@router.get("/login/callback", include_in_schema=False)
def login_from_provider(request: Request, services: Wired) -> Response:
    """Whom the provider has signed in gets a session; who is nobody to us, or not who asked, is told on the page."""
    secret = request.cookies.get(_pending(services), "")
    response = RedirectResponse("/", 303)
    try:
        principal = _flow(services).finish(secret, request.query_params, _callback(request, services))
    except RefusedError as error:
        log.info("a sign-in at the identity provider is refused: %s", error)
        response = RedirectResponse("/#sign-in-failed", 303)
    else:
        audit.start(request, principal)
        if principal.scopes:
            set_session_cookie(request, response, services, principal)
            _remember_provider(request, response, services)
        else:
            response = RedirectResponse("/#no-role", 303)
    response.delete_cookie(_pending(services), path=LOGIN, httponly=True, samesite="lax")
    return response


@router.get("/login/end", include_in_schema=False)
def logout_at_provider(request: Request, services: Wired) -> Response:
    """Have whoever signed in there signed out there too: else the next one at this desk would be them."""
    name, home = _by_provider(services), f"{_home(request, services)}/"
    if services.code_flow is None or name not in request.cookies:
        return RedirectResponse("/", 303)
    response = RedirectResponse(services.code_flow.end(home), 303)
    response.delete_cookie(name, path=LOGIN, httponly=True, samesite="strict")
    return response


async def _logout_token(request: Request) -> str:
    form = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
    return form.get("logout_token", [""])[0]


@router.post("/login/backchannel", include_in_schema=False)
def logout_by_provider(services: Wired, token: Annotated[str, Depends(_logout_token)]) -> Response:
    """The provider says that a sign-in is over: the sessions that it began end (OpenID Connect Back-Channel Logout 1.0)."""
    try:
        login = _flow(services).ended(token)
    except RefusedError as error:
        log.info("a logout token is refused: %s", error)
        return JSONResponse({"error": "invalid_request"}, 400, headers=NOT_KEPT)
    log.info("the identity provider has ended %d sessions", services.sessions.end_login(login))
    return Response(status_code=200, headers=NOT_KEPT)


@router.get("/login/ways", include_in_schema=False)
def ways(services: Wired) -> Ways:
    """How one can sign in here beside links and tokens."""
    return Ways(provider=services.code_flow is not None)


def _flow(services: Services) -> CodeFlow:
    if services.code_flow is None:
        raise NotFound("Nobody signs in at an identity provider here.")
    return services.code_flow


def _home(request: Request, services: Services) -> str:
    return services.settings.public_url or str(request.base_url).rstrip("/")


def _callback(request: Request, services: Services) -> str:
    return f"{_home(request, services)}/login/callback"


def _pending(services: Services) -> str:
    return f"t2r_sign_in_{services.settings.port}"


def _by_provider(services: Services) -> str:
    return f"t2r_provider_{services.settings.port}"


def _remember_provider(request: Request, response: Response, services: Services) -> None:
    secure = is_secure(request, services)
    response.set_cookie(_by_provider(services), "1", path=LOGIN, httponly=True, samesite="strict", secure=secure)


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
