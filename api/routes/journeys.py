"""Journeys: forms that are filled from what is known of a case, and sent once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path

from api.auth import CasesReader, CasesWriter
from api.ownership import require_contact
from api.problems import NotFound
from api.routes import customer_schemas as schemas
from api.routes.cases import Bench, Number
from api.routes.customers import Customers, customers_told
from api.routes.orders import Orders
from t2r.cases.workbench import Workbench
from t2r.customers import verifying
from t2r.database import writing
from t2r.journeys.filling import fill
from t2r.journeys.forms import Form
from t2r.journeys.submitting import submit

router = APIRouter(tags=["journeys"])

JourneyName = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,59}$")]


def _form(bench: Workbench, name: str) -> Form:
    form = bench.journeys.get(name)
    if form is None:
        raise NotFound(f"There is no journey {name}; there are {', '.join(bench.journeys)}.")
    return form


@router.get("/v1/journeys")
def list_journeys(_: CasesReader, bench: Bench) -> list[schemas.JourneyRead]:
    """The forms there are."""
    return [schemas.journey(form) for form in bench.journeys.values()]


@router.post("/v1/cases/{id}/journeys/{name}")
def fill_journey(
    caller: CasesWriter, bench: Bench, desk: Customers, id: Number, name: JourneyName, asked: schemas.JourneyFilling
) -> schemas.FormRead:
    """The form as far as it is known, each value with its source; with `changes`, what they come to. Nothing is sent."""
    require_contact(bench.database, caller, asked.interaction)
    form = _form(bench, name)
    with customers_told():
        found = fill(bench, desk, form, id, asked.interaction)
        personal = sorted(field for field, known in found.fields.items() if known.personal)
        if found.verified and found.customer is not None and personal:
            with writing(desk.database) as session:
                why = f"journey {name} of case {id}"
                verifying.disclose(
                    session, found.customer.id, asked.interaction, caller.name, desk.now(), personal, why
                )
        return schemas.filled(found, asked.changes)


@router.post("/v1/cases/{id}/journeys/{name}/submit", status_code=201)
def submit_journey(
    caller: CasesWriter,
    bench: Bench,
    desk: Customers,
    orders: Orders,
    id: Number,
    name: JourneyName,
    asked: schemas.JourneyFilling,
    idempotency_key: Annotated[str, Header(min_length=1, max_length=200, description="The same key twice sends once.")],
) -> schemas.SubmittedRead:
    """Send the form, with the agent's changes: once for a case, whatever is repeated."""
    require_contact(bench.database, caller, asked.interaction)
    form = _form(bench, name)
    with customers_told():
        sent = submit(bench, desk, form, id, asked.changes, asked.interaction, caller.name, idempotency_key, orders)
        return schemas.SubmittedRead.model_validate(sent)
