"""The operator's systems as the settings name them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import httpx
from sqlalchemy import Engine

from t2r.cases.codes import Codes
from t2r.operator_systems import alarms, contacts, tickets
from t2r.operator_systems.access import Bearer, ClientCredentials
from t2r.operator_systems.alarms import AlarmExchange
from t2r.operator_systems.calling import Caller
from t2r.operator_systems.client import Client
from t2r.operator_systems.contacts import ContactExchange
from t2r.operator_systems.systems import EVENTS, Connected, OperatorSystems
from t2r.operator_systems.tickets import TicketExchange
from t2r.settings import Settings
from t2r.tmf.alarms import Network

CUSTOMERS = "customers"
APIS = {
    tickets.NAME: ("TMF621", "v4"),
    contacts.NAME: ("TMF683", "v4"),
    alarms.NAME: ("TMF642", "v4"),
    CUSTOMERS: ("TMF629", "v4"),
}
OFFERED_IN_V5 = frozenset({"TMF621"})


def open_systems(
    settings: Settings,
    database: Engine,
    codes: Codes,
    network: Callable[[], Network | None],
    now: Callable[[], datetime],
) -> OperatorSystems:
    """The systems of these settings. Raises ValueError that names the setting."""
    connected = dict[str, Connected]()
    for name, url, token in (
        (tickets.NAME, settings.operator_tickets_url, settings.operator_tickets_token),
        (contacts.NAME, settings.operator_interactions_url, settings.operator_interactions_token),
        (alarms.NAME, settings.operator_alarms_url, settings.operator_alarms_token),
    ):
        if url is None:
            continue
        client = open_client(settings, name, url, token)
        if name == tickets.NAME:
            connected[name] = Connected(
                TicketExchange(client, database, codes, now), client, _listener(settings, client, name)
            )
        elif name == contacts.NAME:
            connected[name] = Connected(ContactExchange(client, database, now), client)
        else:
            exchange = AlarmExchange(client, database, network, now)
            connected[name] = Connected(exchange, client, _listener(settings, client, name))
    return OperatorSystems(database, now, connected)


def open_client(settings: Settings, name: str, url: str, token: str | None) -> Client:
    """A client of one of the operator's APIs, of the version that the address ends with."""
    number, version = APIS[name]
    told = re.search(r"/(v\d)/?$", url)
    version = "v5" if told and told[1] == "v5" and number in OFFERED_IN_V5 else version
    return Client(name, url, f"{number}-{version}", _auth(settings, token), seconds=settings.operator_timeout)


def open_caller(settings: Settings, name: str, url: str, token: str | None) -> Caller:
    """What calls a system of the operator that has no API of those above."""
    return Caller(name, url, _auth(settings, token), seconds=settings.operator_timeout)


def _auth(settings: Settings, token: str | None) -> httpx.Auth | None:
    if token is not None:
        return Bearer(token)
    if settings.operator_token_url is None:
        return None
    if settings.operator_client_id is None or settings.operator_client_secret is None:
        raise ValueError("operator_token_url: needs operator_client_id and operator_client_secret beside it")
    return ClientCredentials(
        settings.operator_token_url,
        settings.operator_client_id,
        settings.operator_client_secret,
        settings.operator_scope,
    )


def _listener(settings: Settings, client: Client, name: str) -> str | None:
    """Where the system can tell us of what is new: our own listeners for the events of the same API."""
    if settings.operator_listener is None or name not in EVENTS:
        return None
    return f"{settings.operator_listener.rstrip('/')}{client.spec.base}/listener"
