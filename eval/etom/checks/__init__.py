"""The checks of the implied tasks, by area."""

from __future__ import annotations

from eval.etom.checking import Registry


def registry() -> Registry:
    """Every check."""
    from eval.etom.checks import customer, interaction, problem, service

    checks = Registry()
    for module in (problem, service, interaction, customer):
        for task, found in module.checks.checks.items():
            checks.checks[task] += found
    return checks
