"""电话 to make, in order: second tries whose day has come, then units nobody has called, then the rest;
and applications whose receipt nobody has confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import calendars
from harness.campaign.clocks.due import state_told
from harness.campaign.held.kept import kept
from harness.campaign.workspace import Workspace
from harness.clock.events import Kind
from harness.clock.result import State
from harness.scoring.assessment import Assessment, Call
from harness.scoring.telephone import Reach, reach_of
from harness.store.log import OUTCOME_NAMES, Outcome
from letters.model import CHANNEL_NAMES, CallRule, Channel, Unit

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
    dials: tuple[Dial, ...]  # open ones first, in the order in which to dial them
    confirms: tuple[Confirm, ...]

    @property
    def open(self) -> tuple[Dial, ...]:
        return tuple(each for each in self.dials if each.open)

    @property
    def done(self) -> tuple[Dial, ...]:
        return tuple(each for each in self.dials if not each.open)


def dialling(workspace: Workspace) -> Dialling:
    return kept(workspace, "dialling", lambda: _dialling(workspace))


def _dialling(workspace: Workspace) -> Dialling:
    assessment = workspace.assess()
    dials = [_dial(each, assessment, workspace.as_of) for each in assessment.units]
    return Dialling(tuple(sorted(dials, key=_order)), tuple(_confirms(workspace, assessment)))


def _order(dial: Dial) -> tuple[bool, bool, bool]:
    """The plan's order within each."""
    return not dial.open, dial.today, not dial.again


def _dial(unit: Unit, assessment: Assessment, today: date) -> Dial:
    found = reach_of(unit, assessment)
    tries = sorted(assessment.calls_of(unit), key=lambda call: (call.on, call.time))
    return Dial(
        unit.id, unit.name, unit.phone, found.reach, found.because,
        tuple(map(_try, tries)), bool(tries) and found.reach is Reach.OPEN,
        any(each.on == today for each in tries),
    )  # fmt: skip


def _try(call: Call) -> Try:
    names = {each.value: name for each, name in OUTCOME_NAMES.items()}
    told = names.get(call.outcome, "接通" if call.connected else "未接通")
    return Try(call.on, call.time, told, call.note)


def _confirms(workspace: Workspace, assessment: Assessment) -> Iterator[Confirm]:
    log = workspace.book().log
    for case in assessment.cases:
        application = case.application
        if application.channel not in BY_WIRE or case.answer is not None:
            continue
        if state_told(case, workspace.as_of) not in (State.AWAITING_RECEIPT, State.RUNNING):
            continue
        events = [each.event for each in log[application.id] if each.counts]
        sent = [each.on for each in events if each.kind is Kind.SENT]
        if sent and not any(each.kind in CONFIRMED for each in events):
            unit = application.unit
            yield Confirm(
                application.id, unit.id, unit.name, unit.phone,
                CHANNEL_NAMES[application.channel], application.question.title, min(sent),
            )  # fmt: skip


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


def after(dials: Sequence[Dial], unit: str) -> str:
    """Whom to dial next; empty where nobody is left."""
    ids = [each.unit for each in dials if not each.today]
    if unit not in ids:
        return ids[0] if ids else ""
    at = ids.index(unit)
    return (ids[at + 1 :] + ids[:at] + [""])[0]


OUTCOME_KEYS: Mapping[str, Outcome] = {
    "1": Outcome.CONNECTED,
    "2": Outcome.NO_ANSWER,
    "3": Outcome.BUSY,
    "4": Outcome.WRONG_NUMBER,
    "5": Outcome.TRANSFERRED,
}
