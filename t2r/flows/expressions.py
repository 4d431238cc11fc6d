"""Expressions of flow files: parsed, a small safe subset, and with a third truth value, unknown."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from math import isfinite
from typing import Any, Final, NoReturn

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Unknown:
    """What cannot be said. It is neither true nor false, and nothing can be computed from it."""

    _only: Unknown | None = None

    def __new__(cls) -> Unknown:
        cls._only = cls._only or super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError("unknown is neither true nor false: compare with `is`")

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()

Lookup = Callable[[str], Any]  # a name to its value, or UNKNOWN
_Run = Callable[[Lookup], Any]

MAX_LENGTH = 1000
CONSTANTS = {"true": True, "false": False, "True": True, "False": False, "unknown": UNKNOWN}


class ExpressionError(ValueError):
    """A text that is no expression of the subset."""


class Expression:
    """One parsed expression: `not airplane_mode and signal in ["none", "poor"]`.

    Names and paths, texts, numbers, true and false, lists, comparisons, `in`, and/or/not, + - * /, and the functions
    `known(x)`, `count(list)`, `sum(list)`, `digits(text)`. A path over a list gives the list of that field (`bills.amount`). Evaluating
    never raises: what cannot be computed is unknown.
    """

    __slots__ = ("_run", "conjuncts", "names", "probed", "source", "tree")

    def __init__(self, source: str | float | bool) -> None:
        self.source = source if isinstance(source, str) else _literal(source)
        self._take(_parse(self.source))

    def _take(self, tree: ast.expr) -> None:
        self.tree = tree
        self.names: tuple[str, ...] = tuple(dict.fromkeys(_names(tree)))
        self.probed: tuple[str, ...] = tuple(dict.fromkeys(_probed(tree)))  # names that `known` asks about
        self._run = _compile(tree)
        self.conjuncts: tuple[Expression, ...] = (self,)
        if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
            self.conjuncts = tuple(Expression(ast.unparse(part)) for part in tree.values)

    def define(self, conditions: Mapping[str, Expression]) -> None:
        """Put what named conditions stand for in the place of their names. The source stays as it was written."""
        if any(name in conditions for name in self.names):
            self._take(_Defining(conditions).visit(deepcopy(self.tree)))

    def __call__(self, lookup: Lookup) -> Any:
        """Its value; `lookup` is asked for each name that matters."""
        return self._run(lookup)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def __str__(self) -> str:
        return self.source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validated, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"], "description": "An expression over slots and facts"}


class _Defining(ast.NodeTransformer):
    def __init__(self, conditions: Mapping[str, Expression]) -> None:
        self._conditions = conditions

    def visit_Name(self, node: ast.Name) -> ast.expr:
        condition = self._conditions.get(node.id)
        return node if condition is None else condition.tree


def _validated(value: Any) -> Expression:
    if isinstance(value, Expression):
        return value
    if not isinstance(value, (str, int, float, bool)):
        raise ExpressionError("must be an expression such as `not airplane_mode`")
    return Expression(value)


def _literal(value: float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _parse(source: str) -> ast.expr:
    text = source.strip()
    if not text:
        raise ExpressionError("an expression is missing")
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression of more than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"`{text}` is no expression{_hint(text, error)}") from error
    return tree


def _hint(text: str, error: Exception) -> str:
    if "=" in text.replace("==", "").replace("!=", "").replace("<=", "").replace(">=", ""):
        return ": equal is written =="
    detail = error.msg if isinstance(error, SyntaxError) else ""
    return f" ({detail})" if detail else ""


def _names(node: ast.expr) -> Iterator[str]:
    """The root names in the order they are read."""
    if isinstance(node, ast.Name):
        if node.id not in CONSTANTS:
            yield node.id
        return
    children = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    for child in children:
        if isinstance(child, ast.expr):
            yield from _names(child)


def _probed(tree: ast.expr) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "known":
            yield from (name for argument in node.args for name in _names(argument))


def _compile(node: ast.expr) -> _Run:
    compiler = _COMPILERS.get(type(node))
    if compiler is None:
        raise ExpressionError(f"`{ast.unparse(node)}` is not allowed in an expression")
    return compiler(node)


def _constant(node: ast.Constant) -> _Run:
    value = node.value
    if not isinstance(value, (str, int, float, bool)):
        raise ExpressionError(f"`{ast.unparse(node)}` is not allowed in an expression")
    return lambda _: value


def _name(node: ast.Name) -> _Run:
    name = node.id
    if name in CONSTANTS:
        value = CONSTANTS[name]
        return lambda _: value
    return lambda lookup: lookup(name)


def _attribute(node: ast.Attribute) -> _Run:
    inner, name = _compile(node.value), node.attr
    return lambda lookup: member(inner(lookup), name)


def member(value: Any, name: str) -> Any:
    """A field of an object, or of each object of a list."""
    if isinstance(value, Mapping):
        found = value.get(name, UNKNOWN)
        return UNKNOWN if found is None else found
    if isinstance(value, (list, tuple)):
        return [member(item, name) for item in value]
    return UNKNOWN


def pure(value: Any) -> Any:
    """`value` where it is JSON through and through; UNKNOWN where anything in it is not."""
    try:
        return value if _is_json(value) else UNKNOWN
    except RecursionError:
        return UNKNOWN


def _is_json(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_json(each) for key, each in value.items())
    if isinstance(value, list):
        return all(map(_is_json, value))
    return value is None or isinstance(value, (str, bool, int)) or (isinstance(value, float) and isfinite(value))


def _list(node: ast.List | ast.Tuple) -> _Run:
    items = [_compile(item) for item in node.elts]
    return lambda lookup: [item(lookup) for item in items]


def _bool_op(node: ast.BoolOp) -> _Run:
    parts = [_compile(value) for value in node.values]
    settles = isinstance(node.op, ast.Or)  # the value that decides at once: true for or, false for and

    def run(lookup: Lookup) -> Any:
        result: Any = not settles
        for part in parts:
            value = part(lookup)
            if value is settles:
                return settles
            if not isinstance(value, bool):
                result = UNKNOWN
        return result

    return run


def _unary_op(node: ast.UnaryOp) -> _Run:
    inner = _compile(node.operand)
    if isinstance(node.op, ast.Not):

        def negate(lookup: Lookup) -> Any:
            value = inner(lookup)
            return not value if isinstance(value, bool) else UNKNOWN

        return negate
    if isinstance(node.op, ast.USub):

        def minus(lookup: Lookup) -> Any:
            value = inner(lookup)
            return -value if _is_number(value) else UNKNOWN

        return minus
    raise ExpressionError(f"`{ast.unparse(node)}` is not allowed in an expression")


_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _bin_op(node: ast.BinOp) -> _Run:
    compute = _ARITHMETIC.get(type(node.op))
    if compute is None:
        raise ExpressionError(f"`{ast.unparse(node)}` is not allowed in an expression")
    left, right = _compile(node.left), _compile(node.right)

    def run(lookup: Lookup) -> Any:
        a, b = left(lookup), right(lookup)
        if not (_is_number(a) and _is_number(b)):
            return UNKNOWN
        try:
            return compute(a, b)
        except (ZeroDivisionError, OverflowError):
            return UNKNOWN

    return run


def _equal(a: Any, b: Any) -> Any:
    if isinstance(a, bool) is not isinstance(b, bool) or isinstance(a, str) is not isinstance(b, str):
        return UNKNOWN  # a text is never compared with a number, nor a number with yes or no
    return a == b


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def run(a: Any, b: Any) -> Any:
        alike = (_is_number(a) and _is_number(b)) or (isinstance(a, str) and isinstance(b, str))
        return compare(a, b) if alike else UNKNOWN

    return run


def _contains(a: Any, b: Any) -> Any:
    if isinstance(b, str):
        return a in b if isinstance(a, str) else UNKNOWN
    if not isinstance(b, (list, tuple)):
        return UNKNOWN
    outcomes = [UNKNOWN if item is UNKNOWN else _equal(a, item) for item in b]
    return True if True in [o is True for o in outcomes] else (UNKNOWN if UNKNOWN in outcomes else False)


def _not(decide: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def run(a: Any, b: Any) -> Any:
        value = decide(a, b)
        return not value if isinstance(value, bool) else UNKNOWN

    return run


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: _equal,
    ast.NotEq: _not(_equal),
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
    ast.In: _contains,
    ast.NotIn: _not(_contains),
}


def _compare(node: ast.Compare) -> _Run:
    tests = [_COMPARISONS.get(type(op)) for op in node.ops]
    if None in tests:
        raise ExpressionError(f"`{ast.unparse(node)}` is not allowed in an expression")
    parts = [_compile(part) for part in (node.left, *node.comparators)]
    if len(parts) == 2:
        test, left, right = tests[0], parts[0], parts[1]
        if test is None:
            raise ExpressionError(f"`{ast.unparse(node)}` is not allowed in an expression")

        def run(lookup: Lookup) -> Any:
            a, b = left(lookup), right(lookup)
            return UNKNOWN if a is UNKNOWN or b is UNKNOWN else test(a, b)

        return run
    pairs = [
        ast.Compare(a, [op], [b])
        for a, op, b in zip((node.left, *node.comparators), node.ops, node.comparators, strict=False)
    ]
    return _bool_op(ast.BoolOp(ast.And(), list(pairs)))


def _call(node: ast.Call) -> _Run:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    function = _FUNCTIONS.get(name)
    if function is None or len(node.args) != 1 or node.keywords:
        raise ExpressionError(
            f"`{ast.unparse(node)}` is not allowed in an expression; functions are {', '.join(_FUNCTIONS)}"
        )
    inner = _compile(node.args[0])
    return lambda lookup: function(inner(lookup))


def _count(value: Any) -> Any:
    return len(value) if isinstance(value, (list, tuple)) else UNKNOWN


def _sum(value: Any) -> Any:
    if not isinstance(value, (list, tuple)) or not all(map(_is_number, value)):
        return UNKNOWN
    return sum(value)


def _digits(value: Any) -> Any:
    """The digits of a text: two ways to write a number are one."""
    return "".join(filter(str.isdigit, value)) if isinstance(value, str) else UNKNOWN


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "known": lambda value: value is not UNKNOWN,
    "count": _count,
    "sum": _sum,
    "digits": _digits,
}

_COMPILERS: dict[type[ast.expr], Callable[[Any], _Run]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.List: _list,
    ast.Tuple: _list,
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary_op,
    ast.BinOp: _bin_op,
    ast.Compare: _compare,
    ast.Call: _call,
}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
