"""Events that come in any order, several times, or never leave no interaction wrong."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from eval.cti import AGENTS, UNKNOWN, Made, Message, Story, Truth, on_the_way, simulated, wrong
from t2r.cases.tables import Interaction, Outcome
from t2r.cti.bridge import WITH_CUSTOMER, Reception, receive, take_in
from t2r.cti.calls import follow, kind_of
from t2r.cti.events import Event
from t2r.cti.lines import line_of
from t2r.cti.platforms import Platforms
from t2r.cti.tables import CtiCall, CtiPop
from t2r.database import utc_now, writing

STREAMS = 1_000
PLATFORMS = Platforms.load()


def read(message: Message) -> Event:
    event = PLATFORMS.read(message)
    assert event is not None
    return event


def made_of(arrived: list[Message]) -> list[Made]:
    """What the events alone tell: each conversation of the customer's."""
    events = [read(message) for message in arrived]
    groups: list[set[str]] = []
    for event in events:
        named = {event.conn_id, *event.linked}
        touched = [group for group in groups if group & named]
        groups = [group for group in groups if not group & named] + [named.union(*touched)]
    made = []
    for group in groups:
        told = [
            event
            for conn in group
            if kind_of(own := [each for each in events if each.conn_id == conn]) in WITH_CUSTOMER
            for event in own
        ]
        if call := follow(told):
            holder = call.holder
            agent = (holder.agent if holder else None) or UNKNOWN
            made.append(Made(line_of(call), agent, call.started_at, call.ended_at, call.abandoned))
    return made


def test_a_thousand_streams_tell_nothing_that_is_not_so() -> None:
    rng = random.Random(7)
    complaints = []
    for number in range(STREAMS):
        story, truth = simulated(rng, number)
        arrived = on_the_way(rng, story.messages)
        complaints += wrong(story, truth, arrived, made_of(arrived))
    assert complaints == []


def test_streams_of_which_nothing_is_lost_tell_the_truth_exactly() -> None:
    rng = random.Random(8)
    for number in range(200):
        story, truth = simulated(rng, number)
        arrived = on_the_way(rng, story.messages, lost=0.0)
        assert wrong(story, truth, arrived, made_of(arrived)) == []


@given(st.integers(0, 2**32), st.data())
@settings(max_examples=150, deadline=None)
def test_the_order_and_repetition_of_events_do_not_matter(seed: int, data: st.DataObject) -> None:
    story, _ = simulated(random.Random(seed), seed % 1000)
    messages = data.draw(st.lists(st.sampled_from(story.messages), min_size=1, max_size=30))
    shuffled = data.draw(st.permutations(messages))
    once = [message for message in story.messages if message in messages]
    assert sorted(map(repr, made_of(shuffled))) == sorted(map(repr, made_of(once)))


def test_what_is_kept_is_what_the_events_tell_however_they_came(database: Engine) -> None:
    """The events of many calls at once, in any order, some repeated and some lost."""
    rng = random.Random(9)
    stories = [simulated(rng, number) for number in range(40)]
    arrived = {story.number: on_the_way(rng, story.messages) for story, _ in stories}
    everything = [message for each in arrived.values() for message in each]
    rng.shuffle(everything)
    with writing(database) as session:
        for message in everything:
            receive(session, read(message), utc_now())
    complaints = []
    for story, truth in stories:
        made = kept(database, story)
        assert sorted(map(repr, made)) == sorted(map(repr, made_of(arrived[story.number])))
        complaints += wrong(story, truth, arrived[story.number], made)
    assert complaints == []


def kept(database: Engine, story: Story) -> list[Made]:
    conns = [story.conn(leg) for leg in (1, 2, 3)]
    with Session(database) as session:
        ids = set(session.scalars(select(CtiCall.interaction_id).where(CtiCall.conn_id.in_(conns))))
        found = [one for id in sorted(filter(None, ids)) if (one := session.get(Interaction, id))]
        return [
            Made(one.line, one.agent, one.started_at, one.ended_at, one.outcome is Outcome.ABANDONED) for one in found
        ]


def test_an_event_that_comes_again_changes_nothing(database: Engine) -> None:
    story, truth = simulated(random.Random(3), 3)
    for message in story.messages:
        first, again = (take_in(database, read(message), utc_now()).reception for _ in range(2))
        assert (first, again) == (Reception.TAKEN, Reception.DUPLICATE)
    assert wrong(story, truth, story.messages, kept(database, story)) == []


def test_nobody_is_shown_a_call_that_is_over(database: Engine) -> None:
    story = Story(random.Random(1), 1)
    for name in ("EventRinging", "EventEstablished", "EventReleased"):
        story.say(name, AGENTS[0])
    for message in reversed(story.messages):
        take_in(database, read(message), utc_now())
    with Session(database) as session:
        assert session.scalars(select(CtiPop)).all() == []


def test_the_checks_find_what_is_wrong() -> None:
    """The truth against other people's interactions: a comparison that could not fail would prove nothing."""
    story, truth = next(found for seed in range(99) if (found := simulated(random.Random(seed), 1))[1].is_contact)
    right = Made(truth.line, truth.agent, truth.started_at, truth.ended_at, truth.abandoned)
    for other in (
        Made("919999999999", right.agent, right.started_at, right.ended_at, right.abandoned),
        Made(right.line, "nobody", right.started_at, right.ended_at, right.abandoned),
        Made(right.line, right.agent, right.ended_at or right.started_at, right.ended_at, right.abandoned),
        Made(right.line, right.agent, right.started_at, None, right.abandoned),
    ):
        assert wrong(story, truth, story.messages, [other])
    assert wrong(story, truth, story.messages[1:], [Made("9199", "nobody", right.started_at, None, False)])
    assert not wrong(story, truth, story.messages, [right])
    assert isinstance(truth, Truth)
