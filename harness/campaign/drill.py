"""`drill`: a whole campaign lived through day by day with simulated agencies, by the same verbs that
people use, in a copy beside its folder. In: a campaign, or a province to make one of. Out: what was
judged, and what was planted, which nothing but the comparison at the end looks at.

Whatever addresses the units have, every mail goes to a server of the drill on loopback.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from calendars import OutOfRange
from harness.campaign.handing.report import Reported, report
from harness.campaign.planning.plan import plan
from harness.campaign.receiving.collect import keep_papers, read_ahead
from harness.campaign.receiving.fetching import keep_mails
from harness.campaign.recording.event import record
from harness.campaign.sending.letters import letters
from harness.campaign.sending.send import forecast, send_now
from harness.campaign.workspace import Refused, Told, Workspace, open_workspace
from harness.dispatch.outgoing import Server
from harness.drill.as_drill import MARK, copy_as_drill
from harness.drill.comparison import Wrong, compare
from harness.drill.dealing.assigned import assigned
from harness.drill.dealing.profile_file import of_folder
from harness.drill.play.clerk import Errand, Known
from harness.drill.play.mailroom import Ports
from harness.drill.play.world import Drill
from harness.drill.province import make_campaign
from harness.drill.truth import Truth
from harness.intake.account import Account
from harness.intake.mailbox import Mailbox, open_mailbox
from harness.store import plan as planned
from letters.faults import BadTable
from letters.model import Application, Campaign, Channel
from letters.opening import reason
from letters.tables import UNITS, folder_faults, read_campaign, read_units

FORTNIGHT = 14  # days
IN_FORCE = date(2019, 5, 15)  # the law by which the drill's agencies write
# what the clerk logs of each way out; of registered post the posting list tells, of mail the server
HOW = {
    Channel.IN_PERSON: "handed_in",
    Channel.ORDINARY_MAIL: "posted",
    Channel.WEB_FORM: "submitted",
    Channel.FAX: "submitted",
}


@dataclass(frozen=True, slots=True)
class Lived:
    reported: Reported
    truth: Truth


@dataclass(frozen=True, slots=True)
class Drilled:
    """`right` and `wrong` count single judgements; `differences` are the wrong ones. `failures`: what
    could not be written into the copy's reports."""

    folder: str
    right: int
    wrong: int
    differences: tuple[Wrong, ...] = ()
    failures: tuple[str, ...] = ()


def drill(
    workspace: Workspace, into: Path | None = None, *, seed: int | None = None, scans: bool = True
) -> Drilled:
    """Live through the campaign in `into` (without it: a new folder beside the campaign's own, for
    what lies inside is backed up with it). `seed`: who does what; the campaign's own, if None."""
    seed = workspace.campaign.seed if seed is None else seed
    place = _place(workspace, into)
    faults = folder_faults(workspace.folder)
    if faults:
        raise BadTable(*faults)
    _must_be_of_this_law(workspace.campaign)
    _profiles_must_be_sound(workspace)
    workspace.told(0, 0, "建立副本，准备模拟的单位")
    try:
        copy_as_drill(workspace.folder, place)
    except OSError as wrong:
        raise Refused(
            f"演练的文件夹“{place}”写不进去（{reason(wrong)}），请另指一个文件夹"
        ) from wrong
    try:
        lived = _lived(place, seed, workspace.told, scans)
    except OutOfRange as wrong:
        raise Refused(str(wrong)) from wrong
    outcome = compare(lived.reported.assessment, lived.truth, whole=False)
    wrongs = outcome.wrong
    return Drilled(
        str(place),
        outcome.judged - len(wrongs),
        len(wrongs),
        wrongs,
        tuple(each.why for each in lived.reported.failures),
    )


def _place(workspace: Workspace, into: Path | None) -> Path:
    """A folder that is new or empty, and not the campaign's own."""
    home = workspace.folder.resolve()
    if into is None:
        names = (home.with_name(f"{home.name}-{MARK}-{number}") for number in count(1))
        return next(path for path in names if not path.exists())
    if into.resolve().is_relative_to(home):
        raise Refused(f"演练不能放在测评文件夹“{home}”里面，请另指一个文件夹")
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Refused(f"“{into}”不是空文件夹，请另指一个空的或者不存在的文件夹")
    return into


def _must_be_of_this_law(campaign: Campaign) -> None:
    early = [each for each in campaign.rounds if each.send_on < IN_FORCE]
    if early:
        raise Refused(
            f"campaign.toml，[[rounds]] {early[0].id} 的 send_on：演练中的单位按{IN_FORCE}起施行的"
            f"政府信息公开条例答复，{early[0].send_on} 早于这一天，不能演练"
        )


def _profiles_must_be_sound(workspace: Workspace) -> None:
    """BadTable with every fault of drill.toml and of the profiles, before anything is copied."""
    _dealt_with(workspace.folder, workspace.campaign)


