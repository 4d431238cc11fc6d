"""The release gate: every evaluation run again and judged against committed baselines, each metric with its own margin."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from eval.comparison import LOWER_IS_BETTER, PerQuery, Scores, paired, read_result
from eval.gate import Rule, Verdict, judge
from eval.inputs import InputError, parse_model, parse_object
from eval.report import Report, Table

SHIPPED = Path(__file__).with_name("baselines") / "gate.toml"
COMMAND = (sys.executable, "-c", "from t2r.cli import main; main()", "eval")
PART_SECONDS = 900.0


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Table):
    """A figure of the whole part, `metrics.solved`: it is the same in every run, so that its margin is all there is to say."""

    of: Annotated[str, Field(min_length=1)]
    margin: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    lower_is_better: bool = False


class Part(_Table):
    """An evaluation, the command that runs it (`--json` is added), and what of it may not get worse."""

    command: Annotated[tuple[str, ...], Field(min_length=1)]
    travels: bool = False  # whether it can be run `--as-of` an earlier moment
    figure: tuple[Figure, ...] = ()
    rule: tuple[Rule, ...] = ()


class GateFile(_Table):
    """A TOML file of `[part.NAME]` tables."""

    part: Annotated[dict[str, Part], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Check:
    """One figure or rule, judged."""

    part: str
    name: str
    verdict: Verdict
    before: float | None
    now: float | None
    margin: float
    says: str = ""
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """A part that was run: its checks and what its command printed, or why it could not be."""

    name: str
    seconds: float
    checks: tuple[Check, ...]
    error: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)


def read(path: Path = SHIPPED) -> dict[str, Part]:
    """The parts of a gate file. Raises InputError that names the wrong field."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not TOML: {error}", path) from error
    return parse_model(GateFile, table, path, None).part


def run(
    name: str,
    part: Part,
    folder: Path,
    accept: bool,
    evaluate: Callable[[Sequence[str]], str],
    as_of: datetime | None = None,
) -> Ran:
    """Run a part and judge it against its baseline in `folder`; `accept` makes what comes out the new baseline.

    A part that travels is run as of a moment, where one is given: what is then not asked is not judged.
    """
    begun = time.monotonic()
    path = folder / f"{name}.json"
    try:
        now = parse_object(evaluate([*part.command, *back_to(part, as_of), "--json"]), path)
        if accept:
            path.write_text(_lines(_kept(now, part)) + "\n", encoding="utf-8")
        before = parse_object(path.read_text(encoding="utf-8"), path)
        checks = (*_figures(name, part, before, now, path), *_rules(name, part, path, now))
    except (InputError, OSError, subprocess.SubprocessError) as error:
        return Ran(name, time.monotonic() - begun, (), str(error))
    return Ran(name, time.monotonic() - begun, checks, result=now)


def back_to(part: Part, as_of: datetime | None) -> tuple[str, ...]:
    """The option that runs a part as of an earlier moment, where one is given and the part knows it."""
    return ("--as-of", as_of.strftime("%Y-%m-%dT%H:%M:%S")) if as_of and part.travels else ()


def by_command(arguments: Sequence[str]) -> str:
    """What a command of `t2r eval` prints. Raises InputError where it fails."""
    done = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=PART_SECONDS
    )
    if done.returncode:
        last = (done.stderr.strip() or "it says nothing").splitlines()[-1]
        raise InputError(f"`t2r eval {' '.join(arguments)}` failed: {last}", SHIPPED)
    return done.stdout


def _kept(result: Mapping[str, Any], part: Part) -> dict[str, Any]:
    """What of a result the baseline needs."""
    kept: dict[str, Any] = {figure.of: _at(result, figure.of) for figure in part.figure}
    table = "per_query" if "per_query" in result else "per_case"
    if part.rule and table in result:
        wanted = {rule.metric for rule in part.rule}
        kept[table] = {
            key: {"metrics": {name: row["metrics"].get(name) for name in sorted(wanted)}, "slices": row["slices"]}
            for key, row in result[table].items()
        }
    return kept


def _lines(kept: Mapping[str, Any], deep: int = 1) -> str:
    """JSON with a line for each figure and each query, so that a new baseline shows what has moved."""

    def text(value: Any) -> str:
        inside = deep and isinstance(value, Mapping)
        return _lines(value, deep - 1) if inside else json.dumps(value, ensure_ascii=False, sort_keys=True)

    rows = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {text(kept[name])}" for name in sorted(kept))
    return f"{{\n{rows}\n}}"


def _at(result: Mapping[str, Any], path: str) -> float | None:
    """A figure by its dotted path; a member of a list of objects is found by its `id`."""
    found: Any = result
    for name in path.split("/") if "/" in path else path.split("."):
        if isinstance(found, list):
            found = next((one for one in found if isinstance(one, Mapping) and one.get("id") == name), None)
        else:
            found = found.get(name) if isinstance(found, Mapping) else None
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _figures(name: str, part: Part, before: Mapping[str, Any], now: Mapping[str, Any], path: Path) -> list[Check]:
    checks = []
    for figure in part.figure:
        if figure.of not in before:
            raise InputError("is not in the baseline: accept a new one", path, field=figure.of)
        was, value = before[figure.of], _at(now, figure.of)
        verdict = _verdict(figure, was, value)
        checks.append(
            Check(name, figure.of, verdict, was, value, figure.margin, lower_is_better=figure.lower_is_better)
        )
    return checks


