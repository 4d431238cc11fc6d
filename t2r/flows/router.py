"""The router: from what a customer says, and the badges of the line, to the flow for it, or to the question to ask."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from knowledge import Document
from knowledge.embedding import Embedder, OnnxEmbedder
from t2r.flows.collection import Flows
from t2r.flows.routing.complaint import Complaint
from t2r.flows.routing.evidence import Scores
from t2r.flows.routing.index import Index, Opening, Outcome, shipped_openings
from t2r.flows.routing.model import RoutingModel, features, probabilities, shipped_model
from t2r.flows.routing.questions import Ask, SeparatingQuestion, best_question, shipped_questions
from t2r.flows.slots import slots_of
from t2r.flows.speech.lost import lost_or_found
from t2r.flows.speech.whereabouts import HOME

# A flow less likely than this is not worth a question, and not worth showing.
LIKELY, SHOWN = 0.1, 0.02
TROUBLES = ("critical", "major", "minor")
REMEMBERED_SETS = 4  # of flows


@dataclass(frozen=True, slots=True)
class Route:
    """Where an opening leads.

    `flow` is the likeliest flow, also where a question should be asked first; None where the opening fits no flow.
    `margin` is by how much its probability is above that of the next flow (or of none); `candidates` are the likely
    flows, the best first. `why` says on what it rests, in words for an agent. `asked` are the questions that were
    answered on the way here; none is asked again.
    """

    flow: str | None
    margin: float
    slots: Mapping[str, Any]
    ask: Ask | None
    candidates: Mapping[str, float]
    why: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


class Router:
    """Finds the flow for what a customer says. One router serves any number of sets of flows, from any thread.

    `articles` gives the documents that flows link to (the starter library by default), `home` is the operator's region
    (ISO 3166), for numbers and for what is abroad.
    """

    def __init__(
        self,
        embedder: Embedder | None = None,
        articles: Callable[[], Iterable[Document]] | None = None,
        openings: Sequence[Opening] | None = None,
        questions: Sequence[SeparatingQuestion] | None = None,
        model: RoutingModel | None = None,
        home: str = HOME,
    ) -> None:
        self._embedder, self._articles, self._home = embedder, articles or _starter_library, home
        self._openings = shipped_openings() if openings is None else openings
        self._questions = shipped_questions() if questions is None else questions
        self._model = model or shipped_model()
        self._indexes: dict[tuple[tuple[str, str], ...], Index] = {}
        self._preparing = threading.Lock()

    def prepare(self, flows: Flows) -> Index:
        """Make a set of flows ready (some seconds, once); `route` does it by itself at the first opening."""
        key = tuple(flows.digests.items())
        if (known := self._indexes.get(key)) is not None:
            return known
        with self._preparing:
            if key not in self._indexes:
                self._embedder = self._embedder or OnnxEmbedder.load()
                index = Index(flows, self._articles(), self._openings, self._embedder, self._home)
                latest = list(self._indexes.items())[1 - REMEMBERED_SETS :]
                self._indexes = {**dict(latest), key: index}
            return self._indexes[key]

    def route(
        self, words: str, flows: Flows, *, badges: Sequence[Any] | None = None, slots: Mapping[str, Any] | None = None
    ) -> Route:
        """The flow for an opening; `badges` are of the line and place, `slots` what is known already (it wins)."""
        index = self.prepare(flows)
        read = index.read(words)
        said = slots_of(words, self._home)
        if said.get("lost_or_found") == "lost":  # misspelt, it may be that it was found again
            said["lost_or_found"] = lost_or_found(read.trouble) or "lost"
        found = {**said, **(slots or {})}
        if not read.trouble:
            return Route(None, 0.0, found, None, {})
        vector = index.vector(read.trouble)
        logits = self._logits(index, read, vector) + self._of_badges(index, badges or ())
        likely = _by_flow(probabilities(logits), index.outcomes)
        return self._decided(likely, flows, found, lambda flow: _why(index, flow, vector, read, badges or ()))

    def answered(self, route: Route, answer: str, flows: Flows) -> Route:
        """The route once its question is answered. Raises ValueError where that is none of the answers.

        Still in doubt, a flow that goes through the likeliest one is taken rather than asked about.
        """
        if route.ask is None or answer not in route.ask.answers:
            raise ValueError(f"{answer!r} is no answer to the question asked")
        remaining = {flow: route.candidates.get(flow, SHOWN) for flow in route.ask.answers[answer]}
        total = sum(remaining.values())
        likely: dict[str | None, float] = {flow: share / total for flow, share in remaining.items()}
        said = f"{route.ask.question} {answer}"
        asked = (*route.asked, route.ask.question)
        found = replace(self._decided(likely, flows, route.slots, lambda _: (said,), asked), asked=asked)
        if found.flow is None or found.ask is None:
            return found
        wider = _around(found.flow, likely, flows)
        return found if wider == found.flow else replace(found, flow=wider, ask=None)

    def _logits(self, index: Index, read: Complaint, vector: Any) -> Scores:
        """The evidence of the trouble and, apart from it, of what would count as solved."""
        evidence = index.evidence(read.trouble, vector)
        if read.solved:
            weight = self._model.firm if read.firm else self._model.wish
            evidence = evidence + weight * index.evidence(read.solved, index.vector(read.solved))
        return self._model.logits(features(evidence, index.outcomes))

    def _of_badges(self, index: Index, badges: Sequence[Any]) -> Scores:
        added = np.zeros(len(index.outcomes))
        for badge in badges:
            if not _is_trouble(badge):
                continue
            for place, outcome in enumerate(index.outcomes):
                if len(outcome) == 1 and _points_to(badge, outcome[0], index):
                    added[place] += self._model.badge
                elif len(outcome) == 1 and index.products[outcome[0]] == _of(badge, "product"):
                    added[place] += self._model.product
        return added

    def _decided(
        self,
        likely: Mapping[str | None, float],
        flows: Flows,
        slots: Mapping[str, Any],
        why: Callable[[str], tuple[str, ...]],
        asked: Sequence[str] = (),
    ) -> Route:
        order = sorted(likely, key=lambda flow: -likely[flow])
        best, margin = order[0], likely[order[0]] - (likely[order[1]] if len(order) > 1 else 0.0)
        candidates = {flow: likely[flow] for flow in order if flow is not None and likely[flow] >= SHOWN}
        if best is None or likely[best] < likely.get(None, 0.0) + self._model.flow_from:
            return Route(None, 0.0, slots, None, candidates)
        if margin >= self._model.ask_below:
            return Route(best, margin, slots, None, candidates, why(best))
        doubtful = {flow: share for flow, share in candidates.items() if share >= LIKELY or flow == best}
        if (widest := _widest(doubtful, flows)) is not None:
            # The flows in doubt are stages of one trouble: the widest goes through the others, if need be.
            taken = widest if margin < self._model.wider_below else best
            return Route(taken, margin, slots, None, candidates, why(taken))
        titles = {name: flow.title for name, flow in flows.items()}
        questions = [each for each in self._questions if each.ask not in asked and each.slot not in slots]
        return Route(best, margin, slots, best_question(doubtful, questions, titles), candidates, why(best))


@cache
def shared_router() -> Router:
    """The router of this process, for all that bring none: flows are made ready once."""
    return Router()


def _starter_library() -> Iterable[Document]:
    from t2r import starter

    return starter.articles()


def _by_flow(shares: Scores, outcomes: Sequence[Outcome]) -> dict[str | None, float]:
    """The probability of each flow, and of none: what fits several is shared among them."""
    found: dict[str | None, float] = {}
    for share, outcome in zip(shares.tolist(), outcomes, strict=True):
        for flow in outcome or (None,):
            found[flow] = found.get(flow, 0.0) + share / max(1, len(outcome))
    return found


def _widest(doubtful: Iterable[str], flows: Flows) -> str | None:
    """The flow whose goal includes those of all the others in doubt."""
    every = set(doubtful)
    return next((flow for flow in every if every - {flow} <= set(flows[flow].includes)), None)


def _around(best: str, likely: Mapping[str | None, float], flows: Flows) -> str:
    """The likeliest flow that goes through the best one; the best one itself where none of them is likely."""
    wider = [
        flow for flow, share in likely.items() if flow is not None and share >= LIKELY and best in flows[flow].includes
    ]
    return max(wider, key=lambda flow: likely[flow], default=best)


def _of(badge: Any, name: str) -> Any:
    """A field of a badge: an object of `diagnostics.badges`, or its JSON."""
    return badge.get(name) if isinstance(badge, Mapping) else getattr(badge, name, None)


def _is_trouble(badge: Any) -> bool:
    return not _of(badge, "stale") and str(_of(badge, "severity")) in TROUBLES


def _points_to(badge: Any, flow: str, index: Index) -> bool:
    return _of(badge, "flow") == flow or _of(badge, "article") in index.articles_of[flow]


def _why(index: Index, flow: str, vector: Any, read: Complaint, badges: Sequence[Any]) -> tuple[str, ...]:
    reasons = [f"customers say it this way: “{index.nearest(vector, flow)}”"]
    if read.solved:
        reasons.append(f"solved when: {read.solved}")
    reasons += [
        f"badge: {_of(badge, 'sentence')}" for badge in badges if _is_trouble(badge) and _points_to(badge, flow, index)
    ]
    return tuple(reasons)
