"""A binding: which of a host's tools answers which question and carries out which action."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, Field, model_validator

from t2r.flows.expressions import Expression
from t2r.flows.files import Name, OneOrMore, Strict, Text
from t2r.flows.language import ForEach, _for_each
from t2r.flows.readers import Pattern, Reader

Arguments = dict[str, Expression]


class Reading(Strict):
    """A call of a tool that only reads, and every fact its result can give."""

    tool: Text
    arguments: Annotated[
        Arguments,
        Field(default_factory=dict, description="From slots and facts; a text stands in quotes within quotes"),
    ]
    foreach: Annotated[
        ForEach | None,
        BeforeValidator(_for_each, json_schema_input_type=str),
        Field(description="`line in line_ids`: the tool is called for each item; lists that it reads are joined"),
    ] = None
    until: Annotated[
        Expression | None, Field(description="With foreach: stop at, and read, the first result for which this holds")
    ] = None
    expect: Annotated[
        Pattern | None,
        Field(description="What every result of this tool looks like; one that does not is not understood"),
    ] = None
    measured_at: Annotated[
        str | None,
        Field(description="Where the result says when it was measured (a path); what is too old is no answer"),
    ] = None
    read: Annotated[
        dict[Name, OneOrMore[Reader]],
        Field(min_length=1, description="Of several readers the first that finds it wins"),
    ]

    @model_validator(mode="after")
    def _is_whole(self) -> Reading:
        if self.until is not None and self.foreach is None:
            raise ValueError("`until` belongs to `foreach`")
        if self.expect is None:
            for name, readers in self.read.items():
                if any(reader.absent is not None for reader in readers):
                    raise ValueError(
                        f"read.{name}: `absent` needs `expect`, or any strange text would count as absence"
                    )
        return self


class BoundAction(Strict):
    """The tool that carries out an action."""

    tool: Text
    arguments: Annotated[
        Arguments, Field(default_factory=dict, description="From the action's arguments, slots and facts")
    ]
    toggle: Annotated[
        Name | None, Field(description="The tool switches between on and off: this fact is read right before")
    ] = None


class BoundEscalation(Strict):
    """The tool that hands a case over; its arguments may use `reason`, `queue` and `summary`."""

    tool: Text
    arguments: Annotated[Arguments, Field(default_factory=dict)]


def _named(value: Any) -> Any:
    return {"tool": value} if isinstance(value, str) else value


class Binding(Strict):
    """A binding file. A check is answered by the readings that give its facts; the first that can, wins."""

    binding: Name
    clock: Annotated[
        AwareDatetime | None, Field(description="The moment that is now, where the host's data stand still")
    ] = None
    readings: tuple[Reading, ...] = ()
    actions: Annotated[
        dict[Name, Annotated[BoundAction, BeforeValidator(_named, json_schema_input_type=str | BoundAction)]],
        Field(default_factory=dict),
    ]
    escalate: Annotated[
        BoundEscalation | None, BeforeValidator(_named, json_schema_input_type=str | BoundEscalation)
    ] = None
    ask_agent: Annotated[str | None, Field(description="The tool that puts a question to the agent")] = None
    ask_customer: Annotated[str | None, Field(description="The tool that puts a question to the customer")] = None
