"""`t2r train-routing`: fit how much each evidence counts for the route, apart from the openings that score it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.routing import Opening, metrics, outcome, read_openings
from t2r.flows import Flows
from t2r.flows.router import Router
from t2r.flows.routing.evidence import EVIDENCE, Evidence
from t2r.flows.routing.index import Index
from t2r.flows.routing.model import FEATURES, RoutingModel, features, model_path, shipped_model

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

FOLDS = 10
STRENGTH = 0.01
DEVELOPMENT = Path(__file__).with_name("development") / "openings.jsonl"


@app.command()
def train_routing(
    development: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="Openings to tune on, and to report on")
    ] = DEVELOPMENT,
    out: Annotated[Path | None, typer.Option(help="Where to write the model [the package's own]")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
) -> None:
    """Train the router; what weighs badges and criteria, and the thresholds, are kept as they are."""
    flows = Flows.starter()
    index = Router().prepare(flows)
    path, openings = read_openings(str(development), flows)
    unseen, owner = unseen_evidence(index)
    heard, right = heard_evidence(index, openings)
    sets = [
        (np.array([features(each, index.outcomes) for each in evidence]), outcomes)
        for evidence, outcomes in ((unseen, owner), (heard, right))
    ]
    found = fit(sets)
    chosen = float(((sets[0][0] @ found).argmax(axis=1) == owner).mean())
    weights = {name: round(float(weight), 4) for name, weight in zip(FEATURES, found, strict=True)}
    model = shipped_model().model_copy(update={"weights": weights})
    evaluation: dict[str, object] = {
        "protocol": f"fitted on {len(owner)} phrases by {FOLDS}-fold cross-validation, and on the development openings",
        "phrases_right": round(chosen, 4),
        "development": _measured(model, flows, path, openings),
    }
    model = model.model_copy(update={"evaluation": evaluation})
    (out or model_path()).write_text(model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    typer.echo(model.model_dump_json(indent=None if as_json else 2))


def unseen_evidence(index: Index) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The evidence for each phrase as it is without the phrases of its fold, and the place of its outcome.

    Shapes (phrases, outcomes, EVIDENCE) and (phrases,). Every fold holds each outcome about as often.
    """
    right = np.array([phrase.outcome for phrase in index.phrases])
    fold = np.empty(len(right), dtype=np.int64)
    fold[np.argsort(right, kind="stable")] = np.arange(len(right)) % FOLDS
    evidence = np.empty((len(right), len(index.outcomes), len(EVIDENCE)))
    for number in range(FOLDS):
        kept = np.flatnonzero(fold != number)
        unseen = Evidence([index.phrases[row] for row in kept], index.vectors[kept], index.lines, len(index.outcomes))
        for row in np.flatnonzero(fold == number):
            evidence[row] = unseen.of(index.phrases[row].text, index.vectors[row])
    return evidence, right


def heard_evidence(index: Index, openings: Sequence[Opening]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The same for openings that the index does not hold, without those of a combination of flows that it does not know."""
    place = {frozenset(outcome): number for number, outcome in enumerate(index.outcomes)}
    known = [opening for opening in openings if frozenset(opening.flows) in place]
    evidence = []
    for opening in known:
        read = index.read(opening.text)
        evidence.append(index.evidence(read.trouble, index.vector(read.trouble)))
    return np.array(evidence), np.array([place[frozenset(opening.flows)] for opening in known])


def fit(sets: Sequence[tuple[NDArray[np.float64], NDArray[np.int64]]]) -> NDArray[np.float64]:
    """The weights of a conditional logit on sets that count the same.

    Each has rows, shape (openings, outcomes, features), and the place of each opening's right outcome.
    """

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = STRENGTH * weights @ weights, 2 * STRENGTH * weights
        for rows, right in sets:
            logits = rows @ weights
            logits -= logits.max(axis=1, keepdims=True)
            shares = np.exp(logits)
            shares /= shares.sum(axis=1, keepdims=True)
            own = np.arange(len(right)), right
            value -= np.log(np.maximum(shares[own], 1e-300)).mean() / len(sets)
            slope = slope + (np.einsum("po,pof->pf", shares, rows) - rows[own]).mean(axis=0) / len(sets)
        return float(value), slope

    return np.asarray(minimize(loss, np.zeros(sets[0][0].shape[2]), jac=True).x)


def _measured(model: RoutingModel, flows: Flows, path: Path, openings: Sequence[Opening]) -> dict[str, object]:
    """What the model makes of the development openings."""
    router = Router(model=model)
    router.prepare(flows)
    rows = [outcome(opening, router.route(opening.text, flows), flows, 0.0) for opening in openings]
    found: dict[str, object] = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "openings": len(rows)}
    for language in ("en", "hi-Latn"):
        of = [row for row in rows if language in row.slices]
        found[language] = {name: _rounded(value) for name, value in metrics(of).items()}
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
