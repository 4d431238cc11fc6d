"""Two systems compared query by query, and the gate that a release must pass."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.comparison import Scores, compare, paired, read_result
from eval.gate import Rule, Verdict, judge, read_gate
from eval.inputs import InputError

GATE = Path("gate.toml")


def system(values: dict[str, float | None], metric: str = "nDCG@10", part: str = "all-of-it") -> dict[str, Scores]:
    return {key: Scores({metric: value}, (part,)) for key, value in values.items()}


def shifted(shift: float, n: int = 200, spread: float = 0.05) -> tuple[dict[str, Scores], dict[str, Scores]]:
    """A system, and one that differs by `shift` on average and by noise of `spread` on each query."""
    rng = np.random.default_rng(7)
    base, noise = rng.uniform(0.2, 0.8, n), rng.normal(0, spread, n)
    keys = [str(number) for number in range(n)]
    a = dict(zip(keys, base.tolist(), strict=True))
    b = dict(zip(keys, (base + shift + noise - noise.mean()).tolist(), strict=True))
    return system(a), system(b)


def test_only_queries_with_a_value_in_both_are_paired() -> None:
    a, b = system({"1": 0.1, "2": None, "3": 0.3, "4": 0.4}), system({"4": 0.5, "1": 0.2, "2": 0.9, "5": 1.0})
    assert paired(a, b, "nDCG@10", None) == [(0.1, 0.2), (0.4, 0.5)]
    assert paired(a, b, "nDCG@10", "elsewhere") == []


def test_every_slice_is_compared_with_its_n_and_holm_counts_all_rows() -> None:
    a = {"1": Scores({"m": 0.0}, ("s=x",)), "2": Scores({"m": 0.0}, ("s=y",)), "3": Scores({"m": 0.5}, ("s=y",))}
    b = {"1": Scores({"m": 1.0}, ("s=x",)), "2": Scores({"m": 0.5}, ("s=y",)), "3": Scores({"m": 0.5}, ("s=y",))}
    rows = compare(a, b)
    assert [(row.slice, row.n, row.difference) for row in rows] == [(None, 3, 0.5), ("s=x", 1, 1.0), ("s=y", 2, 0.25)]
    assert rows[1].low is None
    assert all(row.p_holm >= row.p for row in rows)


def test_a_system_does_not_differ_from_itself() -> None:
    a, _ = shifted(0)
    (row, _) = compare(a, a)
    assert (row.difference, row.low, row.high, row.p) == (0, 0, 0, 1)


def test_a_real_difference_is_found_and_its_interval_holds_it() -> None:
    row = compare(*shifted(-0.05))[0]
    assert row.low is not None
    assert row.high is not None
    assert row.low < row.difference < row.high < 0
    assert row.p_holm < 0.001
    assert row.difference == pytest.approx(-0.05)


@pytest.mark.parametrize(
    ("shift", "n", "spread", "margin", "verdict"),
    [
        (-0.05, 200, 0.05, 0.02, Verdict.WORSE),
        (-0.005, 200, 0.02, 0.02, Verdict.NOT_WORSE),
        (0.05, 200, 0.05, 0.0, Verdict.NOT_WORSE),
        (0.0, 200, 0.3, 0.001, Verdict.INCONCLUSIVE),
        (-0.05, 4, 0.01, 0.02, Verdict.INCONCLUSIVE),
        (0.05, 4, 0.01, 0.02, Verdict.INCONCLUSIVE),
        (-0.5, 1, 0.0, 0.0, Verdict.INCONCLUSIVE),
    ],
)
def test_the_verdict_of_a_rule(shift: float, n: int, spread: float, margin: float, verdict: Verdict) -> None:
    (judgement,) = judge([Rule(metric="nDCG@10", margin=margin)], *shifted(shift, n, spread), GATE)
    assert judgement.verdict is verdict
    assert judgement.n == n


def test_a_metric_where_lower_is_better_is_turned_round() -> None:
    values = {str(number): 0.1 for number in range(30)}
    a, b = system(values, "unsupported_rate"), system(dict.fromkeys(values, 0.4), "unsupported_rate")
    rules = [Rule(metric="unsupported_rate", margin=0.05)]
    assert judge(rules, a, b, GATE)[0].verdict is Verdict.WORSE
    assert judge(rules, b, a, GATE)[0].verdict is Verdict.NOT_WORSE


def test_a_rule_that_matches_no_query_is_an_error_not_a_pass() -> None:
    a, b = shifted(0)
    with pytest.raises(InputError, match=r"field 'rule\.0': A and B share no value of 'nDCG@10' on slice 'x'"):
        judge([Rule(metric="nDCG@10", slice="x", margin=0)], a, b, GATE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "field 'rule'"),
        ("[[rule]]\nmetric = 'AP'", r"field 'rule\.0\.margin'"),
        ("[[rule]]\nmetric = 'AP'\nmargin = -1", r"field 'rule\.0\.margin'"),
        ("[[rule]]\nmetric = 'AP'\nmargin = nan", r"field 'rule\.0\.margin'"),
        ("[[rule]]\nmetric = 'AP'\nmargin = 0\nalfa = 0.1", r"field 'rule\.0\.alfa'"),
        ("[[rule", "not TOML"),
    ],
)
def test_a_wrong_gate_file_is_refused_with_its_field(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_gate(path)


def test_a_gate_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(
        "[[rule]]\nmetric = 'AP'\nmargin = 0.01\n[[rule]]\nmetric = 'R@5'\nslice = 's=x'\nmargin = 0\nalpha = 0.01"
    )
    assert read_gate(path) == (Rule(metric="AP", margin=0.01), Rule(metric="R@5", slice="s=x", margin=0, alpha=0.01))


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ({"metrics": {}}, "run the evaluation with --per-query"),
        ({"per_query": {}}, "field 'per_query'"),
        ({"per_query": {"1": {"slices": []}}}, r"field 'per_query\.1'"),
        ({"per_case": {"1": {"metrics": {"m": "high"}}}}, r"field 'per_case\.1\.m': 'high' is not a number"),
        ({"per_case": {"1": {"metrics": {"m": True}}}}, r"field 'per_case\.1\.m'"),
    ],
)
def test_a_result_without_usable_values_is_refused(tmp_path: Path, result: object, message: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(result))
    with pytest.raises(InputError, match=message):
        read_result(path)
