"""That a check fails when what it checks is broken: for ten of them, drawn at random once, each with its feature taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from eval.etom.checking import Registry
from eval.etom.checks import registry
from eval.etom.framework import shipped
from eval.etom.scoring import Support
from eval.etom.system import System
from t2r.cases import changing
from t2r.problems import clocks, desk, known
from t2r.simulated import customers

Break = Callable[[pytest.MonkeyPatch], None]


def nothing(*_: Any, **__: Any) -> Any:
    return None


def work(node: str, result: Any = None) -> Break:
    """Have a service task of the process do nothing."""
    return lambda patch: patch.setattr(desk, "WORK", {**desk.WORK, node: lambda *_: result or {}})


def without(module: Any, name: str, other: Any = nothing) -> Break:
    """Take a function away."""
    return lambda patch: patch.setattr(module, name, other)


def support(system: System, task: str) -> Support:
    every = registry()
    checks = Registry()
    checks.checks[task] = every.checks[task]
    return next(one.support for one in checks.run(system, shipped()) if one.task.id == task)


BROKEN: dict[str, Break] = {
    "1.3.7.1-T09": without(known, "search"),
    "1.3.7.1-T10": work("plan_restoration"),
    "1.3.7.1-T13": work("record_cause"),
    "1.3.7.3-T07": without(changing, "check_transition"),
    "1.3.7.3-T10": without(clocks, "warn"),
    "1.3.7.3-T15": work("cancel_report"),
    "1.3.7.4-T06": without(clocks, "stop"),
    "1.3.7.4-T08": work("close_silently"),
    "1.3.7.6-T10": work("request_change"),
    "1.3.7.6-T13": work("report_failure"),
}


@pytest.mark.parametrize("task", BROKEN)
def test_a_check_passes_and_fails_when_its_feature_is_broken(
    task: str, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert support(system, task) is Support.FULL
    customers._known.clear()
    BROKEN[task](monkeypatch)
    assert support(System(system.instance), task) is not Support.FULL
