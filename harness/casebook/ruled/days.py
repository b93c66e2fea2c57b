"""人工认定 on a day -> an application's log with it: the day on which it was received, or answered.

What a person ruled stands above what the channel makes of the record: what contradicts it counts no
more, though it stays on the log. A ruling on the answer is about the very answer that its writer had
before him; where another is the first by now, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from harness.casebook.events import NEEDS_CONFIRMING
from harness.clock.answering import RULED
from harness.clock.events import Event, Kind, Value
from harness.clock.in_turn import in_turn
from harness.store.said import Ruling
from harness.store.standing import Said
from letters.model import Channel

RECEIPTS = frozenset({Kind.DELIVERED, Kind.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Known:
    """An event on an application's log: where it comes from and who put it down. `arrival` is the
    id of the arrival that shows it, `key` that of the row that holds it; empty or 0 without one."""

    event: Event
    arrival: str = ""
    key: int = 0
    said: Said | None = None
    counts: bool = True  # False: a ruling stands above it


def in_order(found: Iterable[Known]) -> list[Known]:
    """As they can have happened; where that says nothing of a day, what people recorded before what
    came on it."""
    return in_turn(sorted(found, key=lambda each: bool(each.arrival)), lambda each: each.event)


def with_rulings(
    id: str, channel: Channel, found: Sequence[Known], rulings: Mapping[str, Ruling]
) -> list[Known]:
    """The log, which is in order, with the days that a person ruled on."""
    received = rulings.get(f"{id}/received_on")
    answered = rulings.get(f"{id}/answered_on")
    known = list(found)
    if answered is not None and speaks_of(answered, first_answer(found)):
        known = _answered(known, answered)
    if received is not None:
        known = _received(known, received, channel)
    return in_order(known)


def first_answer(found: Sequence[Known]) -> Known | None:
    return next((each for each in found if each.event.kind is Kind.ANSWERED), None)


def speaks_of(ruling: Ruling, first: Known | None) -> bool:
    """Whether a ruling on the day of the answer still fits. One that was made when nothing was on
    record stands as long as nothing is that may have come before."""
    if first is None:
        return not ruling.about
    if ruling.about:
        return ruling.about == first.event.evidence
    dated = not first.arrival or first.event.data.keys() & {"posted_on", "delivered_on"}
    return bool(dated) and date.fromisoformat(ruling.value) < first.event.on


def _answered(found: list[Known], ruling: Ruling) -> list[Known]:
    """The first answer with the day that was ruled, by every convention, and the first it stays;
    without any, one that nobody holds in hand, as when an answer was given by word of mouth."""
    day = date.fromisoformat(ruling.value)
    why = because(ruling)
    data: dict[str, Value] = {"signed_on": day, "posted_on": day, "delivered_on": day, "note": why}
    first = first_answer(found) if ruling.about else None
    if first is None:
        told = Event(Kind.ANSWERED, day, why, RULED, data)
        return [*found, Known(told, said=ruling.said)]
    event = replace(first.event, on=day, source=RULED, data=data)
    moved = replace(first, event=event, said=ruling.said)
    return [moved if each is first else _below(each, day) for each in found]


def _below(known: Known, day: date) -> Known:
    """Another answer, dated before the one that was ruled to be the first."""
    earlier = known.event.kind is Kind.ANSWERED and known.event.on <= day
    return replace(known, counts=False) if earlier else known


def _received(found: list[Known], ruling: Ruling, channel: Channel) -> list[Known]:
    """In place of every record of the receipt; those of a correction's stand."""
    day = date.fromisoformat(ruling.value)
    kind = Kind.CONFIRMED if channel in NEEDS_CONFIRMING else Kind.DELIVERED
    told = Known(Event(kind, day, because(ruling), RULED), said=ruling.said)
    corrected = next(
        (each.event.on for each in found if each.event.kind is Kind.CLARIFICATION_SUBMITTED),
        date.max,
    )
    kept = [
        replace(each, counts=False) if _contradicts(each.event, day, corrected, channel) else each
        for each in found
    ]
    return [*kept, told]


def _contradicts(event: Event, day: date, corrected: date, channel: Channel) -> bool:
    if event.kind in RECEIPTS:
        return event.on < corrected
    if event.kind is Kind.RETURNED:  # it had arrived, whatever came back later
        return event.on >= day
    # what is handed in is received on the day of its sending: the ruling names another
    return event.kind is Kind.SENT and channel is Channel.IN_PERSON


def because(ruling: Ruling) -> str:
    return f"人工认定：{ruling.why}"
