"""What an order is made of: products into services into resources, a unit for each process, and which unit waits for which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from t2r.orders.catalogue import Catalogue, Product, Resource, Service, cycle
from t2r.orders.composing import Edges
from t2r.orders.errors import OrderRefusedError
from t2r.orders.status import Action, OrderKind

MOST_UNITS = 200  # an order of more is several orders


@dataclass(frozen=True, slots=True)
class ItemWish:
    """An item as it is ordered; `relies_on` names items of the order that have to be done first, `body` holds what it carries beside."""

    id: str
    product: str
    action: Action = Action.ADD
    quantity: int = 1
    characteristics: Mapping[str, Any] = field(default_factory=dict)
    relies_on: tuple[str, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an order that one process fulfils, or an item that was taken apart into several (`process` is None)."""

    id: str
    parent: str | None
    wish: ItemWish
    product: str
    process: str | None
    parts: tuple[Mapping[str, Any], ...]
    relies_on: tuple[str, ...]


def decompose(catalogue: Catalogue, kind: OrderKind, wishes: Sequence[ItemWish]) -> list[Unit]:
    """The units of an order, parents before their parts.

    Raises OrderRefusedError, with the path, for what the catalogue does not have and for items that wait for one another.
    """
    ids = [wish.id for wish in wishes]
    if not ids:
        raise OrderRefusedError("items", "an order has at least one")
    if twice := next((id for id in ids if ids.count(id) > 1), None):
        raise OrderRefusedError(f"items.{twice}", "there are two of this id")
    units = [unit for wish in wishes for unit in _units(catalogue, kind, wish)]
    if len(units) > MOST_UNITS:
        raise OrderRefusedError("items", f"an order of more than {MOST_UNITS} parts has to be several orders")
    known = {unit.id for unit in units}
    for unit in units:
        if unknown := [id for id in unit.relies_on if id not in known]:
            raise OrderRefusedError(
                f"items.{unit.id}.relies_on", f"{unit.id} → {unknown[0]}: which is not in the order"
            )
    by_id = {unit.id: unit for unit in units}
    if way := cycle(by_id, lambda id: by_id[id].relies_on):
        raise OrderRefusedError("items", f"{' → '.join(way)} wait for one another")
    if way := cycle(by_id, lambda id: _waits_for(catalogue, by_id[id], units)):
        raise OrderRefusedError("items", f"{' → '.join(way)} wait for one another")
    return units


def edges_of(catalogue: Catalogue, units: Sequence[Unit], scopes: Mapping[str, int]) -> Edges:
    """Which of the units, by their place in the process, has to be done before which; `scopes` has the place of each by its id.

    What waits for a unit that has no place, since it is done or has no process, waits for what that waits for.
    """
    by_id = {unit.id: unit for unit in units}

    def before(id: str) -> Iterator[int]:
        for each in _waits_for(catalogue, by_id[id], units):
            if each in scopes:
                yield scopes[each]
            else:
                yield from before(each)

    return frozenset((first, place) for id, place in scopes.items() for first in before(id) if first != place)


def _units(catalogue: Catalogue, kind: OrderKind, wish: ItemWish) -> Iterator[Unit]:
    entry = _entry(catalogue, kind, wish.product, f"items.{wish.id}")
    if wish.quantity < 1:
        raise OrderRefusedError(f"items.{wish.id}.quantity", "is at least 1")
    products = entry.products if isinstance(entry, Product) and entry.products else (wish.product,)
    if wish.quantity == 1 and products == (wish.product,):
        yield _unit(catalogue, kind, wish, wish.id, None, wish.product)
        return
    yield Unit(wish.id, None, wish, wish.product, None, (), wish.relies_on)
    if wish.quantity > MOST_UNITS:
        raise OrderRefusedError(f"items.{wish.id}.quantity", f"is at most {MOST_UNITS}")
    number = 0
    for _ in range(wish.quantity):
        for product in _leaves(catalogue, products):
            number += 1
            yield _unit(catalogue, kind, wish, f"{wish.id}.{number}", wish.id, product)


def _leaves(catalogue: Catalogue, products: Sequence[str]) -> Iterator[str]:
    for name in products:
        entry = catalogue.products.get(name)
        if entry is not None and entry.products:
            yield from _leaves(catalogue, entry.products)
        else:
            yield name


def _unit(catalogue: Catalogue, kind: OrderKind, wish: ItemWish, id: str, parent: str | None, product: str) -> Unit:
    entry = _entry(catalogue, kind, product, f"items.{id}")
    process = None
    if wish.action is not Action.NO_CHANGE:
        try:
            process = catalogue.process_of(entry, wish.action)
        except OrderRefusedError as error:
            raise OrderRefusedError(f"items.{id}.action", f"{id} → {product}: {error.why}") from error
    services = entry.services if isinstance(entry, Product) else (product,) if isinstance(entry, Service) else ()
    parts = tuple(_part(catalogue, service) for service in services)
    return Unit(id, parent, wish, product, process, parts, wish.relies_on if parent is None else ())


def _part(catalogue: Catalogue, name: str) -> dict[str, Any]:
    resources = [{"resource": each, **catalogue.resources[each].values} for each in catalogue.services[name].resources]
    return {"service": name, "resources": resources}


def _entry(catalogue: Catalogue, kind: OrderKind, name: str, where: str) -> Product | Service | Resource:
    shelves: Mapping[OrderKind, Mapping[str, Product | Service | Resource]] = {
        OrderKind.PRODUCT: catalogue.products,
        OrderKind.SERVICE: catalogue.services,
        OrderKind.RESOURCE: catalogue.resources,
    }
    shelf = shelves[kind]
    if name not in shelf:
        noun = kind.removesuffix("Order")
        raise OrderRefusedError(where, f"{where.removeprefix('items.')} → {name}: there is no such {noun}")
    return shelf[name]


def entry_of(catalogue: Catalogue, kind: OrderKind, name: str) -> Product | Service | Resource:
    """The entry of an item. Raises OrderRefusedError where it is no longer in the catalogue."""
    return _entry(catalogue, kind, name, f"items.{name}")


def _waits_for(catalogue: Catalogue, unit: Unit, units: Sequence[Unit]) -> list[str]:
    """The units that have to be done before this one: named ones, those of an item it is a part of, and services it needs.

    What is taken away is taken away the other way round.
    """
    parts = [each for each in units if each.parent is not None]
    of_parent = next((each.relies_on for each in units if each.id == unit.parent), ())
    named = [*unit.relies_on, *of_parent]
    waits = named + [each.id for each in parts if each.parent in named]
    if unit.process is None:
        return waits + [each.id for each in parts if each.parent == unit.id]
    mine = {str(part["service"]) for part in unit.parts}
    ends = unit.wish.action is Action.DELETE
    for other in units:
        if other is unit or other.process is None or (other.wish.action is Action.DELETE) is not ends:
            continue
        theirs = {str(part["service"]) for part in other.parts}
        first, then = (mine, theirs) if ends else (theirs, mine)
        if _line(other) == _line(unit) and first & (catalogue.with_required(then) - then):
            waits.append(other.id)
    return list(dict.fromkeys(waits))


def _line(unit: Unit) -> Any:
    return unit.wish.characteristics.get("line")
