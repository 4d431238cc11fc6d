"""Decision tables in DMN: read from a file, checked, and asked; their cells are expressions, never programs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

from t2r.flows.expressions import UNKNOWN, Expression, ExpressionError

FIRST, COLLECT = "FIRST", "COLLECT"
HIT_POLICIES = {FIRST: "the first rule that fits decides", COLLECT: "every rule that fits counts"}


class TableError(ValueError):
    """A decision table that cannot be used, or that decides nothing."""


class DecisionTable:
    """A decision table whose first rule that fits decides; one with the hit policy COLLECT is asked for all that fit."""

    def __init__(self, path: Path, xml: bytes | None = None, *, hit_policy: str = FIRST) -> None:
        """`xml` is the table where it is not in the file itself; `path` then names it."""
        self.path = path
        self._table = _understood(path, xml, hit_policy)
        self._engine = DMNEngine(self._table)
        self.inputs: tuple[str, ...] = tuple(column.expression for column in self._table.inputs)
        self.outputs: tuple[str, ...] = tuple(column.name for column in self._table.outputs)

    def decide(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the first rule that fits says, by the names of the outputs. Raises TableError where none fits."""
        known = self._known(data)
        found = self._engine.result(_task(known))
        if not found:
            told = ", ".join(f"{name} = {value!r}" for name, value in known.items())
            raise TableError(f"{self.path.name}: no rule decides about {told}")
        return {name: None if value is UNKNOWN else value for name, value in found.items()}

    def decide_all(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What every rule that fits says, in the order of the table."""
        task = _task(self._known(data))
        said = (rule.output_as_dict(task) for rule in self._engine.decide(task))
        return [{name: None if value is UNKNOWN else value for name, value in each.items()} for each in said]

    def _known(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: UNKNOWN if data.get(name) is None else data[name] for name in self.inputs}


def _task(known: Mapping[str, Any]) -> Any:
    """What SpiffWorkflow's engine takes for the task that asks."""
    return SimpleNamespace(data=known, workflow=SimpleNamespace(script_engine=SafeScripts()), task_spec=None)


class SafeScripts:
    """SpiffWorkflow's script engine, replaced: it evaluates the expressions of the flow language and runs nothing."""

    def validate(self, text: str) -> None:
        """Raises SyntaxError, as the engine expects it."""
        try:
            parsed(text)
        except ExpressionError as error:
            raise SyntaxError(str(error)) from error

    def evaluate(self, task: Any, text: str, external_context: Mapping[str, Any] | None = None) -> Any:
        """The value of an expression over the task's data; what cannot be told is false, unless it is a name alone."""
        names = {**task.data, **(external_context or {})}
        value = parsed(text)(lambda name: names.get(name, UNKNOWN))
        return False if value is UNKNOWN and text not in names else value


@lru_cache(maxsize=4096)
def parsed(text: str) -> Expression:
    """An expression, read once."""
    return Expression(text)


def read(path: Path, xml: bytes | None = None, hit_policy: str = FIRST) -> Any:
    """SpiffWorkflow's table of a file, its cells as they are. Raises TableError where there is none with that hit policy."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(path.read_bytes() if xml is None else xml, parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise TableError(f"{path}: {error}") from error
    spaces = {("dmn" if prefix is None else prefix): uri for prefix, uri in root.nsmap.items()}
    reader = DMNParser(None, root, spaces, filename=str(path))
    try:
        reader.parse()
        table = reader.decision.decisionTables[0]
    except (ValidationException, IndexError, AttributeError, KeyError) as error:
        raise TableError(f"{path}: no decision table: {error}") from error
    if table.hit_policy != hit_policy:
        raise TableError(f"{path}: the hit policy must be {hit_policy}: {HIT_POLICIES[hit_policy]}")
    return table


def _understood(path: Path, xml: bytes | None, hit_policy: str) -> Any:
    """The table of a file, every cell in the form of the flow language."""
    table = read(path, xml, hit_policy)
    for rule in table.rules:
        try:
            for entry in rule.inputEntries:
                entry.lhs = [_as_expression(cell) for cell in entry.lhs]
            for entry in rule.outputEntries:
                if entry.text:
                    parsed(entry.text)
        except ExpressionError as error:
            raise TableError(f"{path}: rule {rule.row_number}: {error}") from error
    return table


def _as_expression(cell: str | None) -> str | None:
    """FEEL's lists (`"a","b"` and `not("a")`), numbers and truth values in the form of the flow language."""
    text = (cell or "").strip()
    if not text or text == "-":
        return None
    if text.startswith("not(") and text.endswith(")"):
        form = f"? not in [{text[4:-1]}]"
    elif text[0] in "\"'" or text in ("true", "false") or text.replace(".", "", 1).isdigit():
        form = f"? in [{text}]"
    else:
        form = text if "?" in text else f"? {text}"
    parsed(form.replace("?", "value"))
    return form
