"""Lists of resources: conditions as SQL, order, and pages.

An attribute is a column of its own, or lies in the resource's JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Executable,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONPATH
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.compiler import SQLCompiler

from t2r.cases.errors import RefusedError
from t2r.tmf.conditions import COMPARED, Op, Test, Where, meanings, to_text

EXACT_COUNT = 2_000  # where PostgreSQL expects more than these it is believed; fewer are counted one by one
MOST = 1_000


_SIGNS = {Op.EQ: "==", Op.GT: ">", Op.GTE: ">=", Op.LT: "<", Op.LTE: "<="}


@dataclass(frozen=True, slots=True)
class Query:
    """Which resources, in which order, and which of them. `before` and `after` are cursors: numbers of rows."""

    wheres: tuple[Where, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()  # attribute, and whether it descends
    offset: int = 0
    limit: int = 100
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute that is a column. `read` makes of a query's word what stands in it; None where nothing can."""

    expression: ColumnElement[Any] | InstrumentedAttribute[Any]
    read: Callable[[str], Any] = str
    counts: bool = False  # its order is that of the numbers


@dataclass(frozen=True, slots=True)
class Mapped:
    """Resources in a table: `number` counts them up in the order of their creation; `json` holds what has no column."""

    entity: type[Any]
    number: InstrumentedAttribute[int]
    columns: Mapping[str, Column]
    json: InstrumentedAttribute[Any]
    also: Mapping[str, Column] = field(
        default_factory=dict
    )  # dotted attributes that may lie in a column beside the JSON
    inside: tuple[str, ...] = ()  # where in the JSON they are
    only: ColumnElement[bool] = field(default_factory=true)
    sorts_json: bool = False  # whether a list may be sorted by what has no column: where there are few
    options: tuple[ExecutableOption, ...] = ()  # what is loaded with them


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found. `total` is an estimate where it is not `exact`."""

    items: Sequence[Any]
    total: int
    exact: bool
    has_before: bool = False
    has_after: bool = False


def moment(word: str) -> datetime | None:
    """A query's date, with its zone; a day is its first moment in UTC."""
    try:
        read = datetime.fromisoformat(word.strip())
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the first and the last day of all may lie outside of them in UTC
        return None


def number(word: str) -> int | None:
    """A query's whole number that a key can have."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else None


# Finding


def page(session: Session, mapped: Mapped, query: Query) -> Page:
    """What the query asks for; newest first unless it says otherwise. Its cost does not grow with a cursor's page."""
    conditions = [mapped.only, *(condition(session, mapped, where) for where in query.wheres)]
    total, exact = _count(session, mapped, conditions)
    found = select(mapped.entity).options(*mapped.options).where(*conditions)
    cursor = query.before is not None or query.after is not None
    order, backwards = _order(session, mapped, query), query.before is not None
    newest_first = not query.sort or query.sort[0][1]
    if query.after is not None:
        found = found.where(mapped.number < query.after if newest_first else mapped.number > query.after)
    if query.before is not None:
        found = found.where(mapped.number > query.before if newest_first else mapped.number < query.before)
    if backwards:
        order = [mapped.number.asc() if newest_first else mapped.number.desc()]
    rows = list(session.scalars(found.order_by(*order).offset(0 if cursor else query.offset).limit(query.limit + 1)))
    more, rows = len(rows) > query.limit, rows[: query.limit]
    if backwards:
        return Page(rows[::-1], total, exact, has_before=more, has_after=True)
    return Page(rows, total, exact, has_before=query.offset > 0 or query.after is not None, has_after=more)


def _order(session: Session, mapped: Mapped, query: Query) -> list[ColumnElement[Any]]:
    order: list[ColumnElement[Any]] = []
    for name, descends in query.sort:
        column = mapped.columns.get(name)
        if column is None and not mapped.sorts_json:
            raise RefusedError("sort", f"{name} is none of {', '.join(sorted(mapped.columns))}")
        if column is not None and column.counts:
            break  # nothing is left to be decided behind it
        by = _text_at(session, mapped, (name,)) if column is None else column.expression
        order.append(by.desc() if descends else by.asc())
    ascends = bool(query.sort) and not query.sort[min(len(order), len(query.sort) - 1)][1]
    return [*order, mapped.number.asc() if ascends else mapped.number.desc()]


