"""Checks of Customer Information Management (1.3.6) and Customer Relationship Management (1.3.4)."""

from __future__ import annotations

from typing import Any

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.system import System, line

checks = Registry()
check = checks.check

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"  # TMF629
CUSTOMER_360 = "/tmf-api/customer360/v4/customer360"  # TMF717
RISKS = "/tmf-api/riskManagement/v4/partyRoleRiskAssessment"  # TMF696
RECOMMENDATIONS = "/tmf-api/recommendationManagement/v4/queryProductRecommendation"  # TMF680
LOYALTY = "/tmf-api/loyaltyManagement/v4/loyaltyAccount"  # TMF658
PRODUCT_ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"  # TMF622
MESSAGES = "/tmf-api/communicationManagement/v4/communicationMessage"  # TMF681


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
    return Evidence("changed, and seen by all", _of(system))


@check("1.3.6.2-T02")
def data_are_changed_by_what_other_processes_find(system: System) -> Evidence:
    found = system.get(f"{CUSTOMERS}?contactMedium.characteristic.phoneNumber={system.case(system.solved())['msisdn']}")
    need(any("device" in one for one in found), "what a case found about the customer is not kept")
    return Evidence("the device a case found")


@check("1.3.6.2-T03")
def duplicates_are_cleansed(system: System) -> Evidence:
    first = _customer(system)
    second = system.post(CUSTOMERS, **{name: first[name] for name in ("name", "engagedParty", "contactMedium")})
    need(second["id"] == first["id"], "the same customer is kept twice")
    return Evidence("one record of one customer", CUSTOMERS)


@check("1.3.6.2-T04")
def bad_values_are_refused_with_a_reason(system: System) -> Evidence:
    bad = [{"mediumType": "phone", "characteristic": {"phoneNumber": "none"}}]
    answer = system.send("PATCH", _of(system), {"contactMedium": bad})
    need(answer.status == 400 and answer.body.get("reason"), f"a bad number is answered with {answer.status}")
    return Evidence(answer.body["reason"])


@check("1.3.6.2-T05")
def changes_keep_who_when_old_and_new(system: System) -> Evidence:
    history = system.get(_of(system, "/history"))
    need(history and {"by", "at", "old", "new"} <= history[0].keys(), "there is no history of changes")
    return Evidence(f"{len(history)} changes")


@check("1.3.6.2-T07")
def two_changes_at_once_lose_nothing(system: System) -> Evidence:
    _customer(system)
    answer = system.send("PATCH", _of(system), {"name": "Other"}, headers={"If-Match": '"stale"'})
    need(answer.status in (409, 412), f"a change of what was changed meanwhile is answered with {answer.status}")
    return Evidence("refused")


# 1.3.6.3 Notify


@check("1.3.6.3-T01", "1.3.6.3-T03")
def each_change_of_a_customer_is_told(system: System) -> Evidence:
    system.patch(_of(system), name="Asha R.")
    need(system.events("CustomerAttributeValueChangeEvent"), "nobody is told")
    return Evidence("told by event", "/v1/events")


@check("1.3.6.3-T02")
def parties_register_for_changes_and_withdraw(system: System) -> Evidence:
    hub = "/tmf-api/customerManagement/v4/hub"
    answer = system.send(
        "POST",
        hub,
        {"callback": "http://127.0.0.1:9/events", "query": "eventType=CustomerAttributeValueChangeEvent"},
    )
    need(answer.status == 201, f"nobody can register: {answer.status}")
    need(system.send("DELETE", f"{hub}/{answer.body['id']}").status == 204, "nobody can withdraw")
    return Evidence("registered and withdrawn")


@check("1.3.6.3-T04")
def the_customer_is_told_of_changes_of_contact_data(system: System) -> Evidence:
    sent = system.get(f"{MESSAGES}?characteristic.value={_customer(system)['id']}")
    need(sent, "no message is sent")
    return Evidence("told")


