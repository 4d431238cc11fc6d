"""What an expression gives, told from the types of the names in it, before it is ever evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from t2r.flows.expressions import CONSTANTS, Expression
from t2r.flows.files import unknown_name
from t2r.flows.vocabulary import FactType, ValueType


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a value; `type` None is one that nothing is known of."""

    type: ValueType | None = None
    values: tuple[str, ...] = ()  # of an enum
    fields: Mapping[str, Kind] = field(default_factory=dict)  # of an object, or of each item of a list


ANY = Kind()
BOOLEAN, NUMBER, STRING = Kind(ValueType.BOOLEAN), Kind(ValueType.NUMBER), Kind(ValueType.STRING)
_TEXTS = {ValueType.STRING, ValueType.ENUM, ValueType.DATE}

TODAY = "today"  # a name that is always there: the date
Names = Mapping[str, Kind]
Tell = Callable[[str], None]


def kind_of(fact: FactType) -> Kind:
    """The type of a fact or slot as the type of a value."""
    return Kind(fact.type, fact.values, {name: kind_of(each) for name, each in fact.fields.items()})


def mistakes(expression: Expression, names: Names, wanted: ValueType | None = None) -> Iterator[str]:
    """What is wrong with an expression over `names`, which should give `wanted`."""
    found: list[str] = []
    kind = _kind(expression.tree, names, found.append)
    if wanted is not None and kind.type not in (None, wanted):
        found.append(f"`{expression}` gives a {kind.type}, where a {wanted} is wanted")
    yield from found


def item_of(expression: Expression, names: Names) -> Kind:
    """What each item of a list is."""
    kind = _kind(expression.tree, names, lambda _: None)
    return Kind(None, (), kind.fields) if kind.type is ValueType.LIST else ANY


def _kind(node: ast.expr, names: Names, tell: Tell) -> Kind:
    match node:
        case ast.Constant():
            value = node.value
            return BOOLEAN if isinstance(value, bool) else STRING if isinstance(value, str) else NUMBER
        case ast.Name():
            return _name(node.id, names, tell)
        case ast.Attribute():
            return _member(node, names, tell)
        case ast.BoolOp():
            for part in node.values:
                _want(part, BOOLEAN, names, tell)
            return BOOLEAN
        case ast.UnaryOp():
            wanted = BOOLEAN if isinstance(node.op, ast.Not) else NUMBER
            _want(node.operand, wanted, names, tell)
            return wanted
        case ast.BinOp():
            _want(node.left, NUMBER, names, tell)
            _want(node.right, NUMBER, names, tell)
            return NUMBER
        case ast.Compare():
            return _compare(node, names, tell)
        case ast.Call():
            return _call(node, names, tell)
        case ast.List() | ast.Tuple():
            for item in node.elts:
                _kind(item, names, tell)
            return Kind(ValueType.LIST)
    return ANY


def _name(name: str, names: Names, tell: Tell) -> Kind:
    if name in CONSTANTS:
        return BOOLEAN if isinstance(CONSTANTS[name], bool) else ANY
    if name not in names:
        tell(f"{unknown_name(name, names, 'slot or fact')} (a text stands in quotes)")
    return names.get(name, ANY)


def _member(node: ast.Attribute, names: Names, tell: Tell) -> Kind:
    kind = _kind(node.value, names, tell)
    if not kind.fields:
        if kind.type is not None:
            tell(f"`{ast.unparse(node.value)}` is a {kind.type} and has no members")
        return ANY
    if node.attr not in kind.fields:
        tell(unknown_name(node.attr, kind.fields, f"member of `{ast.unparse(node.value)}`"))
        return ANY
    member = kind.fields[node.attr]
    return Kind(ValueType.LIST, (), {}) if kind.type is ValueType.LIST else member


def _want(node: ast.expr, wanted: Kind, names: Names, tell: Tell) -> None:
    kind = _kind(node, names, tell)
    if kind.type not in (None, wanted.type):
        tell(f"`{ast.unparse(node)}` is a {kind.type}, where a {wanted.type} is wanted")


def _compare(node: ast.Compare, names: Names, tell: Tell) -> Kind:
    sides = [node.left, *node.comparators]
    for left, how, right in zip(sides, node.ops, node.comparators, strict=False):
        if isinstance(how, (ast.In, ast.NotIn)):
            options = right.elts if isinstance(right, (ast.List, ast.Tuple)) else []
            if not options and _kind(right, names, tell).type not in (None, ValueType.LIST, *_TEXTS):
                tell(f"`{ast.unparse(right)}` is no list")
            for option in options:
                _comparable(left, option, names, tell)
            if not options:
                _kind(left, names, tell)
        else:
            a, b = _comparable(left, right, names, tell)
            if not isinstance(how, (ast.Eq, ast.NotEq)) and ValueType.BOOLEAN in (a.type, b.type):
                tell(f"`{ast.unparse(node)}`: yes or no is neither more nor less")
    return BOOLEAN


def _comparable(left: ast.expr, right: ast.expr, names: Names, tell: Tell) -> tuple[Kind, Kind]:
    a, b = _kind(left, names, tell), _kind(right, names, tell)
    for kind, other in ((a, right), (b, left)):
        if kind.type is ValueType.ENUM and isinstance(other, ast.Constant) and isinstance(other.value, str):
            if other.value not in kind.values:
                tell(
                    unknown_name(
                        other.value, kind.values, f"value of `{ast.unparse(left if other is right else right)}`"
                    )
                )
            return a, b
    if None not in (a.type, b.type) and a.type is not b.type and not {a.type, b.type} <= _TEXTS:
        tell(f"`{ast.unparse(left)}` is a {a.type} and `{ast.unparse(right)}` a {b.type}: they cannot be compared")
    return a, b


def _call(node: ast.Call, names: Names, tell: Tell) -> Kind:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    kind = _kind(node.args[0], names, tell)
    if name == "known":
        return BOOLEAN
    if name == "digits":
        _want(node.args[0], STRING, names, tell)
        return STRING
    if kind.type not in (None, ValueType.LIST):
        tell(f"`{ast.unparse(node.args[0])}` is no list")
    return NUMBER
