"""The language of a flow file: a goal, the checks that verify it, and the rungs of a ladder."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from t2r.flows.expressions import Expression
from t2r.flows.files import ETom, FlowId, Name, OneOrMore, Strict, Text


class Outcome(StrEnum):
    """How a flow can end."""

    SOLVED = "solved"
    ESCALATED = "escalated"
    ABANDONED = "abandoned"
    LINKED_TO_OUTAGE = "linked_to_outage"
    NOTHING_WRONG = "nothing_wrong"


class Unknown(StrEnum):
    """What a rung does where its condition cannot be told."""

    ASK = "ask"  # ask the agent or the customer; still unknown: skip the rung
    SKIP = "skip"  # skip the rung without asking
    ESCALATE = "escalate"  # ask; still unknown: escalate


class Do(Strict):
    """An action with the arguments that this flow gives it."""

    action: Name
    with_: Annotated[dict[Name, Expression], Field(default_factory=dict, alias="with")]


def _action(value: Any) -> Any:
    return {"action": value} if isinstance(value, str) else value


class ForEach(Strict):
    """`bill in overdue_bills`: the actions are done for each item."""

    item: Name
    of: Expression


def _for_each(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"\s*([a-z][a-z0-9_]*)\s+in\s+(\S.*)", value)
    if match is None:
        raise ValueError("must be written as `bill in overdue_bills`")
    return {"item": match[1], "of": match[2]}


class Rung(Strict):
    """One step of the ladder. It does one thing: `call`, `do`, `escalate` or `end`; or it only checks, for the record."""

    title: str | None = None
    when: Annotated[Expression | None, Field(description="The rung is gone into only where this holds")] = None
    unless: Annotated[Expression | None, Field(description="The rung is gone into only where this does not hold")] = (
        None
    )
    check: Annotated[OneOrMore[Name], Field(description="The checks made on this rung")] = ()
    if_: Annotated[Expression | None, Field(alias="if", description="What must be found for the rung to act")] = None
    guard: Annotated[
        Expression | None, Field(description="The business rule that must hold before anything is done")
    ] = None
    otherwise: Annotated[
        Literal["escalate", "skip"], Field(description="What happens where the guard does not hold, or is unknown")
    ] = "escalate"
    foreach: Annotated[
        ForEach | None, BeforeValidator(_for_each, json_schema_input_type=str), Field(description="`bill in bills`")
    ] = None
    do: Annotated[
        OneOrMore[Annotated[Do, BeforeValidator(_action, json_schema_input_type=str | Do)]],
        Field(description="The actions, in order; what must follow them follows by itself"),
    ] = ()
    once: Annotated[bool, Field(description="Not where one of its actions was done in this session already")] = False
    recheck: Annotated[
        OneOrMore[Name], Field(description="Checks made after acting, beside those that the goal needs")
    ] = ()
    call: Annotated[FlowId | None, Field(description="A flow whose goal must hold first")] = None
    escalate: Annotated[str | None, Field(description="Hand the case over, to whom or why")] = None
    end: Annotated[Literal["linked_to_outage", "abandoned"] | None, Field(description="End the flow so")] = None
    say: Annotated[str | None, Field(description="What the customer is told")] = None
    unknown: Annotated[Unknown, Field(description="What happens where the conditions cannot be told")] = Unknown.ASK
    etom: ETom | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> Rung:
        deeds = [name for name in ("call", "do", "escalate", "end") if getattr(self, name)]
        if len(deeds) > 1:
            raise ValueError(f"a rung does one thing, not {' and '.join(deeds)}")
        if not deeds and not self.check:
            raise ValueError("a rung checks something, or does one of call, do, escalate, end")
        for name in ("foreach", "recheck", "guard", "once"):
            if getattr(self, name) and not self.do:
                raise ValueError(f"`{name}` belongs to `do`")
        if "otherwise" in self.model_fields_set and self.guard is None:
            raise ValueError("`otherwise` belongs to `guard`")
        return self

    @property
    def expressions(self) -> list[Expression]:
        """The conditions of the rung."""
        conditions = [self.when, self.unless, self.if_, self.guard, self.foreach.of if self.foreach else None]
        return [each for each in conditions if each is not None]

    @property
    def is_deed(self) -> bool:
        """Whether the rung does anything but look."""
        return bool(self.call or self.do or self.escalate or self.end)

    @property
    def is_unconditional(self) -> bool:
        """Whether nothing decides if the rung acts."""
        return self.when is None and self.unless is None and self.if_ is None and self.foreach is None


class Flow(Strict):
    """A troubleshooting flow."""

    flow: Annotated[FlowId, Field(description="Its id, and the name of its file")]
    version: Annotated[int, Field(ge=1)] = 1
    title: Text
    symptoms: Annotated[OneOrMore[Text], Field(description="How customers say it")] = ()
    goal: Annotated[Expression, Field(description="What holds when the trouble is gone")]
    verify: Annotated[OneOrMore[Name], Field(description="The checks that establish the goal", min_length=1)]
    includes: Annotated[OneOrMore[FlowId], Field(description="Flows whose goal this one contains")] = ()
    articles: Annotated[OneOrMore[str], Field(description="Articles of the knowledge base")] = ()
    escalate: Annotated[str, Field(description="To whom the case goes at the end of the ladder")] = "technical support"
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    etom: ETom | None = None

    @property
    def expressions(self) -> list[Expression]:
        """The goal, and the conditions of all rungs."""
        return [self.goal, *(each for rung in self.rungs for each in rung.expressions)]
