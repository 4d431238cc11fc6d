"""An outage where an order waits makes it more urgent, at once and for as long as it lasts; what nobody knows changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import Finding, Kind, Place
from t2r.database import writing
from t2r.orders import looking, outages, serving, steering
from t2r.orders.decomposing import ItemWish
from t2r.orders.tables import Order
from tests.t2r.orders.test_prioritising import begun

if TYPE_CHECKING:
    from tests.t2r.orders.conftest import Floor

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
HIT, FINE = "919800000001", "919800000002"


@dataclass
class Network:
    """What the diagnostics say: the cause of an outage by line or place; nothing is known of any other."""

    causes: dict[str | Place, str] = field(default_factory=dict)
    asked: list[str | Place | None] = field(default_factory=list)

    def diagnose(self, line: str | None, place: Place | None) -> Diagnosis | None:
        subject = line or place
        self.asked.append(subject)
        if subject is None or subject not in self.causes:
            return None
        finding = Finding(Kind.OUTAGE, self.causes[subject], 1.0, ())
        return Diagnosis(line, place, NOW, (), (finding,), ())

    def affected(self) -> Collection[str]:
        down = (subject for subject, cause in self.causes.items() if cause not in ("none", "unknown"))
        return [subject for subject in down if isinstance(subject, str)]


@pytest.fixture
def network(floor: Floor) -> Network:
    network = Network()
    floor.bench = replace(floor.bench, sight=network)
    return network


def priorities(floor: Floor) -> dict[int, int]:
    with Session(floor.bench.database) as session:
        return {order.id: order.priority for order in session.scalars(select(Order))}


def test_an_outage_counts_on_waiting_orders_when_it_begins_and_when_it_is_over(floor: Floor, network: Network) -> None:
    first = floor.order(ItemWish("1", "esim"), line=FINE)
    second = floor.order(ItemWish("1", "esim"), line=HIT)
    network.causes = {HIT: "site_down", FINE: "none"}
    assert outages.watch(floor.bench) == 1
    assert priorities(floor) == {first: 2, second: 1}
    network.causes = {HIT: "none", FINE: "none"}
    assert outages.watch(floor.bench) == 1
    assert priorities(floor) == {first: 2, second: 2}
    with Session(floor.bench.database) as session:
        told = [each.reason for each in looking.history(session, second) if each.what == "priority"]
    assert told == ["2 → 1 outage", "1 → 2 outage over"]
    assert floor.events(second).count("ProductOrderAttributeValueChangeEvent") == 2


def test_who_is_out_of_service_is_worked_on_before_those_who_came_first(floor: Floor, network: Network) -> None:
    first = floor.order(ItemWish("1", "esim"), line=FINE)
    second = floor.order(ItemWish("1", "esim"), line=HIT)
    network.causes = {HIT: "site_down"}
    serving.tend(floor.bench)
    assert begun(floor) == [second, first]


@pytest.mark.parametrize(("cause", "changed"), [("unknown", 0), ("ont_down", 1), ("none", 1)])
def test_an_outage_is_over_when_it_is_known_to_be(floor: Floor, network: Network, cause: str, changed: int) -> None:
    floor.order(ItemWish("1", "esim"), line=HIT)
    network.causes = {HIT: "site_down"}
    outages.watch(floor.bench)
    network.causes = {HIT: cause}
    assert outages.watch(floor.bench) == changed


def test_a_new_line_has_the_outage_of_its_place(floor: Floor, network: Network) -> None:
    spot = {"latitude": 12.97, "longitude": 77.59}
    here = floor.order(ItemWish("1", "fibre_line", characteristics=spot), line=None)
    elsewhere = floor.order(ItemWish("1", "fibre_line"), line=None)
    network.causes = {Place(12.97, 77.59): "olt_down"}
    assert outages.watch(floor.bench) == 1
    assert priorities(floor)[here] < priorities(floor)[elsewhere]


def test_lines_without_an_outage_and_orders_that_are_over_are_not_looked_at(floor: Floor, network: Network) -> None:
    floor.order(ItemWish("1", "esim"), line=FINE)
    over = floor.order(ItemWish("1", "esim"), line=HIT)
    with writing(floor.bench.database) as session:
        steering.cancel(session, floor.bench, over, "asha")
    network.causes = {HIT: "site_down"}
    assert (outages.watch(floor.bench), network.asked) == (0, [])


def test_where_there_is_no_network_nothing_changes(floor: Floor) -> None:
    floor.order(ItemWish("1", "esim"), line=HIT)
    assert outages.watch(floor.bench) == 0
