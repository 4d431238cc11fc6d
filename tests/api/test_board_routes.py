"""The board's stream: it tells what has changed, reads once for all who look, and writes down what they saw."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx2
import pytest

from api import board
from api.routes import board as routes
from api.tokens import Scope
from t2r.cases.workbench import Workbench
from t2r.settings import Settings

LEAD = (Scope.CASES_READ, Scope.CASES_WRITE)
WORDS = "mobile data is dead, calls are fine"


@pytest.fixture(scope="module")
def reads() -> list[None]:
    """One for each time that the board was read."""
    return []


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings], serve: Callable[..., Any], reads: list[None]
) -> Iterator[tuple[str, Settings]]:
    settings, read = make_settings(), board.read

    def counted(bench: Workbench) -> board.BoardRead:
        reads.append(None)
        return read(bench)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(board, "EVERY_SECONDS", 0.1)
        patch.setattr(board, "AGAIN_SECONDS", 0.5)
        patch.setattr(board, "read", counted)
        patch.setattr(routes, "LOOK_SECONDS", 0.1)
        with serve(settings) as url:
            yield url, settings


@pytest.fixture
def lead(site: tuple[str, Settings], token_for: Callable[..., str]) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {token_for(site[1], *LEAD, Scope.AUDIT_READ)}"}
    with httpx2.Client(base_url=site[0], headers=headers, timeout=30) as client:
        yield client


@contextmanager
def watching(client: httpx2.Client) -> Iterator[queue.Queue[tuple[str, dict[str, Any]]]]:
    """What a board's stream tells, as a queue of events."""
    got: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
    stop = threading.Event()

    def listen() -> None:
        with client.stream("GET", "/v1/board/events", timeout=30) as response:
            name = ""
            for text in response.iter_lines():
                if stop.is_set():
                    return
                name = text.removeprefix("event: ") if text.startswith("event: ") else name
                if text.startswith("data: "):
                    got.put((name, json.loads(text[6:])))

    listening = threading.Thread(target=listen)
    listening.start()
    yield got
    stop.set()
    listening.join(10)


def until(got: queue.Queue[tuple[str, dict[str, Any]]], name: str, case: int | None = None) -> dict[str, Any]:
    """The next event of that name, or the first that shows the case."""
    while True:
        told, data = got.get(timeout=30)
        if told == name and (case is None or case in [each["id"] for each in data["cases"]]):
            return data


def new_case(client: httpx2.Client) -> int:
    return int(client.post("/v1/cases", json={"words": WORDS, "flow": "mobile-data"}).json()["id"])


def test_it_tells_the_board_at_once_and_again_when_a_case_is_opened_or_passed_on(lead: httpx2.Client) -> None:
    first = new_case(lead)
    with watching(lead) as got:
        told = until(got, "board")
        assert first in [each["id"] for each in told["cases"]]
        assert first in [each["case"] for each in told["targets"]]
        second = new_case(lead)
        until(got, "board", second)
        lead.post(f"/v1/cases/{second}/transfer", json={"queue": "radio"})
        while not any(each["queue"] == "radio" for each in until(got, "board", second)["cases"]):
            pass


def test_while_nothing_changes_it_says_only_that(lead: httpx2.Client) -> None:
    with watching(lead) as got:
        until(got, "board")
        first, second = until(got, "same"), until(got, "same")
        assert first["at"] < second["at"]


def test_all_who_look_are_told_by_one_look(lead: httpx2.Client, reads: list[None]) -> None:
    with ExitStack() as stack:
        boards = [stack.enter_context(watching(lead)) for _ in range(8)]
        for got in boards:
            until(got, "board")
        reads.clear()
        case = new_case(lead)
        for got in boards:
            until(got, "board", case)
        assert len(reads) < len(boards) / 2  # the burst, what followed of it, and time going by


def test_nobody_looks_nothing_is_read(lead: httpx2.Client, reads: list[None]) -> None:
    with watching(lead) as got:
        until(got, "board")
    done = threading.Event()
    for _ in range(100):  # the server notices that the client has gone
        before = len(reads)
        done.wait(1)
        if len(reads) == before:
            break
    new_case(lead)
    done.wait(1)
    assert len(reads) == before


def test_whose_cases_were_seen_is_written_down_once(lead: httpx2.Client) -> None:
    with watching(lead) as got:
        until(got, "board")
        case = new_case(lead)
        until(got, "board", case)
        until(got, "same")
    seen = lead.get("/v1/audit", params={"subject": f"cases/{case}", "route": "/v1/board/events"}).json()
    assert len(seen["items"]) == 1
