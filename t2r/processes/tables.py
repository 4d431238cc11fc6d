"""What is kept of processes: each version that was ever deployed, with the decision tables that belong to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from t2r.database import Base, Json, Number, UtcDateTime


class DeployedProcess(Base):
    """A version of a process. It is never changed: orders that began with it end with it."""

    __tablename__ = "process"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))  # ont-swap
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(
        String(16), index=True
    )  # of the diagram and its tables; the same content has the same one
    title: Mapped[str] = mapped_column(String(200))
    xml: Mapped[str] = mapped_column(Text)
    tables: Mapped[dict[str, str]] = mapped_column(Json)  # DMN by name
    is_starter: Mapped[bool]  # came with the product, and gives way to a newer one that comes with it
    deployed_by: Mapped[str] = mapped_column(String(100))
    deployed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("name", "version"),)
