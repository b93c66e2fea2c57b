"""`status`: where a campaign stands, every fault of every file that a person keeps, the next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from harness.campaign.held.seen import seen_tables
from harness.campaign.planning.plan import coming, consent_faults
from harness.campaign.queue import many
from harness.campaign.sending.send import forecast
from harness.campaign.sending.unsent import unsent
from harness.campaign.workspace import (
    SETTINGS,
    Refused,
    Workspace,
    open_workspace,
    rubric_of,
)
from harness.casebook.book import open_book
from harness.clock.events import Kind
from harness.clock.result import State
from harness.scoring.assessment import Case
from harness.scoring.rubric_file.rubric import Rubric
from harness.store import outbox, people
from harness.store.database import open_store
from harness.store.home import home_of
from letters.faults import BadTable
from letters.model import EVERY_UNIT, Campaign
from letters.tables import UNITS, folder_faults, read_campaign
from letters.units import read_units


@dataclass(frozen=True, slots=True)
class Status:
    """`next`: the command to type next, and why, in Chinese."""

    planned: int
    sent: int
    answered: int
    queue: int
    objections: int  # undecided
    faults: tuple[str, ...]
    next: str
    why: str
    unknown: int = 0  # mails of which nobody knows whether they went
    refused: int = 0  # mails that a server would not take
    whole: bool = (
        True  # False: campaign.toml is wrong; answered, queue and objections are not known
    )


def status(
    folder: Path, *, as_of: date, by: str | None = None, more: tuple[str, ...] = ()
) -> Status:
    """Also of a folder whose files are wrong: then what can be said is said. `more`: faults of files
    that are for the drill alone, and keep nothing else from its course."""
    faults = faults_of(folder)
    _must_be_one(folder)
    try:
        with open_workspace(folder, as_of=as_of, by=by) as workspace:
            found = _of(workspace, faults or consent_faults(workspace))
            found = replace(found, faults=(*found.faults, *more))
            return replace(found, next=AGAIN, why=MEND) if more else found
    except BadTable:
        return unopened(folder, (*faults, *more))


AGAIN, MEND = "mingcha status", "先改好所列各处，再看一次"


def unopened(folder: Path, faults: tuple[str, ...]) -> Status:
    """What is known though campaign.toml cannot be read: what was planned, and what went out."""
    if not home_of(folder).exists():
        return Status(0, 0, 0, 0, 0, faults, AGAIN, MEND, whole=False)
    with open_store(folder) as store:
        book = open_book(store, placed=False)
    sent = sum(any(e.kind is Kind.SENT for e in book.events(a.id)) for a in book.applications)
    unknown, refused = _not_gone(book.letters.values())
    return Status(
        len(book.applications), sent, 0, 0, 0, faults, AGAIN, MEND, unknown, refused, whole=False
    )  # fmt: skip


def _not_gone(letters: Iterable[outbox.Queued]) -> tuple[int, int]:
    states = [each.state for each in letters if each.message_id]
    return states.count("sending"), states.count("refused")


def standing(workspace: Workspace) -> Status:
    """The same of a campaign that is open. What its tables say is looked at again when one of them has
    changed, all else when a fact has."""
    return _of(workspace, _faults_now(workspace))


def _faults_now(workspace: Workspace) -> tuple[str, ...]:
    """Of the same tables, and the same people and plan, once."""
    with workspace.store.reading() as connection:
        known = repr(sorted(people.people(connection).items()))
    seen = (repr(seen_tables(workspace.folder)), known, workspace.book().applications)
    return workspace.once(_faults, *seen, workspace.campaign, workspace.as_of, using=workspace)


def _faults(*given: object) -> tuple[str, ...]:
    workspace = given[-1]
    assert isinstance(workspace, Workspace)
    return faults_of(workspace.folder) or consent_faults(workspace)


def _must_be_one(folder: Path) -> None:
    if not (folder / SETTINGS).is_file():
        raise Refused(f"“{folder}”里没有 {SETTINGS}，不是测评文件夹；请用 mingcha new 新建一个")


def faults_of(folder: Path) -> tuple[str, ...]:
    faults = list(folder_faults(folder))
    try:
        campaign = read_campaign(folder)
        rubric = rubric_of(folder, campaign.rubric)
        faults += _unknown_classes(folder, rubric) if rubric.classes else ()
        faults += _unknown_rounds(campaign, rubric)
        faults += _unknown_units(folder, campaign)
    except BadTable as wrong:
        faults += [each for each in wrong.faults if each not in faults]
    return tuple(faults)


def _unknown_classes(folder: Path, rubric: Rubric) -> Iterator[str]:
    """Units that the rubric has no weights for: they would be left unmarked."""
    known = "、".join(each.name for each in rubric.classes)
    for unit in read_units(folder / UNITS):
        if rubric.class_of(unit.category) is None:
            yield (
                f"{UNITS}：{unit.id} {unit.name}的类别“{unit.category}”不在评分细则所列之中，"
                f"不能评定，应为{known}之一"
            )


def _unknown_rounds(campaign: Campaign, rubric: Rubric) -> Iterator[str]:
    """Criteria that look at a round which this campaign does not have: nobody would be marked by them."""
    known = [name for one in campaign.rounds for name in (one.label, one.id)]
    for criterion in rubric.criteria:
        if criterion.round and criterion.round not in known:
            labels = "、".join(one.label for one in campaign.rounds)
            yield (
                f"评分细则：指标“{criterion.name}”只看“{criterion.round}”轮次，{SETTINGS} 没有这一轮次，"
                f"谁也不能按它评定；现有轮次：{labels}"
            )


def _unknown_units(folder: Path, campaign: Campaign) -> Iterator[str]:
    """Units that the authorisation names and nobody has: their letters would be barred by a slip."""
    given = campaign.authorisation
    if given is None or given.units == (EVERY_UNIT,):
        return
    known = [each.id for each in read_units(folder / UNITS)]
    for id in given.units:
        if id not in known:
            yield f"{SETTINGS}，[authorisation] 的 units：{UNITS} 里没有编号为 {id} 的单位，请核对"


def _of(workspace: Workspace, faults: tuple[str, ...]) -> Status:
    book = workspace.book()
    cases = workspace.clocks(book).cases
    sent, answered = workspace.along(_so_far, _so_far_on, cases)
    waiting, letters = many(workspace), unsent(workspace, book.letters)
    step, why = _next(workspace, faults, len(book.applications), waiting, letters)
    raised = sum(each.open for each in book.objections)
    return Status(
        len(book.applications), sent, answered, waiting, raised, faults, step, why,
        *_not_gone(letters),
    )  # fmt: skip


def _so_far(cases: Sequence[Case], _: object) -> tuple[int, int]:
    """How many were sent, and answered."""
    sent = sum(case.clock.state is not State.NOT_SENT for case in cases)
    return sent, sum(case.clock.answered_on is not None for case in cases)


def _so_far_on(
    before: tuple[int, int], gone: Sequence[Case], come: Sequence[Case], _: object
) -> tuple[int, int]:
    less, more = _so_far(gone, None), _so_far(come, None)
    return before[0] - less[0] + more[0], before[1] - less[1] + more[1]


def _not_planned(workspace: Workspace) -> int:
    """How many applications the tables ask for that are not planned. Who lacks a consent is a fault,
    and was told before."""
    return len(coming(workspace))


def _next(
    workspace: Workspace,
    faults: tuple[str, ...],
    planned: int,
    waiting: int,
    letters: Iterable[outbox.Queued],
) -> tuple[str, str]:
    if faults:
        return AGAIN, MEND
    if not planned:
        return "mingcha plan --write", "各表无误，可以编制计划"
    if _not_planned(workspace):
        return "mingcha plan --write", "表中有尚未编入计划的单位或轮次"
    due = forecast(workspace, workspace.as_of)
    made = {each.application_id for each in letters if each.state == "queued"}
    if [id for id in due.on_paper if id not in made]:
        return "mingcha letters", "有到期应寄、应递的申请"
    if due.due:
        return f"mingcha send --send {len(due.due)}", "有到期应发的邮件"
    if due.on_paper:
        return "mingcha log posted 申请编号 --on 日期", "有已经打印、还没有登记寄出的申请"
    if waiting:
        return "mingcha queue", f"有{waiting}项需要人工认定"
    if workspace.as_of < workspace.campaign.collect_until:
        return "mingcha collect", "收件；截止日见 mingcha due"
    return "mingcha report", "采集已经截止，可以写报告"
