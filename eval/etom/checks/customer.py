"""Checks of Customer Information Management (1.3.6) and Customer Relationship Management (1.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from eval.etom.checking import ITSELF, Evidence, Registry, UnmetError, actors, need
from eval.etom.system import LINES, System

checks = Registry()
check = checks.check

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"  # TMF629
AGENTS = "/v1/customers"  # the same records, as agents see them
PRODUCT_ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"  # TMF622
MESSAGES = "/tmf-api/communicationManagement/v4/communicationMessage"  # TMF681


FIRST = 919_810_000_000


def caller(number: int) -> str:
    """The line of a customer whom the CRM tells of."""
    return str(FIRST + number)


REVENUE, BIRTHDAY, POST_CODE = 12.5, "1990-02-28", "380001"


def known(system: System, number: int, name: str) -> dict[str, Any]:
    """A customer whom the CRM tells of: reached by telephone and mail, with a birthday and an address."""
    media = [
        {"mediumType": "phone", "preferred": True, "characteristic": {"phoneNumber": f"+{caller(number)}"}},
        {"mediumType": "email", "characteristic": {"emailAddress": f"c{number}@customer.example"}},
        {"mediumType": "postalAddress", "characteristic": {"postCode": POST_CODE}},
    ]
    values = {"msisdn": caller(number), "dateOfBirth": BIRTHDAY, "monthlyRevenue": REVENUE}
    return dict(
        system.post(
            CUSTOMERS,
            **{"@type": "Customer"},
            name=name,
            engagedParty={"id": str(number), "@type": "PartyRef", "@referredType": "Individual"},
            contactMedium=media,
            characteristic=[{"name": name, "value": value} for name, value in values.items()],
        )
    )


def verified(system: System, customer: str, number: int) -> int:
    """A contact in which that customer has shown who they are, by what only they know."""
    contact = system.post("/v1/interactions", channel="phone", reason="my data", msisdn=f"+{caller(number)}")["id"]
    begun = system.post(f"{AGENTS}/{customer}/verifications", interaction=contact, method="questions")
    right = {"dateOfBirth": BIRTHDAY, "postCode": POST_CODE}
    answered = system.post(
        f"/v1/verifications/{begun['id']}", answers={name: right[name] for name in begun["questions"]}
    )
    need(answered["verdict"] == "passed", "who answers right does not pass")
    return int(contact)


def _customer(system: System) -> dict[str, Any]:
    """A customer who has called about a trouble."""

    def play() -> dict[str, Any]:
        told = known(system, 80, "Asha")
        case = system.open(caller(80))
        system.post("/v1/interactions", channel="phone", reason="slow internet", msisdn=f"+{caller(80)}", case=case)
        return told

    return system.once("a customer is known", play)


def _of(system: System) -> str:
    return f"{CUSTOMERS}/{_customer(system)['id']}"


def _agents(system: System, what: str = "") -> str:
    return f"{AGENTS}/{_customer(system)['id']}{what}"


def news_of(system: System, customer: str, act: Callable[[], object]) -> list[dict[str, Any]]:
    """What a customer is told because of an act, when it has gone out."""
    at = f"{MESSAGES}?characteristic.value={customer}&limit=1000"
    before = {one["id"] for one in system.get(at)}
    act()

    def look() -> list[dict[str, Any]] | None:
        new = [one for one in system.get(at) if one["id"] not in before]
        return new if new and all(one["state"] == "completed" for one in new) else None

    return system.eventually(look, "no message is sent")


def messages_about(system: System, about: str, value: object) -> list[dict[str, Any]]:
    """The messages about something, once there are some and they have gone out."""
    named = {"name": about, "value": str(value)}

    def look() -> list[dict[str, Any]] | None:
        sent = [one for one in system.get(f"{MESSAGES}?characteristic.value={value}") if named in one["characteristic"]]
        return sent if sent and all(one["state"] == "completed" for one in sent) else None

    return system.eventually(look, "no message is sent")


def new_name() -> str:
    """One that nobody has had."""
    return f"Asha {uuid4().hex[:8]}"


def _rename(system: System) -> Callable[[], object]:
    return lambda: system.patch(_of(system), name=new_name())


# 1.3.6.2 Update


@check("1.3.6.2-T01", "1.3.6.2-T06")
def data_are_changed_on_the_customers_word(system: System) -> Evidence:
    customer = _customer(system)
    contact, name = verified(system, customer["id"], 80), new_name()
    given = {"changes": {"name": name}, "why": "the customer's word", "interaction": contact}
    system.patch(_agents(system), **given)
    need(system.get(_of(system))["name"] == name, "the change is not seen at once")
    last = system.get(_agents(system, "/history"))[0]
    return Evidence("changed by an agent, seen by the CRM", _of(system), actors([last]))


def _solved_for(system: System) -> tuple[str, int]:
    """A customer whom the CRM tells of, and a case of theirs that its flow has solved."""

    def play() -> tuple[str, int]:
        for number in LINES[10:16]:
            customer = known(system, int(number) - FIRST, "Lata")["id"]
            id = system.of(system.open(number))
            if system.case(id)["outcome"] == "solved":
                return customer, id
        raise UnmetError("no known customer's case is solved")

    return system.once("a known customer's trouble is solved", play)


@check("1.3.6.2-T02")
def data_are_changed_by_what_other_processes_find(system: System) -> Evidence:
    customer, case = _solved_for(system)

    def look() -> dict[str, Any] | None:
        steps = system.get(f"{AGENTS}/{customer}/history")
        return next((one for one in steps if one["why"].endswith(f"case {case}")), None)

    step = system.eventually(look, "what a case found about the customer, such as the device, is not kept")
    kept = {one["name"]: one["value"] for one in system.get(f"{CUSTOMERS}/{customer}")["characteristic"]}
    need(kept.get("imei") or kept.get("device"), "it is not said which device")
    return Evidence(step["why"], f"{AGENTS}/{customer}/history", actors([step]))


@check("1.3.6.2-T03")
def duplicates_are_cleansed(system: System) -> Evidence:
    first = _customer(system)
    second = system.post(CUSTOMERS, **{name: first[name] for name in ("name", "engagedParty", "contactMedium")})
    need(second["id"] == first["id"], "the same customer is kept twice")
    return Evidence("one record of one customer", CUSTOMERS)


@check("1.3.6.2-T04")
def bad_values_are_refused_with_a_reason(system: System) -> Evidence:
    bad = [{"mediumType": "phone", "characteristic": {"phoneNumber": "none"}}]
    other = known(system, 83, "Farah")  # whom it does not matter to, should it be taken
    answer = system.send("PATCH", f"{CUSTOMERS}/{other['id']}", {"contactMedium": bad})
    need(answer.status == 400 and answer.body.get("reason"), f"a bad number is answered with {answer.status}")
    return Evidence(answer.body["reason"])


@check("1.3.6.2-T05")
def only_who_may_changes_data_and_changes_keep_who_when_old_and_new(system: System) -> Evidence:
    customer = _customer(system)
    stranger = system.send("PATCH", _of(system), {"name": "Eve"}, headers={"Authorization": "Bearer nobody"})
    need(stranger.status == 401, f"a stranger's change is answered with {stranger.status}")
    unverified = system.post("/v1/interactions", channel="phone", msisdn=f"+{caller(80)}")["id"]
    given = {"changes": {"name": "Eve"}, "why": "says so", "interaction": unverified}
    refused = system.send("PATCH", _agents(system), given)
    need(refused.status == 403, f"a change in the name of nobody verified is answered with {refused.status}")
    name = new_name()
    system.patch(_of(system), name=name)
    contact = verified(system, customer["id"], 80)
    last = system.get(_agents(system, f"/history?interaction={contact}"))[0]
    need(last["by"] and last["at"], "it is not known who changed it when")
    need((last["field"], last["new"]) == ("name", name) and last["old"], "old or new is not kept")
    return Evidence(f"{last['field']} by {last['by']}", _agents(system, "/history"), actors([last]))


@check("1.3.6.2-T07")
def two_changes_at_once_lose_nothing(system: System) -> Evidence:
    _customer(system)
    answer = system.send("PATCH", _of(system), {"name": "Other"}, headers={"If-Match": '"stale"'})
    need(answer.status in (409, 412), f"a change of what was changed meanwhile is answered with {answer.status}")
    return Evidence("refused")


# 1.3.6.3 Notify


@check("1.3.6.3-T01", "1.3.6.3-T03")
def each_change_of_a_customer_is_told(system: System) -> Evidence:
    id, before = _customer(system)["id"], len(system.events("CustomerAttributeValueChangeEvent"))
    _rename(system)()
    told = [one["envelope"] for one in system.events("CustomerAttributeValueChangeEvent")[before:]]
    mine = [one for one in told if one["event"]["customer"]["id"] == id and "name" in one["event"]["changed"]]
    need(mine and mine[-1]["eventTime"], "nobody is told")
    return Evidence("who, what and when are told by event", "/v1/events")


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
    media = system.get(_of(system))["contactMedium"]
    new = {"mediumType": "phone", "characteristic": {"phoneNumber": f"+{caller(84)}"}}
    id = _customer(system)["id"]
    told = news_of(system, id, lambda: system.patch(_of(system), contactMedium=[*media, new]))[0]
    need("contact data" in told["content"], "it is not said")
    return Evidence(f"told by {told['messageType']}", MESSAGES)


@check("1.3.6.3-T05")
def events_hold_only_what_the_receiver_may_know(system: System) -> Evidence:
    id, customer = system.opened(), _customer(system)["id"]
    of_case = [one["envelope"] for one in system.events(case=id)]
    of_customer = [one["envelope"] for one in system.events() if customer in str(one["envelope"])]
    need(of_case and of_customer, "no event tells of them")
    known = (system.case(id)["msisdn"], caller(80), "Asha", BIRTHDAY, "customer.example")
    need(not any(each in str(one) for one in of_case + of_customer for each in known), "an event holds personal data")
    return Evidence(f"{len(of_case) + len(of_customer)} events without a name or number", "/v1/events")


@check("1.3.6.3-T06")
def failed_notices_are_sent_again(system: System) -> Evidence:
    callback = {"callback": "http://127.0.0.1:9/events"}  # nobody answers there
    subscribed = system.send("POST", "/tmf-api/customerManagement/v4/hub", callback)
    need(subscribed.status == 201, f"nobody can subscribe: {subscribed.status}")
    _rename(system)()

    def look() -> dict[str, Any] | None:
        tried = system.get(f"/v1/deliveries?standing=pending&subscription={subscribed.body['id']}")
        return next((one for one in tried if one["attempts"] > len(seen)), None)

    seen: list[dict[str, Any]] = []
    try:
        for _ in range(2):
            seen = [*seen, system.eventually(look, "a notice that failed is not sent again")]
    finally:
        system.send("DELETE", f"/tmf-api/customerManagement/v4/hub/{subscribed.body['id']}")
    sent = news_of(system, _customer(system)["id"], _rename(system))[0]
    need(sent["tryTimes"] and sent["state"], "nobody knows what became of a message to the customer")
    return Evidence(f"tried {seen[-1]['attempts']} times, and again at {seen[-1]['due_at']}", "/v1/deliveries")


# 1.3.4.1 Retention & loyalty


def _view(system: System) -> dict[str, Any]:
    """All that is known of the customer, as other systems read it."""
    return dict(system.get(_agents(system, "/profile")))


@check("1.3.4.1-T01", "1.3.4.1-T02")
def contacts_build_the_customers_profile(system: System) -> Evidence:
    profile = _view(system)
    need(profile.get("partyInteraction") and profile.get("troubleTicket"), "contacts are not in the profile")
    need(system.send("GET", _agents(system, "/profile"), headers={"Authorization": "Bearer nobody"}).status == 401, "it is open to anybody")  # fmt: skip
    return Evidence("a profile from contacts", _agents(system, "/profile"))


@check("1.3.4.1-T03", part="offers and the channel; not the tone")
@check("1.3.4.1-T09")
def preferences_are_kept_and_used(system: System) -> Evidence:
    others = system.get(_of(system))["characteristic"]
    wish = {"name": "preferredChannel", "value": "email"}
    kept = system.patch(_of(system), characteristic=[*others, wish])["characteristic"]
    need(wish in kept, "they are not kept")
    told = news_of(system, _customer(system)["id"], _rename(system))[0]
    need(told["messageType"] == "Email", "they are not used")
    return Evidence("kept and used", _of(system))


@check("1.3.4.1-T04")
def insight_is_given_to_other_processes(system: System) -> Evidence:
    known = {one["name"] for one in _view(system)["characteristic"]}
    need({"churnRisk", "loyaltyPoints"} <= known, "there is nothing to give")
    return Evidence("risk, worth and loyalty", _agents(system, "/profile"))


@check("1.3.4.1-T05")
def the_worth_of_a_customer_is_told(system: System) -> Evidence:
    worth = {one["name"]: one["value"] for one in _view(system)["characteristic"]}["customerLifetimeValue"]
    need(worth and worth > REVENUE, "it is not known")
    return Evidence(f"{worth}", _agents(system, "/profile"))


def _standing(system: System) -> dict[str, Any]:
    return dict(system.get(_agents(system, "/retention")))


@check("1.3.4.1-T06", part="churn; not credit or fraud")
@check("1.3.4.1-T10", part="the scores are there for each customer; no list of those at risk for a campaign")
def risks_are_scored_by_a_model_and_explained(system: System) -> Evidence:
    found = _standing(system)
    need(0 < found["risk"] < 1 and found["reasons"], "there is no score, or no reason")
    need(
        any(one["title"].startswith("troubles") and one["value"] for one in found["reasons"]),
        "it does not see the trouble",
    )
    return Evidence(f"churn {found['risk']:.3f}", _agents(system, "/retention"))


@check("1.3.4.1-T07")
@check("1.3.4.1-T08", part="what keeps a customer; no product to sell up or across")
def offers_follow_from_risk_and_chance(system: System) -> Evidence:
    proposed = _standing(system)["proposed"]
    need(proposed and all(one["why"] for one in proposed), "nothing is offered, or without a reason")
    made = system.post(_agents(system, "/offers"), code=proposed[0]["code"], why="at risk")
    need(made["state"] == "made", "it is not made")
    return Evidence(f"{made['code']}: {proposed[0]['why']}", _agents(system, "/retention"), (*ITSELF, *actors([made])))


@check("1.3.4.1-T11")
def loyalty_is_rewarded_and_who_has_left_is_won_back(system: System) -> Evidence:
    before = _standing(system)["points"]
    system.post(_agents(system, "/loyalty"), points=150, reason="ten years")
    after = _standing(system)
    need(after["points"] == before + 150 and after["tier"], "points lead to nothing")
    gone = _termination(system)["id"]
    back = system.get(f"{AGENTS}/{gone}/retention")["proposed"]
    need(any(one["kind"] == "winBack" for one in back), "nothing is offered to who has left")
    return Evidence(f"{after['points']} points are {after['tier']}; {back[0]['code']}", _agents(system, "/retention"))


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
    case, name = system.opened(), f"after-sales-{uuid4()}"
    wanted = {"product": "sim_replacement", "characteristics": {"at_counter": True}}
    system.post(f"/v1/cases/{case}/orders", items=[wanted], external_id=name)
    (order,) = system.get(f"{PRODUCT_ORDERS}?externalId={name}")
    need(
        order["id"] in {str(one["id"]) for one in system.get(f"/v1/cases/{case}/orders")},
        "the case does not know of it",
    )

    def begun() -> list[dict[str, Any]] | None:
        return [one for one in system.get(f"/v1/orders/{order['id']}/timeline") if one["what"] == "step"] or None

    system.eventually(begun, "nobody begins it")
    told = [one for one in system.trace(case, "order") if one["name"] == order["id"]]
    need(told, "the trace of the case does not say so")
    return Evidence(f"order {order['id']} of case {case}", f"/v1/orders/{order['id']}/timeline", actors(told))


# 1.3.4.4 Terminate


def _termination(system: System) -> dict[str, Any]:
    """A customer who has left, as TMF629 keeps it."""

    def play() -> dict[str, Any]:
        at = f"{CUSTOMERS}/{known(system, 81, 'Ravi')['id']}"
        system.patch(at, status="terminated", statusReason="moves abroad")
        return dict(system.get(at))

    return system.once("a relationship ends", play)


def _left(system: System) -> str:
    return f"{CUSTOMERS}/{_termination(system)['id']}"


@check("1.3.4.4-T01")
def a_relationship_is_ended_for_a_reason(system: System) -> Evidence:
    ended = _termination(system)
    need((ended["status"], ended["statusReason"]) == ("terminated", "moves abroad"), "reason or state is missing")
    return Evidence(ended["statusReason"], _left(system))


def item(action: str, product: str, number: int, **said: Any) -> dict[str, Any]:
    """An item of an order: a product comes to a line, or ends there."""
    told = [{"name": name, "value": value} for name, value in {"line": caller(number), **said}.items()]
    on_the_line = {"id": product, "productCharacteristic": told}
    return {"id": "1", "action": action, "productOffering": {"id": product}, "product": on_the_line}


def party(customer: str) -> list[dict[str, str]]:
    """Whose an order is."""
    return [{"id": customer, "role": "customer", "@referredType": "Customer"}]


def finished(system: System, order: str) -> list[dict[str, Any]]:
    """What was done for an order, once it is completed."""

    def look() -> list[dict[str, Any]] | None:
        done = system.get(f"/v1/orders/{order}/timeline")
        over = any(one["item"] is None and one["state"] == "completed" for one in done)
        return done if over else None

    return system.eventually(look, f"order {order} comes to no end")


@check("1.3.4.4-T02")
def services_end_without_the_relationship(system: System) -> Evidence:
    customer = _customer(system)["id"]
    given = {"productOrderItem": [item("delete", "all_services", 80)], "relatedParty": party(customer)}
    ordered = system.post(PRODUCT_ORDERS, **given)
    done = {one["node"] for one in finished(system, ordered["id"])}
    need("deprovision" in done, "the services of the line do not end")
    need(system.get(_of(system))["status"] != "terminated", "the end of a service ends the relationship")
    return Evidence(
        f"order {ordered['id']} ended the services of a line, the customer stays", f"/v1/orders/{ordered['id']}"
    )


@check("1.3.4.4-T03")
def a_wish_for_when_and_what_ends_is_heard(system: System) -> Evidence:
    wished, customer = "2099-12-24T00:00:00Z", _customer(system)["id"]
    given = [
        {"productOrderItem": [item("delete", "all_services", line)], "relatedParty": party(customer)}
        for line in (85, 86)
    ]
    later = system.post(PRODUCT_ORDERS, **given[0], requestedStartDate=wished)
    at_once = system.post(PRODUCT_ORDERS, **given[1])
    finished(system, at_once["id"])  # by then the other would have been begun too
    waits = system.get(f"{PRODUCT_ORDERS}/{later['id']}")
    need(waits["requestedStartDate"] == wished and waits["state"] == "acknowledged", "the day is not waited for")
    (one,) = waits["productOrderItem"]
    need(one["productOffering"]["id"] == "all_services", "something else ends")
    system.patch(f"{PRODUCT_ORDERS}/{later['id']}", state="cancelled")
    need(system.get(f"{PRODUCT_ORDERS}/{later['id']}")["state"] == "cancelled", "the wish cannot be taken back")
    return Evidence("ended on the day that was wished, or not where it was taken back", f"/v1/orders/{later['id']}")


@check("1.3.4.4-T04")
def retention_is_tried_first(system: System) -> Evidence:
    tried = {one["name"] for one in _termination(system)["characteristic"]}
    need("retentionAttempt" in tried, "it is not tried")
    other = f"{CUSTOMERS}/{known(system, 82, 'Mina')['id']}"
    answer = system.send("PATCH", other, {"status": "terminated", "statusReason": "price"})
    need(answer.status == 409, f"who leaves for the price is let go without an offer: {answer.status}")
    return Evidence("an offer with the farewell, and before it where the rules ask", _left(system))


@check("1.3.4.4-T05", "1.3.4.4-T06")
def records_are_kept_and_erased_by_law(system: System) -> Evidence:
    ended = _termination(system)
    need(ended["validFor"]["endDateTime"] and ended["name"], "it is not kept, or nobody knows until when")
    need(not ended.get("contactMedium"), "what the law does not ask for is not erased")
    plan = system.get(f"{AGENTS}/{ended['id']}/termination")["erase"]
    need("name" in plan, "nothing says when the rest is erased")
    need(caller(81) not in str(system.get(f"{AGENTS}/{ended['id']}/notices")), "an address is kept with a message")
    return Evidence(f"the last of it on {ended['validFor']['endDateTime'][:10]}", _left(system))


@check("1.3.4.4-T07")
def parties_are_told_of_the_end(system: System) -> Evidence:
    id = _termination(system)["id"]
    told = [one["envelope"]["event"]["customer"]["id"] for one in system.events("CustomerStateChangeEvent")]
    need(id in told, "no system is told")

    def look() -> list[Any] | None:
        sent = system.get(f"{MESSAGES}?characteristic.value={id}")
        return [one for one in sent if one["state"] == "completed"] or None

    system.eventually(look, "the customer is not told")
    return Evidence("systems by event, the customer by message", "/v1/events")


@check("1.3.4.4-T08")
def the_end_of_a_relationship_ceases_the_services(system: System) -> Evidence:
    id = _termination(system)["id"]
    order = system.get(f"{PRODUCT_ORDERS}/{system.get(f'{AGENTS}/{id}/termination')['order']}")
    need(order["productOrderItem"][0]["action"] == "delete", "nothing ceases")
    need(any(each["id"] == id for each in order["relatedParty"]), "nobody knows whose services cease")
    done = {one["node"] for one in finished(system, order["id"]) if one["what"] == "step" and one["state"] == "done"}
    need({"deprovision", "release_number"} <= done, "the network goes on serving the line")
    need("charge" in done, "no last bill is made")
    return Evidence(f"order {order['externalId']}, with the last bill", f"/v1/orders/{order['id']}/timeline")


@check("1.3.4.4-T08")
def services_are_dismantled(system: System) -> Evidence:
    ordered = system.get(
        f"{PRODUCT_ORDERS}?relatedParty.id={_termination(system)['id']}&productOrderItem.action=delete"
    )
    need(ordered, "nothing is dismantled")
    return Evidence(f"{len(ordered)} orders", PRODUCT_ORDERS)


@check("1.3.4.4-T09")
def new_business_of_a_terminated_customer_is_refused(system: System) -> Evidence:
    gone, stays = _termination(system)["id"], _customer(system)["id"]
    need(system.get(_left(system))["status"] == "terminated", "the customer is not marked")
    wanted = [item("add", "sim_replacement", 81)]
    answer = system.send("POST", PRODUCT_ORDERS, {"productOrderItem": wanted, "relatedParty": party(gone)})
    need(answer.status == 409, f"an order of a customer who has left is answered with {answer.status}")
    need("has left" in str(answer.body), "it is not said why")
    taken = system.send("POST", PRODUCT_ORDERS, {"productOrderItem": wanted, "relatedParty": party(stays)})
    need(taken.ok, "the same order of another customer is refused too")
    return Evidence("refused, because the customer has left", PRODUCT_ORDERS)
