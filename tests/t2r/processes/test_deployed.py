"""Versions of processes: running orders finish on theirs, new ones take the newest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from t2r.database import open_database, writing
from t2r.processes import deployed
from t2r.processes.deployed import (
    STARTERS,
    Deployments,
    MistakesError,
    NoSuchProcessError,
    Source,
    deploy,
    deploy_starters,
    version,
    versions,
)

if TYPE_CHECKING:
    from tests.t2r.processes.conftest import Desk

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(new_sqlite: Callable[[], Path]) -> Iterator[Engine]:
    engine = open_database(new_sqlite())
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database of either kind."""
    engine = open_database(request.getfixturevalue(f"new_{request.param}")())
    yield engine
    engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The starters in a folder of the operator's own."""
    return Path(shutil.copytree(STARTERS, tmp_path / "own"))


def edited(path: Path, was: str, becomes: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    return path


def kept(engine: Engine, name: str) -> list[tuple[int, str]]:
    with Session(engine) as session:
        return [(each.version, each.deployed_by) for each in versions(session, name)]


def put(engine: Engine, path: Path, by: str = "asha") -> int:
    with writing(engine) as session:
        return deploy(session, Source.checked(path), by, NOW).version


def test_what_comes_with_the_product_is_there_at_once(engine: Engine) -> None:
    library = Deployments(engine)
    with Session(engine) as session:
        assert {each.name for each in versions(session)} == {path.stem for path in STARTERS.glob("*.bpmn")}
    assert "test_line" in library.newest("ont-swap").nodes


def test_the_same_content_is_no_new_version(engine: Engine, folder: Path) -> None:
    assert [put(engine, folder / "ont-swap.bpmn") for _ in range(2)] == [1, 1]


def test_an_order_ends_on_the_version_it_began_with_and_new_ones_take_the_newest(
    engine: Engine, folder: Path, desk: Desk
) -> None:
    library = Deployments(engine)
    first = library.newest("technician-visit")
    state = first.start({}, desk).state
    put(engine, edited(folder / "technician-visit.bpmn", "Tell the customer", "Say goodbye"))

    again = Deployments(engine)  # another process, later
    running = again.version(first.digest).resume(state, desk)
    desk.gives["test_line"] = {"test_passed": True}
    assert running.complete("await_visit", {"visit_outcome": "done"})
    assert running.ended
    assert running.process.nodes["notify"].name == "Tell the customer"
    assert again.newest("technician-visit").nodes["notify"].name == "Say goodbye"


def test_a_change_of_a_table_is_a_new_version_too(engine: Engine, folder: Path) -> None:
    library = Deployments(engine)
    before = library.newest("technician-visit")
    edited(folder / "visit_charge.dmn", "<text>true</text></outputEntry>", "<text>false</text></outputEntry>")
    assert put(engine, folder / "technician-visit.bpmn") == 2
    after = library.newest("technician-visit")
    assert (before.xml, before.digest != after.digest) == (after.xml, True)
    charged = {"cause_with_customer": True}
    asked = [library.version(each.digest).tables["visit_charge"].decide(charged) for each in (before, after)]
    assert asked == [{"chargeable": True}, {"chargeable": False}]


def test_who_goes_back_to_an_earlier_content_makes_it_the_newest(engine: Engine, folder: Path) -> None:
    path = folder / "esim.bpmn"
    first = path.read_text(encoding="utf-8")
    put(engine, path)
    put(engine, edited(path, "Tell the customer", "Say goodbye"))
    path.write_text(first, encoding="utf-8")
    assert put(engine, path) == 3
    assert Deployments(engine).newest("esim").nodes["notify"].name == "Tell the customer"


def test_a_newer_starter_takes_the_place_of_an_older_one_but_not_of_the_operators(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Deployments(engine)
    put(engine, edited(folder / "cease.bpmn", "Tell the customer", "Say goodbye"))
    edited(folder / "esim.bpmn", "Tell the customer", "Say goodbye")
    edited(folder / "cease.bpmn", "Say goodbye", "Say farewell")
    monkeypatch.setattr(deployed, "STARTERS", folder)
    with writing(engine) as session:
        deploy_starters(session, NOW)
    assert kept(engine, "esim") == [(2, "t2r"), (1, "t2r")]
    assert kept(engine, "cease") == [(2, "asha"), (1, "t2r")]


def test_several_who_deploy_at_once_get_a_version_each(either: Engine, folder: Path) -> None:
    paths = []
    for number in range(6):
        own = Path(shutil.copytree(folder, folder.parent / f"own-{number}"))
        paths.append(edited(own / "esim.bpmn", "Tell the customer", f"Tell {number}"))
    threads = [Thread(target=put, args=(either, path)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number, _ in kept(either, "esim")) == [1, 2, 3, 4, 5, 6]


def test_a_diagram_with_mistakes_is_not_deployed_and_all_of_them_are_told(engine: Engine, folder: Path) -> None:
    path = edited(folder / "esim.bpmn", "device.", "gadget.")
    with pytest.raises(MistakesError) as raised:
        put(engine, path)
    assert {mistake.text.split(":")[0] for mistake in raised.value.mistakes} >= {"reserve_profile", "assign_profile"}
    assert kept(engine, "esim") == []


def test_a_process_is_called_like_its_file_in_small_letters(folder: Path) -> None:
    path = (folder / "esim.bpmn").rename(folder / "eSIM.bpmn")
    with pytest.raises(MistakesError, match="small letters"):
        Source.checked(path)


def test_a_diagram_in_another_encoding_is_refused(folder: Path) -> None:
    path = folder / "esim.bpmn"
    text = (
        path.read_text(encoding="utf-8")
        .replace('encoding="UTF-8"', 'encoding="ISO-8859-1"')
        .replace("eSIM ordered", "é")
    )
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(MistakesError, match="UTF-8"):
        Source.checked(path)


def test_what_was_never_deployed_is_not_found(engine: Engine) -> None:
    library = Deployments(engine)
    with pytest.raises(NoSuchProcessError, match="no process teleport"):
        library.newest("teleport")
    with pytest.raises(NoSuchProcessError, match="0000"):
        library.version("0000")
    with Session(engine) as session, pytest.raises(NoSuchProcessError, match="version 7"):
        version(session, "esim", 7)
