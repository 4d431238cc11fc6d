"""An order as somebody wishes it, apart from what has become of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from t2r.orders.decomposing import ItemWish
from t2r.orders.status import OrderKind
from t2r.orders.tables import Item

QUANTITY = "quantity"  # where an item's quantity is kept, among what it carries beside


@dataclass(frozen=True, slots=True)
class OrderWish:
    """An order as it comes in. `priority` is what is asked for: 0 is the most urgent. `body` holds what it carries beside."""

    items: tuple[ItemWish, ...]
    kind: OrderKind = OrderKind.PRODUCT
    external_id: str | None = None
    customer: str | None = None
    customer_type: str = "consumer"
    line: str | None = None
    place: str | None = None
    channel: str = "api"
    description: str = ""
    priority: int | None = None
    start_at: datetime | None = None
    promised_at: datetime | None = None
    case_id: int | None = None
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What it says, in short: the same wish twice is one order."""
        items = [
            [
                one.id,
                one.product,
                one.action,
                one.quantity,
                dict(one.characteristics),
                list(one.relies_on),
                dict(one.body),
            ]
            for one in self.items
        ]
        said = [
            self.kind, self.customer, self.customer_type, self.line, self.place, self.channel, self.description,
            self.priority, self.start_at, self.promised_at, self.case_id, dict(self.body), items,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def wish_of(item: Item) -> ItemWish:
    """An item as it was ordered, or last amended."""
    body = dict(item.body or {})
    quantity = int(body.pop(QUANTITY, 1))
    return ItemWish(item.id, item.product, item.action, quantity, item.characteristics, tuple(item.relies_on), body)
