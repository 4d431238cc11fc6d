"""How long calls are kept: their events hold customers' numbers, and the interaction has what matters of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from t2r.cti.tables import CtiCall, CtiPop

CALLS = timedelta(days=7)  # an event that comes later than that begins a call anew
POPS = timedelta(days=1)


def forget(session: Session, now: datetime) -> None:
    """Delete the events of calls of which nothing was heard for long, and what was shown long ago."""
    session.execute(delete(CtiCall).where(CtiCall.heard_at < now - CALLS))
    session.execute(delete(CtiPop).where(CtiPop.at < now - POPS))
