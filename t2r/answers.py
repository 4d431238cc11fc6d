"""What goes into and comes out of the assistant: the context of a question, and an answer that cites its sources."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge import Audience, Filters, Hit, Kind
from t2r.live import Live, LiveNote

MAX_QUESTION_CHARACTERS = 4_000
MAX_TURNS = 50


class Decision(StrEnum):
    """What the assistant stands for: an answer, a suggestion to be checked by the agent, or nothing."""

    ANSWERED = "answered"
    SUGGESTED = "suggested"
    ABSTAINED = "abstained"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Model):
    """One earlier line of the conversation."""

    role: Literal["agent", "customer", "assistant"]
    text: Annotated[str, Field(max_length=20_000)]


class Context(_Model):
    """What is known beside the question: the conversation so far (oldest first), which documents may be used, and what the
    network says of the customer now (`live`): advice that makes no sense under it is not offered first."""

    turns: Annotated[tuple[Turn, ...], Field(max_length=MAX_TURNS)] = ()
    product: str | None = None
    audience: Audience | None = None
    language: str | None = None
    valid_at: date | None = None
    as_of: datetime | None = None
    k: Annotated[int, Field(ge=1, le=20, description="Passages shown of each pool")] = 5
    live: Live | None = None

    def filters(self, kind: Kind) -> Filters:
        """The filters of one pool."""
        return Filters(kind, self.product, self.audience, self.language, self.valid_at, self.as_of)


class Citation(_Model):
    """Where a sentence is from: `quote` is exactly characters `start` to `end` of the document's body."""

    document_id: str
    kind: Kind
    title: str
    version: int
    start: int
    end: int
    quote: str


class Sentence(_Model):
    """One sentence or step of an answer."""

    text: str
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]


class PassageView(_Model):
    """A passage of one of the two pools, and why it is there."""

    document_id: str
    kind: Kind
    title: str
    version: int
    updated_at: datetime
    headings: tuple[str, ...]
    start: int
    end: int
    text: str
    score: float
    parts: dict[str, float]
    reason: str
    duplicates: tuple[str, ...]

    @classmethod
    def of(cls, hit: Hit) -> PassageView:
        """A hit as it is shown."""
        return cls(
            document_id=hit.document_id, kind=hit.kind, title=hit.title, version=hit.version, updated_at=hit.updated_at,
            headings=hit.headings, start=hit.start, end=hit.end, text=hit.text, score=round(hit.score, 4),
            parts=dict(hit.parts), reason=hit.reason, duplicates=hit.duplicates,
        )  # fmt: skip


class Contradiction(_Model):
    """A past case that speaks against an article."""

    article_id: str
    resolution_id: str
    text: str
    citation: Citation


class QueryView(_Model):
    """How the question was read: in English, with what was changed (from, to)."""

    text: str
    english: str
    language: str
    changes: tuple[tuple[str, str], ...]


class Answer(_Model):
    """An answer of which every sentence cites a passage, or an abstention that says what to do next.

    `confidence` is the calibrated probability that the cited passages answer the question. When `decision` is `abstained`
    there are no sentences; `next_check` (cited from an article where one fits) or `missing` says how to go on. `live` says how
    the live diagnosis changed what is offered; what it puts first is `suggested`, as the diagnosis speaks for it, and what
    else it changes at most that, as the confidence is not trained on such.
    """

    answer_id: str
    question: str
    decision: Decision
    confidence: Annotated[float, Field(ge=0, le=1)]
    text: str
    sentences: tuple[Sentence, ...]
    next_check: Sentence | None
    missing: str | None
    contradictions: tuple[Contradiction, ...]
    live: LiveNote | None = None
    articles: tuple[PassageView, ...]
    resolutions: tuple[PassageView, ...]
    query: QueryView
    composer: str
    timings_ms: dict[str, float]
