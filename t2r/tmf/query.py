"""Lists of resources: conditions as SQL, order, and pages.

An attribute is a column of its own, or lies in the resource's JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from typing import cast as cast_to

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Executable,
    Select,
    Text,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONPATH
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session, undefer
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.compiler import SQLCompiler

from t2r.cases.errors import RefusedError
from t2r.tmf.conditions import COMPARED, Op, Test, Where, meanings, to_text

EXACT_COUNT = 2_000  # where PostgreSQL expects more than these it is believed; fewer are counted one by one
MOST = 1_000
_SIGNS = {Op.EQ: "==", Op.GT: ">", Op.GTE: ">=", Op.LT: "<", Op.LTE: "<="}


Cursor = tuple[str, ...]  # the values, as words, of what a list is ordered by


@dataclass(frozen=True, slots=True)
class Query:
    """Which resources, in which order, and which of them. `before` and `after` are places in that order."""

    wheres: tuple[Where, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()  # attribute, and whether it descends
    offset: int = 0
    limit: int = 100
    before: Cursor | None = None
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute that is a column. `read` makes of a query's word what stands in it; None where nothing can."""

    expression: ColumnElement[Any] | InstrumentedAttribute[Any]
    read: Callable[[str], Any] = str
    counts: bool = False  # its order is that of the numbers
    keyed: bool = False  # it is never empty, and has an index with the number behind it: cursors go along it
    then: str | None = None  # the attribute between the two, which orders what is alike


@dataclass(frozen=True, slots=True)
class Mapped:
    """Resources in a table: `number` counts them up in the order of their creation; `json` holds what has no column."""

    entity: type[Any]
    number: InstrumentedAttribute[int]
    columns: Mapping[str, Column]
    json: InstrumentedAttribute[Any]
    # Dotted attributes that may lie in a column beside the JSON.
    also: Mapping[str, Column] = field(default_factory=dict)
    inside: tuple[str, ...] = ()  # where in the JSON they are
    only: ColumnElement[bool] = field(default_factory=true)
    sorts_all: bool = False  # whether a list may be sorted by what has no index: where there are few
    order: tuple[tuple[str, bool], ...] = ()  # where the query asks for none; else the newest number first
    options: tuple[ExecutableOption, ...] = ()  # what is loaded with them
    # Attributes whose elements are rows of another table; its `only` says which belong to the resource.
    parts: Mapping[str, Mapped] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found, not all where it is `partial`. `total` is an estimate where it is not `exact`.

    `before` and `after` are the places of the first and the last, where there are others before and after them.
    """

    items: Sequence[Any]
    total: int
    exact: bool
    partial: bool
    before: Cursor | None = None
    after: Cursor | None = None


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


@dataclass(frozen=True, slots=True)
class _Key:
    """Something by which a list is ordered; the last is always the number. `read` is None where no cursor can tell a place in it."""

    by: ColumnElement[Any] | InstrumentedAttribute[Any]
    descends: bool
    read: Callable[[str], Any] | None


def page(session: Session, mapped: Mapped, query: Query) -> Page:
    """What the query asks for; newest first unless it says otherwise. Its cost does not grow with a cursor's page."""
    conditions = [mapped.only, *(condition(session, mapped, where) for where in query.wheres)]
    keys, backwards = _keys(session, mapped, query), query.before is not None
    found = select(mapped.entity).options(*mapped.options, *_columns_of(mapped, query)).where(*conditions)
    cursor = query.before or query.after
    if cursor is not None:
        found = found.where(_beyond(keys, cursor, backwards=backwards))
    order = [key.by.desc() if key.descends is not backwards else key.by.asc() for key in keys]
    rows = list(session.scalars(found.order_by(*order).offset(0 if cursor else query.offset).limit(query.limit + 1)))
    more, rows = len(rows) > query.limit, rows[: query.limit]
    if backwards:
        rows.reverse()
    seen = len(rows) + more + (0 if cursor else query.offset)
    if cursor is None and not more and (rows or not query.offset):
        total, exact = seen, True  # the list ends here
    else:
        total, exact = _count(session, mapped, conditions, seen)
    if not rows or any(key.read is None for key in keys):
        return Page(rows, total, exact, partial=more or cursor is not None or query.offset > 0)
    has_before, has_after = (more, True) if backwards else (query.offset > 0 or cursor is not None, more)
    before, after = (
        _place(keys, row) if there else None for row, there in ((rows[0], has_before), (rows[-1], has_after))
    )
    return Page(rows, total, exact, partial=has_before or has_after, before=before, after=after)


