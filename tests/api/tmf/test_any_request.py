"""Requests of every kind that the OpenAPI document allows, and others, made by schemathesis: no answer is a 5xx, or breaks the document.

A few for each operation of some APIs here; for many, over all of them, see "Conformance" in docs/tmf.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.tmf import asking
from api.tokens import Scope
from t2r.cases.errors import RefusedError
from t2r.settings import Settings
from t2r.tmf.spec import load

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ATTRIBUTES = load("TMF621-v5").attributes("TroubleTicket_RES")
WORDS = st.sampled_from(
    [*ATTRIBUTES, *asking.PAGING, "note.author", "severity.ne", "creationDate>", "$[?(@.status=='held')]", "-"]
)


@pytest.fixture(scope="module")
def served(
    make_settings: Callable[..., Settings],
    token_for: Callable[..., str],
    serve: Callable[[Settings], AbstractContextManager[str]],
) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server, and the headers of somebody who may do everything."""
    made = make_settings()
    with serve(made) as address:
        yield address, {"Authorization": f"Bearer {token_for(made, Scope.ADMIN)}"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # schemathesis and its dependencies have some of their own
@pytest.mark.parametrize(("api", "most"), [("TMF621-v5", 3), ("TMF622-v4", 1), ("TMF641-v4", 1), ("TMF652-v4", 1)])
def test_no_request_breaks_anything(served: tuple[str, dict[str, str]], api: str, most: int) -> None:
    address, headers = served
    schema = schemathesis.openapi.from_url(f"{address}/tmf-api/openapi.json", wait_for_schema=20)
    tried = 0
    for found in schema.include(tag=api).get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=most,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: schemathesis.Case) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(base_url=address, headers=headers, checks=CHECKS)

        ask()
    assert tried > 10


@given(pairs=st.lists(st.tuples(WORDS | st.text(max_size=20), WORDS | st.text(max_size=40)), max_size=4))
def test_any_query_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    text = "&".join(f"{name}={value}" for name, value in pairs)
    try:
        asked = asking.read(text, ATTRIBUTES, lambda path: path, cursors=True)
    except RefusedError:
        return
    assert 0 <= asked.query.limit <= 1_000
    assert asked.query.offset >= 0
