"""`convention_matters` against brute force: read under every convention there is, and compare."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import load
from harness.clock.deadline import read_clock
from harness.clock.events import Event, Kind
from harness.clock.result import State
from letters.model import Channel, Convention

# plain years; the change of the law; the end of the last year that is announced
PLACES = [
    (date(2024, 1, 2), date(2025, 3, 1)),
    (date(2019, 4, 1), date(2019, 5, 20)),
    (date(2026, 11, 1), date(2026, 12, 20)),
]
CONVENTIONS = [
    Convention(*chosen)
    for chosen in product(
        (False, True), ("sent", "arrival", "never"), ("posted", "signed", "delivered")
    )
]
# a convention decides when a thing is due; waiting for a receipt is no other verdict than waiting
# for the deadline
SETTLED = {State.AWAITING_RECEIPT: State.RUNNING}


@st.composite
def near_misses(draw: st.DrawFn) -> list[Event]:
    """Applications whose agency acts within a few days of one limit or another."""
    first, last = draw(st.sampled_from(PLACES))
    sent = draw(st.dates(first, last))
    log = [Event(Kind.SENT, sent)]
    received = sent + timedelta(days=draw(st.integers(0, 4)))
    if draw(st.integers(0, 3)):
        log.append(Event(draw(st.sampled_from([Kind.DELIVERED, Kind.CONFIRMED])), received))
    near = st.integers(-3, 3)

    def on(days: int) -> date:
        return load().add(received, days) + timedelta(days=draw(near))

    acts = draw(st.lists(st.sampled_from(sorted(_ACTS)), max_size=4, unique=True))
    for kind in sorted(acts, key=lambda name: _ACTS[name]):
        data = {}
        if kind == "clarification_requested" and draw(st.booleans()):
            data["period_days"] = draw(st.integers(1, 15))
        if kind == "extension_notified" and draw(st.booleans()):
            data["days"] = draw(st.integers(1, 25))
        log.append(Event(Kind(kind), on(_ACTS[kind]), data=data))
    if draw(st.booleans()):
        day = on(draw(st.sampled_from([20, 30, 33, 40])))
        dated = draw(st.lists(st.sampled_from(["signed_on", "posted_on", "delivered_on"])))
        data = {name: day + timedelta(days=draw(near)) for name in dated}
        log.append(Event(Kind.ANSWERED, day, data=data))
    return log


_ACTS = {
    "clarification_requested": 7,
    "clarification_submitted": 13,
    "third_party_started": 16,
    "extension_notified": 20,
    "fee_notified": 20,
    "fee_paid": 24,
    "third_party_ended": 31,
}


@settings(max_examples=800)
@given(
    near_misses(), st.sampled_from(list(Channel)), st.integers(0, 60), st.sampled_from(CONVENTIONS)
)
def test_a_convention_matters_where_another_gives_another_state(log, channel, days, convention):
    as_of = log[0].on + timedelta(days=days)

    def state(chosen: Convention) -> State:
        found = read_clock(log, channel=channel, as_of=as_of, convention=chosen, working=False)
        return SETTLED.get(found.state, found.state)

    clock = read_clock(log, channel=channel, as_of=as_of, convention=convention, working=False)
    here = SETTLED.get(clock.state, clock.state)
    # where the posting counts and is on record, the date signed is no other reading (rules.md, C6)
    posted = any("posted_on" in event.data for event in log)
    closed = {"signed"} if convention.answered_on == "posted" and posted else set()
    others = [each for each in CONVENTIONS if each.answered_on not in closed]
    assert clock.convention_matters is any(state(other) is not here for other in others)
