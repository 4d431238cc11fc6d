"""The other APIs: what their resources do here, beside being kept."""

from __future__ import annotations

import json
import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.tending import exchange_alarms, relay, tend
from api.tmf import routine
from api.tmf.apis import ALARM
from api.tokens import Scope
from t2r.cases import outages
from t2r.cases.changing import take
from t2r.cases.codes import Severity
from t2r.cases.outages import Outage
from t2r.database import utc_now, writing
from t2r.settings import Settings
from t2r.tmf import alarms, messages
from t2r.tmf.messages import SendError, SmtpSender, to_mail
from tests.api.tmf.conftest import BASE

ALARMS = "/tmf-api/alarm/v4"
PROBLEMS_V5, PROBLEMS_V4 = (f"/tmf-api/serviceProblemManagement/{version}/serviceProblem" for version in ("v5", "v4"))
CONTACTS = "/tmf-api/partyInteraction/v4/partyInteraction"
MESSAGES = "/tmf-api/communicationManagement/v4/communicationMessage"
TESTS = "/tmf-api/serviceTestManagement/v4/serviceTest"
CHECKS = "/tmf-api/serviceQualificationManagement/v4/checkServiceQualification"
QUERIES = "/tmf-api/serviceQualificationManagement/v4/queryServiceQualification"
TOPICS = "/tmf-api/event/v4/topic"
ALARM_BODY = {
    "alarmType": "equipmentAlarm",
    "perceivedSeverity": "major",
    "probableCause": "powerProblem",
    "alarmedObject": {"id": "SITE-1"},
    "sourceSystemId": "nms",
    "state": "raised",
    "alarmRaisedTime": "2026-11-01T10:00:00Z",
}
MESSAGE = {
    "messageType": "Email",
    "subject": "Your ticket",
    "content": "It works again.",
    "sender": {"email": "care@operator.example"},
    "receiver": [{"email": "customer@mail.example"}],
}


def services(crm: TestClient) -> Any:
    return crm.app.state.services  # type: ignore[attr-defined]


