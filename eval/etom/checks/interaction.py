"""Checks of Customer Interaction Management (1.3.5)."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

from eval.etom.checking import ITSELF, Evidence, Registry, actors, need
from eval.etom.checks.customer import MESSAGES, caller, known, messages_about, new_name, news_of, verified
from eval.etom.partner import subscribed
from eval.etom.system import System, line

checks = Registry()
check = checks.check

INTERACTIONS = "/v1/interactions"
PARTY_INTERACTION = "/tmf-api/partyInteraction/v4/partyInteraction"  # TMF683


def _contact(system: System) -> dict[str, Any]:
    """A contact that led to a case and has ended."""

    def play() -> dict[str, Any]:
        _caller(system)
        begun = system.post(
            INTERACTIONS, channel="chat", reason="no internet", msisdn=f"+{caller(70)}", external_id=f"chat-{uuid4()}"
        )
        case, at = system.open(caller(70)), f"{INTERACTIONS}/{begun['id']}"
        system.post(f"{at}/case", case=case)
        system.post(f"{at}/transcript", text="my number is 9876543210 and nothing loads")
        code = next(iter(system.get("/v1/case-codes")["wrap_ups"]))
        system.post(f"{at}/end", description="solved, call back on 9876543210 if not", wrap_up=code)
        return dict(system.get(at))

    return system.once("a contact leads to a case", play)


def _caller(system: System) -> dict[str, Any]:
    """A customer whom the CRM has told of."""
    return system.once("the CRM tells of a customer", lambda: known(system, 70, "Meera"))


def _open(system: System) -> dict[str, Any]:
    """A contact that goes on."""
    return system.once(
        "a contact goes on",
        lambda: dict(system.post(INTERACTIONS, channel="phone", reason="slow", msisdn=f"+{line(71)}")),
    )


def _who(*contacts: dict[str, Any]) -> tuple[str, ...]:
    return actors({"by": contact["agent"]} for contact in contacts)


def _link(contact: dict[str, Any]) -> str:
    return f"{INTERACTIONS}/{contact['id']}"


def _channel(name: str) -> dict[str, str]:
    return {"id": name, "href": f"urn:channel:{name}", "name": name}


def _told(system: System) -> dict[str, Any]:
    """A contact that another system tells in TMF683's words."""
    given = {"direction": "inbound", "reason": "slow", "status": "inProgress", "channel": [_channel("phone")]}
    began = {"startDateTime": "2026-11-20T09:00:00Z"}
    return system.once(
        "a contact is told by TMF683", lambda: dict(system.post(PARTY_INTERACTION, interactionDate=began, **given))
    )


# 1.3.5.1 Create


@check("1.3.5.1-T01")
def contacts_are_recorded_whoever_began_them(system: System) -> Evidence:
    inward = _open(system)
    outward = system.post(
        INTERACTIONS, channel="phone", direction="outbound", reason="call-back", msisdn=f"+{line(71)}"
    )
    need((inward["direction"], outward["direction"]) == ("inbound", "outbound"), "direction is not told")
    return Evidence("an inbound and an outbound contact", _link(inward), _who(inward, outward))


@check("1.3.5.1-T02")
def a_contact_says_how_when_why_and_who(system: System) -> Evidence:
    contact = _open(system)
    lacking = [name for name in ("direction", "channel", "started_at", "reason", "agent") if not contact[name]]
    need(not lacking, f"it has no {', '.join(lacking)}")
    parties = system.get(f"{PARTY_INTERACTION}/{_contact(system)['id']}")["relatedParty"]
    need({one["role"] for one in parties} >= {"customer", "agent"}, "its parties have no roles")
    return Evidence("direction, channel, time, reason, customer and agent", _link(contact), _who(contact))


@check("1.3.5.1-T03")
def a_contact_belongs_to_a_customer_or_to_nobody_yet(system: System) -> Evidence:
    unknown = system.post(INTERACTIONS, channel="chat", reason="offers")
    need(unknown["msisdn"] is None and unknown["customer"] is None, "somebody is guessed")
    contact = system.get(_link(_contact(system)))
    need(contact["customer"] == _caller(system)["id"], "the customer of the line is not identified")
    return Evidence("identified by the line, and unidentified", _link(contact), _who(unknown))


