"""Customers: found, verified, shown as far as they are, changed, kept, and let go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from sqlalchemy.orm import Session

from api.auth import CustomersMaster, CustomersReader, CustomersWriter
from api.ownership import require_contact
from api.problems import Conflict, FieldError, Forbidden, Invalid, Unavailable
from api.routes import customer_schemas as schemas
from api.routes.cases import Number, told
from api.services import Wired
from t2r.cases.tables import Interaction
from t2r.customers import keeping, notices, resource, retaining, terminating, verifying
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import LockedError, NotVerifiedError, RecordChangedError, UnreachableError
from t2r.customers.leaving import leaving
from t2r.customers.tables import Customer, Offer, ReachKind
from t2r.customers.verifying import Shown
from t2r.database import writing

router = APIRouter(tags=["customers"])

CustomerId = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
In = Annotated[int | None, Query(ge=1, le=2**62, description="The contact in which the customer was verified")]
Why = Annotated[str, Query(max_length=500, pattern=r"^[^\x00]*$", description="What it is looked at for")]
Reach = Annotated[str | None, Query(min_length=1, max_length=320, pattern=r"^[^\x00]*$")]


def _customers(services: Wired) -> CustomerDesk:
    return services.customers


Customers = Annotated[CustomerDesk, Depends(_customers)]


@contextmanager
def customers_told() -> Iterator[None]:
    """What is wrong with a wish about a customer, as a problem."""
    try:
        with told():
            yield
    except Conflict as error:
        raise _with_both(error) from error.__cause__
    except NotVerifiedError as error:
        raise Forbidden(f"{str(error).capitalize()}.") from error
    except UnreachableError as error:
        raise Unavailable(f"{str(error).capitalize()}.", headers={"Retry-After": "30"}) from error


def _with_both(error: Conflict) -> Conflict:
    cause = error.__cause__
    if isinstance(cause, RecordChangedError):
        return Conflict(str(error.detail), members={"mine": cause.mine, "theirs": cause.theirs})
    if isinstance(cause, LockedError):
        return Conflict(str(error.detail), headers={"Retry-After": "60"})
    return error


def _show(session: Session, desk: CustomerDesk, row: Customer, interaction: int | None, by: str, why: str) -> Shown:
    return verifying.show(session, desk.rules, row, interaction, by, desk.now(), why)


@router.get("/v1/customers")
def search(
    caller: CustomersReader,
    desk: Customers,
    line: Reach = None,
    phone: Reach = None,
    email: Reach = None,
    party: Reach = None,
) -> list[schemas.CustomerRead]:
    """Customers by what reaches them: one of `line`, `phone`, `email`, `party`. They are masked."""
    asked = {ReachKind.LINE: line, ReachKind.PHONE: phone, ReachKind.EMAIL: email, ReachKind.PARTY: party}
    given = [(kind, value) for kind, value in asked.items() if value is not None]
    if len(given) != 1:
        message = "give one of line, phone, email, party"
        raise Invalid(f"{message}.", errors=[FieldError(field="line", message=message)])
    with customers_told(), writing(desk.database) as session:
        found = keeping.search(desk, *given[0])
        return [schemas.customer(_show(session, desk, row, None, caller.name, "search")) for row in found]


@router.post("/v1/customers", status_code=201)
def create(
    caller: CustomersMaster, desk: Customers, response: Response, asked: schemas.CustomerWriting
) -> schemas.CustomerRead:
    """A new customer, or (200) the one who is known already. Where a CRM is the master, it is created there (409)."""
    with customers_told():
        row, is_new = keeping.create(desk, asked.record, caller.name, asked.why)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/v1/customers/{row.id}"
    return schemas.customer(Shown(row, dict(row.body), True))


@router.get("/v1/customers/{id}")
def get_customer(
    caller: CustomersReader, desk: Customers, id: CustomerId, interaction: In = None, why: Why = ""
) -> schemas.CustomerRead:
    """A customer as far as this contact may see; what is shown of a verified one is written down."""
    with customers_told():
        row = keeping.look(desk, id)
        with writing(desk.database) as session:
            return schemas.customer(_show(session, desk, row, interaction, caller.name, why))


@router.patch("/v1/customers/{id}")
def change(
    caller: CustomersWriter, desk: Customers, id: CustomerId, asked: schemas.CustomerChanging
) -> schemas.CustomerRead:
    """Change the record of a verified customer, at its master; 409 with both sides where it was changed meanwhile."""
    require_contact(desk.database, caller, asked.interaction)
    with customers_told():
        with Session(desk.database) as session:
            keeping.find(session, id)
            verifying.require(session, desk.rules, id, asked.interaction, desk.now())
        row = keeping.change(desk, id, asked.changes, caller.name, asked.why, asked.version)
        with writing(desk.database) as session:
            return schemas.customer(_show(session, desk, row, asked.interaction, caller.name, asked.why))


@router.get("/v1/customers/{id}/history")
def history(
    caller: CustomersReader, desk: Customers, id: CustomerId, interaction: In = None
) -> list[schemas.ChangeRead]:
    """Who changed what, when and why, the newest first; the values only where the customer is verified."""
    with customers_told(), writing(desk.database) as session:
        steps, at = keeping.history(session, id), desk.now()
        verified = verifying.is_verified(session, desk.rules.verification, id, interaction, at)
        if verified and steps:
            fields = sorted({step.field for step in steps})
            verifying.disclose(session, id, interaction, caller.name, at, fields, "history")
        return [schemas.change(step, verified) for step in steps]


@router.get("/v1/customers/{id}/disclosures")
def disclosures(_: CustomersMaster, desk: Customers, id: CustomerId) -> list[schemas.DisclosureRead]:
    """What was shown of the customer to whom, the newest first."""
    with customers_told(), Session(desk.database) as session:
        return [schemas.DisclosureRead.model_validate(one) for one in verifying.disclosures(session, id)]


@router.get("/v1/customers/{id}/notices")
def list_notices(_: CustomersReader, desk: Customers, id: CustomerId) -> list[schemas.NoticeRead]:
    """What the customer was told, the newest first; never a code."""
    with customers_told(), Session(desk.database) as session:
        keeping.find(session, id)
        return [schemas.notice(one) for one in notices.of_customer(session, id)]


@router.post("/v1/customers/{id}/verifications", status_code=201)
def begin_verification(
    caller: CustomersWriter, desk: Customers, id: CustomerId, asked: schemas.VerificationBeginning
) -> schemas.VerificationRead:
    """Send the customer a code, or get the questions to ask; 409 with `Retry-After` while there were too many wrong answers."""
    require_contact(desk.database, caller, asked.interaction)
    with customers_told():
        begun = verifying.begin(desk, id, asked.interaction, asked.method, caller.name)
        return schemas.verification(begun.verification, desk.rules, begun)


@router.post("/v1/verifications/{id}")
def answer_verification(
    caller: CustomersWriter, desk: Customers, id: Number, asked: schemas.VerificationAnswering
) -> schemas.VerificationRead:
    """What the customer says. The verdict tells whether it is right, never which part is wrong."""
    with customers_told():
        found = verifying.answer(desk, id, caller.name, code=asked.code, answers=asked.answers)
        return schemas.verification(found, desk.rules)


@router.get("/v1/customers/{id}/retention")
def get_retention(_: CustomersReader, desk: Customers, id: CustomerId) -> schemas.RetentionRead:
    """The risk that the customer leaves and its reasons, what they are worth, offers, loyalty."""
    with customers_told(), Session(desk.database) as session:
        row = keeping.find(session, id)
        profile = retaining.profile(session, row, desk.rules, desk.now())
        return schemas.retention(profile, retaining.offers(session, id), retaining.entries(session, id))


@router.get("/v1/customers/{id}/profile")
def get_profile(_: CustomersMaster, desk: Customers, id: CustomerId) -> dict[str, Any]:
    """All that is known of a customer: the record, contacts, tickets, risk, worth and loyalty, in the words of TM Forum's APIs."""
    with customers_told(), Session(desk.database) as session:
        return resource.profile(session, keeping.find(session, id), desk.rules, desk.now())