@check("1.3.6.3-T05", part="events of cases name no customer; of customers there are no events")
def events_hold_only_what_the_receiver_may_know(system: System) -> Evidence:
    id = system.opened()
    number = system.case(id)["msisdn"]
    told = system.events(case=id)
    need(told and not any(number in str(one["envelope"]) for one in told), "an event holds the customer's number")
    return Evidence(f"{len(told)} events without a number", "/v1/events")


@check("1.3.6.3-T06")
def failed_notices_are_sent_again(system: System) -> Evidence:
    need(system.get("/v1/deliveries"), "no delivery is on record")
    return Evidence("delivered")


# 1.3.4.1 Retention & loyalty


def _view(system: System) -> dict[str, Any]:
    """All that is known of the customer, as TMF717 gives it."""
    return dict(system.get(f"{CUSTOMER_360}/{_customer(system)['id']}"))


@check("1.3.4.1-T01", "1.3.4.1-T02")
def contacts_build_the_customers_profile(system: System) -> Evidence:
    profile = _view(system)
    need(profile.get("partyInteraction") and profile.get("troubleTicket"), "contacts are not in the profile")
    return Evidence("a profile from contacts", CUSTOMER_360)


@check("1.3.4.1-T03", "1.3.4.1-T09")
def preferences_are_kept_and_used(system: System) -> Evidence:
    wish = {"name": "preferredChannel", "value": "sms"}
    system.patch(_of(system), characteristic=[wish])
    need(wish.items() <= system.get(_of(system))["characteristic"][0].items(), "they are not kept")
    sent = system.get(f"{MESSAGES}?characteristic.value={_customer(system)['id']}")
    need(sent and all(one["messageType"] == "SMS" for one in sent), "they are not used")
    return Evidence("kept and used", _of(system))


@check("1.3.4.1-T04")
def insight_is_given_to_other_processes(system: System) -> Evidence:
    need(_view(system).get("characteristic"), "there is nothing to give")
    return Evidence("given", CUSTOMER_360)


@check("1.3.4.1-T05")
def the_worth_of_a_customer_is_told(system: System) -> Evidence:
    known = {one["name"] for one in _view(system)["characteristic"]}
    need("customerLifetimeValue" in known, "it is not known")
    return Evidence("known", CUSTOMER_360)


@check("1.3.4.1-T06", "1.3.4.1-T10")
def risks_are_scored_by_a_model_and_explained(system: System) -> Evidence:
    assessed = system.post(RISKS, partyRole={"id": _customer(system)["id"]}, characteristic=[{"name": "churn"}])
    result = assessed["riskAssessmentResult"]
    need(0 <= float(result["overallScore"]) <= 1 and result["score"], "there is no score, or no reason")
    return Evidence(f"churn {result['overallScore']}", RISKS)


@check("1.3.4.1-T07", "1.3.4.1-T08")
def offers_follow_from_risk_and_chance(system: System) -> Evidence:
    asked = system.post(RECOMMENDATIONS, relatedParty=[{"id": _customer(system)["id"], "role": "customer"}])
    need(asked.get("recommendationItem"), "nothing is offered")
    return Evidence(f"{len(asked['recommendationItem'])} offers", RECOMMENDATIONS)


@check("1.3.4.1-T11")
def loyalty_is_rewarded(system: System) -> Evidence:
    accounts = system.get(f"{LOYALTY}?relatedParty.id={_customer(system)['id']}")
    need(accounts, "there is no scheme")
    return Evidence(f"{len(accounts)} accounts", LOYALTY)


@check("1.3.4.1-T12", part="that the trouble is gone, by a test and the customer's word; not the value of a product")
def what_was_delivered_is_checked_with_the_customer(system: System) -> Evidence:
    tested = system.steps(system.closed())["validate"]
    need(tested["body"]["value"] is True, "it was not tested")
    contacts = system.report(system.closed())["contacts"]
    need(contacts and contacts[-1]["agrees"] is True, "the customer was not asked")
    told = actors([tested, *system.trace(system.closed(), "contact")])
    return Evidence("tested, and agreed", f"/v1/cases/{system.closed()}/report", told)


