"""What customers are served with, as the settings say: the master of their records, the rules, and who sends messages."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sqlalchemy import Engine

from t2r.customers.desk import CustomerDesk
from t2r.customers.directory import Directory, Embedded
from t2r.customers.rules import SHIPPED, Rules
from t2r.operator_systems.customers import CustomerSystem
from t2r.operator_systems.wiring import CUSTOMERS, open_client
from t2r.orders.bench import OrderBench
from t2r.settings import Settings
from t2r.tmf.messages import Sender


def open_customers(
    settings: Settings, database: Engine, sender: Sender, orders: OrderBench | None = None
) -> CustomerDesk:
    """The desk of these settings. Raises FlowError or ValueError that name file and line of a mistake."""
    rules = Rules.load(settings.customer_rules or SHIPPED)
    return CustomerDesk(database, _directory(settings, database), sender, rules, orders)


def _directory(settings: Settings, database: Engine) -> Directory:
    named = settings.customers
    if named is None:
        return Embedded(database)
    if named.startswith(("https://", "http://")):
        return CustomerSystem(open_client(settings, CUSTOMERS, named, settings.customers_token))
    module, _, attribute = named.partition(":")
    try:
        made: Any = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"customers: {named} is no URL, and nothing that can be imported as MODULE:NAME") from error
    directory: Directory = made(database)
    return directory
