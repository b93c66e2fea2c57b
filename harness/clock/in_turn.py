"""Events with a day and no hour -> the order in which they can have happened: `in_turn(events)`.

Days come first. Of one day, what answers another comes after it, whoever wrote it down first: the
correction after the request, the payment after the notice, the view after the inquiry, the second
sending after the return, and the answer at the end. Where the day before left a request open, what
the applicant did meets that one, and a request of the same day is another, still to be met: so
nobody is called late by an order that nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby, zip_longest
from typing import TypeVar

from harness.clock.events import LETTER, Event, Kind

T = TypeVar("T")

# what is done -> what it answers
ANSWERS: dict[Kind, Kind] = {
    Kind.CLARIFICATION_SUBMITTED: Kind.CLARIFICATION_REQUESTED,
    Kind.FEE_PAID: Kind.FEE_NOTIFIED,
    Kind.THIRD_PARTY_ENDED: Kind.THIRD_PARTY_STARTED,
}
_ASKS = {asked: done for done, asked in ANSWERS.items()}
_MEETING_OLD, _ASKING, _MEETING, _AFTER, _LAST, _OF_A_LETTER = 2, 3, 4, 5, 6, 7
# an arrival stands before the rest, be it that of the correction; an extension is of the period that
# the correction began; an answer, or the withdrawal, ends it, in the order in which they are given
_PLACE: dict[Kind, int] = {
    Kind.SENT: 0,
    Kind.DELIVERED: 1,
    Kind.CONFIRMED: 1,
    Kind.EXTENSION_NOTIFIED: _AFTER,
    Kind.WITHDRAWN: _LAST,
    Kind.ANSWERED: _LAST,
    **dict.fromkeys(ANSWERS, _MEETING),
}


def in_turn(
    found: Iterable[T],
    event: Callable[[T], Event] = lambda each: each,  # type: ignore[assignment, return-value]
) -> list[T]:
    """What is written down, or what holds it; of things that may as well be either way, as given."""
    waiting: set[Kind] = set()
    ordered: list[T] = []

    def on(each: T) -> date:
        return event(each).on

    def kind(each: T) -> Kind:
        return event(each).kind

    def place(each: T) -> int:
        if LETTER in event(each).data:
            return _OF_A_LETTER  # what arrived is the letter that was sent on that day
        if ANSWERS.get(kind(each)) in waiting:
            return _MEETING_OLD
        return _PLACE.get(kind(each), _ASKING)

    for _, of_day in groupby(sorted(found, key=on), key=on):
        day = list(of_day)
        if len(day) > 1:
            day = _sent_again(sorted(day, key=place), kind, Kind.SENT in waiting)
        for each in day:
            _follow(waiting, kind(each))
        ordered += day
    return ordered


def _follow(waiting: set[Kind], kind: Kind) -> None:
    """What is open after it: requests that nothing met, and a sending that did not come back."""
    if kind in _ASKS or kind is Kind.SENT:
        waiting.add(kind)
    elif kind in ANSWERS:
        waiting.discard(ANSWERS[kind])
    elif kind is Kind.RETURNED:
        waiting.discard(Kind.SENT)


def _sent_again(day: list[T], kind: Callable[[T], Kind], out: bool) -> list[T]:
    """What came back is sent again: returns and sendings of one day by turns, where there was
    something to come back before each."""
    sent = [each for each in day if kind(each) is Kind.SENT]
    back = [each for each in day if kind(each) is Kind.RETURNED]
    if not sent or not back or (len(sent) == 1 and not out):
        return day
    pairs = zip_longest(back, sent) if out else zip_longest(sent, back)
    turns = [each for pair in pairs for each in pair if each is not None]
    return turns + [each for each in day if kind(each) not in (Kind.SENT, Kind.RETURNED)]
