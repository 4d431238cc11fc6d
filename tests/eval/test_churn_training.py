"""`t2r train-churn`: what is fitted, on whom, and what the shipped model was measured to be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.churn_training import CUSTOMERS, SEED, app, fit
from t2r.customers.churn import FEATURES, ChurnModel, shipped_model
from t2r.simulated.leaving import NOTICE, customers


def test_the_same_customers_give_the_same_model_and_another_seed_another() -> None:
    one, same, other = (fit(customers(seed, 500), NOTICE) for seed in (1, 1, 2))
    assert one == same
    assert one.weights != other.weights
    assert set(one.weights) == set(FEATURES)


def test_the_command_writes_a_model_that_can_be_read(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["--number", "1000", "--out", str(tmp_path / "churn.json"), "--json"])
    assert ended.exit_code == 0
    read = ChurnModel.read(tmp_path / "churn.json")
    assert read.trained_on == json.loads(ended.stdout)["trained_on"] == NOTICE


def test_the_shipped_model_is_what_training_gives() -> None:
    again, shipped = fit(customers(SEED, CUSTOMERS), NOTICE), shipped_model()
    assert again.weights == pytest.approx(shipped.weights, abs=1e-3)
    assert again.evaluation["auc"] == pytest.approx(shipped.evaluation["auc"], abs=1e-3)


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    told = shipped_model().model_dump() | {"weights": {"age": 1.0}}
    (tmp_path / "churn.json").write_text(json.dumps(told))
    with pytest.raises(ValueError, match=r"churn.json: its features are not"):
        ChurnModel.read(tmp_path / "churn.json")
