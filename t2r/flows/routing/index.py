"""What openings are compared with: each flow's title, symptoms, goal and articles, and openings heard before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge import Article, Document
from knowledge.embedding import Embedder, Vectors
from knowledge.normalise import Vocabulary as KnownWords
from t2r.flows.collection import Flows
from t2r.flows.language import Flow
from t2r.flows.routing.complaint import Complaint, complaint
from t2r.flows.routing.evidence import Evidence, Phrase
from t2r.flows.vocabulary import Vocabulary

# A line of an article, or a check, speaks of one thing among the several that a flow deals with.
ARTICLE_LINE = 0.33
NO_FLOW = "-"
FEWEST_OF_SEVERAL = 3

Outcome = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a customer may say, and the flows it fits: none, one, or several alike."""

    text: str
    flows: Outcome


class Index:
    """The phrases of a set of flows, made ready to be compared with.

    `outcomes` are the flows that an opening can fit: each flow alone, none, and the combinations that `openings` name.
    `products` says which service each flow is about, as far as its articles do.
    """

    def __init__(
        self, flows: Flows, articles: Iterable[Document], openings: Sequence[Opening], embedder: Embedder, home: str
    ) -> None:
        self._embedder, self._home = embedder, home
        routed = {name: flow for name, flow in flows.items() if flow.symptoms}
        named = {article.id: article for article in articles if isinstance(article, Article)}
        known = _told_apart(openings, routed)
        heard = {each.text.lower() for each in known}
        titles = [Opening(flow.title, (name,)) for name, flow in routed.items()]
        # What a flow calls its symptom and an opening says of several is ambiguous.
        symptoms = [
            Opening(text, (name,))
            for name, flow in routed.items()
            for text in flow.symptoms
            if text.lower() not in heard
        ]
        said = [*titles, *symptoms, *known]
        read = [Opening(text, (name,)) for name, text in _lines(routed, flows.vocabulary, named)]
        several = sorted({each.flows for each in known if len(each.flows) > 1})
        none = [()] if any(not each.flows for each in known) else []
        self.outcomes: tuple[Outcome, ...] = (*((name,) for name in routed), *none, *several)
        self.products = {name: _product(flow, named) for name, flow in routed.items()}
        self.articles_of = {name: frozenset(flow.articles) for name, flow in routed.items()}
        self._words = KnownWords(_document_frequencies([*said, *read]))
        place = {outcome: number for number, outcome in enumerate(self.outcomes)}
        self.phrases = [Phrase(self._plain(each.text), place[each.flows]) for each in said]
        self._said = [each.text for each in said]
        self.lines = [Phrase(self._plain(each.text), place[each.flows], ARTICLE_LINE) for each in read]
        self.vectors = embedder.embed([phrase.text for phrase in self.phrases])
        self._evidence = Evidence(self.phrases, self.vectors, self.lines, len(self.outcomes))

    def read(self, text: str) -> Complaint:
        """The complaint in an opening."""
        return complaint(text, self._words, self._home, self._evidence.telling)

    def vector(self, text: str) -> Vectors:
        """The vector of a text in plain English."""
        (vector,) = self._embedder.embed([text])
        return np.asarray(vector)

    def evidence(self, text: str, vector: Vectors) -> NDArray[np.float64]:
        """What speaks for each outcome, shape (outcomes, EVIDENCE)."""
        return self._evidence.of(text, vector)

    def nearest(self, vector: Vectors, flow: str) -> str:
        """The phrase of a flow that is nearest in meaning, as customers say it."""
        return self._said[self._evidence.nearest_phrase(vector, self.outcomes.index((flow,)))]

    def _plain(self, text: str) -> str:
        return complaint(text, self._words, self._home).trouble


def _told_apart(openings: Iterable[Opening], routed: Mapping[str, Flow]) -> list[Opening]:
    """The openings of these flows, without combinations of flows of which there are too few to be told from others."""
    known = [each for each in openings if all(flow in routed for flow in each.flows)]
    count = Counter(each.flows for each in known)
    return [each for each in known if len(each.flows) < 2 or count[each.flows] >= FEWEST_OF_SEVERAL]


def _lines(
    flows: Mapping[str, Flow], vocabulary: Vocabulary, articles: Mapping[str, Article]
) -> Iterator[tuple[str, str]]:
    """What is said of one flow alone: the questions that verify its goal, the titles and symptoms of its articles."""
    owners = Counter(id for flow in flows.values() for id in (*flow.articles, *flow.verify))
    for name, flow in flows.items():
        for check in flow.verify:
            if owners[check] == 1:
                yield name, vocabulary.checks[check].question
        for article in (articles[id] for id in flow.articles if id in articles and owners[id] == 1):
            yield name, article.title
            for symptom in article.symptoms:
                yield name, symptom


def _product(flow: Flow, articles: Mapping[str, Article]) -> str:
    products = Counter(articles[id].product for id in flow.articles if id in articles)
    return products.most_common(1)[0][0] if products else "any"


_LETTERS = re.compile(r"[a-z]+")


def _document_frequencies(openings: Iterable[Opening]) -> Counter[str]:
    return Counter(word for each in openings for word in set(_LETTERS.findall(each.text.lower())))


def read_openings(path: Path) -> tuple[Opening, ...]:
    """Openings of a file: on each line flows (`-` for none), a tab, and the text. Raises ValueError with the line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        flows, tab, text = line.partition("\t")
        if not tab or not flows.strip() or not text.strip():
            raise ValueError(f"{path}, line {number}: flows (or {NO_FLOW}), a tab and a text are expected")
        found.append(Opening(text.strip(), () if flows.strip() == NO_FLOW else tuple(sorted(flows.split()))))
    return tuple(found)


@cache
def shipped_openings() -> tuple[Opening, ...]:
    """The openings that come with the package."""
    return read_openings(Path(__file__).with_name("openings.tsv"))
