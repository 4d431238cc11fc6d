"""The badge rules of a YAML file, read and checked: every mistake is named with its file and line."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from diagnostics import barring
from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Kind

SHIPPED = Path(__file__).with_name("badges.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one of Python alone takes ten times as long

CAUSES: Mapping[Kind, tuple[str, ...]] = {
    Kind.COVERAGE: ("no_coverage", "weak_coverage", "weak_indoors", "band_not_supported", "technology_not_supported"),
    Kind.CONGESTION: ("congested", "slow_backhaul", "busy"),
    Kind.OUTAGE: (
        "site_down", "cell_down", "sleeping_cell", "backhaul_down", "fibre_cut", "pon_down", "olt_down", "ont_down", "power_failure",
        "planned_work", "complaints_only",
    ),
    Kind.BARRING: barring.CAUSES,
}  # fmt: skip
FIELDS: Mapping[Kind, frozenset[str]] = {  # what a sentence or a condition may name, besides `COMMON`
    Kind.COVERAGE: frozenset({"rsrp_dbm", "rsrq_db", "sinr_db", "sigma_db", "best_cell", "technology", "band", "helps"}),
    Kind.CONGESTION: frozenset({"cell", "prb_utilisation", "usual", "connected_users", "user_throughput", "delay"}),
    Kind.OUTAGE: frozenset(
        {"outage_id", "title", "area", "cells", "lines_affected", "evidence", "also", "ont", "status"}
    ),
    Kind.BARRING: frozenset(
        {"categories", "everyday", "layer", "cause", "code", "name", "words", "remedy", "stops", "lasting", "cell", "also",
         "share_let_through", "emergency_calls_barred", "data_used", "data_limit", "throttled_to", "data_share"}
    ),
}  # fmt: skip
COMMON = frozenset({"since", "until", "confidence", "reason"})
ADVICE = ("restart", "settings", "sim", "equipment", "visit", "recharge")
PRODUCTS = ("mobile", "fixed", "any")


class Severity(StrEnum):
    """How bad it is, the worst first; the last two are no trouble and no knowledge."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"
    UNKNOWN = "unknown"
    CLEAR = "clear"

    @property
    def rank(self) -> int:
        """Smaller is worse."""
        return list(Severity).index(self)

    @property
    def is_trouble(self) -> bool:
        """Whether the customer feels it."""
        return self.rank <= Severity.MINOR.rank


class RulesError(ValueError):
    """What is wrong with a file of rules, each mistake with file and line."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether a detail of a finding is as it must be; of a detail that is not known it is not."""

    field: str
    holds: Callable[[Any], bool]

    def met(self, values: Mapping[str, Any]) -> bool:
        """Whether it holds for these details."""
        value = values.get(self.field)
        return value is not None and self.holds(value)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an agent sees of a finding of one of these causes that meets the conditions; `line` is where it stands."""

    line: int
    kinds: tuple[Kind, ...]
    causes: tuple[str, ...]
    conditions: tuple[Condition, ...]
    severity: Severity
    sentence: str
    say: str
    article: str | None
    flow: str | None
    explains: tuple[Kind, ...]
    futile: tuple[str, ...]
    product: str
    expires: timedelta

    def fits(self, finding: Finding, values: Mapping[str, Any]) -> bool:
        """Whether it decides about this finding."""
        named = finding.kind in self.kinds and finding.cause in self.causes
        return named and all(condition.met(values) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Stability:
    """From which confidence a trouble is shown, down to which it stays, and how long it outlives its last confirmation."""

    raise_from: float
    clear_below: float
    hold: timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in their order, and what holds for all."""

    rules: tuple[Rule, ...]
    stability: Stability
    timezone: tzinfo

    @classmethod
    def load(cls, path: Path = SHIPPED, articles: Collection[str] | None = None) -> Rules:
        """The rules of a file; `articles` are the ids there are (None: not checked).

        Raises RulesError, which names every mistake with its line, and OSError when the file cannot be read.
        """
        return _Reader(path, articles).rules()

    def rule(self, finding: Finding, values: Mapping[str, Any]) -> Rule | None:
        """The first rule that fits; None for a cause that no rule knows."""
        return next((rule for rule in self.rules if rule.fits(finding, values)), None)


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_COMPARISON = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*")
_SPAN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(s|min|h)\s*")
_SECONDS = {"s": 1, "min": 60, "h": 3600}
_FORMAT = re.compile(r"(?:\.\d{1,2})?[fg%]|")
_REQUIRED = ("kind", "cause", "severity", "sentence", "expires")
_ALLOWED = (*_REQUIRED, "when", "say", "article", "flow", "explains", "futile", "product")


@dataclass(frozen=True, slots=True)
class _Value:
    value: Any
    line: int


