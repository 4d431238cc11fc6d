"""From findings to what an agent sees at a glance: badges that do not flap, do not repeat each other, and never guess green."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Freshness, Kind, Reading
from diagnostics.rules import Rule, Rules, Severity

MOST_EVIDENCE = 6
DIGITS_OF_A_NUMBER = re.compile(r"\+?\d{9,15}")


@dataclass(frozen=True, slots=True)
class Badge:
    """One thing an agent should know of, in words, with what it rests on.

    `id` stays the same as long as it is the same trouble, and holds no customer's number. `until` is when the trouble is
    expected to end, `expires` until when the badge may be believed. A `stale` one rests on evidence past its time: it is shown
    in grey and asks for a re-test. `say` is for the customer; `futile` is the advice that makes no sense while it holds;
    `covers` are the kinds that it explains, whose sentences are among its evidence.
    """

    id: str
    kind: Kind
    cause: str
    severity: Severity
    sentence: str
    evidence: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    expires: datetime
    confidence: float
    say: str = ""
    article: str | None = None
    flow: str | None = None
    stale: bool = False
    covers: tuple[Kind, ...] = ()
    explains: tuple[Kind, ...] = ()
    futile: tuple[str, ...] = ()
    product: str = "any"

    @property
    def is_trouble(self) -> bool:
        """Whether the customer feels it, as far as the evidence still counts."""
        return self.severity.is_trouble and not self.stale

    @property
    def retest(self) -> bool:
        """Whether it has to be measured anew before anybody relies on it."""
        return self.stale or self.severity is Severity.UNKNOWN

    def same_as(self, other: Badge) -> bool:
        """Whether an agent would see no difference that matters: numbers in the words may have moved."""
        return _seen(self) == _seen(other)

    def to_json(self) -> dict[str, Any]:
        """As a JSON object; moments are ISO 8601."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "cause": self.cause,
            "severity": self.severity.value,
            "sentence": self.sentence,
            "evidence": list(self.evidence),
            "since": _iso(self.since),
            "until": _iso(self.until),
            "expires": _iso(self.expires),
            "confidence": round(self.confidence, 3),
            "say": self.say,
            "article": self.article,
            "flow": self.flow,
            "stale": self.stale,
            "retest": self.retest,
            "covers": [kind.value for kind in self.covers],
            "futile": list(self.futile),
            "product": self.product,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """A badge as it is shown, and when the evidence last spoke for it."""

    badge: Badge
    confirmed_at: datetime


Board = Mapping[Kind, Shown]  # what is shown of one line or place


def badges(findings: Iterable[Finding], now: datetime, rules: Rules) -> tuple[Badge, ...]:
    """The badges of a line or place that was not looked at before, the worst first."""
    return arrange(settle({}, findings, now, rules))


def settle(before: Board, findings: Iterable[Finding], now: datetime, rules: Rules) -> dict[Kind, Shown]:
    """What is shown now, after what was shown before: worse is shown at once, better only when it has held for a while.

    A trouble is raised from `stability.raise` of confidence and stays down to `stability.clear`. Once it is not confirmed
    any more it stays for `stability.hold`; then whatever the evidence says takes its place. Without evidence it turns stale.
    """
    board = {}
    for finding in findings:
        old = before.get(finding.kind)
        known = old.badge.cause if old and old.badge.severity.is_trouble else None
        new = judge(finding, now, rules, shown=finding.cause == known)
        board[finding.kind] = Shown(new, now) if old is None else _next(old, new, now, rules)
    return board


def _next(old: Shown, new: Badge, now: datetime, rules: Rules) -> Shown:
    was = old.badge
    ends = old.confirmed_at + rules.stability.hold
    worse = new.is_trouble and new.severity.rank < was.severity.rank
    as_before = (new.cause, new.severity) == (was.cause, was.severity)
    if worse or as_before or not was.severity.is_trouble or not old.confirmed_at <= now < ends:
        return Shown(new, now)
    unseen = f"Not confirmed since {clock(old.confirmed_at, now, rules.timezone)}; kept until {clock(ends, now, rules.timezone)}."
    evidence = (unseen, *(line for line in was.evidence if not line.startswith("Not confirmed since")))
    held = replace(was, evidence=evidence[:MOST_EVIDENCE], expires=ends, stale=was.stale or new.retest)
    return Shown(held, old.confirmed_at)


