"""`applicant --forget`: a person is taken out of a campaign that is over, and its scores stay provable.

Gone are the identity number, the address, the telephone and every letter that has them, as far as this
folder goes. The name and the mailbox stay: they stand in what came, by them answers are known as
answers, and a mark for the salutation rests on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.campaign.planning.applicant import VERB, Listed
from harness.campaign.sending.further import further_names
from harness.campaign.workspace import OUTGOING, Refused, Workspace
from harness.store import further, outbox, people, plan
from harness.store.errors import StoreError
from letters.applicants import erase_applicant
from letters.checks import text_name
from letters.model import Application
from letters.tables import APPLICANTS
from letters.word import form_name

LABELS = "地址标签-*.docx"
GONE = (
    "证件号码、通信地址、邮政编码、电话：从数据库、申请计划、applicants.xlsx 中删除",
    "以其名义发出的信件：密钥删除，此后谁也打不开；文件和指纹留在佐证里，历史可以照常核对",
    "outgoing/ 里的申请表、网页填报单、补正说明、撤回申请和地址标签：删除",
)
STAYS = (
    "姓名、邮箱和同意的日期：收到的原件里写有姓名和邮箱，答复的归属和评分以此为据",
    "来件原件：不改动，其中可能写有地址、电话",
    "每日简报和收件故障的记载：不改动，其中写有邮箱，可能写有姓名",
    "先前的备份、成果包和演练副本：不在此列，请自行删除",
)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """`removed`: files of outgoing/ that are, or would be, deleted; `elsewhere`: keys that are not on
    this machine."""

    applicant: str
    gone: tuple[str, ...]
    stays: tuple[str, ...]
    removed: tuple[str, ...]
    changed: bool
    written: bool
    elsewhere: tuple[str, ...] = ()


def forget(workspace: Workspace, who: Listed, *, write: bool) -> Forgotten:
    """Doing it again finishes what was interrupted, and else changes nothing."""
    with workspace.store.reading() as connection:
        theirs = plan.of_applicant(connection, who.id)
        letters = outbox.letters(connection)
    _must_be_over(workspace, who, theirs, letters)
    files = _printed(workspace, theirs)
    new = who.forgotten_on is None
    elsewhere = _forget(workspace, who, theirs, files) if write else ()
    removed = tuple(each.relative_to(workspace.folder).as_posix() for each in files)
    changed = new or bool(files)
    return Forgotten(who.id, GONE, STAYS, removed, changed, write and changed, elsewhere)


def _must_be_over(
    workspace: Workspace,
    who: Listed,
    theirs: Sequence[Application],
    letters: dict[str, outbox.Queued],
) -> None:
    if workspace.campaign.drill:
        raise Refused("这是演练，申请人都是虚构的，没有要删除的个人信息")
    last = workspace.campaign.collect_until
    if theirs and workspace.as_of <= last:
        raise Refused(
            f"数据采集到 {last} 才截止，其间答复还会寄到申请人 {who.id}，现在不能删除；"
            "本人要求提前退出的，请先撤回其申请，并把 campaign.toml 的 collect_until 改到今天以前"
        )
    open_ = [
        each.id
        for each in theirs
        if (of := letters.get(each.id)) and of.state in ("queued", "sending")
    ]
    with workspace.store.reading() as connection:
        after = further.unsettled(connection)
    ids = {each.id for each in theirs}
    open_ += [e.id for e in after if e.application_id in ids and e.state in ("queued", "sending")]
    if open_:
        raise Refused(
            f"申请人 {who.id} 还有{len(open_)}件申请待发或者是否发出不明（{'、'.join(open_[:5])}），"
            "请先登记或者核实，再删除"
        )


def _printed(workspace: Workspace, theirs: Sequence[Application]) -> list[Path]:
    """The files that have the person's particulars; a label sheet has those of several."""
    names = {
        name for each in theirs for name in (form_name(each), text_name(each), *further_names(each))
    }
    if not names:
        return []
    days = sorted((workspace.folder / OUTGOING).glob("*/"))
    found = [day / name for day in days for name in sorted(names) if (day / name).is_file()]
    labels = [each for day in days for each in sorted(day.glob(LABELS))]
    return [*found, *labels]


def _forget(
    workspace: Workspace, who: Listed, theirs: Sequence[Application], files: Sequence[Path]
) -> tuple[str, ...]:
    table = workspace.folder / APPLICANTS
    if table.is_file():  # first: it may lie open, and then nothing is done yet
        erase_applicant(table, who.id)
    elif who.id in {each.id for each in workspace.campaign.applicants}:
        raise Refused(
            f"申请人 {who.id} 写在 campaign.toml 的 [[applicants]] 里，程序不改动这个文件；"
            "请先把各申请人移到 applicants.xlsx，再删除"
        )
    for each in files:
        each.unlink(missing_ok=True)
    what = f"申请人 {who.id}：删除证件号码、通信地址、电话和信件的密钥"
    kept = _letters(workspace, theirs)
    with workspace.store.writing(verb=VERB, what=what) as connection:
        plan.forget(connection, who.id)
        elsewhere = people.forget(connection, who.id, workspace.as_of, kept)
    workspace.store.shrink()
    return elsewhere


def _letters(workspace: Workspace, theirs: Sequence[Application]) -> list[bytes]:
    """As they are kept; one that is damaged names no key."""
    ids = {each.id for each in theirs}
    with workspace.store.reading() as connection:
        first, after = outbox.letters(connection).values(), further.letters(connection).values()
    mails = [(each.application_id, each.sha256) for each in first]
    mails += [(each.application_id, each.sha256) for each in after]
    found = []
    for id, sha256 in mails:
        if id in ids:
            try:
                found.append(workspace.store.load(sha256))
            except (StoreError, OSError):
                continue
    return found
