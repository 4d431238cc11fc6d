"""Checks of Customer Interaction Management: Authenticate (1.3.5.8)."""

from __future__ import annotations

from eval.etom.checking import ITSELF, Evidence, Registry, actors, need
from eval.etom.checks.customer import caller, known, verified
from eval.etom.checks.interaction.shared import (
    INTERACTIONS,
    known_caller,
)
from eval.etom.system import System

checks = Registry()
check = checks.check


@check("1.3.5.8-T01")
def whoever_acts_is_authenticated(system: System) -> Evidence:
    answer = system.send("GET", "/v1/cases", headers={"Authorization": "Bearer nobody"})
    need(answer.status == 401, f"a stranger is answered with {answer.status}")
    need(system.send("GET", "/v1/cases").ok, "who is known is refused")
    customer = known_caller(system)["id"]
    contact = system.post(INTERACTIONS, channel="phone", reason="my data", msisdn=f"+{caller(70)}")["id"]
    sent = system.post(f"/v1/customers/{customer}/verifications", interaction=contact, method="code")["sent_to"]
    need(sent and sent.endswith(caller(70)[-4:]) and caller(70) not in sent, "a customer on the phone gets no code")
    need(verified(system, customer, 70), "a customer cannot answer questions")
    return Evidence("staff and programs by token, customers by code or questions", "/v1/cases")


@check("1.3.5.8-T02")
def rights_limit_what_can_be_done(system: System) -> Evidence:
    answer = system.send("GET", "/v1/session")
    need(answer.ok and answer.body.get("scopes"), "nobody knows what the caller may do")
    return Evidence(f"{len(answer.body['scopes'])} rights", "/v1/session")


@check("1.3.5.8-T03")
def what_needs_no_login_is_open_and_what_is_protected_asks_for_more(system: System) -> Evidence:
    nobody = {"Authorization": "Bearer nobody"}
    need(system.send("GET", "/healthz", headers=nobody).ok, "the open part is closed")
    need(system.send("GET", "/v1/cases", headers=nobody).status == 401, "the closed part is open")
    at, number = f"/v1/customers/{known_caller(system)['id']}", 70
    contact = system.post(INTERACTIONS, channel="phone", msisdn=f"+{caller(number)}")["id"]
    given = {"changes": {"name": "Meera Das"}, "why": "the customer's word"}
    refused = system.send("PATCH", at, given | {"interaction": contact})
    need(refused.status == 403, f"a protected action asks for no more: {refused.status}")
    need(not system.get(f"{at}?interaction={contact}")["verified"], "personal data are shown to anybody")
    system.patch(at, **given, interaction=verified(system, known_caller(system)["id"], number))
    return Evidence("open, closed, and only for a verified customer", "/healthz")


@check("1.3.5.8-T04")
def a_caller_is_verified(system: System) -> Evidence:
    contact = verified(system, known_caller(system)["id"], 70)
    steps = system.get(f"{INTERACTIONS}/{contact}")["history"]
    kept = [step for step in steps if step["what"] == "verified"]
    need(kept and kept[0]["body"] == {"method": "questions", "verdict": "passed"}, "method and result are not kept")
    return Evidence("by questions: passed", f"{INTERACTIONS}/{contact}", (*ITSELF, *actors(kept)))


@check("1.3.5.8-T05")
def tries_to_be_verified_are_limited(system: System) -> Evidence:
    customer = known(system, 75, "Imran")["id"]
    contact = system.post(INTERACTIONS, channel="phone", msisdn=f"+{caller(75)}")["id"]

    def begin() -> int | None:
        asked = {"interaction": contact, "method": "code"}
        answer = system.send("POST", f"/v1/customers/{customer}/verifications", asked)
        return int(answer.body["id"]) if answer.ok else None

    verdicts: list[str] = []
    while (id := begin()) is not None and len(verdicts) < 20:
        for _ in range(3):
            answer = system.send("POST", f"/v1/verifications/{id}", {"code": "000000"})
            verdicts.append(answer.body["verdict"] if answer.ok else "locked")
    need("failed" in verdicts and verdicts[-1] == "locked", f"wrong codes are answered with {', '.join(verdicts)}")
    need("passed" not in verdicts and id is None, "who is locked may try again at once")
    locked = system.send(
        "POST", f"/v1/customers/{customer}/verifications", {"interaction": contact, "method": "questions"}
    )
    need(locked.status == 409 and locked.headers.get("Retry-After", locked.headers.get("retry-after")), "nobody is told until when")  # fmt: skip
    return Evidence(f"locked after {verdicts.index('locked')} tries, with the time until when", "/v1/customers")


@check("1.3.5.8-T06")
def staff_are_authenticated(system: System) -> Evidence:
    named = system.get("/v1/session")
    need(named.get("name"), "staff work without a name")
    (event,) = system.trace(system.opened(), "opened")
    need(event["by"] == named["name"], "what was done does not bear the name of who did it")
    return Evidence(f"acts of {named['name']} bear that name", "/v1/session")


@check(
    "1.3.5.8-T07",
    part="verifications of customers one by one; refused tokens are counted, and no record of each is to be searched",
)
def attempts_are_logged(system: System) -> Evidence:
    answer = system.send("GET", "/metrics")
    need(answer.ok and "401" in str(answer.body), "refusals are not counted")
    contact = verified(system, known_caller(system)["id"], 70)
    steps = system.get(f"{INTERACTIONS}/{contact}")["history"]
    need(any(step["what"] == "verified" and step["by"] for step in steps), "a verification is not on record")
    return Evidence("refusals are counted, verifications kept", f"{INTERACTIONS}/{contact}")


@check("1.3.5.8-T08")
def a_session_belongs_to_its_user_and_ends(system: System) -> Evidence:
    answer = system.send("POST", "/v1/session", {})
    cookie = {name.lower(): value for name, value in answer.headers.items()}.get("set-cookie", "")
    need(answer.ok and "HttpOnly" in cookie and "Max-Age" in cookie, "a session has no end, or is open to scripts")
    return Evidence("bound to the browser, and it ends", "/v1/session")
