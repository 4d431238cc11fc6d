"""Who is calling and whether they may: bearer tokens for programs, a session cookie for the page."""

from __future__ import annotations

import secrets
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes
from starlette.requests import HTTPConnection

from api import audit
from api.ownership import require_own, require_reach
from api.problems import Forbidden, Unauthenticated
from api.services import Services, Wired
from api.tokens import PREFIX, Principal, Scope, Via
from api.widget_tokens import PREFIX as WIDGET_PREFIX

SWITCHING_PROTOCOLS = 101  # how a WebSocket begins
_bearer = HTTPBearer(auto_error=False, description="A token of `t2r token create`, or of the identity provider.")


def cookie_name(services: Services) -> str:
    """With the port, by which browsers do not separate cookies: two servers on one machine keep apart."""
    return f"t2r_session_{services.settings.port}"


def principal(
    request: Request,
    needed: SecurityScopes,
    services: Wired,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Principal:
    """The caller, who must be signed in and hold every scope that is needed."""
    caller = _from_token(services, bearer) if bearer else _from_cookie(request, services)
    request.state.principal = caller.name
    services.limits.take(caller)
    scopes = [Scope(scope) for scope in needed.scopes]
    audit.begin(request, caller, scopes, services.roles.personal)
    if caller.via is Via.WIDGET:
        require_reach(request, services.bench.database, caller)
    for scope in scopes:
        if caller.may(scope) or not caller.may_to_own(scope):
            require(caller, scope)
        else:
            require_own(request, services.bench.database, caller)
    return caller


def require(principal: Principal, scope: Scope) -> None:
    """Raises Forbidden, naming the scope, for a caller who does not hold it."""
    if not principal.may(scope):
        challenge = f'Bearer realm="t2r", error="insufficient_scope", scope="{scope}"'
        raise Forbidden(f"This needs the scope {scope}.", headers={"WWW-Authenticate": challenge})


def _from_token(services: Services, bearer: HTTPAuthorizationCredentials) -> Principal:
    token, provider = bearer.credentials, services.provider
    if token.startswith(f"{WIDGET_PREFIX}_"):
        principal = services.widget_tokens.principal(token)
    else:
        store = services.tokens if provider is None or token.startswith(f"{PREFIX}_") else provider
        principal = store.principal(token)
    if principal is None:
        raise Unauthenticated(
            "The token is unknown, revoked, expired or not meant for this server.",
            headers={"WWW-Authenticate": 'Bearer realm="t2r", error="invalid_token"'},
        )
    return principal


def _from_cookie(request: Request, services: Services) -> Principal:
    key = request.cookies.get(cookie_name(services))
    principal = services.sessions.principal(key) if key else None
    if principal is None:
        raise Unauthenticated(
            "Sign in first: send `Authorization: Bearer <token>`, or open the link that `t2r serve` printed.",
            headers={"WWW-Authenticate": 'Bearer realm="t2r"'},
        )
    if request.method not in audit.SAFE_METHODS and not is_same_origin(request):
        raise Forbidden("This request came from another site.")
    return principal


def is_same_origin(request: Request) -> bool:
    """Whether the browser says that our own page sent this: `Sec-Fetch-Site`, or `Origin` where that is not sent."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return (origin.scheme, origin.netloc) == (request.url.scheme, request.url.netloc)


def signed_in(scope: Scope | None = None) -> object:
    """A route's dependency: the caller, who must be signed in and hold `scope`."""
    return Security(principal, scopes=[scope.value] if scope else [])


def of_socket(socket: HTTPConnection, services: Services, scope: Scope) -> Principal:
    """Who has opened a WebSocket, by bearer token only: a browser would send its cookie along from any site.

    Raises Unauthenticated, Forbidden.
    """
    caller = _bearer_of(socket, services)
    require(caller, scope)
    return caller


def open_socket(socket: HTTPConnection, services: Services, scope: Scope) -> Principal:
    """The same when it is being opened: it takes a turn, and is written down, as a request is. Raises TooMany too."""
    caller = _bearer_of(socket, services)
    services.limits.take(caller)
    act = audit.act_of(socket, caller, "GET", secrets.token_hex(8))
    try:
        require(caller, scope)
    except Forbidden as refused:
        services.audit.append(act, refused.status_code)
        raise
    services.audit.append(act, SWITCHING_PROTOCOLS)
    return caller


def _bearer_of(socket: HTTPConnection, services: Services) -> Principal:
    kind, _, token = socket.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise Unauthenticated(
            "Send `Authorization: Bearer <token>`.", headers={"WWW-Authenticate": 'Bearer realm="t2r"'}
        )
    return _from_token(services, HTTPAuthorizationCredentials(scheme=kind, credentials=token))


def set_session_cookie(request: Request, response: Response, services: Services, principal: Principal) -> None:
    """Start a session for `principal` and hand it to the browser, out of reach of scripts and of other sites."""
    key, lifetime = services.sessions.start(principal)
    response.set_cookie(
        cookie_name(services),
        key,
        max_age=int(lifetime.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=is_secure(request, services),
    )


def is_secure(request: Request, services: Services) -> bool:
    """Whether the browser's connection is encrypted, also where a proxy has ended that."""
    return request.url.scheme == "https" or str(services.settings.public_url).startswith("https:")


Anyone = Annotated[Principal, signed_in()]
AnswersReader = Annotated[Principal, signed_in(Scope.ANSWERS_READ)]
KnowledgeReader = Annotated[Principal, signed_in(Scope.KNOWLEDGE_READ)]
KnowledgeWriter = Annotated[Principal, signed_in(Scope.KNOWLEDGE_WRITE)]
FeedbackWriter = Annotated[Principal, signed_in(Scope.FEEDBACK_WRITE)]
DiagnosticsReader = Annotated[Principal, signed_in(Scope.DIAGNOSTICS_READ)]
AffectedReader = Annotated[Principal, signed_in(Scope.AFFECTED_READ)]
CasesReader = Annotated[Principal, signed_in(Scope.CASES_READ)]
CasesWriter = Annotated[Principal, signed_in(Scope.CASES_WRITE)]
CustomersReader = Annotated[Principal, signed_in(Scope.CUSTOMERS_READ)]
CustomersWriter = Annotated[Principal, signed_in(Scope.CUSTOMERS_WRITE)]
CustomersMaster = Annotated[Principal, signed_in(Scope.CUSTOMERS_MASTER)]
OrdersReader = Annotated[Principal, signed_in(Scope.ORDERS_READ)]
OrdersWriter = Annotated[Principal, signed_in(Scope.ORDERS_WRITE)]
CtiWriter = Annotated[Principal, signed_in(Scope.CTI_WRITE)]
EventsSubscriber = Annotated[Principal, signed_in(Scope.EVENTS_SUBSCRIBE)]
MetricsReader = Annotated[Principal, signed_in(Scope.METRICS_READ)]
ProblemsWriter = Annotated[Principal, signed_in(Scope.PROBLEMS_WRITE)]
WidgetTokenWriter = Annotated[Principal, signed_in(Scope.WIDGET_TOKENS_WRITE)]
EvaluationsReader = Annotated[Principal, signed_in(Scope.EVALUATIONS_READ)]
AuditReader = Annotated[Principal, signed_in(Scope.AUDIT_READ)]
