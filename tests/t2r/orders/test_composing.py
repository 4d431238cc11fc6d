from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from t2r.orders.composing import Edges, Shape, compose
from t2r.processes.runner import BPMN, Node, Process, StepError

FOLDER = Path(__file__).parent / "processes"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


@lru_cache
def item(name: str) -> Process:
    return Process.load(FOLDER / f"{name}.bpmn")


@lru_cache
def composed(names: tuple[str, ...], edges: Edges = frozenset()) -> Process:
    return compose([item(name) for name in names], edges)


class Host:
    """Does everything, and notes what for which item."""

    def __init__(self, *, fails: str = "") -> None:
        self.did: list[tuple[str | None, str]] = []
        self.saw: dict[str, Mapping[str, Any]] = {}
        self.fails = fails

    def now(self) -> datetime:
        return datetime(2026, 11, 20, tzinfo=UTC)

    def run(self, node: Node, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
        self.did.append((node.scope, node.id))
        self.saw[node.id] = data
        if node.id == self.fails:
            raise StepError("BROKEN")
        if node.operation in ("order.give_up", "order.skip"):
            return {f"failed_{node.id.rpartition('_')[2]}": True}
        return {"done": node.id}

    def passed(self, node: Node, data: Mapping[str, Any]) -> None:
        pass


def test_every_item_is_done_with_data_of_its_own_before_the_order_is_complete() -> None:
    host = Host()
    data = {"order": 7, "items": {"0": {"plan": "gold"}, "1": {"plan": "silver"}}}
    instance = composed(("plan-change", "plan-change")).start(data, host)
    assert instance.ended
    assert host.saw["item_0_change_plan"]["plan"] == "gold"
    assert host.saw["item_1_change_plan"]["plan"] == "silver"
    assert host.saw["item_1_change_plan"]["order"] == 7
    assert instance.data["items"]["0"] == {"plan": "gold", "done": "item_0_tell"}
    assert [id for _, id in host.did[-2:]] == ["check_quality", "complete_order"]


def test_a_message_reaches_the_item_that_it_is_for() -> None:
    instance = composed(("visit", "visit")).start({}, Host())
    assert instance.complete("item_1_await_visit")
    assert instance.waits_at("item_0_await_visit")
    assert not instance.waits_at("item_1_await_visit")
    assert instance.complete("item_0_await_visit")
    assert instance.ended


def test_an_item_that_fails_is_given_up_and_those_that_rely_on_it_are_left_out() -> None:
    host = Host(fails="item_0_change_plan")
    instance = composed(("plan-change", "plan-change", "plan-change"), frozenset({(0, 1)})).start({}, host)
    assert instance.ended
    did = [id for _, id in host.did]
    assert "give_up_item_0" in did
    assert "skip_item_1" in did
    assert "item_1_change_plan" not in did
    assert "item_2_tell" in did


def test_an_order_without_an_item_to_be_done_ends_at_once() -> None:
    host = Host()
    assert compose([], frozenset()).start({}, host).ended
    assert [id for _, id in host.did] == ["check_quality", "complete_order"]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, Edges]:
    count = draw(st.integers(1, 6))
    pairs = [(first, then) for then in range(count) for first in range(then)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    order = draw(st.permutations(range(count)))
    return count, frozenset((order[first], order[then]) for first, then in chosen)


@settings(max_examples=12)
@given(graphs())
def test_no_item_begins_before_all_that_it_waits_for_are_done(graph: tuple[int, Edges]) -> None:
    count, edges = graph
    host = Host()
    assert composed(("plan-change",) * count, edges).start({}, host).ended
    ids = [id for _, id in host.did]
    assert len(ids) == 4 * count + 2  # each step of each item, once
    for first, then in edges:
        assert ids.index(f"item_{first}_tell") < ids.index(f"item_{then}_check_account")


@pytest.mark.parametrize("edges", [frozenset(), frozenset({(0, 1), (1, 2), (0, 2)}), frozenset({(0, 2), (1, 2)})])
def test_every_node_and_flow_has_its_place_in_the_picture(edges: Edges) -> None:
    root = etree.fromstring(composed(("sim-replacement", "visit", "new-number"), edges).xml)
    process = root.find(f"{BPMN}process")
    drawn = {each.get("bpmnElement") for each in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
    flows = {each.get("id") for each in process.iter(f"{BPMN}sequenceFlow")}
    nodes = set(composed(("sim-replacement", "visit", "new-number"), edges).nodes)
    assert flows | nodes <= drawn
    ids = [each.get("id") for each in root.iter(etree.Element) if each.get("id")]
    assert len(ids) == len(set(ids))


def test_a_shape_is_kept_as_json() -> None:
    shape = Shape(("a", "b"), frozenset({(0, 1)}))
    assert Shape.of_json(shape.as_json()) == shape