def _dealt_with(folder: Path, campaign: Campaign) -> None:
    units = [each.id for each in read_units(folder / UNITS)]
    rounds = [each.id for each in campaign.rounds]
    assigned(folder, units, [f"{unit}-{round}" for unit in units for round in rounds])


def profile_faults(folder: Path) -> tuple[str, ...]:
    """Every fault of drill.toml and of the profiles, for whoever looks at the folder; where the
    tables that drill.toml speaks of are wrong themselves, those of the profiles."""
    try:
        of_folder(folder)
        campaign = None if folder_faults(folder) else read_campaign(folder)
        if campaign is not None:
            _dealt_with(folder, campaign)
    except BadTable as wrong:
        return wrong.faults
    return ()


def rehearse(folder: Path, *, seed: int, units: int, told: Told, scans: bool = True) -> Lived:
    """Make a campaign in `folder`, live through it, judge it, report it. `told` hears of the
    progress.

    What comes by post is scanned and photographed; without `scans` it is laid in as it was
    typeset, and needs no reading of pictures."""
    make_campaign(folder, seed=seed, units=units)
    return _lived(folder, seed, told, scans)


def _clock(until: date) -> Callable[[], datetime]:
    """The real one, but for days to come: what is written down on such a day was here by then."""
    end = datetime.combine(until, time(12), UTC)
    return lambda: max(datetime.now(UTC), end)


def _lived(folder: Path, seed: int, told: Told, scans: bool) -> Lived:
    until = read_campaign(folder).collect_until
    with open_workspace(folder, as_of=until, by=MARK, told=told, now=_clock(until)) as workspace:
        plan(workspace, write=True)
        with workspace.store.reading() as connection:
            applications = planned.applications(connection)
        drill = Drill.open(folder, seed, scans=scans, applications=applications)
        asyncio.run(_live(workspace, drill, applications))
        return Lived(report(workspace), drill.truth())


async def _live(workspace: Workspace, drill: Drill, applications: Sequence[Application]) -> None:
    by_hand = {each.id: HOW[each.channel] for each in applications if each.channel in HOW}
    days = tuple(_days(workspace.campaign))
    async with drill.servers() as ports:
        with ExitStack() as open_boxes:
            boxes = [
                open_boxes.enter_context(open_mailbox(account))
                for account in _accounts(workspace.campaign, ports)
            ]
            wait: Callable[[], None] = lambda: None  # noqa: E731
            for number, day in enumerate(days, start=1):
                workspace.told(number, len(days), f"{day:%Y-%m-%d} 寄送、等候、收件")
                await _send(workspace, day, ports)
                _record(workspace, drill.errands(day), by_hand)
                await drill.live(day)
                # once a fortnight: the dates are those of the mails and of the ledger, whenever
                # they are taken in. What was received is read while the next one is lived
                if number % FORTNIGHT == 0 or day == days[-1]:
                    wait()
                    wait = _collect(workspace, boxes, drill.take_known())
            wait()


def _record(workspace: Workspace, errands: Sequence[Errand], by_hand: dict[str, str]) -> None:
    """What nobody but the clerk knows of is logged, once; posting lists are read by `collect`."""
    for errand in errands:
        how = by_hand.pop(errand.application_id, None)
        if how is not None:
            record(workspace, how, errand.application_id, errand.on, write=True)


def _collect(
    workspace: Workspace, boxes: Sequence[Mailbox], known: Sequence[Known]
) -> Callable[[], None]:
    """What the clerk knows is logged when the posting lists have told what went out."""
    keep_papers(workspace)
    for each in known:
        record(workspace, each.kind.value, each.application_id, each.on, write=True)
    keep_mails(workspace, boxes)
    return read_ahead(workspace)


def _days(campaign: Campaign) -> Iterator[date]:
    """Every day from the first letter to the end of collecting."""
    day = min(each.send_on for each in campaign.rounds)
    while day <= campaign.collect_until:
        yield day
        day += timedelta(days=1)


async def _send(workspace: Workspace, day: date, ports: Ports) -> None:
    if all(each.send_on != day for each in workspace.campaign.rounds):
        return
    letters(workspace, day)
    due = forecast(workspace, day).due
    with workspace.store.reading() as connection:
        mails = [each for each in planned.applications(connection) if each.id in set(due)]
    if mails:
        server = Server(workspace.campaign.smtp_host, ports.smtp_port)
        # the drill's servers live in this very loop
        await asyncio.to_thread(send_now, workspace, mails, (), day, server)


def _accounts(campaign: Campaign, ports: Ports) -> Sequence[Account]:
    host, port, password = campaign.imap_host, ports.imap_port, ports.imap_password
    boxes = dict.fromkeys(each.email for each in campaign.applicants)
    return [Account(host, port, each, password, tls=False) for each in boxes]
