"""Checks of Customer Information Management (1.3.6) and Customer Relationship Management (1.3.4)."""

from __future__ import annotations

from typing import Any

from eval.etom.checking import Evidence, Registry, need
from eval.etom.system import System, line

checks = Registry()
check = checks.check

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"


def _customer(system: System) -> dict[str, Any]:
    """A customer with a telephone number."""

    def play() -> dict[str, Any]:
        contact = {"mediumType": "phone", "characteristic": {"phoneNumber": f"+{line(80)}"}}
        given = {"@type": "Customer", "name": "Asha", "engagedParty": {"id": "1", "@type": "Individual"}}
        return dict(system.post(CUSTOMERS, contactMedium=[contact], **given))

    return system.once("a customer is known", play)


def _of(system: System, what: str = "") -> str:
    return f"{CUSTOMERS}/{_customer(system)['id']}{what}"


# 1.3.6.2 Update


@check("1.3.6.2-T01", "1.3.6.2-T06")
def data_are_changed_on_the_customers_word(system: System) -> Evidence:
    system.patch(_of(system), name="Asha Rao")
    need(system.get(_of(system))["name"] == "Asha Rao", "the change is not seen at once")
    return Evidence("changed, and seen by all", _of(system), ("AM",))


@check("1.3.6.2-T02")
def data_are_changed_by_what_other_processes_find(system: System) -> Evidence:
    found = system.get(f"{CUSTOMERS}?contactMedium.characteristic.phoneNumber={system.case(system.solved())['msisdn']}")
    need(any("device" in one for one in found), "what a case found about the customer is not kept")
    return Evidence("the device a case found", who=("A",))


@check("1.3.6.2-T03")
def duplicates_are_cleansed(system: System) -> Evidence:
    merged = system.post(f"{CUSTOMERS}/deduplicate")
    return Evidence(f"{merged['merged']} merged", who=("A",))


@check("1.3.6.2-T04")
def bad_values_are_refused_with_a_reason(system: System) -> Evidence:
    bad = [{"mediumType": "phone", "characteristic": {"phoneNumber": "none"}}]
    answer = system.send("PATCH", _of(system), {"contactMedium": bad})
    need(answer.status == 400 and answer.body.get("reason"), f"a bad number is answered with {answer.status}")
    return Evidence(answer.body["reason"], who=("A",))


@check("1.3.6.2-T05")
def changes_keep_who_when_old_and_new(system: System) -> Evidence:
    history = system.get(_of(system, "/history"))
    need(history and {"by", "at", "old", "new"} <= history[0].keys(), "there is no history of changes")
    return Evidence(f"{len(history)} changes", who=("A",))


@check("1.3.6.2-T07")
def two_changes_at_once_lose_nothing(system: System) -> Evidence:
    _customer(system)
    answer = system.send("PATCH", _of(system), {"name": "Other"}, headers={"If-Match": '"stale"'})
    need(answer.status in (409, 412), f"a change of what was changed meanwhile is answered with {answer.status}")
    return Evidence("refused", who=("A",))


# 1.3.6.3 Notify


@check("1.3.6.3-T01", "1.3.6.3-T03")
def each_change_of_a_customer_is_told(system: System) -> Evidence:
    system.patch(_of(system), name="Asha R.")
    need(system.events("CustomerAttributeValueChangeEvent"), "nobody is told")
    return Evidence("told by event", "/v1/events", ("A",))


@check("1.3.6.3-T02")
def parties_register_for_changes_and_withdraw(system: System) -> Evidence:
    hub = "/tmf-api/customerManagement/v4/hub"
    answer = system.send(
        "POST",
        hub,
        {"callback": "https://listener.example/tmf", "query": "eventType=CustomerAttributeValueChangeEvent"},
    )
    need(answer.status == 201, f"nobody can register: {answer.status}")
    need(system.send("DELETE", f"{hub}/{answer.body['id']}").status == 204, "nobody can withdraw")
    return Evidence("registered and withdrawn", who=("A",))


@check("1.3.6.3-T04")
def the_customer_is_told_of_changes_of_contact_data(system: System) -> Evidence:
    sent = system.get(
        f"/tmf-api/communicationManagement/v4/communicationMessage?relatedEntity.id={_customer(system)['id']}"
    )
    need(sent, "no message is sent")
    return Evidence("told", who=("A",))


@check("1.3.6.3-T05", part="events of cases name no customer; of customers there are no events")
def events_hold_only_what_the_receiver_may_know(system: System) -> Evidence:
    id = system.opened()
    number = system.case(id)["msisdn"]
    told = system.events(case=id)
    need(told and not any(number in str(one["envelope"]) for one in told), "an event holds the customer's number")
    return Evidence(f"{len(told)} events without a number", "/v1/events", ("A",))


@check("1.3.6.3-T06")
def failed_notices_are_sent_again(system: System) -> Evidence:
    need(system.get("/v1/deliveries"), "no delivery is on record")
    return Evidence("delivered", who=("A",))


