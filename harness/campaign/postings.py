"""交寄清单.xlsx of every day's outgoing/ folder -> letters that the post office took: a row that has
its 挂号号码 is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.workspace import OUTGOING, Workspace
from harness.scoring.assessment import ReviewItem
from harness.store import outbox
from letters import posting_number
from letters.faults import BadTable
from letters.posting import Posting, read_posting_list

NAME = "**/交寄清单*.xlsx"  # a folder a day, in it one for each kind of post


def take_postings(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """Record what was posted; answers what in the lists a person must mend."""
    doubts: list[ReviewItem] = []
    posted = [row for path in _lists(workspace) for row in _rows(path, doubts) if row.number]
    with workspace.store.reading() as connection:
        letters = outbox.letters(connection)
        back = {row for row in posted if _taken_back(connection, row)}
    new = []
    for row in posted:
        letter = letters.get(row.application_id)
        if letter is None:
            doubts.append(_doubt(row, f"没有编号为“{row.application_id}”的待寄申请"))
        elif letter.number and letter.number != row.number:
            why = f"先前登记的挂号号码是“{letter.number}”，清单上是“{row.number}”，请核对回执"
            doubts.append(_doubt(row, why))
        elif letter.state == "sent" and letter.number:
            continue
        elif wrong := posting_number.fault(row.number):
            doubts.append(_doubt(row, f"{wrong}；改正以前不登记寄出"))
        elif row in back:
            doubts.append(_doubt(row, _BACK.format(row=row)))
        else:
            new.append(row)
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


_BACK = (
    "清单上的交寄（{row.posted_on}，挂号{row.number}）先前登记过，后来作废了，没有再登记；"
    "确已交寄的，请用 mingcha log posted {row.application_id} --on {row.posted_on} "
    "--number {row.number} --write 登记；没有交寄的，请把清单上的这个号码清空"
)


def _taken_back(connection: Connection, row: Posting) -> bool:
    return outbox.was_taken_back(connection, row.application_id, row.posted_on, row.number)


def _doubt(row: Posting, why: str) -> ReviewItem:
    return ReviewItem(f"交寄清单 {row.application_id}", why)


def _lists(workspace: Workspace) -> list[Path]:
    folder = workspace.folder / OUTGOING
    return sorted(each for each in folder.glob(NAME) if not each.name.startswith("~$"))


def _rows(path: Path, doubts: list[ReviewItem]) -> Iterator[Posting]:
    try:
        yield from read_posting_list(path)
    except BadTable as wrong:
        place = f"{path.parent.name}/{path.name}"
        doubts += [ReviewItem(f"交寄清单 {place}", each) for each in wrong.faults]
