"""How sure an answer may be: features of the retrieval, and calibrated logistic models over them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge import Hit, Query
from t2r.answers import Decision
from t2r.asked import kind_asked, matter, value_asked
from t2r.composer import Composed


@dataclass(frozen=True, slots=True)
class Features:
    """What the confidence is computed from; every value is about 0 to 1.

    The last six are 0 where nothing was taken from earlier turns; those named `alone` speak of the question without them.
    """

    symptoms: float  # 1 when the best document lists symptoms as customers tell them
    score: float  # score of the best passage
    meaning: float  # cosine of the best passage
    words: float  # fused BM25 of the best passage
    sentence: float  # cosine of the best sentence
    covered: (
        float  # share of the rarity (sum of idf) of the question's matter that the best document's passages contain
    )
    missing: float  # share of its rarest term that they do not contain
    gap: float  # score of the best document minus that of the second
    rivals: float  # share of the other documents that score nearly the same
    agreement: float  # 1 when the nearest by meaning and the best by words are the same document
    length: float  # number of terms, on a log scale
    follow_up: float = 0.0  # 1 when earlier turns were taken into account
    follow_up_meaning: float = 0.0  # cosine of the best passage
    alone: float = 0.0  # cosine of the best sentence
    alone_covered: float = 0.0  # like `covered`
    alone_missing: float = 0.0  # like `missing`
    alone_length: float = 0.0  # like `length`


FEATURE_NAMES = tuple(Features.__dataclass_fields__)
NEARLY_THE_SAME = 0.05
# An answer that says less than this share of what is asked, steps that never mention the rarest of it, or sentences of another
# kind than is asked for, are not taken for sure: whoever asks for the Wi-Fi password is not helped by how the device's own is
# changed, and whoever asks what should be, not by what is. On the starter suite without symptoms this share halves the wrong
# answers among those that are taken for sure (28 to 14 of 860; 115 fewer are), on MTRAG-UN it takes one of 21.
LEAST_SAID = 0.5
NOT_SURE = 0.6
# A value of the kind asked for, such as a price, where this share of what is asked is said too, is worth showing. Of the
# unanswerable questions for a value of the starter and the MTRAG-UN set, the answers say .34 at most.
ENOUGH_SAID = 0.5
# So is an answer that says all that is asked, where the matter is as likely known as not.
AS_LIKELY_AS_NOT = 0.5
# From this cosine between the question alone and with what was said before, nothing was taken from there.
ALONE = 0.9999


def features(
    hits: Sequence[Hit],
    composed: Composed,
    query: Query,
    rarity_of: Callable[[Iterable[str]], Mapping[str, float]],
    terms_of: Callable[[str], Mapping[str, int]],
) -> Features:
    """The features of one answer; `rarity_of` terms is how rare each is, `terms_of` a text its index terms."""
    if not hits:
        return Features(*([0.0] * len(FEATURE_NAMES)))
    made_of = composed.chosen[0].hit.document_id if composed.chosen else hits[0].document_id
    top = next((hit for hit in hits if hit.document_id == made_of), hits[0])
    own = {term for hit in hits if hit.document_id == top.document_id for term in terms_of(f"{hit.title}\n{hit.text}")}
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.document_id] = max(best.get(hit.document_id, 0.0), hit.score)
    others = sorted((score for id, score in best.items() if id != top.document_id), reverse=True)
    rarity = matter(rarity_of(query.terms), terms_of)
    weights = {term: rarity[term] * min(1.0, query.terms[term]) for term in rarity}
    covered, missing = _coverage(weights, own)
    meaning = max(hit.parts.get("dense", 0.0) for hit in hits)
    found = Features(
        symptoms=float("symptom" in top.parts),
        score=top.score,
        meaning=meaning,
        words=math.tanh(top.parts.get("lexical", 0.0)),
        sentence=composed.best.meaning if composed.best else 0.0,
        covered=covered,
        missing=missing,
        gap=best[top.document_id] - others[0] if others else best[top.document_id],
        rivals=sum(top.score - score < NEARLY_THE_SAME for score in others) / max(1, len(others)),
        agreement=float(_first_by(hits, "dense") == _first_by(hits, "lexical")),
        length=math.log1p(len(query.terms)) / 4,
    )
    if float(query.vector @ query.own_vector) >= ALONE:
        return found
    covered, missing = _coverage(matter(rarity_of(query.own_terms), terms_of), own)
    return replace(
        found,
        follow_up=1.0,
        follow_up_meaning=meaning,
        alone=float(composed.best.vector @ query.own_vector) if composed.best else 0.0,
        alone_covered=covered,
        alone_missing=missing,
        alone_length=math.log1p(len(query.own_terms)) / 4,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What of a question its answer says: sentences, titles and headings.

    `share` is that of the rarity of the question's matter, `rarest` whether its rarest term is there, `value` whether
    a value is of the kind that is asked for, and `fits` whether no kind is asked for or a sentence is of it.
    """

    share: float
    rarest: bool
    value: bool
    fits: bool


