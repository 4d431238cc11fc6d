"""Checks of Customer Problem Management: Report (1.3.7.2)."""

from __future__ import annotations

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.customer import MESSAGES, messages_about
from eval.etom.checks.problem.shared import life_told, link_to
from eval.etom.system import System, line

checks = Registry()
check = checks.check


@check("1.3.7.2-T01")
def open_reports_are_monitored(system: System) -> Evidence:
    watched = {one["case"] for one in system.get("/v1/jeopardy?limit=200")}
    need(system.opened() in watched, "an open report is not watched")
    return Evidence(f"{len(watched)} open reports with their target time", "/v1/jeopardy")


@check("1.3.7.2-T02")
def every_change_of_status_is_told(system: System) -> Evidence:
    told = system.events("TroubleTicketStatusChangeEvent", system.closed())
    need(len(told) >= 3, "changes are left out")
    id, last = life_told(system)
    need(last["event"]["troubleTicket"]["status"] == "cancelled", "a subscriber is told of another status")
    return Evidence(f"{len(told)} changes told; those of case {id} sent to a subscriber", "/v1/events")


@check("1.3.7.2-T03")
def notification_lists_are_data(system: System) -> Evidence:
    answer = system.send("POST", "/tmf-api/troubleTicket/v5/hub", {"callback": "http://127.0.0.1:9/events"})
    need(answer.status == 201, f"nobody can register: {answer.status}")
    gone = system.send("DELETE", f"/tmf-api/troubleTicket/v5/hub/{answer.body['id']}").status
    need(gone == 204, f"nobody can withdraw: {gone}")
    return Evidence("registered and withdrawn", "/tmf-api/troubleTicket/v5/hub")


@check("1.3.7.2-T04")
def the_customer_is_told_of_changes(system: System) -> Evidence:
    closed = messages_about(system, "case", system.closed())
    held = messages_about(system, "case", system.held())
    need({one["messageType"] for one in (*closed, *held)} <= {"SMS", "Email"}, "a channel is none")
    return Evidence(f"of an outage: {held[-1]['content']}; at the end: {closed[0]['content']}", MESSAGES)


@check("1.3.7.2-T05")
def the_history_of_states_is_analysed(system: System) -> Evidence:
    system.closed()
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    need(figures["hours_in_status"] and figures["minutes_to_restore"] is not None, "no time is measured")
    return Evidence(f"{figures['minutes_to_restore']} min to restore", "/v1/problem-report")


@check("1.3.7.2-T06", part="on demand, not on a schedule")
def a_management_report_is_made_on_demand(system: System) -> Evidence:
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    need(figures["cases"] and figures["by_status"], "there are no figures")
    return Evidence(f"{figures['cases']} cases", "/v1/problem-report")


@check("1.3.7.2-T07")
def a_summary_is_made_for_one_customer(system: System) -> Evidence:
    system.opened()
    number = line(86)
    system.open(number)
    every, one, none = (
        system.get(f"/v1/problem-report?since=2020-01-01T00:00:00Z{who}")["cases"]
        for who in ("", f"&msisdn=+{number}", f"&msisdn=+{line(9_999)}")
    )
    need((one, none) == (1, 0) and every > 1, "the report knows no audience")
    return Evidence("a summary for one customer", "/v1/problem-report")


@check("1.3.7.2-T08")
def reports_are_distributed_with_proof(system: System) -> Evidence:
    sent = system.get("/v1/problem-report/distributions")
    need(sent, "no report was sent to anybody")
    return Evidence("sent")


@check("1.3.7.2-T09")
def one_problem_is_reported_in_full(system: System) -> Evidence:
    report = system.report(system.closed())
    need(report["what"] and report["causes"] and report["activities"], "what, why or how is missing")
    return Evidence("what, why, and how it was recovered", link_to(system.closed(), "report"))


@check("1.3.7.2-T10")
def problems_by_security_events_are_told_apart(system: System) -> Evidence:
    id = system.of(system.open(line(99), "is my line fine?", flow="line-ready"))
    system.post(f"/v1/cases/{id}/close", cause="security.sim_swap", resolution="explained", note="the SIM is blocked")
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    need(figures["by_cause"].get("security.sim_swap"), "the figures do not tell them apart")
    told = actors(system.trace(id, "closed"))
    return Evidence(f"{figures['by_cause']['security.sim_swap']} by a SIM swap", "/v1/problem-report", told)
