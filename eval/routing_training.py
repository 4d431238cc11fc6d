"""`t2r train-routing`: fit how much each evidence counts for the route, on the openings that ship with the router."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.routing import metrics, outcome, read_openings
from t2r.flows import Flows
from t2r.flows.router import Router
from t2r.flows.routing.evidence import Meaning, Words
from t2r.flows.routing.index import Index
from t2r.flows.routing.model import FEATURES, RoutingModel, features, model_path, shipped_model

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

FOLDS = 10
STRENGTH = 0.01
DEVELOPMENT = Path(__file__).with_name("development") / "openings.jsonl"


@app.command()
def train_routing(
    development: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Openings to report on")] = DEVELOPMENT,
    out: Annotated[Path | None, typer.Option(help="Where to write the model [the package's own]")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
) -> None:
    """Train the router on its openings; what weighs badges and criteria, and the thresholds, are kept as they are."""
    flows = Flows.starter()
    index = Router().prepare(flows)
    evidence, right = unseen_evidence(index)
    rows = np.array([features(each, index.outcomes) for each in evidence])
    found = fit(rows, right)
    chosen = ((rows @ found).argmax(axis=1) == right).mean()
    model = shipped_model().model_copy(
        update={
            "weights": {name: round(float(weight), 4) for name, weight in zip(FEATURES, found, strict=True)},
            "evaluation": {
                "protocol": f"{FOLDS}-fold cross-validation over {len(rows)} phrases",
                "right": round(float(chosen), 4),
            },
        }
    )
    model = model.model_copy(
        update={"evaluation": {**model.evaluation, "development": _measured(model, flows, development)}}
    )
    (out or model_path()).write_text(model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    typer.echo(model.model_dump_json(indent=None if as_json else 2))


def unseen_evidence(index: Index) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The evidence for each phrase as it is without the phrases of its fold, and the place of its outcome.

    Shapes (phrases, outcomes, 3) and (phrases,). Every fold holds each outcome about as often.
    """
    right = np.array([phrase.outcome for phrase in index.phrases])
    fold = np.empty(len(right), dtype=np.int64)
    fold[np.argsort(right, kind="stable")] = np.arange(len(right)) % FOLDS
    evidence = np.empty((len(right), len(index.outcomes), 3))
    for number in range(FOLDS):
        kept = np.flatnonzero(fold != number)
        phrases = [index.phrases[row] for row in kept]
        meaning = Meaning(phrases, index.vectors[kept], len(index.outcomes))
        words = Words([*phrases, *index.lines], len(index.outcomes))
        for row in np.flatnonzero(fold == number):
            vector = index.vectors[row]
            evidence[row] = np.column_stack(
                [meaning.discriminant(vector), meaning.nearest(vector), words.score(index.phrases[row].text)]
            )
    return evidence, right


def fit(rows: NDArray[np.float64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """The weights of a conditional logit: rows (phrases, outcomes, features), the place of each right outcome."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = rows @ weights
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        shares /= shares.sum(axis=1, keepdims=True)
        own = rows[np.arange(len(right)), right]
        expected = np.einsum("po,pof->pf", shares, rows)
        value = -np.log(np.maximum(shares[np.arange(len(right)), right], 1e-300)).mean()
        return value + STRENGTH * weights @ weights, (expected - own).mean(axis=0) + 2 * STRENGTH * weights

    return np.asarray(minimize(loss, np.zeros(rows.shape[2]), jac=True).x)


def _measured(model: RoutingModel, flows: Flows, path: Path) -> dict[str, object]:
    """What the model makes of openings that it was not trained on."""
    path, openings = read_openings(str(path), flows)
    router = Router(model=model)
    router.prepare(flows)
    rows = [outcome(opening, router.route(opening.text, flows), flows, 0.0) for opening in openings]
    found: dict[str, object] = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "openings": len(rows),
    }
    for language in ("en", "hi-Latn"):
        of = [row for row in rows if language in row.slices]
        found[language] = {name: _rounded(value) for name, value in metrics(of).items()}
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
