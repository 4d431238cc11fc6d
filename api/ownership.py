"""Whose data a request changes: what somebody who may change only their own is measured by."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from api.problems import Forbidden
from api.tokens import Principal
from t2r.cases.tables import Case
from t2r.problems.tables import Handover, KnownProblem


def _case(session: Session, id: int) -> str | None:
    return session.scalar(select(Case.owner).where(Case.id == id))


def _known_problem(session: Session, id: int) -> str | None:
    return session.scalar(select(KnownProblem.by).where(KnownProblem.id == id))


def _handover(session: Session, id: int) -> str | None:
    return session.scalar(select(Case.owner).join(Handover, Handover.case_id == Case.id).where(Handover.id == id))


def _nobody(_session: Session, _id: int) -> str | None:
    """A contact is whose turn it is: the next agent ends what a colleague or the exchange began."""
    return None


# The owner of what a path names. What belongs to nobody, a case in a queue say, is free to be taken.
OWNERS: dict[str, Callable[[Session, int], str | None]] = {
    "/v1/cases/{id}": _case,
    "/v1/known-problems/{id}": _known_problem,
    "/v1/handovers/{id}": _handover,
    "/v1/interactions/{id}": _nobody,
}
# What a widget's token reaches beside the cases of its agent; one that is bound to a case reaches the first of these only.
EVERYBODYS = (
    "/v1/session", "/v1/answers", "/v1/search", "/v1/documents", "/v1/feedback", "/v1/case-codes", "/v1/badges",
    "/v1/diagnostics", "/v1/map", "/v1/journeys",
)  # fmt: skip
AGENTS = (
    "/v1/cases", "/v1/interactions", "/v1/cti/pops", "/v1/customers", "/v1/verifications", "/v1/offers",
    "/v1/known-problems", "/v1/orders", "/v1/order-catalogue",
)  # fmt: skip
TAKING_OVER = "/v1/cases/{id}/transfer"  # looks by itself who is to have the case


def require_own(request: Request, database: Engine, caller: Principal) -> None:
    """Raises Forbidden where the request would change what is another's, or what is not known to be the caller's."""
    route = getattr(request.scope.get("route"), "path", "")
    if route == TAKING_OVER or not request.path_params:  # what is made anew is the caller's
        return
    found = next((owner for path, owner in OWNERS.items() if f"{route}/".startswith(f"{path}/")), None)
    if found is None:
        raise Forbidden("Your role changes its own data only, and whose this is cannot be told.")
    id = str(request.path_params.get("id", ""))
    if not id.isdecimal() or len(id) > 18:  # there is no such thing: the route says so
        return
    with Session(database) as session:
        refuse_another(found(session, int(id)), caller)


def require_reach(request: Request, database: Engine, caller: Principal) -> None:
    """Raises Forbidden where a widget's token reaches for a colleague's case, or beyond the one case it is bound to."""
    route = getattr(request.scope.get("route"), "path", "")
    if request.method == "POST" and route == "/v1/session":
        raise Forbidden("A widget's token starts no session: it would outlive the token.")
    if _within(route, "/v1/cases/{id}"):
        _require_case(str(request.path_params.get("id", "")), database, caller)
    elif not any(_within(route, path) for path in (EVERYBODYS if caller.case else EVERYBODYS + AGENTS)):
        raise Forbidden("A widget's token does not reach this.")
    elif request.method == "GET" and route == "/v1/cases" and request.query_params.get("owner") != caller.name:
        raise Forbidden(f"A widget's token lists its agent's cases only: ask with owner={caller.name}.")
    if line := request.query_params.get("msisdn"):
        require_line(database, caller, line)


def require_line(database: Engine, caller: Principal, number: str) -> None:
    """Raises Forbidden where a token that is bound to a case asks about another line than that of the case."""
    if caller.case is None:
        return
    with Session(database) as session:
        case = session.get(Case, caller.case)
    if case is None or case.line != "".join(each for each in number if each.isdigit()):
        raise Forbidden("This token is for one case, and this is not its line.")


def _require_case(id: str, database: Engine, caller: Principal) -> None:
    if not id.isdecimal() or len(id) > 18:  # there is no such thing: the route says so
        return
    if caller.case is not None and int(id) != caller.case:
        raise Forbidden("This token is for another case.")
    with Session(database) as session:
        refuse_another(_case(session, int(id)), caller)


def _within(route: str, path: str) -> bool:
    return f"{route}/".startswith(f"{path}/")


def refuse_another(owner: str | None, caller: Principal) -> None:
    """Raises Forbidden if `owner` is somebody other than the caller."""
    if owner is not None and owner != caller.name:
        raise Forbidden("This is another's, and your role changes its own data only. A case can be taken over first.")