def _verdict(figure: Figure, was: float | None, now: float | None) -> Verdict:
    """A figure that has gone is worse; one that is new is not."""
    if was is None:
        return Verdict.NOT_WORSE
    if now is None:
        return Verdict.WORSE
    loss = now - was if figure.lower_is_better else was - now
    return Verdict.WORSE if loss > figure.margin + 1e-9 else Verdict.NOT_WORSE


def _rules(name: str, part: Part, path: Path, now: Mapping[str, Any]) -> list[Check]:
    """Rules over queries: paired tests with Holm's correction over the part."""
    if not part.rule:
        return []
    _, a = read_result(path)
    b = _scores(now, path)
    checks = []
    for rule, found in zip(part.rule, judge(part.rule, a, b, path), strict=True):
        shown = rule.metric if rule.slice is None else f"{rule.metric} on {rule.slice}"
        was, value = (mean(side) for side in zip(*paired(a, b, rule.metric, rule.slice), strict=True))
        interval = "" if found.low is None else f" in [{found.low:+.4f}, {found.high:+.4f}]"
        says = f"gain {found.gain:+.4f}{interval}, p {found.p_holm:.3f} (Holm), n {found.n}"
        lower = rule.metric in LOWER_IS_BETTER
        checks.append(Check(name, shown, found.verdict, was, value, rule.margin, says, lower))
    return checks


def _scores(result: Mapping[str, Any], path: Path) -> PerQuery:
    table = result.get("per_query") or result.get("per_case")
    if not isinstance(table, Mapping):
        raise InputError("the command gives no values by query: run it with --per-query", path)
    return {key: Scores(row["metrics"], tuple(row["slices"])) for key, row in table.items()}


def passed(runs: Sequence[Ran]) -> bool:
    """Whether nothing is worse, and everything could be run."""
    return not any(ran.error or any(check.verdict is Verdict.WORSE for check in ran.checks) for ran in runs)


def as_result(runs: Sequence[Ran]) -> dict[str, Any]:
    """What `t2r eval gate --json` prints."""
    return {
        "verdict": "pass" if passed(runs) else "worse",
        "parts": [
            {
                "name": ran.name,
                "error": ran.error or None,
                "checks": [
                    {
                        "name": check.name,
                        "verdict": check.verdict.value,
                        "before": check.before,
                        "now": check.now,
                        "margin": check.margin,
                        "says": check.says,
                    }
                    for check in ran.checks
                ],
            }
            for ran in runs
        ],
        "seconds": {ran.name: round(ran.seconds, 1) for ran in runs},
    }


def write_junit(runs: Sequence[Ran], path: Path) -> None:
    """JUnit's XML: a suite for each part, a test case for each check; what is inconclusive is skipped, and says so."""
    root = ET.Element("testsuites")
    for ran in runs:
        failures = sum(check.verdict is Verdict.WORSE for check in ran.checks)
        skipped = sum(check.verdict is Verdict.INCONCLUSIVE for check in ran.checks)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=ran.name,
            tests=str(len(ran.checks) + bool(ran.error)),
            failures=str(failures),
            errors=str(int(bool(ran.error))),
            skipped=str(skipped),
            time=f"{ran.seconds:.1f}",
        )
        if ran.error:
            case = ET.SubElement(suite, "testcase", classname=ran.name, name="runs")
            ET.SubElement(case, "error", message=ran.error)
        for check in ran.checks:
            case = ET.SubElement(suite, "testcase", classname=ran.name, name=check.name)
            if check.verdict is Verdict.WORSE:
                ET.SubElement(case, "failure", message=_told(check))
            elif check.verdict is Verdict.INCONCLUSIVE:
                ET.SubElement(case, "skipped", message=f"inconclusive: {_told(check)}")
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _told(check: Check) -> str:
    return check.says or f"{check.before} before, {check.now} now, margin {check.margin}"


def gate_report(runs: Sequence[Ran]) -> Report:
    """The page and the terminal's tables of `t2r eval gate`."""
    rows = [
        (check.part, check.name, check.verdict.value, check.before, check.now, check.margin, check.says)
        for ran in runs
        for check in ran.checks
    ]
    failed = [(ran.name, ran.error) for ran in runs if ran.error]
    return Report(
        title="Release gate",
        subtitle="pass" if passed(runs) else "worse than the baseline",
        figures=[("checks", len(rows)), ("worse", sum(row[2] == Verdict.WORSE.value for row in rows))],
        tables=[
            Table("Checks", ("part", "what", "verdict", "before", "now", "margin", "test"), rows),
            Table("Could not be run", ("part", "why"), failed),
        ],
        config=[(f"seconds.{ran.name}", f"{ran.seconds:.1f}") for ran in runs],
    )
