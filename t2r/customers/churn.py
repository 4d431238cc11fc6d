"""How likely a customer is to leave within 90 days: a calibrated logistic model over their contacts and troubles, explained."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from t2r.cases.tables import Case, Interaction, Kind
from t2r.customers.records import lines
from t2r.customers.tables import Customer
from t2r.problems.tables import Contact

DAYS = 180  # of history that count
LOW = 2  # a satisfaction, of 5
YEAR = timedelta(days=365.25)
_LEAVING = re.compile(r"\b(?:cancel\w*|terminat\w*|disconnect (?:my|the) (?:line|service)|port(?:ing)?[ -]out|leav(?:e|ing))\b", re.I)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What was seen of a customer in the last half year. None is what is not known."""

    cases: float  # troubles told
    came_back: float  # of those, that came back within seven days
    outages: float  # of those, that an outage explains
    open: float  # of those, that are not over
    hours: float | None  # to a restoration, on average; not known where nothing was restored
    unsatisfied: float  # times that a low satisfaction was told
    contacts: float
    leaving: float  # contacts that spoke of leaving
    years: float | None  # as a customer


FEATURES: Mapping[str, str] = {
    "cases": "troubles in the last half year",
    "came_back": "troubles that came back",
    "outages": "troubles by an outage",
    "open": "troubles that are not over",
    "hours": "time until service was restored",
    "unsatisfied": "times not satisfied",
    "contacts": "contacts",
    "leaving": "spoke of leaving",
    "years": "years as a customer",
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """How far something seen moves the score (in log-odds) from that of the average customer."""

    feature: str
    title: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Risk:
    """The score, what it was made of (what moves it most comes first), and what is not known and so was left out."""

    score: float
    contributions: tuple[Contribution, ...]
    unknown: tuple[str, ...]
    behaviour: Behaviour
    trained_on: str


class ChurnModel(BaseModel):
    """probability = 1 / (1 + exp(-(intercept + Σ weight · (scaled - mean)))): what is not known counts as the mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trained_on: str
    intercept: float
    weights: dict[str, float]
    means: dict[str, float]
    evaluation: dict[str, object]

    def assess(self, seen: Behaviour) -> Risk:
        """The risk of a customer who was seen so."""
        values = scaled(seen)
        parts = {
            name: weight * (value - self.means[name])
            for name, weight in self.weights.items()
            if (value := values[name]) is not None
        }
        raw = asdict(seen)
        told = sorted(
            (Contribution(name, FEATURES[name], float(raw[name]), round(part, 4)) for name, part in parts.items()),
            key=lambda one: -abs(one.weight),
        )
        total = max(-30.0, min(30.0, self.intercept + sum(parts.values())))
        unknown = tuple(FEATURES[name] for name, value in values.items() if value is None)
        return Risk(1 / (1 + math.exp(-total)), tuple(told), unknown, seen, self.trained_on)

    @classmethod
    def read(cls, path: Path) -> ChurnModel:
        """A model of a file that `t2r train-churn` wrote. Raises ValueError for features this version does not know."""
        model = cls.model_validate(json.loads(path.read_text(encoding="utf-8")))
        if {*model.weights, *model.means} != set(FEATURES):
            raise ValueError(f"{path}: its features are not {', '.join(FEATURES)}")
        return model


def scaled(seen: Behaviour) -> dict[str, float | None]:
    """As the model takes it: the second of a kind counts less than the first."""
    return {name: None if value is None else math.log1p(value) for name, value in asdict(seen).items()}


def behaviour(session: Session, customer: Customer, at: datetime) -> Behaviour:
    """What was seen of a customer until a moment, over all their lines."""
    numbers, since = lines(customer.body), at - timedelta(days=DAYS)
    of_line = (Case.line.in_(numbers), Case.kind == Kind.CUSTOMER, Case.opened_at > since, Case.opened_at <= at)
    cases = list(session.scalars(select(Case).where(*of_line))) if numbers else []
    ids = [case.id for case in cases]
    low = select(func.count()).select_from(Contact).where(Contact.case_id.in_(ids), Contact.satisfaction <= LOW)
    spoken = select(Interaction.reason, Interaction.description).where(
        Interaction.line.in_(numbers), Interaction.started_at > since, Interaction.started_at <= at
    )
    contacts = [f"{reason} {description}" for reason, description in session.execute(spoken)] if numbers else []
    return Behaviour(
        cases=len(cases),
        came_back=sum(case.came_back for case in cases),
        outages=sum(case.parent_id is not None for case in cases),
        open=sum(case.status.is_open for case in cases),
        hours=_hours(cases),
        unsatisfied=(session.scalar(low) or 0) if ids else 0,
        contacts=len(contacts),
        leaving=sum(_LEAVING.search(text) is not None for text in contacts),
        years=_years(customer, at),
    )


def model_path() -> Path:
    """The file of the model that comes with the package."""
    return Path(__file__).with_name("churn.json")


@cache
def shipped_model() -> ChurnModel:
    """The model that comes with the package."""
    return ChurnModel.read(model_path())


def _hours(cases: Sequence[Case]) -> float | None:
    spans = [(case.resolved_at - case.opened_at).total_seconds() / 3600 for case in cases if case.resolved_at]
    return sum(spans) / len(spans) if spans else None


def _years(customer: Customer, at: datetime) -> float | None:
    """Since when the record says that the customer is one; when it was first kept here says nothing of that."""
    try:
        since = datetime.fromisoformat(str((customer.body.get("validFor") or {})["startDateTime"]))
    except (KeyError, ValueError):
        return None
    return max(0.0, (at - since) / YEAR) if since.tzinfo else None
