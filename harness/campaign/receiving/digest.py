"""The facts of a campaign and a day -> 每日简报: what came since the last one that somebody got, what
runs out in three working days, what to post, what waits for a person, what could not be collected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from calendars.workdays import Workdays, load
from harness.campaign.clocks.due import Due, due
from harness.campaign.queue import WHAT_NAMES, Item, queue
from harness.campaign.sending.send import Sending, due_on, forecast
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book, Filed
from harness.casebook.events import CONFIRMS
from harness.clock.result import State
from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind
from harness.reports.digest.digest import (
    SOON,
    Arrived,
    Digest,
    Failed,
    Missed,
    RunsOut,
    ToGo,
    Waits,
)
from harness.store import digests
from harness.store.digests import GIVEN, Made, Trouble
from letters.model import CHANNEL_NAMES, Application, Channel

CHINA = ZoneInfo("Asia/Shanghai")
FIRST_FEW = 3
_WHY_MISSED = {
    "queued": "的简报没有发出",
    "folded": "的简报没有发出",
    "sending": "的简报是否发出不明（不会重发，可以看看邮箱里有没有）",
    "refused": "的简报被拒收",
}
_NONE_MADE = "没有出简报（程序没有运行）"


@dataclass(frozen=True, slots=True)
class Before:
    """What was made and told before a day: from where its digest goes on."""

    made: tuple[Made, ...]
    troubles: tuple[Trouble, ...]

    @property
    def given(self) -> Made | None:
        """The last that somebody got."""
        return next((each for each in reversed(self.made) if each.state in GIVEN), None)


def before(workspace: Workspace) -> Before:
    with workspace.store.reading() as connection:
        made = digests.made(connection)
        troubles = digests.troubles(connection)
    return Before(tuple(each for each in made if each.on < workspace.as_of), troubles)


def digest(workspace: Workspace) -> tuple[Digest, int]:
    """That of the day which the workspace takes for today, and the last arrival that it tells of."""
    book = workspace.book()
    assessment = workspace.assess(book)
    known, day = before(workspace), workspace.as_of
    since = known.given.arrival if known.given else 0
    calendar = load(workspace.campaign.region or None)
    horizon = calendar.add(day, SOON)
    places = {each.id: _place(each) for each in book.applications}
    periods = due(workspace, assessment)
    until, going = workspace.campaign.collect_until, forecast(workspace, day)
    made = replace(
        _head(workspace, calendar, known),
        came=tuple(_arrived(each, places) for each in book.filed if each.id > since),
        horizon=horizon,
        running_out=tuple(_running_out(periods, places, horizon)),
        ran_out=tuple(_ran_out(periods, places, known.given, day)),
        disputed=sum(_disputed(each) for each in periods),
        collect_until=until if day <= until <= horizon else None,
        to_go=tuple(_to_go(going, book, places)),
        mails=tuple(_mails(going, places)),
        unknown=tuple(_of_letter(places, id) for id in going.unknown),
        paused=going.paused,
        coming=tuple(_coming(workspace, horizon)),
        ours=tuple(places[each.application] for each in periods if each.waiting_for == "applicant"),
        returned=tuple(
            places[e.application] for e in periods if e.state == State.UNDELIVERABLE.value
        ),
        waiting=tuple(_waiting(queue(workspace, book, assessment))),
        failed=tuple(_failed(known)),
    )
    return made, max((each.id for each in book.filed), default=since)


def broken(workspace: Workspace, why: str) -> tuple[Digest, int]:
    """Where the facts could not be put together: that, what failed, and no arrival is passed over."""
    known = before(workspace)
    head = _head(workspace, load(workspace.campaign.region or None), known)
    since = known.given.arrival if known.given else 0
    return replace(head, failed=tuple(_failed(known)), broken=why), since


def _head(workspace: Workspace, calendar: Workdays, known: Before) -> Digest:
    day, campaign = workspace.as_of, workspace.campaign
    special = calendar.day(day)
    mark = "（演练）" if campaign.drill and "演练" not in campaign.title else ""
    return Digest(
        day,
        f"{campaign.title}{mark}",
        calendar.is_workday(day),
        off=f"{special.name}放假" if special and special.off else "",
        next_workday=calendar.add(day, 1),
        first=not known.made,
        missed=tuple(_missed(known, day)),
    )


def _missed(known: Before, day: date) -> Iterator[Missed]:
    if not known.made:
        return
    there = {each.on: each.state for each in known.made}
    last = known.given.on + timedelta(1) if known.given else known.made[0].on
    while last < day:
        state = there.get(last)
        yield Missed(last, _WHY_MISSED.get(state, _NONE_MADE) if state else _NONE_MADE)
        last += timedelta(1)


def _place(application: Application) -> str:
    return f"{application.unit.name} {application.id}"


def _together(places: Sequence[str]) -> str:
    """财政局 U001-A、U001-B: a unit is named once in a row."""
    told, last = [], ""
    for each in places:
        unit, _, number = each.rpartition(" ")
        told.append(number if unit and unit == last else each)
        last = unit
    return "、".join(told)


def _arrived(filed: Filed, places: Mapping[str, str]) -> Arrived:
    arrival = filed.arrival
    where = _together([_of_letter(places, each) for each in filed.stands_with])
    kind = KIND_NAMES[arrival.kind]
    weight = 0 if arrival.kind is ReplyKind.BOUNCE else 2 if arrival.kind in CONFIRMS else 1
    return Arrived(arrival.id, arrival.on, kind, where, arrival.name, arrival.doubt, weight)


def _running_out(
    periods: Sequence[Due], places: Mapping[str, str], horizon: date
) -> Iterator[RunsOut]:
    found = []
    for each in periods:
        day, left = each.due_on, each.working_days_left
        if each.state != State.RUNNING.value or day is None or left is None or left < 0:
            continue
        if left <= SOON or (each.earliest_due_on or day) <= horizon:
            place = places[each.application]
            bounds = (each.earliest_due_on, each.latest_due_on)
            found.append(RunsOut(place, day, left, each.provisional, *bounds))
    yield from sorted(found, key=lambda one: (one.on, one.where))


def _ran_out(
    periods: Sequence[Due], places: Mapping[str, str], given: Made | None, day: date
) -> Iterator[RunsOut]:
    """What is overdue beyond doubt, and was not when the last digest was made."""
    since = given.on if given else None
    for each in periods:
        over = each.latest_due_on or each.due_on
        if each.state != State.OVERDUE.value or not (each.due_on and over and over < day):
            continue
        if since is None or over >= since:
            yield RunsOut(places[each.application], each.due_on, each.working_days_left or 0)


def _disputed(each: Due) -> bool:
    left = each.working_days_left
    return each.waiting_for == "decision" and left is not None and left < 0 and bool(each.due_on)


def _to_go(going: Sending, book: Book, places: Mapping[str, str]) -> Iterator[ToGo]:
    known = {each.id: each for each in book.applications}
    for id in going.on_paper:
        yield ToGo(places[id], CHANNEL_NAMES[known[id].channel], id in book.letters)


def _mails(going: Sending, places: Mapping[str, str]) -> Iterator[ToGo]:
    """What may not go is due all the same, and somebody must see to it."""
    channel = CHANNEL_NAMES[Channel.EMAIL]
    yield from (ToGo(_of_letter(places, id), channel, barred=why) for id, why in going.barred)
    yield from (ToGo(_of_letter(places, id), channel) for id in going.due)


def _of_letter(places: Mapping[str, str], id: str) -> str:
    """财政局 U001-B/撤回申请"""
    application, _, what = id.partition("/")
    place = places.get(application, application)
    return f"{place}/{what}" if what else place


def _coming(workspace: Workspace, horizon: date) -> Iterator[tuple[date, int]]:
    later = [each.round.send_on for each in due_on(workspace, horizon)]
    yield from sorted(Counter(on for on in later if on > workspace.as_of).items())


def _waiting(items: Sequence[Item]) -> Iterator[Waits]:
    for what, name in WHAT_NAMES.items():
        found = [each for each in items if each.what == what]
        if found:
            first = tuple(each.why for each in found[:FIRST_FEW])
            yield Waits(name, len(found), first)


def _failed(known: Before) -> Iterator[Failed]:
    """What lasts, and what was over since the last digest was made."""
    for each in digests.standing(known.troubles).values():
        yield Failed(each.what, each.why, _moment(each.at))
    since = known.given.at if known.given else ""
    began: dict[str, Trouble] = {}
    for each in known.troubles:
        if each.why:
            began.setdefault(each.what, each)
        elif (start := began.pop(each.what, None)) and each.at > since:
            yield Failed(each.what, start.why, _moment(start.at), _moment(each.at))


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(CHINA):%m-%d %H:%M}"