def arrange(board: Board) -> tuple[Badge, ...]:
    """The badges of a board, the worst first; what a fresh trouble explains becomes evidence of it."""
    everything = sorted((shown.badge for shown in board.values()), key=_order)
    covered: set[Kind] = set()
    kept = []
    for badge in everything:
        if badge.kind in covered:
            continue
        if badge.is_trouble and badge.explains:
            beside = [other for other in everything if other.kind in badge.explains and other.kind not in covered]
            covered.update(other.kind for other in beside)
            felt = tuple(f"Explains: {other.sentence}" for other in beside if other.is_trouble)
            badge = replace(badge, covers=tuple(other.kind for other in beside), evidence=badge.evidence + felt)
        kept.append(badge)
    return tuple(sorted(kept, key=lambda badge: (badge.stale, badge.severity.rank, _order(badge))))


# What can explain comes before what it explains.
_EXPLAINING = (Kind.BARRING, Kind.OUTAGE, Kind.CONGESTION, Kind.COVERAGE)


def _order(badge: Badge) -> int:
    return _EXPLAINING.index(badge.kind)


def judge(finding: Finding, now: datetime, rules: Rules, *, shown: bool = False) -> Badge:
    """The badge of one finding by itself; `shown`: its trouble is shown already, so that less confidence keeps it."""
    deciding = _deciding(finding)
    freshness = _freshness(deciding, now)
    stale = freshness is not Freshness.FRESH and finding.cause not in (NOTHING, NOT_KNOWN)
    if finding.cause == NOTHING and freshness is not Freshness.FRESH:
        finding = _not_known(
            finding, "the last evidence is too old" if freshness is Freshness.STALE else "there is no evidence"
        )
    values = {name: plain(value) for name, value in finding.details.items()}
    values |= {"since": finding.since, "until": finding.until, "confidence": finding.confidence}
    rule = rules.rule(finding, values)
    if rule is None:
        return _unruled(finding, now, stale)
    severity, sentence = rule.severity, words(rule.sentence, values, now, rules.timezone)
    enough = rules.stability.clear_below if shown else rules.stability.raise_from
    if severity.is_trouble and finding.confidence < enough:
        severity, sentence = Severity.INFO, f"Possible, not certain: {sentence[:1].lower()}{sentence[1:]}"
    return Badge(
        id=_id(finding),
        kind=finding.kind,
        cause=finding.cause,
        severity=severity,
        sentence=sentence,
        evidence=_evidence(finding, deciding, now, rules.timezone),
        since=finding.since,
        until=finding.until,
        expires=_expires(rule, deciding, now),
        confidence=finding.confidence,
        say=words(rule.say, values, now, rules.timezone),
        article=rule.article,
        flow=rule.flow,
        stale=stale,
        explains=rule.explains,
        futile=rule.futile if severity.is_trouble else (),
        product=rule.product,
    )


def _deciding(finding: Finding) -> tuple[Reading, ...]:
    """The readings that a finding rests on: those it names, else all that have a value."""
    named = finding.details.get("decided_by", ())
    chosen = tuple(reading for reading in finding.readings if isinstance(named, tuple) and reading.name in named)
    return chosen or tuple(reading for reading in finding.readings if reading.value is not None)


def _freshness(readings: Sequence[Reading], now: datetime) -> Freshness:
    """Fresh when anything that decides is; stale when something was known once."""
    found = {reading.freshness(now) for reading in readings}
    return next((each for each in (Freshness.FRESH, Freshness.STALE) if each in found), Freshness.UNKNOWN)


def _not_known(finding: Finding, reason: str) -> Finding:
    return replace(finding, cause=NOT_KNOWN, confidence=0.0, details={**finding.details, "reason": reason})


