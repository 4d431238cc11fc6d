"""The release gate: which metrics, on which slices, a new version may not make worse, and by how much at most."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from eval.comparison import LOWER_IS_BETTER, PerQuery, paired
from eval.inputs import InputError, parse_model
from eval.significance import bootstrap_interval, holm, randomisation_p

ENOUGH_PAIRS = 10
"""Below this many pairs a slice is never called "not worse": a bootstrap interval of so few is too narrow."""


class Rule(BaseModel):
    """`metric` (on `slice`, or on all queries) may fall by `margin` at most; tested at level `alpha`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: Annotated[str, Field(min_length=1)]
    slice: str | None = None
    margin: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    alpha: Annotated[float, Field(gt=0, lt=0.5)] = 0.05


class GateFile(BaseModel):
    """A TOML file of `[[rule]]` tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Annotated[tuple[Rule, ...], Field(min_length=1)]


class Verdict(StrEnum):
    """`WORSE` alone fails the gate; `INCONCLUSIVE` passes with a warning."""

    NOT_WORSE = "not worse"
    WORSE = "worse"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rule's verdict. `gain` is B − A turned so that positive is better; low and high bound it at 1 − alpha."""

    metric: str
    slice: str | None
    margin: float
    alpha: float
    n: int
    gain: float
    low: float | None
    high: float | None
    p_holm: float
    verdict: Verdict


def read_gate(path: Path) -> tuple[Rule, ...]:
    """Read a gate file. Raises InputError that names the wrong field."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not TOML: {error}", path) from error
    return parse_model(GateFile, table, path, None).rule


def judge(rules: Sequence[Rule], a: PerQuery, b: PerQuery, path: Path) -> list[Judgement]:
    """Test B against A by the rules of the gate file at `path`.

    A rule finds B **worse** when the lower bound of the gain is below −margin and the gain is significantly negative
    (randomisation test, Holm over the rules of the file, p ≤ alpha); **not worse** when the lower bound is at or above
    −margin on at least ENOUGH_PAIRS queries; else **inconclusive**. Raises InputError for a rule that matches no query.
    """
    gains = []
    for number, rule in enumerate(rules):
        pairs = paired(a, b, rule.metric, rule.slice)
        if not pairs:
            where = f"slice {rule.slice!r}" if rule.slice is not None else "any query"
            raise InputError(f"A and B share no value of {rule.metric!r} on {where}", path, field=f"rule.{number}")
        ours, theirs = np.asarray(pairs).T
        gains.append(ours - theirs if rule.metric in LOWER_IS_BETTER else theirs - ours)
    adjusted = holm([randomisation_p(gain) for gain in gains])
    judgements = []
    for rule, gain, p in zip(rules, gains, adjusted, strict=True):
        low, high = bootstrap_interval(gain, 1 - rule.alpha) or (None, None)
        average = float(gain.mean())
        verdict = _verdict(rule, len(gain), average, low, p)
        judgements.append(
            Judgement(rule.metric, rule.slice, rule.margin, rule.alpha, len(gain), average, low, high, p, verdict)
        )
    return judgements


def _verdict(rule: Rule, n: int, gain: float, low: float | None, p: float) -> Verdict:
    if low is None:
        return Verdict.INCONCLUSIVE
    if low < -rule.margin and gain < 0 and p <= rule.alpha:
        return Verdict.WORSE
    if low >= -rule.margin and n >= ENOUGH_PAIRS:
        return Verdict.NOT_WORSE
    return Verdict.INCONCLUSIVE
