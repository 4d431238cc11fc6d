"""Keeping customers: the risk that they leave, what they are worth, offers that are worth their cost, and points for staying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.events import put
from t2r.customers.churn import YEAR, ChurnModel, Risk, behaviour, shipped_model
from t2r.customers.keeping import find
from t2r.customers.records import characteristic
from t2r.customers.rules import OfferRule, RetentionRules, Rules
from t2r.customers.tables import Customer, LoyaltyEntry, Offer, OfferKind, OfferState, Status

MOST_MONTHS = 60.0  # that are counted on
MONTHS_OF_THE_RISK = 3.0  # the score is that of 90 days


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer that is worth making: `value` is what it is expected to bring beyond its cost, in the record's currency."""

    rule: OfferRule
    value: float
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of how a customer stands. `lifetime_value` is None where the record tells no revenue."""

    risk: Risk
    at_risk: bool
    lifetime_value: float | None
    points: int
    tier: str | None
    proposals: tuple[Proposal, ...]


def profile(
    session: Session,
    customer: Customer,
    rules: Rules,
    at: datetime,
    *,
    model: ChurnModel | None = None,
    is_leaving: bool = False,
) -> Profile:
    """The risk that a customer leaves, what they are worth, and what to offer, the best first; also one who `is_leaving` now."""
    risk = (model or shipped_model()).assess(behaviour(session, customer, at))
    points = balance(session, customer, rules, at)
    tier = next((name for name, need in sorted(rules.loyalty.tiers.items(), key=lambda one: -one[1]) if points >= need), None)  # fmt: skip
    revenue = _revenue(customer)
    return Profile(
        risk=risk,
        at_risk=customer.status != Status.TERMINATED and risk.score >= rules.retention.at_risk,
        lifetime_value=None if revenue is None else round(revenue * _months(risk.score), 2),
        points=points,
        tier=tier,
        proposals=tuple(_proposals(customer, risk, tier, rules.retention, is_leaving)),
    )


def make(session: Session, customer_id: str, code: str, rules: Rules, by: str, at: datetime, why: str = "") -> Offer:
    """Make an offer. Raises RefusedError for none of the rules', ConflictError for one that is made or does not fit the status."""
    customer = find(session, customer_id, to_change=True)
    rule = next((each for each in rules.retention.offers if each.code == code), None)
    if rule is None:
        raise RefusedError("code", f"is none of {', '.join(each.code for each in rules.retention.offers)}")
    if (customer.status == Status.TERMINATED) != (rule.kind is OfferKind.WIN_BACK):
        raise ConflictError(f"{code} is not for a customer who is {customer.status}")
    same = select(Offer).where(
        Offer.customer_id == customer_id, Offer.code == code, Offer.state == OfferState.MADE, Offer.valid_until > at
    )
    if session.scalars(same.limit(1)).one_or_none() is not None:
        raise ConflictError(f"{code} is offered already, and not answered")
    made = Offer(
        customer_id=customer_id,
        kind=rule.kind,
        code=code,
        title=rule.title,
        why=why,
        state=OfferState.MADE,
        by=by,
        made_at=at,
        valid_until=at + timedelta(days=rules.retention.offer_days),
    )
    session.add(made)
    session.flush()
    _tell(session, made, "CustomerOfferCreateEvent", at)
    return made


def answer(session: Session, id: int, accepted: bool, rules: Rules, by: str, at: datetime) -> Offer:
    """What the customer says to an offer. Raises ConflictError where that is known, or it is no longer good, NoSuchError."""
    offer = session.get(Offer, id, with_for_update=True, populate_existing=True)
    if offer is None:
        raise NoSuchError(id, "offer")
    if offer.state is not OfferState.MADE:
        raise ConflictError(f"offer {id} is {offer.state}")
    if at >= offer.valid_until:
        raise ConflictError(f"offer {id} was good until {offer.valid_until:%d %b %Y}")
    offer.state, offer.answered_at = OfferState.ACCEPTED if accepted else OfferState.DECLINED, at
    if accepted:
        reward(session, offer.customer_id, rules.loyalty.accepted, f"accepted {offer.code}", by, at)
    _tell(session, offer, "CustomerOfferStateChangeEvent", at)
    return offer


