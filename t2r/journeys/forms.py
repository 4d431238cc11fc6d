"""Forms as files: a JSON Schema, where each field comes from, when the form is proposed and what is sent; checked on load."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError
from pydantic import Field

from t2r.flows.expressions import Expression
from t2r.flows.files import FlowError, FlowId, Mistake, OneOrMore, Place, SourceFile, Strict, Text, unknown_name

PACKAGE = Path(__file__).parent

# What a form can be filled from. Beside these: `fact.<name>`, which a flow knows, and `characteristic.<name>` of the customer.
SOURCES = frozenset(
    {
        "case.id", "case.msisdn", "case.words", "case.channel", "case.severity", "case.impact", "case.urgency",
        "case.priority", "case.status", "case.outcome", "case.cause", "case.resolution", "case.flow", "case.say",
        "customer.id", "customer.name", "customer.status", "customer.phone", "customer.email", "customer.street1",
        "customer.street2", "customer.city", "customer.postCode", "customer.stateOrProvince", "customer.country",
        "customer.account",
        "interaction.id", "interaction.channel", "interaction.direction", "interaction.reason", "interaction.msisdn",
        "diagnostics.outage", "diagnostics.coverage", "diagnostics.congestion", "diagnostics.barring",
    }
)  # fmt: skip
OPEN_SOURCES = ("fact.", "characteristic.")
# What a condition can speak of, beside the facts of the flows.
CASE_NAMES = frozenset({"status", "outcome", "cause", "resolution", "severity", "priority", "flow", "channel", "kind"})
_FIELD = re.compile(r"\{([A-Za-z_@][\w.@]*)\}")


class Sends(StrEnum):
    """What a form becomes, by the name that its event gives it."""

    TROUBLE_TICKET = "troubleTicket"  # TMF621
    PRODUCT_ORDER = "productOrder"  # TMF622
    SALES_LEAD = "salesLead"  # TMF699

    @property
    def event(self) -> str:
        """The type of the event."""
        return f"{self.value[0].upper()}{self.value[1:]}CreateEvent"


class Proposing(Strict):
    """When the form is proposed, and why."""

    if_: Expression = Field(alias="if")
    why: Text


class Form(Strict):
    """A journey's form."""

    journey: FlowId
    title: Text
    sends: Sends
    needs_verification: bool
    propose: tuple[Proposing, ...] = ()
    schema_: dict[str, Any] = Field(alias="schema")
    fill: dict[str, OneOrMore[str]] = Field(default_factory=dict)
    send: dict[str, Any]

    @property
    def properties(self) -> Mapping[str, Mapping[str, Any]]:
        """The fields, each with its schema."""
        found: Mapping[str, Mapping[str, Any]] = self.schema_["properties"]
        return found

    def problems(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """(field, what is wrong with it), of values that the schema does not allow."""
        errors = Draft202012Validator(self.schema_, format_checker=FormatChecker()).iter_errors(dict(values))
        return sorted({(_field(error), _in_words(error)) for error in errors})

    def payload(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is sent for these values."""
        made = _filled_in(self.send, values)
        return made if isinstance(made, dict) else {}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A journey that a case calls for."""

    journey: str
    title: str
    why: str


class Journeys(Mapping[str, Form]):
    """Forms by name. Loaded once."""

    def __init__(self, forms: Mapping[str, Form]) -> None:
        self._forms = MappingProxyType(dict(forms))

    @classmethod
    def load(cls, *places: Path, facts: Collection[str] | None = None) -> Journeys:
        """Read files, or folders of them; a later one replaces a form of the same name.

        `facts` are those of the flows that conditions may speak of. Raises FlowError with file and line of every mistake.
        """
        paths = [path for place in places for path in ([place] if place.is_file() else sorted(place.glob("*.yaml")))]
        missing = [Mistake(str(place), 1, "there is no such file or folder") for place in places if not place.exists()]
        files = [SourceFile(path) for path in paths]
        read = [(file, file.read(Form)) for file in files]
        for file, form in read:
            if form is not None:
                _check(file, form, facts)
        if mistakes := [*missing, *(mistake for file in files for mistake in file.mistakes)]:
            raise FlowError(mistakes)
        return cls({form.journey: form for _, form in read if form is not None})

    def proposed(self, lookup: Callable[[str], Any]) -> list[Proposal]:
        """The journeys that a case calls for; what is unknown calls for nothing."""
        return [
            Proposal(form.journey, form.title, found)
            for form in self.values()
            if (found := next((each.why for each in form.propose if each.if_(lookup) is True), None)) is not None
        ]

    def __getitem__(self, name: str) -> Form:
        return self._forms[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)


@cache
def starter() -> Journeys:
    """The forms that come with the package."""
    return Journeys.load(PACKAGE)


def _check(file: SourceFile, form: Form, facts: Collection[str] | None) -> None:
    try:
        Draft202012Validator.check_schema(form.schema_)
    except SchemaError as error:
        file.wrong(("schema", *error.absolute_path), f"is no JSON Schema: {error.message}")
        return
    fields = form.schema_.get("properties")
    if form.schema_.get("type") != "object" or not isinstance(fields, dict) or not fields:
        file.wrong(("schema",), "schema: must be of an object with properties")
        return
    for name in form.schema_.get("required", []):
        if name not in fields:
            file.wrong(("schema", "required"), unknown_name(name, fields, "field"))
    for name, sources in form.fill.items():
        if name not in fields:
            file.wrong(("fill", name), unknown_name(name, fields, "field"))
        for source in sources:
            _check_source(file, ("fill", name), source, facts)
    for place, named in _named(form.send, ("send",)):
        if "." in named:
            _check_source(file, place, named, facts)
        elif named not in fields:
            file.wrong(place, unknown_name(named, fields, "field"))
    for index, each in enumerate(form.propose):
        for name in each.if_.names:
            if facts is not None and name not in CASE_NAMES and name not in facts:
                file.wrong(("propose", index), unknown_name(name, {*CASE_NAMES, *facts}, "fact"))


def _check_source(file: SourceFile, place: Place, source: str, facts: Collection[str] | None) -> None:
    if source.startswith("fact."):
        if facts is not None and source.removeprefix("fact.") not in facts:
            file.wrong(place, unknown_name(source.removeprefix("fact."), facts, "fact"))
    elif source not in SOURCES and not source.startswith(OPEN_SOURCES):
        file.wrong(place, unknown_name(source, SOURCES, "source"))


def _named(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield from ((place, name) for name in _FIELD.findall(value))
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _named(each, (*place, str(name)))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _named(each, (*place, index))


def _filled_in(value: Any, values: Mapping[str, Any]) -> Any:
    """The template with the values in it; None where nothing is left of it."""
    if isinstance(value, str):
        if alone := _FIELD.fullmatch(value):
            return values.get(alone[1])
        names = _FIELD.findall(value)
        if names and all(values.get(name) is None for name in names):
            return None
        return _FIELD.sub(lambda found: "" if (one := values.get(found[1])) is None else str(one), value)
    if isinstance(value, Mapping):
        return _members(value, values)
    if isinstance(value, list):
        return [made for each in value if (made := _filled_in(each, values)) is not None] or None
    return value


def _members(value: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any] | None:
    """An object with what is known; nothing where all that it was to say is unknown, and the rest are fixed words."""
    made = {name: _filled_in(each, values) for name, each in value.items()}
    asked = {name for name, each in value.items() if next(_named(each, ()), None) is not None}
    if asked and all(made[name] is None for name in asked):
        return None
    return {name: each for name, each in made.items() if each is not None}


def _field(error: Any) -> str:
    if error.absolute_path:
        return ".".join(map(str, error.absolute_path))
    if error.validator == "required":
        return str(re.findall(r"'([^']+)'", error.message)[0])
    return "form"


def _in_words(error: Any) -> str:
    """Without the value, which may be personal."""
    if error.validator == "required":
        return "is missing"
    if error.validator == "additionalProperties":
        return "holds a field that the form does not have"
    told = {"enum": "is none of", "type": "is no", "pattern": "does not fit", "format": "is no", "const": "must be"}
    return f"{told.get(error.validator, error.validator)} {error.validator_value}"
