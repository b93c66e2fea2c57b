"""What 台账.xlsx says -> facts: letters posted and signed for, paper that came, calls.

A row that is on record already changes nothing. One that contradicts what is on record is not taken
over but shown: what was taken in stands until a person mends one of the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.workspace import INCOMING, Workspace
from harness.clock.events import Kind
from harness.intake.ledger import Delivery, Ledger, Paper, Telephone, read_ledger
from harness.intake.receive import Sheet, Thing, take_in
from harness.scoring.assessment import ReviewItem
from harness.store import log, plan
from harness.store.evidence import sha256
from harness.store.log import NewArrival, NewCall, NewEvent, Outcome, Purpose
from letters.model import Application, Unit

PAPERS = Path(INCOMING) / "纸质来件"
TEST_CALL, CONFIRMATION_CALL = "咨询测试", "确认收件"


def take_ledger(workspace: Workspace) -> tuple[int, tuple[ReviewItem, ...]]:
    """Take over what the ledger says; answers how many papers were new, and what a person must
    mend."""
    ledger = read_ledger(workspace.ledger)
    with workspace.store.writing(verb="collect", what="登记台账") as connection:
        doubts = _take_rows(connection, ledger)
    things, more = _things(workspace, ledger)
    return take_in(workspace.store, things), (*_of(ledger), *doubts, *more)


def ledger_doubts(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """What in the ledger a person must mend, as it now lies there; nothing is taken over."""
    ledger = read_ledger(workspace.ledger)
    with workspace.store.trying() as connection:
        doubts = _take_rows(connection, ledger)
    _, more = _things(workspace, ledger)
    return (*_of(ledger), *doubts, *more)


def _of(ledger: Ledger) -> list[ReviewItem]:
    return [ReviewItem(each.what, each.why) for each in ledger.doubts]


def _things(workspace: Workspace, ledger: Ledger) -> tuple[list[Thing], list[ReviewItem]]:
    """The papers that the ledger names, and what is wrong with them."""
    doubts: list[ReviewItem] = []
    things = []
    for paper in ledger.papers:
        thing = _thing(workspace.folder, paper)
        if thing is None:
            why = f"找不到文件“{paper.file}”，请放入 {PAPERS.as_posix()}"
            doubts.append(ReviewItem(f"台账来件 {paper.key}", why))
        else:
            things.append(thing)
    doubts += _contradictions(workspace, things)
    return things, doubts


def _thing(folder: Path, paper: Paper) -> Thing | None:
    path = folder / PAPERS / paper.file
    if not path.is_file():
        return None
    arrival = NewArrival("paper", paper.key, paper.on, paper.posted_on, paper.sender, path.name, "")
    return Thing(arrival, (Sheet(path.name, path.read_bytes()),))


def _contradictions(workspace: Workspace, things: Iterable[Thing]) -> Iterator[ReviewItem]:
    """Papers whose ledger row, or file, is no longer what was taken in under the same number."""
    with workspace.store.reading() as connection:
        known = {each.fact.source_key: each.fact for each in log.arrivals(connection)}
        for thing in things:
            now = thing.arrival
            before = known.get(now.source_key)
            if before is None:
                continue
            said = (now.on, now.posted_on, sha256(thing.sheets[0].data))
            if (before.on, before.posted_on, before.sha256) != said:
                why = (
                    f"与先前登记的不一致：原为收件 {before.on}、邮戳 {before.posted_on or '无'}"
                    f"、文件“{before.name}”；现为收件 {now.on}、邮戳 {now.posted_on or '无'}"
                    f"、文件“{now.name}”。先前的登记仍然有效；新的来件请另编号"
                )
                yield ReviewItem(f"台账来件 {now.source_key}", why)


def _take_rows(connection: Connection, ledger: Ledger) -> list[ReviewItem]:
    """Record deliveries and calls; answers what is wrong with them."""
    doubts = []
    known = {each.id: each for each in plan.applications(connection)}
    units = _by_name(plan.units(connection))
    for row in ledger.deliveries:
        wrong = _wrong_delivery(connection, row, known)
        if wrong:
            doubts.append(ReviewItem(f"台账挂号签收 {row.number}", wrong))
        else:
            log.add_event(connection, _delivered(row))
    for call in ledger.calls:
        wrong = _wrong_call(connection, call, units, known)
        if wrong:
            what = f"台账电话记录 {call.on} {call.time} {call.unit_name}"
            doubts.append(ReviewItem(what, wrong))
        else:
            log.add_call(connection, _call(call, *units[call.unit_name]))
    return doubts


def _by_name(units: Iterable[Unit]) -> dict[str, tuple[Unit, ...]]:
    """Name or alias -> the units that go by it; a full name stands before any alias."""
    units = tuple(units)
    named: dict[str, tuple[Unit, ...]] = {}
    for unit in units:
        for alias in unit.aliases:
            named[alias] = (*named.get(alias, ()), unit)
    return {**named, **{unit.name: (unit,) for unit in units}}


def _wrong_delivery(connection: Connection, row: Delivery, known: Collection[str]) -> str:
    """What a person must mend in this row; empty where it is sound."""
    if row.application_id not in known:
        return f"没有编号为“{row.application_id}”的申请"
    days = [
        each.fact.on
        for each in log.events(connection)
        if each.fact.application_id == row.application_id and each.fact.kind is Kind.DELIVERED
    ]
    other = [str(day) for day in days if day != row.on]
    if other:
        return f"申请 {row.application_id} 先前登记为 {'、'.join(other)} 签收，现为 {row.on}，请核对物流记录"
    return ""


def _wrong_call(
    connection: Connection,
    call: Telephone,
    units: Mapping[str, tuple[Unit, ...]],
    known: Mapping[str, Application],
) -> str:
    """What a person must mend in this row; empty where it is sound."""
    found = units.get(call.unit_name, ())
    if len(found) != 1:
        return f"{'没有' if not found else '不止一家'}名为“{call.unit_name}”的单位，请写全称"
    if call.purpose not in (TEST_CALL, CONFIRMATION_CALL):
        return f"“用途”一栏应为“{TEST_CALL}”或“{CONFIRMATION_CALL}”，现为“{call.purpose}”"
    new = _call(call, *found)
    same = ("unit_id", "purpose", "on", "time", "number")
    before = [
        each.fact
        for each in log.calls(connection)
        if all(getattr(each.fact, name) == getattr(new, name) for name in same)
    ]
    if any(each.outcome is not new.outcome for each in before):
        return "同一单位、日期、时间的电话先前登记的结果不同，请核对"
    if call.purpose == TEST_CALL:
        return ""
    if call.application_id not in known:
        return f"没有编号为“{call.application_id}”的申请"
    if known[call.application_id].unit.id != found[0].id:
        return f"申请 {call.application_id} 不是向该单位提出的"
    return ""


def _delivered(row: Delivery) -> NewEvent:
    evidence = f"挂号{row.number} {row.signed_by}签收"
    return NewEvent(row.application_id, Kind.DELIVERED, row.on, evidence, "ledger")


def _call(call: Telephone, unit: Unit) -> NewCall:
    test = call.purpose == TEST_CALL
    return NewCall(
        unit.id,
        Purpose.TEST if test else Purpose.CONFIRM,
        call.on,
        call.time,
        call.number,
        Outcome.CONNECTED if call.connected else Outcome.NO_ANSWER,
        call.note,
        application_id=None if test else call.application_id,
    )
