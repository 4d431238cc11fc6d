"""The rules that recorded cases are held to, and where a case departs from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from eval.inputs import InputError
from eval.traces.events import Event, Located, Trace
from eval.traces.steps import ACTING, Step, nodes, told, was_verified

SHIPPED = Path(__file__).with_name("rules.yaml")
SPECIAL = ("charge", "consent", "verified")


class Weight(StrEnum):
    """How bad a deviation is."""

    SEVERE = "severe"
    SOME = "some"
    MINOR = "minor"


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Atoms = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]


class Rule(BaseModel):
    """One rule; see the head of `rules.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]+$")]
    text: str
    etom: str
    weight: Weight
    first: str | None = None
    before: Atoms | None = None
    then: Atoms | None = None
    between: Atoms | None = None
    and_: Annotated[Atoms | None, Field(alias="and")] = None
    need: Atoms | None = None
    never: Atoms | None = None
    after: Atoms | None = None
    until: Atoms = ("nothing",)

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        kinds = (
            (self.first,),
            (self.before, self.then),
            (self.between, self.and_, self.need),
            (self.never, self.after),
        )
        if [all(part is not None for part in kind) for kind in kinds].count(True) != 1:
            raise ValueError("a rule is either first, before/then, between/and/need, or never/after")
        for atoms in (self.before, self.then, self.between, self.and_, self.need, self.never, self.after):
            if strange := next((atom for atom in atoms or () if atom not in nodes() and atom not in SPECIAL), None):
                raise ValueError(f"{strange!r} is no step")
        return self


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a case departs from what it is held to."""

    rule: str
    text: str
    weight: Weight
    line: int
    etom: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An event with what it counts as."""

    located: Located
    atoms: frozenset[str]


@lru_cache(maxsize=1)
def shipped() -> tuple[Rule, ...]:
    """The rules that come with the package."""
    return load(SHIPPED)


def load(path: Path) -> tuple[Rule, ...]:
    """The rules of a file. Raises InputError that names the wrong one."""
    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(Rule.model_validate(rule) for rule in found["rules"])
    except (yaml.YAMLError, KeyError, TypeError, ValidationError) as error:
        raise InputError(f"no rules: {error}", path) from error


def moments(steps: Sequence[Step]) -> list[Moment]:
    """What the events of a case count as, in order."""
    found = []
    for step in steps:
        for located in step.events:
            atoms = {step.node}
            if step.node in ACTING and is_charge(located.event):
                atoms.add("charge")
            if step.node == "validate" and located is step.last and was_verified(step):
                atoms.add("verified")
            if is_consent(located.event):
                atoms.add("consent")
            found.append(Moment(located, frozenset(atoms)))
    return found


def is_charge(event: Event) -> bool:
    """Whether the step costs the customer money, as its event says."""
    risk = event.why.get("risk", event.body.get("risk"))
    cost = event.body.get("cost", event.why.get("cost"))
    return event.value not in ("failed", "not done") and (
        risk == "costs_money" or (isinstance(cost, int | float) and not isinstance(cost, bool) and cost > 0)
    )


REFUSED = frozenset({"", "false", "no", "unknown", "refused", "silent", "none", "0"})


def is_consent(event: Event) -> bool:
    """Whether the customer's consent is on record with this event."""
    if event.what == "consent" or (event.what == "answer" and "consent" in event.name):
        return str(event.value).lower() not in REFUSED
    return event.why.get("consent") == "given"


def departures(steps: Sequence[Step], rules: Sequence[Rule]) -> Iterator[Deviation]:
    """Where the steps of a case depart from the rules."""
    passed = moments(steps)
    for rule in rules:
        for located in _broken(rule, passed):
            yield Deviation(rule.id, rule.text, rule.weight, located.line, rule.etom)


def _broken(rule: Rule, passed: Sequence[Moment]) -> Iterator[Located]:
    if rule.first is not None:
        if passed and rule.first not in passed[0].atoms:
            yield passed[0].located
    elif rule.before is not None:
        yield from _without_before(rule.before, rule.then or (), passed)
    elif rule.between is not None:
        yield from _without_between(rule, passed)
    else:
        yield from _forbidden(rule, passed)


def _without_before(before: Collection[str], then: Collection[str], passed: Sequence[Moment]) -> Iterator[Located]:
    had = False
    for moment in passed:
        had = had or not moment.atoms.isdisjoint(before)
        if not had and not moment.atoms.isdisjoint(then):
            yield moment.located
            return


def _without_between(rule: Rule, passed: Sequence[Moment]) -> Iterator[Located]:
    owed = False
    for moment in passed:
        if not moment.atoms.isdisjoint(rule.between or ()):
            owed = True
        if not moment.atoms.isdisjoint(rule.need or ()):
            owed = False
        if owed and not moment.atoms.isdisjoint(rule.and_ or ()):
            yield moment.located
            return


def _forbidden(rule: Rule, passed: Sequence[Moment]) -> Iterator[Located]:
    within = False
    for moment in passed:
        if within and not moment.atoms.isdisjoint(rule.until):
            within = False
        elif within and not moment.atoms.isdisjoint(rule.never or ()):
            yield moment.located
            return
        if not moment.atoms.isdisjoint(rule.after or ()):
            within = True


def disorder(trace: Trace, known: Collection[str], knows_process: Any) -> Iterator[Deviation]:
    """Where the record itself is wrong: the clock goes back, numbers repeat, an id is none, the start is missing."""
    numbers: dict[int, int] = {}
    for located in trace.events:
        event, line = located.event, located.line
        if event.etom is not None and not knows_process(event.etom):
            yield Deviation("unknown-process", f"{event.etom} is no eTOM process", Weight.SOME, line, "")
        if event.step is not None and event.step not in nodes():
            yield Deviation("unknown-step", f"{event.step!r} is no step", Weight.SOME, line, "")
        if event.parent is not None and event.parent not in known:
            yield Deviation("unknown-case", f"the linked case {event.parent} is not recorded", Weight.MINOR, line, "")
        if event.seq is not None:
            if event.seq in numbers:
                text = f"number {event.seq} is on line {numbers[event.seq]} too"
                yield Deviation("repeated-number", text, Weight.SOME, line, "")
            numbers.setdefault(event.seq, line)
    for before, located in pairwise(told(trace)):
        back = (before.event.at - located.event.at).total_seconds()
        if back > 0:
            text = f"the clock goes back by {back:g} s after line {before.line}"
            yield Deviation("clock-goes-back", text, Weight.SOME, located.line, "")
