"""`python -m eval.fuzz`: requests of every kind that our OpenAPI documents allow, and of kinds that they do not, made by schemathesis.

A server of its own is asked, with the network of a simulated operator, and filled with what the requests make. No answer may be
a 5xx, or have a status, a content type or a shape that the document does not tell of. Streams that go on for minutes are left out.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, TypeAlias
from unittest import SkipTest
from urllib.parse import urlsplit

import hypothesis
import requests
import schemathesis
import typer
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from eval.bench.common import say
from eval.bench.server import command, operator_data, serving

Operation: TypeAlias = schemathesis.APIOperation[Any, Any, Any, Any]
Case: TypeAlias = schemathesis.Case[Operation]

DOCUMENTS = ("/openapi.json", "/tmf-api/openapi.json")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
STREAM = "text/event-stream"
NOBODY = "http://127.0.0.1:9/listener"  # where nobody listens: no event leaves this machine
AT_ONCE = 8  # requests for an operation before the next one's turn
KNOWN = 50  # ids that are remembered of a kind
KNOWN_OFTEN = 0.6  # how often what is there is asked for, rather than anything
SECONDS = 60.0
LINE = "919800000001"
ORDERED = {  # where an item of an order names what is ordered, what has its characteristics, and what it relies on
    "productOrderItem": (("productOffering", "id"), "product", "productOrderItemRelationship"),
    "serviceOrderItem": (("service", "serviceSpecification", "id"), "service", "serviceOrderItemRelationship"),
    "orderItem": (("resourceSpecification", "id"), "resource", "orderItemRelationship"),
}
SAID = {"line": LINE, "plan": "gold", "number": LINE, "donor": "another", "place": "Rose Street 1"}
ACTIONS = ("add", "add", "modify", "delete", "noChange")
ORDERS = ("/productOrder", "/serviceOrder", "/resourceOrder")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong with an answer, and the request that anybody can repeat."""

    operation: str
    what: str
    request: str


@dataclass(slots=True)
class Fuzz:
    """So far: how many requests, the statuses they were answered with, what was wrong, and ids of what is there by their kinds."""

    address: str
    headers: dict[str, str]
    dice: random.Random
    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    by_operation: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)  # answered with a 2xx
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)
    known: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def ask(self, case: Case) -> None:
        """One request, its answer held against the document."""
        self._aim(case)
        name = f"{case.method} {case.operation.path}"
        self.asked += 1
        self.by_operation[name] += 1
        try:
            response = case.call(base_url=self.address, headers=self.headers, timeout=SECONDS)
        except requests.RequestException as error:
            self._found(name, f"no answer: {type(error).__name__}", case.as_curl_command())
            return
        self.statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            for failure in group.exceptions:
                what = f"{response.status_code}: {_words(failure)}"
                self._found(name, what, case.as_curl_command(headers={"Authorization": "Bearer $TOKEN"}))
        if response.status_code < 300:
            self.taken[name] += 1
            self._learn(case.operation.path, response.content)

    def _found(self, operation: str, what: str, request: str) -> None:
        key = (operation, what.partition("\n")[0][:100])
        if key not in self.findings:
            self.findings[key] = Finding(operation, what, request)
            say(f"fuzz: {operation}: {what[:300]}")

    def _aim(self, case: Case) -> None:
        """Often ask for what is there; and have events sent to nobody."""
        for name, kind in _parameters(case.operation.path):
            if self.known[kind] and isinstance(case.path_parameters, dict) and self.dice.random() < KNOWN_OFTEN:
                case.path_parameters[name] = self.dice.choice(self.known[kind])
        if not isinstance(case.body, dict):
            return
        self._order(case.body)
        for name, value in case.body.items():
            if self.known[f"{name}s"] and isinstance(value, int) and self.dice.random() < KNOWN_OFTEN:
                case.body[name] = self.dice.choice(self.known[f"{name}s"])  # the case, the interaction
        if "callback" in case.body and urlsplit(_text(case.body["callback"])).netloc:
            case.body["callback"] = NOBODY

    def _order(self, body: dict[str, Any]) -> None:
        """Often order what is in the catalogue, in a way that can be ordered, and cancel what was; the rest stays at random."""
        for kind, id in (
            (kind, body[kind]) for kind in ("productOrder", "serviceOrder", "resourceOrder") if kind in body
        ):
            if isinstance(id, dict) and self.known[kind] and self.dice.random() < KNOWN_OFTEN:
                id["id"] = self.dice.choice(self.known[kind])
        for item in body["items"] if isinstance(body.get("items"), list) else ():
            if isinstance(item, dict) and "product" in item and self.dice.random() < KNOWN_OFTEN:
                item |= {"product": self.dice.choice(self.known["productOrderItem"]), "characteristics": dict(SAID)}
        for items, (path, subject, relations) in ORDERED.items():
            told = body.get(items)
            if not isinstance(told, list) or not self.known[items] or self.dice.random() >= KNOWN_OFTEN:
                continue
            for name in ("requestedStartDate", "requestedCompletionDate", "externalId"):
                body.pop(name, None)
            for number, item in enumerate(each for each in told if isinstance(each, dict)):
                for name in (items, relations, "quantity"):
                    item.pop(name, None)
                item |= {"id": str(number + 1), "action": self.dice.choice(ACTIONS)}
                said = [{"name": name, "value": value} for name, value in SAID.items()]
                item.setdefault(subject, {}).update({f"{subject}Characteristic": said})
                _put(item, path, self.dice.choice(self.known[items]))

    def _learn(self, path: str, content: bytes) -> None:
        """Remember the ids in an answer, by the last part of the path that is no parameter."""
        try:
            told = json.loads(content)
        except ValueError:
            return
        kind = [part for part in path.split("/") if part and not part.startswith("{")][-1]
        listed = told.get("items", [told]) if isinstance(told, dict) else told
        for each in listed if isinstance(listed, list) else []:
            id = (each.get("id") or each.get("name")) if isinstance(each, dict) else None
            if id is not None and id not in self.known[kind]:
                self.known[kind] = [*self.known[kind][-KNOWN + 1 :], id]


