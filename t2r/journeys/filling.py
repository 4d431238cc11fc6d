"""Forms filled from what is known: the case and its flow, the customer, the network, the interaction; each value with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError
from t2r.cases.interactions import find_interaction
from t2r.cases.network import Seen
from t2r.cases.progress import Worked, look, subject_of
from t2r.cases.tables import Case, Interaction
from t2r.cases.workbench import Workbench
from t2r.customers import keeping, verifying
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import UnreachableError
from t2r.customers.records import addresses
from t2r.customers.tables import Customer, ReachKind
from t2r.flows.expressions import UNKNOWN
from t2r.journeys.forms import Form, Proposal

CERTAIN = 1.0  # of what a system of record or a person says; readings have a confidence of their own
ADDRESS = ("street1", "street2", "city", "postCode", "stateOrProvince", "country")


@dataclass(frozen=True, slots=True)
class Known:
    """A value with where it comes from and how sure it is. `personal`: it is the customer's, and shown only when verified."""

    value: Any
    source: str
    confidence: float
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A form for a case: what is known of each field, and whether personal values may be shown."""

    form: Form
    case: Case
    customer: Customer | None
    interaction: Interaction | None
    fields: Mapping[str, Known]
    all: Mapping[str, Known]
    verified: bool
    hint: str  # why no customer is known, if none is

    def values(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The values after the agent's changes; null takes one away."""
        kept = {name: known.value for name, known in self.fields.items()} | dict(changes)
        return {name: value for name, value in kept.items() if value is not None}

    def changed(self, changes: Mapping[str, Any]) -> list[str]:
        """The fields to which the agent gives another value than they were filled with."""
        was = {name: known.value for name, known in self.fields.items()}
        return sorted(name for name, value in changes.items() if was.get(name) != value)


def fill(bench: Workbench, desk: CustomerDesk, form: Form, case_id: int, interaction_id: int | None) -> Filled:
    """Fill a form as far as is known. Raises NoSuchError, ConflictError where the interaction is about something else."""
    worked = look(bench, case_id)
    case = worked.case
    customer, hint = customer_of(desk, case.line)
    with Session(desk.database) as session:
        interaction = None if interaction_id is None else find_interaction(session, interaction_id)
        if interaction is not None and interaction.case_id not in (None, case_id):
            raise ConflictError(f"interaction {interaction_id} is about case {interaction.case_id}")
        verified = customer is not None and verifying.is_verified(
            session, desk.rules.verification, customer.id, interaction_id, desk.now()
        )
    known = dict(_known(worked, customer, interaction, bench.look(subject_of(case))))
    fields = {
        name: found
        for name, sources in form.fill.items()
        if (found := next((known[source] for source in sources if source in known), None)) is not None
    }
    return Filled(form, case, customer, interaction, fields, known, verified, hint)


def customer_of(desk: CustomerDesk, line: str | None) -> tuple[Customer | None, str]:
    """The customer of a line, or why none is known: one of several that share a number would be a guess."""
    if line is None:
        return None, "the case has no line"
    try:
        found = keeping.search(desk, ReachKind.LINE, line) or keeping.search(desk, ReachKind.PHONE, line)
    except UnreachableError as error:
        return None, str(error)
    if len(found) == 1:
        return found[0], ""
    return None, "no customer of this line is known" if not found else f"{len(found)} customers share this line"


def proposed(bench: Workbench, worked: Worked) -> Sequence[Proposal]:
    """The journeys that a case calls for as it stands."""
    case = worked.case
    facts = {one["fact"]: one["value"] for one in _answers(worked) if one["fresh"]}
    own = {
        "status": case.status.value,
        "outcome": case.outcome,
        "cause": case.cause,
        "resolution": case.resolution,
        "severity": case.severity.value,
        "priority": case.priority.value,
        "flow": case.flow,
        "channel": case.channel,
        "kind": case.kind.value,
    }
    known = {name: value for name, value in {**facts, **own}.items() if value is not None}
    return bench.journeys.proposed(lambda name: known.get(name, UNKNOWN))


def _answers(worked: Worked) -> list[dict[str, Any]]:
    return worked.flow.answers if worked.flow is not None else []


def _known(
    worked: Worked, customer: Customer | None, interaction: Interaction | None, seen: Seen | None
) -> Iterator[tuple[str, Known]]:
    case = worked.case
    told = {
        "id": str(case.id),
        "msisdn": case.line and f"+{case.line}",
        "words": case.words,
        **{name: getattr(case, name) for name in ("channel", "outcome", "cause", "resolution", "flow", "say")},
        **{name: getattr(case, name).value for name in ("severity", "impact", "urgency", "priority", "status")},
    }
    yield from _from(told, "case", f"case {case.id}")
    for one in _answers(worked):
        if one["fresh"] and one["value"] is not None:
            source = f"{one['source']} ({one['by']})"
            yield f"fact.{one['fact']}", Known(one["value"], source, float(one["confidence"]))
    if customer is not None:
        yield from _of_customer(customer)
    if interaction is not None:
        told = {
            "id": str(interaction.id),
            "channel": interaction.channel,
            "direction": interaction.direction.value,
            "reason": interaction.reason,
            "msisdn": interaction.line and f"+{interaction.line}",
        }
        yield from _from(told, "interaction", f"interaction {interaction.id}")
    for badge in seen.badges if seen is not None else ():
        if badge.is_trouble and not badge.stale:
            yield f"diagnostics.{badge.kind.value}", Known(badge.sentence, "network", round(float(badge.confidence), 3))


def _of_customer(customer: Customer) -> Iterator[tuple[str, Known]]:
    body, source = customer.body, f"customer record, version {customer.version}"
    yield "customer.id", Known(customer.id, source, CERTAIN)
    yield "customer.status", Known(customer.status, source, CERTAIN)
    by_channel = dict(reversed(addresses(body)))
    media = [medium.get("characteristic") or {} for medium in body.get("contactMedium") or []]
    found = {name: next((one[name] for one in media if one.get(name)), None) for name in ADDRESS}
    account = next((one.get("id") for one in body.get("account") or [] if one.get("id")), None)
    told = {"name": body.get("name"), "phone": by_channel.get("SMS"), "email": by_channel.get("email"), **found}
    yield from _from({**told, "account": account}, "customer", source, personal=True)
    values = {str(one["name"]): one["value"] for one in body.get("characteristic") or []}
    yield from _from(values, "characteristic", source, personal=True)


def _from(told: Mapping[str, Any], kind: str, source: str, *, personal: bool = False) -> Iterator[tuple[str, Known]]:
    for name, value in told.items():
        if value is not None and value != "":
            yield f"{kind}.{name}", Known(value, source, CERTAIN, personal)
