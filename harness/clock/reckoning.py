"""The running account of one application's deadline: what each event does to it.

Goes in: the events in order, and the days of receipt from which the period counts. Comes out: a
`Reckoning` with the deadline, the state and the findings. Two readings are kept side by side: the
plain one, which is `due_on`, and the latest that any fair reading of law and evidence allows, which
alone can accuse; it is None while something keeps it open. One short method for each event.

  补正   asked in time: the clock stops, and the corrected application starts it anew, when it arrives;
         corrected too late: given up, unless the agency answers all the same; asked late or twice:
         named, and the clock runs on, but the latest reading starts anew where it was obeyed
  征求意见 the working days after the inquiry went out, until the view came or its time was up, do
         not count; several may overlap, and when the third party got the inquiry is not on record
  延期   told in time and for the first time: so many working days more, the law's most at best
  缴费   waits for the payment; whether the period then goes on or starts anew is not settled
  撤回   ends it, if the applicant does it; an agency asking for it changes nothing
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from calendars import Workdays
from calendars.periods import Periods, changed_after, in_force
from harness.clock.events import MOST_DAYS, Event, Kind
from harness.clock.result import ClockFinding, State, Step, said

ONE_DAY = timedelta(days=1)
CONSULTED = "征求意见"
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

    # -- what an event does --------------------------------------------------------------------

    def take(self, events: Sequence[Event]) -> None:
        for event in events:
            act = _ACTS.get(event.kind)
            if act is not None:
                act(self, event)

    def arrive(self, event: Event) -> None:
        """The record of an arrival: of the correction, where one is on its way."""
        self.arrived = event.on
        if self.submitted is None:
            return
        self.submitted = None
        if not self.restarts:
            self.latest_start = event.on
            return
        self.begin(event.on, event.on)
        article = self.law.clarification.article
        self.step(event.on, "收到补正，期限自此起算", article, "有收到补正的记录")

    def shown(self, on: date) -> None:
        """The agency acted: the correction had arrived by then."""
        if self.submitted is not None:
            self.submitted = None
            self.latest_start = on if self.latest_start is None else self.latest_start

    def request_clarification(self, event: Event) -> None:
        on, article = acted(event), self.law.clarification.article
        self.shown(on)
        over, self.asked = self.over(on), self.asked + 1
        self.owed = self.owed or not over
        if self.asked > 1:
            message = (
                f"{said(on)}再次要求补正：补正应当一次性告知，第{self.asked}次要求不停止答复期限"
            )
            self.find("clarification_repeated", on, article, message)
            self.step(on, "再次要求补正，期限不停止", article, "补正应当一次性告知")
            return
        period = event.data.get("period_days")
        if isinstance(period, int) and period > 0 and not over:
            self.limit = self.calendar.add(event.on, period)
        allowed = self.law.clarification.days
        if not over and (allowed is None or self._in_time(on, allowed)):
            self.clarifying = event
            until = f"补正期限至{said(self.limit)}；" if self.limit else ""
            because = f"{until}自收到补正的申请之日起重新计算答复期限"
            self.step(on, "要求补正，期限停止", article, because)
            return
        used, allowed = self.calendar.count(self.base, on), allowed or self.law.answer_days
        message = f"{said(on)}要求补正，是收到申请后的第{used}个工作日，超过{allowed}个工作日"
        self.find("clarification_late", on, article, message)
        self.step(on, "逾期要求补正，期限不停止", article, message)

    def _in_time(self, on: date, allowed: int) -> bool:
        """Was clarification asked for within so many days of receipt, in the agency's favour?"""
        latest = self.latest_start or self.start
        limit = self.calendar.add(latest - ONE_DAY if self.count_receipt_day else latest, allowed)
        return not self.past(on, limit)

    def submit_clarification(self, event: Event) -> None:
        on, article = event.on, self.law.clarification.article
        if not self.owed:
            why = "要求补正时期限已经届满" if self.asked else "没有要求补正的记录"
            message = f"{said(on)}提交补正：{why}，不重新计算期限"
            self.find("out_of_order", on, article, message)
            return
        if self.limit is not None and on > self.limit:
            message = f"补正期限至{said(self.limit)}，申请人{said(on)}才提交补正，视为放弃申请"
            self.find("clarification_overdue", on, article, message)
            return
        self.owed, self.limit = False, None
        # of one day an arrival stands before the rest, be it that of the correction
        arrived = on if self.arrives_at_once or self.arrived == on else None
        self.submitted = on if arrived is None or self.arrives_at_once else None
        self.restarts = self.clarifying is not None
        if not self.restarts:
            self.latest_start = arrived
            because = "这次补正要求不停止期限；行政机关照收到补正之日重新计算的，只影响最晚的截止日"
            self.step(on, "提交补正，期限继续", article, because)
            return
        self.begin(on, arrived)
        self.extension, self.clarifying = None, None
        because = f"答复期限{self.law.answer_days}个工作日自收到补正的申请之日起计算"
        if self.law.clarification.days is None:
            article, because = "", f"{because}（{self.law.short}没有规定，按通行做法）"
        if arrived is None:
            because += "；没有行政机关收到补正的记录，暂自提交之日起计算"
        self.step(on, "提交补正，期限重新起算", article, because)

    def extend(self, event: Event) -> None:
        on, article, most = acted(event), self.law.extension.article, self.law.extension_days
        self.shown(on)
        ended = self.over(on)
        if ended:
            message = f"{said(on)}告知延期时期限已于{said(ended)}届满，延期不计"
            self.find("extension_after_deadline", on, article, message)
            self.step(on, "逾期告知延期，不起作用", article, message)
            return
        days = event.data.get("days")
        told = f"延长{days}个工作日"
        if not isinstance(days, int) or days <= 0:
            self.told += MOST_DAYS
            days, told = most, f"没有写明延长的天数，按最长{most}个工作日计"
        else:
            self.told += days
        if self.clarifying is not None or self.fee is not None:
            because = "期限已经停止；延长的天数只用于计算最晚的截止日"
            self.step(on, "告知延期，期限不变", article, because)
            return
        if self.extension is not None:
            message = (
                f"{said(on)}再次告知延期：各次合计最长{most}个工作日，再次延长只计入最晚的截止日"
            )
            self.find("extension_repeated", on, article, message)
            return
        if days > most:
            message = f"{said(on)}告知延长{days}个工作日，超过最长{most}个工作日，按{most}个计"
            self.find("extension_too_long", on, article, message)
            days, told = most, message
        self.extension = days
        self.step(on, "告知延期", article, told)

    def consult(self, event: Event) -> None:
        on, article = acted(event), self.law.consultation_pause.article
        self.shown(on)
        ended = self.over(on)
        if ended:
            self.too_late("consultation_after_deadline", event, article, "征求意见", ended)
            return
        self.consulting.append(on)
        asked = "第三方和其他机关" if self.law.consultation.days else "第三方"
        because = f"征求{asked}意见所需时间不计算在答复期限内"
        self.step(on, "征求意见，期限中止", article, because)

    def end_consultation(self, event: Event) -> None:
        """Which of several consultations ended makes no difference: their union does not count."""
        on, article = event.on, self.law.consultation_pause.article
        if not self.consulting:
            late = Kind.THIRD_PARTY_STARTED in self.ignored
            why = "开始征求时期限已经届满" if late else "没有尚未结束的征求意见，次序不合"
            message = f"{said(on)}征求意见结束：{why}，未计入"
            self.find("out_of_order", on, article, message)
            return
        since = self.consulting.pop(0)
        end = min(on, self.view_due(since))
        self.pauses.append(Pause(since, end, on, CONSULTED))
        because = "第三方意见已经收到"
        if on > end:
            because = (
                f"第三方应自收到征求意见书之日起15个工作日内提出意见（{self.law.consultation.article}），"
                f"从发出之日算至{said(end)}；其后到{said(on)}的时间只计入最晚的截止日"
            )
        if self.consulting:
            self.step(on, "征求意见结束，其他征求意见还在进行", article, because)
        else:
            self.step(on, "征求意见结束，期限继续", article, because)

    def view_due(self, since: date) -> date:
        """The last day of the third party's time, where the law sets one."""
        days = self.law.consultation.days
        return self.calendar.add(since, days) if days else max(self.as_of, since)

    def ask_fee(self, event: Event) -> None:
        on, article = acted(event), self.law.payment.article
        self.shown(on)
        ended = self.over(on)
        if ended:
            self.too_late("fee_after_deadline", event, article, "通知缴费", ended)
        elif self.fee is None:
            self.fee, days = event, self.law.payment.days
            self.fee_limit = self.calendar.add(event.on, days) if days else None
            until = f"，缴费期限至{said(self.fee_limit)}" if self.fee_limit else ""
            self.step(on, "通知缴费，期限停止", article, f"等待申请人缴费{until}")

    def pay(self, event: Event) -> None:
        on, article, asked = event.on, self.law.payment.article, self.fee
        if asked is None:
            late = Kind.FEE_NOTIFIED in self.ignored
            why = "通知缴费时期限已经届满" if late else "没有尚待缴纳的费用，次序不合"
            self.find("out_of_order", on, article, f"{said(on)}缴费：{why}，未计入")
            return
        if self.fee_limit is not None and on > self.fee_limit:
            message = f"缴费期限至{said(self.fee_limit)}，申请人{said(on)}才缴费，视为放弃申请"
            self.find("fee_overdue", on, article, message)
            return
        self.fee, self.fee_limit = None, None
        self.pauses.append(Pause(acted(asked), on, on, "等待缴费"))
        if self.latest_start is not None:
            self.latest_start = max(self.latest_start, on)
        because = "等待缴费的时间不计入；期限自缴费起重新计算的，只影响最晚的截止日"
        self.step(on, "已缴费，期限继续", article, because)

    def ask_withdrawal(self, event: Event) -> None:
        self.shown(event.on)
        message = f"{said(event.on)}要求申请人撤回申请：这不是答复，不停止期限"
        self.find("asked_to_withdraw", event.on, self.law.answer.article, message)

    def withdraw(self, event: Event) -> None:
        if self.state is None and self.answer is None:
            due = self.over(event.on)
            if due is not None:
                message = f"{said(event.on)}申请人撤回，期限已于{said(due)}届满，没有答复"
                article = self.ruling(due).answer.article
                self.find("withdrawn_after_deadline", event.on, article, message)
        self.state, self.ended = State.WITHDRAWN, event.on
        self.step(event.on, "申请人撤回申请", "", "程序终止")

    def answered(self, event: Event) -> None:
        if self.answer is None and self.state is None:
            if self.submitted is not None:
                self.shown(event.on)
            self.answer = event
            if self.limit is None or event.on > self.limit:
                self.owed = False  # answered without the correction: a late request stopped nothing
        elif self.state is None:
            self.step(event.on, "再次来文", "", "以第一次答复计算期限")
        else:
            self.step(event.on, "撤回以后来文", "", "申请人已经撤回，不再计算期限")

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


_ACTS: dict[Kind, Callable[[Reckoning, Event], None]] = {
    Kind.DELIVERED: Reckoning.arrive,
    Kind.CONFIRMED: Reckoning.arrive,
    Kind.CLARIFICATION_REQUESTED: Reckoning.request_clarification,
    Kind.CLARIFICATION_SUBMITTED: Reckoning.submit_clarification,
    Kind.EXTENSION_NOTIFIED: Reckoning.extend,
    Kind.THIRD_PARTY_STARTED: Reckoning.consult,
    Kind.THIRD_PARTY_ENDED: Reckoning.end_consultation,
    Kind.FEE_NOTIFIED: Reckoning.ask_fee,
    Kind.FEE_PAID: Reckoning.pay,
    Kind.WITHDRAWAL_REQUESTED: Reckoning.ask_withdrawal,
    Kind.WITHDRAWN: Reckoning.withdraw,
    Kind.ANSWERED: Reckoning.answered,
}
