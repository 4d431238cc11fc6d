"""That a check fails when what it checks is broken: features drawn by a seed, each taken away; and all of them where nothing answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from api.routes import cases as case_routes
from api.routes import interactions as interaction_routes
from api.tmf import routes as tmf_routes
from eval.etom.checking import Registry
from eval.etom.checks import registry
from eval.etom.framework import shipped
from eval.etom.instance import Answer, Instance
from eval.etom.scoring import Support
from eval.etom.system import System
from t2r.cases import changing, interactions, progress
from t2r.cases.tables import Direction
from t2r.customers import keeping, learning, lines, notices, records, retaining, terminating, verifying
from t2r.customers.records import addresses
from t2r.customers.tables import LoyaltyEntry, Offer, OfferState
from t2r.database import utc_now
from t2r.problems import aftercare, clocks, desk, known, plans
from t2r.problems.tables import Activity
from t2r.simulated import customers
from t2r.tmf import interactions as tmf_interactions

Break = Callable[[pytest.MonkeyPatch], None]

SEED, DRAWN = 5, 10


def nothing(*_: Any, **__: Any) -> Any:
    return None


def without(module: Any, name: str, other: Any = nothing) -> Break:
    """Take a function away, or put another into its place."""
    return lambda patch: patch.setattr(module, name, other)


def idle(node: str) -> Break:
    """Have a service task of the process do nothing."""
    return lambda patch: patch.setattr(desk, "WORK", {**desk.WORK, node: lambda *_: {}})


def always_inbound(session: Any, channel: str, _: Direction, *rest: Any, **more: Any) -> Any:
    return interactions.begin_interaction(session, channel, Direction.INBOUND, *rest, **more)


def always_another(*given: Any, **more: Any) -> Any:
    return interactions.begin_interaction(*given, **{**more, "external_id": None})


def ended_again(session: Any, id: int, description: str, at: Any) -> Any:
    interactions.find_interaction(session, id).ended_at = None
    return interactions.end_interaction(session, id, description, at)


# A task → the feature it rests on, taken away.
FEATURES: Mapping[str, Break] = {
    "1.3.4.1-T13": without(aftercare, "LOW", 0),
    "1.3.4.1-T05": without(retaining, "_revenue"),
    "1.3.4.1-T07": without(retaining, "_proposals", lambda *_: []),
    "1.3.4.1-T11": without(retaining, "reward", lambda *_: LoyaltyEntry(points=0, reason="", by="", at=utc_now())),
    "1.3.4.4-T04": without(
        terminating, "_tried", lambda *_: Offer(id=0, code="", title="", state=OfferState.MADE, by="")
    ),
    "1.3.4.4-T05": without(terminating, "_erase"),
    "1.3.4.4-T07": without(notices, "tell", lambda *_: []),
    "1.3.5.1-T01": without(interaction_routes, "begin_interaction", always_inbound),
    "1.3.5.1-T04": without(interaction_routes, "begin_interaction", always_another),
    "1.3.5.1-T06": without(
        interaction_routes, "link_interaction", lambda session, id, *_: interactions.find_interaction(session, id)
    ),
    "1.3.5.1-T03": without(lines, "of_line"),
    "1.3.5.2-T01": without(tmf_interactions.Interactions, "_add"),
    "1.3.5.2-T03": without(interactions, "add_entry"),
    "1.3.5.2-T04": without(interactions, "follow"),
    "1.3.5.2-T05": without(interaction_routes, "end_interaction", ended_again),
    "1.3.5.3-T04": without(notices, "WRITTEN", frozenset()),
    "1.3.5.3-T05": without(notices, "_was_asked", lambda *_: True),
    "1.3.5.4-T02": without(
        interaction_routes, "add_transcript", lambda session, id, *_: interactions.find_interaction(session, id)
    ),
    "1.3.5.4-T04": without(tmf_interactions.Interactions, "mapped", replace(tmf_interactions.MAPPED, also={})),
    "1.3.5.4-T06": without(interactions, "redact", lambda text: SimpleNamespace(text=text)),
    "1.3.5.5-T03": without(notices, "addresses", lambda body: addresses(body)[::-1]),
    "1.3.5.6-T03": without(notices, "_case_news", lambda _: ""),
    "1.3.5.7-T01": without(tmf_interactions.Interactions, "mapped", replace(tmf_interactions.MAPPED, also={})),
    "1.3.5.8-T03": without(verifying, "require"),
    "1.3.5.8-T04": without(verifying, "add_entry"),
    "1.3.5.8-T05": without(verifying, "_check_lock"),
    "1.3.6.2-T01": without(keeping, "differences", lambda *_: ()),
    "1.3.6.2-T02": without(learning, "_with", lambda body, _: body),
    "1.3.6.2-T03": without(keeping, "_duplicate"),
    "1.3.6.2-T04": without(records, "phone", lambda number, _: number),
    "1.3.6.2-T05": without(keeping, "note"),
    "1.3.6.2-T07": without(tmf_routes, "_match"),
    "1.3.6.3-T01": without(keeping, "announce"),
    "1.3.6.3-T04": without(notices, "told_of", lambda *_: []),
    "1.3.7.1-T08": idle("record_cause"),
    "1.3.7.1-T09": without(known, "search"),
    "1.3.7.1-T10": idle("plan_restoration"),
    "1.3.7.1-T13": without(desk, "announce"),
    "1.3.7.3-T02": without(plans, "assign", lambda session, _, id, *__: session.get(Activity, id)),
    "1.3.7.3-T04": idle("raise_service_problem"),
    "1.3.7.3-T05": without(plans, "end"),
    "1.3.7.3-T06": without(progress, "hand_to"),
    "1.3.7.3-T07": without(changing, "check_transition"),
    "1.3.7.3-T10": without(clocks, "warn"),
    "1.3.7.3-T11": without(clocks, "watched", lambda *_: []),
    "1.3.7.3-T15": idle("cancel_report"),
    "1.3.7.4-T04": without(aftercare, "contacts", lambda *_: []),
    "1.3.7.4-T06": without(clocks, "stop"),
    "1.3.7.4-T08": idle("close_silently"),
    "1.3.7.4-T09": without(case_routes, "learn_from_closed"),
    "1.3.7.4-T10": without(aftercare, "improvements", lambda *_, **__: []),
    "1.3.7.6-T08": idle("report_restoration"),
    "1.3.7.6-T10": idle("request_change"),
    "1.3.7.6-T13": idle("report_failure"),
}


@pytest.fixture(scope="module")
def whole(served: Instance) -> System:
    """The system with nothing taken away; its stories are played once."""
    return System(served)


def support(system: System, task: str) -> Support:
    every = registry()
    checks = Registry()
    checks.checks[task] = every.checks[task]
    return next(one.support for one in checks.run(system, shipped()) if one.task.id == task)


@pytest.mark.slow
@pytest.mark.parametrize("task", sorted(Random(SEED).sample(sorted(FEATURES), DRAWN)))
def test_a_check_passes_and_fails_when_its_feature_is_broken(
    task: str, whole: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = support(whole, task)
    assert before is not Support.NONE
    customers._known.clear()  # what was repaired is broken again
    FEATURES[task](monkeypatch)
    assert support(System(whole.instance), task).credit < before.credit


class Mute:
    """A system that answers everything alike."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def send(self, *_: Any, **__: Any) -> Answer:
        return self._answer


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, {"detail": "Not Found"}),
        Answer(200, {}),
        Answer(200, []),
        Answer(401, None),
        Answer(422, {"errors": []}),
    ],
    ids=["not found", "an empty object", "an empty list", "unauthorised", "refused"],
)
def test_no_check_passes_where_nothing_is_done(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(System, "eventually", lambda _, look, *__: look())
    results = registry().run(System(Instance(Mute(answer), "nowhere.sqlite")), shipped())
    passed = [(one.task.id, each.check) for one in results for each in one.findings if each.passed]
    assert passed == []
