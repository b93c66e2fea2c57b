"""What a person changed in the ledger -> facts, row by row, in a transaction that is open.

A change is one more fact; the one that it replaces is voided, never overwritten. A row that cannot be
taken over is refused by itself, with what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from harness.campaign.errors import Refused
from harness.campaign.ledger.calls import Calls
from harness.campaign.ledger.papers import Papers
from harness.campaign.ledger.row import Cannot, Cells, Ground
from harness.campaign.ledger.state import DATE_HEADS, VOIDED
from harness.campaign.recording.paper_files import Letters
from harness.campaign.recording.possible import why_not_sent
from harness.campaign.ruling.blind_parts import refuse_first
from harness.campaign.ruling.parts import concerning, refuse_part, unclear
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element
from harness.clock.events import Kind
from harness.ledger.columns import CALLS, FILINGS, NONE, PAPERS, RULINGS, SENT
from harness.ledger.merging import Change, Merge, Void
from harness.ledger.rows import Fault, Row
from harness.ledger.values import Cell
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.people import Stage
from harness.store import facts, log, outbox, said, standing, tables
from harness.store.log import NewEvent, Stored
from harness.store.said import Filing, Ruling
from harness.store.typed import TypedNumber
from letters import posting_number
from letters.model import Application, Channel

SOURCE = "ledger"


@dataclass(slots=True)
class Applying:
    """Takes over a `Merge`. `refused` are the rows that could not be."""

    ground: Ground
    refused: list[Fault] = field(default_factory=list)
    # place in Excel -> 记录编号 of what is new
    numbers: dict[str, str] = field(default_factory=dict)

    letters: Letters | None = None  # read when the first paper asks for it

    def all(self, connection: Connection, found: Merge) -> None:
        for row in found.added:
            self._try(connection, row.place, lambda row=row: self._added(connection, row))
        for change in found.changed:
            self._try(
                connection, change.place, lambda change=change: self._changed(connection, change)
            )
        for gone in found.voided:
            self._try(connection, gone.place, lambda gone=gone: self._voided(connection, gone))

    def _try(self, connection: Connection, place: str, act) -> None:  # type: ignore[no-untyped-def]
        """A row is taken over whole or not at all, whatever was written of it before it was refused."""
        try:
            with facts.whole(connection):
                act()
        except Cannot as wrong:
            self.letters = None
            self.refused.append(Fault(place, wrong.why))
        except TypedNumber as wrong:
            self.letters = None
            self.refused.append(Fault(place, str(wrong)))

    # --- what is new

    def _added(self, connection: Connection, row: Row) -> None:
        if row.sheet == PAPERS.name:
            self._number(row, "P", self._papers(connection).new(connection, row))
        elif row.sheet == CALLS.name:
            self._number(row, "C", Calls(self.ground).new(connection, row))
        elif row.sheet == SENT.name:
            raise Cannot(f"没有编号为“{row.cells.get('申请编号', '')}”的申请，请核对")
        else:
            raise Cannot(f"“{row.sheet}”表由程序列出，不能新增行；请在已有的行里填写")

    def _papers(self, connection: Connection) -> Papers:
        self.letters = self.letters or Letters.of(connection)
        return Papers(self.ground, self.letters)

    def _number(self, row: Row, kind: str, id: int | None) -> None:
        if id is not None:
            self.numbers[row.place] = f"{kind}-{id}"

    # --- what was changed

    def _changed(self, connection: Connection, change: Change) -> None:
        row, number = change.after, change.number
        key = number.partition("-")[2]
        if change.sheet == SENT.name:
            self._sending(connection, self.ground.application(key), change)
        elif change.sheet == PAPERS.name:
            self._papers(connection).mend(connection, int(key), change)
        elif change.sheet == CALLS.name:
            Calls(self.ground).mend(connection, number, row)
        elif change.sheet == FILINGS.name:
            self._filing(connection, int(key), row)
        elif change.sheet == RULINGS.name:
            self._ruling(connection, key, row)

    def _sending(self, connection: Connection, application: Application, change: Change) -> None:
        cells = change.after.cells
        self.ground.not_later_than_today(cells, ("寄出日期", "签收日期", "退回日期"))
        self._in_turn(cells)
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

    def _in_turn(self, cells: Cells) -> None:
        sent = cells.get("寄出日期", "")
        for head in ("签收日期", "退回日期"):
            day = cells.get(head, "")
            if isinstance(sent, date) and isinstance(day, date) and day < sent:
                raise Cannot(f"“{head}”{day} 早于寄出日期 {sent}，请核对", head)

    def _posted(
        self,
        connection: Connection,
        application: Application,
        cells: Cells,
        number: str,
    ) -> None:
        day = cells.get("寄出日期", "")
        if not isinstance(day, date):
            if number:
                raise Cannot("填了挂号号码而没有寄出日期，请补填", "寄出日期")
            raise Cannot("寄出日期不能清空：寄出的事实不能抹去，登记错了请用作废原因", "寄出日期")
        self._not_by_mail(connection, application, day, number)
        if wrong := posting_number.fault(number):
            raise Cannot(wrong, "挂号号码")
        if wrong := why_not_sent(self.ground.workspace, connection, application, day, "寄出"):
            raise Cannot(wrong, "寄出日期")
        outbox.mark_posted(connection, application.id, day, number, SOURCE, instead=True)

    def _not_by_mail(
        self, connection: Connection, application: Application, day: date, number: str
    ) -> None:
        """A mail is sent by the program; people may say of one that was cut short that it did go."""
        if application.channel is not Channel.EMAIL:
            return
        sent = {each.fact.on for each in log.events(connection, application.id)
                if each.fact.kind is Kind.SENT}  # fmt: skip
        letter = outbox.letters(connection, application.id).get(application.id)
        if number:
            raise Cannot(f"申请 {application.id} 走的是电子邮件，没有挂号号码，请清空", "挂号号码")
        if outbox.by_server(connection, application.id) and day not in sent:
            raise Cannot(f"寄出日期（{max(sent)}）是程序发信时所记，不能改动", "寄出日期")
        if not sent and (letter is None or letter.state != "sending"):
            raise Cannot(
                "走的是电子邮件，由 mingcha send 发送并登记，不在台账里填寄出日期", "寄出日期"
            )

    def _mine(
        self, connection: Connection, application: Application, kind: Kind
    ) -> list[Stored[NewEvent]]:
        """What people recorded of a kind; what a server said is not theirs to change."""
        return [
            each
            for each in log.events(connection, application.id)
            if each.fact.kind is kind and each.fact.source != "dispatch"
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
            raise Cannot("填了签收人而没有签收日期，请补填", "签收日期")

    def _filing(self, connection: Connection, id: int, row: Row) -> None:
        told = str(row.cells.get("归入申请", ""))
        standing_now = said.filing_of(connection, id)
        if not told:
            if row.cells.get("种类") or row.cells.get("天数"):
                raise Cannot(
                    f"填了种类或天数而没有填归入申请；不属于任何申请的填“{NONE}”", "归入申请"
                )
            if standing_now is not None:
                standing.void(connection, tables.filings, standing_now, "台账清空了归卷")
            return
        places = (
            () if told == NONE else tuple(self.ground.letter(each) for each in told.split("、"))
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
        judge = str(row.cells.get("认定人", ""))
        self._first_only(target, judge or self.ground.workspace.store.by if value else "")
        now = said.ruling_of(connection, target, Stage.FIRST)
        if not value:
            if now is not None:
                standing.void(connection, tables.rulings, now, "台账清空了人工认定")
            return
        why = str(row.cells.get("理由", ""))
        if not why:
            raise Cannot("填了人工认定而没有理由，请补填", "理由")
        if isinstance(value, date):
            if name not in DATE_HEADS:
                raise Cannot(f"{_head(name)}不能填日期", "人工认定")
            self.ground.not_later_than_today(row.cells, ("人工认定",))
            answers = self.ground.state.book.answers
            about = answers.get(id, "") if name == "answered_on" else ""
            new = Ruling(target, value.isoformat(), (), why, about, judge=judge)
        else:
            new = Ruling(
                target, self._verdict(name, str(value)), self._defects(name, row), why,
                self._answer(id), judge=judge,
            )  # fmt: skip
        said.add_ruling(connection, new)

    def _first_only(self, target: str, who: str) -> None:
        """The ledger holds first marks: what was decided is no more its own, nor is the part of
        whoever marked blind. `who`: empty where a mark is only taken back."""
        ground, (id, _, name) = self.ground, target.partition("/")
        element = Element(name) if name in {*Element} else None
        staged = concerning(ground.state.book, target, element, ground.answer(id))
        could_not = unclear(ground.answered.get(id), element)
        try:
            refuse_part(staged, Stage.FIRST, who, target, unclear=could_not)
            if who:
                refuse_first(
                    ground.workspace, ground.state.book, ground.state.assessment, id, name, who
                )
        except Refused as wrong:
            raise Cannot(str(wrong), "人工认定") from None

    def _verdict(self, name: str, value: str) -> str:
        if name in DATE_HEADS:
            raise Cannot(f"{DATE_HEADS[name]}应填日期", "人工认定")
        return next(each.value for each, told in VERDICT_NAMES.items() if told == value)

    def _defects(self, name: str, row: Row) -> tuple[str, ...]:
        names = {told: code for code, told in DEFECT_NAMES.get(Element(name), {}).items()}
        told = [each for each in str(row.cells.get("瑕疵", "")).split("、") if each]
        unknown = [each for each in told if each not in names]
        if unknown:
            known = "、".join(names) or "无"
            raise Cannot(f"{_head(name)}没有“{unknown[0]}”这种瑕疵，可用的：{known}", "瑕疵")
        return tuple(names[each] for each in told)

    def _answer(self, application: str) -> str:
        if answer := self.ground.answer(application):
            return answer
        raise Cannot(f"申请 {application} 现在没有可供认定的答复")

    # --- what was declared void

    def _voided(self, connection: Connection, gone: Void) -> None:
        key, why = gone.number.partition("-")[2], f"{VOIDED}{gone.reason}"
        if gone.sheet == SENT.name:
            application = self.ground.application(key)
            if outbox.by_server(connection, application.id):
                raise Cannot("是由程序发出的，寄出的事实不能作废；签收、退回登记错了的，清空那一格")
            for kind in (Kind.SENT, Kind.DELIVERED, Kind.RETURNED):
                for each in self._mine(connection, application, kind):
                    standing.void(connection, tables.events, each.id, why)
            outbox.follow(connection, application.id)
        elif gone.sheet == PAPERS.name:
            said.add_filing(connection, Filing(int(key), (), None, None, why))
        elif gone.sheet == CALLS.name:
            Calls(self.ground).void(connection, gone.number, why)
        elif gone.sheet == FILINGS.name:
            filing = said.filing_of(connection, int(key))
            if filing is not None:
                standing.void(connection, tables.filings, filing, why)
        elif gone.sheet == RULINGS.name:
            self._first_only(key, "")
            ruling = said.ruling_of(connection, key, Stage.FIRST)
            if ruling is not None:
                standing.void(connection, tables.rulings, ruling, why)


def _head(name: str) -> str:
    return ELEMENT_NAMES[Element(name)]
