"""What the end of a relationship would mean, before it is ended: the reasons, what is tried first, what is told and erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError
from t2r.customers import retaining, terminating
from t2r.customers.retaining import Proposal
from t2r.customers.rules import ReasonRule, Rules
from t2r.customers.tables import Customer, Offer, OfferKind, Status


@dataclass(frozen=True, slots=True)
class Leaving:
    """`tried` is the offer that was declined of late; `proposals` are what is worth offering one who leaves, the best first."""

    reasons: Mapping[str, ReasonRule]
    tried: Offer | None
    proposals: tuple[Proposal, ...]
    farewell: str
    erase: Mapping[str, datetime]
    kept_until: datetime


def leaving(session: Session, customer: Customer, rules: Rules, at: datetime) -> Leaving:
    """What it would mean now. Raises ConflictError for who has left."""
    if customer.status == Status.TERMINATED:
        raise ConflictError(f"customer {customer.id} has left already")
    profile = retaining.profile(session, customer, rules, at, is_leaving=True)
    erase = terminating.erasures(customer.body, rules.termination, at)
    kept_until = max([*erase.values(), at])
    return Leaving(
        reasons=rules.termination.reasons,
        tried=terminating.tried(session, customer.id, at),
        proposals=tuple(one for one in profile.proposals if one.rule.kind is OfferKind.RETENTION),
        farewell=terminating.farewell(rules.termination, kept_until),
        erase=erase,
        kept_until=kept_until,
    )
