"""What an event of a case's trace means for its process: which node that it waits at is done, and with what result."""

from __future__ import annotations

from typing import Any

from t2r.cases.changing import Who
from t2r.cases.status import Status
from t2r.cases.tables import Case, TraceEvent
from t2r.processes.runner import Instance

ENDED_WELL = ("done", "done, as a reading shows")


def take_in(instance: Instance, event: TraceEvent, case: Case) -> None:
    """What an event of the trace means for the process."""
    value = event.body.get("value")
    match event.what, event.name:
        case "action", _ if value in ENDED_WELL:
            domain = "line" if event.who == Who.AUTOMATED else "device"
            _isolated(instance, event.name, domain, _evidence(event))
            for node in ("correct", "apply_workaround"):
                instance.complete(node)
        case "decision", "goal" if isinstance(value, bool) and event.body.get("flow") == case.flow:
            instance.complete("validate", {"solved": value})  # the goals of flows within it say nothing of the whole
        case "outcome", "nothing_wrong":
            _isolated(instance, "nothing was wrong", "none", event.body.get("evidence", []))
        case "outcome", "escalated":
            instance.complete("validate", {"solved": False})
            evidence = [str(event.body.get("reason", "")), *event.body.get("evidence", [])]
            instance.complete("diagnose", {"cause_known": False, "cause": "", "evidence": evidence})
        case "status", Status.RESOLVED:
            _resolved(instance, case)
        case "status", Status.IN_PROGRESS:
            instance.complete("contact_customer", {"agrees": False})
        case "status", Status.CANCELLED | Status.REJECTED:
            instance.complete("withdrawn", {"withdrawn_because": event.body.get("reason", "")})
        case "closed", _:
            instance.complete("contact_customer", {"agrees": True})
            instance.complete("await_closing")


def _evidence(event: TraceEvent) -> list[str]:
    why = event.body.get("why")
    return [f"{name}: {value}" for name, value in why.items()] if isinstance(why, dict) else []


def _isolated(instance: Instance, cause: str, domain: str, evidence: list[str], fixed: bool = True) -> None:
    found: dict[str, Any] = {"cause_known": True, "cause": cause, "domain": domain, "evidence": evidence}
    found["fix_known"] = fixed
    if not fixed:
        found["workaround"] = True
    if not instance.complete("diagnose", found):
        instance.complete("second_line", found)


def _resolved(instance: Instance, case: Case) -> None:
    """Somebody says that it works again: what the case still waits for before that was done without a trace of its own."""
    if instance.complete("await_restoration"):
        return
    cause = case.cause or "not said"
    evidence = [case.resolution_note] if case.resolution_note else []
    _isolated(instance, cause, cause.partition(".")[0], evidence, fixed=case.resolution != "workaround")
    for node in ("correct", "apply_workaround", "explain", "await_change", "await_service"):
        instance.complete(node)
    instance.complete("validate", {"solved": True})