def _put(into: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value at a path, with as much around it as is missing."""
    for part in path[:-1]:
        into = into.setdefault(part, {})
    into[path[-1]] = value


def _text(value: object) -> str:
    """As much of a value as an address can be looked for in."""
    return value.replace("[", "").replace("]", "") if isinstance(value, str) else ""


def _parameters(path: str) -> Iterator[tuple[str, str]]:
    """The parameters of a path, each with the kind of thing it names: (`id`, `cases`) of `/v1/cases/{id}`."""
    parts = path.split("/")
    for before, part in pairwise(parts):
        if part.startswith("{"):
            yield part.strip("{}").removesuffix(":path"), before


def _words(failure: Failure | Exception) -> str:
    return f"{getattr(failure, 'title', type(failure).__name__)}: {getattr(failure, 'message', failure)}"


def _is_stream(operation: Operation) -> bool:
    """Whether it answers with a stream that does not end with what was asked."""
    told = operation.definition.raw.get("responses", {}).get("200", {}).get("content", {})
    return operation.method.lower() == "get" and STREAM in told


def operations(address: str, only: str = "") -> list[Operation]:
    """Every operation of both documents whose path the pattern `only` is found in, but the streams."""
    found: list[Operation] = []
    for document in DOCUMENTS:
        told = _without_tuples(requests.get(f"{address}{document}", timeout=SECONDS).json())
        for each in (told, *(operation for path in told["paths"].values() for operation in path.values())):
            each.pop("security", None)  # strangers are the matter of the tests of access
        for result in schemathesis.openapi.from_dict(told).get_all_operations():
            if not isinstance(result, Ok):
                raise result.err()
            found.append(result.ok())
    return [each for each in found if not _is_stream(each) and re.search(only, each.path)]


def _without_tuples(told: Any) -> Any:
    """The document with `prefixItems` of one kind as `items`, which says the same: schemathesis breaks on them in answers."""
    if isinstance(told, list):
        return [_without_tuples(each) for each in told]
    if not isinstance(told, dict):
        return told
    told = {name: _without_tuples(each) for name, each in told.items()}
    parts = told.pop("prefixItems", None)
    return told if parts is None else told | {"items": {"anyOf": parts}}


def fuzz(state: Fuzz, wanted: int, seed: int, only: str = "") -> None:
    """Ask until so many requests were made, a few for each operation in turn: what one makes, the next ones find."""
    every = operations(state.address, only)
    offered = requests.get(f"{state.address}/v1/order-catalogue", headers=state.headers, timeout=SECONDS).json()
    for each in offered:
        items = "orderItem" if each["kind"] == "resourceOrder" else f"{each['kind']}Item"
        state.known[items].append(each["name"])
    say(f"fuzz: {wanted} requests for {len(every)} operations")
    turn = 0
    while state.asked < wanted:
        for operation in every:
            _some(state, operation, GenerationMode.POSITIVE, seed + turn)
            _some(state, operation, GenerationMode.NEGATIVE, seed + turn)
        turn += 1
        say(f"fuzz: {state.asked} requests, {len(state.findings)} findings")


def _some(state: Fuzz, operation: Operation, mode: GenerationMode, seed: int) -> None:
    """Some requests for an operation that are right, or that are wrong."""

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=AT_ONCE if mode.is_positive else AT_ONCE // 2,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=_strategy(operation, mode))
    def ask(case: Case) -> None:
        state.ask(case)

    try:
        ask()
    except (SkipTest, Unsatisfiable):  # nothing about it can be wrong
        return


def _strategy(operation: Operation, mode: GenerationMode) -> st.SearchStrategy[Case]:
    made: st.SearchStrategy[Case] = operation.as_strategy(generation_mode=mode)
    return made


@contextmanager
def filled_server(work: Path) -> Iterator[tuple[str, str]]:
    """The address of a server with the starter library and a simulated network, and a token that may do everything."""
    shutil.rmtree(work, ignore_errors=True)
    data = operator_data(work, "tiny")
    made = command("token", "create", "--name", "fuzz", "--scope", "admin", "--data-dir", str(data), "--json")
    given = {"T2R_NETWORK_CLOCK": "newest", "T2R_CALLBACK_HOSTS": urlsplit(NOBODY).hostname or ""}
    with serving(data, work / "server.log", **given) as server:
        yield f"http://{server.address}", json.loads(made)["token"]


def main(
    wanted: Annotated[int, typer.Argument(metavar="N", min=1, help="How many requests, at least.")] = 20_000,
    seed: Annotated[int, typer.Option(help="Another one makes other requests.")] = 1,
    only: Annotated[str, typer.Option(help="Operations whose path this regular expression is found in.")] = "",
    work: Annotated[Path, typer.Option(help="Folder of the server's data and log; it is made anew.")] = Path(
        "var/fuzz"
    ),
) -> None:
    """Ask, and print the counts as JSON. Exits with 1 where anything was wrong."""
    with filled_server(work) as (address, token):
        state = Fuzz(address, {"Authorization": f"Bearer {token}"}, random.Random(seed))
        fuzz(state, wanted, seed, only)
    typer.echo(json.dumps(_report(state), indent=2))
    if state.findings:
        raise typer.Exit(1)


def _report(state: Fuzz) -> dict[str, Any]:
    return {
        "requests": state.asked,
        "operations": len(state.by_operation),
        "fewest_of_an_operation": min(state.by_operation.values()),
        "statuses": {str(status): count for status, count in sorted(state.statuses.items())},
        "never_taken": sorted(state.by_operation.keys() - state.taken.keys()),
        "orders_taken": sum(
            count for name, count in state.taken.items() if name.startswith("POST") and name.endswith(ORDERS)
        ),
        "findings": [
            {"operation": each.operation, "what": each.what, "request": each.request}
            for each in _sorted(state.findings)
        ],
    }


def _sorted(findings: dict[tuple[str, str], Finding]) -> Iterable[Finding]:
    return (findings[key] for key in sorted(findings))


if __name__ == "__main__":
    typer.run(main)
