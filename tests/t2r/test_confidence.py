"""Confidence is a calibrated probability, monotone in its evidence, and its decisions are ordered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import KnowledgeBase
from t2r.answers import Decision
from t2r.composer import Composed
from t2r.confidence import FEATURE_NAMES, ConfidenceModel, Features, features, shipped_model

SHARE = st.floats(0, 1)


@given(
    st.lists(SHARE, min_size=len(FEATURE_NAMES), max_size=len(FEATURE_NAMES)),
    st.integers(0, len(FEATURE_NAMES) - 1),
    SHARE,
)
def test_confidence_moves_with_a_feature_as_its_weight_says(values: list[float], which: int, other: float) -> None:
    name = FEATURE_NAMES[which]
    low, high = sorted((values[which], other))
    for pair in (shipped_model().symptoms, shipped_model().text):
        for model in (pair.right, pair.known):
            at = [model.probability(Features(*values[:which], value, *values[which + 1 :])) for value in (low, high)]
            assert 0 <= min(at) <= max(at) <= 1
            if model.weights.get(name, 0) >= 0:
                assert at[0] <= at[1]
            else:
                assert at[0] >= at[1]


@given(SHARE, SHARE)
def test_more_confidence_never_decides_less(first: float, second: float) -> None:
    order = [Decision.ABSTAINED, Decision.SUGGESTED, Decision.ANSWERED]
    low, high = sorted((first, second))
    model = shipped_model()
    assert order.index(model.decide(low, None, None)) <= order.index(model.decide(high, None, None))


@pytest.mark.parametrize(
    ("confidence", "known", "answer_from", "suggest_from", "decision"),
    [
        (0.5, 0.1, None, None, Decision.ABSTAINED),
        # What is right is known.
        (0.99, 0.1, None, None, Decision.ANSWERED),
        (0.2, 0.99, None, None, Decision.SUGGESTED),
        (0.99, 0.99, None, None, Decision.ANSWERED),
        # The operator's thresholds are of the confidence alone.
        (0.3, 0.99, None, 0.4, Decision.ABSTAINED),
        (0.5, 0.01, None, 0.4, Decision.SUGGESTED),
        (0.5, 0.99, 0.5, None, Decision.ANSWERED),
    ],
)
def test_what_the_base_does_not_know_is_not_shown(
    confidence: float, known: float, answer_from: float | None, suggest_from: float | None, decision: Decision
) -> None:
    assert shipped_model().decide(confidence, answer_from, suggest_from, known) is decision


def test_documents_with_symptoms_have_a_model_of_their_own() -> None:
    model = shipped_model()
    values = dict.fromkeys(FEATURE_NAMES, 0.5)
    text, listed = Features(**{**values, "symptoms": 0.0}), Features(**{**values, "symptoms": 1.0})
    assert model.confidence(text) == model.text.right.probability(text)
    assert model.known(listed) == model.symptoms.known.probability(listed)


def test_nothing_found_has_no_evidence(knowledge: KnowledgeBase) -> None:
    nothing = features([], Composed((), (), None), knowledge.query("no signal"), knowledge.rarity, knowledge.terms)
    assert nothing == Features(*([0.0] * len(FEATURE_NAMES)))


def test_only_what_takes_from_earlier_turns_is_a_follow_up(knowledge: KnowledgeBase) -> None:
    def seen(question: str, said: str) -> Features:
        query = knowledge.query(question, [(said, 0.4)] if said else [], leans="it" in question.split())
        hits = knowledge.search(query).hits
        return features(hits, Composed((), (), None), query, knowledge.rarity, knowledge.terms)

    complete = "LOS light blinks red on the fibre box at home"
    assert seen(complete, "") == seen(complete, "who won the cricket world cup?")
    assert seen(complete, "").follow_up == 0
    assert seen("how is it changed?", "the APN is wrong").follow_up == 1


def test_the_shipped_model_says_how_good_it_is() -> None:
    model = shipped_model()
    assert model.weighted() <= set(FEATURE_NAMES)
    assert 0 < model.suggest_from <= 1
    assert 0 < model.answer_from <= 1
    measured = [value for value in model.evaluation.values() if isinstance(value, dict)]
    assert measured
    assert all({"cases", "auc", "ece", "abstain_f1"} <= set(value) for value in measured)


def test_a_model_of_another_version_is_refused_with_the_features_it_names(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    data = json.loads(shipped_model().model_dump_json())
    data["text"]["known"]["weights"] = {"horoscope": 1.0}
    path.write_text(json.dumps(data))
    with pytest.raises(ValueError, match="horoscope"):
        ConfidenceModel.read(path)
