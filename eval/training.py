"""`t2r train`: fit the confidence model on questions whose right answers are known, and measure it on unseen ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.cases import Answerable, Case, pooled_contexts
from eval.corpus import Fill, temporary_base, unredacted
from eval.inputs import InputError
from eval.output import counting
from eval.questions import read_suite
from eval.selective import detection, expected_calibration_error
from knowledge.embedding import OnnxEmbedder
from t2r import starter
from t2r.answers import Context, Turn
from t2r.assistant import Assistant
from t2r.confidence import FEATURE_NAMES, ConfidenceModel, Logistic, Pair, model_path
from t2r.settings import Settings

app = typer.Typer()

FOLDS = 10
SEED = 7
STRENGTH = 0.3
# What a case asked after an unrelated one counts in training: most conversations stay with their topic.
TOPIC_CHANGED = 0.3
# An answer is shown where the base knows the matter with this probability: showing one to a question that it cannot answer
# weighs two and a half times as much as refusing one that it can.
SUGGEST_FROM = 0.72
# … and plainly from the confidence on from which so many of the unseen answers are right.
ANSWERS_RIGHT = 0.9
_NOTHING = Pair(right=Logistic(intercept=0.0, weights={}), known=Logistic(intercept=0.0, weights={}))
# The features are observed with a model that decides nothing, as the trained one may be of other features.
UNTRAINED = ConfidenceModel(symptoms=_NOTHING, text=_NOTHING, answer_from=0.5, suggest_from=0.5, evaluation={})


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen of a set: features (n, features), is the answer right (n,), is the matter known (n,).

    `case` numbers the cases, `changed` says that the topic was changed: the case was asked after one that it has nothing to
    do with.
    """

    path: Path
    label: str
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    known: NDArray[np.bool_]
    case: NDArray[np.int64]
    changed: NDArray[np.bool_]


