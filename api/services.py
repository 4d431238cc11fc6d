"""What the routes work with: one value, opened when the app starts, found through `Depends`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from filelock import FileLock, Timeout
from httpx import Auth

from api.audit import AuditLog
from api.bench import embedder, open_bench
from api.code_flow import CodeFlow
from api.customer_desk import open_customers
from api.desk import Desk
from api.gate import Gate
from api.identity import IdentityProvider
from api.limits import RateLimits
from api.looks import SharedLook
from api.metrics import Metrics
from api.orders import DeskSight
from api.pops import look_for_pops
from api.problems import Unavailable
from api.roles import Roles
from api.sessions import SessionStore
from api.tokens import TokenStore
from api.widget_tokens import WidgetTokenStore
from knowledge import KnowledgeBase
from t2r.assistant import Assistant
from t2r.cases.workbench import Workbench
from t2r.cti.platforms import SHIPPED, Platforms
from t2r.cti.screens import Mark
from t2r.customers.desk import CustomerDesk
from t2r.database import open_database
from t2r.feedback import FeedbackStore
from t2r.learning.desk import LearningDesk
from t2r.operator_systems.callback_access import load as load_callback_access
from t2r.operator_systems.systems import OperatorSystems
from t2r.operator_systems.wiring import open_systems
from t2r.orders.bench import OrderBench
from t2r.orders.tools import with_orders
from t2r.orders.wiring import close_orders, open_orders
from t2r.settings import Settings
from t2r.tmf.messages import RecordingSender, Sender, SmtpSender

if TYPE_CHECKING:
    from api.board import Shown  # made of what the routes answer with, which find these services

WRITE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Services:
    """Everything open while the app runs."""

    settings: Settings
    knowledge: KnowledgeBase
    assistant: Assistant
    desk: Desk
    feedback: FeedbackStore
    learning: LearningDesk
    bench: Workbench
    orders: OrderBench
    customers: CustomerDesk
    platforms: Platforms
    pops: SharedLook[Mark]
    board: SharedLook[Shown]
    sender: Sender
    systems: OperatorSystems
    tokens: TokenStore
    sessions: SessionStore
    widget_tokens: WidgetTokenStore
    roles: Roles
    provider: IdentityProvider | None
    code_flow: CodeFlow | None
    limits: RateLimits
    audit: AuditLog
    metrics: Metrics
    gate: Gate
    write_lock: FileLock
    callback_access: Mapping[str, Auth]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to change documents, over all threads and workers, so that what was checked stays true."""
        try:
            with self.write_lock.acquire(timeout=WRITE_SECONDS):
                yield
        except Timeout as error:
            raise Unavailable("Documents are being written. Please try again.", headers={"Retry-After": "5"}) from error


@contextmanager
def open_services(
    settings: Settings, metrics: Metrics, roles: Roles, provider: IdentityProvider | None, flow: CodeFlow | None
) -> Iterator[Services]:
    """Open the knowledge base, the database and what stands on them; they are closed at the end of the block."""
    from api.board import look_at_board  # it is made of what the routes answer with, and they need this module

    database = open_database(settings.database)
    orders = open_orders(settings, database, DeskSight(desk := Desk(settings)))
    bench = open_bench(settings, database, desk)
    bench = replace(bench, tools=with_orders(bench.tools, orders))
    systems = open_systems(settings, database, bench.codes, desk.network_if_any, bench.now)
    desk.heed(systems.silent_alarms)
    with open_knowledge(settings) as knowledge:
        desk.open_early(lambda article: knowledge.get(article) is not None)
        yield Services(
            settings=settings,
            knowledge=knowledge,
            assistant=(assistant := Assistant(knowledge, settings)),
            desk=desk,
            feedback=FeedbackStore(database),
            learning=LearningDesk.open(database, knowledge, assistant),
            bench=bench,
            orders=orders,
            customers=open_customers(settings, database, sender := sender_of(settings), orders),
            platforms=Platforms.load(settings.cti_platforms or SHIPPED),
            pops=look_for_pops(database),
            board=look_at_board(bench),
            sender=sender,
            systems=systems,
            tokens=TokenStore(database),
            sessions=SessionStore(database),
            widget_tokens=WidgetTokenStore(database),
            roles=roles,
            provider=provider,
            code_flow=flow,
            limits=RateLimits(settings.rate_limit, settings.rate_limit_machine),
            audit=AuditLog(database),
            metrics=metrics,
            gate=Gate(),
            write_lock=FileLock(settings.data_dir / "documents.lock"),
            callback_access=load_callback_access(settings.callback_access),
        )
        systems.close()
        close_orders(orders)
    database.dispose()


def open_knowledge(settings: Settings) -> KnowledgeBase:
    """The knowledge base of these settings, with the model of these settings."""
    return KnowledgeBase.open(settings.knowledge_path, embedder=embedder(settings.model_dir))


def sender_of(settings: Settings) -> Sender:
    """What messages to customers are sent through."""
    recording = RecordingSender(settings.data_dir / "messages.jsonl")
    return SmtpSender(settings.smtp_url, recording, settings.smtp_from) if settings.smtp_url else recording


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


Wired = Annotated[Services, Depends(_services)]