@check("1.3.5.1-T04")
def a_contact_has_one_id_across_channels(system: System) -> Evidence:
    first = _contact(system)
    again = system.post(INTERACTIONS, channel="phone", reason="goes on by phone", external_id=first["external_id"])
    need(again["id"] == first["id"], "it is another contact on another channel")
    return Evidence(f"contact {first['id']} on both channels", _link(first))


@check("1.3.5.1-T05")
def earlier_contacts_are_shown_when_a_new_one_begins(system: System) -> Evidence:
    _contact(system)
    begun = system.post(INTERACTIONS, channel="phone", reason="again", msisdn=f"+{caller(70)}")
    need(begun.get("earlier"), "the earlier contact is not shown")
    return Evidence("shown", _link(begun))


@check("1.3.5.1-T06")
def a_contact_is_linked_to_the_case_it_starts(system: System) -> Evidence:
    contact = _contact(system)
    need(contact["case"], "it is not linked")
    need(system.get(f"/v1/cases/{contact['case']}/interactions"), "the case does not know it")
    told = system.trace(contact["case"], "interaction")
    return Evidence(f"contact {contact['id']} and case {contact['case']}", _link(contact), actors(told))


# 1.3.5.2 Update


@check("1.3.5.2-T01")
def notes_and_messages_are_added_to_an_open_contact(system: System) -> Evidence:
    contact = _told(system)
    item = {"reason": "model", "itemDate": {"startDateTime": contact["interactionDate"]["startDateTime"]}}
    note = {"author": "asha", "text": "asked for the model of the phone"}
    changed = system.patch(f"{PARTY_INTERACTION}/{contact['id']}", interactionItem=[item], note=[note])
    need(changed["interactionItem"] and changed["note"], "they are not kept")
    return Evidence("an item and a note", contact["href"])


@check("1.3.5.2-T02")
def an_open_contact_can_be_changed(system: System) -> Evidence:
    contact = _told(system)
    changed = system.patch(f"{PARTY_INTERACTION}/{contact['id']}", reason="slow internet", channel=[_channel("chat")])
    need(changed["reason"] == "slow internet" and changed["channel"][0]["name"] == "chat", "it stays as it was")
    return Evidence("changed", contact["href"])


@check("1.3.5.2-T03")
def a_contact_goes_on_in_another_channel(system: System) -> Evidence:
    id = f"app-{uuid4()}"
    first = system.post(INTERACTIONS, channel="app", reason="no internet", case=system.opened(), external_id=id)
    system.post(f"{_link(first)}/notes", text="restarted the phone, no change")
    again = system.post(INTERACTIONS, channel="phone", external_id=id)
    need((again["id"], again["case"], again["channel"]) == (first["id"], first["case"], "phone"), "the context is lost")
    need(any("restarted" in step["text"] for step in again["history"]), "what was said is lost")
    return Evidence(f"contact {first['id']} with its case and what was said", _link(first), _who(again))


@check("1.3.5.2-T04")
def a_contact_is_updated_when_its_case_moves(system: System) -> Evidence:
    case = system.open(line(88))
    contact = system.post(INTERACTIONS, channel="phone", reason="slow", msisdn=f"+{line(88)}", case=case)
    system.post(f"/v1/cases/{case}/status", status="cancelled", reason="withdrawn")

    def look() -> dict[str, Any] | None:
        steps = system.get(_link(contact))["history"]
        return next(
            (one for one in steps if one["what"] == "case_status" and one["body"]["status"] == "cancelled"), None
        )

    step = system.eventually(look, "it does not hear of its case")
    linked = system.get(f"{PARTY_INTERACTION}/{contact['id']}")["interactionItem"]
    need(any(one["item"]["id"] == str(case) for one in linked), "other systems do not see its case")
    return Evidence(f"case {case} is {step['body']['status']}", _link(contact), actors([step]))


@check("1.3.5.2-T05")
def an_ended_contact_stays_as_it_is(system: System) -> Evidence:
    contact = _contact(system)
    again = system.post(f"{_link(contact)}/end", description="something else")
    need(again["description"] == contact["description"], "what it came to is overwritten")
    return Evidence("a second end changes nothing", _link(contact))


@check("1.3.5.2-T06")
def changes_of_a_contact_are_kept(system: System) -> Evidence:
    need(_contact(system).get("history"), "it has no history of changes")
    return Evidence("history", _link(_contact(system)))


# 1.3.5.3 Close


