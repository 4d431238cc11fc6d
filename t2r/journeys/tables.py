"""What is kept of journeys: each form that was submitted, with where its values came from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from t2r.database import Base, Json, Number, UtcDateTime


class Submitted(Base):
    """A journey's form that was sent for a case: once, whatever is repeated.

    `filled` says of each field from where its value came and how sure it was, `changed` which ones the agent changed; of neither
    are the values kept, which are in the event.
    """

    __tablename__ = "case_journey"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    journey: Mapped[str] = mapped_column(String(60))
    request: Mapped[str] = mapped_column(String(64), unique=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    filled: Mapped[dict[str, Any]] = mapped_column(Json)
    changed: Mapped[list[str]] = mapped_column(Json)
    event_id: Mapped[str] = mapped_column(String(36))
    event_type: Mapped[str] = mapped_column(String(100))
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("case_id", "journey"),)
