"""A small real knowledge base, the app over it, and a browser."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from api.app import create_app
from api.sessions import SessionStore
from api.tokens import Scope, TokenStore
from diagnostics.network import Network
from knowledge import Article, KnowledgeBase, Resolution
from t2r.database import open_database
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",  # WebGL without a GPU
]  # fmt: skip

DOCUMENTS = (
    Article(
        id="data/apn wrong?",
        title="Mobile data does not work because the APN is wrong 📶",
        body=(
            "The APN 📶 names the gateway that carries mobile data. A wrong APN stops mobile data while calls go on. "
            "Calls and SMS do not use the APN 🙂.\n\n"
            "## Steps\n\n"
            "1. Open **Settings > Mobile network > Access point names** 📱.\n"
            "2. Reset the APN to its default.\n"
            "3. Restart the phone, and check that a page opens.\n\n"
            "| Operator | APN |\n| --- | --- |\n| yours | `internet` |\n"
        ),
        product="mobile",
        audience="customer",
        symptoms=("net nahi chal raha", "the bars are there but nothing opens"),
        version=2,
        source=("3GPP TS 23.003 clause 9",),
    ),
    Article(
        id="broadband-los-red",
        title="The LOS light on the fibre modem is red",
        body=(
            "A red LOS light means that the modem receives no light from the fibre. The fibre is cut or unplugged.\n\n"
            "## Steps\n\n1. Check that the fibre is plugged in until it clicks.\n"
            "2. Restart the modem and wait two minutes.\n3. Book a technician when the LOS light stays red.\n"
        ),
        product="fixed",
    ),
    Article(
        id="voicemail-pin",
        title="Reset the voicemail PIN",
        body="The voicemail PIN is reset from the self-care app. The new PIN arrives by SMS within a minute.\n",
        product="mobile",
    ),
    Resolution(
        id="case-1",
        symptom="Mobile data stopped after a SIM swap, calls fine",
        cause_code="APN",
        steps=("Reset the APN to default", "Restarted the phone"),
        outcome="Data works again. The customer confirmed.",
        reopened_within_7_days=False,
        product="mobile",
    ),
)


@pytest.fixture(scope="session")
def knowledge_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base") / "knowledge"
    with KnowledgeBase.open(folder) as knowledge:
        knowledge.add(DOCUMENTS)
    return folder


@pytest.fixture(scope="session")
def make_settings(
    knowledge_folder: Path, new_sqlite: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Settings]:
    """Settings over a copy of the base, so that nobody changes another's."""

    def make(**given: Any) -> Settings:
        folder = tmp_path_factory.mktemp("data")
        shutil.copytree(knowledge_folder, folder / "knowledge")
        new_sqlite(folder)
        return Settings(data_dir=folder, **given)

    return make


@pytest.fixture(scope="session")
def token_for() -> Callable[..., str]:
    """A stored token with these scopes."""

    def create(settings: Settings, *scopes: Scope, lifetime: timedelta = timedelta(days=1)) -> str:
        engine = open_database(settings.database)
        token = TokenStore(engine).create(f"{'-'.join(scopes)[:80]} {token_hex(4)}", scopes, lifetime)
        engine.dispose()
        return token

    return create


@pytest.fixture(scope="session")
def login_code() -> Callable[..., str]:
    """The code of a one-time link that gives these scopes."""

    def create(settings: Settings, *scopes: Scope) -> str:
        engine = open_database(settings.database)
        code = SessionStore(engine).new_code("asha", scopes)
        engine.dispose()
        return code

    return create


