"""The CRM stays master: what it holds is shown, what it refuses is not done, and nobody waits for one that is down."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.tables import OutboxEvent
from t2r.customers import keeping, notices, terminating
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import RecordChangedError, UnreachableError
from t2r.customers.records import merged
from t2r.customers.tables import Reach, ReachKind, Status
from t2r.operator_systems.access import Bearer
from t2r.operator_systems.breaker import BROKEN_AFTER, REST_SECONDS, Breaker
from t2r.operator_systems.calling import TRIES
from t2r.operator_systems.client import Client
from t2r.operator_systems.customers import CustomerSystem
from tests.t2r.customers.conftest import ASHA, LINE, Clock, Recorder

URL = "https://crm.example/tmf-api/customerManagement/v4"


class Crm:
    """A CRM of one customer, which can be broken: `fails` answers are of that status, or none at all."""

    def __init__(self) -> None:
        self.body: dict[str, Any] = {"id": "C/7", "status": "Active", **ASHA}
        self.version, self.calls = 1, 0
        self.fails: list[int | None] = []
        self.loses_answers = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        assert request.headers["Authorization"] == "Bearer secret"
        if self.fails:
            status = self.fails.pop(0)
            if status is None:
                raise httpx.ConnectTimeout("no answer", request=request)
            return httpx.Response(status, json={"reason": "broken"})
        if request.method == "GET" and request.url.path.endswith("/customer"):
            wanted = {name: value for name, value in request.url.params.items() if name != "limit"}
            known = {"contactMedium.characteristic.phoneNumber": f"+{LINE}", "engagedParty.id": "P-1"}
            return httpx.Response(200, json=[self.body] if wanted.items() <= known.items() else [])
        if request.url.raw_path.decode().rpartition("/")[2] != "C%2F7":
            return httpx.Response(404, json={"reason": "unknown"})
        if request.method == "PATCH":
            if request.headers.get("If-Match", self.etag) != self.etag:
                return httpx.Response(412, json={"reason": "changed"})
            self.body, self.version = merged(self.body, json.loads(request.content)), self.version + 1
            if self.loses_answers:
                self.loses_answers -= 1
                raise httpx.ReadTimeout("lost", request=request)
        return httpx.Response(200, json=self.body, headers={"ETag": self.etag})

    @property
    def etag(self) -> str:
        return f'"{self.version}"'


@pytest.fixture
def crm() -> Crm:
    return Crm()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def seconds() -> list[float]:
    return [0.0]


@pytest.fixture
def directory(crm: Crm, waits: list[float], seconds: list[float]) -> CustomerSystem:
    transport, breaker = httpx.MockTransport(crm), Breaker(lambda: seconds[0])
    client = Client(
        "customers", URL, "TMF629-v4", Bearer("secret"), transport=transport, breaker=breaker, sleep=waits.append
    )
    return CustomerSystem(client)


@pytest.fixture
def desk(database: Engine, directory: CustomerSystem, clock: Clock) -> CustomerDesk:
    return CustomerDesk(database, directory, Recorder(), now=clock)


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [(ReachKind.PHONE, LINE, 1), (ReachKind.PARTY, "P-1", 1), (ReachKind.EMAIL, "a@b.example", 0)],
)
def test_customers_are_found_in_the_crm_and_a_copy_is_kept(
    desk: CustomerDesk, kind: ReachKind, value: str, found: int
) -> None:
    rows = keeping.search(desk, kind, value)
    assert [(row.id, row.status, row.body["name"]) for row in rows] == [("C/7", "Active", "Asha Rao")] * found


def test_a_change_goes_to_the_crm_first(desk: CustomerDesk, crm: Crm) -> None:
    keeping.look(desk, "C/7")
    changed = keeping.change(desk, "C/7", {"name": "Asha Verma"}, "ravi", "married")
    assert (crm.body["name"], changed.body["name"], changed.master_version) == ("Asha Verma", "Asha Verma", '"2"')
    with Session(desk.database) as session:
        assert [(one.by, one.old) for one in keeping.history(session, "C/7")] == [("ravi", "Asha Rao")]


def test_a_change_of_what_the_crm_has_changed_meanwhile_shows_both(desk: CustomerDesk, crm: Crm) -> None:
    keeping.look(desk, "C/7")
    crm.body, crm.version = merged(crm.body, {"name": "Asha Sen"}), 2
    with pytest.raises(RecordChangedError) as refused:
        keeping.change(desk, "C/7", {"name": "Asha Verma"}, "ravi", "")
    assert (refused.value.mine["name"], refused.value.theirs["name"]) == ("Asha Verma", "Asha Sen")
    with Session(desk.database) as session:
        assert keeping.find(session, "C/7").body["name"] == "Asha Sen"


def test_a_change_whose_answer_was_lost_is_done_once(desk: CustomerDesk, crm: Crm) -> None:
    keeping.look(desk, "C/7")
    crm.loses_answers = 1
    assert keeping.change(desk, "C/7", {"name": "Asha Verma"}, "ravi", "").body["name"] == "Asha Verma"
    assert crm.version == 2


def test_what_fails_for_a_moment_is_tried_again_after_a_while(
    directory: CustomerSystem, crm: Crm, waits: list[float]
) -> None:
    crm.fails = [503, None]
    found = directory.fetch("C/7")
    assert found is not None
    assert crm.calls == 3
    assert [0.2 <= waits[0] <= 0.4, 0.4 <= waits[1] <= 0.6] == [True, True]


@pytest.mark.parametrize(
    ("status", "error"), [(400, RefusedError), (422, RefusedError), (404, NoSuchError), (403, UnreachableError)]
)
def test_what_the_crm_refuses_is_not_tried_again(
    directory: CustomerSystem, crm: Crm, status: int, error: type[Exception]
) -> None:
    crm.fails = [status]
    with pytest.raises(error):
        directory.change("C/7", {"name": "x"}, None)
    assert crm.calls == 1


def test_a_crm_that_is_down_is_left_alone_and_then_tried_by_one(
    directory: CustomerSystem, crm: Crm, seconds: list[float]
) -> None:
    crm.fails = [None] * 100
    for _ in range(4):
        with pytest.raises(UnreachableError):
            directory.fetch("C/7")
    assert crm.calls == BROKEN_AFTER
    seconds[0] += REST_SECONDS
    with pytest.raises(UnreachableError, match="left alone"):
        directory.fetch("C/7")
    assert crm.calls == BROKEN_AFTER + 1
    crm.fails = []
    seconds[0] += REST_SECONDS
    assert directory.fetch("C/7") is not None
    assert TRIES < BROKEN_AFTER


def test_while_the_crm_is_down_the_last_copy_is_shown_and_nothing_is_changed(desk: CustomerDesk, crm: Crm) -> None:
    keeping.look(desk, "C/7")
    crm.fails = [None] * 100
    assert keeping.look(desk, "C/7").body["name"] == "Asha Rao"
    with pytest.raises(UnreachableError):
        keeping.change(desk, "C/7", {"name": "x"}, "ravi", "")
    with Session(desk.database) as session:
        assert keeping.history(session, "C/7") == []


def test_customers_are_created_in_the_crm(desk: CustomerDesk) -> None:
    with pytest.raises(ConflictError, match="created there"):
        keeping.create(desk, ASHA, "ravi")


def test_what_the_crm_does_not_know_is_not_there(desk: CustomerDesk) -> None:
    with pytest.raises(NoSuchError):
        keeping.look(desk, "other")


def test_the_crm_tells_of_its_changes_itself(desk: CustomerDesk, crm: Crm) -> None:
    keeping.look(desk, "C/7")
    crm.body, crm.version = merged(crm.body, {"name": "Asha Sen", "contactMedium": []}), 2
    assert keeping.look(desk, "C/7").body["name"] == "Asha Sen"
    with Session(desk.database) as session:
        assert notices.of_customer(session, "C/7") == []
        assert {one.by for one in keeping.history(session, "C/7")} == {"crm"}
        assert set(session.scalars(select(OutboxEvent.type))) == {"CustomerAttributeValueChangeEvent"}


@pytest.mark.parametrize("word", ["terminated", "Closed"])
def test_of_who_has_left_the_crm_keeps_the_record_and_nothing_is_kept_here(
    desk: CustomerDesk, crm: Crm, word: str
) -> None:
    keeping.look(desk, "C/7")
    crm.body = merged(crm.body, {"name": "Asha Sen"})
    keeping.look(desk, "C/7")
    crm.body = merged(crm.body, {"status": word})
    row = keeping.look(desk, "C/7")
    assert (row.status, row.body) == (Status.TERMINATED, {"@type": "Customer"})
    with Session(desk.database) as session:
        kept = str([(one.field, one.old, one.new) for one in keeping.history(session, "C/7")])
        assert session.scalars(select(Reach)).all() == []
    assert "Asha" not in kept
    assert LINE not in kept


def test_an_end_goes_to_the_crm_first(desk: CustomerDesk, crm: Crm) -> None:
    keeping.look(desk, "C/7")
    crm.fails = [None] * 3
    with pytest.raises(UnreachableError):
        terminating.terminate(desk, "C/7", "moves abroad", "ravi")
    assert keeping.look(desk, "C/7").status == "Active"
    terminating.terminate(desk, "C/7", "moves abroad", "ravi")
    assert (crm.body["status"], crm.body["statusReason"]) == ("terminated", "moves abroad")
    assert keeping.look(desk, "C/7").status == Status.TERMINATED