@app.command()
def train(
    cases: Annotated[
        list[str] | None, typer.Option(help="Suite or file of cases; its contexts, or the starter library, are asked")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the model [the package's own]")] = None,
    cache: Annotated[Path | None, typer.Option(help="Folder that keeps embeddings for the next run")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
) -> None:
    """Train the confidence of answers on questions whose right answers are known."""
    embedder = OnnxEmbedder.load(model_dir=Settings().model_dir)
    sets = []
    for name in cases or ["starter"]:
        path, asked = read_suite(name)
        for label, corpus, fill in _bases(path, asked):
            with (
                temporary_base(fill, embedder, corpus=corpus, cache=cache) as base,
                counting(len(asked), f"Asking {label}") as progress,
            ):
                assistant = Assistant(base, Settings(chat_model=None), model=UNTRAINED)
                seen = observe(assistant, asked, path, label, progress)
            if len(set(seen.right.tolist())) < 2 or len(set(seen.known.tolist())) < 2:
                raise InputError("all answers are right, or all wrong, or all known: nothing to learn from", path)
            sets.append(seen)
    model = fit(sets)
    target = out or model_path()
    target.write_text(model.model_dump_json(indent=2) + "\n", encoding="utf-8")
    typer.echo(model.model_dump_json(indent=None if as_json else 2))


def _bases(path: Path, cases: Sequence[Case]) -> list[tuple[str, str, Fill]]:
    """The bases that cases are asked of: name, name of the cache, and what fills it.

    Those are the cases' own contexts, or the starter library: as it is, and without its symptoms, as other documents have none.
    """
    documents = pooled_contexts(cases, path)
    if documents:
        return [(path.name, f"cases-{path.stem}", unredacted(documents))]
    bare = [article.model_copy(update={"symptoms": ()}) for article in starter.articles()]
    return [
        (path.name, "starter", starter.add),
        (f"{path.name}, without symptoms", "starter-bare", unredacted(bare)),
    ]


def observe(
    assistant: Assistant, cases: Sequence[Case], path: Path, label: str, progress: Callable[[], None] = lambda: None
) -> Observed:
    """The features of each case's answer, whether that answer would be right, and whether the case can be answered.

    Right is an answer to an answerable question that cites a gold document. Questions that are partly answerable are
    left out: both answers are defensible. Each case is asked as it is, and where the topic changes.
    """
    rows, right, known, number, changed = [], [], [], [], []
    away = topic_changes(cases)
    for place, case in enumerate(cases):
        progress()
        if case.answerable is Answerable.PARTIAL:
            continue
        for turns in [case.turns, *away.get(case.id, [])]:
            found = assistant.consider(case.question, Context(turns=turns))
            cited = {unit.hit.document_id for unit in found.composed.chosen}
            rows.append(astuple(found.features))
            known.append(case.answerable is Answerable.YES)
            right.append(known[-1] and not cited.isdisjoint(case.gold_documents))
            number.append(place)
            changed.append(turns is not case.turns)
    return Observed(path, label, np.array(rows), np.array(right), np.array(known), np.array(number), np.array(changed))


def topic_changes(cases: Sequence[Case]) -> dict[str, list[tuple[Turn, ...]]]:
    """For each case that opens a conversation one to be asked after: it opens with the case half of the set away.

    Underspecified questions have none: after another question they mean that one.
    """
    opening = [case for case in cases if not case.turns]
    return {
        case.id: [(Turn(role="agent", text=opening[(place + len(opening) // 2) % len(opening)].question),)]
        for place, case in enumerate(opening)
        if case.answerable is not Answerable.UNDERSPECIFIED and len(opening) > 1
    }


def fit(sets: Sequence[Observed]) -> ConfidenceModel:
    """A model from observed sets, with its evaluation by cross-validation.

    The share of questions that are answerable and found differs from set to set; each set counts the same in training.
    Raises ValueError where no set has a document with symptoms, or none has one without.
    """
    features, right, known, changed = (
        np.concatenate([getattr(seen, name) for seen in sets]) for name in ("features", "right", "known", "changed")
    )
    groups = np.concatenate([[f"{seen.path} {case}" for case in seen.case] for seen in sets])
    weights = np.concatenate([_weights(seen.changed) for seen in sets])
    listed = features[:, FEATURE_NAMES.index("symptoms")] > 0
    confidence, knowledge = np.zeros(len(right)), np.zeros(len(right))
    pairs = []
    for part in (listed, ~listed):
        if len(set(right[part].tolist())) < 2 or len(set(known[part].tolist())) < 2:
            raise ValueError("cases: train needs questions on documents with symptoms, and on documents without")
        share = weights[part] * part.sum() / weights[part].sum()
        one, confidence[part] = _logistic(features[part], right[part], groups[part], share)
        other, knowledge[part] = _logistic(features[part], known[part], groups[part], share)
        pairs.append(Pair(right=one, known=other))
    answered = knowledge >= SUGGEST_FROM
    owner = np.concatenate([np.full(len(seen.right), place) for place, seen in enumerate(sets)])
    evaluation: dict[str, object] = {
        "protocol": f"{FOLDS}-fold cross-validation by case, seed {SEED}; topic_changed: after an unrelated question"
    }
    for place, seen in enumerate(sets):
        as_is, after = ((owner == place) & mask for mask in (~changed, changed))
        evaluation[seen.label] = {
            "sha256": hashlib.sha256(seen.path.read_bytes()).hexdigest(),
            **_evaluation(confidence[as_is], answered[as_is], right[as_is], known[as_is]),
            "topic_changed": _evaluation(confidence[after], answered[after], right[after], known[after]),
        }
    return ConfidenceModel(
        symptoms=pairs[0],
        text=pairs[1],
        answer_from=round(max(0.5, _precise_threshold(confidence[~changed], right[~changed], ANSWERS_RIGHT)), 4),
        suggest_from=SUGGEST_FROM,
        evaluation=evaluation,
    )


def _weights(changed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weight of each case of a set: they sum to 1."""
    weights = np.where(changed, TOPIC_CHANGED, 1.0)
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _logistic(
    features: NDArray[np.float64], label: NDArray[np.bool_], groups: NDArray[np.str_], weights: NDArray[np.float64]
) -> tuple[Logistic, NDArray[np.float64]]:
    """A model of the label, and its probability for each row as predicted without the rows of its group."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=5_000))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    parameters = {"logisticregression__sample_weight": weights}
    unseen = cross_val_predict(
        model, features, label, groups=groups, cv=folds, method="predict_proba", params=parameters
    )[:, 1]
    model.fit(features, label, **parameters)
    scaler, logistic = model[0], model[1]
    slopes = logistic.coef_[0] / scaler.scale_
    found = Logistic(
        intercept=round(float(logistic.intercept_[0] - slopes @ scaler.mean_), 6),
        weights={name: round(float(slope), 6) for name, slope in zip(FEATURE_NAMES, slopes, strict=True)},
    )
    return found, unseen


def _evaluation(
    unseen: NDArray[np.float64], answered: NDArray[np.bool_], right: NDArray[np.bool_], known: NDArray[np.bool_]
) -> dict[str, object]:
    if len(set(right.tolist())) < 2:
        return {"cases": len(right)}
    found = detection(zip((~known).tolist(), (~answered).tolist(), strict=True))
    return {
        "cases": len(right),
        "right": int(right.sum()),
        "auc": round(float(roc_auc_score(right, unseen)), 4),
        "brier": round(float(brier_score_loss(right, unseen)), 4),
        "ece": round(expected_calibration_error(unseen.tolist(), right.tolist()) or 0.0, 4),
        "abstain_precision": round(found.precision or 0.0, 4),
        "abstain_recall": round(found.recall or 0.0, 4),
        "abstain_f1": round(found.f1 or 0.0, 4),
        "answered_share": round(float(answered.mean()), 4),
        "answered_right": round(float(right[answered].mean()), 4) if answered.any() else None,
    }


def _precise_threshold(unseen: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> float:
    """The least confidence from which on the answers are right in this share of cases; 1 if there is none."""
    order = np.argsort(-unseen)
    share = np.cumsum(right[order]) / np.arange(1, len(right) + 1)
    enough = np.flatnonzero(share >= precision)
    return float(unseen[order][enough[-1]]) if len(enough) else 1.0
