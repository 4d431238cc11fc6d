"""Wakes the streams of screen-pops: a pop is a row of the database, written by whichever process took the event in."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.looks import SharedLook
from t2r.cti.screens import Mark, mark

EVERY_SECONDS = 0.1  # between two looks for what other processes have written; what this one writes wakes at once


def look_for_pops(database: Engine) -> SharedLook[Mark]:
    """How far the pops have come."""

    def look(_before: Mark) -> Mark:
        with Session(database) as session:
            return mark(session)

    return SharedLook(look, Mark(), EVERY_SECONDS)
