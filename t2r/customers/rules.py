"""How customers are verified, told, kept and let go: an operator's rules, read from a file."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from t2r.customers.records import ATTRIBUTES
from t2r.customers.tables import OfferKind
from t2r.flows.files import FlowError, SourceFile, Strict

SHIPPED = Path(__file__).with_name("rules.yaml")

Minutes = Annotated[int, Field(ge=1, le=1440)]
Days = Annotated[int, Field(ge=0, le=36_500)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Money = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class VerificationRules(Strict):
    """How customers show who they are."""

    code_digits: Annotated[int, Field(ge=6, le=10)]
    code_minutes: Minutes
    attempts: Annotated[int, Field(ge=1, le=10)]
    lock_after: Annotated[int, Field(ge=1, le=50)]
    lock_minutes: Minutes
    valid_minutes: Minutes
    questions_asked: Annotated[int, Field(ge=2, le=10)]
    code_text: Annotated[str, Field(pattern=r"\{code\}")]
    questions: dict[str, Title]


class SurveyRules(Strict):
    """How customers are asked how a contact was, and for how many days they are left in peace then. No text: they are not asked."""

    text: Annotated[str, Field(max_length=200)]
    days: Days


class OfferRule(Strict):
    """An offer that can be made: what it costs, and what it is worth where it keeps the customer."""

    code: Code
    title: Title
    kind: OfferKind
    after: Literal["trouble", "leaving", "any"]
    chance: Share
    cost: Money
    months: Money


class RetentionRules(Strict):
    """Whom to keep, and with what."""

    offer_days: Days
    default_revenue: Money
    at_risk: Share
    offers: tuple[OfferRule, ...]


class LoyaltyRules(Strict):
    """Points, and the tiers that they lead to."""

    joined: int
    year: int
    accepted: int
    tiers: dict[str, int]


class Attempt(StrEnum):
    """What is tried before a relationship ends."""

    REQUIRED = "required"  # an offer was made by an agent and declined
    OFFER = "offer"  # the best one is made with the farewell
    NONE = "none"


class ReasonRule(Strict):
    """Why a customer leaves."""

    title: Title
    attempt: Attempt


class TerminationRules(Strict):
    """How a relationship ends, and what is kept how long."""

    reasons: dict[Code, ReasonRule]
    farewell: Annotated[str, Field(pattern=r"\{until\}")]
    keep_days: dict[str, Days]

    def reason(self, words: str) -> str:
        """The code of a reason, given as such or in words; `other` for words that are none."""
        code = re.sub(r"\W+", "_", words.strip().casefold()).strip("_")
        return code if code in self.reasons else "other"


class Rules(Strict):
    """All of a file."""

    verification: VerificationRules
    open_characteristics: tuple[str, ...]
    learned: tuple[str, ...]
    notices: dict[str, Title]
    case_notices: dict[Literal["held", "resolved", "closed", "late"], Title]
    contact_done: Annotated[str, Field(max_length=200)]
    survey: SurveyRules
    retention: RetentionRules
    loyalty: LoyaltyRules
    termination: TerminationRules

    @model_validator(mode="after")
    def _what_is_named_is_there(self) -> Self:
        for field, names in (("notices", self.notices), ("termination.keep_days", self.termination.keep_days)):
            if strange := sorted(set(names) - ATTRIBUTES):
                raise ValueError(f"{field}: {strange[0]} is no attribute of a customer")
        if "other" not in self.termination.reasons:
            raise ValueError("termination.reasons: other is missing")
        return self

    @classmethod
    def load(cls, path: Path = SHIPPED) -> Self:
        """The rules of a YAML file. Raises FlowError with file and line of every mistake, OSError."""
        file = SourceFile(path)
        rules = file.read(cls)
        if rules is None:
            raise FlowError(file.mistakes)
        return rules


@cache
def shipped() -> Rules:
    """The rules that come with the package."""
    return Rules.load()
