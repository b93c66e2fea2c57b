"""`log paper`: one letter on paper, of several pages and its envelope, with its four dates.

Pages that were collected from incoming/ before, as loose files, become this letter: where they
were one arrival it is given its number and dates; where they were several, those are filed away as
parts of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.recording.call import unit_named
from harness.campaign.recording.event import Recorded, not_after_today
from harness.campaign.recording.paper_files import Letters
from harness.campaign.workspace import INCOMING, PAPERS, Refused, Workspace
from harness.casebook.book import number_of
from harness.clock.carriers import CARRIER_NAMES, Carrier
from harness.intake.receive import add
from harness.intake.things import Sheet, Thing
from harness.store import log, said
from harness.store.database import Store
from harness.store.errors import reason
from harness.store.evidence import sha256
from harness.store.log import NewArrival, Registration, Stored
from harness.store.said import Filing
from harness.store.supposing import supposing
from letters.opening import read_file
from parsers.limits import MAX_BYTES

PREFIX = "纸件"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a person says of a letter. `number`: its 来件编号, or empty."""

    pages: tuple[Path, ...]
    envelopes: tuple[Path, ...]
    received: date
    posted: date | None = None
    noticed: date | None = None
    signed: date | None = None
    sender: str = ""
    number: str = ""
    note: str = ""
    carrier: str | None = None  # a code of clock/carriers.py


def record_paper(
    workspace: Workspace,
    paper: Paper,
    *,
    unit: str | None = None,
    replace: bool = False,
    write: bool = False,
) -> Recorded:
    """Take in a letter, or write down the dates of one that was taken in. `unit`: who sent it,
    whatever the envelope says."""
    _in_order(workspace, paper)
    sheets = (
        *_sheets(workspace, paper.pages, "page"),
        *_sheets(workspace, paper.envelopes, "envelope"),
    )
    with workspace.store.reading() as connection:
        named = unit_named(connection, unit).name if unit else ""
        number = paper.number or _known_number(connection, sheets) or _next(connection)
    sender, note = _who(named, paper)
    new = Registration(
        number, paper.received, paper.posted, paper.noticed, paper.signed, sender, note,
        paper.carrier,
    )  # fmt: skip
    what = f"纸质来件 {number}：{paper.received}收到，{len(sheets)}个文件"
    if write:
        with workspace.store.writing(verb="log", what=what) as connection:
            done = _record(workspace.store, connection, new, sheets, replace)
    else:
        with supposing(workspace.store) as (store, connection):
            done = _record(store, connection, new, sheets, replace)
    added, replaced, remarks = done
    return Recorded(added and write, added, what, replaced, write, remarks, number)


def _who(unit: str, paper: Paper) -> tuple[str, str]:
    """Sender and note. Where the unit is named it decides of whom the letter is; the envelope's own
    words are kept beside it."""
    if not unit or not paper.sender or paper.sender == unit:
        return unit or paper.sender, paper.note
    return unit, "；".join(each for each in (f"信封上的寄件人：{paper.sender}", paper.note) if each)


def _in_order(workspace: Workspace, paper: Paper) -> None:
    if not paper.pages:
        raise Refused("登记纸质来件须给出扫描件或照片：--file 文件，有几页就写几次")
    for day, name in (
        (paper.received, "收到"), (paper.posted, "邮戳"), (paper.noticed, "知悉"),
    ):  # fmt: skip
        if day is not None:
            not_after_today(workspace, day, name)
    if paper.posted is not None and paper.posted > paper.received:
        raise Refused(f"邮戳日期 {paper.posted} 晚于收到日期 {paper.received}，请核对")
    if paper.noticed is not None and paper.noticed < paper.received:
        raise Refused(f"知悉日期 {paper.noticed} 早于收到日期 {paper.received}，请核对")


