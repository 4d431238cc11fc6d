"""Part `scores`: how well it finds, answers, abstains and diagnoses, as `t2r eval` measures it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from eval.bench.common import Row, Sizes, Target, at_least, at_most, say

DATA = Path("../shared/data")  # sets of others, beside the project; what is not there is not measured
SCIFACT, MTRAG, NAB = DATA / "scifact", DATA / "mtragun" / "dev.jsonl.gz", DATA / "nab"

Wanted = tuple[str, str, str, Target | None]  # where it stands in the result, in words, its unit and target

OWN: tuple[Wanted, ...] = (
    (
        "slices.slice=english.metrics.needs@3",
        "starter questions, English: needed articles in the first 3",
        "",
        at_least(0.95),
    ),
    ("slices.slice=english.metrics.R@3", "… every article that answers in the first 3", "", None),
    (
        "slices.slice=hinglish.metrics.needs@3",
        "starter questions, romanised Hindi: needed articles in the first 3",
        "",
        at_least(0.85),
    ),
    ("slices.slice=hinglish.metrics.R@3", "… every article that answers in the first 3", "", None),
)
FOUND: tuple[Wanted, ...] = (("metrics.nDCG@10", "SciFact, hybrid: nDCG@10", "", at_least(0.735)),)
ANSWERED: tuple[Wanted, ...] = (
    ("metrics.nDCG@10", "MTRAG-UN, pooled contexts: nDCG@10", "", at_least(0.89)),
    ("metrics.abstain_f1", "MTRAG-UN, abstention F1 (the model has learnt from this set)", "", at_least(0.6)),
)
ANOMALIES: tuple[Wanted, ...] = (("metrics.standard", "NAB, standard profile", "", at_least(65)),)
DIAGNOSED: tuple[Wanted, ...] = (
    ("metrics.outage.recall", "outages: recall", "", at_least(0.97)),
    ("metrics.outage.precision", "outages: precision", "", at_least(0.95)),
    ("metrics.outage.delay", "outages: delay", "intervals", at_most(2)),
    ("metrics.congestion.f1", "congestion: F1", "", at_least(0.9)),
    ("metrics.barring.exact", "barring: exact", "", at_least(1)),
    ("metrics.coverage.rmse", "coverage outdoors, held-out measurements: RMSE", "dB", at_most(6)),
    ("metrics.false_badges_per_1000", "false badges per 1,000 healthy lines", "", at_most(5)),
)


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """Runs the evaluations, minutes each; only the simulated operator has a reduced size."""
    files = [SCIFACT / name for name in ("corpus.jsonl.gz", "queries.test.jsonl", "qrels.test.trec")]
    cache = ["--cache", work / "embedded"]
    options = [part for pair in zip(("--corpus", "--queries", "--qrels"), files, strict=True) for part in pair]
    return [
        *_rows(["questions", *cache], OWN),
        *_rows(["retrieval", *options, *cache], FOUND, needs=SCIFACT),
        *_rows(["answers", "--cases", MTRAG, *cache], ANSWERED, needs=MTRAG),
        *_rows(["anomalies", "--nab", NAB], ANOMALIES, needs=NAB),
        *(
            row
            for seed in sizes.seeds
            for row in _rows(["diagnostics", "--seed", seed, "--size", sizes.operator], DIAGNOSED, note=f"seed {seed}, simulated")
        ),
    ]  # fmt: skip


def _rows(
    command: Sequence[object], wanted: Sequence[Wanted], *, needs: Path | None = None, note: str = ""
) -> list[Row]:
    if needs and not needs.exists():
        return [Row(words, None, unit, target, f"{needs} is not there") for _, words, unit, target in wanted]
    say(f"scores: t2r eval {' '.join(map(str, command))}")
    run = [sys.executable, "-c", "from t2r.cli import main; main()", "eval", *map(str, command), "--json"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"t2r eval {command[0]}: {done.stderr.strip().splitlines()[-1:]}")
    result = json.loads(done.stdout)
    return [Row(words, _at(result, place), unit, target, note) for place, words, unit, target in wanted]


def _at(result: Any, place: str) -> float:
    return float(reduce(lambda part, name: part[name], place.split("."), result))
