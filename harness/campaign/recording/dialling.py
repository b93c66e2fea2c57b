"""电话 to make, in order: second tries whose day has come, then units nobody has called, then the rest;
and applications whose receipt nobody has confirmed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import calendars
from harness.campaign.clocks.due import state_told
from harness.campaign.held.ordered import Ordered, moved, ordered
from harness.campaign.workspace import Workspace
from harness.casebook.book import Known
from harness.clock.events import Kind
from harness.clock.result import State
from harness.scoring.assessment import Assessment, Call, Case
from harness.scoring.layered import Layered
from harness.scoring.telephone import Reach, reach_of
from harness.store.log import OUTCOME_NAMES, Outcome
from letters.model import CHANNEL_NAMES, CallRule, Campaign, Channel, Unit

CONFIRMED = frozenset({Kind.DELIVERED, Kind.CONFIRMED})
BY_WIRE = frozenset({Channel.EMAIL, Channel.WEB_FORM, Channel.FAX})
REACH_NAMES: dict[Reach, str] = {
    Reach.REACHED: "已接通",
    Reach.UNREACHED: "均未接通",
    Reach.OPEN: "未完成",
    Reach.UNTESTED: "未拨打",
}


@dataclass(frozen=True, slots=True)
class Try:
    on: date
    time: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class Dial:
    """`again`: a try is under way and must be gone on with on another working day; `today`: tried
    today already, wait for the next working day."""

    unit: str
    name: str
    phone: str
    reach: Reach
    why: str
    tries: tuple[Try, ...]
    again: bool
    today: bool
    at: int  # the unit's place in the plan

    @property
    def open(self) -> bool:
        return self.reach in (Reach.OPEN, Reach.UNTESTED)


@dataclass(frozen=True, slots=True)
class Confirm:
    """An application sent by wire whose arrival is not on record."""

    application: str
    unit: str
    name: str
    phone: str
    channel: str
    question: str
    sent_on: date


@dataclass(frozen=True, slots=True)
class Dialling:
    """`open`: in the order in which to dial them, the `many` that can be dialled today first; `done`."""

    open: Sequence[Dial]
    done: Sequence[Dial]
    many: int
    by_unit: Mapping[str, Dial]
    confirms: tuple[Confirm, ...]

    @property
    def dials(self) -> tuple[Dial, ...]:
        return (*self.open, *self.done)

    def after(self, unit: str) -> str:
        """Whom to dial next; empty where nobody is left."""
        dial = self.by_unit.get(unit)
        if dial is None or not dial.open or dial.today:
            return self.open[0].unit if self.many else ""
        at = bisect_left(self.open, _order(dial), key=_order)
        return self.open[(at + 1) % self.many].unit if self.many > 1 else ""


def dialling(workspace: Workspace) -> Dialling:
    book = workspace.book()
    assessment = workspace.assess(book)
    given = (assessment.units, assessment.campaign, workspace.as_of)
    dials = workspace.along(_dials, _dials_on, assessment.calls, *given, using=assessment)
    confirms = workspace.flat(_confirm, assessment.cases, workspace.as_of, using=book.log)
    return Dialling(dials.open, dials.done, dials.many, dials.by_unit, confirms)


@dataclass(frozen=True, slots=True)
class _Dials:
    """`places`: where each unit stands in the plan."""

    rows: Ordered[Dial]
    by_unit: Layered[str, Dial]
    places: Mapping[str, int]
    open: Sequence[Dial]
    done: Sequence[Dial]
    many: int


def _dials(
    _calls: Sequence[Call],
    units: Sequence[Unit],
    _campaign: Campaign,
    as_of: date,
    assessment: Assessment,
) -> _Dials:
    made = [_dial(each, at, assessment, as_of) for at, each in enumerate(units)]
    places = {each.id: at for at, each in enumerate(units)}
    rows = ordered(made, _order, _counted)
    return _split(rows, Layered({each.unit: each for each in made}), places)


def _dials_on(
    before: _Dials,
    gone: Sequence[Call],
    come: Sequence[Call],
    units: Sequence[Unit],
    _campaign: Campaign,
    as_of: date,
    assessment: Assessment,
) -> _Dials:
    ids = {each.unit.id for each in (*gone, *come)} & before.places.keys()
    places = sorted(before.places[id] for id in ids)
    now = {units[at].id: _dial(units[at], at, assessment, as_of) for at in places}
    rows = moved(
        before.rows, [before.by_unit[id] for id in now], list(now.values()), _order, _counted
    )
    return _split(rows, before.by_unit.changed(now), before.places)


def _split(rows: Ordered[Dial], by_unit: Layered[str, Dial], places: Mapping[str, int]) -> _Dials:
    many = rows.counts["open"]
    return _Dials(rows, by_unit, places, rows.rows[:many], rows.rows[many:], rows.counts["today"])


def _counted(dial: Dial) -> tuple[str, ...]:
    if not dial.open:
        return ()
    return ("open",) if dial.today else ("open", "today")


def _order(dial: Dial) -> tuple[bool, bool, bool, int]:
    """The plan's order within each."""
    return not dial.open, dial.today, not dial.again, dial.at


def _dial(unit: Unit, at: int, assessment: Assessment, today: date) -> Dial:
    found = reach_of(unit, assessment)
    tries = sorted(assessment.calls_of(unit), key=lambda call: (call.on, call.time))
    return Dial(
        unit.id, unit.name, unit.phone, found.reach, found.because,
        tuple(map(_try, tries)), bool(tries) and found.reach is Reach.OPEN,
        any(each.on == today for each in tries), at,
    )  # fmt: skip


def _try(call: Call) -> Try:
    names = {each.value: name for each, name in OUTCOME_NAMES.items()}
    told = names.get(call.outcome, "接通" if call.connected else "未接通")
    return Try(call.on, call.time, told, call.note)


def _confirm(case: Case, as_of: date, log: Mapping[str, Sequence[Known]]) -> tuple[Confirm, ...]:
    application = case.application
    if application.channel not in BY_WIRE or case.answer is not None:
        return ()
    if state_told(case, as_of) not in (State.AWAITING_RECEIPT, State.RUNNING):
        return ()
    events = [each.event for each in log[application.id] if each.counts]
    sent = [each.on for each in events if each.kind is Kind.SENT]
    if not sent or any(each.kind in CONFIRMED for each in events):
        return ()
    unit = application.unit
    told = Confirm(
        application.id, unit.id, unit.name, unit.phone,
        CHANNEL_NAMES[application.channel], application.question.title, min(sent),
    )  # fmt: skip
    return (told,)


def office_hours(workspace: Workspace, at: datetime) -> str:
    """Empty where a call now counts; else why it shows nothing, in Chinese."""
    rule: CallRule = workspace.campaign.calls
    calendar = calendars.load(workspace.campaign.region or None, workspace.as_of)
    hours = "、".join(f"{begin}-{end}" for begin, end in rule.office_hours)
    if not calendar.is_workday(workspace.as_of):
        return f"今天不是工作日，打不通的不计；请在工作日的 {hours} 拨打"
    now = f"{at:%H:%M}"
    if not any(begin <= now <= end for begin, end in rule.office_hours):
        return f"现在不在办公时间（{hours}），打不通的不计"
    return ""


OUTCOME_KEYS: Mapping[str, Outcome] = {
    "1": Outcome.CONNECTED,
    "2": Outcome.NO_ANSWER,
    "3": Outcome.BUSY,
    "4": Outcome.WRONG_NUMBER,
    "5": Outcome.TRANSFERRED,
}
