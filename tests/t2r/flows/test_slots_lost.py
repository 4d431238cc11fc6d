"""A phone that is lost, stolen or found again."""

from __future__ import annotations

import pytest

from t2r.flows.slots import slots_of


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("my mobile got stolen in the metro, block it", "lost"),
        ("I can't find my phone anywhere since lunch", "lost"),
        ("I cannot find my handset", "lost"),
        ("mera phone kho gya hai", "lost"),
        ("phone chori ho gaya, sim band kar do", "lost"),
        ("left my phone in a taxi", "lost"),
        ("I have not found my stolen phone", "lost"),
        ("haven't found it yet, it was stolen", "lost"),
        ("I found my lost phone, unblock it", "found"),
        ("the stolen phone has turned up at the police", "found"),
        ("gum hua phone mil gaya, chalu kar do", "found"),
        ("phone mil gya hai", "found"),
        ("I got my phone back", "found"),
        ("my missing phone is here again, please unblock my number", "found"),
        ("no internet since morning", None),
        ("found no solution so far, data is slow", None),
    ],
)
def test_what_became_of_the_phone(said: str, meant: str | None) -> None:
    assert slots_of(said).get("lost_or_found") == meant