@check("1.3.4.1-T13")
def satisfaction_is_measured_and_low_ones_are_followed(system: System) -> Evidence:
    id = system.closed()
    ideas = [one for one in system.get("/v1/improvements?to=retention&limit=200") if one["case_id"] == id]
    need(ideas, "nobody is told of an unhappy customer")
    told = actors([*system.trace(id, "contact"), *ideas])
    return Evidence("a low satisfaction goes to retention", "/v1/improvements?to=retention", told)


@check("1.3.4.1-T14")
def after_sales_work_is_started(system: System) -> Evidence:
    need(system.get(f"{PRODUCT_ORDERS}?externalId=case-{system.closed()}"), "nothing follows a closed case")
    return Evidence("started", PRODUCT_ORDERS)


# 1.3.4.4 Terminate


def _termination(system: System) -> dict[str, Any]:
    """A customer who has left, as TMF629 keeps it."""

    def play() -> dict[str, Any]:
        system.patch(_of(system), status="terminated", statusReason="moves abroad")
        return dict(system.get(_of(system)))

    return system.once("a relationship ends", play)


@check("1.3.4.4-T01")
def a_relationship_is_ended_for_a_reason(system: System) -> Evidence:
    ended = _termination(system)
    need((ended["status"], ended["statusReason"]) == ("terminated", "moves abroad"), "reason or state is missing")
    return Evidence(ended["statusReason"], _of(system))


def _cease(system: System, services: str) -> dict[str, Any]:
    """An order by which services end: `all` or `one`."""
    given = {"action": "delete", "product": {"id": services}}
    party = {"id": _customer(system)["id"], "role": "customer"}
    return dict(system.post(PRODUCT_ORDERS, productOrderItem=[given], relatedParty=[party]))


@check("1.3.4.4-T02", "1.3.4.4-T03")
def services_end_without_the_relationship(system: System) -> Evidence:
    ordered = _cease(system, "one")
    need(system.get(_of(system))["status"] != "terminated", "the end of a service ends the relationship")
    return Evidence(f"order {ordered['id']}", PRODUCT_ORDERS)


@check("1.3.4.4-T04")
def retention_is_tried_first(system: System) -> Evidence:
    tried = {one["name"] for one in _termination(system)["characteristic"]}
    need("retentionAttempt" in tried, "it is not tried")
    return Evidence("tried", _of(system))


@check("1.3.4.4-T05", "1.3.4.4-T06")
def records_are_kept_and_erased_by_law(system: System) -> Evidence:
    ended = _termination(system)
    need(ended["validFor"]["endDateTime"], "nothing says until when it is kept")
    need(not ended.get("contactMedium"), "what the law does not ask for is not erased")
    return Evidence(ended["validFor"]["endDateTime"], _of(system))


@check("1.3.4.4-T07")
def parties_are_told_of_the_end(system: System) -> Evidence:
    _termination(system)
    need(system.events("CustomerStateChangeEvent"), "nobody is told")
    return Evidence("told", "/v1/events")


@check("1.3.4.4-T08")
def services_are_dismantled(system: System) -> Evidence:
    ordered = system.get(
        f"{PRODUCT_ORDERS}?relatedParty.id={_termination(system)['id']}&productOrderItem.action=delete"
    )
    need(ordered, "nothing is dismantled")
    return Evidence(f"{len(ordered)} orders", PRODUCT_ORDERS)


@check("1.3.4.4-T09")
def new_business_of_a_terminated_customer_is_refused(system: System) -> Evidence:
    party = {"id": _termination(system)["id"], "role": "customer"}
    answer = system.send(
        "POST", PRODUCT_ORDERS, {"productOrderItem": [{"id": "1", "action": "add"}], "relatedParty": [party]}
    )
    need(answer.status in (400, 409, 422), f"an order of a customer who has left is answered with {answer.status}")
    return Evidence("refused", PRODUCT_ORDERS)
