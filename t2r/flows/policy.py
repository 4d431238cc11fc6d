"""The operator's policy: a decision table (DMN) that says of each action whether it is done, asked about or handed over."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine

from t2r.flows.catalogue import Actor
from t2r.flows.expressions import UNKNOWN, ExpressionError
from t2r.flows.tables import SafeScripts, TableError, parsed, read
from t2r.flows.vocabulary import Risk

REMEMBERED = 4096  # decisions kept


class Consent(StrEnum):
    """What the customer has said about an action. Silence is a value of its own."""

    GIVEN = "given"
    REFUSED = "refused"
    SILENT = "silent"
    NOT_NEEDED = "not_needed"  # the action names no consent


class Limit(StrEnum):
    """Whether an action stays within what is allowed."""

    WITHIN = "within"
    BEYOND = "beyond"
    UNKNOWN = "unknown"
    NONE = "none"  # the action has no limit


class Decision(StrEnum):
    """What the policy says."""

    ALLOW = "allow"
    ASK = "ask"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Deed:
    """What the policy is asked about: the inputs of the table."""

    action: str
    risk: Risk
    actor: Actor
    consent: Consent = Consent.NOT_NEEDED
    limit: Limit = Limit.NONE
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the policy says of a deed, and why."""

    decision: Decision
    reason: str


class PolicyError(ValueError):
    """A decision table that cannot be used."""


class Policy:
    """A decision table, read once. The same deed is looked up once."""

    def __init__(self, path: Path) -> None:
        self._table = _read(path)
        self._engine = DMNEngine(self._table)
        self._decide = lru_cache(maxsize=REMEMBERED)(self._look_up)
        self._check(path)

    @classmethod
    def load(cls, path: str | Path) -> Policy:
        """The table of a .dmn file; raises PolicyError where it is not one, or leaves a deed undecided."""
        return cls(Path(path))

    @classmethod
    def default(cls) -> Policy:
        """The table that comes with the package."""
        return _default()

    def decide(self, deed: Deed) -> Ruling:
        """What the first rule that fits says."""
        return self._decide(*astuple(deed))

    def _look_up(self, action: str, risk: str, actor: str, consent: str, limit: str, cost: float | None) -> Ruling:
        data = {"action": action, "risk": str(risk), "actor": str(actor), "consent": str(consent), "limit": str(limit)}
        data_and_cost = {**data, "cost": UNKNOWN if cost is None else cost}
        task = SimpleNamespace(
            data=data_and_cost, workflow=SimpleNamespace(script_engine=SafeScripts()), task_spec=None
        )
        found = self._engine.result(task)
        if not found:
            raise PolicyError(f"no rule decides about {', '.join(f'{key} {value}' for key, value in data.items())}")
        return Ruling(Decision(found["decision"]), str(found.get("reason", "")))

    def _check(self, path: Path) -> None:
        """Every kind of deed must be decided, before a customer meets it."""
        try:
            for risk, actor, consent, limit in product(Risk, Actor, Consent, Limit):
                self._look_up("", risk, actor, consent, limit, None)
        except (PolicyError, ValueError, KeyError, ValidationException) as error:
            raise PolicyError(f"{path}: {error}") from error


@lru_cache(maxsize=1)
def _default() -> Policy:
    return Policy(Path(str(resources.files("t2r.flows") / "policy.dmn")))


def _read(path: Path) -> Any:
    try:
        table = read(path)
    except TableError as error:
        raise PolicyError(str(error)) from error
    _understand(table, path)
    return table


_INPUTS = ("action", "risk", "actor", "consent", "limit", "cost")


def _understand(table: Any, path: Path) -> None:
    """Put FEEL's lists (`"a","b"` and `not("a")`) into the form of the flow language, and check the names."""
    for column in table.inputs:
        if column.expression not in _INPUTS:
            raise PolicyError(f"{path}: the input {column.expression!r} is none of {', '.join(_INPUTS)}")
    if "decision" not in {column.name for column in table.outputs}:
        raise PolicyError(f"{path}: no output is named decision")
    for rule in table.rules:
        for entry in rule.inputEntries:
            entry.lhs = [_as_expression(cell) for cell in entry.lhs]
            for cell in entry.lhs:
                if cell is not None and not _is_test(cell):
                    raise PolicyError(f"{path}: rule {rule.row_number}: {cell} is no test of a value")
        cell = rule.outputEntries[[column.name for column in table.outputs].index("decision")].text
        if str(cell).strip("\"' ") not in list(Decision):
            raise PolicyError(f"{path}: rule {rule.row_number}: {cell} is none of {', '.join(Decision)}")


def _is_test(cell: str) -> bool:
    """Whether a cell is a value, a comparison (`<= 10`), or an expression over `?`."""
    for form in (cell.replace("?", "value"), f"value {cell}"):
        try:
            parsed(form)
        except ExpressionError:
            continue
        return True
    return False


def _as_expression(cell: str | None) -> str | None:
    text = (cell or "").strip()
    if not text or text == "-":
        return None
    if text.startswith("not(") and text.endswith(")"):
        return f"? not in [{text[4:-1]}]"
    return f"? in [{text}]" if text[0] in "\"'" else text
