"""The states of a trouble ticket, and what may follow what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2r.cases.errors import IllegalTransitionError
from t2r.cases.status import FOLLOWING, Status, check_transition

# now: what may follow. TMF621 names the states; which may follow which is ours.
TABLE = """
acknowledged: inProgress rejected cancelled
inProgress: pending held resolved cancelled
pending: inProgress cancelled
held: inProgress cancelled
resolved: closed inProgress
rejected:
cancelled:
closed:
"""
ALLOWED = {line.split(":")[0]: set(line.split(":")[1].split()) for line in TABLE.strip().splitlines()}


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("then", Status)
def test_a_case_goes_only_where_the_table_lets_it(now: Status, then: Status) -> None:
    if then in ALLOWED[now]:
        check_transition(now, then)
        return
    with pytest.raises(
        IllegalTransitionError, match=f"a case that is {now} cannot become {then}; after {now} may come"
    ):
        check_transition(now, then)


@given(st.lists(st.sampled_from(Status), max_size=12))
def test_nothing_leads_out_of_a_final_state_and_none_is_a_dead_end(wishes: list[Status]) -> None:
    now = Status.ACKNOWLEDGED
    for wish in wishes:
        if wish in FOLLOWING[now]:
            assert not now.is_final
            now = wish
    assert now.is_final == (now in (Status.REJECTED, Status.CANCELLED, Status.CLOSED))
    assert now.is_open or now.is_final or now is Status.RESOLVED
