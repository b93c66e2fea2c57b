"""What a person changed in the ledger -> facts, row by row, in a transaction that is open.

A change is one more fact; the one that it replaces is voided, never overwritten. A row that cannot be
taken over is refused by itself, with what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.ledger_state import DATE_HEADS, VOIDED, State, call_number
from harness.campaign.workspace import INCOMING, Workspace
from harness.campaign.workspace import PAPERS as PAPERS_BIN
from harness.casebook.book import Filed
from harness.checker.dossier import KIND_NAMES
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element
from harness.clock.events import Kind
from harness.intake.receive import Sheet, Thing, add
from harness.ledger.columns import CALLS, FILINGS, NONE, PAPERS, RULINGS, SENT
from harness.ledger.merging import Change, Merge, Void
from harness.ledger.rows import Fault, Row
from harness.ledger.values import Cell, files
from harness.scoring.faults import DEFECT_NAMES
from harness.store import log, outbox, said, standing, tables
from harness.store.evidence import sha256
from harness.store.log import (
    OUTCOME_NAMES,
    PURPOSE_NAMES,
    NewArrival,
    NewCall,
    NewEvent,
    Outcome,
    Purpose,
    Registration,
    Stored,
)
from harness.store.said import Filing, Ruling
from letters.model import Application, Unit
from letters.opening import read_file

SOURCE = "ledger"


class _Cannot(Exception):
    """Why a row is not taken over, in Chinese; the column, where it is one."""

    def __init__(self, why: str, column: str = "") -> None:
        super().__init__(why)
        self.why, self.column = why, column


@dataclass(slots=True)
class Applying:
    """Takes over a `Merge`. `refused` are the rows that could not be."""

    workspace: Workspace
    state: State
    folder: Path  # where the ledger lies: the files that it names lie beside it
    refused: list[Fault] = field(default_factory=list)
    numbers: dict[str, str] = field(
        default_factory=dict
    )  # place in Excel -> 记录编号 of what is new

    def all(self, connection: Connection, found: Merge) -> None:
        for row in found.added:
            self._try(row.place, lambda row=row: self._added(connection, row))
        for change in found.changed:
            self._try(change.place, lambda change=change: self._changed(connection, change))
        for gone in found.voided:
            self._try(gone.place, lambda gone=gone: self._voided(connection, gone))

    def _try(self, place: str, act) -> None:  # type: ignore[no-untyped-def]
        try:
            act()
        except _Cannot as wrong:
            self.refused.append(Fault(place, wrong.why))

    # --- what is new

    def _added(self, connection: Connection, row: Row) -> None:
        if row.sheet == PAPERS.name:
            self._new_paper(connection, row)
        elif row.sheet == CALLS.name:
            self._new_call(connection, row)
        elif row.sheet == SENT.name:
            raise _Cannot(f"没有编号为“{row.cells.get('申请编号', '')}”的申请，请核对")
        else:
            raise _Cannot(f"“{row.sheet}”表由程序列出，不能新增行；请在已有的行里填写")

    def _new_call(self, connection: Connection, row: Row) -> None:
        new = self._call(row)
        for each in log.calls(connection):
            fact = each.fact
            if (fact.unit_id, fact.on, fact.time) == (new.unit_id, new.on, new.time) and (
                replace(fact, root=None, key="") != replace(new, root=None, key="")
            ):
                raise _Cannot(
                    f"同一单位、日期、时间的电话先前登记的内容不同（{_told_call(fact)}），请核对；"
                    "要更正先前的登记，请用 mingcha ledger out 导出后修改，或者撤销那次登记"
                )
        number = log.add_call(connection, new)
        if number is not None:
            self.numbers[row.place] = f"C-{number}"

    def _call(self, row: Row, root: int | None = None) -> NewCall:
        cells = row.cells
        unit = self._unit(str(cells.get("单位名称", "")))
        purpose = _code(PURPOSE_NAMES, cells.get("用途", ""))
        application = self._application_of(str(cells.get("申请编号", "")), unit, purpose)
        result = str(cells.get("结果", ""))
        # 未接通 is what older ledgers say, no more
        outcome = _code({**OUTCOME_NAMES}, "无人接听" if result == "未接通" else result)
        return NewCall(
            unit.id,
            Purpose(purpose),
            _day(cells, "拨打日期"),
            str(cells.get("拨打时间", "")),
            str(cells.get("电话号码", "")) or unit.phone,
            Outcome(outcome),
            str(cells.get("通话内容", "")),
            str(cells.get("记录人", "")),
            application,
            root,
            row.key,
        )

    def _unit(self, name: str) -> Unit:
        exact = [each for each in self.state.book.units if each.name == name]
        found = exact or [each for each in self.state.book.units if name in each.aliases]
        if len(found) != 1:
            many = "不止一家" if found else "没有"
            raise _Cannot(f"{many}名为“{name}”的单位，请写全称", "单位名称")
        return found[0]

    def _application_of(self, id: str, unit: Unit, purpose: str) -> str | None:
        if purpose == Purpose.TEST:
            return None
        application = self._application(id)
        if application.unit.id != unit.id:
            raise _Cannot(f"申请 {id} 不是向该单位提出的", "申请编号")
        return application.id

    def _application(self, id: str) -> Application:
        for each in self.state.book.applications:
            if each.id.casefold() == id.casefold():
                return each
        raise _Cannot(f"没有编号为“{id}”的申请", "申请编号")

    # --- paper

    def _new_paper(self, connection: Connection, row: Row) -> None:
        number = str(row.cells.get("来件编号", ""))
        pages = self._sheets(str(row.cells.get("文件名", "")), "page")
        envelopes = self._sheets(str(row.cells.get("信封文件", "")), "envelope")
        registration = _registration(row.cells, number)
        loose = self._loose(sha256(pages[0].data))
        if loose is not None:
            log.register(connection, loose.id, registration)
            self.numbers[row.place] = f"P-{loose.id}"
            self._join(connection, loose, [*pages[1:], *envelopes], number)
            return
        arrival = NewArrival(
            "paper", number, registration.on, registration.posted_on, registration.sender,
            pages[0].name, "", registration.noticed_on, registration.signed_on,
            note=registration.note,
        )  # fmt: skip
        id = add(self.workspace.store, connection, Thing(arrival, (*pages, *envelopes)))
        if id is not None:
            self.numbers[row.place] = f"P-{id}"
        for sheet in (*pages[1:], *envelopes):
            self._not_alone(connection, sheet, number)

    def _join(self, connection: Connection, filed: Filed, sheets: list[Sheet], number: str) -> None:
        """More files of a letter whose first page lay there already."""
        known = {each.sha256 for each in filed.stored.files}
        for sheet in sheets:
            kept = self.workspace.store.keep(connection, sheet.data, sheet.name)
            if kept.sha256 not in known:
                log.add_file(connection, filed.id, log.File(sheet.role, sheet.name, kept.sha256))
            self._not_alone(connection, sheet, number)

    def _not_alone(self, connection: Connection, sheet: Sheet, number: str) -> None:
        """A page that was taken for a letter of its own is one no more."""
        loose = self._loose(sha256(sheet.data))
        if loose is not None:
            why = f"与来件 {number} 为同一件"
            said.add_filing(connection, Filing(loose.id, (), None, None, why))

    def _loose(self, digest: str) -> Filed | None:
        for each in self.state.book.filed:
            if each.stored.source == "file" and each.stored.sha256 == digest:
                return each
        return None

    def _sheets(self, names: str, role: str) -> list[Sheet]:
        return [Sheet(Path(name).name, self._bytes(name), role) for name in files(names)]

    def _bytes(self, name: str) -> bytes:
        for folder in (
            self.workspace.folder / INCOMING / PAPERS_BIN,
            self.folder,
            self.folder / PAPERS_BIN,
        ):
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return read_file(path)
        raise _Cannot(f"找不到文件“{name}”，请放入 {INCOMING}/{PAPERS_BIN}", "文件名")

    # --- what was changed

    def _changed(self, connection: Connection, change: Change) -> None:
        row, number = change.after, change.number
        key = number.partition("-")[2]
        if change.sheet == SENT.name:
            self._sending(connection, self._application(key), change)
        elif change.sheet == PAPERS.name:
            self._paper(connection, int(key), change)
        elif change.sheet == CALLS.name:
            self._mended_call(connection, number, row)
        elif change.sheet == FILINGS.name:
            self._filing(connection, int(key), row)
        elif change.sheet == RULINGS.name:
            self._ruling(connection, key, row)

    def _sending(self, connection: Connection, application: Application, change: Change) -> None:
        cells = change.after.cells
        self._not_later_than_today(cells, ("寄出日期", "签收日期", "退回日期"))
        number = str(cells.get("挂号号码", ""))
        if {"寄出日期", "挂号号码"} & change.cells.keys():
            self._posted(connection, application, cells, number)
        if {"签收日期", "签收人"} & change.cells.keys():
            data = {"note": str(cells["签收人"])} if cells.get("签收人") else {}
            self._instead(connection, application, Kind.DELIVERED, cells.get("签收日期", ""), data)
        if "退回日期" in change.cells:
            self._instead(connection, application, Kind.RETURNED, cells.get("退回日期", ""), {})
        if "备注" in change.cells:
            target = f"{SENT.name}/{application.id}"
            said.add_remark(connection, target, str(cells.get("备注", "")))

    def _posted(
        self,
        connection: Connection,
        application: Application,
        cells: Mapping[str, Cell],
        number: str,
    ) -> None:
        day = cells.get("寄出日期", "")
        if not isinstance(day, date):
            if number:
                raise _Cannot("填了挂号号码而没有寄出日期，请补填", "寄出日期")
            raise _Cannot("寄出日期不能清空：寄出的事实不能抹去，登记错了请用作废原因", "寄出日期")
        outbox.mark_posted(connection, application.id, day, number, SOURCE, instead=True)

    def _mine(
        self, connection: Connection, application: Application, kind: Kind
    ) -> list[Stored[NewEvent]]:
        """What people recorded of a kind; what a server said is not theirs to change."""
        return [
            each
            for each in log.events(connection)
            if each.fact.application_id == application.id
            and each.fact.kind is kind
            and each.fact.source != "dispatch"
        ]

    def _instead(
        self,
        connection: Connection,
        application: Application,
        kind: Kind,
        day: Cell,
        data: Mapping[str, str],
    ) -> None:
        for each in self._mine(connection, application, kind):
            standing.void(connection, tables.events, each.id, f"台账改为“{day or '无'}”")
        if isinstance(day, date):
            log.add_event(connection, NewEvent(application.id, kind, day, "台账", SOURCE, data))
        elif data:
            raise _Cannot("填了签收人而没有签收日期，请补填", "签收日期")

    def _paper(self, connection: Connection, id: int, change: Change) -> None:
        if "文件名" in change.cells:
            raise _Cannot("已登记来件的文件不能更换；新的来件请另起一行，另编号", "文件名")
        cells = change.after.cells
        number = str(cells.get("来件编号", ""))
        log.register(connection, id, _registration(cells, number))
        if "信封文件" in change.cells:
            filed = next(each for each in self.state.book.filed if each.id == id)
            envelopes = self._sheets(str(cells.get("信封文件", "")), "envelope")
            self._join(connection, filed, envelopes, number)

    def _mended_call(self, connection: Connection, number: str, row: Row) -> None:
        for each in log.calls(connection):
            if call_number(each) == number:
                new = self._call(row, each.fact.root or each.id)
                standing.void(connection, tables.calls, each.id, "台账改了这次电话的登记")
                log.add_call(connection, replace(new, key=each.fact.key))

    def _filing(self, connection: Connection, id: int, row: Row) -> None:
        told = str(row.cells.get("归入申请", ""))
        standing_now = said.filings(connection).get(id)
        if not told:
            if row.cells.get("种类") or row.cells.get("天数"):
                raise _Cannot(
                    f"填了种类或天数而没有填归入申请；不属于任何申请的填“{NONE}”", "归入申请"
                )
            if standing_now is not None:
                standing.void(connection, tables.filings, standing_now.id, "台账清空了归卷")
            return
        places = (
            () if told == NONE else tuple(self._application(each).id for each in told.split("、"))
        )
        kind = next(
            (each for each, name in KIND_NAMES.items() if name == row.cells.get("种类")), None
        )
        days = str(row.cells.get("天数", ""))
        new = Filing(id, places, kind, int(days) if days else None, str(row.cells.get("理由", "")))
        said.add_filing(connection, new)

    def _ruling(self, connection: Connection, target: str, row: Row) -> None:
        value = row.cells.get("人工认定", "")
        if isinstance(value, date) and target.endswith(f"/{Element.DATE.value}"):
            target = f"{target.rpartition('/')[0]}/answered_on"
        id, _, name = target.partition("/")
        now = said.rulings(connection).get(target)
        if not value:
            if now is not None:
                standing.void(connection, tables.rulings, now.id, "台账清空了人工认定")
            return
        why = str(row.cells.get("理由", ""))
        if not why:
            raise _Cannot("填了人工认定而没有理由，请补填", "理由")
        judge = str(row.cells.get("认定人", ""))
        if isinstance(value, date):
            if name not in DATE_HEADS:
                raise _Cannot(f"{_head(name)}不能填日期", "人工认定")
            self._not_later_than_today(row.cells, ("人工认定",))
            about = self.state.book.answers.get(id, "") if name == "answered_on" else ""
            new = Ruling(target, value.isoformat(), (), why, about, judge=judge)
        else:
            new = Ruling(
                target, self._verdict(name, str(value)), self._defects(name, row), why,
                self._answer(id), judge=judge,
            )  # fmt: skip
        said.add_ruling(connection, new)

    def _verdict(self, name: str, value: str) -> str:
        if name in DATE_HEADS:
            raise _Cannot(f"{DATE_HEADS[name]}应填日期", "人工认定")
        return next(each.value for each, told in VERDICT_NAMES.items() if told == value)

    def _defects(self, name: str, row: Row) -> tuple[str, ...]:
        names = {told: code for code, told in DEFECT_NAMES.get(Element(name), {}).items()}
        told = [each for each in str(row.cells.get("瑕疵", "")).split("、") if each]
        unknown = [each for each in told if each not in names]
        if unknown:
            known = "、".join(names) or "无"
            raise _Cannot(f"{_head(name)}没有“{unknown[0]}”这种瑕疵，可用的：{known}", "瑕疵")
        return tuple(names[each] for each in told)

    def _answer(self, application: str) -> str:
        for case in self.state.assessment.cases:
            if case.application.id == application and case.answer is not None:
                return case.answer.sha256
        raise _Cannot(f"申请 {application} 现在没有可供认定的答复")

    # --- what was declared void

    def _voided(self, connection: Connection, gone: Void) -> None:
        key, why = gone.number.partition("-")[2], f"{VOIDED}{gone.reason}"
        if gone.sheet == SENT.name:
            application = self._application(key)
            for kind in (Kind.SENT, Kind.DELIVERED, Kind.RETURNED):
                for each in self._mine(connection, application, kind):
                    standing.void(connection, tables.events, each.id, why)
            outbox.mark_kept(connection, application.id)
        elif gone.sheet == PAPERS.name:
            said.add_filing(connection, Filing(int(key), (), None, None, why))
        elif gone.sheet == CALLS.name:
            for call in log.calls(connection):
                if call_number(call) == gone.number:
                    standing.void(connection, tables.calls, call.id, why)
        elif gone.sheet == FILINGS.name:
            filing = said.filings(connection).get(int(key))
            if filing is not None:
                standing.void(connection, tables.filings, filing.id, why)
        elif gone.sheet == RULINGS.name:
            ruling = said.rulings(connection).get(key)
            if ruling is not None:
                standing.void(connection, tables.rulings, ruling.id, why)

    def _not_later_than_today(self, cells: Mapping[str, Cell], heads: tuple[str, ...]) -> None:
        for head in heads:
            day = cells.get(head, "")
            if isinstance(day, date) and day > self.workspace.as_of:
                raise _Cannot(f"“{head}”{day} 晚于今天（{self.workspace.as_of}），请核对", head)


def _registration(cells: Mapping[str, Cell], number: str) -> Registration:
    return Registration(
        number,
        _day(cells, "收件日期"),
        _day_or_none(cells, "邮戳日期"),
        _day_or_none(cells, "登记日期"),
        _day_or_none(cells, "落款日期"),
        str(cells.get("寄件单位", "")),
        str(cells.get("备注", "")),
    )


def _day(cells: Mapping[str, Cell], head: str) -> date:
    day = cells.get(head, "")
    if not isinstance(day, date):
        raise _Cannot(f"“{head}”一栏为空，请补填", head)
    return day


def _day_or_none(cells: Mapping[str, Cell], head: str) -> date | None:
    day = cells.get(head, "")
    return day if isinstance(day, date) else None


def _code(names: Mapping[Outcome, str] | Mapping[Purpose, str], told: Cell) -> str:
    return next(each.value for each, name in names.items() if name == told)


def _told_call(call: NewCall) -> str:
    return f"{OUTCOME_NAMES[call.outcome]}，{call.note}"


def _head(name: str) -> str:
    return ELEMENT_NAMES[Element(name)]