def _keys(session: Session, mapped: Mapped, query: Query) -> list[_Key]:
    keys: list[_Key] = []
    for name, descends in _sort(mapped, query):
        column = mapped.columns.get(name)
        if not mapped.sorts_all and (column is None or not (column.counts or column.keyed)):
            able = sorted(name for name, each in mapped.columns.items() if each.counts or each.keyed)
            raise RefusedError("sort", f"{name} is none of {', '.join(able)}")
        if column is not None and column.counts:
            return [*keys, _Key(mapped.number, descends, number)]  # nothing is left to be decided behind it
        by = _text_at(session, mapped, (name,)) if column is None else column.expression
        keys.append(_Key(by, descends, column.read if column is not None and column.keyed else None))
    return [*keys, _Key(mapped.number, keys[-1].descends if keys else True, number)]


def _sort(mapped: Mapped, query: Query) -> tuple[tuple[str, bool], ...]:
    """What a list is sorted by, up to what orders those that are alike in all that was asked for."""
    sort = query.sort or mapped.order
    last = mapped.columns.get(sort[-1][0]) if sort else None
    return sort if last is None or last.then is None else (*sort, (last.then, sort[-1][1]))


def _columns_of(mapped: Mapped, query: Query) -> list[ExecutableOption]:
    """What a place in the order is made of is loaded with the rows."""
    names = [name for name, _ in _sort(mapped, query) if name in mapped.columns and mapped.columns[name].keyed]
    return [undefer(cast_to(InstrumentedAttribute[Any], mapped.columns[name].expression)) for name in names]


def _place(keys: Sequence[_Key], row: Any) -> Cursor:
    """Where a row stands in the order."""
    values = [getattr(row, cast_to(InstrumentedAttribute[Any], key.by).key) for key in keys]
    return tuple(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)


def _beyond(keys: Sequence[_Key], cursor: Cursor, *, backwards: bool) -> ColumnElement[bool]:
    """What comes after a place in the order, or before it. Raises RefusedError for a cursor of another order."""
    if any(key.read is None for key in keys):
        raise RefusedError("sort", "has no cursors: they go along attributes that have an index")
    read = [key.read(word) for key, word in zip(keys, cursor, strict=False) if key.read is not None]
    if len(cursor) != len(keys) or None in read:
        raise RefusedError("before" if backwards else "after", "is a cursor of another order")
    values = [literal(value, key.by.type) for key, value in zip(keys, read, strict=True)]
    descends = [key.descends is not backwards for key in keys]
    if len(set(descends)) == 1:  # one comparison of the whole, which an index answers
        here, there = tuple_(*(key.by for key in keys)), tuple_(*values)
        return here < there if descends[0] else here > there
    beyond: ColumnElement[bool] = false()
    for key, value, down in reversed(list(zip(keys, values, descends, strict=True))):
        beyond = or_(key.by < value if down else key.by > value, and_(key.by == value, beyond))
    return beyond


def _text_at(session: Session, mapped: Mapped, path: tuple[str, ...]) -> ColumnElement[Any]:
    path = (*mapped.inside, *path)
    if _is_postgresql(session):
        return mapped.json.op("#>>")(literal(list(path), ARRAY(Text)))
    return func.json_extract(mapped.json, "$" + "".join(f'."{part}"' for part in path))


def _count(session: Session, mapped: Mapped, conditions: Sequence[ColumnElement[bool]], seen: int) -> tuple[int, bool]:
    """How many there are, and whether that is counted: many are estimated by PostgreSQL's planner, which takes no time.

    There are at least as many as were `seen`.
    """
    some = select(literal(1)).select_from(mapped.entity).where(*conditions)
    if not _is_postgresql(session):
        return session.scalar(select(func.count()).select_from(some.subquery())) or 0, True
    expected = int(session.execute(_Explained(some)).scalar_one()[0]["Plan"]["Plan Rows"])
    if expected > EXACT_COUNT:
        return max(expected, seen), False
    counted = session.scalar(select(func.count()).select_from(some.limit(EXACT_COUNT + 1).subquery())) or 0
    return max(counted, seen) if counted > EXACT_COUNT else counted, counted <= EXACT_COUNT


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
    if test is not None and test.path[:1] and (part := mapped.parts.get(test.path[0])) is not None:
        return _in_part(session, part, test)
    column = mapped.also.get(".".join((*where.each, *test.path))) if test is not None else None
    if test is None or column is None:
        return _in_json(session, mapped, where)
    same = replace(test, op=Op.EQ if test.op is Op.NE else test.op)
    either = or_(_on_column(column, same), _in_json(session, mapped, replace(where, tests=(same,))))
    return not_(func.coalesce(either, false())) if test.op is Op.NE else either


def _in_part(session: Session, part: Mapped, test: Test) -> ColumnElement[bool]:
    """A condition on any of the parts."""
    same = replace(test, path=test.path[1:], op=Op.EQ if test.op is Op.NE else test.op)
    found = exists().where(part.only, condition(session, part, Where((same,))))
    return not_(found) if test.op is Op.NE else found


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