def _sheets(workspace: Workspace, paths: Sequence[Path], role: str) -> list[Sheet]:
    found = []
    for path in paths:
        try:
            data = read_file(_lying(workspace, path), MAX_BYTES)
        except IsADirectoryError:
            raise Refused(f"“{path}”是文件夹，这里应给一个文件") from None
        except OSError as wrong:
            raise Refused(f"打不开文件“{path}”：{reason(wrong)}") from None
        if not data:
            raise Refused(f"文件“{path}”是空的（0字节），请检查")
        found.append(Sheet(path.name, data, role))
    return found


def _lying(workspace: Workspace, path: Path) -> Path:
    """Where a file lies that is named: here, or where paper is laid in."""
    incoming = workspace.folder / INCOMING
    places = (path, incoming / PAPERS / path, incoming / path)
    return next((each for each in places if each.exists()), path)


Outcome = tuple[bool, tuple[str, ...], tuple[str, ...]]


def _record(
    store: Store,
    connection: Connection,
    new: Registration,
    sheets: Sequence[Sheet],
    replace: bool,
) -> Outcome:
    come, letters = log.arrivals(connection), Letters.of(connection)
    digests = [sha256(each.data) for each in sheets]
    whole = next((each for each in come if _digests(each) == set(digests)), None)
    if why := letters.not_free(new.number, whole.id if whole else None):
        raise Refused(f"{why}（--number）")
    if whole is not None:
        return _mended(connection, whole, new, replace)
    parts = [each for each in come if _digests(each) & set(digests)]
    ids = [each.id for each in parts]
    if why := letters.not_loose(sheets) or letters.not_part(ids, digests):
        raise Refused(why)
    arrival = NewArrival(
        "paper", new.number, new.on, new.posted_on, new.sender, sheets[0].name, "",
        new.noticed_on, new.signed_on, note=new.note, carrier=new.carrier,
    )  # fmt: skip
    add(store, connection, Thing(arrival, tuple(sheets)))
    for each in parts:
        said.add_filing(connection, Filing(each.id, (), None, None, f"已并入纸质来件 {new.number}"))
    remarks = tuple(f"来件 {number_of(each)} 并入 {new.number}" for each in parts)
    return True, (), remarks


def _digests(stored: Stored[NewArrival]) -> set[str]:
    return {stored.fact.sha256, *(each.sha256 for each in stored.fact.files)}


def _mended(
    connection: Connection, stored: Stored[NewArrival], new: Registration, replace: bool
) -> Outcome:
    """These very files are here: what is new is what is said of them."""
    now = stored.fact
    if now.source == "mail":
        raise Refused(f"这些文件是邮件 {number_of(stored)}，日期以邮件服务器为准，不登记为纸质来件")
    before = Registration(
        now.source_key, now.on, now.posted_on, now.noticed_on, now.signed_on, now.sender, now.note,
        now.carrier,
    )  # fmt: skip
    if now.source == "file":  # nobody has written anything down of it yet
        return log.register(connection, stored.id, new), (), ()
    if before == new:
        return False, (), ()
    told = f"{before.number}：{_told(before)}"
    if not replace:
        raise Refused(
            f"这些文件先前登记为 {told}；现为 {_told(new)}，请核对；先前的登记有误的，加 --replace 取代它"
        )
    return log.register(connection, stored.id, new), (told,), ()


def _told(new: Registration) -> str:
    days = (("邮戳", new.posted_on), ("知悉", new.noticed_on), ("落款", new.signed_on))
    more = "".join(f"，{name} {day}" for name, day in days if day)
    more += f"，{CARRIER_NAMES[Carrier(new.carrier)]}" if new.carrier else ""
    return f"收到 {new.on}{more}，寄件 {new.sender or '（未写）'}"


def _known_number(connection: Connection, sheets: Sequence[Sheet]) -> str:
    """The number that these files have; empty where they have none of a paper."""
    digests = {sha256(each.data) for each in sheets}
    for each in log.arrivals(connection):
        if each.fact.source == "paper" and _digests(each) == digests:
            return each.fact.source_key
    return ""


def _next(connection: Connection) -> str:
    letters, number = Letters.of(connection), 1
    while letters.not_free(f"{PREFIX}{number}"):
        number += 1
    return f"{PREFIX}{number}"