@check("1.3.5.3-T01")
def a_contact_is_closed_when_its_purpose_is_met(system: System) -> Evidence:
    need(_contact(system)["status"] == "completed", "it goes on")
    return Evidence("completed", _link(_contact(system)), _who(_contact(system)))


@check("1.3.5.3-T02")
def outcome_and_times_are_kept(system: System) -> Evidence:
    contact = _contact(system)
    need(contact["description"] and contact["ended_at"] >= contact["started_at"], "outcome or times are missing")
    need(contact["outcome"] == "completed" and contact["wrap_up"], "it bears no code")
    return Evidence(f"{contact['outcome']}, {contact['wrap_up']}, begin and end", _link(contact), _who(contact))


@check("1.3.5.3-T03")
def linked_items_are_checked_before_closing(system: System) -> Evidence:
    begun = system.post(INTERACTIONS, channel="phone", reason="open end", case=system.opened())
    answer = system.send("POST", f"{_link(begun)}/end", {"description": "bye"})
    told = answer.status == 409 or (answer.ok and answer.body.get("open_items"))
    need(told, "it is closed over an open case without a word")
    return Evidence("the open case is noticed", _link(begun))


@check("1.3.5.3-T04")
def the_customer_is_told_when_a_long_contact_is_done(system: System) -> Evidence:
    told = messages_about(system, "interaction", _contact(system)["id"])[0]
    need("done" in told["content"], "it is not said that it is done")
    return Evidence(told["content"], MESSAGES)


@check("1.3.5.5-T01", part="that it is done; not each step on the way")
def the_customer_is_told_of_a_contact(system: System) -> Evidence:
    return Evidence(messages_about(system, "interaction", _contact(system)["id"])[0]["content"], MESSAGES)


@check("1.3.5.3-T05")
def feedback_is_asked_for(system: System) -> Evidence:
    contact = _contact(system)
    asked = messages_about(system, "survey", contact["id"])
    said = system.post(f"{_link(contact)}/feedback", satisfaction=2, comment="slow to answer")
    kept = [step for step in said["history"] if step["what"] == "feedback"]
    need(kept and kept[-1]["body"]["satisfaction"] == 2, "what is answered is not kept")
    return Evidence(asked[0]["content"], _link(contact), (*ITSELF, *actors(kept)))


@check("1.3.5.3-T06")
def abandoned_contacts_time_out(system: System) -> Evidence:
    contact = system.post(INTERACTIONS, channel="chat", reason="then silence", msisdn=f"+{line(72)}")
    need(contact.get("times_out_at"), "nothing ends a contact that nobody goes on with")
    return Evidence("it has an end of its own", _link(contact))


# 1.3.5.4 Log


@check("1.3.5.4-T01", part="every channel that tells of its contacts; nothing notices one that does not")
def contacts_of_every_channel_are_logged(system: System) -> Evidence:
    channels = ("phone", "chat", "email", "app")
    logged = [system.post(INTERACTIONS, channel=channel, reason="log") for channel in channels]
    need([one["channel"] for one in logged] == list(channels), "a channel is not taken")
    return Evidence(f"{len(channels)} channels", INTERACTIONS, _who(*logged))


@check("1.3.5.4-T02")
def content_and_metadata_are_kept(system: System) -> Evidence:
    contact = _contact(system)
    kept = all(contact[name] for name in ("reason", "description", "channel", "agent", "started_at", "history"))
    need(kept, "something is not kept")
    need("nothing loads" in system.get(f"{_link(contact)}/transcript")["text"], "what was said is not kept")
    file = {"attachmentType": "photo", "url": "https://crm.example/photo.jpg", "mimeType": "image/jpeg"}
    told = system.patch(f"{PARTY_INTERACTION}/{_told(system)['id']}", attachment=[file])
    need(told.get("attachment"), "an attachment is not kept")
    return Evidence("words, transcript, attachment, time, channel, line, agent", _link(contact), _who(contact))


@check("1.3.5.4-T03")
def entries_cannot_be_changed(system: System) -> Evidence:
    contact = _contact(system)
    status = system.send("PUT", _link(contact), {"description": "other"}).status
    need(status in (404, 405), f"an entry can be overwritten ({status})")
    again = system.post(f"{_link(contact)}/end", description="other")
    need(again["description"] == contact["description"], "its outcome can be overwritten")
    return Evidence("an ended entry stays", _link(contact))


