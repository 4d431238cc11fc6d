"""What is kept for the knowledge inbox: questions that were asked, what was found of each document, what was set aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Float, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from t2r.database import Base, Json, Number, UtcDateTime


class AskedQuestion(Base):
    """A question that was asked, without personal data, and what became of it. `vector`: its embedding, where it was not answered."""

    __tablename__ = "asked_question"

    number: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    answer_id: Mapped[str] = mapped_column(String(100), index=True)
    question: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(String(20))
    confidence: Mapped[float] = mapped_column(Float)
    document_id: Mapped[str | None] = mapped_column(String(200))  # the nearest
    vector: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class Reviewed(Base):
    """What was found of a version of a document, in the base as it was then.

    `covered`: an article answers what the case was about. `against`: the articles that it speaks against, with the place; `speaks`
    where there are any. `vector`: what the document is about.
    """

    __tablename__ = "reviewed_document"

    document_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), index=True)
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    covered: Mapped[bool] = mapped_column(default=True, index=True)
    speaks: Mapped[bool] = mapped_column(default=False, index=True)
    against: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    vector: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class SetAside(Base):
    """A part of an item of the inbox that somebody has dealt with: a question, or a version of a document in a certain respect."""

    __tablename__ = "inbox_set_aside"

    part: Mapped[str] = mapped_column(String(500), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(Text, default="")
