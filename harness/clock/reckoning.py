"""The running account of one application's deadline: `Reckoning`.

Goes in: the days of receipt from which the period counts, and what each event did to it (acts.py).
Comes out: the deadline, the days used, the findings. Two readings are kept side by side: the plain
one, which is `due_on`, and the latest that any fair reading of law and evidence allows, which alone
can accuse; it is None while something keeps it open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from calendars import Workdays
from calendars.periods import Periods, changed_after, in_force
from harness.clock.events import Event, Kind
from harness.clock.result import ClockFinding, State, Step, said

ONE_DAY = timedelta(days=1)
CONSULTED = "征求意见"
CORRECTED, PAID = Kind.CLARIFICATION_SUBMITTED, Kind.FEE_PAID
# whether the day of receipt counts moves a limit by one working day at the most: what was decided
# by more than these few stays decided under the other convention
MARGIN = 2


class Pause(NamedTuple):
    """Days that do not count: those after `start`, through `end`, and through `latest_end` at the
    most that the agency can claim. Pauses overlap freely."""

    start: date
    end: date
    latest_end: date
    why: str


class Left(NamedTuple):
    """Working days left out of the count: those from `first` through `last`, and why."""

    first: date
    last: date
    why: str
    days: tuple[date, ...]


class Counted(NamedTuple):
    """The working days of a period that begins `since`, one by one, and those left out of it."""

    since: date
    days: tuple[date, ...]
    paused: tuple[Left, ...] = ()


@dataclass(slots=True)
class Reckoning:
    """An account being kept. `working` off leaves out the trace, which bulk runs do not need."""

    calendar: Workdays
    as_of: date
    count_receipt_day: bool
    working: bool
    start: date  # counted from here: receipt, or receipt of the corrected application
    latest_start: date | None  # the latest that this can have been; None where nothing shows it
    arrives_at_once: bool  # a correction counts as received when it is submitted
    law: Periods = field(init=False)
    base: date = field(init=False)  # the day before the first that counts
    other_law: Periods | None = field(init=False)  # a text with another period, in force later
    extension: int | None = None  # working days granted
    told: int = 0  # working days of extension told in all, whatever became of them
    pauses: list[Pause] = field(default_factory=list)
    consulting: list[date] = field(default_factory=list)  # consultations under way, since
    asked: int = 0  # how often clarification was requested
    owed: bool = False  # a request that no corrected application has met yet
    clarifying: Event | None = None  # the request in time that the applicant has still to obey
    limit: date | None = None  # until when
    fee: Event | None = None  # the fee notice that the applicant has still to obey
    fee_limit: date | None = None
    arrived: date | None = None  # the last record of an arrival
    submitted: date | None = None  # a correction of which nothing has shown the arrival
    restarts: bool = True  # its arrival starts the period anew in the plain reading too
    ignored: frozenset[Kind] = frozenset()  # what the agency began after the time was up
    early: frozenset[Kind] = frozenset()  # done by the applicant before it was asked for
    ended: date | None = None  # withdrawn on
    tight: bool = False  # something was in time, or late, by so little that a convention may matter
    state: State | None = None  # once something has settled it
    answer: Event | None = None
    findings: list[ClockFinding] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begin(self.start, self.latest_start)

    def begin(self, start: date, latest: date | None) -> None:
        """Count from `start`, under the law of that day."""
        self.start, self.latest_start, self.law = start, latest, in_force(start)
        self.base = start - ONE_DAY if self.count_receipt_day else start
        self.other_law = changed_after(start)
        self.tight = self.tight or self.other_law is not None

    # -- the account ---------------------------------------------------------------------------

    @property
    def waiting(self) -> Event | None:
        """What the applicant has still to obey, while the clock stands."""
        return self.clarifying or self.fee

    def closed(self, day: date) -> list[Pause]:
        """The pauses as they stand on `day`, one still under way taken to end on it, or when the
        third party's time is up."""
        if not self.consulting:
            return self.pauses
        ends = ((since, min(max(day, since), self.view_due(since))) for since in self.consulting)
        return [*self.pauses, *(Pause(since, end, end, CONSULTED) for since, end in ends)]

    def days(self, day: date) -> int:
        """The period in working days, with the extension and with what does not count in it."""
        total = self.law.answer_days + (self.extension or 0)
        if not self.pauses and not self.consulting:
            return total  # the way of nearly all
        return self._stretched(self.base, total, ((p.start, p.end) for p in self.closed(day)))

    def _stretched(self, base: date, days: int, pauses: Iterable[tuple[date, date]]) -> int:
        """`days` with the working days of the pauses, those that began before the time was up."""
        counted_to = base
        for start, end in sorted(pauses):
            if self.past(start, self.calendar.add(base, days)):
                break
            begin = max(start, counted_to)
            if end > begin:
                days += self.calendar.count(begin, end)
                counted_to = end
        return days

    @property
    def in_doubt(self) -> bool:
        """Does anything but the calendar leave the deadline open?"""
        return (
            self.latest_start is not self.start
            or self.other_law is not None
            or bool(self.pauses or self.consulting or self.owed)
            or self.told != (self.extension or 0)
        )

    def latest(self) -> date | None:
        """The latest day that the deadline can be; None while something keeps it open."""
        start = self.latest_start
        if start is None or self.consulting:
            return None
        if self.owed and self.clarifying is None:  # asked late, or twice: obeyed, it starts anew
            if self.limit is None:
                return None
            start = max(start, self.limit)
        due = self._latest_by(self.law, start)
        other = self.other_law
        if other is not None and due >= other.since:  # a period already over is not reopened
            due = max(due, self._latest_by(other, start))
        return due

    def ruling(self, due: date) -> Periods:
        """The text of the law that gives `due`, the latest day of the deadline."""
        return self.other_law if self.other_law and due >= self.other_law.since else self.law

    def _latest_by(self, law: Periods, start: date) -> date:
        base = start - ONE_DAY if self.count_receipt_day else start
        days = law.answer_days + min(self.told, law.extension_days)
        if self.pauses:
            days = self._stretched(base, days, ((p.start, p.latest_end) for p in self.pauses))
        return self.calendar.due_bounds(base, days)[1]

    def over(self, day: date) -> date | None:
        """The day on which the time was up, where that was before `day`, beyond doubt and with
        nothing holding the clock."""
        if self.waiting is not None:
            return None
        latest = self.latest()
        return latest if latest is not None and self.past(day, latest) else None

    def past(self, day: date, limit: date) -> bool:
        """Is `day` after a limit that is counted from the receipt? Noted where the two are close,
        or the limit is not final: another convention may then say otherwise."""
        if not self.tight:
            close = -MARGIN <= self.calendar.count(day, limit) <= MARGIN
            self.tight = close or not self.calendar.is_final(limit)
        return day > limit

    def used(self, until: date) -> int:
        """Working days of the period that had run by the end of `until`."""
        if until <= self.base:
            return 0
        used = self.calendar.count(self.base, until)
        if not self.pauses and not self.consulting:
            return used
        counted_to = self.base
        for pause in sorted(self.closed(until)):
            begin, finish = max(pause.start, counted_to), min(pause.end, until)
            if finish > begin:
                used -= self.calendar.count(begin, finish)
                counted_to = finish
        return used

    def counted(self, due: date, day: date) -> Counted:
        """Every working day up to the deadline `due`: those that count, and those that do not."""
        left = self.calendar.due(self.base, self.calendar.count(self.base, due)).days
        paused, counted_to = [], self.base
        for pause in sorted(self.closed(day)):
            begin, end = max(pause.start, counted_to), min(pause.end, due)
            within = tuple(d for d in left if begin < d <= end)
            if within:
                left = tuple(d for d in left if d not in within)
                paused.append(Left(begin + ONE_DAY, end, pause.why, within))
                counted_to = end
        return Counted(self.base + ONE_DAY, left, tuple(paused))

    def given_up(self) -> bool:
        """The applicant let the time for a correction, or a payment, go by; not one that did it before
        it was asked for: one of those two days is wrong."""
        limits = ((self.limit, CORRECTED), (self.fee_limit, PAID))
        return any(
            limit is not None and self.as_of > limit and done not in self.early
            for limit, done in limits
        )

    def doubts(self) -> Iterator[str]:
        """What, besides the calendar, leaves the deadline open: a sentence each."""
        if self.latest_start is None:
            yield "补正（申请）何时送达没有记录，补记签收即可确定"
        elif self.latest_start is not self.start:
            yield f"期限至迟自{said(self.latest_start)}起算，按最晚的计"
        if self.consulting:
            yield "征求意见没有结束的记录，补记意见收到之日即可确定"
        if self.owed and self.clarifying is None:
            yield "补正要求虽不停止期限，申请人照办的，自收到补正之日重新计算"
        if self.told != (self.extension or 0):
            yield f"各次告知的延期合计（最长{self.law.extension_days}个工作日）计入最晚的截止日"
        for pause in self.pauses:
            if pause.latest_end > pause.end:
                yield f"第三方的意见{said(pause.latest_end)}才收到，最晚的截止日按此计"
        if self.other_law is not None:
            other = self.other_law
            yield (
                f"{other.short}自{said(other.since)}起施行，答复期限是{other.answer_days}个工作日，"
                "施行时期限未满的，最晚的截止日按此计"
            )

    def shown(self, on: date) -> None:
        """The agency acted: the correction had arrived by then."""
        if self.submitted is not None:
            self.submitted = None
            self.latest_start = on if self.latest_start is None else self.latest_start

    def in_time(self, on: date, allowed: int) -> bool:
        """Was clarification asked for within so many days of receipt, in the agency's favour?"""
        latest = self.latest_start or self.start
        limit = self.calendar.add(latest - ONE_DAY if self.count_receipt_day else latest, allowed)
        return not self.past(on, limit)

    def view_due(self, since: date) -> date:
        """The last day of the third party's time, where the law sets one."""
        days = self.law.consultation.days
        return self.calendar.add(since, days) if days else max(self.as_of, since)

    # -- the working ---------------------------------------------------------------------------

    def abandonment(self) -> Step:
        """The applicant did not do in time what the agency waited for."""
        what, limit, law = "补正", self.limit, self.law.clarification
        if limit is None or (self.fee_limit is not None and self.fee is not None):
            what, limit, law = "缴费", self.fee_limit, self.law.payment
        assert limit is not None
        because = f"{what}期限至{said(limit)}，申请人没有在期限内{what}"
        return Step(limit, "视为放弃申请", law.article, because)

    def too_late(self, code: str, event: Event, article: str, what: str, ended: date) -> None:
        """What the agency began after the time was up has no effect on it."""
        on = acted(event)
        self.ignored |= {event.kind}
        message = f"{said(on)}{what}时期限已于{said(ended)}届满，不起作用"
        self.find(code, on, article, message)
        self.step(on, f"逾期{what}，不起作用", article, f"期限已于{said(ended)}届满")

    def find(self, code: str, on: date, article: str, message: str) -> None:
        self.findings.append(ClockFinding(code, on, article, message))

    def step(self, on: date, step: str, article: str, because: str) -> None:
        if self.working:
            self.trace.append(Step(on, step, article, because))


def acted(event: Event) -> date:
    """The day the agency did it: the posting, where that is on record, else the event's own day."""
    posted = event.data.get("posted_on")
    return posted if isinstance(posted, date) else event.on
