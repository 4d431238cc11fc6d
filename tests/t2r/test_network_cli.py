from __future__ import annotations

import importlib
import json
import tomllib
from pathlib import Path

import pytest
from PIL import Image
from typer import Typer
from typer.testing import CliRunner

from t2r.network import diagnose, network

CELLS = """radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal
LTE,404,45,1201,100,,72.500,23.000,1000,7,1,1700000000,1700000000,0
LTE,404,45,1201,101,,72.520,23.000,1000,7,1,1700000000,1700000000,0
CDMA,404,45,1201,102,,72.520,23.000,1000,7,1,1700000000,1700000000,0
"""
SUBSCRIPTIONS = """line,at,status,sim,equipment,odb,roaming_allowed,do_not_disturb,data_used,data_limit,throttled_to
919800000000,2026-11-02T00:00:00Z,suspended_for_credit,active,,,0,0,,,
"""
COUNTERS = (
    "cell,at,prb_utilisation\n404-45-1201-100,2026-11-02T05:30:00+05:30,30\n404-45-1201-100,2026-11-02T00:15:00Z,31\n"
)
AT = "2026-11-02T00:20:00Z"


def run(app: Typer, *arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feeds")
    (folder / "cells.csv").write_text(CELLS)
    (folder / "lines.csv").write_text("msisdn,latitude,longitude\n919800000000,23.001,72.501\n")
    (folder / "subscriptions.csv").write_text(SUBSCRIPTIONS)
    (folder / "counters.csv").write_text(COUNTERS)
    return folder


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory, feeds: Path) -> Path:
    folder = tmp_path_factory.mktemp("data")
    assert run(network, "load", feeds, "--data-dir", folder)[0] == 0
    return folder


def test_a_load_tells_what_came_of_it(tmp_path: Path, feeds: Path):
    status, out, err = run(network, "load", feeds, "--data-dir", tmp_path)
    assert status == 0
    assert "cells: 3 read, 2 new (0 late), 0 known already, 0 corrected, 1 bad, 0 kept in part" in out
    assert "cells.csv, line 4: radio 'CDMA' is none of gsm, umts, lte, nr" in err


def test_a_load_in_json(tmp_path: Path, feeds: Path):
    status, out, _ = run(network, "load", feeds, "--data-dir", tmp_path, "--json")
    assert status == 0
    assert json.loads(out)["feeds"]["counters"]["accepted"] == 2


def test_a_load_that_brings_nothing_fails(tmp_path: Path):
    bad = tmp_path / "cells.csv"
    bad.write_text("radio\nLTE\n")
    status, _, err = run(network, "load", bad, "--data-dir", tmp_path)
    assert status == 1
    assert "it has no column mcc" in err


def test_a_line_is_diagnosed(data_dir: Path):
    status, out, _ = run(diagnose, "--msisdn", "+919800000000", "--at", AT, "--data-dir", data_dir)
    assert status == 0
    assert out.startswith("line 919800000000 at 23.00100, 72.50100, 2026-11-02T00:20+00:00\n")
    assert "barring:" in out


def test_a_line_is_diagnosed_in_json(data_dir: Path):
    status, out, _ = run(diagnose, "--msisdn", "919800000000", "--at", AT, "--data-dir", data_dir, "--json")
    assert status == 0
    found = json.loads(out)
    causes = {finding["kind"]: finding["cause"] for finding in found["findings"]}
    assert causes["barring"] == "suspended_for_credit"
    assert found["place"] == {"latitude": 23.001, "longitude": 72.501, "indoors": None}


def test_newest_is_when_the_counters_end(data_dir: Path):
    status, out, _ = run(diagnose, "--lat", 23.0, "--lon", 72.5, "--at", "newest", "--data-dir", data_dir, "--json")
    assert status == 0
    assert json.loads(out)["at"] == "2026-11-02T00:30:00+00:00"


def test_a_picture_is_drawn(data_dir: Path, tmp_path: Path):
    path = tmp_path / "around.png"
    status, _, err = run(diagnose, "--msisdn", "919800000000", "--at", AT, "--data-dir", data_dir, "--png", path)
    assert (status, err) == (0, "")
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        assert len(picture.convert("RGB").getcolors(2**24) or ()) > 20


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "name a line"),
        (["--lat", 23], 2, "belong together"),
        (["--lat", 95, "--lon", 0], 2, "less than or equal to 90"),
        (["--msisdn", 1, "--at", "yesterday"], 2, "no moment in ISO 8601"),
        (["--msisdn", 1, "--at", "2026-11-02T00:00:00"], 2, "says no zone"),
        (["--msisdn", 1234567], 1, "none of the network's 1 lines"),
        (["--lat", 23, "--lon", 72, "--device", "Brick"], 1, "none of the 0 models"),
    ],
)
def test_wrong_usage_is_2_and_what_is_not_there_is_1(data_dir: Path, arguments: list[object], status: int, words: str):
    code, out, err = run(diagnose, *arguments, "--data-dir", data_dir)
    assert (code, out) == (status, "")
    assert words in " ".join(err.replace("│", " ").split())


def test_without_a_network_it_says_how_to_load_one(tmp_path: Path):
    status, _, err = run(diagnose, "--msisdn", 1, "--data-dir", tmp_path)
    assert status == 1
    assert "t2r network load FOLDER" in err
    assert not (tmp_path / "network").exists()


def test_the_commands_are_plugged_in():
    root = Path(__file__).parents[2]
    plugins = tomllib.loads((root / "pyproject.toml").read_text())["project"]["entry-points"]["t2r.commands"]
    for name, app in (("diagnose", diagnose), ("network", network)):
        module, _, attribute = plugins[name].partition(":")
        assert getattr(importlib.import_module(module), attribute) is app
