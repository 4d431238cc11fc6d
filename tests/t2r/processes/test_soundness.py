"""Tokens are played through a process: what can go wrong on some way is told at the node where it shows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2r.processes.runner import NodeKind
from t2r.processes.soundness import Step, findings

Flows = list[tuple[str, str]]

KINDS = {
    "start": NodeKind.START,
    "end": NodeKind.END,
    "fail": NodeKind.END,
    "xor": NodeKind.GATEWAY,
    "and": NodeKind.PARALLEL,
    "timer": NodeKind.BOUNDARY,
    "bell": NodeKind.BOUNDARY,
}


def process(flows: Flows, attached: Mapping[str, str] | None = None) -> tuple[dict[str, Step], dict[str, str]]:
    """Steps by their flows; the first word of a name says what the node is, a `bell` is a timer that interrupts nothing."""
    attached = attached or {}
    steps: dict[str, Step] = {}
    targets: dict[str, str] = {}
    for id in [*dict.fromkeys(name for flow in flows for name in flow), *(each for each in attached)]:
        word = id.split("_")[0]
        steps.setdefault(
            id, Step(id, KINDS.get(word, NodeKind.SERVICE), interrupts=word != "bell", fails=word == "fail")
        )
    for event, host in attached.items():
        steps[host].attached.append(event)
    for number, (source, target) in enumerate(flows):
        steps[source].outgoing.append(f"{number:03}")
        steps[target].incoming.append(f"{number:03}")
        targets[f"{number:03}"] = target
    return steps, targets


def told(flows: Flows, **attached: str) -> dict[str, str]:
    return dict(findings(*process(flows, attached)))


def way(*names: str) -> Flows:
    return list(pairwise(names))


def test_one_step_after_the_other_comes_to_the_end() -> None:
    assert told(way("start", "reserve", "assign", "end")) == {}


def test_a_loop_that_can_be_left_is_no_mistake() -> None:
    assert told([*way("start", "try", "xor", "end"), ("xor", "try")]) == {}


def test_branches_that_are_joined_come_to_the_end() -> None:
    assert told([*way("start", "and_split", "a", "and_join", "end"), *way("and_split", "b", "and_join")]) == {}


@pytest.mark.parametrize(
    ("flows", "node", "words"),
    [
        ([*way("start", "a", "end"), *way("lost", "a")], "lost", "no way leads here"),
        ([*way("start", "xor", "end"), *way("xor", "a", "b", "a")], "a", "no way leads from here to an end"),
        ([*way("start", "xor", "a", "and", "end"), *way("xor", "b", "and")], "and", "may wait for ever"),
        ([*way("start", "and", "a", "c", "end"), *way("and", "b", "c")], "c", "twice at once"),
        ([*way("start", "xor", "end"), *way("xor", "end_other")], "end_other", "a second end"),
        (
            [
                *way("start", "and_split", "xor", "a", "and_join", "end"),
                *way("and_split", "b", "and_join"),
                *way("xor", "end"),
            ],
            "and_join",
            "may wait for ever",
        ),
        ([*way("start", "and", "xor", "end"), ("xor", "and")], "and", "may wait for ever"),
    ],
)
def test_what_goes_wrong_is_told_where_it_shows(flows: Flows, node: str, words: str) -> None:
    found = told(flows)
    assert words in found[node], found


def test_an_error_ends_the_branches_beside_it() -> None:
    flows = [
        *way("start", "and_split", "xor", "a", "and_join", "end"),
        *way("and_split", "b", "and_join"),
        *way("xor", "fail"),
    ]
    assert told(flows) == {}


def test_a_timer_that_interrupts_is_another_way_out_of_its_task() -> None:
    assert told([*way("start", "wait", "end"), *way("timer", "charge", "end")], timer="wait") == {}
    assert told([*way("start", "wait", "xor", "fail"), ("xor", "wait"), *way("timer", "end")], timer="wait") == {}


def test_the_branch_of_a_timer_that_interrupts_nothing_has_an_end_of_its_own() -> None:
    assert told([*way("start", "wait", "end"), *way("bell", "warn", "end_warned")], bell="wait") == {}


def test_it_may_not_run_into_the_main_way() -> None:
    found = told([*way("start", "wait", "notify", "end"), *way("bell", "warn", "notify")], bell="wait")
    assert "twice" in found["bell"]


def test_it_is_played_through_too() -> None:
    flows = [*way("start", "wait", "end"), *way("bell", "xor", "a", "and", "end_warned"), *way("xor", "b", "and")]
    assert "may wait for ever" in told(flows, bell="wait")["and"]


def test_too_many_branches_to_play_through_are_said_to_be() -> None:
    flows = way("start", "and_split")
    for branch in range(9):
        flows += way("and_split", f"xor_{branch}", f"a_{branch}", f"xor_{branch}_met", "and_join")
        flows += way(f"xor_{branch}", f"b_{branch}", f"xor_{branch}_met")
    assert any("too many" in text for text in told([*flows, ("and_join", "end")]).values())


blocks = st.recursive(
    st.just("task"),
    lambda inner: st.one_of(
        st.tuples(st.just("row"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.sampled_from(["and", "xor"]), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("loop"), st.lists(inner, min_size=1, max_size=1)),
    ),
    max_leaves=8,
)


def built(block: object, flows: Flows, entry: str, numbers: count[int], joins: list[str]) -> str:
    """Add the flows of a block after `entry`; gives its last node."""
    number = next(numbers)
    if isinstance(block, str):
        flows.append((entry, f"task_{number}"))
        return f"task_{number}"
    assert isinstance(block, tuple)
    kind, inner = block
    if kind == "row":
        for each in inner:
            entry = built(each, flows, entry, numbers, joins)
        return entry
    if kind == "loop":
        flows.append((entry, f"xor_{number}_in"))
        last = built(inner[0], flows, f"xor_{number}_in", numbers, joins)
        flows += [(last, f"xor_{number}_out"), (f"xor_{number}_out", f"xor_{number}_in")]
        return f"xor_{number}_out"
    split, join = f"{kind}_{number}_split", f"{kind}_{number}_join"
    flows.append((entry, split))
    for each in inner:
        flows.append((built(each, flows, split, numbers, joins), join))
    joins.append(join)
    return join


@given(blocks)
def test_what_is_built_of_whole_blocks_is_sound(block: object) -> None:
    flows: Flows = []
    flows.append((built(block, flows, "start", count(), []), "end"))
    assert told(flows) == {}


@given(blocks, st.randoms(use_true_random=False))
def test_a_join_of_the_other_kind_is_always_found(block: object, random: Random) -> None:
    flows: Flows = []
    joins: list[str] = []
    flows.append((built(block, flows, "start", count(), joins), "end"))
    if not joins:
        return
    wrong = random.choice(joins)
    kind, rest = wrong.split("_", 1)
    swapped = f"{'xor' if kind == 'and' else 'and'}_{rest}_swapped"
    rename = {wrong: swapped}
    assert told([(rename.get(source, source), rename.get(target, target)) for source, target in flows])
