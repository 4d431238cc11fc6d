"""What the routes work with: one value, built in `create_app`, found through `Depends`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from filelock import FileLock, Timeout
from httpx import Auth

from api.audit import AuditLog
from api.code_flow import CodeFlow
from api.desk import Desk
from api.gate import Gate
from api.identity import IdentityProvider
from api.limits import RateLimits
from api.looks import SharedLook
from api.metrics import Metrics
from api.problems import Unavailable
from api.roles import Roles
from api.sessions import SessionStore
from api.tokens import TokenStore
from api.widget_tokens import WidgetTokenStore
from knowledge import KnowledgeBase
from t2r.assistant import Assistant
from t2r.cases.workbench import Workbench
from t2r.cti.platforms import Platforms
from t2r.cti.screens import Mark
from t2r.customers.desk import CustomerDesk
from t2r.feedback import FeedbackStore
from t2r.learning.desk import LearningDesk
from t2r.operator_systems.systems import OperatorSystems
from t2r.orders.bench import OrderBench
from t2r.settings import Settings
from t2r.tmf.messages import Sender

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


def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


Wired = Annotated[Services, Depends(_services)]
