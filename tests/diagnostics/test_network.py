from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import diagnostics
from diagnostics.looking import Looking, Subject
from diagnostics.network import Network, NoSuchDeviceError, NoSuchLineError
from diagnostics.readings import Kind, Place
from diagnostics.records import LineStatus, Records, _Table
from diagnostics.rules import Rules
from diagnostics.store.tables import TABLES

LINE = "919800000003"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, tiny_feeds: Path) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    Network.open(folder).load(tiny_feeds)
    return folder


@pytest.fixture
def network(tmp_path: Path, loaded: Path) -> Network:
    return Network.open(shutil.copytree(loaded, tmp_path / "network"))


@pytest.fixture
def at(now: int) -> datetime:
    return datetime.fromtimestamp(now, UTC)


def same(one: _Table, other: _Table) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=kind[0] == "f")
        for name, kind in one.types().items()
    )


def test_what_feeds_bring_is_what_the_network_knows(network: Network, tiny: Records):
    known = network.records
    assert [name for name in TABLES if not same(getattr(known, name), getattr(tiny, name))] == []
    assert (known.counters.start, known.counters.step, len(known.counters)) == (
        tiny.counters.start,
        900,
        len(tiny.counters),
    )
    for name in tiny.counters.names:
        assert np.array_equal(
            known.counters.window(name, slice(None), 0, len(known.counters)),
            tiny.counters.window(name, slice(None), 0, len(known.counters)),
        )


def test_loading_the_same_again_changes_nothing(network: Network, feed_folder: Path):
    before = network.records
    report = network.load(feed_folder)
    assert (report.total("accepted"), report.total("corrected"), report.total("bad")) == (0, 0, 0)
    assert report.total("duplicates") == report.total("rows") > 10_000
    assert network.records is before


def test_the_network_is_there_when_it_is_opened_again(network: Network, tmp_path: Path, at: datetime):
    again = Network.open(tmp_path / "network")
    assert again.newest == network.newest == at
    assert again.diagnose(LINE, at=at).findings == network.diagnose(LINE, at=at).findings


def test_what_another_process_loads_is_seen(network: Network, tmp_path: Path, feed_folder: Path, at: datetime):
    other = Network.open(tmp_path / "network")
    before = other.diagnose(LINE, at=at)
    extra = tmp_path / "subscriptions.csv"
    header, row = (feed_folder / "subscriptions.csv").read_text().splitlines()[:2]
    moment = str(int(at.timestamp()) - 60)
    extra.write_text(f"{header}\n{','.join([LINE, moment, 'suspended_for_credit', *row.split(',')[3:]])}\n")
    network.load(extra)
    after = other.diagnose(LINE, at=at)
    causes = [{finding.kind: finding.cause for finding in found.findings}[Kind.BARRING] for found in (before, after)]
    assert causes == ["none", "suspended_for_credit"]
    assert other.records.subscriptions.status[-1] == LineStatus.ACTIVE


def test_a_diagnosis_answers_every_question_with_readings(network: Network, at: datetime):
    found = network.diagnose(LINE, at=at)
    assert {finding.kind for finding in found.findings} == set(Kind)
    assert all(finding.readings for finding in found.findings)
    assert found.line == LINE
    assert found.cells[0] == "404-45-1201-100"  # the cell that served it last
    assert found.timings_ms["total"] > 0
    assert json.loads(json.dumps(found.to_json()))["line"] == LINE


def test_an_outage_is_found_by_the_cells_that_serve_when_all_is_well(
    build_network: Callable[..., Records], usual_samples: dict[str, Any], at: datetime
):
    for name in ("traffic", "connected_users", "availability"):
        usual_samples[name][[0, 1, 2, 9], -4:] = 0
    looking = Looking(build_network(usual_samples), Rules.load())
    found = looking.diagnose(Subject(line=3), at)  # at home beside the first site, not seen on any cell for weeks
    causes = {finding.kind: finding.cause for finding in found.findings}
    assert causes[Kind.OUTAGE] != "none"
    assert found.badges[0].kind is Kind.OUTAGE
    assert Kind.COVERAGE in found.badges[0].covers
    best = next(finding for finding in found.findings if finding.kind is Kind.COVERAGE).details["best_cell"]
    assert best not in {"404-45-1201-100", "404-45-1201-101", "404-45-1201-102", "404-45-1201-109"}


def test_a_place_alone_can_be_asked_for(network: Network, at: datetime):
    found = network.diagnose(place=Place(23.019, 72.51), at=at)
    assert found.line is None
    assert found.cells[0] == "404-45-1201-106"  # the sector of the third site that looks north
    assert "barring" in {entry.kind.value for entry in found.retest}  # nobody knows whose line it is


def test_a_place_far_from_the_serving_cell_is_another_place(network: Network, at: datetime):
    assert network.diagnose(LINE, Place(23.001, 72.5), at).cells[0] == "404-45-1201-100"
    assert network.diagnose(LINE, Place(24.0, 72.5), at).cells == ()


def test_an_old_serving_cell_does_not_lead(network: Network, tmp_path: Path, at: datetime):
    extra = tmp_path / "serving_cells.csv"
    extra.write_text(f"line,at,cell\n{LINE},{int(at.timestamp()) - 3600},404-45-1201-106\n")
    network.load(extra)
    assert network.diagnose(LINE, at=at).cells[0] == "404-45-1201-106"
    assert network.diagnose(LINE, at=at + timedelta(hours=25)).cells[0] != "404-45-1201-106"


