"""Where the customer is, and whether that is abroad: as said, as implied, and not where it was or will be."""

from __future__ import annotations

import pytest

from t2r.flows.speech.whereabouts import Whereabouts, whereabouts


@pytest.mark.parametrize(
    ("said", "place", "abroad"),
    [
        # said outright
        ("current location: abroad in France.", "France", True),
        ("current location: at home in the United States.", "the United States", False),
        ("location: Pune", "Pune", False),
        ("I am overseas and nothing works", None, True),
        ("videsh me hu", None, True),
        ("I am not abroad", None, False),
        ("main ghar pe hu", None, False),
        # implied
        ("I'm in France", "France", True),
        ("I'm in the US right now", "US", True),
        ("We're in the UK on holiday", "UK", True),
        ("Landed in Dubai two hours ago and my phone is dead", "Dubai", True),
        ("my husband is in London and his SIM does not register", "London", True),
        ("crossed the border into Canada", "Canada", True),
        ("in spain, fone not conecting", "spain", True),
        ("I'm travelling in Germany and will be happy with any network", "Germany", True),
        ("papa canada gaye hain", "canada", True),
        ("Main Dubai aaya hu", "Dubai", True),
        ("Singapore me utarne ke baad call nahi lagti", "Singapore", True),
        ("I'm calling from Delhi", "Delhi", False),
        ("I'm at home in Mumbai", "Mumbai", False),
        ("Noida me network nahi hai", "Noida", False),
        # a place that no list knows
        ("no network near Andheri station", "Andheri", None),
        ("I live at 12 MG Road", "12 MG Road", None),
        # it was, it will be, others are there
        ("I was in France last week", None, None),
        ("I am travelling to Singapore next week", None, None),
        ("we fly to Spain tomorrow", None, None),
        ("does my sim work overseas?", None, None),
        ("call to Dubai fails", None, None),
        ("my friends in Canada can't reach me", None, None),
        ("back from Italy since Monday", None, None),
        # words that only look like places
        ("help us in any way", None, None),
        ("the router moved us to another channel", None, None),
        ("For me it is done in April", None, None),
        ("At home the wifi is slow", None, None),
        ("open it in WhatsApp or in Settings", None, None),
        ("my home internet is slow", None, None),
        ("", None, None),
    ],
)
def test_whereabouts(said: str, place: str | None, abroad: bool | None) -> None:
    assert whereabouts(said) == Whereabouts(place, abroad)


def test_abroad_is_seen_from_the_operators_home() -> None:
    assert whereabouts("I'm in London", home="GB") == Whereabouts("London", False)
    assert whereabouts("I'm in Delhi", home="GB") == Whereabouts("Delhi", True)