def said(
    composed: Composed,
    query: Query,
    rarity_of: Callable[[Iterable[str]], Mapping[str, float]],
    terms_of: Callable[[str], Mapping[str, int]],
) -> Said:
    """What of the question the chosen units say, in the question's own words."""
    text = "\n".join("\n".join((unit.hit.title, *unit.hit.headings, unit.quote)) for unit in composed.chosen)
    value, of_the_kind = value_asked(query.normalised.english), kind_asked(query.normalised.english)
    found = value is not None and any(value.search(unit.quote) for unit in composed.chosen)
    fits = of_the_kind is None or any(of_the_kind(unit.text) for unit in composed.chosen)
    asked = matter(rarity_of(query.terms), terms_of, has_value=found)
    share, unsaid = _coverage(asked, set(terms_of(text)))
    return Said(share, unsaid < 1.0, found, fits)


def _coverage(rarity: Mapping[str, float], own: set[str]) -> tuple[float, float]:
    """The share of the terms' rarity that is among `own`, and the share of the rarest term that the rarest missing one has."""
    absent = [value for term, value in rarity.items() if term not in own]
    largest = max(rarity.values(), default=0.0) or 1.0
    return 1 - sum(absent) / (sum(rarity.values()) or 1.0), max(absent, default=0.0) / largest


class Logistic(BaseModel):
    """probability = 1 / (1 + exp(-(intercept + Σ weight · feature)))."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    weights: dict[str, float]

    def probability(self, found: Features) -> float:
        """The probability at these features."""
        values = asdict(found)
        total = self.intercept + sum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


class Pair(BaseModel):
    """Is the answer right, and is the matter known at all?

    They part where several documents fit a complaint about equally well: then the best of them is often not the right one,
    and still better than nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    right: Logistic
    known: Logistic


class ConfidenceModel(BaseModel):
    """How sure an answer is: the probability that its passages are the right ones, and that the base knows the matter.

    The first is the confidence that is shown, and an answer is given from `answer_from` on. The second decides whether
    anything is shown: from `suggest_from` on. Documents that list the symptoms customers tell score on another scale than mere
    texts, so that there is a pair of models for each. `evaluation` is what was measured in training.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    symptoms: Pair
    text: Pair
    answer_from: float
    suggest_from: float
    evaluation: dict[str, object]

    def confidence(self, found: Features) -> float:
        """The probability that the answer is right."""
        return self._of(found).right.probability(found)

    def known(self, found: Features) -> float:
        """The probability that the base holds an answer to the question."""
        return self._of(found).known.probability(found)

    def decide(
        self, confidence: float, answer_from: float | None, suggest_from: float | None, known: float = 1.0
    ) -> Decision:
        """The decision at a confidence and a probability that the matter is known.

        Thresholds that are given replace the trained ones; both are of the confidence.
        """
        sure = confidence >= (self.answer_from if answer_from is None else answer_from)
        # What is right is known: the second model has no say where the first is sure.
        shown = (sure or known >= self.suggest_from) if suggest_from is None else confidence >= suggest_from
        if not shown:
            return Decision.ABSTAINED
        return Decision.ANSWERED if sure else Decision.SUGGESTED

    def _of(self, found: Features) -> Pair:
        return self.symptoms if found.symptoms else self.text

    def weighted(self) -> set[str]:
        """The names of the features that it has weights for."""
        return {
            name for pair in (self.symptoms, self.text) for part in (pair.right, pair.known) for name in part.weights
        }

    @classmethod
    def read(cls, path: Path) -> ConfidenceModel:
        """Read a model from a file that `t2r train` wrote; raises ValueError for features this version does not know."""
        model = cls.model_validate(json.loads(path.read_text(encoding="utf-8")))
        unknown = sorted(model.weighted() - set(FEATURE_NAMES))
        if unknown:
            raise ValueError(f"{path}: unknown features {', '.join(unknown)}")
        return model


def model_path() -> Path:
    """The file of the model that comes with the package."""
    return Path(__file__).with_name("confidence.json")


@cache
def shipped_model() -> ConfidenceModel:
    """The model that comes with the package."""
    return ConfidenceModel.read(model_path())


def _first_by(hits: Sequence[Hit], part: str) -> str:
    return max(hits, key=lambda hit: hit.parts.get(part, 0.0)).document_id
