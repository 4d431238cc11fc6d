"""Checks of Customer Interaction Management: Notify (1.3.5.5)."""

from __future__ import annotations

from functools import partial

from eval.etom.checking import Evidence, Registry, need
from eval.etom.checks.customer import MESSAGES, known, messages_about, new_name, news_of
from eval.etom.system import System

checks = Registry()
check = checks.check


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
