"""A `Book` and a day -> a `Case` for every application: its clock, what had come, what may have.

Whatever may have been sent by that day is never taken for absent: where its day is not known, or lies
behind, it is there as a doubt. What the agency did on a day that is only the last that it can have
been is told against it neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from calendars.periods import texts
from harness.casebook.book import Book, Filed
from harness.casebook.events import NOTICES
from harness.casebook.further_log import corrections_arrived
from harness.casebook.ruled.days import Known
from harness.clock.campaign import Log, read_clocks
from harness.clock.events import Kind
from harness.clock.result import Clock, State
from harness.scoring.assessment import Arrival, Case
from letters.model import Application, Campaign

# said of a notice by its day
TOO_LATE = frozenset(
    {
        "extension_after_deadline",
        "clarification_late",
        "consultation_after_deadline",
        "fee_after_deadline",
    }
)
TOO_EARLY = "早于条例施行之日"
# how long they hold the clock depends on the day on which they were sent
HOLDING = frozenset({Kind.THIRD_PARTY_STARTED, Kind.FEE_NOTIFIED})
ACCUSED = frozenset({State.OVERDUE, State.ANSWERED_LATE})
NOT_BY_THEN = "何时寄出无从认定，{0}以前是否已经寄出须由人工核对"
NO_POSTMARK = "没有寄出（邮戳）日期，可能在收到之前早已寄出，能否认定逾期须由人工核对"


@dataclass(slots=True)
class _Come:
    """What had come of one application by a day, and what is in doubt."""

    here: list[Arrival] = field(default_factory=list)
    doubtful: list[Arrival] = field(default_factory=list)


def cases(book: Book, campaign: Campaign, as_of: date) -> list[Case]:
    come = _come(book, as_of)
    days = {each.arrival.id: each for each in book.filed}
    arrived = corrections_arrived(book.log, book.further)
    logs = [
        _log(campaign, each, [*book.log[each.id], *arrived.get(each.id, ())])
        for each in book.applications
    ]
    clocks = read_clocks(logs, as_of=as_of, convention=campaign.convention)
    convention = campaign.convention
    found = []
    for application, read in zip(book.applications, clocks, strict=True):
        whole, log = come[application.id], book.log[application.id]
        against = [each for each in log if _is_against(each, read, days, as_of)]
        clock = read
        if against:
            kept = [each for each in log if each not in against or each.event.kind in HOLDING]
            again = [_log(campaign, application, [*kept, *arrived.get(application.id, ())])]
            clock = next(iter(read_clocks(again, as_of=as_of, convention=convention)))
            _in_doubt(whole, [days[each.arrival].arrival for each in against])
        answer = _answer(log, whole.here, as_of)
        here, doubtful = tuple(whole.here), tuple(whole.doubtful)
        unsettled = "；".join(
            filter(None, (book.unsettled.get(application.id, ""), _impossible(log)))
        )
        found.append(Case(application, clock, here, answer, None, doubtful, unsettled))
    return found


def _log(campaign: Campaign, application: Application, known: Sequence[Known]) -> Log:
    events = tuple(each.event for each in known if each.counts and each.event.on >= _began())
    region = application.unit.region or campaign.region or None
    return Log(events, application.channel.value, region)


def _began() -> date:
    """There is no law by which a clock could run before."""
    return texts()[0].since


def _impossible(known: Sequence[Known]) -> str:
    """What is left out of the clock, for its day cannot be: nothing is held against anybody by the rest."""
    days = sorted({each.event.on for each in known if each.counts and each.event.on < _began()})
    told = "、".join(map(str, days))
    return f"登记的日期 {told} {TOO_EARLY}（{_began()}），没有计入，请核对" if days else ""


def _come(book: Book, as_of: date) -> Mapping[str, _Come]:
    found: dict[str, _Come] = defaultdict(_Come)
    for each in book.filed:
        if not each.days.possible_by(as_of):
            continue
        arrival = each.arrival
        if arrival.doubt:
            for application in dict.fromkeys(each.touches):
                found[application].doubtful.append(arrival)
        for application in each.applications:
            if each.days.come_by(as_of):
                found[application].here.append(arrival)
            elif application in each.events and not arrival.doubt:
                doubt = NOT_BY_THEN.format(as_of)
                found[application].doubtful.append(replace(arrival, doubt=doubt))
    return found


def _in_doubt(come: _Come, arrivals: Sequence[Arrival]) -> None:
    known = {each.id for each in come.doubtful}
    come.doubtful += [replace(each, doubt=NO_POSTMARK) for each in arrivals if each.id not in known]


def _is_against(known: Known, clock: Clock, filed: Mapping[str, Filed], as_of: date) -> bool:
    """Whether this is a notice without a day of posting for which the clock accuses, as it reads
    it: it may have been sent before it came."""
    event = known.event
    if event.kind not in NOTICES or not known.counts or not known.arrival or event.on > as_of:
        return False
    if filed[known.arrival].days.posted_on is not None:
        return False
    if any(each.code in TOO_LATE and each.on == event.on for each in clock.findings):
        return True
    behind = clock.answered_on is not None and event.on >= clock.answered_on
    return clock.state in ACCUSED and (behind or event.kind in HOLDING)


def _answer(log: Sequence[Known], arrivals: Sequence[Arrival], as_of: date) -> Arrival | None:
    """The answer to judge: the first, by which the clock stopped. Later ones are in `arrivals`."""
    shown = {each.id: each for each in arrivals}
    for each in log:
        if each.event.kind is not Kind.ANSWERED or not each.counts or each.event.on > as_of:
            continue
        if each.arrival in shown:
            return shown[each.arrival]
    return None
