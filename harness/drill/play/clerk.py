"""The clerk of the drill: hands in, faxes and types in what lies in outgoing/, and says so in the lists
there. In: the folder, the day. Out: the errands that were done, for whoever records them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harness.clock.events import Kind
from harness.drill.play.post_office import ORDINARY, posting_lists
from letters import days
from letters.checks import ID, SHEETS, read_checks, write_checks
from letters.model import Channel
from letters.posting import read_posting_list

REMARK = "演练"
# what the clerk writes into the lists: when it was done, and what else it needs
WRITTEN: Mapping[Channel, tuple[str, Mapping[str, str]]] = {
    Channel.IN_PERSON: ("递交日期", {"递交时间": "10:00", "接收人": "窗口", "备注": REMARK}),
    Channel.FAX: ("发送日期", {"发送时间": "10:00", "页数": "1", "备注": REMARK}),
    Channel.WEB_FORM: ("提交日期", {"提交时间": "10:00", "备注": REMARK}),
}
FILES = {
    Channel.IN_PERSON: "申请表文件",
    Channel.FAX: "申请表文件",
    Channel.WEB_FORM: "填报文本",
}


@dataclass(frozen=True, slots=True)
class Errand:
    """An application that somebody took out of the house: on which day, and what he had with him.
    `number`: its 挂号号码, where it has one."""

    application_id: str
    on: date
    file: Path
    number: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the clerk heard on the telephone, did, or was handed by the postman."""

    application_id: str
    kind: Kind
    on: date


def go(outgoing: Path, day: date) -> None:
    """Does on a day what the check lists say is still to be done."""
    for path, channel in _check_lists(outgoing):
        head, more = WRITTEN[channel]
        rows = read_checks(path, channel)
        done = {
            id: row if row[head] else {**row, head: day.isoformat(), **more}
            for id, row in rows.items()
        }
        if done != rows:
            write_checks(done.values(), channel, path)


def errands(outgoing: Path) -> Iterator[Errand]:
    """All that went out on paper or over a web page, as the lists have it."""
    for path in posting_lists(outgoing):
        for row in read_posting_list(path):
            if row.number or row.way == ORDINARY:
                form = path.parent / row.form
                yield Errand(row.application_id, row.posted_on, form, row.number)
    for path, channel in _check_lists(outgoing):
        for check in read_checks(path, channel).values():
            if on := check[WRITTEN[channel][0]]:
                yield Errand(check[ID], days.written(on), path.parent / check[FILES[channel]])


def _check_lists(outgoing: Path) -> list[tuple[Path, Channel]]:
    return [
        (path, channel)
        for channel, name in SHEETS.items()
        for path in sorted(outgoing.glob(f"**/{name}.xlsx"))
    ]