@pytest.fixture(scope="module")
def shared_settings(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings()


@pytest.fixture(scope="module")
def shared(shared_settings: Settings, token_for: Callable[..., str]) -> Iterator[TestClient]:
    """An app for tests that only read; signed in as `admin` by token."""
    headers = {"Authorization": f"Bearer {token_for(shared_settings, Scope.ADMIN)}"}
    with TestClient(create_app(shared_settings), base_url=BASE, headers=headers, follow_redirects=False) as client:
        yield client


@pytest.fixture
def settings(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings()


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """An app of the test's own, with nobody signed in."""
    with TestClient(create_app(settings), base_url=BASE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def admin(client: TestClient, settings: Settings, token_for: Callable[..., str]) -> TestClient:
    """The same, signed in as `admin` by token."""
    client.headers["Authorization"] = f"Bearer {token_for(settings, Scope.ADMIN)}"
    return client


CELLS = """radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal,site,band,azimuth,height,eirp,bandwidth
LTE,404,45,1201,101,0,72.5000,23.0000,1000,10,1,0,0,0,SITE-1,3,0,30,63,20
LTE,404,45,1201,102,0,72.5800,23.0600,1000,10,1,0,0,0,SITE-2,3,0,30,63,20
"""
ACCOUNTS = "line,at,status,sim,equipment,odb,roaming_allowed,do_not_disturb,data_used,data_limit,throttled_to\n"


class SmallNetwork:
    """Two cells and four lines on disk, as feeds bring them: line 1 is well, 2 suspended for credit, 3 slowed down, 4 well."""

    well, suspended, slowed, stranger = "919800000001", "919800000002", "919800000003", "919800000099"

    def __init__(self, folder: Path) -> None:
        self._feeds = folder / "feeds"
        self._feeds.mkdir()
        (self._feeds / "cells.csv").write_text(CELLS)
        lines = "".join(f"91980000000{n},40445000000000{n},23.001,72.5\n" for n in range(1, 5))
        (self._feeds / "lines.csv").write_text(f"msisdn,imsi,latitude,longitude\n{lines}")
        self.network = Network.open(folder / "network")
        self._load("cells.csv", "lines.csv")
        before = datetime.now(UTC) - timedelta(hours=1)
        for number in (self.well, self.suspended, self.slowed, "919800000004"):
            status = "suspended_for_credit" if number == self.suspended else "active"
            self.account(number, status, before, slowed=number == self.slowed)

    def account(self, number: str, status: str, at: datetime, *, slowed: bool = False) -> None:
        """One more word of the account system about a line."""
        data = "11,10,0.5" if slowed else "1,10,"
        row = f"{number},{at.isoformat()},{status},active,allowed,,0,0,{data}\n"
        (self._feeds / "subscriptions.csv").write_text(ACCOUNTS + row)
        self._load("subscriptions.csv")

    def _load(self, *names: str) -> None:
        report = self.network.load(*(self._feeds / name for name in names))
        assert not [problem for feed in report.feeds.values() for problem in feed.problems]


@pytest.fixture(scope="session")
def small_network() -> Callable[[Settings], SmallNetwork]:
    """Make the small network where an app of these settings looks for one."""
    return lambda settings: SmallNetwork(settings.data_dir)


@pytest.fixture(scope="session")
def serve() -> Callable[[Settings], AbstractContextManager[str]]:
    """Serve an app of these settings on a free port of loopback, in a thread; gives its address."""

    @contextmanager
    def serving(settings: Settings) -> Iterator[str]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
            app = create_app(settings.model_copy(update={"port": port}))
            server = uvicorn.Server(
                uvicorn.Config(
                    app, log_config=None, access_log=False, ws="websockets-sansio", timeout_graceful_shutdown=5
                )
            )
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            yield f"http://127.0.0.1:{port}"
            server.should_exit = True
            thread.join(60)

    return serving


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """A page in a context of its own. Nothing may go wrong in it, and all it loads must come from `only_from`."""
    contexts, complaints = [], []

    def opened(only_from: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
        # The map keeps its images in addresses of their own.
        own = (only_from, "data:")
        page.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(own) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")  # while playwright runs, its thread has an event loop, and no test may start another
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed (Debian's package chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
