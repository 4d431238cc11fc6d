"""Checks of Customer Interaction Management (1.3.5), a file for each process."""

from __future__ import annotations

from eval.etom.checking import joined
from eval.etom.checks.interaction import authenticate, close, create, interface, log, notify, report, track, update

checks = joined(each.checks for each in (create, update, close, log, notify, track, report, authenticate, interface))