@check("1.3.5.4-T04")
def history_is_searched_by_customer_time_channel_and_topic(system: System) -> Evidence:
    contact, customer = _contact(system), _caller(system)["id"]
    since = contact["started_at"].replace("+00:00", "Z")
    words = f"relatedParty.id={customer}&channel.name=chat&reason=no internet&interactionDate.startDateTime.gte={since}"
    found = system.get(f"{PARTY_INTERACTION}?{words}")
    need(str(contact["id"]) in [one["id"] for one in found], "it is not found")
    kept = {(one["channel"][0]["name"], one["reason"]) for one in found}
    need(kept == {("chat", "no internet")}, "others are found too")
    return Evidence(f"{len(found)} contacts", PARTY_INTERACTION)


@check("1.3.5.4-T05")
def history_is_open_to_analysis(system: System) -> Evidence:
    need(system.events("PartyInteractionCreateEvent"), "contacts are told to nobody")
    return Evidence("told by event", "/v1/events")


@check("1.3.5.4-T06", part="what customers say is masked; nothing is erased when its time is over")
def personal_data_are_masked_in_the_log(system: System) -> Evidence:
    need("9876543210" not in _contact(system)["description"], "a telephone number is kept in words")
    words = system.get(f"{_link(_contact(system))}/transcript")["text"]
    need(words and "9876543210" not in words, "a telephone number is kept in the transcript")
    return Evidence("numbers in words are masked", _link(_contact(system)))


# 1.3.5.5 Notify


@check("1.3.5.5-T02", "1.3.5.5-T04")
def the_customer_is_told_of_an_outage(system: System) -> Evidence:
    told = messages_about(system, "case", system.held())[0]
    kept = [name for name in ("messageType", "sendTimeComplete", "tryTimes", "content") if not told.get(name)]
    need(not kept, f"it is not kept: {', '.join(kept)}")
    return Evidence(f"{told['messageType']}: {told['content']}", MESSAGES)


@check("1.3.5.5-T03", part="the medium by the customer's wish, else the line; no quiet hours")
def the_medium_follows_rule_and_preference(system: System) -> Evidence:
    media = []
    for number, wish in ((73, "email"), (74, "sms")):
        customer = known(system, number, f"Caller {number}")
        at = f"/tmf-api/customerManagement/v4/customer/{customer['id']}"
        wished = [*customer["characteristic"], {"name": "preferredChannel", "value": wish}]
        system.patch(at, characteristic=wished)
        told = news_of(system, customer["id"], partial(system.patch, at, name=new_name()))
        media.append(told[0]["messageType"])
    need(media == ["Email", "SMS"], f"a wish is not heard: {', '.join(media)}")
    return Evidence("by mail and by SMS, as each customer wished", MESSAGES)


# 1.3.5.6 Track


@check("1.3.5.6-T01")
def open_contacts_are_seen_in_one_place(system: System) -> Evidence:
    mine = _open(system)["id"]
    told = {one["id"] for one in system.get(f"{PARTY_INTERACTION}?status=inProgress&limit=1000")}
    need(str(mine) in told, "open contacts cannot be listed")
    (seen,) = [one for one in system.get(f"{INTERACTIONS}?open=true&limit=200")["items"] if one["id"] == mine]
    need(seen["started_at"] and seen["times_out_at"], "nobody sees how old it is, or until when it goes on")
    return Evidence(f"{len(told)} open contacts, each with its age and end", PARTY_INTERACTION)


@check("1.3.5.6-T02", part="the case of a contact has a target time, queue and escalation; the contact itself has none")
def what_a_contact_began_is_brought_to_its_end_in_time(system: System) -> Evidence:
    contact = _contact(system)
    system.life(contact["case"])
    watched = {one["case"] for one in system.get("/v1/jeopardy?limit=200")}
    need(contact["case"] in watched, "nothing watches over what it began")
    return Evidence(f"case {contact['case']} is watched", "/v1/jeopardy")


@check("1.3.5.6-T03")
def the_customer_is_told_when_a_deadline_is_missed(system: System) -> Evidence:
    told = messages_about(system, "case", system.late())
    need("by the time" in told[0]["content"], "it is not said")
    return Evidence(told[0]["content"], MESSAGES)


