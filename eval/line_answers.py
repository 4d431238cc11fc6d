"""What the barring diagnosis answers about lines of a sandbox operator, before, in and after their fault, and how right it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from diagnostics.barring import Barring
from diagnostics.records import Records, row_of
from eval.episodes import Score, score_answers
from eval.sandbox_truth import Fault, Truth

AROUND = 4  # intervals before and after a line's fault at which its barring is asked
MOST_ASKED = 40  # moments within a line's fault
RECOVERY = 26 * 3600  # seconds after a suspension in which the phone may still hold on to a refusal


def line_answers(truth: Truth, records: Records) -> dict[int, list[tuple[int, str, str]]]:
    """Moment, right cause and given cause of lines with a fault or a condition, and of as many that have neither."""
    barring, draw = Barring(records), np.random.default_rng(truth.seed)
    faults = {fault.lines[0]: fault for fault in truth.of("credit_barring", "cap_reached")}
    others = draw.choice(truth.lines.msisdn, min(500, len(truth.lines.msisdn)), replace=False).tolist()
    asked: dict[int, list[tuple[int, str, str]]] = {}
    for msisdn in dict.fromkeys((*faults, *truth.accounts, *others)):
        fault = faults.get(msisdn)
        moments = _around(fault, truth) if fault else draw.choice(np.array(truth.moments), 3).tolist()
        row = row_of(records.lines.msisdn, msisdn)
        asked[msisdn] = [
            (at, right_cause(truth, fault, msisdn, at), barring.diagnose(row, -1, at).cause)
            for at in sorted(set(moments))
        ]
    return asked


def right_cause(truth: Truth, fault: Fault | None, msisdn: int, at: int) -> str:
    """What keeps a line off at a moment, by the truth."""
    if fault is not None and fault.is_on(at):
        return fault.causes[0]
    return truth.accounts.get(msisdn, "none")


def _around(fault: Fault, truth: Truth) -> list[int]:
    """Moments before, in and after a line's fault."""
    on = [at for at in truth.moments if fault.is_on(at)]
    before = [at for at in truth.moments if fault.start - AROUND * truth.step <= at < fault.start]
    pause = RECOVERY if fault.kind == "credit_barring" else 0
    after = [at for at in truth.moments if fault.end is not None and at >= fault.end + pause][:AROUND]
    return [*before, *on[:AROUND], *on[AROUND :: max(1, len(on) // MOST_ASKED)], *after]


def line_score(
    truth: Truth, kind: str, asked: dict[int, list[tuple[int, str, str]]], pairs: Sequence[tuple[str, str]]
) -> Score:
    """Score of one kind of fault of lines: those found, how soon, and for how much of their time."""
    faults = truth.of(kind)
    causes = {cause for fault in faults for cause in fault.causes}
    delays, both, union = [], 0, 0
    for fault in faults:
        answers = asked[fault.lines[0]]
        hit = [at for at, _, answer in answers if fault.is_on(at) and answer in fault.causes]
        if hit:
            delays.append((hit[0] - fault.start) / truth.step)
        both += len(hit)
        union += sum(fault.is_on(at) or answer in fault.causes for at, _, answer in answers)
    _, precision = score_answers(pairs, causes)
    return Score(
        recall=len(delays) / len(faults) if faults else None,
        precision=precision,
        delay=float(np.mean(delays)) if delays else None,
        overlap=both / union if union else None,
        troubles=len(faults),
        reports=sum(answer in causes for _, answer in pairs),
        worst_delay=max(delays, default=None),
    )
