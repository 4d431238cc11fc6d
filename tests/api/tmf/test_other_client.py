"""Somebody else's client of TM Forum's APIs, the package `tmforum`, which refuses what it cannot read (`strict_parsing`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
import tmforum

from api.tokens import Scope
from t2r.settings import Settings


@pytest.fixture(scope="module")
def context(
    make_settings: Callable[..., Settings],
    token_for: Callable[..., str],
    serve: Callable[[Settings], AbstractContextManager[str]],
) -> Iterator[Any]:
    settings = make_settings()
    token = token_for(settings, Scope.TICKETS_READ, Scope.TICKETS_WRITE)
    with serve(settings) as address:
        made = tmforum.Context(api_base_url=f"{address}/tmf-api", access_token=token, currency_code="INR")
        made.headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        made.strict_parsing = True
        yield made


def test_it_creates_reads_finds_patches_and_deletes_tickets(context: Any) -> None:
    made = tmforum.TroubleTicket(description="No signal", severity="Major", ticketType="networkFault").create(context)
    assert (made.read(context).description, made.status.value) == ("No signal", "acknowledged")
    json_patch = {"Content-Type": "application/json-patch+json"}
    assert (
        made.update([{"op": "replace", "path": "/severity", "value": "Minor"}], context, json_patch).severity == "Minor"
    )
    assert made.update({"status": "inProgress"}, context).status.value == "inProgress"
    history = [each.status.value for each in made.read(context).statusChangeHistory]
    assert history == ["acknowledged", "inProgress"]
    other = tmforum.TroubleTicket(description="No data", severity="Minor", ticketType="networkFault").create(context)
    for query, found in (
        ("severity=Minor&sort=id", [made.id, other.id]),
        ("status=inProgress", [made.id]),
        ("filter=$[?(@.status=='acknowledged')]", [other.id]),
        ("description=none", []),
    ):
        assert [each.id for each in tmforum.TroubleTicket.query_get(query, context)] == found, query
    other.delete(context)
    assert [each.id for each in tmforum.TroubleTicket.query_get("limit=5", context)] == [made.id]


def test_it_creates_reads_finds_patches_and_deletes_service_problems(context: Any) -> None:
    noc = tmforum.RelatedPartyRefOrPartyRoleRef(role="noc", partyOrPartyRole=tmforum.PartyRef(id="1", name="NOC"))
    about = {"description": "Fibre cut", "category": "serviceProvider.declarer", "priority": 1, "reason": "excavator"}
    made = tmforum.ServiceProblem(originatorParty=noc, **about).create(context)
    assert made.read(context).originatorParty.role == "noc"
    assert made.update({"description": "Two fibres cut"}, context).description == "Two fibres cut"
    assert [each.id for each in tmforum.ServiceProblem.query_get("priority=1", context)] == [made.id]
    made.delete(context)
    assert tmforum.ServiceProblem.query_get("priority=1", context) == []
