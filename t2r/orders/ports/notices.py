"""Messages to the customer: each becomes a TMF681 message, which is sent from the database until it has arrived."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.orders.ports import Call, Outcome, unknown_verb
from t2r.tmf.messages import KIND
from t2r.tmf.tables import Record

SENDER = {"name": "Orders"}


class Notices:
    """Writes messages; the sender of this system takes them from there."""

    def do(self, session: Session, call: Call) -> Outcome:
        """As InsidePort has it."""
        if call.verb != "send":
            raise unknown_verb(call)
        id = str(uuid5(NAMESPACE_URL, f"t2r:{call.key}"))
        if not call.again or session.scalar(select(Record.number).where(Record.kind == KIND, Record.id == id)) is None:
            session.add(
                Record(
                    kind=KIND,
                    id=id,
                    version=1,
                    body=_message(call),
                    created_at=call.at,
                    updated_at=call.at,
                    due_at=call.at,
                )
            )
        return Outcome()


def _message(call: Call) -> dict[str, object]:
    email, line = call.data.get("email"), call.line
    receiver = (
        {"email": email} if email else {"phoneNumber": line} if line else {"name": str(call.data.get("customer"))}
    )
    told = f"Your order {call.order}: {call.title}."
    if visit := call.data.get("visit_at"):
        told += f" The visit is on {str(visit)[:16].replace('T', ' at ')} (UTC)."
    return {
        "@type": "CommunicationMessage",
        "messageType": "email" if email else "SMS",
        "subject": call.title,
        "content": told,
        "sender": SENDER,
        "receiver": [receiver],
        "state": "initial",
        "characteristic": [{"name": "productOrder", "value": str(call.order)}],
    }