@check("1.3.5.6-T04", part="the customer's word on a restoration: it is waited for, and silence closes")
def awaited_replies_are_tracked(system: System) -> Evidence:
    need("close_silently" in system.steps(system.silent()), "nothing comes of silence")
    waiting = {one["node"]: one["due"] for one in system.life(system.solved())["waiting"]}
    need("contact_customer" in waiting and waiting.get("silence"), "a reply is not waited for, or without an end")
    return Evidence(f"until {waiting['silence']}", f"/v1/cases/{system.solved()}/life")


@check("1.3.5.6-T05")
def figures_of_handling_are_measured(system: System) -> Evidence:
    system.closed()
    _contact(system)
    contacts = system.get("/v1/interaction-report?since=2020-01-01T00:00:00Z")
    need(contacts["handling_s_median"] is not None and contacts["came_again"] is not None, "contacts are not measured")
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    need(figures["on_time"] is not None and figures["reopened"] is not None, "nothing is measured")
    return Evidence(f"{figures['on_time']:.0%} on time", "/v1/problem-report")


# 1.3.5.7 Report


@check("1.3.5.7-T01")
def the_status_of_contacts_is_monitored(system: System) -> Evidence:
    goes_on, over = str(_open(system)["id"]), str(_contact(system)["id"])
    found = {
        status: {one["id"] for one in system.get(f"{PARTY_INTERACTION}?status={status}&limit=1000")}
        for status in ("inProgress", "completed")
    }
    need(goes_on in found["inProgress"] and over in found["completed"], "it cannot be watched")
    need(goes_on not in found["completed"] and over not in found["inProgress"], "a status is mistaken")
    return Evidence("by status", PARTY_INTERACTION)


@check("1.3.5.7-T02")
def changes_of_contacts_are_told(system: System) -> Evidence:
    need(system.events("PartyInteractionStatusChangeEvent"), "nobody is told")
    return Evidence("told by event", "/v1/events")


@check("1.3.5.7-T03", "1.3.5.7-T04")
def contacts_are_reported(system: System) -> Evidence:
    need(system.get("/v1/interaction-report?since=2020-01-01T00:00:00Z"), "there is no report")
    return Evidence("reported")


# 1.3.5.8 Authenticate


@check("1.3.5.8-T01")
def whoever_acts_is_authenticated(system: System) -> Evidence:
    answer = system.send("GET", "/v1/cases", headers={"Authorization": "Bearer nobody"})
    need(answer.status == 401, f"a stranger is answered with {answer.status}")
    need(system.send("GET", "/v1/cases").ok, "who is known is refused")
    customer = _caller(system)["id"]
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
    at, number = f"/v1/customers/{_caller(system)['id']}", 70
    contact = system.post(INTERACTIONS, channel="phone", msisdn=f"+{caller(number)}")["id"]
    given = {"changes": {"name": "Meera Das"}, "why": "the customer's word"}
    refused = system.send("PATCH", at, given | {"interaction": contact})
    need(refused.status == 403, f"a protected action asks for no more: {refused.status}")
    need(not system.get(f"{at}?interaction={contact}")["verified"], "personal data are shown to anybody")
    system.patch(at, **given, interaction=verified(system, _caller(system)["id"], number))
    return Evidence("open, closed, and only for a verified customer", "/healthz")


@check("1.3.5.8-T04")
def a_caller_is_verified(system: System) -> Evidence:
    contact = verified(system, _caller(system)["id"], 70)
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
    contact = verified(system, _caller(system)["id"], 70)
    steps = system.get(f"{INTERACTIONS}/{contact}")["history"]
    need(any(step["what"] == "verified" and step["by"] for step in steps), "a verification is not on record")
    return Evidence("refusals are counted, verifications kept", f"{INTERACTIONS}/{contact}")


@check("1.3.5.8-T08")
def a_session_belongs_to_its_user_and_ends(system: System) -> Evidence:
    answer = system.send("POST", "/v1/session", {})
    cookie = {name.lower(): value for name, value in answer.headers.items()}.get("set-cookie", "")
    need(answer.ok and "HttpOnly" in cookie and "Max-Age" in cookie, "a session has no end, or is open to scripts")
    return Evidence("bound to the browser, and it ends", "/v1/session")


# 1.3.5.9 Customer interface


@check("1.3.5.9-T01")
def requests_are_taken_on_any_channel(system: System) -> Evidence:
    taken = [system.post(INTERACTIONS, channel=channel) for channel in ("phone", "chat", "app")]
    return Evidence("phone, chat and app", INTERACTIONS, _who(*taken))


