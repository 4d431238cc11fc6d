from __future__ import annotations

from pathlib import Path

import pytest

from t2r.orders.bench import SHIPPED
from t2r.orders.catalogue import Catalogue, CatalogueError, read_catalogue
from t2r.orders.decomposing import ItemWish, Unit, decompose, edges_of
from t2r.orders.errors import OrderRefusedError
from t2r.orders.status import Action, OrderKind


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(SHIPPED / "catalogue.yaml")


def units(catalogue: Catalogue, *items: ItemWish) -> list[Unit]:
    return decompose(catalogue, OrderKind.PRODUCT, items)


def order(catalogue: Catalogue, *items: ItemWish) -> set[tuple[str, str]]:
    """Which item has to be done before which, by their ids."""
    parts = [unit for unit in units(catalogue, *items) if unit.process]
    scopes = {unit.id: number for number, unit in enumerate(parts)}
    ids = list(scopes)
    edges = edges_of(catalogue, units(catalogue, *items), scopes)
    return {(ids[first], ids[then]) for first, then in edges}


def test_a_product_is_made_of_services_and_these_of_resources(catalogue: Catalogue) -> None:
    (unit,) = units(catalogue, ItemWish("1", "sim_replacement"))
    assert unit.process == "sim-replacement"
    resources = [{"resource": "sim", "kind": "device", "model": "sim"}]
    assert unit.parts == ({"service": "sim_profile", "resources": resources},)


def test_a_bundle_is_taken_apart_and_its_parts_wait_for_what_they_need(catalogue: Catalogue) -> None:
    bundle = ItemWish("1", "home_bundle")
    assert [(unit.id, unit.product, unit.process) for unit in units(catalogue, bundle)] == [
        ("1", "home_bundle", None),
        ("1.1", "fibre_line", "new-fibre-line"),
        ("1.2", "internet", "plan-change"),
        ("1.3", "television", "plan-change"),
    ]
    assert order(catalogue, bundle) == {("1.1", "1.2"), ("1.1", "1.3"), ("1.2", "1.3")}


def test_what_is_taken_away_is_taken_away_the_other_way_round(catalogue: Catalogue) -> None:
    ends = [ItemWish(str(number), name, Action.DELETE) for number, name in enumerate(("fibre_line", "internet"))]
    assert order(catalogue, *ends) == {("1", "0")}


def test_a_quantity_is_so_many_units(catalogue: Catalogue) -> None:
    assert [unit.id for unit in units(catalogue, ItemWish("a", "esim", quantity=2))] == ["a", "a.1", "a.2"]


def test_items_wait_for_those_they_rely_on_and_independent_ones_do_not(catalogue: Catalogue) -> None:
    first, second, third = (
        ItemWish("1", "unbar"),
        ItemWish("2", "unbar", relies_on=("1",)),
        ItemWish("3", "unbar"),
    )
    assert order(catalogue, first, second, third) == {("1", "2")}


def test_an_item_without_change_has_no_process_and_what_waits_for_it_waits_for_nothing(catalogue: Catalogue) -> None:
    nothing = ItemWish("1", "esim", Action.NO_CHANGE)
    assert order(catalogue, nothing, ItemWish("2", "unbar", relies_on=("1",))) == set()


def test_services_of_different_lines_do_not_wait_for_one_another(catalogue: Catalogue) -> None:
    one = ItemWish("1", "esim", characteristics={"line": "911"})
    assert order(catalogue, one, ItemWish("2", "plan_change", characteristics={"line": "911"})) == {("1", "2")}
    assert order(catalogue, one, ItemWish("2", "plan_change", characteristics={"line": "912"})) == set()


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([], "items: an order has at least one"),
        ([ItemWish("1", "teleport")], "items.1: 1 → teleport: there is no such product"),
        ([ItemWish("1", "esim"), ItemWish("1", "unbar")], "items.1: there are two of this id"),
        ([ItemWish("1", "esim", relies_on=("7",))], "items.1.relies_on: 1 → 7: which is not in the order"),
        ([ItemWish("1", "unbar", relies_on=("2",)), ItemWish("2", "unbar", relies_on=("1",))], "1 → 2 → 1 wait for one"),
        (
            [
                ItemWish("1", "esim", relies_on=("2",)),  # and a plan needs a SIM
                ItemWish("2", "plan_change"),
            ],
            "1 → 2 → 1 wait for one another",
        ),
        ([ItemWish("1", "fibre_line", Action.MODIFY)], "items.1.action: 1 → fibre_line: New fibre line has no process"),
        ([ItemWish("1", "esim", quantity=0)], "items.1.quantity: is at least 1"),
        ([ItemWish("1", "esim", quantity=201)], "items.1.quantity: is at most 200"),
    ],
)
def test_what_cannot_be_decomposed_is_refused_with_the_path(
    catalogue: Catalogue, items: list[ItemWish], says: str
) -> None:
    with pytest.raises(OrderRefusedError) as refused:
        units(catalogue, *items)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("products: {a: {title: A, process: p, services: [s]}}", "products a → s: which is not there"),
        ("products: {a: {title: A, products: [b]}, b: {title: B, products: [a]}}", "products: a → b → a is a circle"),
        ("products: {a: {title: A}}", "products.a: Value error, either a process or products"),
        (
            "products: {}\nservices: {s: {title: S, requires: [t]}, t: {title: T, requires: [s]}}",
            "services: s → t → s is a circle",
        ),
        ("products: {a: {title: A, process: p, colour: red}}", "products.a.colour: Extra inputs"),
    ],
)
def test_a_catalogue_that_cannot_be_used_says_what_is_wrong_where(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(content)
    with pytest.raises(CatalogueError) as wrong:
        read_catalogue(path)
    assert str(path) in str(wrong.value)
    assert says in str(wrong.value)
