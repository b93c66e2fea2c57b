"""How an application's period ran: the strip on the calendar, each event with what shows it and who put
it down, and the working in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from harness.campaign.clocks.due import ACCUSED, ACCUSING, pending, state_told
from harness.campaign.errors import Refused
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book, Known
from harness.clock.explain import explained_lines
from harness.clock.remarks import KIND_NAMES
from harness.clock.result import STATE_NAMES, Clock, State
from harness.clock.timeline_file import Written
from harness.reports.deadlines.strip import Course, strip
from harness.scoring.assessment import Case
from harness.scoring.timing import Timing, timing

SOURCE_NAMES: Mapping[str, str] = {
    "dispatch": "程序发信时记录",
    "posting_list": "交寄清单",
    "ledger": "台账登记",
    "person": "人工登记",
    "call": "电话登记",
    "arrival": "来件",
    "ruling": "人工认定",
}
_SHA = 64


@dataclass(frozen=True, slots=True)
class Happened:
    """An event; `number`: as on the strip, 0 where a ruling stands above it. `sha256`: of the evidence
    that can be taken away, `shown`: what shows it, in words."""

    number: int
    on: date
    name: str
    details: str
    shown: str
    sha256: str
    arrival: str
    source: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the working; the conclusion before and the law behind have no title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """`svg` is ours, and safe to put into a page as it is. `pending`: arrivals on which it hangs."""

    svg: str
    state: str
    state_name: str
    due_on: date | None
    earliest: date | None
    latest: date | None
    provisional: bool
    left: int | None
    events: tuple[Happened, ...]
    working: tuple[Section, ...]
    pending: tuple[str, ...]


def course(workspace: Workspace, application: str) -> Told:
    book = workspace.book()
    case = workspace.clocks(book).case_of(application)
    if case is None:
        raise Refused(f"没有编号为“{application}”的申请")
    known = [each for each in book.log[application] if each.event.on <= workspace.as_of]
    known.sort(key=lambda each: each.event.on)
    clock = _established(case, workspace.as_of)
    events = tuple(each.event for each in known if each.counts)
    region = case.application.unit.region or workspace.campaign.region or None
    convention, channel = workspace.campaign.convention, case.application.channel
    drawn = Course(
        events, channel, region, convention, clock, workspace.as_of, clock.state in ACCUSED
    )
    happened = _numbered(book, known)
    named = tuple(
        replace(each.event, evidence=one.shown)
        for each, one in zip(known, happened, strict=True)
        if each.counts
    )
    lines = explained_lines(clock, Written(named, channel, region, convention), workspace.as_of)
    state = state_told(case, workspace.as_of)
    return Told(
        strip(drawn), state.value, STATE_NAMES[state], clock.due_on, clock.earliest_due_on,
        clock.latest_due_on, clock.provisional, clock.working_days_left,
        tuple(happened), tuple(_sections(lines)), pending(case, workspace.as_of),
    )  # fmt: skip


def _sections(lines: Sequence[str]) -> Iterator[Section]:
    """The working's lines as they are divided by empty ones."""
    for filled, group in groupby(lines, bool):
        block = list(group)
        if not filled:
            continue
        titled = len(block) > 1 and block[1].startswith("  ")
        title = block[0].partition("、")[2] if titled else ""
        yield Section(title, tuple(each.strip() for each in block[titled:]))


def _established(case: Case, as_of: date) -> Clock:
    """The clock without accusations in dispute."""
    clock, state = case.clock, state_told(case, as_of)
    if state is clock.state and timing(case, as_of) is not Timing.UNCLEAR:
        return clock
    findings = tuple(each for each in clock.findings if each.code not in ACCUSING)
    if state is State.RUNNING and clock.latest_due_on and as_of > clock.latest_due_on:
        # nobody can say that it is over while something waits for a decision
        return clock._replace(state=state, findings=findings, latest_due_on=None)
    return clock._replace(state=state, findings=findings)


def _numbered(book: Book, known: Sequence[Known]) -> list[Happened]:
    shown = {each.arrival for each in known} & book.find.arrivals.keys()
    filed = [book.find.arrivals[each] for each in shown]
    names = {each.arrival.id: each.arrival.name for each in filed}
    digests = {each.arrival.id: each.stored.sha256 for each in filed}
    found, number = [], 0
    for each in known:
        number += each.counts
        found.append(_happened(each, number if each.counts else 0, names, digests))
    return found


def _happened(
    known: Known, number: int, names: Mapping[str, str], digests: Mapping[str, str]
) -> Happened:
    event, arrival = known.event, known.arrival
    is_digest = len(event.evidence) == _SHA
    kept = f"发出的信（SHA-256 {event.evidence[:12]}…）" if is_digest else event.evidence
    shown = names.get(arrival, "") if arrival else kept
    source = "ruling" if event.source == "ruling" else "arrival" if arrival else event.source
    return Happened(
        number, event.on, KIND_NAMES[event.kind], _details(event.data), shown,
        digests.get(arrival, ""), arrival, SOURCE_NAMES.get(source, source),
        known.said.by if known.said else "", known.said.at if known.said else "",
    )  # fmt: skip


_DATA = {
    "signed_on": "落款", "posted_on": "邮戳、发出", "delivered_on": "收到", "noticed_on": "知悉",
    "days": "延长", "period_days": "补正期限",
}  # fmt: skip


def _details(data: Mapping[str, object]) -> str:
    told = []
    for key, value in data.items():
        if key in _DATA:
            unit = "个工作日" if key in ("days", "period_days") else ""
            told.append(f"{_DATA[key]} {value}{unit}")
    return "，".join(told)