@check("1.3.5.9-T02")
def the_requester_serves_themselves(system: System) -> Evidence:
    need(system.get("/v1/self-service"), "customers have no way of their own")
    return Evidence("served")


@check("1.3.5.9-T03")
def a_request_starts_the_process_that_fits(system: System) -> Evidence:
    words = {"no signal at all in my phone": "no-service", "picture messages do not go": "mms"}
    found = {said: system.post("/v1/cases", words=said)["flow"] for said in words}
    need(found == words, f"it goes to {', '.join(map(str, found.values()))}")
    return Evidence("the words choose the flow", "POST /v1/cases")


@check("1.3.5.9-T04")
def the_state_of_a_request_is_given_at_any_time(system: System) -> Evidence:
    need(system.case(system.opened())["status"] and system.life(system.opened())["waiting"], "it cannot be told")
    return Evidence("state and what is waited for", f"/v1/cases/{system.opened()}/life")


@check("1.3.5.9-T05")
def a_request_is_closed_when_all_has_ended(system: System) -> Evidence:
    life = system.life(system.closed())
    need(life["ended"] and not life["waiting"], "something goes on")
    told = actors([*system.trace(system.closed(), "closed"), system.steps(system.closed())["finalise_report"]])
    return Evidence("closed, with nothing left", f"/v1/cases/{system.closed()}/life", told)


@check("1.3.5.9-T06")
def closed_requests_are_analysed(system: System) -> Evidence:
    system.closed()
    _contact(system)
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    contacts = system.get("/v1/interaction-report?since=2020-01-01T00:00:00Z")
    need(figures["by_cause"] and contacts["by_wrap_up"] and contacts["by_outcome"], "they are not analysed")
    return Evidence(
        f"{len(figures['by_cause'])} causes, {len(contacts['by_outcome'])} outcomes", "/v1/interaction-report"
    )


@check("1.3.5.9-T07")
def requests_are_reported(system: System) -> Evidence:
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    contacts = system.get("/v1/interaction-report?since=2020-01-01T00:00:00Z")
    need(figures["by_status"] and figures["by_priority"] and contacts["by_channel"], "there is no report")
    return Evidence("problems by state and priority, contacts by channel", "/v1/interaction-report")


@check("1.3.5.9-T08", "1.3.5.9-T09")
def outside_formats_are_known_and_converted(system: System) -> Evidence:
    given = {"description": "no internet", "severity": "minor", "ticketType": "customerProblem"}
    v4 = system.post("/tmf-api/troubleTicket/v4/troubleTicket", **given)
    v5 = system.post("/tmf-api/troubleTicket/v5/troubleTicket", **given, **{"@type": "TroubleTicket"})
    need(v4["id"] != v5["id"] and v5["@type"] == "TroubleTicket", "a version is not spoken")
    return Evidence("TMF621 v4 and v5")


@check("1.3.5.9-T10")
def the_exchange_with_a_partner_is_run(system: System) -> Evidence:
    base = "/tmf-api/troubleTicket/v5"
    given = {"@type": "TroubleTicket", "description": "no internet", "severity": "minor", "ticketType": "partner"}
    with subscribed(system, base) as partner:
        opened = system.post(f"{base}/troubleTicket", **given)
        headers, _ = partner.told(system, "TroubleTicketCreateEvent", opened["id"])
    need(headers.get("webhook-signature"), "what the partner is told bears no signature")
    theirs = {"eventId": str(uuid4()), "event": {"troubleTicket": opened}}
    taken = system.send("POST", f"{base}/listener/troubleTicketStatusChangeEvent", theirs)
    need(taken.status == 204, f"what the partner tells is answered with {taken.status}")
    return Evidence("a ticket opened by a partner, its event signed and delivered, theirs taken", opened["href"])


@check("1.3.5.9-T11")
def messages_that_do_not_conform_are_rejected(system: System) -> Evidence:
    wrong = [
        system.send("POST", "/v1/cases", {"words": "x", "urgency": "very"}),
        system.send("POST", "/v1/cases", {"words": "x", "surprise": 1}),
        system.send("POST", INTERACTIONS, {"channel": "Voice!"}),
    ]
    need([one.status for one in wrong] == [422] * 3, f"they are answered with {[one.status for one in wrong]}")
    need(all(one.body["errors"] for one in wrong), "it is not said what is wrong")
    return Evidence("refused, with the field", "/openapi.json")
