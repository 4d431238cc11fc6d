"""Named conditions of the vocabulary, put in the place of their names wherever an expression uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from t2r.flows.expressions import Expression


def define(conditions: Mapping[str, Expression], models: Iterable[BaseModel]) -> None:
    """Define the names in all expressions of the models. Conditions that need each other are left as they are (see `loops`)."""
    if not conditions:
        return
    defined: dict[str, Expression] = {}
    waiting = dict(conditions)
    while ready := {name: each for name, each in waiting.items() if not any(used in waiting for used in each.names)}:
        for name, condition in ready.items():
            condition.define(defined)
            del waiting[name]
        defined.update(ready)
    for model in models:
        for expression in _expressions(model):
            expression.define(defined)


def loops(conditions: Mapping[str, Expression]) -> list[str]:
    """The conditions that need themselves, by whatever way: those that could not be defined."""
    return [name for name, each in conditions.items() if any(used in conditions for used in each.names)]


def _expressions(value: Any) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, BaseModel):
        for each in value.__dict__.values():
            yield from _expressions(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _expressions(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _expressions(each)
