"""Whose data a request changes: what somebody who may change only their own is measured by."""

from __future__ import annotations

from collections.abc import Callable, Collection

from fastapi import Request
from sqlalchemy import ColumnElement, Engine, and_, or_, select, true
from sqlalchemy.orm import Session

from api.problems import Forbidden
from api.tokens import Principal, Via
from t2r.cases.changing import SYSTEM
from t2r.cases.status import Status
from t2r.cases.tables import Case, Interaction
from t2r.cti.tables import CtiCall, CtiPop
from t2r.customers.tables import Offer, Reach, ReachKind, Verification
from t2r.orders.tables import Order
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
# What a widget's token reaches, as far as its scopes go and what is named there is not a colleague's (HELD); one that is bound to
# a case reaches the first of these only.
EVERYBODYS = (
    "/v1/session", "/v1/answers", "/v1/search", "/v1/documents", "/v1/feedback", "/v1/case-codes", "/v1/badges",
    "/v1/diagnostics", "/v1/map", "/v1/journeys", "/v1/orders/{id}", "/v1/order-catalogue",
)  # fmt: skip
AGENTS = (
    "/v1/cases", "/v1/interactions", "/v1/cti/pops", "/v1/customers", "/v1/verifications", "/v1/offers",
    "/v1/known-problems", "/v1/orders", "/v1/order-catalogue", "/v1/inbox", "/v1/articles",
)  # fmt: skip
LISTED = {  # a list must be asked for with one of these: it is that of a customer, or the agent's own
    "/v1/cases": ("owner",),
    "/v1/interactions": ("msisdn", "agent"),
    "/v1/orders": ("line", "customer"),
}
MINE = frozenset({"owner", "agent"})  # … and these name the agent
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
    if not _is_number(id):  # there is no such thing: the route says so
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
    elif request.method == "GET" and route in LISTED:
        _require_narrow(LISTED[route], request, caller)
    held = next((holds for path, holds in HELD.items() if _within(route, path)), None)
    if held is not None and (request.method, route) != MASKED:
        with Session(database) as session:
            held(session, str(request.path_params.get("id", "")), caller)
    if line := request.query_params.get("msisdn"):
        require_line(database, caller, line)
    if (contact := request.query_params.get("interaction", "")).isdecimal() and len(contact) <= 18:
        require_contact(database, caller, int(contact))


def require_line(database: Engine, caller: Principal, number: str) -> None:
    """Raises Forbidden where a token that is bound to a case asks about another line than that of the case."""
    if caller.case is None:
        return
    with Session(database) as session:
        case = session.get(Case, caller.case)
    if case is None or case.line != "".join(each for each in number if each.isdigit()):
        raise Forbidden("This token is for one case, and this is not its line.")


def require_contact(database: Engine, caller: Principal, id: int | None) -> None:
    """Raises Forbidden where a widget's token names a colleague's contact: what a customer has shown there is not for this agent."""
    if caller.via is Via.WIDGET and id is not None:
        with Session(database) as session:
            _hold_contact(session, str(id), caller)


def require_case(database: Engine, caller: Principal, id: int | None) -> None:
    """Raises Forbidden where a widget's token names a colleague's case."""
    if caller.via is Via.WIDGET and id is not None:
        _require_case(str(id), database, caller)


def orders_within_reach(caller: Principal) -> ColumnElement[bool]:
    """Which orders a list may have: of a widget's token those of no colleague's case."""
    if caller.via is not Via.WIDGET:
        return true()
    of_others = select(Case.id).where(Case.owner != caller.name)
    return and_(*(or_(id.is_(None), id.not_in(of_others)) for id in (Order.case_id, Order.ticket_id)))


def _require_narrow(by: Collection[str], request: Request, caller: Principal) -> None:
    asked = request.query_params
    if not any(asked.get(name) == caller.name if name in MINE else asked.get(name) for name in by):
        ways = " or ".join(f"{name}={caller.name if name in MINE else '…'}" for name in by)
        raise Forbidden(f"A widget's token does not list everybody's: ask with {ways}.")


def _hold_contact(session: Session, id: str, caller: Principal) -> None:
    """A contact is the agent's who has it, and those agents' to whom its call came; one of the exchange alone is free."""
    contact = session.get(Interaction, int(id)) if _is_number(id) else None
    if contact is None or contact.agent in (caller.name, SYSTEM):
        return
    came = select(CtiPop.id).join(CtiCall, CtiCall.conn_id == CtiPop.conn_id)
    if session.scalar(came.where(CtiCall.interaction_id == contact.id, CtiPop.agent == caller.name).limit(1)) is None:
        raise Forbidden("This is a colleague's contact.")


def _hold_verification(session: Session, id: str, caller: Principal) -> None:
    found = session.get(Verification, int(id)) if _is_number(id) else None
    if found is not None:
        _hold_contact(session, str(found.interaction_id), caller)


def _hold_offer(session: Session, id: str, caller: Principal) -> None:
    found = session.get(Offer, int(id)) if _is_number(id) else None
    if found is not None:
        _hold_customer(session, found.customer_id, caller)


def _hold_customer(session: Session, id: str, caller: Principal) -> None:
    """A customer is a colleague's who speaks with them or has an open case of theirs, unless this agent does so too."""
    lines = select(Reach.value).where(Reach.customer_id == id, Reach.kind == ReachKind.LINE)
    contacts = select(Interaction.agent).where(Interaction.line.in_(lines), Interaction.ended_at.is_(None))
    open_cases = Case.status.in_([status for status in Status if status.is_open])
    cases = select(Case.owner).where(Case.line.in_(lines), Case.owner.is_not(None), open_cases)
    whose = {*session.scalars(contacts.distinct()), *session.scalars(cases.distinct())} - {SYSTEM}
    if whose and caller.name not in whose:
        raise Forbidden("A colleague is at work for this customer. Begin a contact with them first.")


def _hold_order(session: Session, id: str, caller: Principal) -> None:
    """An order is whose case it came from, or whose ticket its fault is; that of no case is free. A token of one case has its alone."""
    order = session.get(Order, int(id)) if _is_number(id) else None
    if order is None:
        return
    cases = {case for case in (order.case_id, order.ticket_id) if case is not None}
    if caller.case is not None and caller.case not in cases:
        raise Forbidden("This token is for another case.")
    owners = set(session.scalars(select(Case.owner).where(Case.id.in_(cases), Case.owner.is_not(None))))
    if owners and caller.name not in owners:
        raise Forbidden("This order is of a colleague's case.")


# What a widget's token may not reach where it is a colleague's.
HELD: dict[str, Callable[[Session, str, Principal], None]] = {
    "/v1/interactions/{id}": _hold_contact,
    "/v1/verifications/{id}": _hold_verification,
    "/v1/offers/{id}": _hold_offer,
    "/v1/customers/{id}": _hold_customer,
    "/v1/orders/{id}": _hold_order,
}
MASKED = ("GET", "/v1/customers/{id}")  # by itself it shows nothing personal, and must be seen to begin a contact


def _is_number(id: str) -> bool:
    return id.isdecimal() and len(id) <= 18


def _require_case(id: str, database: Engine, caller: Principal) -> None:
    if not _is_number(id):  # there is no such thing: the route says so
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