# 1.3.4.1 Retention & loyalty


@check("1.3.4.1-T01", "1.3.4.1-T02")
def contacts_build_the_customers_profile(system: System) -> Evidence:
    profile = system.get(_of(system, "/profile"))
    need(profile.get("contacts"), "contacts are not in the profile")
    return Evidence("a profile from contacts", who=("A",))


@check("1.3.4.1-T03", "1.3.4.1-T09")
def preferences_are_kept_and_used(system: System) -> Evidence:
    system.patch(_of(system), preferences={"channel": "sms", "language": "hi"})
    need(system.get(_of(system))["preferences"]["language"] == "hi", "they are not kept")
    return Evidence("kept", who=("AM",))


@check("1.3.4.1-T04")
def insight_is_given_to_other_processes(system: System) -> Evidence:
    need(system.get(_of(system, "/profile")), "there is nothing to give")
    return Evidence("given", who=("A",))


@check("1.3.4.1-T05")
def the_worth_of_a_customer_is_told(system: System) -> Evidence:
    need("value" in system.get(_of(system, "/profile")), "it is not known")
    return Evidence("known", who=("A",))


@check("1.3.4.1-T06", "1.3.4.1-T10")
def risks_are_scored_by_a_model_and_explained(system: System) -> Evidence:
    score = system.get(_of(system, "/risk"))
    need(0 <= score["churn"] <= 1 and score["reasons"], "there is no score, or no reason")
    return Evidence(f"churn {score['churn']:.2f}", who=("A",))


@check("1.3.4.1-T07", "1.3.4.1-T08", "1.3.4.1-T11")
def offers_follow_from_risk_and_chance(system: System) -> Evidence:
    offers = system.get(_of(system, "/offers"))
    need(offers, "nothing is offered")
    return Evidence(f"{len(offers)} offers", who=("A",))


@check("1.3.4.1-T12", part="that the trouble is gone, by a test and the customer's word; not the value of a product")
def what_was_delivered_is_checked_with_the_customer(system: System) -> Evidence:
    need(system.steps(system.closed())["validate"]["body"]["value"] is True, "it was not tested")
    contacts = system.report(system.closed())["contacts"]
    need(contacts and contacts[-1]["agrees"] is True, "the customer was not asked")
    return Evidence("tested, and agreed", f"/v1/cases/{system.closed()}/report", ("AM",))


@check("1.3.4.1-T13")
def satisfaction_is_measured_and_low_ones_are_followed(system: System) -> Evidence:
    id = system.solved()
    system.post(f"/v1/cases/{id}/contacts", answered=True, agrees=True, satisfaction=1)
    ideas = system.get("/v1/improvements?to=retention&limit=200")
    need(any(one["case_id"] == id for one in ideas), "nobody is told of an unhappy customer")
    return Evidence("a low satisfaction goes to retention", "/v1/improvements?to=retention", ("AM",))


@check("1.3.4.1-T14")
def after_sales_work_is_started(system: System) -> Evidence:
    need(system.case(system.closed()).get("follow_ups"), "nothing follows a closed case")
    return Evidence("started", who=("A",))


# 1.3.4.4 Terminate


def _termination(system: System) -> dict[str, Any]:
    def play() -> dict[str, Any]:
        return dict(system.post(_of(system, "/termination"), reason="moves abroad", scope="relationship"))

    return system.once("a relationship ends", play)


@check("1.3.4.4-T01", "1.3.4.4-T02", "1.3.4.4-T03")
def a_relationship_is_ended_for_a_reason_and_as_meant(system: System) -> Evidence:
    ended = _termination(system)
    need(ended["reason"] and ended["scope"] == "relationship", "reason or scope is missing")
    return Evidence(ended["reason"], who=("M",))


@check("1.3.4.4-T04")
def retention_is_tried_first(system: System) -> Evidence:
    need(_termination(system).get("retention_attempts"), "it is not tried")
    return Evidence("tried", who=("AM",))


@check("1.3.4.4-T05", "1.3.4.4-T06")
def records_are_kept_and_erased_by_law(system: System) -> Evidence:
    ended = _termination(system)
    need(ended.get("kept_until") and ended.get("erased"), "nothing says what is kept and what is erased")
    return Evidence(ended["kept_until"], who=("A",))


@check("1.3.4.4-T07", "1.3.4.4-T08")
def parties_are_told_and_services_ceased(system: System) -> Evidence:
    need(_termination(system).get("orders"), "nothing is dismantled")
    need(system.events("CustomerStateChangeEvent"), "nobody is told")
    return Evidence("ceased and told", who=("A",))


@check("1.3.4.4-T09")
def new_business_of_a_terminated_customer_is_refused(system: System) -> Evidence:
    _termination(system)
    need(system.get(_of(system))["status"] == "terminated", "the customer is not marked")
    return Evidence("marked", who=("A",))
