from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2r.evaluations import SHIPPED, Check, Evaluation, Unreadable, ids, keep, never_run, read

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def evaluation(name: str = "flows", at: datetime = NOON) -> Evaluation:
    return Evaluation(name=name, at=at, seconds=1.5, command=f"t2r eval {name}", verdict="pass")


def check(before: float | None, now: float | None, lower_is_better: bool = False) -> Check:
    return Check(name="m", verdict="not worse", before=before, now=now, margin=0.0, lower_is_better=lower_is_better)


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    kept = evaluation().model_copy(update={"checks": (check(0.5, 0.75),), "config": {"seed": 1}})
    id = keep(tmp_path / "evaluations", kept)
    assert id == "20261120T120000Z-flows"
    assert read(tmp_path / "evaluations", id) == kept
    assert [path.name for path in (tmp_path / "evaluations").iterdir()] == [f"{id}.json"]  # and nothing unfinished


def test_the_newest_comes_first_and_a_name_has_its_own(tmp_path: Path) -> None:
    kept = [keep(tmp_path, evaluation(name, NOON + timedelta(days=day))) for day, name in enumerate(("past", "flows"))]
    assert ids(tmp_path) == kept[::-1]
    assert ids(tmp_path, "past") == kept[:1]
    assert ids(tmp_path, "routing") == []
    again = keep(tmp_path, evaluation("past", NOON + timedelta(days=2)))
    assert ids(tmp_path, newest=True) == [again, kept[1]]


def test_what_was_never_run_is_named(tmp_path: Path) -> None:
    assert never_run(tmp_path / "not there") == list(SHIPPED)
    keep(tmp_path, evaluation("flows"))
    assert never_run(tmp_path) == [name for name in SHIPPED if name != "flows"]


@pytest.mark.parametrize("text", ["{}", "nonsense", '{"name": "flows"}', ""])
def test_a_file_that_is_none_is_told_of(tmp_path: Path, text: str) -> None:
    (tmp_path / "20261120T120000Z-flows.json").write_text(text)
    found = read(tmp_path, "20261120T120000Z-flows")
    assert isinstance(found, Unreadable)
    assert found.problem


@pytest.mark.parametrize("id", ["20261120T120000Z-past", "../secret", "20261120T120000Z-../../secret", "", "secret"])
def test_nothing_but_an_evaluation_of_the_folder_is_read(tmp_path: Path, id: str) -> None:
    (tmp_path / "secret.json").write_text("{}")
    (tmp_path / "evaluations").mkdir()
    assert read(tmp_path / "evaluations", id) is None


@pytest.mark.parametrize(
    ("before", "now", "lower_is_better", "direction"),
    [
        (0.5, 0.6, False, "better"),
        (0.5, 0.4, False, "worse"),
        (0.5, 0.6, True, "worse"),
        (0.5, 0.4, True, "better"),
        (0.5, 0.5, True, "same"),
        (0.1 + 0.2, 0.3, False, "same"),
        (None, 0.5, False, None),
        (0.5, None, False, None),
    ],
)
def test_a_difference_says_whether_it_is_better(
    before: float | None, now: float | None, lower_is_better: bool, direction: str | None
) -> None:
    assert check(before, now, lower_is_better).direction == direction


@given(before=st.floats(0, 1), now=st.floats(0, 1))
def test_what_is_better_one_way_round_is_worse_the_other(before: float, now: float) -> None:
    opposite = {"better": "worse", "worse": "better", "same": "same", None: None}
    assert check(now, before).direction == opposite[check(before, now).direction]
    assert check(before, now, True).direction == opposite[check(before, now).direction]
