"""Their word counts for what they have changed, ours for the rest, both end alike; and no note is lost or told twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2r.operator_systems.merging import CAN_VANISH, MERGED, Notes, merge

Body = dict[str, Any]
VALUES = st.sampled_from(["a", "b", "c"])
TICKETS = st.fixed_dictionaries(dict.fromkeys(MERGED, VALUES))


@given(TICKETS, TICKETS, TICKETS, TICKETS)
def test_what_they_have_changed_is_theirs_and_what_we_alone_have_changed_is_ours(
    base: Body, told: Body, theirs: Body, ours: Body
) -> None:
    wish = merge(base, told, theirs, ours)
    assert not set(wish.to_us) & set(wish.to_them)
    for name in MERGED:
        if theirs[name] != base[name]:
            assert (ours | wish.to_us)[name] == theirs[name]
            assert name not in wish.to_them
        elif ours[name] != told[name]:
            assert wish.to_them[name] == ours[name]
        else:
            assert name not in wish.to_us


@given(TICKETS, TICKETS, TICKETS, TICKETS)
def test_once_made_alike_nothing_is_left_to_do(base: Body, told: Body, theirs: Body, ours: Body) -> None:
    wish = merge(base, told, theirs, ours)
    theirs, ours = theirs | wish.to_them, ours | wish.to_us
    again = merge(theirs, ours, theirs, ours)
    assert (again.to_us, again.to_them, again.conflicts) == ({}, {}, ())


@given(TICKETS, TICKETS)
def test_both_having_changed_it_to_different_things_is_a_conflict_that_is_named(theirs: Body, ours: Body) -> None:
    base = dict.fromkeys(MERGED, "before")
    wish = merge(base, base, theirs, ours)
    assert set(wish.conflicts) == {name for name in MERGED if theirs[name] != ours[name]}


@pytest.mark.parametrize("name", MERGED)
def test_what_they_no_longer_say_is_taken_away_only_where_it_can_be(name: str) -> None:
    base = dict.fromkeys(MERGED, "a")
    wish = merge(base, base, {key: "a" for key in MERGED if key != name}, base)
    assert wish.to_us == ({name: None} if name in CAN_VANISH else {})


def test_a_reason_goes_with_the_status_that_it_is_of() -> None:
    base = dict.fromkeys(MERGED, "a")
    theirs, ours = base | {"statusChangeReason": "theirs"}, base | {"statusChangeReason": "ours"}
    assert merge(base, base, theirs | {"status": "b"}, ours).to_us == {"status": "b", "statusChangeReason": "theirs"}
    assert merge(base, base, theirs, ours | {"status": "b"}).to_them == {"status": "b", "statusChangeReason": "ours"}
    assert merge(base, base, theirs, ours | {"severity": "b"}).to_them == {"severity": "b"}


# Notes: a system keeps the ids of others, gives its own, or rewrites the words too.

TEXTS = st.lists(st.text(alphabet="xyz", min_size=1, max_size=4), max_size=4, unique=True)
REWRITES = {
    "keeps ids": lambda note, n: note,
    "gives its own ids": lambda note, n: {"id": f"crm-{n}", "text": note["text"]},
    "rewrites": lambda note, n: {"id": f"crm-{n}", "text": f"[agent] {note['text']}"},
}


@pytest.mark.parametrize("how", REWRITES)
@given(ours=TEXTS, theirs=TEXTS)
def test_each_note_comes_to_the_other_side_once(how: str, ours: list[str], theirs: list[str]) -> None:
    here = [{"id": f"we-{text}", "text": text} for text in ours]
    there = [{"id": f"they-{text}", "text": text} for text in theirs]
    known, sent = Notes({}, frozenset()), 0
    for _ in range(len(ours) + 3):
        new = known.to_take(here, there)
        here, known = [*here, *new], known.with_taken(new)
        wanted = known.to_send(here, there)[:1] if how == "rewrites" else known.to_send(here, there)
        before, sent = there, sent + len(wanted)
        there = [*there, *(REWRITES[how](note, len(there) + n) for n, note in enumerate(wanted))]
        known = known.with_given(wanted, before, there)
    assert not known.to_take(here, there)
    assert not known.to_send(here, there)
    assert sent == len(set(ours) - set(theirs))
    assert {*ours, *theirs} <= {note["text"] for note in here}
    assert all(any(text in note["text"] for note in there) for text in ours)


def test_a_note_of_ours_that_they_have_lost_is_told_again_and_one_of_theirs_is_not() -> None:
    here = [{"id": "we-1", "text": "ours"}, {"id": "they-1", "text": "theirs"}]
    known = Notes({"we-1": "crm-9"}, frozenset({"they-1"}))
    assert known.to_send(here, []) == [here[0]]
    assert known.to_send(here, [{"id": "crm-9", "text": "reworded"}]) == []


def test_a_note_that_arrived_though_its_answer_was_lost_is_known_to_be_there() -> None:
    here, there = [{"id": "we-1", "text": "ours"}], [{"id": "crm-9", "text": "ours"}]
    known = Notes({}, frozenset()).with_found(here, there)
    assert known.given == {"we-1": "crm-9"}
    assert known.to_take([], there) == []


def test_what_is_kept_is_read_again() -> None:
    known = Notes({"a": "b", "c": None}, frozenset({"d"}))
    assert Notes.of(known.kept()) == known
    assert Notes.of(None) == Notes({}, frozenset())