def test_without_any_data_everything_is_unknown(tmp_path: Path, at: datetime):
    found = Network.open(tmp_path / "network").diagnose(place=Place(23.0, 72.5), at=at)
    assert {finding.cause for finding in found.findings} == {"unknown"}
    assert {entry.kind for entry in found.retest} == set(Kind)
    assert not any(badge.severity.value == "clear" for badge in found.badges)


def test_without_fresh_data_nothing_is_clear(network: Network, at: datetime):
    found = network.diagnose(LINE, at=at + timedelta(days=30))
    assert {badge.kind for badge in found.badges if badge.severity.value == "clear" and not badge.retest} <= {
        Kind.COVERAGE
    }


@pytest.mark.parametrize(
    ("question", "error", "words"),
    [
        ({"line": "919899999999"}, NoSuchLineError, "none of the network's 12 lines"),
        ({"line": "me"}, NoSuchLineError, "line: me"),
        ({"line": LINE, "device": "Brick"}, NoSuchDeviceError, "none of the 2 models"),
        ({}, ValueError, "one of them is needed"),
        ({"line": LINE, "at": datetime(2026, 11, 2)}, ValueError, "has no time zone"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    network: Network, question: dict[str, object], error: type[Exception], words: str
):
    with pytest.raises(error, match=words):
        network.diagnose(**question)  # type: ignore[arg-type]


def test_lines_may_be_written_as_people_do(network: Network, at: datetime):
    assert network.diagnose("+91 98000-00003", at=at).line == network.diagnose(919800000003, at=at).line == LINE


def test_what_was_learnt_is_kept_as_long_as_its_tables_are_the_same(network: Network, tmp_path: Path, at: datetime):
    other = Network.open(tmp_path / "network")
    path = tmp_path / "counters.csv"
    for known in (network, other):
        known.prepare(at)
    before = [known._looking for known in (network, other)]
    path.write_text(f"cell,at,prb_utilisation\n404-45-1201-100,{int(at.timestamp())},95\n")
    network.load(path)
    for known, old in zip((network, other), before, strict=True):
        known.diagnose(LINE, at=at + timedelta(minutes=15))
        assert known._looking is not old
        assert known._looking.index is old.index
        assert known._looking.coverage._servers is old.coverage._servers
        assert known._looking.coverage.records is known.records
    path.write_text("at,latitude,longitude,cell,rsrp\n1793577600,23.001,72.5,404-45-1201-100,-80\n")
    network.load(path, feed="measurements")
    network.diagnose(LINE, at=at)
    assert network._looking.coverage._servers is not before[0].coverage._servers


def test_sources_that_are_none_say_why(network: Network, tmp_path: Path):
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(FileNotFoundError, match="no such file or folder"):
        network.load(tmp_path / "missing")
    with pytest.raises(ValueError, match="its name tells no feed"):
        network.load(tmp_path / "notes.txt")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ValueError, match="none of its 0 files is a feed"):
        network.load(empty)


def test_files_that_are_of_no_feed_are_named(network: Network, feed_folder: Path):
    (feed_folder / "truth.json").write_text("{}")
    assert network.load(feed_folder).ignored == ("truth.json",)


def test_a_feed_can_be_given_where_the_name_tells_none(network: Network, tmp_path: Path, at: datetime):
    path = tmp_path / "export.csv"
    path.write_text(f"line,at,cell\n{LINE},{int(at.timestamp())},404-45-1201-106\n")
    assert network.load(path, feed="serving_cells").total("accepted") == 1


def test_a_file_that_breaks_off_is_a_problem_of_the_file(network: Network, tmp_path: Path, at: datetime):
    path = tmp_path / "alarms.json"
    path.write_text(
        '[{"id": "a1", "alarmRaisedTime": "2026-11-02T00:00:00Z", "perceivedSeverity": "major", "alarmedObject": {"id": "SITE-1"}}, {"id"'
    )
    report = network.load(path)
    assert "breaks off" in str(report.problems[0]) or "no JSON" in str(report.problems[0])
    assert network.records.alarms.id.tolist() == ["a1"]


def test_late_counters_fill_their_hole(network: Network, tmp_path: Path, now: int):
    late = now - 2 * 86_400
    path = tmp_path / "counters.csv"
    counters = network.records.counters
    interval = (late - counters.start) // 900
    before = float(counters.window("traffic", np.array([0]), interval, interval + 1)[0, 0])
    path.write_text(f"cell,at,traffic\n404-45-1201-100,{late},{before + 1}\n404-45-1201-100,{late - 30 * 86_400},5\n")
    feed = network.load(path).feeds["counters"]
    assert (feed.accepted, feed.corrected, feed.late) == (1, 1, 1)
    counters = network.records.counters
    assert counters.start == late - 30 * 86_400
    interval = (late - counters.start) // 900
    assert counters.window("traffic", np.array([0]), interval, interval + 1).tolist() == [[before + 1]]


def test_the_network_is_what_the_package_offers():
    assert diagnostics.Network is Network
    assert not hasattr(diagnostics, "Nothing")
