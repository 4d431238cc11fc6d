"""The confidence model learns from cases as they are, and from each asked where the topic changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.cases import Answerable, Case
from eval.training import Observed, fit, topic_changes
from t2r.answers import Turn
from t2r.confidence import FEATURE_NAMES, Features


def case(id: str, *, turns: tuple[Turn, ...] = (), answerable: Answerable = Answerable.YES) -> Case:
    return Case(id=id, question=f"question {id}", turns=turns, answerable=answerable)


def test_each_opening_question_is_asked_after_another_one() -> None:
    said = (Turn(role="agent", text="something"),)
    vague = case("d", answerable=Answerable.UNDERSPECIFIED)
    away = topic_changes([case("a"), case("b", turns=said), case("c"), vague, case("e")])
    assert {id: turns[0][0].text for id, turns in away.items()} == {
        "a": "question d", "c": "question e", "e": "question c",
    }  # fmt: skip
    assert topic_changes([case("a")]) == {}


def observed(path: Path, *, symptoms: float, seed: int, sign: int = 1) -> Observed:
    """Simulated features of which only the score tells anything."""
    chance = np.random.default_rng(seed)
    features = chance.random((400, len(FEATURE_NAMES)))
    features[:, FEATURE_NAMES.index("symptoms")] = symptoms
    score = sign * (features[:, FEATURE_NAMES.index("score")] - 0.5)
    known = score + chance.normal(0, 0.1, 400) > -0.2
    right = known & (score + chance.normal(0, 0.1, 400) > 0)
    return Observed(path, f"set {seed}", features, right, known, np.arange(400) // 2, np.arange(400) % 2 == 1)


@pytest.mark.slow
def test_a_model_of_either_kind_of_document_is_learnt_and_measured(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("{}")
    model = fit([observed(path, symptoms=1, seed=1), observed(path, symptoms=0, seed=2, sign=-1)])
    values = dict.fromkeys(FEATURE_NAMES, 0.5)

    def confidence(symptoms: float, score: float) -> float:
        return model.confidence(Features(**{**values, "symptoms": symptoms, "score": score}))

    assert confidence(1, 0.9) > 0.8 > 0.2 > confidence(1, 0.1)
    assert confidence(0, 0.1) > 0.8 > 0.2 > confidence(0, 0.9)
    known = Features(**{**values, "symptoms": 1, "score": 0.4})
    assert model.known(known) > model.confidence(known)
    for label in ("set 1", "set 2"):
        measured = model.evaluation[label]
        assert isinstance(measured, dict)
        assert measured["cases"] == 200
        assert measured["auc"] > 0.9
        assert measured["topic_changed"]["cases"] == 200


@pytest.mark.slow
def test_one_kind_of_document_alone_is_not_enough(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("{}")
    with pytest.raises(ValueError, match="without"):
        fit([observed(path, symptoms=1, seed=1)])