def made(crm: TestClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = crm.post(path, json=body)
    assert response.status_code == 201, response.text
    told: dict[str, Any] = response.json()
    return told


def test_alarms_are_acknowledged_commented_grouped_and_cleared_by_what_fits(crm: TestClient) -> None:
    one, other = (made(crm, f"{ALARMS}/alarm", ALARM_BODY | {"externalAlarmId": id}) for id in ("a-1", "a-2"))
    pattern = [{"externalAlarmId": "a-1", "alarmedObject": {"id": "SITE-1"}}]
    ack = {"ackSystemId": "desk", "ackUserId": "asha", "alarmPattern": pattern}
    done = made(crm, f"{ALARMS}/ackAlarms", ack)
    assert (done["state"], done["ackedAlarm"]) == ("completed", [{"id": one["id"]}])
    assert crm.get(one["href"]).json()["ackState"] == "acknowledged"
    assert "ackState" not in crm.get(other["href"]).json()
    made(crm, f"{ALARMS}/unAckAlarms", ack)
    made(crm, f"{ALARMS}/commentAlarms", {"comment": {"comment": "on my way"}, "alarmPattern": pattern})
    group = {
        "sourceSystemId": "x",
        "alarmChangedTime": "2026-11-01T10:01:00Z",
        "parentAlarm": {"id": other["id"]},
        "correlatedAlarm": [{"externalAlarmId": "a-1"}],
    }
    made(crm, f"{ALARMS}/groupAlarms", group)
    told = crm.get(one["href"]).json()
    assert (told["ackState"], told["comment"], told["parentAlarm"]) == (
        "unacknowledged",
        [{"comment": "on my way"}],
        [{"id": str(other["id"])}],
    )
    made(crm, f"{ALARMS}/unGroupAlarms", group)
    clear = {
        "clearSystemId": "x",
        "clearUserId": "y",
        "alarmClearedTime": "2026-11-01T11:00:00Z",
        "alarmPattern": pattern,
    }
    made(crm, f"{ALARMS}/clearAlarms", clear)
    told = crm.get(one["href"]).json()
    assert (told["state"], "parentAlarm" in told) == ("cleared", False)
    assert crm.post(f"{ALARMS}/ackAlarms", json=ack | {"alarmPattern": [{}]}).status_code == 400


def test_alarms_go_to_the_network_and_come_from_it(
    make_settings: Callable[..., Settings], token_for: Callable[..., str], small_network: Callable[[Settings], Any]
) -> None:
    settings = make_settings()
    network = small_network(settings).network
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
    with TestClient(create_app(settings), base_url=BASE, headers=headers) as crm:
        raised = utc_now() - timedelta(minutes=5)
        ours = made(crm, f"{ALARMS}/alarm", ALARM_BODY | {"alarmRaisedTime": raised.isoformat()})
        mirror = alarms.Mirror(ALARM)
        exchange_alarms(services(crm), mirror)
        assert [str(id) for id in services(crm).desk.network().records.alarms.id] == [f"tmf:{ours['id']}"]
        theirs = settings.data_dir / "theirs.jsonl"
        theirs.write_text(json.dumps(ALARM_BODY | {"id": "nms-7", "alarmRaisedTime": raised.isoformat()}) + "\n")
        network.load(theirs, feed="alarms")
        exchange_alarms(services(crm), mirror)
        exchange_alarms(services(crm), mirror)
        told = crm.get(f"{ALARMS}/alarm").json()
        assert [each.get("externalAlarmId") for each in told] == ["nms-7", None]


def test_an_outage_is_a_service_problem_with_the_tickets_that_wait_for_it(crm: TestClient) -> None:
    bench = services(crm).bench
    outage = Outage("OUT-1", "Fibre cut at North", Severity.CRITICAL, "There is a fault in our network.")
    case = crm.post("/v1/cases", json={"words": "nothing works", "flow": "mobile-data"}).json()
    with writing(bench.database) as session:
        parent = outages.link(session, take(session, case["id"], bench.now()), outage, bench.codes, bench.now()).id
    relay(services(crm), lambda *_: None)
    for base in (PROBLEMS_V5, PROBLEMS_V4):
        told = crm.get(f"{base}/{parent}").json()
        assert (told["status"], told["priority"], told["affectedNumberOfServices"]) == ("inProgress", 1, 1)
        assert told["troubleTicket"][0]["id"] == str(case["id"])
        assert crm.patch(told["href"], json={"status": "closed"}).status_code == 409
        assert crm.delete(told["href"]).status_code == 409
    assert crm.get(f"{PROBLEMS_V4}/{parent}").json()["originatorParty"]["id"] == "t2r"
    with writing(bench.database) as session:
        outages.end(session, parent, "t2r", bench.now())
    relay(services(crm), lambda *_: None)
    assert crm.get(f"{PROBLEMS_V5}/{parent}").json()["status"] == "resolved"
    records = crm.get(PROBLEMS_V5 + "EventRecord", params={"serviceProblem.id": f"{parent}"}).json()
    assert {"ServiceProblemCreateEvent", "ServiceProblemStateChangeEvent"} <= {each["eventType"] for each in records}
    assert crm.get(records[0]["href"]).json() == records[0]


PROBLEM = {
    "category": "serviceProvider.declarer",
    "priority": 1,
    "description": "packet loss in the core",
    "reason": "failure",
    "originatorParty": {"id": "noc", "role": "originator", "@referredType": "Organization"},
}


def test_a_problem_told_by_operators_is_the_one_that_the_desk_shows(crm: TestClient) -> None:
    told = made(crm, PROBLEMS_V4, PROBLEM)
    case = f"/v1/cases/{told['id']}"
    shown = crm.get(case).json()
    assert (shown["kind"], shown["words"], shown["status"], shown["priority"]) == (
        "outage",
        "packet loss in the core",
        "acknowledged",
        "critical",
    )
    life = crm.get(f"{case}/life").json()
    assert "await_restoration" in {one["node"] for one in life["waiting"]}
    assert int(told["id"]) in {one["case"] for one in crm.get("/v1/jeopardy?limit=200").json()}

    by_desk = crm.post(f"{case}/status", json={"status": "inProgress", "reason": "seen by the desk"})
    assert by_desk.status_code == 200, by_desk.text
    seen = crm.get(told["href"]).json()
    assert (seen["status"], seen["statusChangeReason"]) == ("inProgress", "seen by the desk")

    assert crm.patch(told["href"], json={"status": "resolved", "statusChangeReason": "rerouted"}).status_code == 200
    assert crm.patch(told["href"], json={"status": "closed"}).status_code == 200
    shown = crm.get(case).json()
    assert [each["status"] for each in shown["history"]] == ["acknowledged", "inProgress", "resolved", "closed"]
    steps = [each["name"] for each in crm.get(f"{case}/trace").json()["items"] if each["what"] == "step"]
    assert {"create_service_report", "start_clocks", "await_restoration", "report_restoration"} <= set(steps)
    relay(services(crm), lambda *_: None)
    records = crm.get(PROBLEMS_V5 + "EventRecord", params={"serviceProblem.id": told["id"], "limit": 50}).json()
    assert [each["eventType"] for each in reversed(records)] == [
        "ServiceProblemCreateEvent",
        *["ServiceProblemStateChangeEvent"] * 3,
    ]


def test_tickets_that_a_problem_names_wait_for_it_and_are_resolved_with_it(crm: TestClient) -> None:
    first, second = (
        crm.post("/v1/cases", json={"words": "slow", "flow": "mobile-data"}).json()["id"] for _ in range(2)
    )
    told = made(crm, PROBLEMS_V4, PROBLEM | {"troubleTicket": [{"id": str(first)}, {"id": "of-another-system"}]})
    assert crm.patch(told["href"], json={"troubleTicket": [{"id": str(second)}]}).status_code == 200
    told = crm.get(told["href"]).json()
    assert ([each["id"] for each in told["troubleTicket"]], told["affectedNumberOfServices"]) == (
        [str(first), str(second)],
        2,
    )
    assert crm.get(f"/v1/cases/{first}").json()["status"] == "held"
    assert crm.delete(told["href"]).status_code == 409
    assert crm.patch(told["href"], json={"status": "cancelled"}).status_code == 409
    assert crm.patch(told["href"], json={"status": "inProgress"}).status_code == 200
    tend(services(crm))
    assert crm.get(told["href"]).json()["status"] == "inProgress", "its operators say when it is over"
    assert crm.patch(told["href"], json={"status": "resolved"}).status_code == 200
    tend(services(crm))
    assert [crm.get(f"/v1/cases/{id}").json()["status"] for id in (first, second)] == ["resolved"] * 2
    late = crm.post("/v1/cases", json={"words": "slow", "flow": "mobile-data"}).json()["id"]
    assert crm.patch(told["href"], json={"troubleTicket": [{"id": str(late)}]}).status_code == 409


@pytest.mark.parametrize(
    ("name", "value", "other"),
    [
        ("category", "network.outage", "x"),
        ("priority", "1", "4"),
        ("affectedNumberOfServices", "1", "7"),
        ("name", "Cut", "x"),
    ],
)
def test_what_the_network_shows_filters_as_it_is_told(crm: TestClient, name: str, value: str, other: str) -> None:
    bench = services(crm).bench
    outage = Outage(f"OUT-{name}", "Cut", Severity.CRITICAL, "There is a fault in our network.")
    case = crm.post("/v1/cases", json={"words": "nothing works", "flow": "mobile-data"}).json()
    with writing(bench.database) as session:
        parent = outages.link(session, take(session, case["id"], bench.now()), outage, bench.codes, bench.now()).id
    for word, there in ((value, True), (other, False)):
        found = crm.get(PROBLEMS_V5, params={name: word, "limit": 1000, "sort": f"-{name}"}).json()
        assert (str(parent) in [each["id"] for each in found]) is there, word


def test_problems_are_acknowledged_and_grouped(crm: TestClient) -> None:
    one, other = (made(crm, PROBLEMS_V4, PROBLEM) for _ in range(2))
    without = {name: value for name, value in PROBLEM.items() if name != "originatorParty"}
    assert crm.post(PROBLEMS_V4, json=without).status_code == 400
    base = PROBLEMS_V4.rpartition("/")[0]
    made(crm, f"{base}/problemAcknowledgement", {"problem": [{"id": one["id"]}]})
    made(crm, f"{base}/problemGroup", {"parentProblem": {"id": other["id"]}, "childProblem": [{"id": one["id"]}]})
    told = crm.get(one["href"]).json()
    assert told["parentProblem"][0]["id"] == other["id"]
    assert told["trackingRecord"][0]["description"] == "acknowledged"
    assert crm.post(f"{base}/problemAcknowledgement", json={"problem": [{"id": "none"}]}).status_code == 400
    assert crm.patch(one["href"], json={"status": "closed"}).status_code == 409
    assert crm.patch(one["href"], json={"status": "inProgress"}).status_code == 200


def test_a_contact_of_an_agent_is_a_party_interaction_and_the_other_way_round(crm: TestClient) -> None:
    contact = crm.post(
        "/v1/interactions", json={"channel": "voice", "reason": "no data", "msisdn": "919800000001"}
    ).json()
    told = crm.get(f"{CONTACTS}/{contact['id']}").json()
    assert (told["status"], told["direction"], told["channel"][0]["name"]) == ("inProgress", "inbound", "voice")
    assert told["interactionItem"][0]["item"]["id"] == "919800000001"
    case = crm.post("/v1/cases", json={"words": "no data", "flow": "mobile-data"}).json()
    item = {"item": {"id": str(case["id"]), "role": "case", "@referredType": "TroubleTicket"}}
    channel = [{"id": "chat", "href": "urn:x", "name": "chat"}]
    mine = made(
        crm, CONTACTS, {"reason": "asks", "direction": "inbound", "channel": channel, "interactionItem": [item]}
    )
    assert mine["interactionDate"]["startDateTime"]
    linked = crm.get(f"/v1/cases/{case['id']}/interactions").json()
    assert [each["id"] for each in linked] == [int(mine["id"])]
    ended = crm.patch(mine["href"], json={"status": "completed"}).json()
    assert ended["interactionDate"]["endDateTime"]
    wrong = {"startDateTime": "2026-11-02T00:00:00Z", "endDateTime": "2026-11-01T00:00:00Z"}
    assert crm.patch(mine["href"], json={"interactionDate": wrong}).status_code == 400


class Flaky:
    """Takes a message at the third attempt."""

    name = "flaky"

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.tries = 0

    def send(self, message: dict[str, Any]) -> None:
        self.tries += 1
        if self.tries < 3:
            raise SendError("busy")
        self.sent.append(message)


def test_a_message_is_sent_when_it_is_due_and_tried_again(crm: TestClient) -> None:
    now = utc_now()
    later = now + timedelta(hours=1)
    database, sender = services(crm).bench.database, Flaky()
    messages.send_due(database, Flaky(), lambda: now + timedelta(days=1))  # what others have left
    message = made(crm, MESSAGES, MESSAGE | {"scheduledSendTime": later.isoformat()})
    assert message["state"] == "initial"
    assert messages.send_due(database, sender, utc_now) == 0
    assert sender.tries == 0
    for minutes in range(0, 10, 2):
        at = later + timedelta(minutes=minutes)
        messages.send_due(database, sender, lambda at=at: at)  # type: ignore[misc]
    told = crm.get(message["href"]).json()
    assert (told["state"], told["tryTimes"], len(sender.sent)) == ("completed", 3, 1)
    assert {"name": "sentBy", "value": "flaky"} in told["characteristic"]
    assert crm.patch(message["href"], json={"state": "initial"}).status_code == 409


def test_without_a_gateway_messages_are_written_down(crm: TestClient) -> None:
    message = made(crm, MESSAGES, MESSAGE | {"messageType": "SMS"})
    relay(services(crm), lambda *_: None)
    told = crm.get(message["href"]).json()
    assert (told["state"], told["characteristic"]) == ("completed", [{"name": "sentBy", "value": "recording"}])
    recorded = (services(crm).settings.data_dir / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    assert message["id"] in [json.loads(line)["id"] for line in recorded]


def test_mail_has_its_addresses_and_no_line_of_its_own_in_a_header() -> None:
    mail = to_mail(MESSAGE | {"subject": "a\r\nBcc: all@mail.example"})
    assert (mail["From"], mail["To"], mail["Bcc"]) == ("care@operator.example", "customer@mail.example", None)
    assert mail.get_content() == "It works again.\n"
    for broken in ({"receiver": [{}]}, {"sender": {}}, {"sender": {"email": "a\nb@c"}}):
        with pytest.raises(SendError):
            to_mail(MESSAGE | broken)


def test_a_server_that_is_not_there_is_an_error_that_passes(tmp_path: Any) -> None:
    sender = SmtpSender("smtp://127.0.0.1:1", messages.RecordingSender(tmp_path / "m"), seconds=1)
    with pytest.raises(SendError) as raised:
        sender.send(MESSAGE)
    assert not raised.value.final
    assert issubclass(smtplib.SMTPException, OSError)


@pytest.fixture
def networked(
    make_settings: Callable[..., Settings], token_for: Callable[..., str], small_network: Callable[[Settings], Any]
) -> Any:
    settings = make_settings()
    small_network(settings)
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
    with TestClient(create_app(settings), base_url=BASE, headers=headers) as client:
        yield client


def test_a_service_test_looks_at_the_line(networked: TestClient, small_network: Any) -> None:
    body = {"name": "line test", "relatedService": {"id": "919800000002"}, "testSpecification": {"id": "diagnosis"}}
    told = made(networked, TESTS, body)
    causes = {
        each["metricName"]: each["value"]["value"] for each in told["testMeasure"] if "." not in each["metricName"]
    }
    assert told["state"] == "completed"
    assert causes["barring"] not in ("none", "unknown")
    unknown = made(networked, TESTS, body | {"relatedService": {"id": "919899999999"}})
    assert unknown["state"] == "failed"
    assert unknown["characteristic"][0]["name"] == "failure"


def test_a_routine_test_is_made_again_when_it_is_due_until_its_end_or_until_it_is_stopped(
    networked: TestClient,
) -> None:
    first = datetime.now(UTC)
    routine_test = {
        "name": "watch",
        "mode": "PROACTIVE",
        "relatedService": {"id": "919800000001"},
        "testSpecification": {"id": "d"},
        "characteristic": [{"name": "interval", "value": 600}],
        "endDateTime": (first + timedelta(minutes=25)).isoformat(),
    }
    ends, stopped = made(networked, TESTS, routine_test), made(networked, TESTS, routine_test)
    assert (ends["state"], stopped["state"]) == ("inProgress", "inProgress")
    assert networked.patch(stopped["href"], json={"state": "cancelled"}).status_code == 200
    looks = []
    for minutes in (5, 11, 15, 22, 33, 60):
        later = services(networked)
        now = first + timedelta(minutes=minutes)
        routine.run_due(replace(later, bench=replace(later.bench, now=lambda now=now: now)))
        looks.append(len(networked.get(ends["href"]).json()["testMeasure"]) // len(ends["testMeasure"]))
    assert looks == [1, 2, 2, 3, 4, 4]
    assert networked.get(ends["href"]).json()["state"] == "completed"
    over = networked.get(stopped["href"]).json()
    assert (over["state"], over["testMeasure"]) == ("cancelled", stopped["testMeasure"])
    assert networked.patch(stopped["href"], json={"state": "inProgress"}).status_code == 409


def test_a_service_qualifies_by_its_coverage_and_what_is_not_known_is_undetermined(networked: TestClient) -> None:
    item = {"service": {"id": "919800000001"}}
    told = made(networked, CHECKS, {"serviceQualificationItem": [item, {"service": {}}]})
    assert (told["state"], told["qualificationResult"]) == ("done", "undetermined")
    assert told["serviceQualificationItem"][1]["eligibilityUnavailabilityReason"][0]["code"] == "unknown"
    found = made(networked, QUERIES, {"searchCriteria": {"service": {}}})
    assert found["serviceQualificationItem"] == []


def test_without_a_network_nothing_is_qualified_and_no_test_succeeds(crm: TestClient) -> None:
    told = made(crm, CHECKS, {"serviceQualificationItem": [{"service": {"id": "919800000001"}}]})
    assert told["qualificationResult"] == "undetermined"
    test = made(crm, TESTS, {"name": "t", "relatedService": {"id": "919800000001"}, "testSpecification": {"id": "d"}})
    assert test["state"] == "failed"


def test_topics_tell_what_has_happened_and_take_events_of_others(crm: TestClient) -> None:
    body = {"@type": "TroubleTicket", "description": "d", "severity": "Major", "ticketType": "t"}
    ticket = made(crm, "/tmf-api/troubleTicket/v5/troubleTicket", body)
    events = crm.get(f"{TOPICS}/troubleTicket/event", params={"correlationId": ticket["id"]}).json()
    assert [each["eventType"] for each in events] == ["TroubleTicketCreateEvent"]
    assert crm.post(f"{TOPICS}/troubleTicket/event", json={"event": {}}).status_code == 409
    assert crm.delete(f"{TOPICS}/troubleTicket").status_code == 409
    topic = made(crm, TOPICS, {"name": "billing"})
    hub = made(crm, f"{topic['href']}/hub", {"callback": "http://1.1.1.1/x"})
    sent = made(crm, f"{topic['href']}/event", {"eventType": "BillReady", "event": {"bill": 1}})
    told: list[dict[str, Any]] = []
    relay(services(crm), lambda url, content, headers: told.append(json.loads(content)))
    assert [each["eventType"] for each in told] == ["BillReady"]
    assert crm.get(sent["href"]).json()["event"] == {"bill": 1}
    assert crm.delete(f"{topic['href']}/hub/{hub['id']}").status_code == 204
    assert crm.delete(topic["href"]).status_code == 204
    assert crm.get(f"{topic['href']}/event").status_code == 404
