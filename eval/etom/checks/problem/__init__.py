"""Checks of Customer Problem Management (1.3.7), a file for each process."""

from __future__ import annotations

from eval.etom.checking import joined
from eval.etom.checks.problem import close, coordinate, correct, create, isolate, report

checks = joined(each.checks for each in (create, isolate, coordinate, correct, close, report))