@router.post("/v1/customers/{id}/offers", status_code=201)
def make_offer(
    caller: CustomersWriter, desk: Customers, id: CustomerId, asked: schemas.OfferMaking
) -> schemas.OfferRead:
    """Make an offer of the rules."""
    with customers_told(), writing(desk.database) as session:
        made = retaining.make(session, id, asked.code, desk.rules, caller.name, desk.now(), asked.why)
        return schemas.OfferRead.model_validate(made)


@router.post("/v1/offers/{id}")
def answer_offer(
    caller: CustomersWriter, desk: Customers, id: Number, asked: schemas.OfferAnswering
) -> schemas.OfferRead:
    """What the customer says to an offer; who accepts must be verified."""
    require_contact(desk.database, caller, asked.interaction)
    with customers_told(), writing(desk.database) as session:
        offer = session.get(Offer, id)
        if offer is not None and asked.accepted:
            verifying.require(session, desk.rules, offer.customer_id, asked.interaction, desk.now())
        said = retaining.answer(session, id, asked.accepted, desk.rules, caller.name, desk.now())
        return schemas.OfferRead.model_validate(said)


@router.post("/v1/customers/{id}/loyalty", status_code=201)
def reward(caller: CustomersWriter, desk: Customers, id: CustomerId, asked: schemas.Rewarding) -> schemas.LoyaltyRead:
    """Give points of the loyalty scheme, or spend them."""
    with customers_told(), writing(desk.database) as session:
        entry = retaining.reward(session, id, asked.points, asked.reason, caller.name, desk.now())
        return schemas.LoyaltyRead.model_validate(entry)


@router.get("/v1/customers/{id}/leaving")
def get_leaving(_: CustomersReader, desk: Customers, id: CustomerId) -> schemas.LeavingRead:
    """What the end of the relationship would mean: the reasons, what is tried first, what is told and erased. It ends nothing."""
    with customers_told(), Session(desk.database) as session:
        return schemas.leaving(leaving(session, keeping.find(session, id), desk.rules, desk.now()))


@router.post("/v1/customers/{id}/termination", status_code=201)
def terminate(
    caller: CustomersWriter, desk: Customers, id: CustomerId, asked: schemas.Terminating
) -> schemas.TerminationRead:
    """End the relationship of a verified customer; 409 where the rules ask for an offer first."""
    require_contact(desk.database, caller, asked.interaction)
    with customers_told():
        with Session(desk.database) as session:
            keeping.find(session, id)
            verifying.require(session, desk.rules, id, asked.interaction, desk.now())
            contact = session.get(Interaction, asked.interaction)
        case_id = None if contact is None else contact.case_id
        terminating.terminate(desk, id, asked.reason, caller.name, asked.version, case_id)
        return _termination(desk, id)


@router.get("/v1/customers/{id}/termination")
def get_termination(_: CustomersReader, desk: Customers, id: CustomerId) -> schemas.TerminationRead:
    """How the relationship ended, and what is erased when."""
    with customers_told():
        return _termination(desk, id)


def _termination(desk: CustomerDesk, id: str) -> schemas.TerminationRead:
    with Session(desk.database) as session:
        told = schemas.TerminationRead.model_validate(terminating.find_termination(session, id))
        order = terminating.cease_order(session, id)
        return told.model_copy(update={"order": None if order is None else order.id})