class _Reader:
    """Reads one file and collects what is wrong with it."""

    def __init__(self, path: Path, articles: Collection[str] | None) -> None:
        self._path, self._articles = path, articles
        self._mistakes: list[tuple[int, str]] = []
        self._loader = _LOADER(path.read_text(encoding="utf-8"))

    def rules(self) -> Rules:
        try:
            root = self._loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RulesError(f"{self._path}, line {line}: {error.problem}") from error
        top = self._mapping(root, "the file", ("timezone", "stability", "rules"), ("rules",))
        timezone = self._timezone(top.get("timezone"))
        stability = self._stability(top.get("stability"))
        entries = top["rules"].value if "rules" in top else None
        if not isinstance(entries, yaml.SequenceNode) or not entries.value:
            self._wrong(top["rules"].line if "rules" in top else 1, "rules: must be a list of rules")
            entries = yaml.SequenceNode("", [])
        found = [self._rule(node) for node in entries.value]
        rules = tuple(rule for rule in found if rule is not None)
        if not self._mistakes:
            self._complete(rules)
        if self._mistakes:
            lines = (f"{self._path}, line {line}: {text}" for line, text in sorted(self._mistakes))
            raise RulesError("\n".join(lines))
        return Rules(rules, stability, timezone)

    def _wrong(self, line: int, text: str) -> None:
        self._mistakes.append((line, text))

    def _mapping(
        self, node: yaml.Node | None, what: str, allowed: Collection[str], required: Collection[str]
    ) -> dict[str, _Value]:
        """The members of a mapping as nodes, with their lines; unknown, doubled and missing ones are mistakes."""
        line = node.start_mark.line + 1 if node is not None and node.start_mark else 1
        if not isinstance(node, yaml.MappingNode):
            self._wrong(line, f"{what}: must be a mapping")
            return {}
        members: dict[str, _Value] = {}
        for key, value in node.value:
            place = key.start_mark.line + 1
            if key.value in members:
                self._wrong(place, f"{key.value}: is given twice")
            elif key.value not in allowed:
                self._wrong(place, f"{key.value}: is not known here; known are {', '.join(allowed)}")
            members[key.value] = _Value(value, place)
        for name in required:
            if name not in members:
                self._wrong(line, f"{what}: {name} is missing")
        return {name: member for name, member in members.items() if name in allowed}

    def _plain(self, member: _Value | None, default: Any) -> _Value:
        if member is None:
            return _Value(default, 1)
        return _Value(self._loader.construct_object(member.value, deep=True), member.line)

    def _timezone(self, member: _Value | None) -> tzinfo:
        name = self._plain(member, "UTC")
        try:
            return ZoneInfo(str(name.value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._wrong(name.line, f"timezone: {name.value!r} is no IANA time zone")
            return ZoneInfo("UTC")

    def _stability(self, member: _Value | None) -> Stability:
        names = ("raise", "clear", "hold")
        members = self._mapping(member.value, "stability", names, names) if member else {}
        raised, cleared = (
            self._share(name, self._plain(members.get(name), value))
            for name, value in (("raise", 0.5), ("clear", 0.35))
        )
        if cleared > raised:
            self._wrong(members["clear"].line, f"stability: clear ({cleared}) must not be above raise ({raised})")
        return Stability(raised, cleared, self._span("hold", self._plain(members.get("hold"), "15 min")))

    def _share(self, name: str, given: _Value) -> float:
        if isinstance(given.value, (int, float)) and not isinstance(given.value, bool) and 0 <= given.value <= 1:
            return float(given.value)
        self._wrong(given.line, f"{name}: {given.value!r} is no share from 0 to 1")
        return 0.0

    def _span(self, name: str, given: _Value) -> timedelta:
        match = _SPAN.fullmatch(str(given.value))
        if match and float(match[1]) > 0:
            return timedelta(seconds=float(match[1]) * _SECONDS[match[2]])
        self._wrong(given.line, f"{name}: {given.value!r} is no time span such as 15 min, 90 s or 2 h")
        return timedelta(minutes=1)

    def _rule(self, node: yaml.Node) -> Rule | None:
        before = len(self._mistakes)
        line = node.start_mark.line + 1
        given = {
            name: self._plain(member, None)
            for name, member in self._mapping(node, "rule", (*_ALLOWED,), _REQUIRED).items()
            if name != "when"
        }
        kinds = tuple(Kind(kind) for kind in self._members(given, "kind", list(Kind)))
        known = {cause for kind in kinds for cause in (*CAUSES[kind], NOTHING, NOT_KNOWN)}
        causes = self._members(given, "cause", sorted(known)) if kinds else ()
        severity = self._members(given, "severity", list(Severity))
        self._honest(given, causes, severity)
        fields = COMMON | frozenset.union(*(FIELDS[kind] for kind in kinds)) if kinds else COMMON
        rule = Rule(
            line=line,
            kinds=kinds,
            causes=causes,
            conditions=self._conditions(node, fields),
            severity=Severity(severity[0]) if severity else Severity.UNKNOWN,
            sentence=self._text(given, "sentence", fields),
            say=self._text(given, "say", fields),
            article=self._article(given.get("article")),
            flow=self._identifier("flow", given.get("flow")),
            explains=tuple(Kind(kind) for kind in self._members(given, "explains", list(Kind))),
            futile=self._members(given, "futile", ADVICE),
            product=(*self._members(given, "product", PRODUCTS), "any")[0],
            expires=self._span("expires", given["expires"]) if "expires" in given else timedelta(minutes=1),
        )
        return rule if len(self._mistakes) == before else None

    def _honest(self, given: Mapping[str, _Value], causes: Collection[str], severity: Collection[str]) -> None:
        """Green is for what was looked at and found well, and for nothing else."""
        if "clear" in severity and set(causes) != {NOTHING}:
            self._wrong(given["severity"].line, "severity: clear is for the cause none only")
        if NOT_KNOWN in causes and "unknown" not in severity and severity:
            self._wrong(given["severity"].line, "severity: what is unknown must be shown as unknown")

    def _members(self, given: Mapping[str, _Value], name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """One or several of a closed list."""
        if name not in given:
            return ()
        value = given[name].value
        values = value if isinstance(value, list) and name not in ("severity", "product") else [value]
        wrong = [each for each in values if each not in allowed]
        if wrong or not values:
            self._wrong(
                given[name].line, f"{name}: {', '.join(map(repr, wrong)) or 'nothing'} is none of {', '.join(allowed)}"
            )
            return ()
        return tuple(str(each) for each in values)

    def _text(self, given: Mapping[str, _Value], name: str, fields: Collection[str]) -> str:
        if name not in given:
            return ""
        text, line = given[name].value, given[name].line
        if not isinstance(text, str) or not text.strip():
            self._wrong(line, f"{name}: must be a text")
            return ""
        if re.sub(r"\[[^\[\]]*\]", "", text).count("[") or re.sub(r"\[[^\[\]]*\]", "", text).count("]"):
            self._wrong(line, f"{name}: brackets do not match, or stand within each other")
        try:
            parts = [(field, spec) for _, field, spec, _ in Formatter().parse(text) if field is not None]
        except ValueError as error:
            self._wrong(line, f"{name}: {error}")
            return text
        for field, spec in parts:
            if field not in fields:
                self._wrong(line, f"{name}: {{{field}}} is not known here; known are {', '.join(sorted(fields))}")
            if not _FORMAT.fullmatch(spec or ""):
                self._wrong(line, f"{name}: {{{field}:{spec}}}: the number format must be such as .0f or .0%")
        return text

    def _conditions(self, node: yaml.Node, fields: Collection[str]) -> tuple[Condition, ...]:
        when = (
            next((value for key, value in node.value if key.value == "when"), None)
            if isinstance(node, yaml.MappingNode)
            else None
        )
        if when is None:
            return ()
        members = self._mapping(when, "when", sorted(fields), ())
        return tuple(self._condition(name, self._plain(member, None)) for name, member in members.items())

    def _condition(self, field: str, given: _Value) -> Condition:
        wanted = given.value
        if wanted == "known":
            return Condition(field, lambda value: value not in ("", ()))
        if isinstance(wanted, list):
            among = frozenset(map(str, wanted))
            return Condition(
                field, lambda value: bool(among & set(map(str, value if isinstance(value, tuple) else (value,))))
            )
        if isinstance(wanted, str) and (match := _COMPARISON.fullmatch(wanted)):
            compare, number = _OPERATORS[match[1]], float(match[2])
            return Condition(field, lambda value: isinstance(value, (int, float)) and compare(value, number))
        if isinstance(wanted, str) and wanted.lstrip()[:1] in ("<", ">", "=", "!"):
            self._wrong(given.line, f"when: {field}: {wanted!r} is no comparison such as '>= 100'")
        if wanted is None or isinstance(wanted, dict):
            self._wrong(given.line, f"when: {field}: must be a comparison, a value, a list of values or known")
        return Condition(field, lambda value: wanted in value if isinstance(value, tuple) else value == wanted)

    def _article(self, given: _Value | None) -> str | None:
        article = self._identifier("article", given)
        if given is not None and article and self._articles is not None and article not in self._articles:
            self._wrong(given.line, f"article: there is no article {article!r}")
        return article

    def _identifier(self, name: str, given: _Value | None) -> str | None:
        if given is None or given.value is None:
            return None
        if not isinstance(given.value, str) or not given.value.strip():
            self._wrong(given.line, f"{name}: {given.value!r} is no id")
        return str(given.value)

    def _complete(self, rules: Collection[Rule]) -> None:
        """Every cause has a rule that needs no condition, and none stands behind it in vain."""
        settled: dict[tuple[Kind, str], int] = {}
        for rule in rules:
            new = [
                (kind, cause)
                for kind in rule.kinds
                for cause in rule.causes
                if cause in (*CAUSES[kind], NOTHING, NOT_KNOWN)
            ]
            over = [pair for pair in new if pair in settled]
            if len(over) == len(new):
                kind, cause = over[0]
                self._wrong(
                    rule.line, f"rule: is never reached: line {settled[over[0]]} decides about {kind} {cause} already"
                )
            if not rule.conditions:
                settled.update((pair, rule.line) for pair in new if pair not in settled)
        for kind, causes in CAUSES.items():
            for cause in (*causes, NOTHING, NOT_KNOWN):
                if (kind, cause) not in settled:
                    self._wrong(1, f"rules: no rule without a condition for {kind} {cause}")
