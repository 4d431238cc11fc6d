"""`t2r train-churn`: fit the churn model on customers whose end is known, and measure it on unseen ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.selective import expected_calibration_error
from t2r.customers.churn import FEATURES, Behaviour, ChurnModel, model_path, scaled
from t2r.simulated.leaving import NOTICE, customers

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

FOLDS = 10
SEED = 7
CUSTOMERS = 20_000


@app.command()
def train_churn(
    number: Annotated[int, typer.Option(min=1_000, help="Simulated customers to train on")] = CUSTOMERS,
    out: Annotated[Path | None, typer.Option(help="Where to write the model [the package's own]")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
) -> None:
    """Train the risk that a customer leaves, on SIMULATED customers."""
    model = fit(customers(SEED, number), NOTICE)
    (out or model_path()).write_text(model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    typer.echo(model.model_dump_json(indent=None if as_json else 2))


def fit(seen: Iterable[tuple[Behaviour, bool]], trained_on: str) -> ChurnModel:
    """A model of these customers, with its evaluation on customers that were left out. What is not known counts as the mean."""
    behaviours, left = zip(*seen, strict=True)
    rows = np.array([[np.nan if value is None else value for value in scaled(one).values()] for one in behaviours])
    means = np.nanmean(rows, axis=0)
    rows, labels = np.where(np.isnan(rows), means, rows) - means, np.array(left)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1_000))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    unseen = cross_val_predict(model, rows, labels, cv=folds, method="predict_proba")[:, 1]
    model.fit(rows, labels)
    scaler, logistic = model[0], model[1]
    slopes = logistic.coef_[0] / scaler.scale_
    evaluation: dict[str, object] = {
        "protocol": f"{FOLDS}-fold cross-validation, seed {SEED}",
        "customers": len(labels),
        "left": round(float(labels.mean()), 4),
        "auc": round(float(roc_auc_score(labels, unseen)), 4),
        "brier": round(float(brier_score_loss(labels, unseen)), 4),
        "brier_of_the_mean": round(float(labels.mean() * (1 - labels.mean())), 4),
        "ece": round(expected_calibration_error(unseen.tolist(), labels.tolist()) or 0.0, 4),
    }
    return ChurnModel(
        trained_on=trained_on,
        intercept=round(float(logistic.intercept_[0] - slopes @ scaler.mean_), 6),
        weights={name: round(float(slope), 6) for name, slope in zip(FEATURES, slopes, strict=True)},
        means={name: round(float(mean), 6) for name, mean in zip(FEATURES, means, strict=True)},
        evaluation=evaluation,
    )
