"""What flows may speak of: slots (what the customer said), checks (questions that give facts) and actions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from t2r.flows.expressions import Expression
from t2r.flows.files import ETom, Name, OneOrMore, Span, Strict, Text


class ValueType(StrEnum):
    """What a value can be."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    STRING = "string"
    ENUM = "enum"
    DATE = "date"  # ISO 8601, compared with `today`
    LIST = "list"  # of objects with `fields`


def _typed(value: Any) -> Any:
    return {"type": value} if isinstance(value, str) else value


class FactType(Strict):
    """The type of a fact or slot."""

    type: ValueType
    values: Annotated[tuple[str, ...], Field(description="What an enum allows")] = ()
    unit: str | None = None
    fields: Annotated[
        dict[str, Annotated[FactType, BeforeValidator(_typed, json_schema_input_type=str | FactType)]],
        Field(default_factory=dict, description="The members of each item of a list"),
    ]
    description: str = ""
    personal: Annotated[bool, Field(description="Identifies the customer: masked in the trace")] = False

    @model_validator(mode="after")
    def _complete(self) -> FactType:
        if (self.type is ValueType.ENUM) != bool(self.values):
            raise ValueError("an enum has values, and nothing else has")
        if (self.type is ValueType.LIST) != bool(self.fields):
            raise ValueError("a list has fields, and nothing else has")
        return self


class Slot(FactType):
    """A typed value from what the customer said."""

    ask: Annotated[str | None, Field(description="How to ask the customer for it, where it was not said")] = None
    consent: Annotated[bool, Field(description="A consent (or its amount); not given is no consent on record")] = False


class Question(Strict):
    """A check: a question about the case that gives facts."""

    question: Annotated[Text, Field(description="The question, as the agent reads it")]
    ask: Annotated[str | None, Field(description="The wording to the customer, where no tool can answer it")] = None
    fact: Annotated[FactType | None, Field(description="The one fact it gives, named as the check")] = None
    facts: Annotated[
        dict[Name, FactType], Field(default_factory=dict, description="The facts it gives, where there are several")
    ]
    ttl: Annotated[Span, Field(description="How long a reading may decide anything")] = 900.0
    experience: Annotated[bool, Field(description="What the customer feels: read again after every action")] = False
    etom: ETom | None = None

    @model_validator(mode="after")
    def _gives_something(self) -> Question:
        if (self.fact is None) == (not self.facts):
            raise ValueError("a check gives either one `fact` or several `facts`")
        return self


class Risk(StrEnum):
    """What an action can do to the customer."""

    FREE = "free"
    REVERSIBLE = "reversible"
    CUSTOMER_VISIBLE = "customer_visible"
    COSTS_MONEY = "costs_money"
    IRREVERSIBLE = "irreversible"


class Action(Strict):
    """Something that can be done for the customer."""

    title: Text
    say: Annotated[str | None, Field(description="The wording to the customer who does it, or is told of it")] = None
    risk: Risk
    effect: Annotated[
        Expression | None, Field(description="What holds afterwards; an action whose effect holds already is skipped")
    ] = None
    changes: Annotated[
        OneOrMore[str],
        Field(
            description="Facts to be read again afterwards, beside those in `effect` and the checks of `experience`; "
            "`all` for every one"
        ),
    ] = ()
    then: Annotated[OneOrMore[Name], Field(description="Actions that must follow")] = ()
    waits_for: Annotated[
        Expression | None,
        Field(
            description="Where it must follow another action: as long as this is known not to hold, it is no use and waits"
        ),
    ] = None
    arguments: Annotated[
        dict[Name, Expression | None],
        Field(
            default_factory=dict, description="Its arguments, from slots and facts; null: the flow gives it (`with`)"
        ),
    ]
    cost: Annotated[Expression | None, Field(description="What it costs the customer")] = None
    limit: Annotated[Expression | None, Field(description="What must hold for it to be within what is allowed")] = None
    consent: Annotated[Name | None, Field(description="The slot that holds the customer's consent, or its amount")] = (
        None
    )
    etom: ETom | None = None

    @model_validator(mode="after")
    def _has_consent(self) -> Action:
        if self.risk in (Risk.COSTS_MONEY, Risk.IRREVERSIBLE) and self.consent is None:
            raise ValueError(f"an action that is {self.risk.value} names the slot of its `consent`")
        return self


class VocabularyFile(Strict):
    """A file of the vocabulary."""

    slots: Annotated[dict[Name, Slot], Field(default_factory=dict)]
    checks: Annotated[dict[Name, Question], Field(default_factory=dict)]
    actions: Annotated[dict[Name, Action], Field(default_factory=dict)]
    conditions: Annotated[
        dict[Name, Expression], Field(default_factory=dict, description="Names for conditions that are often needed")
    ]


class Vocabulary:
    """Everything flows may speak of, from one or several files; the later file wins."""

    def __init__(
        self,
        slots: dict[str, Slot],
        checks: dict[str, Question],
        actions: dict[str, Action],
        conditions: dict[str, Expression],
    ) -> None:
        self.slots, self.checks, self.actions, self.conditions = slots, checks, actions, conditions
        self.facts: dict[str, FactType] = {}
        self.check_of: dict[str, str] = {}  # fact → the check that gives it
        self.experience: tuple[str, ...] = tuple(
            fact for name, check in checks.items() if check.experience for fact in facts_of(name, check)
        )
        for name, check in checks.items():
            for fact, kind in facts_of(name, check).items():
                self.facts[fact] = kind
                self.check_of[fact] = name

        self.personal: tuple[str, ...] = tuple(
            name for name, kind in (*slots.items(), *self.facts.items()) if kind.personal
        )

    def to_json(self) -> str:
        """Everything in it, as JSON."""
        parts = VocabularyFile(slots=self.slots, checks=self.checks, actions=self.actions, conditions=self.conditions)
        return parts.model_dump_json()

    def is_personal(self, name: str) -> bool:
        """Whether a slot or fact identifies the customer."""
        return name in self.personal

    def facts_of(self, name: str) -> list[str]:
        """The facts that a name stands for: a check's, or the fact itself."""
        return list(facts_of(name, self.checks[name])) if name in self.checks else [name]

    def ttl(self, fact: str) -> float:
        """How long a reading of a fact may decide anything, in seconds."""
        check = self.check_of.get(fact)
        return self.checks[check].ttl if check else DEFAULT_TTL


ALL = "all"  # in `changes`: every fact
DEFAULT_TTL: float = Question.model_fields["ttl"].default


def facts_of(name: str, check: Question) -> dict[str, FactType]:
    """The facts a check gives, by name."""
    return {name: check.fact} if check.fact else dict(check.facts)


def allowed(kind: FactType) -> list[Any]:
    """The answers a person may give, where they can be listed."""
    if kind.type is ValueType.BOOLEAN:
        return [True, False]
    return list(kind.values)
