from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from t2r import evaluations
from t2r.evaluations import SHIPPED, Check, Evaluation
from t2r.settings import Settings

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHECKS = (
    Check(name="metrics.solved", verdict="not worse", before=0.9, now=0.95, margin=0.01),
    Check(name="metrics.unsafe", verdict="worse", before=0, now=1, margin=0, lower_is_better=True),
    Check(name="metrics.routed", verdict="not worse", before=None, now=1, margin=0),
)


@pytest.fixture
def kept(settings: Settings) -> list[str]:
    """Two evaluations of yesterday and one of today."""
    made = [("flows", 0), ("routing", 1), ("flows", 24)]
    return [
        evaluations.keep(
            settings.evaluations_path,
            Evaluation(
                name=name,
                at=NOON + timedelta(hours=hours),
                seconds=3,
                command=f"t2r eval {name}",
                verdict="worse",
                checks=CHECKS,
                config={"seed": 1},
            ),
        )
        for name, hours in made
    ]


def test_where_none_was_run_it_is_said(admin: TestClient) -> None:
    found = admin.get("/v1/evaluations").json()
    assert found == {"items": [], "next": None, "never_run": list(SHIPPED), "unreadable": []}


def test_they_are_listed_with_what_became_better_and_worse(admin: TestClient, kept: list[str]) -> None:
    found = admin.get("/v1/evaluations").json()
    assert [item["id"] for item in found["items"]] == kept[::-1]
    assert {"judged": 3, "better": 1, "worse": 1, "verdict": "worse"}.items() <= found["items"][0].items()
    assert found["never_run"] == [name for name in SHIPPED if name not in ("flows", "routing")]


def test_a_list_goes_on_where_its_page_ended(admin: TestClient, kept: list[str]) -> None:
    first = admin.get("/v1/evaluations", params={"name": "flows", "limit": 1}).json()
    assert ([item["id"] for item in first["items"]], first["next"]) == ([kept[2]], kept[2])
    second = admin.get("/v1/evaluations", params={"name": "flows", "limit": 1, "before": first["next"]}).json()
    assert ([item["id"] for item in second["items"]], second["next"]) == ([kept[0]], None)


def test_one_is_compared_with_its_baseline(admin: TestClient, kept: list[str]) -> None:
    found = admin.get(f"/v1/evaluations/{kept[0]}").json()
    assert (found["id"], found["command"], found["config"]) == (kept[0], "t2r eval flows", {"seed": 1})
    directions = [(check["difference"], check["direction"]) for check in found["checks"]]
    assert directions == [(pytest.approx(0.05), "better"), (1, "worse"), (None, None)]


def test_a_file_that_is_none_is_told_of_and_hides_no_other(
    admin: TestClient, kept: list[str], settings: Settings
) -> None:
    broken = "20261119T120000Z-past"
    (settings.evaluations_path / f"{broken}.json").write_text("{}")
    found = admin.get("/v1/evaluations").json()
    assert len(found["items"]) == 3
    assert [one["file"] for one in found["unreadable"]] == [f"{broken}.json"]
    assert admin.get(f"/v1/evaluations/{broken}").status_code == 409


@pytest.mark.parametrize(
    ("id", "status"), [("20261120T120000Z-past", 404), ("..%2Fsecret", 404), ("secret", 422), ("2026-flows", 422)]
)
def test_what_is_not_kept_is_not_found(admin: TestClient, id: str, status: int) -> None:
    assert admin.get(f"/v1/evaluations/{id}").status_code == status
