"""What customers are served with: the database, who is master of their records, who sends messages, the rules, a clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from t2r.customers.directory import Directory, Embedded
from t2r.customers.rules import Rules, shipped
from t2r.database import utc_now

if TYPE_CHECKING:
    from t2r.orders.bench import OrderBench
    from t2r.tmf.messages import Sender


@dataclass(frozen=True, slots=True)
class CustomerDesk:
    """Everything that a use case of customers needs; `orders` is what their services are ended with, where that is done here."""

    database: Engine
    directory: Directory
    sender: Sender
    rules: Rules = field(default_factory=shipped)
    orders: OrderBench | None = None
    now: Callable[[], datetime] = utc_now

    @property
    def is_master(self) -> bool:
        """Whether the records here are the records: no CRM has them."""
        return isinstance(self.directory, Embedded)
