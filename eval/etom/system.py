"""The system under test, with what several checks look at: stories that are played once, and records that are read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from eval.etom.checking import UnmetError, need
from eval.etom.instance import Answer, Instance

Body = dict[str, Any]
Story = TypeVar("Story")

MOST_STEPS = 60


def line(number: int) -> str:
    """A simulated customer's line: the same customer in every run, and unlike its neighbours."""
    return str(919_800_000_000 + 7_919_131 * number)


LINES = tuple(line(number) for number in range(1, 25))
SETTLE_SECONDS = 5.0


@dataclass(slots=True)
class System:
    """A running system. Whatever is asked of it goes over its public interfaces."""

    instance: Instance
    _told: dict[str, Any] = field(default_factory=dict)

    # Requests

    def send(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """One request, whatever comes of it."""
        return self.instance.client.send(method, path, body, headers)

    def get(self, path: str) -> Any:
        """What is there. Raises UnmetError where nothing is."""
        return self._done("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        """Have something done. Raises UnmetError where it is refused."""
        return self._done("POST", path, body)

    def patch(self, path: str, **body: Any) -> Any:
        """Have something changed. Raises UnmetError where it is refused."""
        return self._done("PATCH", path, body)

    def _done(self, method: str, path: str, body: Any) -> Any:
        answer = self.send(method, path, body)
        need(answer.ok, f"{method} {path.partition('?')[0]} is answered with {answer.status}")
        return answer.body

    # Records

    def case(self, id: int) -> Body:
        """A case."""
        return dict(self.get(f"/v1/cases/{id}"))

    def trace(self, id: int, *what: str) -> list[Body]:
        """The trace of a case, or its events of some kinds; its process has followed it."""
        self.life(id)
        events = self.get(f"/v1/cases/{id}/trace?limit=1000")["items"]
        return [event for event in events if not what or event["what"] in what]

    def steps(self, id: int) -> dict[str, Body]:
        """The nodes that the process of a case has passed: the last time of each."""
        return {event["name"]: event for event in self.trace(id, "step")}

    def life(self, id: int) -> Body:
        """How far a case has come."""
        return dict(self.get(f"/v1/cases/{id}/life"))

    def report(self, id: int) -> Body:
        """The report on one problem."""
        return dict(self.get(f"/v1/cases/{id}/report"))

    def events(self, type: str = "", case: int | None = None) -> list[Body]:
        """The events that others are told, of a type, about a case."""
        found: list[Body] = []
        after = 0
        while page := self.get(f"/v1/events?after={after}&limit=200"):
            found += page
            after = page[-1]["number"]
        return [one for one in found if type in ("", one["type"]) and case in (None, _case_of(one["envelope"]))]

    def eventually(self, look: Callable[[], Story | None], otherwise: str, seconds: float = SETTLE_SECONDS) -> Story:
        """What comes within some seconds. Raises UnmetError where nothing does."""
        until = time.monotonic() + seconds
        while True:
            found = look()
            if found is not None:
                return found
            if time.monotonic() > until:
                raise UnmetError(otherwise)
            time.sleep(0.1)

    # Stories

    def once(self, name: str, play: Callable[[], Story]) -> Story:
        """Play a story the first time, and tell of it again afterwards; one that went wrong goes wrong for everybody."""
        if name not in self._told:
            try:
                self._told[name] = play()
            except UnmetError as unmet:
                self._told[name] = unmet
        told = self._told[name]
        if isinstance(told, UnmetError):
            raise UnmetError(f"{name}: {told}")
        return told  # type: ignore[no-any-return] # what that story gives

    def opened(self) -> int:
        """A case that was opened and not worked on."""
        return self.once("a case is opened", lambda: self.open(LINES[0], lat=21.9, lon=80.6))

    def solved(self) -> int:
        """A case that its flow has solved with an action, and that was not closed."""
        return self.once("a flow solves a case", lambda: self._until("solved"))

    def closed(self) -> int:
        """A case that was solved, whose customer was asked, agreed but was not satisfied, and that was closed."""
        return self.once("a solved case is closed", self._close)

    def escalated(self) -> int:
        """A case whose flow found no cause."""
        return self.once("a flow finds no cause", lambda: self._refused(line(90)))

    def held(self) -> int:
        """A case that a known outage explains."""
        return self.once("an outage explains a case", self._hold)

    def cancelled(self) -> int:
        """A case that was withdrawn while it was worked on."""
        return self.once("a case is withdrawn", self._cancel)

    def handed_to_service(self) -> int:
        """A case whose second line found the network at fault."""
        return self.once("the second line finds the network at fault", self._to_service)

    def handed_to_change(self) -> int:
        """A case that needs a controlled change."""
        return self.once("the second line asks for a change", self._to_change)

    def failed(self) -> int:
        """A case in which an attempt was made that did not help."""
        return self.once("an attempt does not help", self._fail)

    def outage_over(self) -> int:
        """The case of an outage that has ended, and for which another case waited."""
        return self.once("an outage ends", self._end_outage)

    def fine(self) -> int:
        """A case in which nothing was wrong."""
        return self.once(
            "nothing is wrong", lambda: self.of(self.open(line(98), "is my line fine?", flow="line-ready"))
        )

    def of(self, id: int) -> int:
        """A case, led to the end of its flow."""
        self.lead(id)
        return id

    def worked_around(self) -> int:
        """A case for which a known workaround was applied."""
        return self.once("a known workaround is applied", self._work_around)

    def reopened(self) -> int:
        """A case whose customer did not agree."""
        return self.once("a customer does not agree", self._reopen)

    def late(self) -> int:
        """A case whose target time was missed, as far as its process knows."""
        return self.once("a target time is missed", self._miss)

    def silent(self) -> int:
        """A resolved case whose customer never answered."""
        return self.once("nobody answers", self._wait)

    # How they are played

    def open(self, msisdn: str, words: str = "my mobile internet does not work since morning", **more: Any) -> int:
        """Open a case of a simulated customer."""
        case = self.post("/v1/cases", words=words, msisdn=f"+{msisdn}", **({"flow": "mobile-data"} | more))
        return int(case["id"])

    def lead(self, id: int) -> Body:
        """Work on a case as an agent would: approve what is proposed, answer what is asked, until the flow ends."""
        case = self.case(id)
        for _ in range(MOST_STEPS):
            step = case["next"]
            if step is None:
                return case
            if step["kind"] == "question" and (answers := _answers(step["blanks"])):
                case = dict(self.post(f"/v1/cases/{id}/answers", answers=answers))
            else:
                decision = "approve" if step["has_tool"] else "done" if step["kind"] == "tell" else "skip"
                case = dict(self.post(f"/v1/cases/{id}/actions", call=step["call"], decision=decision))
        raise UnmetError(f"case {id} has no end after {MOST_STEPS} steps")

    def _until(self, outcome: str, first: int = 1) -> int:
        """The first of the simulated customers whose case ends so, and for whom something was done."""
        for each in LINES[first:]:
            id = self.open(each)
            case = self.lead(id)
            if case["outcome"] == outcome and case["done"]["actions"]:
                return id
        raise UnmetError(f"no simulated customer's case ends {outcome}")

    def _close(self) -> int:
        id = self._until("solved", 3)
        self.trace(id)
        self.post(f"/v1/cases/{id}/contacts", answered=False)
        self.post(f"/v1/cases/{id}/contacts", answered=True, agrees=True, satisfaction=2)
        self.post(f"/v1/cases/{id}/close", cause="device.settings", resolution="fixed", note="works again")
        return id

    def _refused(self, msisdn: str, words: str = "my mobile internet does not work") -> int:
        """A case whose customer can do nothing of what is proposed."""
        id = self.open(msisdn, words)
        case = self.case(id)
        for _ in range(MOST_STEPS):
            step = case["next"]
            if step is None:
                return id
            decision = "approve" if step["kind"] == "hand_over" and step["has_tool"] else "skip"
            given = {"call": step["call"], "decision": decision, "reason": "not possible"}
            case = dict(self.post(f"/v1/cases/{id}/actions", **given))
        raise UnmetError(f"case {id} has no end after {MOST_STEPS} steps")

    def isolated(self, msisdn: str, words: str = "my mobile internet does not work", **found: Any) -> int:
        """A case whose cause the second line has found."""
        id = self._refused(msisdn, words)
        self.post(f"/v1/cases/{id}/life/second_line", values=found)
        return id

    def _hold(self) -> int:
        need(self.instance.world.hit, "the simulated operator has no outage")
        for each in self.instance.world.hit[:6]:
            id = self.open(each, "no signal at all", flow="no-service")
            if self.case(id)["parent"] is not None:
                return id
        raise UnmetError("no case of a line in an outage is linked to it")

    def _cancel(self) -> int:
        id = self.open(line(91))
        self.trace(id)
        self.post(f"/v1/cases/{id}/status", status="cancelled", reason="the customer withdrew it")
        return id

    def _to_service(self) -> int:
        evidence = ["the HSS shows no data profile"]
        return self.isolated(line(92), cause="data profile lost", domain="network", evidence=evidence)

    def _to_change(self) -> int:
        return self.isolated(line(96), cause="wrong firewall rule", domain="line", needs_change=True)

    def _work_around(self) -> int:
        words = "mobile internet stopped after the update of the phone last night"
        self.post(
            "/v1/known-problems",
            title="Data profile lost after the update",
            symptom=words,
            cause="update 7 drops the data profile",
            workaround="Enter the access point by hand",
            flow="mobile-data",
        )
        id = self.isolated(line(93), words, cause="update 7", domain="device", fix_known=False)
        self.post(f"/v1/cases/{id}/life/apply_workaround")
        self.post(f"/v1/cases/{id}/life/validate", values={"solved": True})
        return id

    def _fail(self) -> int:
        id = self.isolated(line(97), cause="SIM", domain="sim")
        self.post(f"/v1/cases/{id}/life/correct")
        self.post(f"/v1/cases/{id}/life/validate", values={"solved": False})
        return id

    def _end_outage(self) -> int:
        parent = self.case(self.held())["parent"]
        self.post(f"/v1/cases/{parent}/close", cause="network.outage", resolution="restored", note="power is back")
        return int(parent)

    def _reopen(self) -> int:
        id = self._until("solved", 6)
        self.trace(id)
        self.post(f"/v1/cases/{id}/reopen", reason="still no internet")
        return id

    def _miss(self) -> int:
        id = self.open(line(94), urgency="high")
        self.trace(id)
        self.instance.let_pass(id, days=10)
        return id

    def _wait(self) -> int:
        id = self._until("solved", 8)
        self.trace(id)
        self.instance.let_pass(id, days=10)
        return id


def _answers(blanks: list[Body]) -> Body:
    """Answers that a customer who agrees to everything gives; nothing to what cannot be answered so."""
    blank = blanks[0] if blanks else None
    if blank is None:
        return {}
    if blank["type"] == "boolean":
        return {blank["fact"]: True}
    return {blank["fact"]: blank["allowed"][0]} if blank["allowed"] else {}


def _case_of(envelope: Body) -> int | None:
    told = envelope.get("correlationId")
    return int(told) if isinstance(told, str) and told.isdigit() else None
