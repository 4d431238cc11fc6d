"""How much each evidence counts for the route, trained on openings apart from those that score it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from t2r.flows.routing.evidence import EVIDENCE, Scores

FEATURES = (*EVIDENCE, "no_flow", "strange", "several")


class RoutingModel(BaseModel):
    """A conditional logit: each outcome's evidence, weighed, against that of all others.

    `weights` are of FEATURES. `firm` and `wish` say how much what would count as solved weighs beside the trouble itself.
    `badge` is added for a flow that a badge of the line points to, `product` for the flows of the service it is about.
    Below the margin `ask_below` a question is asked; below `wider_below` a flow that includes the likeliest is taken
    instead. A flow is taken only where it is likelier than none by `flow_from`. `evaluation` is what was measured in
    training.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: dict[str, float]
    firm: float
    wish: float
    badge: float
    product: float
    ask_below: float
    wider_below: float
    flow_from: float
    evaluation: dict[str, object]

    def logits(self, features: NDArray[np.float64]) -> Scores:
        """The logit of each outcome from its features, shape (outcomes, FEATURES)."""
        return np.asarray(features @ np.array([self.weights[name] for name in FEATURES]))

    @classmethod
    def read(cls, path: Path) -> RoutingModel:
        """Read a model from a file; raises ValueError for features that this version does not know."""
        model = cls.model_validate(json.loads(path.read_text(encoding="utf-8")))
        if set(model.weights) != set(FEATURES):
            raise ValueError(f"{path}: weights must be of {', '.join(FEATURES)}")
        return model


def features(evidence: NDArray[np.float64], flows: Sequence[tuple[str, ...]]) -> NDArray[np.float64]:
    """The FEATURES of each outcome, given by its flows, from its EVIDENCE.

    "No flow" is the likelier the stranger the text: the less near it is to any phrase at all.
    """
    several = np.array([len(each) > 1 for each in flows], dtype=np.float64)
    none = np.array([not each for each in flows], dtype=np.float64)
    strange = none * (1 - evidence[:, EVIDENCE.index("nearest")].max())
    return np.column_stack([evidence - evidence.mean(axis=0), none, strange, several])


def probabilities(logits: Scores) -> Scores:
    """The softmax of the logits."""
    shifted = np.exp(logits - logits.max())
    return np.asarray(shifted / shifted.sum())


def model_path() -> Path:
    """The file of the model that comes with the package."""
    return Path(__file__).with_name("model.json")


@cache
def shipped_model() -> RoutingModel:
    """The model that comes with the package."""
    return RoutingModel.read(model_path())
