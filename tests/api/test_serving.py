"""`t2r serve` and `t2r token` as they are run: real processes, real sockets."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from api.app import is_loopback
from api.cli import PAGE_SCOPES, token
from api.tokens import Scope
from t2r.settings import Settings

T2R = [sys.executable, "-c", "from t2r.cli import main; main()"]


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("T2R_", "PROMETHEUS_"))}


@contextmanager
def served(settings: Settings, log: Path, *options: str) -> Iterator[dict[str, Any]]:
    """A running server's announcement; stopped as Ctrl+C would."""
    command = [*T2R, "serve", "--port", "0", "--json", "--data-dir", str(settings.data_dir), *options]
    with log.open("w") as stderr:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=clean_environment())
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, log.read_text()
            yield json.loads(line)
        finally:
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=60)
    assert rest == ""


def fetch(url: str, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    result = response.status, response.headers, response.read()
    connection.close()
    return result


@pytest.mark.slow
def test_serve_prints_one_json_document_with_a_link_that_signs_in(settings: Settings, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with served(settings, log) as announced:
        url, login = announced["url"], urlsplit(announced["login"])
        assert fetch(url, "/readyz")[0] == 200
        status, headers, _ = fetch(url, f"{login.path}?{login.query}")
        assert (status, headers["location"]) == (303, "/")
        cookie = headers["set-cookie"].split(";")[0]
        me = json.loads(fetch(url, "/v1/session", Cookie=cookie)[2])
        assert me["scopes"] == sorted(PAGE_SCOPES)
        assert fetch(url, f"{login.path}?{login.query}")[1]["location"] == "/#link-used"
    lines = log.read_text().splitlines()
    assert [json.loads(line)["event"] for line in lines].count("request") >= 4
    assert login.query.removeprefix("code=") not in log.read_text()
    assert cookie.split("=")[1] not in log.read_text()


@pytest.mark.slow
def test_several_workers_share_sign_ins_documents_and_counts(
    settings: Settings, tmp_path: Path, token_for: Callable[..., str]
) -> None:
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}", "Content-Type": "application/json"}
    with served(settings, tmp_path / "log", "--workers", "2") as announced:
        url = announced["url"]
        for n in range(20):
            assert fetch(url, "/v1/session", **headers)[0] == 200, n
        text = fetch(url, "/metrics", **headers)[2].decode()
        (counted,) = [
            line for line in text.splitlines() if line.startswith("t2r_http_requests_total") and "session" in line
        ]
        assert float(counted.split()[-1]) == 20
        assert 't2r_documents{kind="article"} 3.0' in text


def test_serving_others_needs_a_token_first(t2r: Callable[..., Any], tmp_path: Path) -> None:
    refused = t2r("serve", "--host", "0.0.0.0", "--port", "0", "--no-starter", "--data-dir", tmp_path)
    assert refused.status == 1
    assert "t2r token create" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_wrong_options_are_wrong_usage(t2r: Callable[..., Any], tmp_path: Path) -> None:
    assert t2r("serve", "--workers", "0").status == 2
    assert t2r("token", "create", "--name", "x", "--scope", "everything", "--data-dir", tmp_path).status == 2


@pytest.fixture
def call(tmp_path: Path) -> Callable[..., Any]:
    """Run a `t2r token` command in this process."""

    def invoke(*arguments: str) -> Any:
        return CliRunner().invoke(token, [*arguments, "--data-dir", str(tmp_path)])

    return invoke


def test_a_token_is_created_listed_and_revoked(call: Callable[..., Any]) -> None:
    scopes = ("--scope", "answers:read", "--scope", "knowledge:read")
    created = json.loads(call("create", "--name", "crm", *scopes, "--days", "30", "--json").stdout)
    assert created["token"].startswith("t2r_")
    (listed,) = json.loads(call("list", "--json").stdout)
    assert (listed["name"], listed["scopes"]) == ("crm", "answers:read knowledge:read")
    secret = created["token"].split("_")[2]
    assert secret not in call("list").stdout
    assert "crm" in call("list").stdout
    again = call("create", "--name", "crm", *scopes)
    assert "already" in str(again.exception)
    assert call("revoke", "crm").exit_code == 0
    assert json.loads(call("list", "--json").stdout) == []
    assert isinstance(call("revoke", "crm").exception, ValueError)


def test_a_link_is_made_for_where_the_server_is(call: Callable[..., Any]) -> None:
    assert call("link").stdout.startswith("http://127.0.0.1:8000/login?code=")
    made = json.loads(call("link", "--url", "https://t2r.example/", "--name", "asha", "--json").stdout)
    assert made["login"].startswith("https://t2r.example/login?code=")


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.0.4", False),
        ("assistant.example", False),
        ("127.example", False),
        ("", False),
    ],
)
def test_only_loopback_addresses_are_local(host: str, local: bool) -> None:
    assert is_loopback(host) is local
