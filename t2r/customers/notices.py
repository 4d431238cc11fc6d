"""What customers are told: messages of TMF681, written with what they tell of, by the channel that the customer prefers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.changing import SYSTEM
from t2r.cases.events import EventType
from t2r.cases.interactions import EventType as ContactEvent
from t2r.cases.interactions import add_entry
from t2r.cases.tables import Case, Direction, Interaction, InteractionEntry, OutboxEvent, Outcome
from t2r.customers.lines import of_line
from t2r.customers.records import addresses
from t2r.customers.rules import Rules, SurveyRules
from t2r.problems.events import ProblemEvent
from t2r.tmf import messages, query
from t2r.tmf.conditions import Op, Test, Where
from t2r.tmf.records import Records
from t2r.tmf.tables import Record

CUSTOMER, PURPOSE = "customer", "purpose"  # what the characteristics of a message say
OF_OUTAGES = frozenset({"held", "resolved"})  # what is told of cases that an outage explains; of others an agent speaks
WRITTEN = frozenset({"chat", "email", "app"})  # channels of which the customer does not wait for the end
ASKED = "asked"  # the entry of a contact of which the customer was asked how it was
MESSAGES = Records(messages.nature())


def tell(
    session: Session, customer_id: str, purpose: str, text: str, at: datetime, *bodies: Mapping[str, Any]
) -> list[Record]:
    """Tell the customer something, at the first address of each of these records; nothing where there is none."""
    first = dict.fromkeys(found[0] for body in bodies if (found := addresses(body)))
    about = {CUSTOMER: customer_id, PURPOSE: purpose}
    return [messages.write(session, messages.message(*address, text, about), at) for address in first]


def told_of(rules: Mapping[str, str], changed: Iterable[str]) -> list[tuple[str, str]]:
    """(attribute, text) of the changed attributes that customers are told of."""
    return [(name, rules[name]) for name in changed if name in rules]


def of_customer(session: Session, customer_id: str, limit: int = 200) -> list[Record]:
    """What a customer was told, the newest first."""
    named = Where((_is("name", CUSTOMER), _is("value", customer_id)), each=("characteristic",))
    return list(query.page(session, MESSAGES.mapped, query.Query((named,), limit=limit)).items)


def about(message: Record, name: str) -> str:
    """What a characteristic of a message says; nothing where it has none of that name."""
    return next((str(one["value"]) for one in message.body.get("characteristic", ()) if one["name"] == name), "")


def _is(name: str, value: str) -> Test:
    return Test((name,), Op.EQ, (value,))


# What happens to cases and contacts


def follow(session: Session, event: OutboxEvent, rules: Rules, at: datetime) -> None:
    """Tell the customer of an event that means something for them, where the rules have words for it."""
    kind, _, number = event.key.partition(":")
    if kind == "case" and (what := _case_news(event)) in rules.case_notices:
        case = session.get(Case, int(number))
        if case is not None and case.line is not None and (what not in OF_OUTAGES or case.parent_id is not None):
            text = rules.case_notices[what].format(case=case.id, say=case.say or "").strip()
            if text:
                _tell_line(session, case.line, what, text, {"case": number}, at)
    elif event.type == ContactEvent.STATUS:
        contact = session.get(Interaction, int(number))
        if contact is not None and contact.line is not None and contact.outcome is Outcome.COMPLETED:
            _contact_news(session, contact, contact.line, rules, at)


def _case_news(event: OutboxEvent) -> str:
    if event.type == ProblemEvent.MISSED:
        return "late"
    told = event.envelope.get("event", {}).get("troubleTicket") or {}
    return str(told.get("status", "")) if event.type == EventType.STATUS else ""


def _contact_news(session: Session, contact: Interaction, line: str, rules: Rules, at: datetime) -> None:
    """That a contact is done, to whoever wrote and went away meanwhile; and how it was, where it is time to ask that."""
    parts, more = [], {"interaction": str(contact.id)}
    if rules.contact_done and contact.channel in WRITTEN:
        parts.append(rules.contact_done.format(contact=contact.id))
    if rules.survey.text and contact.direction is Direction.INBOUND and not _was_asked(session, line, rules.survey, at):
        parts.append(rules.survey.text)
        more["survey"] = str(contact.id)
        add_entry(session, contact, ASKED, SYSTEM, at)
    if parts:
        _tell_line(session, line, "survey" if "survey" in more else "contact", " ".join(parts), more, at)


def _was_asked(session: Session, line: str, rules: SurveyRules, at: datetime) -> bool:
    """Whether the customer of a line was asked within the days for which the rules leave them in peace."""
    entries = select(InteractionEntry.id).join(Interaction, Interaction.id == InteractionEntry.interaction_id)
    recent = entries.where(Interaction.line == line, InteractionEntry.what == ASKED)
    return session.scalar(recent.where(InteractionEntry.at > at - timedelta(days=rules.days)).limit(1)) is not None


def _tell_line(session: Session, line: str, purpose: str, text: str, more: Mapping[str, str], at: datetime) -> Record:
    """A message to the customer of a line by what they prefer; to the line itself where they are not known."""
    customer = of_line(session, line)
    found = addresses(customer.body) if customer is not None else []
    address = found[0] if found else ("SMS", f"+{line}")
    who = {CUSTOMER: customer.id} if customer is not None else {}
    return messages.write(session, messages.message(*address, text, {**who, PURPOSE: purpose, **more}), at)
