"""The simulated operator of the evaluation: stock, lines, technicians, and orders of five items each, all from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from t2r.orders.decomposing import ItemWish
from t2r.orders.tables import LineService, Slot, Stock
from t2r.orders.wishes import OrderWish

ITEMS = 5
PRICE = 99
PLACES = 20
SERVICES = ("sim_profile", "mobile_access")
MISSING = 0.01  # of the orders ask for a device that is not there


def line_of(order: int, item: int) -> str:
    """The line that an item is for."""
    return f"91{order:07d}{item:02d}"


def fill(session: Session, orders: int, at: datetime) -> None:
    """Devices, lines with what they have now, and technicians, enough for so many orders."""
    devices = [(model, f"{model}-{number:07d}") for model in ("sim", "esim") for number in range(2 * orders + 10)]
    session.execute(
        insert(Stock), [{"kind": "device", "model": model, "name": name, "state": "free"} for model, name in devices]
    )
    old = [(f"old-{order:07d}-{item}", line_of(order, item)) for order in range(orders) for item in range(ITEMS)]
    session.execute(
        insert(Stock),
        [
            {"kind": "device", "model": "sim", "name": name, "line": line, "state": "assigned", "holder": "before"}
            for name, line in old
        ],
    )
    lines = [line_of(order, item) for order in range(orders) for item in range(ITEMS)]
    session.execute(
        insert(LineService),
        [
            {
                "line": line,
                "service": service,
                "active": True,
                "barred": False,
                "values": {"plan": "bronze"},
                "last_key": "",
            }
            for line in lines
            for service in SERVICES
        ],
    )
    day = at.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    session.execute(
        insert(Slot),
        [
            {
                "place": f"place-{place}",
                "starts_at": day + timedelta(hours=hour),
                "ends_at": day + timedelta(hours=hour + 1),
                "capacity": 4,
                "taken": 0,
            }
            for place in range(PLACES)
            for hour in range(orders // PLACES // 4 + 4)
        ],
    )


def wishes(orders: int, seed: int, *, waits: bool) -> Iterator[OrderWish]:
    """Orders of five items; with `waits` some of these wait for a delivery and a technician."""
    chance = random.Random(seed)
    for number in range(orders):
        yield OrderWish(
            items=_items(number, chance, waits=waits),
            external_id=f"eval-{number}",
            customer=f"customer-{number}",
            customer_type=chance.choice(("consumer", "consumer", "business")),
            line=line_of(number, 0),
            place=f"place-{number % PLACES}",
        )


def _items(number: int, chance: random.Random, *, waits: bool) -> tuple[ItemWish, ...]:
    def about(item: int, **more: object) -> dict[str, object]:
        return {"line": line_of(number, item), **more}

    model = {"device_model": "out-of-print"} if waits and chance.random() < MISSING else {}
    first = ItemWish("1", "sim_replacement", characteristics=about(0, at_counter=True, **model))
    second = ItemWish("2", "plan_change", characteristics=about(0, plan="gold", price=PRICE))
    third = ItemWish("3", "unbar", characteristics=about(1))
    if waits:
        fourth = ItemWish("4", "esim", characteristics=about(2))
        fifth = ItemWish("5", "technician_visit", characteristics=about(3, visits_are_free=True, service="mobile_access"))
    else:
        fourth = ItemWish("4", "sim_replacement", characteristics=about(2, at_counter=True))
        fifth = ItemWish("5", "plan_change", characteristics=about(3, plan="silver", price=PRICE))
    return first, second, third, fourth, fifth