def offers(session: Session, customer_id: str) -> list[Offer]:
    """The offers made to a customer, the newest first. Raises NoSuchError."""
    find(session, customer_id)
    return list(session.scalars(select(Offer).where(Offer.customer_id == customer_id).order_by(Offer.id.desc())))


def reward(session: Session, customer_id: str, points: int, reason: str, by: str, at: datetime) -> LoyaltyEntry:
    """Give points, or take them (fewer than nothing are never left). Raises ConflictError, NoSuchError."""
    find(session, customer_id, to_change=True)
    entry = LoyaltyEntry(customer_id=customer_id, points=points, reason=reason, at=at, by=by)
    session.add(entry)
    session.flush()
    if points < 0 and _given(session, customer_id) < 0:
        raise ConflictError("there are not so many points")
    return entry


def balance(session: Session, customer: Customer, rules: Rules, at: datetime) -> int:
    """The points given and spent, and those for each whole year as a customer here."""
    return _given(session, customer.id) + rules.loyalty.year * max(0, int((at - customer.created_at) / YEAR))


def entries(session: Session, customer_id: str) -> list[LoyaltyEntry]:
    """The points given and spent, the newest first."""
    query = select(LoyaltyEntry).where(LoyaltyEntry.customer_id == customer_id).order_by(LoyaltyEntry.id.desc())
    return list(session.scalars(query))


def _proposals(
    customer: Customer, risk: Risk, tier: str | None, rules: RetentionRules, is_leaving: bool
) -> list[Proposal]:
    has_left = customer.status == Status.TERMINATED
    revenue = _revenue(customer)
    worth = rules.default_revenue if revenue is None else revenue
    found = []
    for rule in rules.offers:
        if (rule.kind is OfferKind.WIN_BACK) != has_left or not _fits(rule, risk, is_leaving):
            continue
        score = 1.0 if has_left or is_leaving else risk.score
        value = score * rule.chance * worth * rule.months - rule.cost
        if rule.kind is OfferKind.LOYALTY and tier is not None:
            found.append(Proposal(rule, round(value, 2), f"is {tier} in the loyalty scheme"))
        elif rule.kind is not OfferKind.LOYALTY and value > 0:
            told = (
                "has left"
                if has_left
                else "is leaving"
                if is_leaving
                else f"leaves within 90 days with {risk.score:.0%}"
            )
            assumed = "" if revenue is not None else " (revenue assumed)"
            why = f"{told}; it keeps {rule.chance:.0%} of those, and costs {rule.cost:g}{assumed}"
            found.append(Proposal(rule, round(value, 2), why))
    return sorted(found, key=lambda one: -one.value)


def _fits(rule: OfferRule, risk: Risk, is_leaving: bool) -> bool:
    seen = risk.behaviour
    return {"trouble": seen.cases > 0, "leaving": is_leaving or seen.leaving > 0, "any": True}[rule.after]


def _revenue(customer: Customer) -> float | None:
    """What the customer pays a month, where the record says it."""
    told = characteristic(customer.body, "monthlyRevenue")
    return float(told) if isinstance(told, int | float) and not isinstance(told, bool) and told >= 0 else None


def _months(score: float) -> float:
    """How long a customer of this risk is expected to stay."""
    a_month = 1 - (1 - score) ** (1 / MONTHS_OF_THE_RISK)
    return min(MOST_MONTHS, 1 / a_month) if a_month > 0 else MOST_MONTHS


def _given(session: Session, customer_id: str) -> int:
    query = select(func.coalesce(func.sum(LoyaltyEntry.points), 0)).where(LoyaltyEntry.customer_id == customer_id)
    return int(session.scalar(query) or 0)


def _tell(session: Session, offer: Offer, type: str, at: datetime) -> None:
    told = {"id": str(offer.id), "customer": offer.customer_id, "code": offer.code, "kind": offer.kind.value}
    about, key = offer.customer_id, f"customer:{offer.customer_id}"
    put(session, "customerOffer", type, about, told | {"state": offer.state.value}, at, key=key)
