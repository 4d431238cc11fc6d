"""What can be ordered: products made of services made of resources, and which service needs which other one; read from a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from t2r.configured import LOADER
from t2r.orders.errors import OrderRefusedError
from t2r.orders.status import Action

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=100)]
Title = Annotated[str, Field(min_length=1, max_length=200)]


class CatalogueError(ValueError):
    """A catalogue that cannot be used: what is wrong, where."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Resource(_Entry):
    """A device, number or port; `values` is what its process is told of it (`device_model: ont`)."""

    title: Title
    process: Name | Mapping[Action, Name] | None = None
    values: Mapping[str, Any] = Field(default_factory=dict)


class Service(_Entry):
    """A service, made of resources, and the services without which it does not work."""

    title: Title
    process: Name | Mapping[Action, Name] | None = None
    resources: tuple[Name, ...] = ()
    requires: tuple[Name, ...] = ()
    values: Mapping[str, Any] = Field(default_factory=dict)


class Mends(_Entry):
    """The codes with which a case may be closed that an order of it has mended."""

    resolution: str
    cause: str | None = None


class Product(_Entry):
    """A product: made of services and fulfilled by a process (one for all actions, or one for each), or a bundle of products.

    `needs` names what an order of it has to say (`line`, `place`, characteristics); `excludes` products that do not go with it;
    `tools` those of a case's tools that are an order of it.
    """

    title: Title
    process: Name | Mapping[Action, Name] | None = None
    services: tuple[Name, ...] = ()
    products: tuple[Name, ...] = ()
    needs: tuple[Name, ...] = ()
    excludes: tuple[Name, ...] = ()
    tools: tuple[Name, ...] = ()
    mends: Mends | None = None
    available: bool = True
    tested: bool = False  # it is complete only when a test has been passed
    fixed: bool = False  # it depends on the line to the place: qualification counts
    radio: bool = False  # and that line is radio (fixed wireless): the network's coverage there is the qualification
    due: Mapping[Annotated[str, Field(pattern=r"^due_[a-z0-9_]+$")], Annotated[float, Field(gt=0)]] = Field(
        default_factory=dict
    )
    values: Mapping[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _bundle_or_process(self) -> Self:
        if bool(self.products) == (self.process is not None):
            raise ValueError("either a process or products, a bundle, has to be there")
        return self


class Catalogue(_Entry):
    """What a catalogue file says."""

    products: Mapping[Name, Product]
    services: Mapping[Name, Service] = Field(default_factory=dict)
    resources: Mapping[Name, Resource] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _closed(self) -> Self:
        for kind, name, uses, known in self._uses():
            if unknown := [each for each in uses if each not in known]:
                raise ValueError(f"{kind} {name} → {unknown[0]}: which is not there")
        if way := cycle(self.products, lambda name: self.products[name].products):
            raise ValueError(f"products: {' → '.join(way)} is a circle")
        if way := cycle(self.services, lambda name: self.services[name].requires):
            raise ValueError(f"services: {' → '.join(way)} is a circle")
        return self

    def _uses(self) -> Iterator[tuple[str, str, Iterable[str], Mapping[str, Any]]]:
        for name, product in self.products.items():
            yield "products", name, (*product.products, *product.excludes), self.products
            yield "products", name, product.services, self.services
        for name, service in self.services.items():
            yield "services", name, service.requires, self.services
            yield "services", name, service.resources, self.resources

    def process_of(self, entry: Product | Service | Resource, action: Action) -> str:
        """The name of the process that fulfils an entry. Raises OrderRefusedError where the action is none for it."""
        process = entry.process
        if isinstance(process, Mapping):
            process = process.get(action)
        if process is None:
            raise OrderRefusedError("action", f"{entry.title} has no process for {action}")
        return process

    def with_required(self, services: Iterable[str]) -> set[str]:
        """Services that these need, directly or not, without themselves."""
        found: set[str] = set()
        ahead = [each for name in services for each in self.services[name].requires]
        while ahead:
            name = ahead.pop()
            if name not in found:
                found.add(name)
                ahead += self.services[name].requires
        return found


def cycle(names: Iterable[str], leads_to: Callable[[str], Iterable[str]]) -> list[str]:
    """A way that comes back to where it began, with that at both ends; empty where there is none."""
    done: set[str] = set()
    for start in names:
        way: list[str] = []
        ahead: list[tuple[str, int]] = [(start, 0)]
        while ahead:
            name, depth = ahead.pop()
            del way[depth:]
            if name in way:
                return [*way[way.index(name) :], name]
            if name in done:
                continue
            way.append(name)
            following = tuple(leads_to(name))
            ahead += [(each, depth + 1) for each in reversed(following)]
            if not following:
                done.add(name)
        done.update(way)
    return []


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue of a file. Raises CatalogueError, with the path to what is wrong."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), LOADER)  # noqa: S506 - a safe one
        return Catalogue.model_validate(content)
    except (OSError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(f"{path}: {where + ': ' if where else ''}{first['msg']}") from error
