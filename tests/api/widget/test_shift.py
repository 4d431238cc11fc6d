"""A shift in one page leaves nothing behind: what `python -m eval.bench workspace` measures, in short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.cli import PAGE_SCOPES
from eval.workspace import Memory, Shift, memory_of
from tests.api.widget.conftest import Site
from tests.api.widget.test_workspace import QUESTION, WORDS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CASES, SETTLED = 9, 4  # by then every view was shown once
LEAK = """() => { window.left = []; addEventListener("t2r-context", () =>
  left.push(Array.from({ length: 500 }, () => document.createElement("p")))); }"""


@pytest.mark.parametrize("leaks", [False, True], ids=["as it is", "with a leak"])
def test_the_memory_does_not_grow_with_the_cases(
    open_workspace: Callable[..., Any], bridge: Any, site: Site, leaks: bool
) -> None:
    page = open_workspace(*PAGE_SCOPES)
    page.clock.install()
    page.reload()
    page.wait_for_selector("t2r-assist textarea", state="attached")
    conflicts: list[str] = []
    page.on("response", lambda response: response.status == 409 and conflicts.append(response.url))
    if leaks:
        page.evaluate(LEAK)

    def tell(message: dict[str, Any]) -> None:
        assert bridge.post("/v1/cti/events", json=message).status_code == 200

    shift = Shift(page, "asha", tell, prefix=f"shift-{leaks}")
    lines = [f"9198000{60 + leaks}{number:03}" for number in range(CASES)]
    held: list[Memory] = [memory_of(page) for _ in shift.work(lines, [QUESTION], [WORDS], minutes=1)]
    grown = held[-1].over(held[SETTLED - 1])
    assert (grown > 1.3) is leaks, held
    assert conflicts == []  # nobody else works on these cases