def _unruled(finding: Finding, now: datetime, stale: bool) -> Badge:
    """A cause that came after the rules were written: shown as it is, and never as nothing."""
    return Badge(
        id=_id(finding),
        kind=finding.kind,
        cause=finding.cause,
        severity=Severity.MINOR,
        sentence=f"{finding.kind.value.capitalize()}: {finding.cause.replace('_', ' ')}.",
        evidence=(),
        since=finding.since,
        until=finding.until,
        expires=now,
        confidence=finding.confidence,
        stale=stale,
    )


def plain(value: Any) -> Any:
    """A detail in Python's own types, NumPy's left behind; None for a number that is none."""
    if isinstance(value, tuple):
        return tuple(plain(each) for each in value)
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and value != value else value


def _id(finding: Finding) -> str:
    outage = finding.details.get("outage_id")
    return f"{finding.kind.value}:{outage}" if outage else f"{finding.kind.value}:{finding.cause}"


def _expires(rule: Rule, readings: Sequence[Reading], now: datetime) -> datetime:
    """When the rule says, or earlier, when the evidence is past its time."""
    ends = [reading.measured_at + reading.ttl for reading in readings if reading.measured_at is not None]
    latest = max((end for end in ends if end > now), default=now + rule.expires)
    return min(now + rule.expires, latest)


def _evidence(finding: Finding, deciding: Sequence[Reading], now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """What it rests on, in words: what the diagnosis gathered, then the readings that decided it."""
    gathered = finding.details.get("evidence", ())
    lines = [str(line) for line in gathered] if isinstance(gathered, tuple) else [str(gathered)]
    rests_on = [reading for reading in deciding or finding.readings if reading.name != finding.kind]  # not on itself
    lines += [_said(reading, now, zone) for reading in rests_on]
    return tuple(dict.fromkeys(lines))[:MOST_EVIDENCE]


_WORDS = {"sim": "SIM", "rsrp": "RSRP", "rsrq": "RSRQ", "sinr": "SINR", "prb": "PRB", "ont": "ONT", "rx": "receive"}


def _said(reading: Reading, now: datetime, zone: tzinfo) -> str:
    name = " ".join(_WORDS.get(word, word) for word in reading.name.split("_"))
    name = name[:1].upper() + name[1:]
    if reading.value is None:
        return f"{name}: not known ({reading.reason or 'no reading'})"
    value = plain(reading.value)
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, float):
        text = f"{value:.4g}"
    else:
        text = str(value).replace("_", " ").replace("|", ", ")
    where = "" if DIGITS_OF_A_NUMBER.fullmatch(reading.subject) or not reading.subject else f" of {reading.subject}"
    unit = f" {reading.unit}" if reading.unit else ""
    age = "" if reading.measured_at is None else f", {clock(reading.measured_at, now, zone)}"
    late = ", too old" if reading.freshness(now) is Freshness.STALE else ""
    return f"{name}{where}: {text}{unit} ({reading.source}{age}{late})"


_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


def words(template: str, values: Mapping[str, Any], now: datetime, zone: tzinfo) -> str:
    """A sentence of the rules with its details filled in; what stands in brackets goes when a detail in it is not known."""

    def known(name: str) -> bool:
        value = plain(values.get(name))
        return value is not None and value not in ("", ())

    def fill(match: re.Match[str]) -> str:
        return _text(plain(values[match[1]]), match[2] or "", now, zone) if known(match[1]) else "not known"

    def optional(match: re.Match[str]) -> str:
        return match[1] if all(known(place[1]) for place in _PLACE.finditer(match[1])) else ""

    return _PLACE.sub(fill, _OPTIONAL.sub(optional, template))


def _text(value: Any, spec: str, now: datetime, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return clock(value, now, zone)
    if isinstance(value, tuple):
        return ", ".join(str(each).replace("_", " ") for each in value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return format(value, spec or "g")
    return str(value)


def clock(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A time of day, with the day where it is another one."""
    local = moment.astimezone(zone)
    day = "" if local.date() == now.astimezone(zone).date() else f"{local.day} {local:%b} "
    return f"{day}{local:%H:%M %Z}"


def _seen(badge: Badge) -> tuple[object, ...]:
    return badge.id, badge.severity, badge.stale, badge.covers, badge.article


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
