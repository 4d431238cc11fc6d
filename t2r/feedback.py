"""What agents say of answers: kept for the quality analyst, and for training the confidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import Boolean, Column, Engine, Integer, Select, String, Table, Text, insert, select

from knowledge import redact
from t2r.database import Base, UtcDateTime, utc_now, writing

_FLAGS = ("displayed", "clicked", "copied", "correct", "document_correct", "document_clear")
_feedback = Table(
    "feedback",
    Base.metadata,
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("principal", String, nullable=False),
    Column("answer_id", String, nullable=False, index=True),
    Column("document_id", String),
    *(Column(name, Boolean) for name in _FLAGS),
    Column("comment", Text),
)


class Feedback(BaseModel):
    """What happened to an answer or one of its documents, and what the agent thinks of it; None is "not said"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer_id: Annotated[str, Field(min_length=1, max_length=100)]
    document_id: Annotated[str | None, Field(max_length=200)] = None
    displayed: bool | None = None
    clicked: bool | None = None
    copied: bool | None = None
    correct: Annotated[bool | None, Field(description="Is the answer right?")] = None
    document_correct: Annotated[bool | None, Field(description="Is the document right?")] = None
    document_clear: Annotated[bool | None, Field(description="Is the document easy to use?")] = None
    comment: Annotated[str | None, Field(max_length=2_000)] = None

    @model_validator(mode="after")
    def _says_something(self) -> Feedback:
        if self.comment is None and all(getattr(self, name) is None for name in _FLAGS):
            raise ValueError(f"say at least one of {', '.join(_FLAGS)}, comment")
        return self


def said_wrong() -> Select[tuple[str]]:
    """The ids of the answers that somebody calls wrong."""
    return select(_feedback.c.answer_id).where(_feedback.c.correct.is_(False))


class FeedbackStore:
    """The feedback table of the database; safe to use from many threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, feedback: Feedback, principal: str, at: datetime | None = None) -> int:
        """Store it, personal data in the comment taken out; returns its number."""
        comment = None if feedback.comment is None else redact(feedback.comment).text
        values = {**feedback.model_dump(), "comment": comment, "principal": principal, "at": at or utc_now()}
        with writing(self._engine) as session:
            return int(session.scalars(insert(_feedback).values(values).returning(_feedback.c.number)).one())

    def list(self, answer_id: str | None = None) -> Sequence[tuple[str, Feedback]]:
        """(principal, feedback), oldest first, of one answer or of all."""
        query = select(_feedback).order_by(_feedback.c.number)
        if answer_id is not None:
            query = query.where(_feedback.c.answer_id == answer_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [(row["principal"], Feedback(**{name: row[name] for name in Feedback.model_fields})) for row in rows]
