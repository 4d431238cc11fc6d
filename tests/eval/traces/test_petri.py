from __future__ import annotations

from functools import lru_cache

import pytest

from eval.traces.petri import END, INITIAL, Net, net
from eval.traces.replay import TOLD, Model
from eval.traces.steps import life, nodes


@lru_cache
def model() -> Net:
    return net(life().path, nodes())


def reachable(made: Net) -> set[frozenset[tuple[str, int]]]:
    seen, ahead = {INITIAL}, [INITIAL]
    while ahead:
        at = ahead.pop()
        for transition in made.enabled(at):
            then = made.fire(at, transition)
            if then not in seen:
                seen.add(then)
                ahead.append(then)
    return seen


def test_the_net_is_sound_no_place_fills_up_nothing_is_stuck_and_nothing_is_dead() -> None:
    made = model()
    markings = reachable(made)
    end = frozenset({(END, 1)})
    assert max(count for marking in markings for _, count in marking) == 1
    assert end in markings
    assert all(marking == end or any(made.enabled(marking)) for marking in markings)
    fired = {transition.id for marking in markings for transition in made.enabled(marking)}
    assert {transition.id for transition in made.transitions} == fired


def test_every_node_of_the_life_is_a_transition_of_the_net() -> None:
    labels = {transition.label for transition in model().transitions}
    assert labels - {None} == set(nodes())


def test_what_no_recording_shows_is_silent() -> None:
    labels = {transition.label for transition in net(life().path, TOLD).transitions}
    assert labels - {None} == TOLD


@pytest.mark.parametrize(
    ("steps", "cost"),
    [
        (["create_report", "diagnose", "correct", "validate", "report_restoration", "finalise_report"], 0),
        (["create_report", "diagnose", "escalate", "correct", "validate", "report_restoration", "finalise_report"], 0),
        (["create_report", "diagnose", "explain", "report_restoration", "finalise_report"], 0),
        (["create_report", "await_restoration", "finalise_report"], 0),
        (["create_report", "diagnose", "cancel_report"], 0),
        (["create_report", "diagnose", "correct", "validate", "diagnose", "cancel_report"], 0),
        (["diagnose", "correct", "validate", "report_restoration", "finalise_report"], 1),
        (["create_report", "diagnose", "correct", "report_restoration", "finalise_report"], 1),
        (["create_report", "diagnose", "correct", "validate", "report_restoration", "finalise_report", "correct"], 1),
        (["create_report", "validate", "diagnose", "correct", "report_restoration", "finalise_report"], 2),
    ],
)
def test_the_cost_of_an_alignment_is_the_number_of_steps_that_do_not_match(steps: list[str], cost: int) -> None:
    found = Model(()).align(steps)
    assert found is not None
    assert found.cost == cost
    assert [move.step for move in found.moves if move.kind != "missing"] == steps


def test_jeopardy_may_be_told_at_any_moment_until_the_report_is_restored() -> None:
    shown = Model({"warn", "jeopardy"})
    for place in range(1, 4):
        steps = ["create_report", "diagnose", "correct", "validate", "report_restoration", "finalise_report"]
        steps[place:place] = ["jeopardy", "warn"]
        found = shown.align(steps)
        assert found is not None
        assert found.cost == 0


def test_a_case_of_endless_steps_is_not_aligned() -> None:
    assert Model(()).align(["create_report", *["diagnose", "correct", "validate"] * 100]) is None
