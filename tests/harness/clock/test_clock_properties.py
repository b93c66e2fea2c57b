"""Properties of the clock, and a brute-force clock that knows only days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars import load
from harness.clock.deadline import counted_days, read_clock
from harness.clock.events import Event, Kind
from harness.clock.explain import explained
from harness.clock.timeline_file import Written
from letters.model import Channel, Convention

ONE_DAY = timedelta(days=1)
RECEIVED = st.dates(date(2019, 6, 1), date(2025, 10, 1))
AS_OF = date(2026, 6, 30)
LATER = st.integers(0, 90)
STATES_WITH_DEADLINE = {"running", "overdue", "answered_in_time", "answered_late"}


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Any events at all, in any order, within half a year."""
    start = draw(RECEIVED)
    events = []
    for kind in draw(st.lists(st.sampled_from(list(Kind)), max_size=9)):
        data = {}
        if kind is Kind.EXTENSION_NOTIFIED and draw(st.booleans()):
            data["days"] = draw(st.integers(1, 40))
        if kind is Kind.CLARIFICATION_REQUESTED and draw(st.booleans()):
            data["period_days"] = draw(st.integers(1, 30))
        if kind is Kind.ANSWERED and draw(st.booleans()):
            data["posted_on"] = start + timedelta(days=draw(LATER))
            data["signed_on"] = start + timedelta(days=draw(LATER))
        events.append(Event(kind, start + timedelta(days=draw(LATER)), data=data))
    return events


@settings(max_examples=400)
@given(
    logs(),
    st.sampled_from(["registered_mail", "ordinary_mail", "email", "in_person", "fax", "web_form"]),
    st.sampled_from(["sent", "never", "arrival"]),
    st.booleans(),
    LATER,
)
def test_no_log_is_too_disorderly_to_be_read(
    events, channel, no_confirmation, counts, days
) -> None:
    as_of = (events[0].on if events else date(2020, 1, 1)) + timedelta(days=days)
    convention = Convention(counts, no_confirmation)
    clock = read_clock(events, channel=channel, as_of=as_of, convention=convention)
    if clock.due_on is not None:
        assert clock.earliest_due_on <= clock.due_on
        assert clock.latest_due_on is None or clock.due_on <= clock.latest_due_on
    if clock.state in ("overdue", "answered_late"):
        assert (clock.answered_on or as_of) > clock.latest_due_on
    if clock.state == "answered_in_time" and clock.latest_due_on:
        # the day of posting may not be on record, and then it may have been earlier
        posted = all("posted_on" in e.data for e in events if e.kind is Kind.ANSWERED)
        assert clock.answered_on <= clock.latest_due_on or not posted or clock.provisional
    assert clock.working_days_used >= 0
    quick = read_clock(events, channel=channel, as_of=as_of, convention=convention, working=False)
    assert (quick.state, quick.due_on, quick.findings) == (
        clock.state,
        clock.due_on,
        clock.findings,
    )


@settings(max_examples=150)
@given(logs(), st.sampled_from(list(Channel)), LATER)
def test_every_clock_can_be_explained_in_words_that_a_console_can_print(
    events, channel, days
) -> None:
    as_of = (events[0].on if events else date(2020, 1, 1)) + timedelta(days=days)
    clock = read_clock(events, channel=channel, as_of=as_of)
    text = explained(clock, Written(tuple(events), channel, "广西", Convention()), as_of)
    assert text.encode("gbk")
    if clock.due_on is not None:
        assert "逐日计算" in text


@settings(max_examples=200)
@given(logs(), st.permutations(range(9)))
def test_the_order_of_writing_down_does_not_matter_on_different_days(events, order) -> None:
    apart = {event.on: event for event in events}
    one = list(apart.values())
    other = [one[i] for i in order if i < len(one)]
    assert read_clock(one, channel="email", as_of=AS_OF) == read_clock(
        other, channel="email", as_of=AS_OF
    )


@given(RECEIVED, st.integers(0, 30))
def test_a_later_receipt_never_gives_an_earlier_deadline(received: date, later: int) -> None:
    def due(day: date) -> date:
        event = Event(Kind.DELIVERED, day)
        clock = read_clock([event], channel="registered_mail", as_of=AS_OF)
        assert clock.due_on is not None
        return clock.due_on

    assert due(received) <= due(received + timedelta(days=later))


@given(RECEIVED, st.integers(1, 20), st.integers(1, 15))
def test_an_extension_gives_just_so_many_working_days_more(received, days, told) -> None:
    log = [Event(Kind.DELIVERED, received)]
    plain = read_clock(log, channel="registered_mail", as_of=AS_OF).due_on
    log.append(Event(Kind.EXTENSION_NOTIFIED, received + timedelta(days=told), data={"days": days}))
    longer = read_clock(log, channel="registered_mail", as_of=AS_OF).due_on
    assert load().count(plain, longer) == days


@given(RECEIVED, st.lists(st.tuples(st.integers(1, 20), st.integers(1, 12)), max_size=3))
def test_consultations_cost_the_agency_nothing_and_give_it_nothing(received, spans) -> None:
    """Day by day: a working day counts unless it lies within a consultation that began in time."""
    log, at = [Event(Kind.DELIVERED, received)], received
    paused: list[tuple[date, date]] = []
    for gap, length in spans:
        start = at + timedelta(days=gap)
        at = start + timedelta(days=length)
        log += [Event(Kind.THIRD_PARTY_STARTED, start), Event(Kind.THIRD_PARTY_ENDED, at)]
        paused.append((start, at))
    clock = read_clock(log, channel="registered_mail", as_of=AS_OF)
    assert clock.due_on == brute_force(received, 20, paused)
    days = counted_days(log, channel="registered_mail", as_of=AS_OF).days
    assert len(days) == 20
    assert not any(start < day <= end for day in days for start, end in paused if start < days[-1])


def brute_force(received: date, days: int, paused: list[tuple[date, date]]) -> date:
    """Cross the days off one by one; a consultation may begin on the last day, and then ends it."""
    day, left = received, days
    while True:
        open_pause = next((end for start, end in paused if start == day), None)
        if left == 0 and open_pause is None:
            return day
        if open_pause is not None:
            if left == 0:
                return last_workday(day, open_pause)
            day = open_pause
            continue
        day += ONE_DAY
        left -= load().is_workday(day)
        if left == 0 and not any(start == day for start, _ in paused):
            return day


def last_workday(day: date, end: date) -> date:
    """The last working day in (day, end], `day` where there is none."""
    found = day
    while day < end:
        day += ONE_DAY
        if load().is_workday(day):
            found = day
    return found