def _text_at(session: Session, mapped: Mapped, path: tuple[str, ...]) -> ColumnElement[Any]:
    path = (*mapped.inside, *path)
    if _is_postgresql(session):
        return mapped.json.op("#>>")(literal(list(path), ARRAY(Text)))
    return func.json_extract(mapped.json, "$" + "".join(f'."{part}"' for part in path))


def _count(session: Session, mapped: Mapped, conditions: Sequence[ColumnElement[bool]]) -> tuple[int, bool]:
    """How many there are, and whether that is counted: many are estimated by PostgreSQL's planner, which takes no time."""
    some = select(literal(1)).select_from(mapped.entity).where(*conditions)
    if not _is_postgresql(session):
        return session.scalar(select(func.count()).select_from(some.subquery())) or 0, True
    expected = int(session.execute(_Explained(some)).scalar_one()[0]["Plan"]["Plan Rows"])
    if expected > EXACT_COUNT:
        return expected, False
    counted = session.scalar(select(func.count()).select_from(some.limit(EXACT_COUNT + 1).subquery())) or 0
    return counted, counted <= EXACT_COUNT


class _Explained(Executable, ClauseElement):
    """A statement's plan instead of its rows."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(_Explained, "postgresql")
def _explain(element: _Explained, compiler: SQLCompiler, **options: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **options)}"


# A condition, as SQL


def condition(session: Session, mapped: Mapped, where: Where) -> ColumnElement[bool]:
    """The condition in the database."""
    if not where.each and all(len(test.path) == 1 and test.path[0] in mapped.columns for test in where.tests):
        return and_(true(), *(_on_column(mapped.columns[test.path[0]], test) for test in where.tests))
    test = where.tests[0] if len(where.tests) == 1 else None
    column = mapped.also.get(".".join((*where.each, *test.path))) if test is not None else None
    if test is None or column is None:
        return _in_json(session, mapped, where)
    same = replace(test, op=Op.EQ if test.op is Op.NE else test.op)
    either = or_(_on_column(column, same), _in_json(session, mapped, replace(where, tests=(same,))))
    return not_(func.coalesce(either, false())) if test.op is Op.NE else either


def _in_json(session: Session, mapped: Mapped, where: Where) -> ColumnElement[bool]:
    if _is_postgresql(session):
        return and_(true(), *(_in_jsonb(mapped, where, test) for test in _together(where)))
    return func.json_holds(mapped.json, to_text(where, mapped.inside)) == 1


def _on_column(column: Column, test: Test) -> ColumnElement[bool]:
    read = [value for word in test.values if (value := column.read(word)) is not None]
    if test.op in (Op.EQ, Op.NE):
        same = column.expression.in_(read) if read else false()
        return same if test.op is Op.EQ else or_(column.expression.is_(None), not_(same))
    compare = COMPARED[test.op]
    return or_(false(), *(compare(column.expression, value) for value in read))


def _together(where: Where) -> list[tuple[Test, ...]]:
    """The tests that must hold of one element; of the resource itself each may be looked up by itself, through the index."""
    if where.each:
        return [where.tests]
    return [(test,) for test in where.tests]


def _in_jsonb(mapped: Mapped, where: Where, tests: tuple[Test, ...]) -> ColumnElement[bool]:
    root = "$" + "".join(f".{json.dumps(part)}" for part in (*mapped.inside, *where.each))
    if where.each:
        path = f"{root}[*] ? ({' && '.join(_jsonpath(test, '@' + _steps(test.path)) for test in tests)})"
        return mapped.json.op("@?", is_comparison=True)(cast(literal(path, Text), JSONPATH))
    (test,) = tests
    path = f"{root}{_steps(test.path)} ? ({_jsonpath(test, '@', negated=False)})"
    found = mapped.json.op("@?", is_comparison=True)(cast(literal(path, Text), JSONPATH))
    return or_(mapped.json.is_(None), not_(found)) if test.op is Op.NE else found


def _steps(path: tuple[str, ...]) -> str:
    return "".join(f".{json.dumps(part)}" for part in path)


def _jsonpath(test: Test, where: str, *, negated: bool = True) -> str:
    sign = _SIGNS[Op.EQ if test.op is Op.NE else test.op]
    either = " || ".join(f"{where} {sign} {json.dumps(value)}" for word in test.values for value in meanings(word))
    return f"!({either})" if test.op is Op.NE and negated else f"({either})"


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
