"""Accounts, embedded: what a line owes, and what an order charges it, once; billing reads the charges as events."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.events import put
from t2r.orders.ports import Call, Outcome, PortRefusedError, unknown_verb
from t2r.orders.tables import Account, Charge

RATE = "appliedCustomerBillingRate"  # TMF678


class Accounts:
    """Checks accounts and charges them."""

    def do(self, session: Session, call: Call) -> Outcome:
        """As InsidePort has it."""
        if call.verb == "check":
            account = session.get(Account, call.line) if call.line is not None else None
            owed = 0 if account is None else account.owed
            fine = owed <= 0 and not (account is not None and account.blocked)
            return Outcome({"account_ok": fine, "amount_due": owed / 100})
        if call.verb == "charge":
            return self._charge(session, call)
        raise unknown_verb(call)

    def _charge(self, session: Session, call: Call) -> Outcome:
        try:
            amount = int(Decimal(str(call.data.get("price") or 0)) * 100)
        except (InvalidOperation, ValueError, OverflowError) as error:
            raise PortRefusedError("NO_AMOUNT", "price: is no amount") from error
        if amount == 0:
            return Outcome()
        if call.again and session.scalar(select(Charge.id).where(Charge.key == call.key)) is not None:
            return Outcome({"charged": amount / 100})
        if call.line is None:
            raise PortRefusedError("NO_ACCOUNT", "line: the item has none")
        amount = -amount if call.undo else amount
        session.add(Charge(line=call.line, amount=amount, key=call.key, at=call.at))
        told = {"id": call.key, "taxExcludedAmount": {"value": amount / 100}, "relatedOrder": str(call.order)}
        put(session, RATE, f"A{RATE[1:]}CreateEvent", call.key, told, call.at, key=f"order:{call.order}")
        return Outcome({} if call.undo else {"charged": amount / 100})
