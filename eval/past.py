"""Time travel: each past case is asked with the knowledge of its day, without itself and without what nearly repeats it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import Any

from rapidfuzz import fuzz, process

from eval.ranking import means
from eval.results import Outcome, by_slice, per_query
from knowledge import Kind, KnowledgeBase, Resolution
from t2r.simulated.faults import FIXED
from t2r.simulated.tickets import tickets
from t2r.simulated.words import HINDI

METRICS = ("cause@1", "cause@5", "RR@10")
LOOKED_AT = 50  # cases found, of which those that nearly repeat the one that asks are left out
ALIKE = 90.0  # of 100: two symptoms are the same words, in whatever order
RECENT, OLD = timedelta(days=30), timedelta(days=180)
FIRST_DAY, SIMULATED_DAYS = datetime(2026, 1, 1, 12, tzinfo=UTC), 120
PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Past:
    """A case that was closed, with its cause."""

    case: Resolution
    closed_at: datetime

    @property
    def day(self) -> datetime:
        """The begin of the day on which it was closed: what was known then is what it is asked of."""
        return datetime.combine(self.closed_at.astimezone(UTC).date(), time(), UTC)


def of_base(base: KnowledgeBase, until: datetime | None = None) -> list[Past]:
    """The past cases of a knowledge base that say when they were closed and of what cause, the first one first."""
    found: list[Resolution] = []
    while page := base.list(Kind.RESOLUTION, len(found), PAGE):
        found += [document for document in page if isinstance(document, Resolution)]
    return _in_order(found, until)


def simulated(seed: int, count: int, until: datetime | None = None) -> list[Past]:
    """Tickets of simulated customers as if each had been closed, over four months: words, line and true cause."""
    step = timedelta(days=SIMULATED_DAYS) / max(count, 1)
    fixed = {fault.name for fault in FIXED}
    made = [
        Resolution(
            id=f"ticket-{ticket.id}",
            symptom=ticket.words,
            cause_code=ticket.faults[0] if ticket.faults else "nothing wrong",
            product="fixed" if set(ticket.faults) & fixed else "mobile",
            language="hi" if ticket.language == HINDI else "en",
            closed_at=FIRST_DAY + nth * step,
        )
        for nth, ticket in enumerate(tickets(seed, count))
    ]
    return _in_order(made, until)


def _in_order(cases: Iterable[Resolution], until: datetime | None) -> list[Past]:
    dated = [Past(case, _aware(case.closed_at)) for case in cases if case.closed_at and case.cause_code]
    kept = [past for past in dated if until is None or past.closed_at <= until]
    return sorted(kept, key=lambda past: (past.closed_at, past.case.id))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def evaluate(base: KnowledgeBase, cases: Sequence[Past], progress: Callable[[], None] = lambda: None) -> list[Outcome]:
    """Ask an empty base of each case, and add it when its day is over. A case of a cause that is new then has no metric.

    To ask a base that holds later cases too, as it was on the day, would let their words count: what is rare depends on all.
    """
    symptoms = {past.case.id: past.case.symptom for past in cases}
    causes = {past.case.id: past.case.cause_code for past in cases}
    known: dict[str, datetime] = {}  # of each case that is known by then, when it was closed
    outcomes = []
    for day, of_day in groupby(cases, key=lambda past: past.day):
        today = list(of_day)
        for past in today:
            outcomes.append(_ask(base, past, symptoms, causes, known))
            progress()
        base.add([past.case for past in today], at=day + timedelta(days=1))
        known |= {past.case.id: past.closed_at for past in today}
    return outcomes


def _ask(
    base: KnowledgeBase,
    past: Past,
    symptoms: Mapping[str, str],
    causes: Mapping[str, str],
    known: Mapping[str, datetime],
) -> Outcome:
    case = past.case
    repeats = _repeats(case, symptoms, known)
    hits = base.search(case.symptom, LOOKED_AT, one_per_document=True).hits
    ranked = dict.fromkeys(id for hit in hits for id in (hit.document_id, *hit.duplicates))
    found = [id for id in ranked if id not in repeats]
    gold = [id for id in known if causes[id] == case.cause_code and id not in repeats]
    newest = max((known[id] for id in gold), default=None)
    slices = [f"product={case.product}", f"language={case.language.partition('-')[0]}"]
    if newest is not None:
        slices.append(f"age={_age(past.closed_at - newest)}")
    return Outcome(
        id=case.id,
        question=case.symptom,
        metrics=_metrics([causes[id] == case.cause_code for id in found[:10]], bool(gold)),
        slices=tuple(slices),
        gold=(case.cause_code,),
        found=tuple(dict.fromkeys(causes[id] for id in found[:10])),
        note=f"{len(known)} cases were known on {past.day.date()}; {len(repeats)} that repeat it were left out",
    )


def _repeats(case: Resolution, symptoms: Mapping[str, str], known: Iterable[str]) -> set[str]:
    """Known cases whose words are nearly those of this one: to find them proves nothing."""
    choices = {id: symptoms[id] for id in known if id != case.id}
    alike = process.extract(case.symptom, choices, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=None)
    return {id for _, _, id in alike}


def _metrics(right: Sequence[bool], scored: bool) -> dict[str, float | None]:
    if not scored:
        return dict.fromkeys(METRICS)
    rank = right.index(True) + 1 if True in right else None
    return {
        "cause@1": float(rank == 1),
        "cause@5": float(rank is not None and rank <= 5),
        "RR@10": 0.0 if rank is None else 1 / rank,
    }


def _age(gap: timedelta) -> str:
    return "under 30 days" if gap < RECENT else "under 180 days" if gap < OLD else "older"


def as_result(rows: Sequence[Outcome], config: Mapping[str, Any], with_queries: bool) -> dict[str, Any]:
    """The JSON of `t2r eval past`."""

    def averages(part: Sequence[Outcome]) -> dict[str, float | None]:
        return means((row.metrics for row in part), METRICS)

    result = {
        "metrics": averages(rows),
        "cases": len(rows),
        "of_a_new_cause": sum(row.metrics["RR@10"] is None for row in rows),
        "slices": by_slice(rows, averages),
        "config": dict(config),
    }
    if with_queries:
        result["per_query"] = per_query(rows)
    return result
