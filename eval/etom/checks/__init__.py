"""The checks of the implied tasks, by area."""

from __future__ import annotations

from eval.etom.checking import Registry, joined


def registry() -> Registry:
    """Every check."""
    from eval.etom.checks import customer, interaction, problem, service

    return joined(each.checks for each in (problem, service, interaction, customer))
