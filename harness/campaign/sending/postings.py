"""交寄清单.xlsx of every day's outgoing/ folder -> letters that the post office took: a row that has
its 挂号号码 is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.recording.possible import why_not_sent
from harness.campaign.workspace import OUTGOING, Workspace
from harness.clock.events import Kind
from harness.scoring.assessment import ReviewItem
from harness.store import log, outbox, plan
from harness.store.outbox import Queued
from letters import posting_number
from letters.faults import BadTable
from letters.model import Application
from letters.posting import Posting, read_postings

NAME = "**/交寄清单*.xlsx"  # a folder a day, in it one for each kind of post


def take_postings(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """Record what was posted; answers what in the lists a person must mend."""
    doubts: list[ReviewItem] = []
    posted = [row for path in _lists(workspace) for row in _rows(path, doubts) if row.number]
    with workspace.store.reading() as connection:
        letters = outbox.letters(connection)
        planned = {each.id: each for each in plan.applications(connection)}
        seen = [
            (row, _why_not(workspace, connection, row, letters.get(row.application_id), planned))
            for row in posted
        ]
    doubts += [_doubt(row, why) for row, why in seen if why]
    new = [row for row, why in seen if why == ""]
    if new:
        what = f"按交寄清单登记寄出{len(new)}件"
        with workspace.store.writing(verb="collect", what=what) as connection:
            for row in new:
                if _taken_back(connection, row):
                    continue  # just now, by somebody else: told the next time
                outbox.mark_posted(
                    connection, row.application_id, row.posted_on, row.number, "posting_list"
                )
    return tuple(doubts)


def _why_not(
    workspace: Workspace,
    connection: Connection,
    row: Posting,
    letter: Queued | None,
    planned: Mapping[str, Application],
) -> str | None:
    """Why a row is not put down: a person must mend it, or (None) there is nothing new in it."""
    id = row.application_id
    if letter is None:
        return f"没有编号为“{id}”的待寄申请"
    sent = [each.fact for each in log.events(connection, id) if each.fact.kind is Kind.SENT]
    if any((e.on, e.evidence) == (row.posted_on, f"{outbox.POST}{row.number}") for e in sent):
        return None
    if letter.number and letter.number != row.number:
        return _CONTRADICTED.format(
            before=f"挂号号码“{letter.number}”", now=f"“{row.number}”", row=row
        )
    if wrong := posting_number.fault(row.number):
        return f"{wrong}；改正以前不登记寄出"
    if wrong := why_not_sent(workspace, connection, planned[id], row.posted_on, "交寄"):
        return f"{wrong}；改正以前不登记寄出"
    back = _taken_back(connection, row)
    if letter.state == "sent" and letter.number:
        if back or any(each.on == row.posted_on for each in sent):
            return None  # corrected since, where that is done
        days = "、".join(str(each.on) for each in sent)
        return _CONTRADICTED.format(before=f"{days} 交寄", now=f"{row.posted_on}", row=row)
    return _BACK.format(row=row) if back else ""


_CONTRADICTED = (
    "先前登记的是{before}，清单上是{now}，登记暂不改动，请核对回执；以清单为准的，运行 "
    "mingcha log posted {row.application_id} --on {row.posted_on} --number {row.number} --replace --write；"
    "先前的登记无误的，请把清单改过来"
)
_BACK = (
    "清单上的交寄（{row.posted_on}，挂号{row.number}）先前登记过，后来作废了，没有再登记；"
    "确已交寄的，请用 mingcha log posted {row.application_id} --on {row.posted_on} "
    "--number {row.number} --write 登记；没有交寄的，请把清单上的这个号码清空"
)


def _taken_back(connection: Connection, row: Posting) -> bool:
    return outbox.was_taken_back(connection, row.application_id, row.posted_on, row.number)


def _doubt(row: Posting, why: str) -> ReviewItem:
    return ReviewItem(f"交寄清单 {row.place} {row.application_id}".replace("  ", " "), why)


def _lists(workspace: Workspace) -> list[Path]:
    folder = workspace.folder / OUTGOING
    return sorted(each for each in folder.glob(NAME) if not each.name.startswith("~$"))


def _rows(path: Path, doubts: list[ReviewItem]) -> Iterator[Posting]:
    """What can be read of a list; all that is wrong in it at once."""
    try:
        read, faults = read_postings(path)
    except BadTable as wrong:
        read, faults = (), wrong.faults
    place = f"{path.parent.name}/{path.name}"
    doubts += [ReviewItem(f"交寄清单 {place}", each) for each in faults]
    yield from read
