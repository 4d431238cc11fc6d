"""What is kept of calls: their events, which interaction they are, whose telephone is whose, and what was shown to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from t2r.cti.calls import Standing
from t2r.database import NEVER_AGAIN, Base, Json, Number, UtcDateTime


class CtiCall(Base):
    """A call of the telephone system. Those of one `conversation`, joined by transfers and conferences, are one interaction."""

    __tablename__ = "cti_call"

    conn_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(100), index=True)
    events: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id", ondelete="SET NULL"), index=True)
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class CtiSeat(Base):
    """Who sits at a telephone: an agent's id or number of the telephone system, and the name that person signs in with."""

    __tablename__ = "cti_seat"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    agent: Mapped[str] = mapped_column(String(100))


class CtiPop(Base):
    """Something for an agent's screen: a call that has come to them (`opens`), or how one stands now."""

    __tablename__ = "cti_pop"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    agent: Mapped[str] = mapped_column(String(100))
    conn_id: Mapped[str] = mapped_column(String(100))
    standing: Mapped[Standing] = mapped_column(String(30))
    opens: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_cti_pop_agent", "agent", "id"), NEVER_AGAIN)
