from __future__ import annotations

from typing import Any, cast

import pytest

from eval.etom.checking import Evidence, Registry, UnmetError, need
from eval.etom.checks import registry
from eval.etom.framework import shipped
from eval.etom.scoring import Kind, Support
from eval.etom.system import System

NOBODY = cast(System, None)


def run(*looks: Any, parts: tuple[str, ...] = ()) -> Any:
    checks = Registry()
    for look, part in zip(looks, (*parts, *[""] * len(looks)), strict=False):
        checks.check("1.3.7.1-T01", part=part)(look)
    return checks.run(NOBODY, shipped())[[*shipped().tasks].index("1.3.7.1-T01")]


def passes(_: System) -> Evidence:
    return Evidence("seen", "/v1/x", ("A",))


def passes_by_hand(_: System) -> Evidence:
    return Evidence("seen", who=("M",))


def fails(_: System) -> Evidence:
    need(False, "nothing is there")
    raise AssertionError


def errs(_: System) -> Evidence:
    raise KeyError("items")


@pytest.mark.parametrize(
    ("looks", "parts", "support", "kind"),
    [
        ((passes,), (), Support.FULL, Kind.AUTOMATED),
        ((passes, passes_by_hand), (), Support.FULL, Kind.BOTH),
        ((passes_by_hand,), (), Support.FULL, Kind.MANUAL),
        ((passes,), ("half of it",), Support.PARTIAL, Kind.AUTOMATED),
        ((passes, fails), (), Support.PARTIAL, Kind.AUTOMATED),
        ((fails,), (), Support.NONE, None),
        ((errs,), (), Support.NONE, None),
        ((), (), Support.NONE, None),
    ],
)
def test_support_follows_from_the_checks(
    looks: Any, parts: tuple[str, ...], support: Support, kind: Kind | None
) -> None:
    result = run(*looks, parts=parts)
    assert (result.support, result.kind) == (support, kind)


def test_what_failed_says_why() -> None:
    first, second = run(fails, errs).findings
    assert first.says == "nothing is there"
    assert second.says == "KeyError: 'items'"


def test_a_look_that_serves_several_tasks_is_made_once() -> None:
    made = []

    def look(_: System) -> Evidence:
        made.append(1)
        return Evidence("seen")

    checks = Registry()
    checks.check("1.3.7.1-T01", "1.3.7.1-T02")(look)
    results = checks.run(NOBODY, shipped())
    assert sum(one.support is Support.FULL for one in results) == 2
    assert len(made) == 1


def test_a_check_of_a_task_that_is_none_is_a_mistake() -> None:
    checks = Registry()
    checks.check("1.3.7.1-T99")(passes)
    with pytest.raises(ValueError, match=r"1\.3\.7\.1-T99"):
        checks.missing(shipped())


def test_every_task_has_a_check() -> None:
    assert registry().missing(shipped()) == []


def test_a_story_that_went_wrong_goes_wrong_for_everybody_and_is_not_played_again() -> None:
    system = System(cast(Any, None))
    played = []

    def play() -> int:
        played.append(1)
        raise UnmetError("no case can be opened")

    for _ in range(2):
        with pytest.raises(UnmetError, match="a case is opened: no case can be opened"):
            system.once("a case is opened", play)
    assert len(played) == 1
